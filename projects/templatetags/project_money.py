"""Money of projects in templates, and on pages of apps below."""

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from projects.accounting import money_of, years_of
from projects.models import Disbursement
from projects.money import rates
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


@register.inclusion_tag("projects/money_of_dialogue.html")
def project_money_of(account):
    """What the projects of a dialogue cost by year, in the years of its account."""
    totals, _projects = account.once(money_of)
    lines = [*totals.years, totals.whole]
    query = urlencode({"dialogue": account.dialogue.pk, **years_of(account)})
    return {
        "totals": totals,
        "rows": [
            (line, [totals.rates.shown(sum_) for sum_ in line.sums.values()])
            for line in lines
        ],
        "rate_rule": rates.rate_rule(),
        "url": f"{reverse('projects:money_totals')}?{query}",
    }
