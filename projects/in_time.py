"""The projects and rounds of one dialogue over the years, as one reader may see them.

A fixed number of queries, however many there are.
"""

from functools import cached_property

from django.utils import timezone

from dialogues.models import Dialogue, PriorityTopic, Round, Topic
from projects.continuity import Continuity
from projects.models import Project


class ProjectsInTime:
    def __init__(self, dialogue: Dialogue, user):
        self.dialogue, self.user = dialogue, user
        self.today = timezone.localdate()

    def _seen(self, model):
        return model.objects.visible_to(self.user).current()

    @cached_property
    def projects(self) -> list[Project]:
        """All that belong to the dialogue, other countries' among them."""
        rows = self._seen(Project).of_dialogue(self.dialogue)
        rows = rows.with_visible_named(self.user, "topics", "working_groups")
        return list(rows.order_by("since", "title", "pk"))

    @cached_property
    def projects_with_parts(self) -> list[Project]:
        """With their institutions and activities as well, for the timeline."""
        rows = self._seen(Project).of_dialogue(self.dialogue)
        rows = rows.with_visible_named(self.user, "topics").with_activities(self.user)
        return list(rows.with_institutions(self.user).order_by("since", "title", "pk"))

    @cached_property
    def rounds(self) -> list[Round]:
        """The oldest first."""
        rows = self._seen(Round).of_dialogue(self.dialogue)
        return list(rows.newest_first())[::-1]

    @cached_property
    def priorities(self) -> list[PriorityTopic]:
        rows = self._seen(PriorityTopic).filter(dialogue=self.dialogue)
        return list(rows.order_by("since", "pk"))

    @cached_property
    def topics(self) -> dict[int, Topic]:
        topics = Topic.objects.visible_to(self.user).in_tree_order()
        return {topic.pk: topic for topic in topics}

    @cached_property
    def continuity(self) -> Continuity:
        return Continuity(
            self.priorities,
            self.projects,
            self.topics,
            now=self.today.year,
            rounds=self.rounds,
        )

    @cached_property
    def beside(self) -> int:
        """How many projects with the country do not name this dialogue."""
        rows = self._seen(Project).of_partner(self.dialogue.partner_id)
        return rows.exclude(dialogues=self.dialogue).count()


def ways_in_time(user) -> dict:
    """From the list of projects to those of each dialogue over the years."""
    dialogues = Dialogue.objects.visible_to(user).current()
    return {"template": "projects/_ways_over_years.html", "dialogues": dialogues}
