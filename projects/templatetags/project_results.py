"""Results of projects on pages of apps below."""

from django import template

from core.access import log_reading
from projects.attainment import by_level, known_between, stops_at_outputs
from projects.models import Result

register = template.Library()


@register.inclusion_tag("projects/results_of_dialogue.html", takes_context=True)
def project_results_of(context, dialogue, since="", until=""):
    """What the projects of a dialogue reached, with actual values of these years.

    `since` and `until` are partial dates, and may be empty.
    """
    user = context["request"].user
    rows = Result.objects.visible_to(user).current().of_our_projects(dialogue, user)
    rows = rows.with_values(user).with_visible(user, "project").nearest_first()
    levels = known_between(by_level(rows), since, until)
    shown = [row for level in levels for row in level.attained]
    parts = [row.result for row in shown] + [row.actual for row in shown]
    log_reading(context["request"], dialogue, parts=parts)
    return {
        "levels": levels,
        "any": bool(shown),
        "stops_at_outputs": stops_at_outputs(levels),
    }
