"""What a round is prepared with: briefings, and reports of working groups."""

from django.contrib.auth import get_user_model

from core.record_file import loads
from dialogues.models import Briefing, GroupReport
from dialogues.record.names import (
    dialogue_of,
    group_of,
    person_of,
    round_of,
)


@loads("briefings")
def load_briefing(row, load):
    name, dialogue = row.text("dialogue"), dialogue_of(row, load)
    round_ = round_of(row, load, "round", name, dialogue)
    kind = row.choice("kind", Briefing.Kind, required=True)
    briefing = load.take(
        row,
        "briefings",
        row.text("key") or f"{name}/{row.values.get('round')}/{kind}",
        Briefing,
        round=round_,
        kind=kind,
        text=row.text("text", required=True),
    )
    _readers(row, load, briefing)


def _readers(row, load, briefing):
    addresses = row.texts("readers")
    if not load.is_new(briefing):
        return
    for address in addresses:
        user = get_user_model().objects.filter(email__iexact=address).first()
        if user:
            load.add(briefing, "readers", user)
        else:
            load.note(row, f"nobody signs in as {address}, who is to read it")


@loads("group_reports")
def load_group_report(row, load):
    name, dialogue = row.text("dialogue"), dialogue_of(row, load)
    round_ = round_of(row, load, "round", name, dialogue)
    group = group_of(row, load, "working_group", name, dialogue)
    load.take(
        row,
        "group_reports",
        f"{name}/{row.values.get('round')}/{row.text('working_group')}",
        GroupReport,
        same={"round": round_, "working_group": group},
        round=round_,
        working_group=group,
        moderator=person_of(row, load, "moderator"),
        rapporteur=person_of(row, load, "rapporteur"),
        guiding_questions=row.words("guiding_questions"),
        report=row.text("report"),
    )
    # That it has something to report means that it met there.
    if load.is_from_a_file(round_):
        load.add(round_, "working_groups", group)
