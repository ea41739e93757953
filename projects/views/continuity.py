"""Priority topics of a dialogue by years, with the projects that ran."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access import (
    any_member,
    log_reading,
    marking_of,
    requires,
    visible_or_404,
)
from core.exports import file_links, file_of_lines, wants_file
from core.filters import said_in
from dialogues.models import Dialogue
from dialogues.page_parts import crumb
from projects.columns.in_time import CONTINUITY_HEADER, continuity_lines
from projects.continuity import EVERY, Priority, State
from projects.continuity_words import beside, summary
from projects.forms.in_time import ContinuityFilterForm
from projects.in_time import ProjectsInTime


@requires(any_member)
def continuity(request, slug):
    user = request.user
    dialogues = Dialogue.objects.with_visible(user, "partner")
    dialogue = visible_or_404(dialogues, user, slug=slug)
    record = ProjectsInTime(dialogue, user)
    form = ContinuityFilterForm(request.GET, projects=record.projects)
    whole, shown, years = record.continuity, *_narrowed(record, form)
    parts = [*record.projects, *record.rounds, *record.priorities]
    log_reading(request, dialogue, parts=parts)
    rows = _with_something(shown, years)
    if wants_file(request) and form.is_valid():
        return file_of_lines(
            request,
            CONTINUITY_HEADER,
            continuity_lines(rows, years),
            f"continuity-{dialogue.slug}",
            title=_("Continuity: %(dialogue)s") % {"dialogue": dialogue},
            markings=[marking_of(row) for row in [dialogue, *parts]],
            chips=lambda: said_in(form),
        )
    context = {
        "dialogue": dialogue,
        "breadcrumbs": [crumb(dialogue, dialogue.get_absolute_url())],
        "form": form,
        "is_narrowed": not form.is_valid() or any(form.cleaned_data.values()),
        "record": record,
        "highest": max(marking_of(row) for row in [dialogue, *parts]),
        "whole": whole,
        "summary": summary(whole),
        "years": [(year, whole.rounds_by_year.get(year, ())) for year in years],
        "blocks": _blocks(rows, years) if years else [],
        "lacking": [(row, beside(row)) for row in whole.without_project],
        "legend": _legend(),
        **_opened(request, shown),
    }
    return render(request, "projects/continuity.html", context)


def _narrowed(record, form):
    """What of it the address asks for, and the years; none where it cannot be read."""
    if not form.is_valid():
        return record.continuity, []
    years = form.years(record.continuity.years)
    if form.is_about_projects:
        return record.continuity.narrowed(form.holds), years
    return record.continuity, years


def _with_something(shown, years):
    """Every priority; of the others, those with a project in these years."""
    others = [
        row
        for row in shown.other_rows
        if row.undated or any(row.cells[year].state for year in years)
    ]
    return [*shown.priority_rows, *others, shown.every]


def _blocks(rows, years):
    """(heading, rows with their cells) of the parts of the table."""
    parts = [
        (_("Priority topics"), [row for row in rows if row.priorities]),
        (
            _("Outside the priorities"),
            [row for row in rows[:-1] if not row.priorities],
        ),
        ("", rows[-1:]),
    ]
    return [
        (label, [(row, [row.cells[year] for year in years]) for row in found])
        for label, found in parts
        if found
    ]


def _legend():
    return {
        "states": [(state, state.label) for state in State],
        "priority": Priority.YES.label,
    }


def _opened(request, shown):
    """The cell that the address opens, and how any other is opened or the file got."""
    asked = request.GET.get("cell", "")[:100]
    row, cell = shown.cell(asked) or (None, None)
    if cell and not cell.all:
        cell = None
    query = request.GET.copy()
    query.pop("cell", None)
    query.pop("format", None)
    kept = query.urlencode()
    return {
        "cell": cell,
        "cell_title": cell and f"{_name_of(row)}: {cell.year}",
        # SECURITY: the same words whether there is nothing or only what is hidden.
        "cell_is_empty": bool(asked) and cell is None,
        "open_cell": f"?{kept}&cell=" if kept else "?cell=",
        "closed_url": f"?{kept}",
        "files": file_links(request, "cell"),
    }


def _name_of(row):
    if row.key == EVERY:
        return _("Every project")
    return row.topic or _("No topic named")
