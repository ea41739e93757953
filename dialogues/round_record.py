"""What a round was made of, as far as one reader may see it."""

from functools import cached_property
from itertools import groupby
from operator import attrgetter

from django.db.models import Prefetch

from dialogues.delegations import delegations
from dialogues.ledger import is_answered
from dialogues.models import (
    AgendaItem,
    Concern,
    FollowUp,
    Meeting,
    Participation,
    Raising,
    Reply,
    Round,
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
        "agenda_items": AgendaItem.objects.select_related("topic"),
        "raisings": Raising.objects.with_visible(
            user, "concern__topic", "speaker"
        ).prefetch_related(Prefetch("replies", replies, to_attr="visible_replies")),
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
        own = list(self.round.agenda_as_a_whole(self.user))
        is_told = own or self.round.status in Round.TO_COME
        parts = [(row, row.visible_agenda_items) for row in self.meetings]
        return [(None, own)] * bool(is_told) + [part for part in parts if part[1]]

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
        waiting = [row for row in self.raisings if row.reply_due and _waits(row)]
        return sorted(waiting, key=attrgetter("reply_due"))

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        return sorted(self._all("visible_follow_ups"), key=attrgetter("due", "pk"))

    def _all(self, name):
        return [row for meeting in self.meetings for row in getattr(meeting, name)]


def _by_title(raisings):
    return sorted(raisings, key=attrgetter("concern.title", "concern_id", "pk"))


def _waits(raising: Raising) -> bool:
    return raising.concern.status != Concern.Status.CLOSED and not is_answered(raising)
