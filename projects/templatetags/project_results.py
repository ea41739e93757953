"""Results of projects on pages of apps below."""

from django import template

from projects.accounting import results_of
from projects.attainment import stops_at_outputs

register = template.Library()


@register.inclusion_tag("projects/results_of_dialogue.html")
def project_results_of(account):
    """What the projects of a dialogue reached, in the years of its account."""
    levels = account.once(results_of)
    return {
        "levels": levels,
        "any": any(level.attained for level in levels),
        "stops_at_outputs": stops_at_outputs(levels),
    }
