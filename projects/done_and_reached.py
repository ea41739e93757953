"""What was done in a project and what came of it, for its page."""

from urllib.parse import urlencode

from django.urls import reverse

from core.lists import as_table
from projects import columns
from projects.attainment import by_level, stops_at_outputs
from projects.models import Activity, Result

# The page of a project shows so many of its activities; the list shows all.
LATEST = 10
_SHOWN = ("title", "kind", "status", "date", "place", "women", "men", "unstated")
_ON_PAGE = [column for column in columns.ACTIVITIES if column.name in _SHOWN]


def activities_of(project, user, *, can_change):
    """What `projects/_activities.html` takes; `seen` are the rows that it shows."""
    rows = Activity.objects.of_project(project, user)
    seen = list(rows.with_participants_counted(user)[:LATEST])
    total = rows.count()
    listed = f"{reverse('projects:activity_list')}?{urlencode({'project': project.pk})}"
    part = {
        "seen": seen,
        "total": total,
        "more": total > len(seen),
        "without_report": rows.without_report().count(),
        "list_url": listed,
        **as_table(seen, _ON_PAGE),
    }
    if can_change:
        for verb in ("new", "several"):
            url = reverse(f"projects:activity_{verb}", args=[project.pk])
            part[f"{verb}_url"] = url
    return part


def results_of(project, user):
    """What `projects/_levels.html` takes; `seen` are the rows that it shows."""
    rows = Result.objects.of_project(project, user).with_values(user)
    seen = list(rows.nearest_first())
    levels = by_level(seen)
    return {
        "seen": seen,
        "levels": levels,
        "stops_at_outputs": stops_at_outputs(levels),
    }
