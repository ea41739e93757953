"""Widgets that choose a row by typing part of its name."""

import re
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.functions import Length
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

ROW = "pk:"


class Suggestion(forms.Widget):
    """A text field that offers rows while one types; free text is kept as it is.

    What is chosen travels as `pk:7`, what is only typed in `<name>_q`, so that the
    field works without JavaScript as well.
    """

    template_name = "django/forms/widgets/suggestion.html"

    def __init__(self, search, attrs=None):
        super().__init__(attrs)
        self.search_url = reverse_lazy(search)
        self.label_of = lambda value: ""
        # What narrows the search besides what is typed, as in a query string.
        self.asks_for = {}

    def value_from_datadict(self, data, files, name):
        typed = (data.get(f"{name}_q") or "").strip()
        chosen = (data.get(name) or "").strip()
        return chosen or typed

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}_q" not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["value"] = value or ""
        context["widget"]["label_of_value"] = self.label_of(value) if value else ""
        query = f"?{urlencode(self.asks_for)}" if self.asks_for else ""
        context["widget"]["search_url"] = f"{self.search_url}{query}"
        return context


class RowOrName(forms.Field):
    """A row that the user may see, or the name of one that is to be made.

    Cleans to a row of `queryset`, to a `str` that no visible row bears, or to None. A
    name that several rows bear is refused with what tells them apart.
    """

    default_error_messages = {
        "gone": _("Choose from the list, or type a name."),
        "several": _(
            "Several are called that: %(rows)s. Choose one of them from the list, or "
            "add what tells them apart."
        ),
        "long": _("At most 200 characters."),
    }

    def __init__(self, *, queryset, search, describe=str, name_field="name", **kwargs):
        super().__init__(widget=Suggestion(search), **kwargs)
        self.queryset = queryset
        self.name_field = name_field
        self.describe = describe
        self.widget.label_of = self._label

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.widget.label_of = copied._label
        return copied

    def prepare_value(self, value):
        if hasattr(value, "pk"):
            return f"{ROW}{value.pk}"
        return f"{ROW}{value}" if isinstance(value, int) else value

    def _label(self, value):
        row = self._row(str(value))
        return self.describe(row) if row else value

    def _row(self, value):
        key = value.removeprefix(ROW)
        if not value.startswith(ROW) or not key.isdecimal() or len(key) > 18:
            return None
        return self.queryset.filter(pk=int(key)).first()

    def _name(self, row):
        return getattr(row, self.name_field)

    def has_changed(self, initial, data):
        # Without looking up any row: a row that names something is no empty row.
        return (self.prepare_value(initial) or "") != (data or "")

    def to_python(self, value):
        text = " ".join((value or "").split())
        if not text:
            return None
        if text.startswith(ROW):
            row = self._row(text)
            if row is None:
                raise ValidationError(self.error_messages["gone"], code="gone")
            return row
        if len(text) > 200:
            raise ValidationError(self.error_messages["long"], code="long")
        return self._by_name(text)

    def _by_name(self, text):
        # A description begins with the name: "Ana Lim, judge", "Supreme Court (NO)".
        name = re.split(r"[,(]", text)[0]
        rows = self._called(text, among=text) or self._called(text, among=name)
        if len(rows) > 1:
            raise ValidationError(
                self.error_messages["several"],
                code="several",
                params={"rows": "; ".join(self.describe(row) for row in rows[:5])},
            )
        return rows[0] if rows else text

    def _called(self, text, among):
        from core.folding import fold

        # The shorter its name, the less a row has beside the words that were typed.
        rows = self.queryset.matching(among).order_by(Length("folded"), "pk")[:50]
        return [
            row
            for row in rows
            if fold(text) in (fold(self._name(row)), fold(self.describe(row)))
        ]
