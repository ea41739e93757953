"""What the register of measures can be filtered by."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import PartialDateFilter, RecordFilter, linked_filter, text_filter
from dialogues.filters.shared import (
    STILL_OPEN,
    TopicFilter,
    choice,
    dialogue_filter,
    partner_filter,
)
from dialogues.models import Concern, Measure, MeasureStatus, Meeting, Round, Side

_NOTHING = ("missing", _("Nothing recorded"))


class MeasureFilter(RecordFilter):
    """`status` looks at our own assessment; each voice can be asked for by itself."""

    q = text_filter()
    partner = partner_filter(field_name="dialogue__partner")
    dialogue = dialogue_filter()
    side = choice(_("Who would act"), Side.choices, method="of_side")
    firmness = choice(_("Firmness"), Measure.Firmness.choices)
    status = choice(
        _("Status"),
        [STILL_OPEN, ("overdue", _("Overdue")), ("ended", _("Done or given up"))],
        method="in_status",
    )
    topic = TopicFilter(method="about")
    since = PartialDateFilter(label=_("Since"), field_name="made_on", end="since")
    until = PartialDateFilter(label=_("Until"), field_name="made_on", end="until")
    said_by_them = choice(
        _("They report"), [*MeasureStatus.State.choices, _NOTHING], method="in_voice"
    )
    assessed_by_us = choice(
        _("We assess"), [*MeasureStatus.State.choices, _NOTHING], method="in_voice"
    )
    round = linked_filter(Round.objects.all(), label=_("Round"), method="at_the_round")
    meeting = linked_filter(Meeting.objects.all(), label=_("Meeting"))
    concern = linked_filter(Concern.objects.all(), label=_("Concern"))

    def of_side(self, rows, name, side):
        return rows.filter(side=side) if side == Side.BOTH else rows.of_side(side)

    def at_the_round(self, rows, name, round_):
        """Made there, or taken up there again."""
        return rows.of_round(round_, self.request.user)

    def in_status(self, rows, name, status):
        if status == "ended":
            return rows.ended()
        rows = rows.still_open()
        return rows.overdue(timezone.localdate()) if status == "overdue" else rows

    def about(self, rows, name, topic):
        return rows.about(topic)

    def in_voice(self, rows, name, state):
        return rows.filter(**{name: None if state == "missing" else state})
