"""What the list of meetings can be filtered by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from core.filters import (
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
from dialogues.models import (
    Meeting,
    Minutes,
    Round,
)
from partners.models import Institution, Network, Person


class MeetingFilter(RecordFilter):
    q = text_filter()
    partner = partner_filter()
    dialogue = dialogue_filter()
    kind = choice(_("Kind"), Meeting.Kind.choices)
    topic = TopicFilter(method="about")
    since = PartialDateFilter(label=_("Since"), field_name="date", end="since")
    until = PartialDateFilter(label=_("Until"), field_name="date", end="until")
    minutes = choice(
        _("Minutes"),
        [*Minutes.Status.choices, ("missing", _("None"))],
        method="with_minutes",
    )
    network = django_filters.ModelChoiceFilter(
        label=_("Network"), queryset=Network.objects.all()
    )
    round = linked_filter(Round.objects.all(), label=_("Round"))
    person = linked_filter(Person.objects.all(), label=_("Person"), method="attended")
    institution = linked_filter(
        Institution.objects.all(), label=_("Institution"), method="attended"
    )

    def about(self, rows, name, topic):
        return rows.about(topic, self.request.user)

    def attended(self, rows, name, who):
        return rows.attended_by(self.request.user, **{name: who})

    def with_minutes(self, rows, name, status):
        if status == "missing":
            return rows.filter(minutes_status=None)
        return rows.filter(minutes_status=status)
