"""Filters of lists: their state is the query string, shown as chips."""

import django_filters
from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.models import Classification
from core.partial_dates import PartialDateField, PartialDateFormField, between


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

    archived = django_filters.ChoiceFilter(
        label=_("Archived"),
        method="filter_archived",
        choices=[("with", _("Shown as well")), ("only", _("Only archived"))],
        empty_label=_("Left out"),
    )
    classification = django_filters.ChoiceFilter(
        label=_("Marking"), field_name="marking", choices=Classification.choices
    )

    class Meta:
        filter_overrides = {
            PartialDateField: {"filter_class": django_filters.CharFilter}
        }

    def __init__(self, request, queryset):
        super().__init__(request.GET or {"_": ""}, queryset=queryset, request=request)
        for field in self.form.fields.values():
            rows = getattr(field, "queryset", None)
            if rows is not None and hasattr(rows, "visible_to"):
                field.queryset = rows.visible_to(request.user)

    @property
    def qs(self):
        if not self.form.is_valid():
            return self.queryset.none()
        rows = super().qs
        if not self.form.cleaned_data.get("archived"):
            rows = rows.filter(archived_at__isnull=True)
        return rows

    def filter_archived(self, rows, name, value):
        return rows.filter(archived_at__isnull=False) if value == "only" else rows

    def chips(self):
        """What is filtered by, each with the address without it."""
        if not self.form.is_valid():
            return []
        chips = []
        for name, value in self.form.cleaned_data.items():
            if value in (None, "", []) or _is_empty(value):
                continue
            query = self.request.GET.copy()
            query.pop(name, None)
            query.pop("page", None)
            query.pop("format", None)
            chips.append(
                {
                    "label": capfirst(self.form.fields[name].label or name),
                    "value": _in_words(self.form.fields[name], value),
                    "remove_url": f"?{query.urlencode()}",
                }
            )
        return chips


def _is_empty(value):
    return isinstance(value, models.QuerySet) and not value


def _in_words(field, value):
    if isinstance(value, models.QuerySet):
        return ", ".join(str(row) for row in value)
    if isinstance(field, forms.ChoiceField):
        values = value if isinstance(value, list) else [value]
        words = {str(key): label for key, label in field.choices}
        return ", ".join(str(words.get(str(v), v)) for v in values)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(getattr(value, "words", value))


def text_filter():
    """Finds rows in which every word occurs; for models with a folded copy."""
    return django_filters.CharFilter(label=_("Search in this list"), method=_matching)


def _matching(rows, name, value):
    return rows.matching(value)
