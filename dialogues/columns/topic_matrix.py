"""The file behind the matrix of topics and rounds: a line for each mention."""

from django.utils.translation import gettext_lazy as _

from core.lists import Column, marking_column
from dialogues.topic_matrix import year_of


def _state(row):
    """A round of which no topic is known has a line of its own, without a state."""
    return row.state.value if row.state else "topics_not_known"


TOPIC_MATRIX = [
    Column("kind", _("Kind")),
    Column("topic", _("Topic"), value="topic__code"),
    Column("topic_name", _("Topic"), value=lambda row: str(row.topic or "")),
    Column("round_id", _("Round"), value="round__pk"),
    Column("ordinal", _("Number"), value="round__ordinal"),
    Column("year", _("Year"), value=lambda row: year_of(row.round)),
    Column("round_status", _("Status of the round"), value="round__status"),
    Column("state", _("State"), value=_state),
    Column("side", _("Side")),
    Column("working_group_id", _("Working group"), value="group__pk"),
    Column("working_group", _("Working group"), value="group__title"),
    Column("title", _("Title")),
    marking_column(),
]
