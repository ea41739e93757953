"""What this app knows of a dialogue over the years, lane by lane."""

from django.utils.translation import gettext_lazy as _

from dialogues.in_time.lanes import Mark, draws_lane
from dialogues.models import (
    Evaluation,
    Incident,
    Meeting,
    OtherStep,
    Round,
    Statement,
)


@draws_lane("rounds", _("Rounds"), place=10)
def rounds(dialogue, user):
    rows = Round.objects.visible_to(user).current().of_dialogue(dialogue)
    return [
        Mark(
            row,
            row.get_status_display(),
            row.starts_on,
            row.ends_on,
            short=str(row.ordinal or ""),
            is_hollow=row.status != Round.Status.HELD,
        )
        for row in rows
    ]


@draws_lane("meetings", _("Between rounds"), place=20)
def meetings(dialogue, user):
    rows = Meeting.objects.visible_to(user).current().between_rounds_of(dialogue)
    return [Mark(row, row.get_kind_display(), row.date, row.ends_on) for row in rows]


@draws_lane("steps", _("Other steps"), place=30)
def steps(dialogue, user):
    rows = OtherStep.objects.beside(dialogue, user)
    return [Mark(row, row.get_kind_display(), row.date, row.ends_on) for row in rows]


@draws_lane("statements", _("Statements"), place=40)
def statements(dialogue, user):
    rows = Statement.objects.visible_to(user).current().of_dialogue(dialogue)
    return [
        Mark(row, f"{row.get_side_display()}, {row.get_kind_display()}", row.date)
        for row in rows
    ]


@draws_lane("incidents", _("Incidents"), place=50)
def incidents(dialogue, user):
    rows = Incident.objects.of_dialogue(dialogue, user)
    return [Mark(row, row.get_kind_display(), row.date) for row in rows]


@draws_lane("evaluations", _("Evaluations"), place=60)
def evaluations(dialogue, user):
    rows = Evaluation.objects.visible_to(user).current().of_dialogue(dialogue)
    return [Mark(row, row.get_kind_display(), row.date) for row in rows]
