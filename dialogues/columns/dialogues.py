"""What the list of dialogues shows, and its file."""

from django.utils.translation import gettext_lazy as _

from core.lists import (
    Column,
    date_column,
    known,
    marking_column,
)
from dialogues import tones
from dialogues.columns.shared import (
    dates_of_record,
    in_file,
    in_file_only,
    number_column,
    partner_columns,
    status_column,
    title_column,
)
from dialogues.models import Dialogue

DIALOGUES = [
    title_column(_("Dialogue")),
    in_file("partner_title"),
    *partner_columns(),
    status_column(Dialogue, tones.DIALOGUE_STATUS),
    *in_file_only("status_why", "resume_conditions"),
    in_file("informal_since"),
    date_column(Dialogue, "started"),
    in_file("ended"),
    number_column("rounds_held", _("Rounds held")),
    Column("last_round", _("Last round"), order=(known("last_round"),), kind="date"),
    number_column("open_concerns", _("Open concerns")),
    *in_file_only("aim", "working_methods", "intensity", "hosting_rule", "note"),
    marking_column(),
    *dates_of_record(),
]
