"""Where a topic came up in the rounds of a dialogue, as far as a reader may see it."""

from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dialogues.models import (
    AgendaItem,
    Concern,
    Dialogue,
    Measure,
    Meeting,
    Raising,
    Reply,
    Round,
    Side,
    Topic,
    WorkingGroup,
)


class State(models.TextChoices):
    """What became of a topic in a round; the one that says most comes first."""

    DISCUSSED = "discussed", _("Discussed")
    AGREED = "agreed", _("Agreed")
    LISTED = "listed", _("On the agenda, no more is known")
    PROPOSED = "proposed", _("Proposed")
    MOVED = "moved", _("Moved or not reached")
    REFUSED = "refused", _("Refused")
    DROPPED = "dropped", _("Dropped")


# It was, or is to be, dealt with; a proposal alone counts only before a round.
TAKEN_UP = (State.DISCUSSED, State.AGREED, State.LISTED)
PLANNED = (*TAKEN_UP, State.PROPOSED)


def state_of(status, discussed, to_come=False) -> State:
    """What an agenda item says of its topic: what happened counts before the plan.

    Nothing has happened yet in a round to come, only in the meetings that prepare it.
    """
    if to_come:
        return State(status) if status else State.LISTED
    if discussed:
        return State.DISCUSSED
    if status in (State.MOVED, State.REFUSED, State.DROPPED):
        return State(status)
    if discussed is False:
        return State.MOVED
    return State(status) if status else State.LISTED


@dataclass(frozen=True)
class Mention:
    """One row of the record that ties a topic to a round.

    It has what `core.exports` and `core.access.log_reading` ask of a row.
    """

    kind: str  # agenda_item | raising | working_group
    pk: int
    topic: Topic
    round: Round
    state: State
    side: str
    title: str
    url: str
    marking: int
    fictional: bool
    group: WorkingGroup | None = None
    # A concern that still waits for an answer.
    is_open: bool = False
    moved_to: int | None = None
    # What the agenda says of an item that came up although it was to go elsewhere.
    although: str = ""
    # The meeting at which it was, if any.
    meeting: Meeting | None = None

    archived_at = None

    def get_absolute_url(self):
        return self.url

    @property
    def is_taken_up(self) -> bool:
        to_come = self.round.status in Round.TO_COME
        return self.state in (PLANNED if to_come else TAKEN_UP)


@dataclass(frozen=True)
class Outcome:
    """What came of a topic in the whole dialogue."""

    measures: int = 0
    commitments: int = 0
    concerns: int = 0
    answered: int = 0

    def __add__(self, other):
        return Outcome(
            self.measures + other.measures,
            self.commitments + other.commitments,
            self.concerns + other.concerns,
            self.answered + other.answered,
        )


def _is_beside(meeting):
    """Whether it prepares a round or looks back, and is not part of the talks."""
    return meeting is not None and meeting.kind in Meeting.BESIDE


