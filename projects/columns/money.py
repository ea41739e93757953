"""What the lists of payments and rates show, and the file of totals."""

from django.utils.translation import gettext_lazy as _

from core.lists import (
    Column,
    date_column,
    field_column,
    marking_column,
    related_columns,
    to_record,
)
from dialogues.columns.shared import (
    dates_of_record,
    in_file,
    partner_columns,
    status_column,
)
from projects.models import Disbursement, ExchangeRate
from projects.money.agreement import Agreement
from projects.money.rates import rate_in_words
from projects.page_parts import in_currency
from projects.tones import DISBURSEMENT_STATUS


def beyond_agreed(project):
    """How much more was paid than agreed, in words; load `with_money`."""
    agreement = Agreement(project)
    return in_currency(agreement.beyond, agreement.currency)


def beyond_agreed_column():
    """Of projects that were paid more than was agreed; load `with_money`."""
    return Column(
        "beyond_agreed",
        _("Disbursed beyond it"),
        value=lambda project: Agreement(project).beyond,
        on_screen=False,
    )


DISBURSEMENTS = [
    date_column(Disbursement, "date", link=to_record),
    *related_columns("project", _("Project"), order=("project__title",)),
    Column(
        "amount",
        _("Amount"),
        value=lambda row: in_currency(row.amount, row.currency),
        code="amount",
        order=("currency", "amount"),
        kind="number",
    ),
    in_file("currency"),
    status_column(Disbursement, DISBURSEMENT_STATUS),
    *related_columns("recipient", _("Recipient"), order=("recipient__name",)),
    *partner_columns(linked=False, on_screen=False),
    field_column(Disbursement, "reference", order=("reference",)),
    field_column(Disbursement, "note"),
    marking_column(),
    *dates_of_record(),
]

RATES = [
    field_column(ExchangeRate, "currency"),
    field_column(ExchangeRate, "date", kind="date"),
    Column("rate", _("Home currency for one unit"), value=rate_in_words, kind="number"),
    field_column(ExchangeRate, "source"),
]

TOTALS_HEADER = (
    "by",
    "id",
    "name",
    "projects",
    "kind",
    "currency",
    "amount",
    "home_currency",
    "in_home_currency",
    "not_counted",
    "why_not_counted",
    "rates",
)


def lines_of_totals(totals):
    """A line for each group, kind of money and currency."""
    for line, by in _every_line(totals):
        for kind, found in line.sums.items():
            for part in found.parts:
                yield (
                    by,
                    line.key,
                    line.name,
                    len(line.sums.projects),
                    kind.value,
                    part.currency,
                    part.amount,
                    totals.home,
                    part.in_cents_at_home,
                    part.not_counted,
                    "; ".join(part.left_out),
                    "; ".join(_rate(rate) for rate in part.rates_by_date),
                )


def _every_line(totals):
    yield totals.whole, "together"
    for name, _heading, lines in totals.groups:
        for line in lines:
            yield line, name


def _rate(rate):
    return f"{rate.currency} {rate.rate} {rate.date.isoformat()} {rate.source}"
