"""Projects beside what else belongs to a dialogue, over the years."""

from django.utils.translation import gettext_lazy as _

from dialogues.in_time.lanes import Mark, draws_lane
from projects.models import Project


@draws_lane("projects", _("Joint projects"), place=35)
def projects(dialogue, user):
    rows = Project.objects.visible_to(user).current().of_dialogue(dialogue)
    return [
        Mark(
            row,
            row.get_status_display(),
            row.since,
            row.until if row.since else "",
            is_hollow=row.status in (Project.Status.IDEA, Project.Status.PLANNED),
        )
        for row in rows
    ]
