"""What of a project may leave the house as IATI, which the whole world reads.

SECURITY: only what is marked Open, row by row: a project's roles, payments and results
have markings of their own, and so have the institutions that they name.
"""

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from core.models import Classification
from partners.models import Institution
from projects.iati import standard
from projects.iati.activity import Activity, Budget, Found, Money, Organisation, Value
from projects.models import (
    BudgetLine,
    Disbursement,
    ProjectPartner,
    Result,
    ResultValue,
)

SECTORS = re.compile(r"^DAC sectors: (.+)$", re.MULTILINE)
_COUNTED = ("seen_roles", "seen_payments", "seen_budget", "seen_results")


@dataclass
class Publication:
    """Projects that may be published, and why others may not."""

    activities: list = field(default_factory=list)
    refused: list = field(default_factory=list)  # (project, why)
    left_out: int = 0  # rows of published projects that are not Open


def publication_of(projects, user):
    """What of these rows becomes a file; costs a fixed number of queries."""
    found = Publication()
    for project in with_parts(projects, user):
        if why := why_not(project):
            found.refused.append((project, why))
        else:
            found.activities.append(activity_of(project))
            found.left_out += _left_out(project)
    return found


def with_parts(projects, user):
    """Each with what this user may see of it; what is Open is chosen afterwards."""
    values = ResultValue.objects.visible_to(user).current().order_by("date", "pk")
    results = Result.objects.visible_to(user).current().order_by("pk")
    results = results.prefetch_related(
        Prefetch("values_over_time", values, to_attr="seen_values")
    )
    institutions = Institution.objects.visible_to(user)
    roles = ProjectPartner.objects.visible_to(user).current().order_by("pk")
    payments = Disbursement.objects.visible_to(user).current().order_by("date", "pk")
    budget = BudgetLine.objects.visible_to(user).current().order_by("year", "pk")
    return projects.with_visible_named(user, "partners").prefetch_related(
        Prefetch(
            "roles",
            roles.prefetch_related(Prefetch("institution", institutions)),
            to_attr="seen_roles",
        ),
        Prefetch(
            "disbursements",
            payments.select_related("partner").prefetch_related(
                Prefetch("recipient", institutions)
            ),
            to_attr="seen_payments",
        ),
        Prefetch(
            "budget_lines", budget.select_related("partner"), to_attr="seen_budget"
        ),
        Prefetch("results", results, to_attr="seen_results"),
    )


def why_not(project):
    """Why a project is not published, in one sentence; "" where it may be."""
    if project.marking > Classification.OPEN:
        return _("It is not marked Open.")
    if project.is_archived:
        return _("It is archived.")
    if project.comparator:
        return _("It is another country's project.")
    if not project.agreement_number:
        return _("It has no agreement number.")
    if project.status not in standard.STATUS:
        return _("It is an idea, or its status is not known.")
    if not project.since and not project.until:
        return _("It has no date.")
    return ""


def activity_of(project):
    """The activity of a project with its parts, as far as they are Open."""
    roles = [row for row in _open(project.seen_roles) if _is_open(row.institution)]
    sectors = SECTORS.search(project.note)
    activity = Activity(
        project.agreement_number,
        project.title,
        summary=project.summary,
        status=project.status,
        stopped_why=project.stopped_why,
        since=project.since,
        until=project.until,
        countries=sorted(partner.code for partner in project.visible_partners),
        organisations=[Organisation(row.institution.name, row.role) for row in roles],
        sectors=_sectors(sectors[1]) if sectors else [],
        payments=[_payment(row) for row in _open(project.seen_payments)],
        budgets=[_budget(row) for row in _open(project.seen_budget)],
        results=[_result(row) for row in _open(project.seen_results)],
    )
    if project.agreed_amount and (project.agreed_on or project.since):
        date = project.agreed_on or project.since
        money = Money(date, project.agreed_amount, project.currency)
        activity.commitments.append(money)
    return activity


def _sectors(text):
    pairs = [part.strip().partition(" ") for part in text.split(";")]
    return [(code, words) for code, _space, words in pairs if code.isdecimal()]


def _payment(row):
    recipient = row.recipient.name if _is_open(row.recipient) else ""
    return Money(
        row.date,
        row.amount,
        row.currency,
        row.reference,
        row.status,
        country=row.partner.code if row.partner else "",
        recipient=recipient,
        note=row.note,
    )


def _budget(row):
    code = row.partner.code if row.partner else ""
    return Budget(row.year, row.amount, row.currency, row.purpose, row.note, code)


def _result(row):
    names = ("level", "title", "indicator", "unit", "baseline", "baseline_on")
    found = Found(**{name: getattr(row, name) for name in names})
    found.baseline_in_words = row.baseline_in_words
    names = ("kind", "date", "value", "in_words", "group", "evidence", "confidence")
    found.values = [
        Value(**{name: getattr(value, name) for name in names})
        for value in _open(row.seen_values)
    ]
    return found


def _is_open(row):
    return row is not None and row.marking == Classification.OPEN


def _open(rows):
    return [row for row in rows if _is_open(row)]


def _left_out(project):
    rows = [row for name in _COUNTED for row in getattr(project, name)]
    rows += [value for row in project.seen_results for value in row.seen_values]
    return sum(not _is_open(row) for row in rows)


def is_set_up():
    return bool(settings.IATI_REPORTING_ORG)
