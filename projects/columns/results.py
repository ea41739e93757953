"""What the list of results shows, and its file."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.lists import (
    Column,
    choice_column,
    field_column,
    marking_column,
    ranked,
    related_columns,
)
from dialogues.columns.shared import (
    dates_of_record,
    in_file,
    title_column,
    topic_columns,
)
from projects.attainment import attainment_of
from projects.models import Result


def plain(value):
    """A figure without needless noughts; `normalize` alone would write 6E+1."""
    if value is None or value == value.to_integral_value():
        return value if value is None else value.quantize(Decimal(1))
    return value.normalize()


def _reached(name):
    """A reader of the latest `target` or `actual` value, as a figure or in words."""

    def read(result):
        row = getattr(attainment_of(result), name)
        return row and (row.in_words if row.value is None else plain(row.value))

    return read


def _of_actual(name):
    def read(result):
        actual = attainment_of(result).actual
        return getattr(actual, name, None)

    return read


RESULTS = [
    title_column(_("Result")),
    choice_column("level", _("Level"), order=(ranked("level", Result.Level.choices),)),
    *related_columns("project", _("Project"), order=("project__title",)),
    *topic_columns(on_screen=False),
    field_column(Result, "indicator", on_screen=False),
    field_column(Result, "unit"),
    Column(
        "baseline",
        _("Baseline"),
        value=lambda result: plain(result.baseline),
        order=("baseline",),
        kind="number",
    ),
    in_file("baseline_on"),
    in_file("baseline_in_words"),
    Column("target", _("Target"), value=_reached("target")),
    Column("actual", _("Actual"), value=_reached("actual")),
    Column("actual_on", _("Of"), value=_of_actual("date"), kind="date"),
    Column("evidence", _("Evidence"), value=_of_actual("evidence"), on_screen=False),
    Column("confidence", "confidence", value=_of_actual("confidence"), on_screen=False),
    Column(
        "percent",
        _("Of the way (%)"),
        value=lambda result: attainment_of(result).percent,
        kind="number",
    ),
    marking_column(),
    *dates_of_record(),
]
