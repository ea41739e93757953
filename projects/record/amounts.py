"""Amounts of a project, also as parts of its row, and rates for counting them."""

from core.record_file import loads
from partners.models import Partner
from partners.record import country_of
from projects.models import BudgetLine, ExchangeRate


@loads("exchange_rates")
def load_exchange_rate(row, load):
    rate = row.number("rate")
    if row.values.get("rate") is None:
        row.problem("rate", "is missing")
    load.take_reference(
        row,
        "exchange_rates",
        ExchangeRate,
        same={
            "currency": row.text("currency", required=True),
            "date": row.day("date", required=True),
        },
        rate=rate,
        source=row.text("source", required=True),
    )


def take_budget_line(row, load, project, key):
    """One of a section of its own, or of the row of its project."""
    year = row.whole("year")
    if year is None and "year" not in row.values:
        row.problem("year", "is missing")
    line = load.take(
        row,
        "budget_lines",
        key,
        BudgetLine,
        project=project,
        year=year,
        purpose=row.text("purpose"),
        amount=amount_of(row),
        currency=row.text("currency", required=True),
        partner=partner_of_row(row, load),
        note=row.text("note"),
    )
    load.cite_sources(row, line)


def amount_of(row):
    amount = row.number("amount")
    if amount is None and row.values.get("amount") is None:
        row.problem("amount", "is missing")
    return amount


def partner_of_row(row, load):
    """For which country, where a project of several says so."""
    code = country_of(row, load, "country")
    partner = Partner.objects.filter(code=code).first() if code else None
    if code and not partner:
        row.problem("country", f"{code} is no partner: it is not among the countries")
    return partner
