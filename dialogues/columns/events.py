"""What the lists of incidents and of other steps show, and their files."""

from django.utils.translation import gettext_lazy as _

from core.lists import (
    choice_column,
    date_column,
    field_column,
    marking_column,
    related_columns,
)
from dialogues.columns.shared import (
    dates_of_record,
    dialogue_columns,
    in_file,
    in_file_only,
    partner_columns,
    title_column,
    topic_columns,
)
from dialogues.models import Incident, OtherStep

INCIDENTS = [
    title_column(_("Incident")),
    date_column(Incident, "date"),
    choice_column("kind", _("Kind")),
    choice_column("caused_by", _("Caused by")),
    *partner_columns("dialogue__partner"),
    *dialogue_columns(on_screen=False),
    *related_columns("round", _("Round"), order=("round__ordinal", "round__starts_on")),
    in_file("what_happened"),
    field_column(Incident, "outcome"),
    marking_column(),
    *dates_of_record(),
]

OTHER_STEPS = [
    title_column(_("Step")),
    date_column(OtherStep, "date"),
    in_file("ends_on"),
    choice_column("kind", _("Kind")),
    *partner_columns(),
    *dialogue_columns(on_screen=False),
    *related_columns("concern", _("Concern")),
    *topic_columns(on_screen=False),
    *in_file_only("text"),
    marking_column(),
    *dates_of_record(),
]
