"""What the list of projects shows, and its file."""

from django.utils.translation import gettext_lazy as _

from core.lists import choice_column, date_column, marking_column
from dialogues.columns.shared import dates_of_record, title_column
from projects.models import Project

PROJECTS = [
    title_column(_("Project")),
    choice_column("status", _("Status")),
    date_column(Project, "since"),
    date_column(Project, "until"),
    marking_column(),
    *dates_of_record(),
]
