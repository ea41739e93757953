"""Evaluations and what they found."""

from django.utils.text import Truncator

from core.record_file import loads
from dialogues.models import Evaluation, Finding
from dialogues.record.names import (
    dialogues_of,
    key_of,
    say_who_is_missing,
    user_of,
)

_TITLE_LENGTH = 300


@loads("evaluations")
def load_evaluation(row, load):
    dialogues = dialogues_of(row, load)
    names = row.text("dialogue") or "; ".join(dialogues)
    evaluator, date = row.text("evaluator"), row.date("date")
    title = row.text("title") or _title(evaluator, date)
    if not title:
        row.problem("title", "give a title, or say who evaluated")
    evaluation = load.take(
        row,
        "evaluations",
        row.text("key") or "/".join([names, date, evaluator or title]),
        Evaluation,
        title=title,
        kind=row.choice("kind", Evaluation.Kind),
        evaluator=evaluator,
        date=date,
        summary=row.words("summary"),
        publication=row.choice("publication", Evaluation.Publication),
        publication_ground=row.text("publication_ground"),
        consequence=row.text("consequence"),
    )
    source = load.cite_sources(row, evaluation)
    if names != "; ".join(dialogues):
        load.cite_value(row, evaluation, source, "dialogues", names)
    for dialogue in dialogues.values():
        load.add(evaluation, "dialogues", dialogue)
    for number, text in enumerate(row.texts("findings_in_brief"), start=1):
        _finding_in_brief(row, load, evaluation, number, text)
    for number, finding in enumerate(row.rows("findings"), start=1):
        _finding(finding, load, evaluation, number)


def _title(evaluator, date):
    """Who and when, in words: an evaluation without a title is spoken of by these."""
    who = Truncator(evaluator).chars(_TITLE_LENGTH - 30)
    when = date.words if date else ""
    return ", ".join(filter(None, [who[:1].upper() + who[1:], who and when]))


def _finding_in_brief(row, load, evaluation, number, text):
    finding = load.take(
        row,
        "evaluations.findings",
        f"{key_of(evaluation)}/{text}",
        Finding,
        evaluation=evaluation,
        number=number,
        text=text,
    )
    load.cite(row, finding, row.text("source"))


def _finding(row, load, evaluation, number):
    owner = user_of(row, "owner")
    number = row.whole("number") or number
    finding = load.take(
        row,
        "evaluations.findings",
        row.text("key") or f"{key_of(evaluation)}/{number}",
        Finding,
        evaluation=evaluation,
        number=number,
        text=row.text("text", required=True),
        recommendation=row.text("recommendation"),
        response=row.choice("response", Finding.Response),
        response_text=row.text("response_text"),
        owner=owner,
        due=row.day("due"),
        status=row.choice("status", Finding.Status, Finding.Status.OPEN),
        what_changed=row.text("what_changed"),
    )
    load.cite_sources(row, finding)
    say_who_is_missing(row, load, finding, "owner", owner)