class Mentions:
    """All of them in one dialogue, for one reader, in a fixed number of queries."""

    def __init__(self, dialogue: Dialogue, user):
        self.dialogue, self.user = dialogue, user

    @cached_property
    def rounds(self) -> list[Round]:
        """The oldest first."""
        rounds = Round.objects.visible_to(self.user).current()
        return list(rounds.of_dialogue(self.dialogue).newest_first())[::-1]

    @cached_property
    def topics(self) -> dict[int, Topic]:
        """All that there are, in the order of their tree."""
        topics = Topic.objects.visible_to(self.user).in_tree_order()
        return {topic.pk: topic for topic in topics}

    @cached_property
    def groups(self) -> dict[int, WorkingGroup]:
        groups = WorkingGroup.objects.visible_to(self.user).current()
        groups = groups.of_dialogue(self.dialogue).with_visible_rounds(self.user)
        return {group.pk: group for group in groups}

    @cached_property
    def without_topic(self) -> int:
        """How many agenda items name no topic, and so stand in no row."""
        return sum(not item.topic_id for item in self._items)

    @cached_property
    def all(self) -> list[Mention]:
        return [*self._of_items, *self._of_raisings, *self._of_groups]

    @cached_property
    def outcomes(self) -> dict[int, Outcome]:
        """What came of each topic, by its key."""
        found: dict[int, Outcome] = {}
        measures = Measure.objects.visible_to(self.user).current().order_by()
        on = measures.on_topics_of(self.dialogue).values_list("on_topic", "firmness")
        for topic, firmness in on:
            promised = firmness == Measure.Firmness.COMMITMENT
            one = Outcome(measures=1, commitments=int(promised))
            found[topic] = found.get(topic, Outcome()) + one
        answers = Reply.objects.answers_seen_by(self.user)
        concerns = Concern.objects.visible_to(self.user).current().order_by()
        concerns = concerns.on_topics_of(self.dialogue, answers)
        for topic, answered in concerns.values_list("topic", "is_answered"):
            one = Outcome(concerns=1, answered=int(answered))
            found[topic] = found.get(topic, Outcome()) + one
        return found

    @cached_property
    def _rounds_by_key(self):
        return {row.pk: row for row in self.rounds}

    @cached_property
    def _items(self) -> list[AgendaItem]:
        items = AgendaItem.objects.visible_to(self.user).current()
        items = items.in_rounds_of(self.dialogue)
        return [item for item in items if item.in_round in self._rounds_by_key]

    def _is_to_come(self, row):
        return self._rounds_by_key[row.in_round].status in Round.TO_COME

    def _state(self, item):
        aside = self._is_to_come(item) or _is_beside(item.meeting)
        return state_of(item.status, item.discussed, aside)

    def _state_of_raising(self, row):
        """In preparing a round, a topic is put forward and no more."""
        aside = self._is_to_come(row) or _is_beside(row.meeting)
        return State.PROPOSED if aside else State.DISCUSSED

    @property
    def _of_items(self):
        return [
            Mention(
                kind="agenda_item",
                pk=item.pk,
                topic=self.topics[item.topic_id],
                round=self._rounds_by_key[item.in_round],
                state=self._state(item),
                side=item.proposed_by,
                title=item.title,
                url=_page_of(item.meeting_id, item.in_round) + "#agenda",
                marking=item.marking,
                fictional=item.fictional,
                group=self.groups.get(item.of_group),
                moved_to=item.moved_to_id,
                although=item.came_up_although(),
                meeting=item.meeting,
            )
            for item in self._items
            if item.topic_id
        ]

    @property
    def _of_raisings(self):
        raisings = Raising.objects.visible_to(self.user).current()
        return [
            Mention(
                kind="raising",
                pk=row.pk,
                topic=self.topics[row.concern.topic_id],
                round=self._rounds_by_key[row.in_round],
                state=self._state_of_raising(row),
                side=_side_of(row.concern.raised_by),
                title=row.concern.title,
                url=row.get_absolute_url(),
                marking=row.marking,
                fictional=row.fictional,
                group=self.groups.get(row.of_group),
                is_open=row.concern.status == Concern.Status.OPEN,
                meeting=row.meeting,
            )
            for row in raisings.on_topics_in_rounds_of(self.dialogue)
            if row.in_round in self._rounds_by_key
        ]

    @property
    def _of_groups(self):
        found = []
        for group in self.groups.values():
            met = {row.pk: group.marking for row in group.visible_rounds}
            met |= {row.round_id: row.marking for row in group.visible_meetings}
            found += [
                self._of_group(group, self._rounds_by_key[key], marking)
                for key, marking in met.items()
                if group.topic_id and key in self._rounds_by_key
            ]
        return found

    def _of_group(self, group, round_, marking):
        held = round_.status == Round.Status.HELD
        return Mention(
            kind="working_group",
            pk=group.pk,
            topic=self.topics[group.topic_id],
            round=round_,
            state=State.DISCUSSED if held else State.LISTED,
            side="",
            title=group.title,
            url=group.get_absolute_url(),
            marking=max(group.marking, round_.marking, marking),
            fictional=group.fictional,
            group=group,
        )


def _page_of(meeting, round_):
    name, key = ("meeting", meeting) if meeting else ("round", round_)
    return reverse(f"dialogues:{name}_detail", args=[key])


def _side_of(raised_by):
    """As a side where it is one of the two; civil society is neither."""
    return Side.PARTNER if raised_by in Concern.FROM_PARTNER else raised_by
