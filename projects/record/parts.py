"""What is done, reached and paid in a project."""

from core.record_file import loads
from dialogues.models import Confidence
from dialogues.record.names import key_of, record_called, topic_of
from partners.record import country_of, institution_of
from projects.models import (
    Activity,
    Attendance,
    Disbursement,
    Project,
    Result,
    ResultValue,
)
from projects.record.amounts import amount_of, partner_of_row, take_budget_line


def _project_of(row, load):
    project = record_called(row, load, "project", Project, "projects")
    if not row.text("project"):
        row.problem("project", "is missing")
    row.refuse_if_broken()
    return project


@loads("activities")
def load_activity(row, load):
    country = country_of(row, load, "country")
    activity = load.take(
        row,
        "activities",
        row.text("key", required=True),
        Activity,
        project=_project_of(row, load),
        title=row.text("title", required=True),
        kind=row.choice("kind", Activity.Kind, required=True),
        status=row.choice("status", Activity.Status, Activity.Status.HELD),
        date=row.date("date"),
        ends_on=row.date("ends_on"),
        place=row.text("place"),
        country=country,
        institution=institution_of(row, load, "institution", country),
        description=row.words("description"),
        reported_on=row.date("reported_on"),
        completion_report=row.words("completion_report"),
    )
    load.cite_sources(row, activity)
    if not load.is_from_a_file(activity):
        row.known("participants")
        return
    for came in row.rows("participants"):
        country = country_of(came, load, "country")
        load.take(
            came,
            "activities.participants",
            f"{key_of(activity)}/{country}",
            Attendance,
            activity=activity,
            country=country,
            women=came.whole("women"),
            men=came.whole("men"),
            unstated=came.whole("unstated"),
            note=came.text("note"),
        )


@loads("results")
def load_result(row, load):
    result = load.take(
        row,
        "results",
        row.text("key", required=True),
        Result,
        project=_project_of(row, load),
        level=row.choice("level", Result.Level, required=True),
        title=row.text("title", required=True),
        topic=topic_of(row, load, "topic"),
        indicator=row.text("indicator"),
        unit=row.text("unit"),
        baseline=row.number("baseline"),
        baseline_on=row.date("baseline_on"),
        baseline_in_words=row.text("baseline_in_words"),
        note=row.text("note"),
    )
    load.cite_sources(row, result)
    if not load.is_from_a_file(result):
        row.known("values")
        return
    for value in row.rows("values"):
        _value(value, load, result)


def _value(row, load, result):
    kind = row.choice("kind", ResultValue.Kind, required=True)
    date = row.date("date") or row.text("date", required=True)
    group = row.text("group")
    value = load.take(
        row,
        "results.values",
        row.text("key") or f"{key_of(result)}/{kind}/{date}/{group}",
        ResultValue,
        result=result,
        kind=kind,
        date=date,
        value=row.number("value"),
        in_words=row.text("in_words"),
        group=group,
        evidence=row.text("evidence"),
        confidence=row.choice("confidence", Confidence),
    )
    load.cite_sources(row, value)


@loads("budget_lines")
def load_budget_line(row, load):
    take_budget_line(row, load, _project_of(row, load), row.text("key", required=True))


@loads("disbursements")
def load_disbursement(row, load):
    country = country_of(row, load, "recipient_country")
    disbursement = load.take(
        row,
        "disbursements",
        row.text("key", required=True),
        Disbursement,
        project=_project_of(row, load),
        date=row.date("date") or row.text("date", required=True),
        amount=amount_of(row),
        currency=row.text("currency", required=True),
        status=row.choice("status", Disbursement.Status, Disbursement.Status.PAID),
        recipient=institution_of(row, load, "recipient", country),
        partner=partner_of_row(row, load),
        reference=row.text("reference"),
        note=row.text("note"),
    )
    load.cite_sources(row, disbursement)
