"""Projects between rounds and gaps among priorities, for pages of dialogues."""

from django import template

from core.access import log_reading
from projects.between_rounds import projects_since_the_last
from projects.continuity_words import beside
from projects.in_time import ProjectsInTime

register = template.Library()


@register.inclusion_tag("projects/_ways_in_time.html")
def projects_in_time(dialogue):
    """From the page of a dialogue to its projects over the years."""
    return {"dialogue": dialogue}


@register.inclusion_tag("projects/_timeline_way.html")
def project_timeline_way(dialogue):
    """From all that went on in a dialogue to its projects and rounds alone."""
    return {"dialogue": dialogue}


@register.inclusion_tag("projects/_between_rounds.html", takes_context=True)
def projects_since_last_round(context, round_):
    """What ran since the round before; nothing where no earlier round is known."""
    request = context["request"]
    between = projects_since_the_last(round_, request.user)
    if between is None:
        return {"between": None}
    log_reading(request, round_, parts=[between.previous, *between.found])
    return {"between": between, "slug": round_.dialogue.slug if round_.dialogue else ""}


@register.inclusion_tag("projects/_priorities_without_project.html", takes_context=True)
def priorities_without_project(context, round_):
    """What one prepares a round with: priorities on which no project runs now."""
    request = context["request"]
    if round_.dialogue is None:
        return {"without": [], "ended": []}
    record = ProjectsInTime(round_.dialogue, request.user)
    log_reading(request, round_, parts=[*record.projects, *record.priorities])
    whole = record.continuity
    now = [row for row in whole.without_project if row.cells[whole.now].is_gap]
    return {
        "without": [(row, beside(row)) for row in now],
        "ended": whole.without_project_now,
        "slug": round_.dialogue.slug,
    }
