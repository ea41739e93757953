"""What the list of results, and their comparison, can be filtered by."""

from django.utils.translation import gettext_lazy as _

from core.filters import RecordFilter, linked_filter, text_filter
from dialogues.filters.shared import TopicFilter, choice, dialogue_filter
from dialogues.filters.shared import partner_filter as country_filter
from projects.models import Project, Result


class ResultFilter(RecordFilter):
    q = text_filter()
    level = choice(_("Level"), Result.Level.choices)
    project = linked_filter(Project.objects.all(), label=_("Project"))
    partner = country_filter(field_name="project__partners")
    dialogue = dialogue_filter(field_name="project__dialogues")
    topic = TopicFilter(method="on_topic")

    def on_topic(self, rows, name, topic):
        return rows.about(topic)
