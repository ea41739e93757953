"""What the list of rounds shows, and its file."""

from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.lists import (
    Column,
    date_column,
    field_column,
    marking_column,
    ranked,
    to_record,
)
from dialogues import tones
from dialogues.columns.shared import (
    dates_of_record,
    dialogue_columns,
    in_file,
    in_file_only,
    number_column,
    partner_columns,
    status_column,
)
from dialogues.models import Round
from partners.countries import country_name


def _host_in_words(round_):
    return country_name(round_.host) if round_.host else ""


def _levels_in_words(round_):
    """Ours and theirs, once where they are the same."""
    levels = [round_.get_level_own_display(), round_.get_level_partner_display()]
    return " / ".join(dict.fromkeys(str(level or "–") for level in levels))


ROUNDS = [
    Column(
        "name",
        _("Round"),
        value=str,
        order=(Lower("dialogue__title"), "ordinal", "starts_on"),
        link=to_record,
    ),
    *in_file_only("ordinal", "partner_ordinal"),
    *dialogue_columns(),
    *partner_columns("dialogue__partner", on_screen=False),
    date_column(Round, "starts_on"),
    date_column(
        Round, "ends_on", value=lambda row: row.ends_on or None, code="ends_on"
    ),
    Column("host", _("Host"), value=_host_in_words, code="host", order=("host",)),
    field_column(Round, "city", order=("city",)),
    in_file("mode"),
    Column(
        "level",
        _("Level"),
        value=_levels_in_words,
        order=(
            ranked("level_own", Round._meta.get_field("level_own").choices),
            ranked("level_partner", Round._meta.get_field("level_partner").choices),
        ),
    ),
    *in_file_only("level_own", "level_partner"),
    status_column(Round, tones.ROUND_STATUS),
    *in_file_only("status_by", "status_why"),
    *in_file_only("participants_count", "participants_note"),
    number_column("meetings", _("Meetings"), value="meetings_count"),
    number_column("open_concerns", _("Open concerns")),
    number_column("open_follow_ups", _("Open follow-ups")),
    *in_file_only("summary", "public_summary", "cost", "staff_days"),
    marking_column(),
    *dates_of_record(),
]
