"""What the list of objectives shows, and its file."""

from django.utils.translation import gettext_lazy as _

from core.lists import (
    Column,
    field_column,
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
    partner_columns,
    title_column,
    topic_columns,
)
from dialogues.models import Assessment, Objective


def _rating_in_words(objective):
    rating = objective.last_rating
    return Assessment.Rating(rating).label if rating else ""


OBJECTIVES = [
    title_column(_("Objective")),
    *partner_columns("dialogue__partner", on_screen=False),
    *dialogue_columns(),
    *related_columns("round", _("Set for the round"), on_screen=False),
    *topic_columns(),
    field_column(Objective, "indicator", on_screen=False),
    field_column(Objective, "baseline"),
    field_column(Objective, "target"),
    Column("due", _("Due"), order=(known("due"),), kind="date"),
    Column("locked", _("Locked"), value="is_locked", kind="yes_no"),
    Column(
        "last_rating",
        _("Last rating"),
        value=_rating_in_words,
        code="last_rating",
        order=(ranked("last_rating", Assessment.Rating.choices),),
        kind="status",
        tone=lambda row: tones.RATING.get(row.last_rating),
    ),
    in_file("locked_on"),
    Column("late", _("Not set before the round"), value="is_late", on_screen=False),
    in_file("note"),
    marking_column(),
    *dates_of_record(),
]
