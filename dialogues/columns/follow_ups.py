"""What the list of follow-ups shows, and its file."""

from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.lists import (
    Column,
    marking_column,
    related_columns,
)
from dialogues import tones
from dialogues.columns.shared import (
    dates_of_record,
    in_file,
    in_file_only,
    partner_columns,
    status_column,
    title_column,
)
from dialogues.models import FollowUp


def _origin_address(follow_up):
    origin = follow_up.find_origin()
    return origin.get_absolute_url() if origin else None


FOLLOW_UPS = [
    title_column(_("What to do")),
    *partner_columns(),
    *related_columns("owner", _("Owner"), order=(Lower("owner__name"),), linked=False),
    Column(
        "due",
        _("Due"),
        order=("due",),
        kind="due",
        done=lambda row: not row.is_open,
    ),
    status_column(FollowUp, tones.FOLLOW_UP_STATUS),
    status_column(FollowUp, tones.PRIORITY, "priority", label=_("Priority")),
    Column(
        "belongs_to", _("Belongs to"), value=FollowUp.find_origin, link=_origin_address
    ),
    *in_file_only("closed_on", "note", "outcome"),
    in_file("concern__reference", "concern_reference"),
    in_file("concern__pk", "concern_id"),
    in_file("meeting__pk", "meeting_id"),
    in_file("link__pk", "link_id"),
    in_file("round__pk", "round_id"),
    in_file("measure__pk", "measure_id"),
    in_file("finding__pk", "finding_id"),
    in_file("question__pk", "question_id"),
    marking_column(),
    *dates_of_record(),
]
