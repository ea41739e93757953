"""What the sources of a record say of its fields, and where they do not agree."""

from dataclasses import dataclass, field
from itertools import groupby

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.folding import fold
from core.models import Source
from core.partial_dates import PartialDate, PartialDateField


@dataclass(frozen=True)
class Claim:
    """One field: what the record holds, and each source with what it says."""

    name: str
    label: str
    held: str
    sources: list[tuple[str, Source]] = field(default_factory=list)
    in_conflict: bool = False


def claims_of(record, sources):
    """The sources by the field that they support; the whole record comes first.

    What a field names in another record is not told here: the reader may not see it.
    """
    ordered = sorted(sources, key=lambda source: (source.field, source.pk))
    return [
        _claim(record, name, list(group))
        for name, group in groupby(ordered, key=lambda source: source.field)
    ]


def _claim(record, name, sources):
    try:
        told = record._meta.get_field(name) if name else None
    except FieldDoesNotExist:
        told = None
    said = [(_in_words(told, source.value), source) for source in sources]
    if told is None:
        label = name or _("The record as a whole")
        return Claim(name, label, "", said, bool(name) and _differ(None, said))
    held = "" if told.is_relation else getattr(record, name)
    return Claim(
        name,
        capfirst(told.verbose_name),
        _in_words(told, held),
        said,
        _differ(told, [*said, (_in_words(told, held), None)]),
    )


def _in_words(told, value):
    """A value as people read it: a choice by its label, a date in words."""
    if value in (None, ""):
        return ""
    if isinstance(told, PartialDateField):
        try:
            return PartialDate.parse(value).words
        except ValidationError:
            return str(value)
    if isinstance(told, models.BooleanField) and isinstance(value, bool):
        return _("Yes") if value else _("No")
    form_field = told.formfield() if told is not None and not told.is_relation else None
    words = dict(getattr(form_field, "choices", ()))
    return str(words.get(value, value))


def _differ(told, said):
    if isinstance(told, models.TextField):
        # Nobody expects a source to say the same as a text of our own.
        return False
    values = {fold(words) for words, _source in said if words}
    if isinstance(told, PartialDateField):
        # June 2006 says nothing against 8 June 2006.
        finest = max(values, key=len, default="")
        return not all(finest.endswith(value) for value in values)
    return len(values) > 1
