"""What either side would do, what became of it, and what a dialogue is to reach."""

from django.utils.text import Truncator

from core.record_file import loads
from dialogues.models import (
    Assessment,
    Confidence,
    Measure,
    MeasureStatus,
    Objective,
    Trust,
)
from dialogues.record.names import (
    concern_of,
    dialogue_of,
    key_of,
    meeting_of,
    round_if_any,
    round_of,
    side_of,
    topic_of,
)

_TITLE_LENGTH = 200
# Said by us or by others, it has to be known by something; what a partner reports
# is only what it reports.
_NEEDS_EVIDENCE = (MeasureStatus.Voice.OURS, MeasureStatus.Voice.INDEPENDENT)


@loads("measures")
def load_measure(row, load):
    name, dialogue = row.text("dialogue"), dialogue_of(row, load)
    title = row.text("title", required=True)
    round_ = round_if_any(row, load, "round", name, dialogue)
    number = row.whole("number")
    measure = load.take(
        row,
        "measures",
        row.text("key", required=True),
        Measure,
        same={"round": round_, "number": number} if round_ and number else None,
        title=title,
        wording=row.text("wording") or title,
        dialogue=dialogue,
        round=round_,
        number=number,
        meeting=meeting_of(row, load, "meeting"),
        concern=concern_of(row, load, "concern"),
        topic=topic_of(row, load, "topic"),
        firmness=row.choice("firmness", Measure.Firmness, required=True),
        side=side_of(row, load, "side", dialogue, required=True),
        proposed_by=side_of(row, load, "proposed_by", dialogue),
        made_on=row.date("made_on"),
        due=row.date("due"),
        expected_effect=row.text("expected_effect"),
        note=row.text("note"),
    )
    load.cite_sources(row, measure)
    _states(row, load, measure, name)


@loads("commitments")
def load_commitment(row, load):
    """A commitment of the public record: who would do what, in one sentence."""
    name, dialogue = row.text("dialogue"), dialogue_of(row, load)
    wording = row.text("commitment", required=True)
    commitment = Measure.Firmness.COMMITMENT
    said = row.text("status")
    measure = load.take(
        row,
        "commitments",
        row.text("key") or "/".join([name, row.date("date"), wording]),
        Measure,
        title=Truncator(wording).chars(_TITLE_LENGTH),
        wording=wording,
        dialogue=dialogue,
        round=round_if_any(row, load, "ordinal", name, dialogue),
        topic=topic_of(row, load, "topic"),
        firmness=row.choice("firmness", Measure.Firmness, commitment),
        side=side_of(row, load, "by", dialogue, required=True),
        made_on=row.date("date"),
        due=row.date("due"),
        # Words alone are no state: who holds it, and since when, is not said.
        note="" if row.values.get("states") else said,
    )
    load.cite_sources(row, measure)
    _states(row, load, measure, name)


def _states(row, load, measure, dialogue_name):
    """How far it has come; what somebody has entered by hand gets none."""
    states = row.rows("states")
    if not load.is_from_a_file(measure):
        row.known("states")
        return
    for said in states:
        voice = said.choice("voice", MeasureStatus.Voice, required=True)
        state = said.choice("state", MeasureStatus.State, required=True)
        date = said.date("date") or said.text("date", required=True)
        evidence = said.text("evidence") or said.text("source")
        done = state == MeasureStatus.State.DONE and voice in _NEEDS_EVIDENCE
        if done and not evidence:
            said.problem("evidence", "is missing: say by what it is known")
        status = load.take(
            said,
            "measures.states",
            said.text("key") or f"{key_of(measure)}/{voice}/{date}",
            MeasureStatus,
            measure=measure,
            voice=voice,
            state=state,
            date=date,
            round=round_if_any(said, load, "round", dialogue_name, measure.dialogue),
            text=said.text("text"),
            evidence=evidence,
            confidence=said.choice("confidence", Confidence),
        )
        load.cite_sources(said, status)


@loads("objectives")
def load_objective(row, load):
    name, dialogue = row.text("dialogue"), dialogue_of(row, load)
    indicator, target = row.text("indicator"), row.text("target")
    locked_on = row.day("locked_on")
    if locked_on and not (indicator and target):
        row.problem("locked_on", "only with an indicator and a target")
    objective = load.take(
        row,
        "objectives",
        row.text("key", required=True),
        Objective,
        dialogue=dialogue,
        round=round_if_any(row, load, "round", name, dialogue),
        topic=topic_of(row, load, "topic"),
        title=row.text("title", required=True),
        indicator=indicator,
        baseline=row.text("baseline"),
        target=target,
        due=row.date("due"),
        locked_on=locked_on,
        note=row.text("note"),
    )
    load.cite_sources(row, objective)
    for assessed in row.rows("assessments"):
        _assessment(assessed, load, objective, name)


def _assessment(row, load, objective, dialogue_name):
    round_ = round_if_any(row, load, "round", dialogue_name, objective.dialogue)
    date = row.date("date") or (round_.ends_on or round_.starts_on if round_ else "")
    if not date:
        row.problem("date", "is missing")
    assessment = load.take(
        row,
        "objectives.assessments",
        row.text("key") or f"{key_of(objective)}/{date}",
        Assessment,
        same={"objective": objective, "round": round_} if round_ else None,
        objective=objective,
        round=round_,
        date=date,
        value=row.text("value"),
        rating=row.choice("rating", Assessment.Rating, required=True),
        contribution=row.choice("contribution", Assessment.Contribution),
        contribution_why=row.text("contribution_why"),
        evidence=row.text("evidence"),
        confidence=row.choice("confidence", Confidence),
    )
    load.cite_sources(row, assessment)


@loads("trust")
def load_trust(row, load):
    name, dialogue = row.text("dialogue"), dialogue_of(row, load)
    round_ = round_of(row, load, "round", name, dialogue)
    row.refuse_if_broken()
    load.take(
        row,
        "trust",
        row.text("key") or f"{name}/{row.values['round']}",
        Trust,
        same={"round": round_},
        round=round_,
        frankness=row.whole("frankness"),
        openness=row.whole("openness"),
        access=row.whole("access"),
        note=row.text("note"),
    )
