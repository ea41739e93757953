"""What the list of concerns shows, and its file."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.lists import (
    Column,
    choice_column,
    known,
    marking_column,
    ranked,
)
from dialogues import tones
from dialogues.columns.shared import (
    dates_of_record,
    dialogue_columns,
    in_file,
    in_file_only,
    partner_columns,
    status_column,
    title_column,
    topic_columns,
)
from dialogues.models import Concern, Reply


def _quality_in_words(concern):
    quality = concern.last_quality
    return Reply.Quality(quality).label if quality else ""


def _times_raised(concern):
    # SECURITY: nothing is said where nothing is seen; there may be hidden occasions.
    return concern.times_raised or None


def _last_raised(concern):
    return concern.last_raised if concern.times_raised else None


def days_unanswered(concern):
    """For how many days at least no answer has come, or None."""
    since = concern.unanswered_since
    if not since:
        return None
    return max((timezone.localdate() - since.latest).days, 0)


CONCERNS = [
    title_column(_("Concern")),
    in_file("reference"),
    *partner_columns(),
    *dialogue_columns(on_screen=False),
    *topic_columns(),
    choice_column(
        "raised_by",
        _("Raised by"),
        order=(ranked("raised_by", Concern.RaisedBy.choices),),
    ),
    *in_file_only("kind", "scope", "affected_group", "summary"),
    status_column(Concern, tones.CONCERN_STATUS),
    status_column(Concern, tones.PRIORITY, "priority", label=_("Priority")),
    Column(
        "times_raised",
        _("Times raised"),
        value=_times_raised,
        order=("times_raised",),
        kind="number",
        on_screen=False,
    ),
    Column(
        "last_raised",
        _("Last raised"),
        value=_last_raised,
        order=(known("last_raised"),),
        kind="date",
        on_screen=False,
    ),
    Column(
        "last_quality",
        _("Last reply"),
        value=_quality_in_words,
        code="last_quality",
        order=(ranked("last_quality", Reply.Quality.choices),),
        kind="status",
        tone=lambda row: tones.REPLY_QUALITY.get(row.last_quality),
    ),
    Column(
        "reply_due",
        _("Reply due"),
        order=("reply_due",),
        kind="due",
        on_screen=False,
    ),
    Column(
        "days_unanswered",
        _("Days unanswered"),
        value=days_unanswered,
        # The longest wait has the earliest beginning.
        order=("-unanswered_since",),
        kind="number",
    ),
    in_file("unanswered_since"),
    marking_column(),
    *dates_of_record(),
]
