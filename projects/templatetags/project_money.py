"""Money of projects in templates, and on pages of apps below."""

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from core.access import log_reading
from projects.models import Disbursement, Project
from projects.money import rates
from projects.money.totals import Totals, to_be_counted
from projects.page_parts import in_currency
from projects.tones import DISBURSEMENT_STATUS

register = template.Library()


@register.filter
def rate_in_words(rate):
    return rates.rate_in_words(rate)


@register.filter
def money_in_words(row):
    """What a budget line or a payment comes to, with its currency."""
    return in_currency(row.amount, row.currency)


@register.filter
def payment_tone(row):
    """The colour of the status of a payment."""
    return DISBURSEMENT_STATUS.get(Disbursement.Status(row.status), "neutral")


@register.inclusion_tag("projects/money_of_dialogue.html", takes_context=True)
def project_money_of(context, dialogue, since="", until=""):
    """What the projects of a dialogue cost by year, in the years asked for.

    `since` and `until` are partial dates; only whole years are told apart.
    """
    request = context["request"]
    years = {
        name: int(date[:4])
        for name, date in (("since", since), ("until", until))
        if date
    }
    rows = Project.objects.visible_to(request.user).current().ours_to_count()
    projects = list(to_be_counted(rows.of_dialogue(dialogue), request.user))
    totals = Totals(projects, **years)
    log_reading(request, dialogue, parts=_rows_of(projects))
    lines = [*totals.years, totals.whole]
    query = urlencode({"dialogue": dialogue.pk, **years})
    return {
        "totals": totals,
        "rows": [
            (line, [totals.rates.shown(sum_) for sum_ in line.sums.values()])
            for line in lines
        ],
        "rate_rule": rates.rate_rule(),
        "url": f"{reverse('projects:money_totals')}?{query}",
    }


def _rows_of(projects):
    for project in projects:
        yield project
        yield from project.visible_budget_lines
        yield from project.visible_disbursements
