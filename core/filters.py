"""Filters of lists: their state is the query string, shown as chips."""

import django_filters
from django import forms
from django.db import models
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from core.models import Classification
from core.partial_dates import PartialDateFormField, between

# What every list has; on the form it comes after what is the list's own.
LAST = ("classification", "fictional", "archived")
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class PartialDateFilter(django_filters.Filter):
    """One end of a span of partial dates; `end` is "since" or "until"."""

    field_class = PartialDateFormField

    def __init__(self, *args, end, **kwargs):
        self.end = end
        super().__init__(*args, **kwargs)

    def filter(self, rows, value):
        return (
            rows.filter(between(self.field_name, **{self.end: value}))
            if value
            else rows
        )


class RecordFilter(django_filters.FilterSet):
    """Filters rows of records for one person.

    Every choice that names rows offers only those that they may see. An impossible
    value shows its error at the field, and no rows.
    """

    classification = django_filters.ChoiceFilter(
        label=_("Marking"), field_name="marking", choices=Classification.choices
    )
    fictional = django_filters.ChoiceFilter(
        label=_("Fictional"), choices=YES_NO, method="filter_fictional"
    )
    archived = django_filters.ChoiceFilter(
        label=_("Archived"),
        method="filter_archived",
        choices=[("with", _("Shown as well")), ("only", _("Only archived"))],
        empty_label=_("Left out"),
    )

    def __init__(self, request, queryset):
        super().__init__(request.GET, queryset=queryset, request=request)
        own = [name for name in self.form.fields if name not in LAST]
        self.form.order_fields([*own, *LAST])
        for field in self.form.fields.values():
            rows = getattr(field, "queryset", None)
            if rows is not None and hasattr(rows, "visible_to"):
                field.queryset = rows.visible_to(request.user)
        self.form.fields["classification"].choices = [
            choice
            for choice in Classification.choices
            if choice[0] <= request.user.clearance
        ]

    @property
    def qs(self):
        if not self.is_valid():
            return self.queryset.none()
        rows = super().qs
        return rows if self.form.cleaned_data["archived"] else rows.current()

    def filter_archived(self, rows, name, value):
        return rows.filter(archived_at__isnull=False) if value == "only" else rows

    def filter_fictional(self, rows, name, value):
        return rows.filter(fictional=value == "yes")

    def chips(self):
        """What is filtered by, each with the address without it.

        A value that is refused has a chip as well, so that it can be taken away.
        """
        return [
            {
                "name": name,
                "label": capfirst(field.label or name),
                "value": self._in_words(name, field),
                "remove_url": self._without(name),
            }
            for name, field in self.form.fields.items()
            if name in self.form.errors or not _is_empty(self._cleaned(name))
        ]

    def _cleaned(self, name):
        return self.form.cleaned_data.get(name) if self.is_bound else None

    def _in_words(self, name, field):
        if name in self.form.errors:
            return Truncator(self.form[name].data).chars(40)
        return _in_words(field, self._cleaned(name))

    def _without(self, name):
        query = self.request.GET.copy()
        for gone in (name, "page", "format"):
            query.pop(gone, None)
        return f"?{query.urlencode()}"


def said_in(form):
    """What a plain form that is valid asks for, for the file of what it shows."""
    return [
        {"name": name, "label": field.label, "value": _in_words(field, value)}
        for name, field in form.fields.items()
        if not _is_empty(value := form.cleaned_data[name])
    ]


def _is_empty(value):
    if isinstance(value, models.QuerySet):
        return not value
    return value in (None, "", [])


def _in_words(field, value):
    if isinstance(value, models.QuerySet):
        return ", ".join(str(row) for row in value)
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(field, forms.ChoiceField):
        values = value if isinstance(value, list) else [value]
        words = {str(key): label for key, label in field.choices}
        return ", ".join(str(words.get(str(v), v)) for v in values)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(getattr(value, "words", value))


def text_filter():
    """Finds rows in which every word occurs; for models with a folded copy."""
    return django_filters.CharFilter(
        label=_("Search in this list"), method=_matching, max_length=200
    )


def linked_filter(rows, **more):
    """A row chosen by a link from its own page: a chip, and no field on the form."""
    return django_filters.ModelChoiceFilter(
        queryset=rows, widget=forms.HiddenInput, **more
    )


def _matching(rows, name, value):
    return rows.matching(value)
