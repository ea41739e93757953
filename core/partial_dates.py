"""Dates of which only the year, or the year and month, may be known.

A partial date is kept as it was given: `1997`, `1998-06` or `1998-06-16`. The text
sorts in time order, a coarser date before the finer ones within it.
"""

import calendar
import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import formats, timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

# More digits than a year has are read, so that they can be refused by name.
_ISO = re.compile(r"(\d{4,9})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DOTTED = re.compile(r"(?:(?:(\d{1,2})[./])?(\d{1,2})[./])(\d{4,9})")
_WORDS = re.compile(r"(?:(\d{1,2})\.?\s+)?([^\W\d]+)\.?,?\s+(\d{4,9})")
_MONTH_FIRST = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:,\s*|\s+)(\d{4,9})")
_ENGLISH = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NORWEGIAN = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
]


# How a whole date is typed, for the hint beside its field.
DAY_HINT = _("2026-11-23, 23.11.2026 or 23 November 2026")


class PartialDate(str):
    """A date as far as it is known; a string, so that it sorts and exports as given."""

    __slots__ = ()

    @classmethod
    def parse(cls, text):
        """Read what a person typed: `1997`, `1998-06`, `16.6.1998`, `June 1998` …

        Raises ValidationError with a sentence for that person.
        """
        text = " ".join(str(text).split())
        year, month, day = cls._parts(text)
        if not 1000 <= year <= 9999:
            raise ValidationError(
                _("The year has four digits, like 1998."), code="invalid"
            )
        if month is not None and not 1 <= month <= 12:
            raise ValidationError(
                _("There is no month number %(month)s."),
                code="invalid",
                params={"month": month},
            )
        if day is not None:
            try:
                datetime.date(year, month, day)
            except ValueError:
                raise ValidationError(
                    _("%(month)s %(year)s has no day %(day)s."),
                    code="invalid",
                    params={"month": MONTHS[month], "year": year, "day": day},
                ) from None
        known = [f"{year:04d}"] + [f"{n:02d}" for n in (month, day) if n is not None]
        return cls("-".join(known))

    @staticmethod
    def _parts(text):
        if match := _ISO.fullmatch(text):
            return tuple(int(n) if n else None for n in match.groups())
        if match := _DOTTED.fullmatch(text):
            day, month, year = match.groups()
            return int(year), int(month), int(day) if day else None
        if match := _WORDS.fullmatch(text):
            day, name, year = match.groups()
        elif match := _MONTH_FIRST.fullmatch(text):
            name, day, year = match.groups()
        if match and (month := _month_called(name)):
            return int(year), month, int(day) if day else None
        raise ValidationError(
            _(
                "Give a year (1998), a month (1998-06) or a day (1998-06-16). "
                "16.6.1998 and June 1998 are understood as well."
            ),
            code="unreadable",
        )

    @property
    def earliest(self):
        """The first day that it can mean, as a date."""
        year, month, day = ([int(n) for n in self.split("-")] + [1, 1])[:3]
        return datetime.date(year, month, day)

    @property
    def latest(self):
        """The last day that it can mean, as a date."""
        first = self.earliest
        if len(self) == 10:
            return first
        if len(self) == 4:
            return first.replace(month=12, day=31)
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])

    @property
    def day_is_known(self):
        return len(self) == len("1998-06-16")

    def is_before(self, other):
        """Whether it is certainly earlier: 1998 is not before 1998-06."""
        length = min(len(self), len(other))
        return self[:length] < str(other)[:length]

    @property
    def words(self):
        """In the reader's language: 1998, June 1998, 16 June 1998."""
        if len(self) == 4:
            return str(self)
        if len(self) == 7:
            return f"{MONTHS[int(self[5:])]} {self[:4]}"
        return formats.date_format(self.earliest, "DATE_FORMAT")


def _month_called(name):
    """The number of a month by its name, or by at least three letters of it."""
    for number, names in enumerate(zip(_ENGLISH, _NORWEGIAN, strict=True), start=1):
        if len(name) >= 3 and any(full.startswith(name.lower()) for full in names):
            return number
    return None


def in_words(value):
    """What a field holds, for people: a date in their language, nothing as ""."""
    if isinstance(value, datetime.datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return formats.date_format(value, "DATE_FORMAT")
    if isinstance(value, datetime.time):
        return formats.time_format(value, "TIME_FORMAT")
    return "" if value is None else str(getattr(value, "words", value))


class PartialDateFormField(forms.CharField):
    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 30)
        super().__init__(**kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        return PartialDate.parse(text) if text else ""


class DayField(forms.DateField):
    """A whole date, typed like any other; cleans to a `datetime.date`."""

    widget = forms.DateInput(format="%Y-%m-%d")
    default_error_messages = {
        "unreadable": _("Give a day, like 2026-11-23, 23.11.2026 or 23 November 2026."),
        "coarse": _("Give the day as well."),
    }

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, datetime.date):
            return super().to_python(value)
        try:
            day = PartialDate.parse(value)
        except ValidationError as refusal:
            if refusal.code == "unreadable":
                raise ValidationError(
                    self.error_messages["unreadable"], code="unreadable"
                ) from None
            raise
        if not day.day_is_known:
            raise ValidationError(self.error_messages["coarse"], code="coarse")
        return day.earliest


class PartialDateField(models.CharField):
    """A column for a partial date; empty means not known."""

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return PartialDate(value) if value else ""

    def to_python(self, value):
        return PartialDate.parse(value) if value else ""

    def get_prep_value(self, value):
        # Lookups may compare with text that is no date (a prefix, an upper bound).
        return str(value) if value else ""

    def formfield(self, **kwargs):
        return super(models.CharField, self).formfield(
            **{"form_class": PartialDateFormField, **kwargs}
        )


def not_before(later, earlier):
    """A condition for a constraint: `later` is not certainly before `earlier`.

    Only the digits that both have are compared, so that 1998 may follow 1998-06; an
    unknown date contradicts nothing. Works whatever the database's collation.
    """
    return (
        Q(**{later: ""})
        | Q(**{earlier: ""})
        | Q(
            GreaterThanOrEqual(
                Left(F(later), Length(F(earlier))), Left(F(earlier), Length(F(later)))
            )
        )
    )


def between(field, since="", until=""):
    """A condition for a filter: `field` can lie in the given span, ends included.

    Either end may be a partial date or empty. A year alone is found by any month in it.
    """
    condition = Q()
    if since:
        coarser = {since[:4], since[:7]}
        condition &= Q(**{f"{field}__gte": since}) | Q(**{f"{field}__in": coarser})
    if until:
        condition &= Q(**{f"{field}__lte": f"{until}-99-99"[:10]})
        condition &= ~Q(**{field: ""})
    return condition
