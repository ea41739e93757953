"""Meetings: who took part, the agenda, the minutes."""

from core.record_file import loads
from dialogues.models import (
    AgendaItem,
    Meeting,
    Minutes,
    Participation,
    Round,
    Side,
    SpeakingNote,
)
from dialogues.record.names import (
    dialogue_of,
    key_of,
    partner_of,
    person_of,
    round_of,
    topic_of,
)
from partners.record import (
    country_of,
    institution_of,
)


@loads("meetings")
def load_meeting(row, load):
    dialogue = None if row.text("country") else dialogue_of(row, load)
    round_ = None
    if dialogue and row.values.get("round") is not None:
        round_ = round_of(row, load, "round", row.text("dialogue"), dialogue)
    row.known("round")
    meeting = load.take(
        row,
        "meetings",
        row.text("key", required=True),
        Meeting,
        title=row.text("title", required=True),
        kind=row.choice("kind", Meeting.Kind, required=True),
        partner=dialogue.partner if dialogue else partner_of(row, load),
        dialogue=dialogue,
        round=round_,
        date=row.date("date"),
        ends_on=row.date("ends_on"),
        time=row.time("time"),
        city=row.text("city"),
        place=row.text("place"),
        mode=row.choice("mode", Round.Mode),
        chair=row.text("chair"),
        access_conditions=row.text("access_conditions"),
        summary=row.text("summary"),
    )
    load.cite_sources(row, meeting)
    for participant in row.rows("participants"):
        _participant(participant, load, meeting)
    for order, item in enumerate(row.rows("agenda"), start=1):
        _agenda_item(item, load, meeting, order)
    if minutes := row.row("minutes"):
        load.take(
            minutes,
            "meetings.minutes",
            key_of(meeting),
            Minutes,
            same={"meeting": meeting},
            meeting=meeting,
            text=minutes.text("text", required=True),
            status=minutes.choice("status", Minutes.Status, Minutes.Status.DRAFT),
        )


def _participant(row, load, meeting):
    person = person_of(row, load, "person")
    country = country_of(row, load, "country")
    institution = institution_of(row, load, "institution", country)
    row.refuse_if_broken()
    if not person and not institution:
        row.problem("", "names neither a person nor an institution")
    who = row.text("person") or f"{country}/{row.text('institution')}"
    load.take(
        row,
        "meetings.participants",
        f"{key_of(meeting)}/{who}",
        Participation,
        same={"meeting": meeting, "person": person} if person else None,
        meeting=meeting,
        person=person,
        institution=institution,
        title=row.text("title"),
        side=row.choice("side", Participation.DelegationSide, required=True),
        role=row.choice("role", Participation.Role, Participation.Role.MEMBER),
        attendance=row.choice(
            "attendance", Participation.Attendance, Participation.Attendance.PRESENT
        ),
    )


def _agenda_item(row, load, meeting, order):
    title = row.text("title", required=True)
    agenda_item = load.take(
        row,
        "meetings.agenda",
        f"{key_of(meeting)}/{row.text('topic')}/{title}",
        AgendaItem,
        meeting=meeting,
        round=meeting.round,
        order=order,
        topic=topic_of(row, load, "topic"),
        title=title,
        proposed_by=row.choice("proposed_by", Side),
        status=row.choice("status", AgendaItem.Status),
        discussed=row.flag("discussed"),
        internal=row.flag("internal") or False,
    )
    if note := row.text("speaking_note"):
        load.take(
            row,
            "meetings.speaking_notes",
            key_of(agenda_item),
            SpeakingNote,
            same={"agenda_item": agenda_item},
            agenda_item=agenda_item,
            text=note,
        )
