"""What the register of measures shows, and its file."""

from django.utils.translation import gettext_lazy as _

from core.lists import (
    Column,
    choice_column,
    date_column,
    known,
    marking_column,
    ranked,
    related_columns,
)
from dialogues import tones
from dialogues.columns.shared import (
    dates_of_record,
    dialogue_columns,
    in_file,
    in_file_only,
    partner_columns,
    title_column,
    topic_columns,
)
from dialogues.models import Measure, MeasureStatus


def _voice_column(name, label):
    """The latest state in one voice: its words on the screen, its code in the file."""

    def words(measure):
        state = getattr(measure, name)
        return MeasureStatus.State(state).label if state else ""

    return Column(
        name,
        label,
        value=words,
        code=name,
        order=(ranked(name, MeasureStatus.State.choices),),
        kind="status",
        tone=lambda row: tones.MEASURE_STATE.get(getattr(row, name)),
    )


MEASURES = [
    title_column(_("Measure")),
    in_file("number"),
    in_file("wording"),
    choice_column(
        "firmness",
        _("Firmness"),
        order=(ranked("firmness", Measure.Firmness.choices),),
    ),
    choice_column("side", _("Who would act")),
    choice_column("proposed_by", _("Proposed by"), on_screen=False),
    *partner_columns("dialogue__partner"),
    *dialogue_columns(on_screen=False),
    *related_columns("round", _("Round"), order=("round__ordinal", "round__starts_on")),
    *related_columns("concern", _("Concern"), on_screen=False),
    in_file("concern__reference", "concern_reference"),
    *topic_columns(on_screen=False),
    date_column(Measure, "made_on"),
    Column("due", _("Due"), order=(known("due"),), kind="date"),
    _voice_column("said_by_them", _("They report")),
    _voice_column("assessed_by_us", _("We assess")),
    _voice_column("said_by_others", _("Independent sources")),
    *in_file_only("expected_effect", "note"),
    marking_column(),
    *dates_of_record(),
]
