"""Joint projects: what they are, whom they belong to, and who carries them."""

from core.folding import fold
from core.record_file import loads
from dialogues.models import Concern, Dialogue, Finding, FollowUp, Measure, WorkingGroup
from dialogues.record.names import (
    dialogues_of,
    key_of,
    partners_of,
    topics_by_name,
)
from partners.record import country_of
from projects.models import Project
from projects.record.amounts import take_budget_line
from projects.record.carriers import (
    pieces_of,
    take_named_roles,
    take_roles_in_words,
)

# What a project names by keys: the field, the model, and the sections of a file.
_NAMED = (
    ("measures", Measure, ("measures", "commitments")),
    ("concerns", Concern, ("concerns",)),
    ("working_groups", WorkingGroup, ("working_groups",)),
    ("findings", Finding, ("evaluations.findings",)),
    ("follow_ups", FollowUp, ("follow_ups",)),
)


@loads("projects")
def load_project(row, load):
    title = row.text("title", required=True)
    partners = partners_of(row, load)
    if not partners:
        row.problem("country", "is missing: with which country is the project?")
    if "countries" in row.values:
        row.known("country")
    amount, currency = _agreed(row)
    comparator = country_of(row, load, "comparator")
    pieces = pieces_of(row, load, partners, comparator)
    topics, unmatched = _topics(row, load)
    named = {name: _rows_named(row, load, name, *how) for name, *how in _NAMED}
    codes = "/".join(partner.code for partner in partners)
    project = load.take(
        row,
        "projects",
        row.text("key") or f"{codes}/{title}",
        Project,
        title=title,
        status=row.choice("status", Project.Status),
        stopped_why=row.text("stopped_why"),
        since=row.date("since") or row.date("start_year"),
        until=row.date("until") or row.date("end_year"),
        agreement_number=row.text("agreement_number"),
        agreed_on=row.date("agreed_on"),
        agreed_amount=amount,
        currency=currency,
        summary=row.words("summary"),
        funding_in_words=row.text("funding"),
        results_in_words=row.words("results_in_brief"),
        partners_in_words="\n".join(p.words for p in pieces if not p.says_no_more),
        comparator=comparator,
        reported_on=row.date("reported_on"),
        completion_report=row.words("completion_report"),
        note=row.words("note"),
    )
    _cite(row, load, project, unmatched)
    for partner in partners:
        load.add(project, "partners", partner)
    for dialogue in _dialogues(row, load, partners, comparator):
        load.add(project, "dialogues", dialogue)
    for topic in topics if load.is_new(project) else ():
        # A topic of the list is never new, so that only the project decides.
        load.add(project, "topics", topic)
    for name, rows in named.items():
        for other in rows:
            load.add(project, name, other)
    if load.is_from_a_file(project):
        take_roles_in_words(row, load, project, pieces)
        take_named_roles(row, load, project)
        for number, line in enumerate(row.rows("budget_lines"), start=1):
            take_budget_line(line, load, project, f"{key_of(project)}/{number}")
    else:
        row.known("institutions", "budget_lines")


def _agreed(row):
    """The agreed amount; what is paid each year stands in budget lines instead."""
    amount = row.number("agreed_amount")
    currency = row.text("currency")
    period = row.text("funding_period")
    reported, its_currency = row.number("funding_amount"), row.text("funding_currency")
    if reported is not None and not period:
        return reported, its_currency
    if reported is not None and not row.values.get("budget_lines"):
        row.problem("funding_period", "give the years in budget_lines")
    return amount, currency


def _topics(row, load):
    """Topics by code, name or another wording, and the wordings that are no topic's."""
    known, found, unmatched = topics_by_name(load), [], []
    for wording in row.texts("topics"):
        topic = known.get(fold(wording))
        found.append(topic) if topic else unmatched.append(wording)
    return list(dict.fromkeys(found)), unmatched


def _rows_named(row, load, name, model, sections):
    rows = []
    for key in row.texts(name):
        found = next(filter(None, (load.find(model, s, key) for s in sections)), None)
        if found is None and model is FollowUp:
            # Its owner does not sign in here yet, which the report says of it.
            load.note(row, f"the follow-up “{key}” is not there; taken without it")
            continue
        if found is None:
            kind = model._meta.verbose_name
            row.problem(name, f"there is no {kind} with the key “{key}”")
        rows.append(found)
    row.refuse_if_broken()
    return rows


def _dialogues(row, load, partners, comparator):
    """Those that the row names; without any, the one with each country.

    Another country's project belongs to none of ours.
    """
    if "dialogues" in row.values or "dialogue" in row.values:
        return list(dialogues_of(row, load).values())
    if comparator:
        return []
    found = []
    for partner in partners:
        theirs = Dialogue.objects.current().filter(
            partner=partner, fictional=partner.fictional
        )[:2]
        found += theirs if len(theirs) == 1 else []
    return found


def _cite(row, load, project, unmatched):
    source = load.cite_sources(row, project)
    load.cite_value(row, project, source, "topics", "; ".join(unmatched))
    if project.agreed_amount is not None:
        load.cite(row, project, source, field="agreed_amount")
    conflicts = row.rows("conflicts")
    for conflict in conflicts:
        load.cite_value(
            conflict,
            project,
            conflict.text("source", required=True),
            conflict.text("field", required=True),
            conflict.text("value", required=True),
            citation=conflict.text("note"),
        )
    told = {conflict.text("field") for conflict in conflicts}
    date_conflict, result_conflict = (
        row.text("date_conflict"),
        row.text("result_conflict"),
    )
    if not told & {"since", "until"}:
        load.cite_value(row, project, source, "since", date_conflict)
    if not told - {"since", "until"}:
        load.cite_value(row, project, source, "results_in_words", result_conflict)
