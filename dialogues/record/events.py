"""What went wrong around a round, and what was done beside the dialogue."""

from core.record_file import loads
from dialogues.models import Incident, OtherStep
from dialogues.record.names import (
    concern_of,
    dialogue_of,
    meeting_of,
    partner_of,
    round_if_any,
    side_of,
    topic_of,
)


@loads("incidents")
def load_incident(row, load):
    _incident(row, load, "incidents", "round")


@loads("participation_incidents")
def load_participation_incident(row, load):
    _incident(row, load, "participation_incidents", "ordinal")


def _incident(row, load, section, round_key):
    name, dialogue = row.text("dialogue"), dialogue_of(row, load)
    title, date = row.text("title", required=True), row.date("date")
    incident = load.take(
        row,
        section,
        row.text("key") or "/".join([name, date, title]),
        Incident,
        title=title,
        kind=row.choice("kind", Incident.Kind, required=True),
        dialogue=dialogue,
        round=round_if_any(row, load, round_key, name, dialogue),
        meeting=meeting_of(row, load, "meeting"),
        caused_by=side_of(row, load, "caused_by", dialogue),
        date=date,
        what_happened=row.text("what_happened"),
        outcome=row.text("outcome"),
    )
    load.cite_sources(row, incident)


@loads("other_steps")
def load_other_step(row, load):
    dialogue = dialogue_of(row, load) if row.text("dialogue") else None
    concern = concern_of(row, load, "concern")
    origin = concern or dialogue
    row.known("country")
    title, date = row.text("title", required=True), row.date("date")
    step = load.take(
        row,
        "other_steps",
        row.text("key", required=True),
        OtherStep,
        title=title,
        kind=row.choice("kind", OtherStep.Kind, required=True),
        partner=origin.partner if origin else partner_of(row, load),
        dialogue=dialogue,
        concern=concern,
        topic=topic_of(row, load, "topic"),
        date=date,
        ends_on=row.date("ends_on"),
        text=row.text("text"),
    )
    load.cite_sources(row, step)
