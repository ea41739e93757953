"""What joint projects cost and reached, for the account of their dialogue."""

from dialogues.account_lines import Line, accounts_for
from projects.attainment import by_level, known_between
from projects.models import Disbursement, Project, Result
from projects.money.sums import Kind
from projects.money.totals import Totals, to_be_counted


def years_of(account):
    """The years asked for: of money only whole years are told apart."""
    asked = (("since", account.since), ("until", account.until))
    return {name: int(date[:4]) for name, date in asked if date}


def money_of(account):
    """The sums of the dialogue's projects; call it by `account.once`.

    A project without any amount is not among them: no line would say why its marking
    is that of the page.
    """
    rows = Project.objects.visible_to(account.user).current().ours_to_count()
    rows = rows.of_dialogue(account.dialogue)
    every = to_be_counted(rows, account.user)
    projects = [row for row in every if next(_amounts(row), None)]
    return Totals(projects, **years_of(account)), projects


def results_of(account):
    """The three levels, with what was reached in the years asked for."""
    user = account.user
    rows = Result.objects.visible_to(user).current()
    rows = rows.of_our_projects(account.dialogue, user)
    rows = rows.with_values(user).with_visible(user, "project").nearest_first()
    return known_between(by_level(rows), account.since, account.until)


@accounts_for("resources")
def lines_of_money(account):
    totals, projects = account.once(money_of)
    for project in projects:
        for kind, date, currency, note, amount, row in _amounts(project):
            if totals.asks_for(date[:4]):
                said = (date, project.title, amount, _joined(currency, note), row)
                yield Line("resources", f"project_{kind}", *said)


@accounts_for("results")
def lines_of_results(account):
    for level in account.once(results_of):
        for one in level.attained:
            # What it was to be may be for fewer eyes than what it is.
            for value in filter(None, (one.actual, one.target)):
                project = one.result.project
                detail = _joined(str(project) if project else "", value.evidence)
                said = (value.date, one.result.title, value.words, detail, value)
                yield Line("results", f"project_{level.level}_{value.kind}", *said)


def _amounts(project):
    """What is counted of a project, each with the record that says so."""
    if project.agreed_amount is not None:
        signed = project.agreed_on or project.since
        said = (project.currency, "", project.agreed_amount, project)
        yield (Kind.AGREED, signed, *said)
    for row in project.visible_budget_lines:
        said = (row.currency, row.purpose, row.amount, row)
        yield (Kind.BUDGET, f"{row.year:04d}", *said)
    for row in project.visible_disbursements:
        if row.status == Disbursement.Status.PAID:
            said = (row.currency, row.note, row.amount, row)
            yield (Kind.DISBURSED, row.date, *said)


def _joined(*parts):
    return "\n".join(filter(None, parts))
