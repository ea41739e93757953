"""What a round was made of, as far as one reader may see it."""

from functools import cached_property
from itertools import groupby
from operator import attrgetter

from django.db.models import Prefetch

from dialogues.delegations import delegations
from dialogues.models import (
    AgendaItem,
    Concern,
    FollowUp,
    GroupReport,
    Meeting,
    Participation,
    Raising,
    Reply,
    Round,
    SpeakingNote,
    WorkingGroup,
)
from dialogues.tones import REPLY_QUALITY

Kind = Meeting.Kind
# The layers of a round, in the order in which the field tells of them.
LAYERS = (
    Kind.POLITICAL_CONSULTATION,
    Kind.PLENARY,
    Kind.WORKING_GROUP,
    Kind.EXPERT_SEMINAR,
    Kind.FIELD_VISIT,
    Kind.SIDE_MEETING,
    Kind.CIVIL_SOCIETY,
    Kind.PREPARATORY,
    Kind.DEBRIEF,
    Kind.POLITICAL_CONTACT,
    Kind.DEMARCHE,
)


def meetings_of(round_: Round, user):
    """The meetings of a round with what belongs to them, `visible_…` to this user."""
    replies = Reply.objects.visible_to(user).current().with_visible(user, "by")
    shown = {
        "participations": Participation.objects.with_visible(
            user, "person", "institution"
        ),
        "agenda_items": AgendaItem.objects.with_notes(user),
        "raisings": Raising.objects.with_answered(user)
        .with_visible(user, "concern__topic", "speaker")
        .prefetch_related(Prefetch("replies", replies, to_attr="visible_replies")),
        "follow_ups": FollowUp.objects.open().select_related("owner"),
    }
    meetings = round_.meetings.visible_to(user).current().order_by("date", "pk")
    return meetings.with_visible(user, "working_group").prefetch_related(
        *(
            Prefetch(name, rows.visible_to(user).current(), to_attr=f"visible_{name}")
            for name, rows in shown.items()
        )
    )


class RoundRecord:
    """One round for one reader, in a fixed number of queries.

    What the reader may not see is not in it, and nothing in it is counted from more.
    """

    def __init__(self, round_: Round, user):
        self.round, self.user = round_, user
        self.meetings = list(meetings_of(round_, user))

    @cached_property
    def layers(self) -> list[tuple[str, list[Meeting]]]:
        """The meetings by kind, in the order of the field."""
        return [
            (kind.label, [row for row in self.meetings if row.kind == kind])
            for kind in LAYERS
            if any(row.kind == kind for row in self.meetings)
        ]

    @cached_property
    def delegations(self) -> list[dict]:
        return delegations(self.round, self._all("visible_participations"))

    @cached_property
    def agenda(self) -> list[tuple[Meeting | None, list[AgendaItem]]]:
        """First the agenda of the round as a whole, then that of each meeting.

        Before a round, its own agenda is told even while nothing is on it.
        """
        own = self.round.agenda_as_a_whole(self.user)
        own = list(own.with_notes(self.user))
        is_told = own or self.round.status in Round.TO_COME
        parts = [(row, row.visible_agenda_items) for row in self.meetings]
        return [(None, own)] * bool(is_told) + [part for part in parts if part[1]]

    @cached_property
    def notes(self) -> list[SpeakingNote]:
        """What our side means to say, as far as this reader may see it."""
        items = [item for _meeting, items in self.agenda for item in items]
        return [item.visible_note for item in items if item.visible_note]

    @cached_property
    def group_reports(self) -> list[GroupReport]:
        reports = GroupReport.objects.told_to(self.user).of_round(self.round)
        return list(reports.with_visible(self.user, "working_group"))

    @cached_property
    def groups(self) -> list[tuple[WorkingGroup, GroupReport | None]]:
        """The working groups of the round, each with its report where it has one."""
        reports = {row.working_group_id: row for row in self.group_reports}
        named = self.round.working_groups.visible_to(self.user).current()
        found = {row.pk: row for row in named.select_related("topic")}
        for row in (*self.meetings, *self.group_reports):
            if row.working_group and row.working_group.pk not in found:
                found[row.working_group.pk] = row.working_group
        ordered = sorted(found.values(), key=attrgetter("title", "pk"))
        return [(group, reports.get(group.pk)) for group in ordered]

    @cached_property
    def raisings(self) -> list[Raising]:
        """Each with `visible_replies`, and these with the `tone` of their quality."""
        rows = self._all("visible_raisings")
        for reply in (reply for row in rows for reply in row.visible_replies):
            reply.tone = REPLY_QUALITY[reply.quality]
        return [row for row in rows if not row.concern.is_archived]

    @cached_property
    def concerns(self) -> list[tuple[str, list[tuple[Meeting, list[Raising]]]]]:
        """By who raised them, each meeting with what that side raised there."""
        partner = self.round.dialogue.partner
        sides = [(side, self._raised(side)) for side in Concern.RaisedBy]
        return [(side.heading(partner), raised) for side, raised in sides if raised]

    def _raised(self, side):
        rows = [row for row in self.raisings if row.concern.raised_by == side]
        by_meeting = groupby(rows, key=attrgetter("meeting"))
        return [(meeting, _by_title(group)) for meeting, group in by_meeting]

    @cached_property
    def replies_due(self) -> list[Raising]:
        """Raisings to which no answer is seen, the next due first."""
        due = [row for row in self.raisings if row.reply_due and not row.is_answered]
        waiting = [row for row in due if row.concern.status != Concern.Status.CLOSED]
        return sorted(waiting, key=attrgetter("reply_due"))

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        """Those of the round itself and of its meetings, the next due first."""
        own = list(FollowUp.objects.of_round(self.round, self.user))
        of_meetings = self._all("visible_follow_ups")
        rows = {row.pk: row for row in own + of_meetings}
        return sorted(rows.values(), key=attrgetter("due", "pk"))

    def _all(self, name):
        return [row for meeting in self.meetings for row in getattr(meeting, name)]


def _by_title(raisings):
    return sorted(raisings, key=attrgetter("concern.title", "concern_id", "pk"))
