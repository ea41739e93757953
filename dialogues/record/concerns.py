"""Concerns with their raisings and replies."""

from core.record_file import loads
from dialogues.models import (
    Concern,
    Raising,
    Reply,
    Topic,
)
from dialogues.record.names import (
    dialogue_of,
    key_of,
    meeting_of,
    partner_of,
    person_of,
    topic_of,
)
from partners.models import Level


@loads("concerns")
def load_concern(row, load):
    dialogue = None if row.text("country") else dialogue_of(row, load)
    concern = load.take(
        row,
        "concerns",
        row.text("key", required=True),
        Concern,
        partner=dialogue.partner if dialogue else partner_of(row, load),
        dialogue=dialogue,
        title=row.text("title", required=True),
        summary=row.text("summary"),
        topic=topic_of(row, load, "topic"),
        raised_by=row.choice("raised_by", Concern.RaisedBy, required=True),
        kind=row.choice("kind", Concern.Kind, required=True),
        scope=row.choice("scope", Topic.Scope, Topic.Scope.DOMESTIC),
        affected_group=row.text("affected_group"),
        status=row.choice("status", Concern.Status, Concern.Status.OPEN),
        priority=row.choice("priority", Concern.Priority, Concern.Priority.NORMAL),
    )
    load.cite_sources(row, concern)
    for raising in row.rows("raisings"):
        _raising(raising, load, concern)


def _raising(row, load, concern):
    meeting = meeting_of(row, load, "meeting")
    implied = Raising.Channel.MEETING if meeting else ""
    channel = row.choice("channel", Raising.Channel, implied)
    if not channel and not row.problems:
        row.problem("channel", "is missing")
    occasion = [key_of(concern), row.date("date"), row.text("meeting") or channel]
    raising = load.take(
        row,
        "concerns.raisings",
        row.text("key") or "/".join(occasion),
        Raising,
        concern=concern,
        meeting=meeting,
        channel=channel,
        date=row.date("date") or (meeting.date if meeting else ""),
        speaker=person_of(row, load, "speaker"),
        level=row.choice("level", Level),
        form=row.choice("form", Raising.Form, Raising.Form.ORAL),
        wording=row.text("wording"),
        reply_due=row.day("reply_due"),
    )
    for reply in row.rows("replies"):
        date = reply.date("date")
        load.take(
            reply,
            "concerns.replies",
            reply.text("key") or f"{key_of(raising)}/{date}",
            Reply,
            raising=raising,
            date=date,
            by=person_of(reply, load, "by"),
            text=reply.text("text"),
            quality=reply.choice("quality", Reply.Quality, required=True),
            assessment=reply.text("assessment"),
        )
