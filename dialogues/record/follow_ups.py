"""Follow-ups, and what each of them belongs to."""

from core.record_file import Skip, loads
from dialogues.models import Concern, FollowUp, ParliamentaryQuestion
from dialogues.record.names import (
    concern_of,
    dialogue_of,
    measure_of,
    meeting_of,
    partner_of,
    record_called,
    round_if_any,
    user_of,
)


@loads("follow_ups")
def load_follow_up(row, load):
    address = row.text("owner", required=True)
    status = row.choice("status", FollowUp.Status, FollowUp.Status.OPEN)
    priority = row.choice("priority", Concern.Priority, Concern.Priority.NORMAL)
    origins = _origins(row, load)
    verifier = user_of(row, "verified_by")
    row.refuse_if_broken()
    row.known("dialogue", "country")
    owner = user_of(row, "owner")
    for user, email in ((owner, address), (verifier, row.text("verified_by"))):
        if email and user is None:
            raise Skip(f"nobody signs in as {email}; load the file again once they do")
    if status == FollowUp.Status.DONE and priority == "high" and not verifier:
        row.problem("verified_by", "is missing: a second person verifies what is high")
    load.take(
        row,
        "follow_ups",
        row.text("key", required=True),
        FollowUp,
        title=row.text("title", required=True),
        note=row.text("note"),
        partner=_partner(row, load, origins),
        **origins,
        owner=owner,
        due=row.day("due", required=True),
        status=status,
        closed_on=row.day("closed_on"),
        outcome=row.text("outcome"),
        verified_by=verifier,
        verified_on=row.day("verified_on"),
        priority=priority,
    )


def _origins(row, load):
    """What it belongs to: any of the five, or none."""
    dialogue = None
    if row.values.get("round") not in (None, ""):
        dialogue = dialogue_of(row, load)
    return {
        "meeting": meeting_of(row, load, "meeting"),
        "concern": concern_of(row, load, "concern"),
        "measure": measure_of(row, load, "measure"),
        "question": record_called(
            row, load, "question", ParliamentaryQuestion, "parliamentary_questions"
        ),
        "round": round_if_any(row, load, "round", row.text("dialogue"), dialogue),
    }


def _partner(row, load, origins):
    if origin := origins["meeting"] or origins["concern"]:
        return origin.partner
    if within := origins["measure"] or origins["round"]:
        return within.dialogue.partner
    if row.text("dialogue"):
        return dialogue_of(row, load).partner
    return partner_of(row, load)
