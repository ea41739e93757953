"""The amounts of one project: its agreement, its budget lines and its payments."""

from core.partial_dates import PartialDate
from projects.models import Disbursement
from projects.money.sums import Amount, Kind

_KINDS = {
    Disbursement.Status.PLANNED: Kind.PLANNED,
    Disbursement.Status.PAID: Kind.DISBURSED,
}


def amounts_of(project, rates, partner=None):
    """Each amount of a project that was loaded `with_money`, counted once.

    With `partner`, those that name another country are left out; the agreed amount
    names none.
    """
    agreed = project.agreed_amount
    if agreed is not None:
        signed = project.agreed_on or project.since
        yield Amount.counted(
            rates,
            signed,
            kind=Kind.AGREED,
            amount=agreed,
            currency=project.currency,
            year=signed[:4],
            marking=project.marking,
        )
    for row in _of_country(project.visible_budget_lines, partner):
        year = PartialDate(f"{row.year:04d}")
        yield _counted(rates, year, Kind.BUDGET, row)
    for row in _of_country(project.visible_disbursements, partner):
        yield _counted(rates, row.date, _KINDS[row.status], row)


def _of_country(rows, partner):
    if partner is None:
        return rows
    return [row for row in rows if row.partner_id in (None, partner.pk)]


def _counted(rates, date, kind, row):
    return Amount.counted(
        rates,
        date,
        kind=kind,
        amount=row.amount,
        currency=row.currency,
        year=date[:4],
        marking=row.marking,
    )
