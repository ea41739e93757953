"""What the lists of incidents and of other steps can be filtered by."""

from django.utils.translation import gettext_lazy as _

from core.filters import (
    YES_NO,
    PartialDateFilter,
    RecordFilter,
    linked_filter,
    text_filter,
)
from dialogues.filters.shared import (
    TopicFilter,
    choice,
    dialogue_filter,
    partner_filter,
)
from dialogues.models import Concern, Incident, OtherStep, Round


class IncidentFilter(RecordFilter):
    q = text_filter()
    partner = partner_filter(field_name="dialogue__partner")
    dialogue = dialogue_filter()
    kind = choice(_("Kind"), Incident.Kind.choices)
    settled = choice(_("Outcome known"), YES_NO, method="is_settled")
    since = PartialDateFilter(label=_("Since"), field_name="date", end="since")
    until = PartialDateFilter(label=_("Until"), field_name="date", end="until")
    round = linked_filter(Round.objects.all(), label=_("Round"))

    def is_settled(self, rows, name, answer):
        return rows.exclude(outcome="") if answer == "yes" else rows.without_outcome()


class OtherStepFilter(RecordFilter):
    q = text_filter()
    partner = partner_filter()
    dialogue = dialogue_filter()
    kind = choice(_("Kind"), OtherStep.Kind.choices)
    topic = TopicFilter(method="about")
    since = PartialDateFilter(label=_("Since"), field_name="date", end="since")
    until = PartialDateFilter(label=_("Until"), field_name="date", end="until")
    concern = linked_filter(Concern.objects.all(), label=_("Concern"))

    def about(self, rows, name, topic):
        return rows.about(topic)
