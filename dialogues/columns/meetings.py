"""What the list of meetings shows, and its file."""

from django.utils.translation import gettext_lazy as _

from core.lists import (
    Column,
    choice_column,
    date_column,
    field_column,
    marking_column,
    ranked,
    related_columns,
)
from dialogues.columns.shared import (
    dates_of_record,
    dialogue_columns,
    in_file_only,
    number_column,
    partner_columns,
    title_column,
)
from dialogues.models import Meeting, Minutes


def _minutes_in_words(meeting):
    status = meeting.minutes_status
    return Minutes.Status(status).label if status else ""


_MINUTES_TONE = {Minutes.Status.DRAFT: "warning"}

MEETINGS = [
    title_column(_("Meeting")),
    date_column(Meeting, "date"),
    *in_file_only("ends_on", "time"),
    choice_column("kind", _("Kind"), order=(ranked("kind", Meeting.Kind.choices),)),
    *partner_columns(),
    *dialogue_columns(on_screen=False),
    *related_columns("round", _("Round"), order=("round__ordinal", "round__starts_on")),
    *related_columns("working_group", _("Working group"), on_screen=False),
    *related_columns("network", _("Network"), on_screen=False),
    field_column(Meeting, "city", order=("city",)),
    *in_file_only("place", "mode", "chair", "access_conditions", "summary"),
    number_column("participants", _("Participants"), value="people"),
    number_column("concerns_raised", _("Concerns raised"), value="raised"),
    Column(
        "minutes",
        _("Minutes"),
        value=_minutes_in_words,
        code="minutes_status",
        order=(ranked("minutes_status", Minutes.Status.choices),),
        kind="status",
        tone=lambda row: _MINUTES_TONE.get(row.minutes_status, "success"),
    ),
    marking_column(),
    *dates_of_record(),
]
