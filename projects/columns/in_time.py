"""The files of the continuity and of the timeline, and the timeline's table."""

from django.utils.translation import gettext_lazy as _

from core.lists import Column, choice_column, date_column, marking_column, to_record
from partners.countries import country_name
from projects.continuity import EVERY, State
from projects.models import Project

CONTINUITY_HEADER = [
    "block",
    "topic",
    "topic_name",
    "year",
    "priority",
    "gap",
    "ran",
    "may_have_run",
    "planned",
    "project_ids",
    "fictional",
]


def continuity_lines(rows, years):
    """A line for each cell on the page, and one for what has no year."""
    lines = []
    for row in rows:
        block = _block(row)
        code = row.topic.code if row.topic else ""
        name = str(row.topic or "")
        for year in years:
            cell = row.cells[year]
            counts = [len(cell.projects[state]) for state in State]
            told = [cell.priority.value, cell.is_gap, *counts, *_named(cell.all)]
            lines.append([block, code, name, year, *told])
        if row.undated:
            told = ["", "", "", "", "", *_named(row.undated)]
            lines.append([block, code, name, "", *told])
    return lines


def _block(row):
    if row.key == EVERY:
        return "every_project"
    return "priority" if row.priorities else "outside"


def _named(projects):
    keys = " ".join(str(project.pk) for project in projects)
    return [keys, any(project.fictional for project in projects)]


def topics_in_words(project):
    return ", ".join(str(topic) for topic in project.visible_topics)


def _institutions(project):
    named = [
        role.institution.name for role in project.visible_roles if role.institution
    ]
    return ", ".join(dict.fromkeys(named))


TIMELINE = [
    Column("title", _("Project"), link=to_record),
    date_column(Project, "since"),
    date_column(Project, "until"),
    choice_column("status", _("Status")),
    Column("topics", _("Topics"), value=topics_in_words),
    Column("institutions", _("Institutions"), value=_institutions),
    Column(
        "activities",
        _("Activities"),
        value=lambda row: len(row.visible_activities) or None,
        kind="number",
    ),
    Column(
        "comparator",
        _("Another country's"),
        value=lambda row: country_name(row.comparator) if row.comparator else "",
        code="comparator",
        on_screen=False,
    ),
    marking_column(),
]
