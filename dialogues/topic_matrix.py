"""Topics by rounds: what became of each, how deep it went, and how wide a round was.

Computed from the mentions that one reader may see; nothing here asks the database.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from dialogues.mentions import Mention, Outcome, State
from dialogues.models import Round, Side, Topic

_RANK = {state: place for place, state in enumerate(State)}
# One letter for each state, beside its colour and its word.
LETTERS = {
    State.DISCUSSED: pgettext_lazy("letter for: discussed", "D"),
    State.AGREED: pgettext_lazy("letter for: agreed", "A"),
    State.LISTED: pgettext_lazy("letter for: on the agenda", "O"),
    State.PROPOSED: pgettext_lazy("letter for: proposed", "P"),
    State.MOVED: pgettext_lazy("letter for: moved", "M"),
    State.REFUSED: pgettext_lazy("letter for: refused", "R"),
    State.DROPPED: pgettext_lazy("letter for: dropped", "X"),
}
GROUP_LETTER = pgettext_lazy("letter for: working group", "g")


@dataclass
class Cell:
    """One topic in one round: everything that the record says of the two together."""

    topic: Topic
    round: Round
    mentions: list[Mention] = field(default_factory=list)

    @property
    def state(self) -> State:
        """The one that says most."""
        return min((row.state for row in self.mentions), key=_RANK.get)

    @property
    def letter(self):
        return LETTERS[self.state]

    @property
    def word(self) -> str:
        return self.state.label

    @property
    def groups(self) -> list:
        found = {row.group.pk: row.group for row in self.mentions if row.group}
        return sorted(found.values(), key=str)

    @property
    def is_taken_up(self) -> bool:
        return any(row.is_taken_up for row in self.mentions)

    @property
    def key(self) -> str:
        return f"{self.topic.code}:{self.round.pk}"

    @property
    def words(self) -> str:
        """All that its colour, letter and sign say."""
        groups = ", ".join(str(group) for group in self.groups)
        return f"{self.word} · {groups}" if groups else self.word

    @property
    def parts(self) -> list[tuple[str, list[Mention]]]:
        """What lies behind it, kind by kind."""
        kinds = (
            ("agenda_item", _("On the agenda")),
            ("raising", _("Concerns raised")),
            ("working_group", _("Working groups")),
        )
        found = [
            (label, [row for row in self.mentions if row.kind == kind])
            for kind, label in kinds
        ]
        return [part for part in found if part[1]]


@dataclass(frozen=True)
class UnknownRound:
    """A round that was held and of which no topic is known; a line of the file."""

    round: Round

    kind = "round"
    topic = group = state = archived_at = None
    side = ""

    @property
    def pk(self):
        return self.round.pk

    @property
    def marking(self):
        return self.round.marking

    @property
    def fictional(self):
        return self.round.fictional

    @property
    def title(self):
        return _("Topics not known")

    def get_absolute_url(self):
        return self.round.get_absolute_url()


@dataclass
class Row:
    topic: Topic
    rounds: list[Round]
    cells: list[Cell | None]
    outcome: Outcome
    # The one that it belongs to has a row as well, just above.
    is_below: bool = False
    # The keys of the rounds of which no topic is known.
    unknown: frozenset = frozenset()

    @property
    def places(self) -> list[tuple[Cell | None, bool]]:
        """A cell or none for each round, and whether its topics are unknown."""
        return [
            (cell, round_.pk in self.unknown)
            for cell, round_ in zip(self.cells, self.rounds, strict=True)
        ]

    @property
    def taken_up(self) -> list[Round]:
        """The rounds that were held and dealt with it, the oldest first."""
        return [
            cell.round
            for cell in self.cells
            if cell and cell.is_taken_up and cell.round.status == Round.Status.HELD
        ]

    @property
    def first(self) -> Round | None:
        return next(iter(self.taken_up), None)

    @property
    def last(self) -> Round | None:
        return next(iter(self.taken_up[::-1]), None)


@dataclass(frozen=True)
class Focus:
    """How wide a round was. `topics` is None where nobody knows what was taken up."""

    round: Round
    topics: int | None
    # How many of them the last known round had as well; None for the first one.
    again: int | None = None

    @property
    def is_to_come(self) -> bool:
        return self.round.status in Round.TO_COME

    @property
    def share(self) -> int | None:
        """In percent."""
        if not self.topics or self.again is None:
            return None
        return round(100 * self.again / self.topics)


class TopicMatrix:
    """`rounds` are the columns, the oldest first; `topics` all, in their order.

    `outcomes` are by the key of a topic. With `first_level`, what is on a topic of the
    second level counts for the one that it belongs to. `everything` are the mentions
    before they were narrowed to a group: they say of which rounds anything is known.
    """

    def __init__(
        self,
        topics: dict[int, Topic],
        rounds: list[Round],
        mentions: Iterable[Mention],
        outcomes: dict[int, Outcome] | None = None,
        first_level: bool = False,
        everything: Iterable[Mention] | None = None,
    ):
        self.rounds, self._topics = rounds, topics
        self._first_level = first_level
        self._outcomes = outcomes or {}
        shown = {row.pk for row in rounds}
        self.mentions = [row for row in mentions if row.round.pk in shown]
        everything = self.mentions if everything is None else list(everything)
        self._told_of = {row.round.pk for row in everything}
        self._taken_up = {row.round.pk for row in everything if row.is_taken_up}
        self._cells: dict[tuple[int, int], Cell] = {}
        for mention in self.mentions:
            topic = self._row_of(mention.topic)
            key = (topic.pk, mention.round.pk)
            cell = self._cells.setdefault(key, Cell(topic, mention.round))
            cell.mentions.append(mention)
        self.rows = self._rows()
        self.focus = self._focus()

    def _row_of(self, topic: Topic) -> Topic:
        above = topic.parent_id if self._first_level else None
        return self._topics[above or topic.pk]

    def _rows(self):
        named = {topic for topic, _round in self._cells}
        outcomes = self._sums()
        unknown = frozenset(row.pk for row in self.unknown)
        return [
            Row(
                topic,
                self.rounds,
                [self._cells.get((topic.pk, row.pk)) for row in self.rounds],
                outcomes[topic.pk],
                topic.parent_id in named,
                unknown,
            )
            for topic in self._topics.values()
            if topic.pk in named
        ]

    def _sums(self):
        sums = defaultdict(Outcome)
        for key, outcome in self._outcomes.items():
            sums[self._row_of(self._topics[key]).pk] += outcome
        return sums

    def _focus(self):
        found, last = [], None
        by_round = defaultdict(set)
        for (topic, round_), cell in self._cells.items():
            if cell.is_taken_up:
                by_round[round_].add(topic)
        for row in self.rounds:
            if row.status not in (Round.Status.HELD, *Round.TO_COME):
                continue
            if row.pk not in self._taken_up:
                found.append(Focus(row, None))
                continue
            topics = by_round[row.pk]
            again = None if last is None else len(topics & last)
            found.append(Focus(row, len(topics), again))
            last = topics
        return found

    def cell(self, key: str) -> Cell | None:
        """The one that an address names as `<topic's code>:<round's key>`."""
        return next((one for one in self._cells.values() if one.key == key), None)

    @property
    def known(self) -> list[Focus]:
        """The rounds of which it is known what was taken up."""
        return [one for one in self.focus if one.topics is not None]

    @property
    def unknown(self) -> list[UnknownRound]:
        """The rounds that were held and of which no topic is known, the oldest first.

        SECURITY: hidden ones are not known either; what is told is the same.
        """
        return [
            UnknownRound(row)
            for row in self.rounds
            if row.status == Round.Status.HELD and row.pk not in self._told_of
        ]

    def longest_run(self, row: Row) -> int:
        """In how many rounds one after the other it was taken up.

        Rounds of which no topic is known break no run and lengthen none.
        """
        taken_up = {round_.pk for round_ in row.taken_up}
        held = [one.round.pk for one in self.known if not one.is_to_come]
        longest = run = 0
        for key in held:
            run = run + 1 if key in taken_up else 0
            longest = max(longest, run)
        return longest


def year_of(round_: Round) -> str:
    """The year that it is known to have begun in; empty when that is not known."""
    return (round_.starts_on or "")[:4]


def between_years(rounds: list[Round], since=None, until=None) -> list[Round]:
    """Those of these years; one without a date stands where the list puts it."""
    if not (since or until):
        return rounds
    first, last = f"{since or 0:04d}", f"{until or 9999:04d}"
    return [row for row in rounds if first <= row.stands_at[:4] <= last]


def focus_in_words(known: list[Focus]) -> str:
    """From the first to the last round that was held, in one sentence."""
    held = [one for one in known if not one.is_to_come]
    if len(held) < 2:
        return ""
    first, last = held[0], held[-1]
    words = {
        "first": _topics_in(first),
        "then": _when(first.round),
        "last": str(last.topics),
        "now": _when(last.round),
    }
    if last.topics == first.topics:
        return _("%(first)s in %(then)s, and as many in %(now)s.") % words
    return _("From %(first)s in %(then)s to %(last)s in %(now)s.") % words


def _topics_in(one):
    return ngettext("%(n)d topic", "%(n)d topics", one.topics) % {"n": one.topics}


def _when(round_):
    return year_of(round_) or str(round_)


def side_in_words(side: str) -> str:
    if side == "civil_society":
        return _("Civil society")
    return Side(side).label if side else ""
