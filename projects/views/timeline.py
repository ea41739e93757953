"""The projects and rounds of a dialogue on one line of time."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access import (
    any_member,
    log_reading,
    marking_of,
    requires,
    visible_or_404,
)
from core.exports import RowsInHand, file_links, file_of_rows, wants_file
from core.filters import said_in
from core.lists import as_table
from dialogues.models import Dialogue
from dialogues.page_parts import crumb
from projects.columns.in_time import TIMELINE
from projects.drawing.timeline import NARROW, WIDE, Drawing
from projects.drawing.timeline_rows import Timeline
from projects.forms.in_time import TimelineFilterForm
from projects.in_time import ProjectsInTime


@requires(any_member)
def timeline(request, slug):
    user = request.user
    dialogues = Dialogue.objects.with_visible(user, "partner")
    dialogue = visible_or_404(dialogues, user, slug=slug)
    record = ProjectsInTime(dialogue, user)
    projects = record.projects_with_parts
    form = TimelineFilterForm(request.GET, projects=projects)
    shown = [row for row in projects if form.is_valid() and form.holds(row)]
    parts = _parts(shown, record.rounds)
    log_reading(request, dialogue, parts=parts)
    picture = Timeline(shown, record.rounds, today=record.today)
    if wants_file(request) and form.is_valid():
        return _as_file(request, dialogue, picture, form)
    context = {
        "dialogue": dialogue,
        "breadcrumbs": [crumb(dialogue, dialogue.get_absolute_url())],
        "form": form,
        "is_narrowed": not form.is_valid() or any(form.cleaned_data.values()),
        "record": record,
        "highest": max(marking_of(row) for row in [dialogue, *parts]),
        "picture": picture,
        "drawings": [Drawing(picture, sheet) for sheet in (WIDE, NARROW)],
        "tables": [(label, as_table(rows, _shown())) for label, rows in picture.groups],
        "files": file_links(request),
    }
    return render(request, "projects/timeline.html", context)


def _as_file(request, dialogue, picture, form):
    return file_of_rows(
        request,
        RowsInHand(picture.projects),
        TIMELINE,
        f"timeline-{dialogue.slug}",
        title=_("Projects and rounds in time: %(dialogue)s") % {"dialogue": dialogue},
        chips=lambda: said_in(form),
    )


def _shown():
    return [column for column in TIMELINE if column.on_screen]


def _parts(projects, rounds):
    """Every row of which the page tells, for the log of readings."""
    found = [*projects, *rounds]
    for project in projects:
        found += [*project.visible_activities, *project.visible_roles]
        found += [
            role.institution for role in project.visible_roles if role.institution
        ]
    return found
