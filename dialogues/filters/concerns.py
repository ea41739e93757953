"""What the list of concerns can be filtered by."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import (
    YES_NO,
    PartialDateFilter,
    RecordFilter,
    text_filter,
)
from dialogues.filters.shared import (
    STILL_OPEN,
    TopicFilter,
    choice,
    dialogue_filter,
    partner_filter,
)
from dialogues.models import (
    Concern,
    Reply,
)


class ConcernFilter(RecordFilter):
    q = text_filter()
    partner = partner_filter()
    dialogue = dialogue_filter()
    topic = TopicFilter(method="about")
    status = choice(
        _("Status"), [STILL_OPEN, *Concern.Status.choices], method="in_status"
    )
    priority = choice(_("Priority"), Concern.Priority.choices)
    raised_by = choice(_("Raised by"), Concern.RaisedBy.choices)
    kind = choice(_("Kind"), Concern.Kind.choices)
    overdue = choice(_("Reply overdue"), YES_NO, method="reply_overdue")
    quality = choice(
        _("Last reply"),
        [*Reply.Quality.choices, ("missing", _("Nothing recorded"))],
        method="last_reply",
    )
    since = PartialDateFilter(
        label=_("Last raised since"), field_name="last_raised", end="since"
    )
    until = PartialDateFilter(
        label=_("Last raised until"), field_name="last_raised", end="until"
    )

    def about(self, rows, name, topic):
        return rows.about(topic)

    def in_status(self, rows, name, status):
        return rows.open() if status == "still_open" else rows.filter(status=status)

    def reply_overdue(self, rows, name, answer):
        overdue = rows.reply_overdue(timezone.localdate(), self.request.user)
        return overdue if answer == "yes" else rows.exclude(pk__in=overdue.values("pk"))

    def last_reply(self, rows, name, quality):
        if quality == "missing":
            return rows.filter(last_quality=None)
        return rows.filter(last_quality=quality)
