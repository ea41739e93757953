"""What the list of activities can be filtered by."""

from django.utils.translation import gettext_lazy as _

from core.filters import (
    YES_NO,
    PartialDateFilter,
    RecordFilter,
    linked_filter,
    text_filter,
)
from dialogues.filters.shared import TopicFilter, choice, dialogue_filter
from dialogues.filters.shared import partner_filter as country_filter
from partners.models import Institution
from projects.models import Activity, Project


class ActivityFilter(RecordFilter):
    q = text_filter()
    project = linked_filter(Project.objects.all(), label=_("Project"))
    institution = linked_filter(Institution.objects.all(), label=_("Held with"))
    partner = country_filter(field_name="project__partners")
    dialogue = dialogue_filter(field_name="project__dialogues")
    topic = TopicFilter(method="on_topic")
    kind = choice(_("Kind"), Activity.Kind.choices)
    status = choice(_("Status"), Activity.Status.choices)
    report = choice(_("Report missing"), YES_NO[:1], method="lacks_report")
    since = PartialDateFilter(label=_("Since"), field_name="date", end="since")
    until = PartialDateFilter(label=_("Until"), field_name="date", end="until")

    def on_topic(self, rows, name, topic):
        return rows.about(topic)

    def lacks_report(self, rows, name, answer):
        return rows.without_report()
