"""What is said in public of a dialogue, what parliament asks, and what it costs."""

from django.contrib.contenttypes.models import ContentType

from core.folding import fold
from core.record_file import loads
from dialogues.models import (
    FactUsed,
    ParliamentaryQuestion,
    Side,
    Statement,
    YearlyCost,
)
from dialogues.record.names import (
    concern_of,
    dialogue_of,
    dialogues_of,
    key_of,
    measure_of,
    meeting_of,
    partners_of,
    round_if_any,
    say_who_is_missing,
    side_of,
    topic_of,
    topics_by_name,
    user_of,
)

# A row of the public record names its round by `ordinal`.
_ROUND_KEYS = ("round", "ordinal")


@loads("statements")
def load_statement(row, load):
    _statement(row, load, "statements", Statement.Status.DRAFT)


@loads("public_statements")
def load_public_statement(row, load):
    _statement(row, load, "public_statements", Statement.Status.PUBLISHED)


def _statement(row, load, section, implied):
    """One row of the record for each dialogue of which it speaks."""
    dialogues = dialogues_of(row, load)
    if not dialogues:
        row.problem("dialogue", "is missing: of which dialogue does it speak?")
    row.known("dialogue")
    title, date = row.text("title", required=True), row.date("date")
    kind = row.choice("kind", Statement.Kind, required=True)
    for name, dialogue in dialogues.items():
        side = side_of(row, load, "side", dialogue, required=True)
        if kind == Statement.Kind.JOINT_STATEMENT and side != Side.BOTH:
            row.problem("side", "a joint statement is of both sides")
        statement = load.take(
            row,
            section,
            "/".join([name, row.text("key") or f"{date}/{title}"]),
            Statement,
            title=title,
            dialogue=dialogue,
            round=_round(row, load, name, dialogue),
            side=side,
            kind=kind,
            speaker=row.text("speaker"),
            date=date,
            text=row.text("text"),
            status=row.choice("status", Statement.Status, implied),
            approved_on=row.day("approved_on"),
        )
        source = load.cite_sources(row, statement)
        load.cite_value(row, statement, source, "kind", row.text("kind_in_source"))


def _round(row, load, name, dialogue):
    found = [round_if_any(row, load, key, name, dialogue) for key in _ROUND_KEYS]
    return next(filter(None, found), None)


@loads("parliamentary_questions")
def load_parliamentary_question(row, load):
    partners = partners_of(row, load)
    asked, answered = _asked_and_answered(row, load)
    reference, subject = row.text("reference"), row.text("subject")
    wording, owner = row.text("topic"), user_of(row, "owner")
    # Without a subject, the topic is in the words of whoever asked.
    named = topics_by_name(load).get(fold(wording))
    if not (subject or wording):
        row.problem("subject", "is missing")
    key = row.text("key") or reference
    if not key:
        row.problem("reference", "give a reference or a key")
    question = load.take(
        row,
        "parliamentary_questions",
        key,
        ParliamentaryQuestion,
        same={"reference": reference, "asked_on": asked} if reference else None,
        reference=reference,
        kind=row.choice("kind", ParliamentaryQuestion.Kind, required=True),
        topic=topic_of(row, load, "topic") if subject else named,
        subject=subject or wording,
        question=row.text("question"),
        asked_by=row.text("asked_by"),
        party=row.text("party"),
        asked_on=asked,
        due=row.day("due"),
        answered_on=answered,
        answered_by=row.text("answered_by"),
        answer=row.text("answer"),
        owner=owner,
    )
    load.cite_sources(row, question)
    say_who_is_missing(row, load, question, "owner", owner)
    if load.is_from_a_file(question):
        for partner in partners:
            load.add(question, "partners", partner)
        _facts(row, load, question)
    row.known("facts")


def _asked_and_answered(row, load):
    """Both dates; how many days lie between them follows from these."""
    asked = row.date("asked_on") or row.date("asked_date")
    answered = row.date("answered_on") or row.date("answered_date")
    days = row.whole("days_to_answer")
    if asked and answered:
        if answered.is_before(asked):
            row.problem("answered_on", "an answer cannot be older than its question")
        between = (answered.earliest - asked.earliest).days
        exact = asked.day_is_known and answered.day_is_known
        if exact and days not in (None, between):
            load.note(row, f"says {days} days to the answer; its dates say {between}")
    elif days is not None:
        load.note(row, f"“{days} days to the answer” is not kept without both dates")
    return asked, answered


def _facts(row, load, question):
    """The rows of the record on which the answer stands."""
    for fact in row.rows("facts"):
        of_a_kind = {
            "meeting": meeting_of(fact, load, "meeting"),
            "concern": concern_of(fact, load, "concern"),
            "measure": measure_of(fact, load, "measure"),
        }
        named = [record for record in of_a_kind.values() if record]
        fact.refuse_if_broken()
        if len(named) != 1:
            fact.problem("", "names one meeting, concern or measure")
            continue
        [record] = named
        load.take(
            fact,
            "parliamentary_questions.facts",
            f"{key_of(question)}/{record.loaded_as}",
            FactUsed,
            question=question,
            kind=ContentType.objects.get_for_model(record),
            object_id=record.pk,
            note=fact.text("note"),
        )


@loads("yearly_costs")
def load_yearly_cost(row, load):
    dialogue, year = dialogue_of(row, load), row.whole("year")
    cost, days = row.number("cost"), row.number("staff_days")
    if year is None:
        row.problem("year", "is missing")
    if cost is None and days is None:
        row.problem("cost", "give the cost, the staff days or both")
    yearly = load.take(
        row,
        "yearly_costs",
        f"{row.text('dialogue')}/{year}",
        YearlyCost,
        same={"dialogue": dialogue, "year": year},
        dialogue=dialogue,
        year=year,
        cost=cost,
        staff_days=days,
        note=row.text("note"),
    )
    load.cite_sources(row, yearly)
