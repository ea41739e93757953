"""Priority topics by years: which projects ran, and where there was none.

Pure arithmetic on the rows that one reader may see; nothing here asks the database.
What is not known stays so: a project whose end nobody gave has not gone on for ever,
and where it may have run there is no gap.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogues.models import PriorityTopic, Round, Topic
from projects.models import Project

# A slip of the pen in a date must not draw a thousand columns.
YEARS_AT_MOST, YEARS_AHEAD = 400, 20
NO_TOPIC, EVERY = ".none", ".all"


class State(models.TextChoices):
    """What is known of a project in a year; the one that says most comes first."""

    RAN = "ran", _("Ran")
    MAY = "may", _("May have run: its beginning or end is not known")
    PLANNED = "planned", _("Planned")


class Priority(models.TextChoices):
    YES = "yes", _("A priority")
    UNKNOWN = "unknown", _("Not known whether it was a priority")
    NO = "no", _("Not a priority")


def year_of(date) -> int | None:
    return int(date[:4]) if date else None


def states_of(project: Project, earliest: int, now: int) -> dict[int, State]:
    """What is known of a project in each year from `earliest` on.

    One that runs has run until now. Of any other without an end only the year in which
    it began is certain; of one without a beginning, the year in which it ended.
    """
    first, last = year_of(project.since), year_of(project.until)
    if project.status == Project.Status.RUNNING and last is None:
        last = max(now, first or now)
    if project.status == Project.Status.IDEA or not (first or last):
        return {}
    if project.status == Project.Status.PLANNED:
        span = range(first or last, (last or first) + 1)
        return dict.fromkeys(span, State.PLANNED)
    certain = range(first or min(last, now), (last or first) + 1)
    found = {year: State.RAN if year <= now else State.PLANNED for year in certain}
    unsure = range(certain[-1] + 1, now + 1) if not last else ()
    if not first:
        unsure = range(earliest, certain[0])
    return found | dict.fromkeys(unsure, State.MAY)


def years_of_priority(row: PriorityTopic, now: int) -> range:
    """Those in which it certainly was one; without an end it is one until now."""
    first, last = year_of(row.since), year_of(row.until)
    last = max(now, first or now) if last is None else last
    return range(first or last, last + 1)


@dataclass
class Cell:
    """One topic in one year: its projects, by what is known of each."""

    key: str
    year: int
    priority: Priority = Priority.NO
    projects: dict[State, list[Project]] = field(
        default_factory=lambda: {state: [] for state in State}
    )
    is_gap: bool = False

    @property
    def all(self) -> list[Project]:
        return [row for rows in self.projects.values() for row in rows]

    @property
    def state(self) -> State | None:
        return next((state for state, rows in self.projects.items() if rows), None)

    @property
    def count(self) -> int:
        """Of the state that it shows."""
        return len(self.projects[self.state]) if self.state else 0

    @property
    def has_more(self) -> bool:
        """Whether others may have run beside those that certainly did."""
        return self.state != State.MAY and bool(self.projects[State.MAY])

    @property
    def words(self) -> str:
        """The count as it stands in the table, for example 2, 3? or 1+."""
        sign = "?" if self.state == State.MAY else "+" if self.has_more else ""
        return f"{self.count}{sign}"

    @property
    def parts(self) -> list[tuple[State, list[Project]]]:
        return [(state, rows) for state, rows in self.projects.items() if rows]


@dataclass(frozen=True)
class Gap:
    """Years one after the other in which a priority had no project."""

    topic: Topic
    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    @property
    def years(self) -> str:
        return str(self.first) if self.length == 1 else f"{self.first}–{self.last}"


@dataclass
class Row:
    """A topic with a cell for each year. `topic` is None where projects name none."""

    key: str
    topic: Topic | None
    cells: dict[int, Cell]
    priorities: list[PriorityTopic] = field(default_factory=list)
    # A topic of which something below is a priority: the row holds what else there is.
    is_rest: bool = False
    # Of these nobody knows in which years they ran, or whether they came about.
    undated: list[Project] = field(default_factory=list)
    ideas: list[Project] = field(default_factory=list)

    @property
    def fictional(self) -> bool:
        """Whether it is a priority only because one was made up."""
        return bool(self.priorities) and all(row.fictional for row in self.priorities)

    @property
    def ran(self) -> bool:
        return any(cell.projects[State.RAN] for cell in self.cells.values())

    @property
    def may_have_run(self) -> bool:
        unsure = any(cell.projects[State.MAY] for cell in self.cells.values())
        return unsure or bool(self.undated)

    @property
    def ran_as_priority(self) -> bool:
        """Whether a project ran in a year in which it was, or may have been, one."""
        return any(
            cell.projects[State.RAN] and cell.priority != Priority.NO
            for cell in self.cells.values()
        )

    @property
    def planned(self) -> list[Project]:
        found = {}
        for cell in self.cells.values():
            found |= {row.pk: row for row in cell.projects[State.PLANNED]}
        return list(found.values())

    @cached_property
    def gaps(self) -> list[Gap]:
        found, years = [], []
        for year, cell in self.cells.items():
            if cell.is_gap:
                years.append(year)
            elif years:
                found.append(Gap(self.topic, years[0], years[-1]))
                years = []
        return [*found, Gap(self.topic, years[0], years[-1])] if years else found

    def gap_at(self, year: int) -> Gap | None:
        """The gap that goes on in this year."""
        return next((gap for gap in self.gaps if gap.first <= year <= gap.last), None)


class Continuity:
    """`projects` are those of one dialogue, with `visible_topics`.

    Ideas and other countries' projects count for nothing; ideas are named beside a
    priority that has no more than them.
    """

    def __init__(
        self,
        priorities: Iterable[PriorityTopic],
        projects: Iterable[Project],
        topics: dict[int, Topic],
        *,
        now: int,
        rounds: Iterable[Round] = (),
        years: list[int] | None = None,
    ):
        self._topics, self.now, self.rounds = topics, now, list(rounds)
        self._priorities = defaultdict(list)
        for row in priorities:
            self._priorities[row.topic_id].append(row)
        self._all = list(projects)
        ours = [row for row in self._all if not row.comparator]
        self.ideas = [row for row in ours if row.status == Project.Status.IDEA]
        self.projects = [row for row in ours if row.status != Project.Status.IDEA]
        self.undated = [row for row in self.projects if not (row.since or row.until)]
        self.years = years or self._span()
        self.priority_rows = [
            self._row_of_priority(topic)
            for topic in topics.values()
            if topic.pk in self._priorities
        ]
        self._fill()

    def narrowed(self, holds: Callable[[Project], bool]) -> "Continuity":
        """With some of the projects; what is a gap is still asked of all of them."""
        found = Continuity(
            [row for rows in self._priorities.values() for row in rows],
            filter(holds, self._all),
            self._topics,
            now=self.now,
            rounds=self.rounds,
            years=self.years,
        )
        for row, whole in zip(found.priority_rows, self.priority_rows, strict=True):
            for year, cell in row.cells.items():
                cell.is_gap = whole.cells[year].is_gap
        return found

    def _span(self) -> list[int]:
        dates = [date for row in self.projects for date in (row.since, row.until)]
        dates += [row.starts_on for row in self.rounds]
        for rows in self._priorities.values():
            dates += [date for row in rows for date in (row.since, row.until)]
        years = [year_of(date) for date in dates if date]
        last = min(max([*years, self.now]), self.now + YEARS_AHEAD)
        first = max(min([*years, self.now]), last - YEARS_AT_MOST + 1)
        return list(range(first, last + 1))

    def _cells(self, key):
        return {year: Cell(f"{key}:{year}", year) for year in self.years}

    def _row_of_priority(self, topic):
        rows = self._priorities[topic.pk]
        row = Row(topic.code, topic, self._cells(topic.code), rows)
        for priority in rows:
            certain = years_of_priority(priority, self.now)
            for year, cell in row.cells.items():
                if year in certain:
                    cell.priority = Priority.YES
                elif priority.since or year > certain[0]:
                    continue
                elif cell.priority == Priority.NO:
                    cell.priority = Priority.UNKNOWN
        return row

    def _fill(self):
        by_topic = {row.topic.pk: row for row in self.priority_rows}
        self._others: dict[int | None, Row] = {}
        self.every = Row(EVERY, None, self._cells(EVERY))
        for project in self.projects:
            states = states_of(project, self.years[0], self.now)
            for row in [*self._rows_of(project, by_topic), self.every]:
                _put(row, project, states)
        for idea in self.ideas:
            for row in self._named(idea, by_topic):
                row.ideas.append(idea)
        for row in self.priority_rows:
            for cell in row.cells.values():
                none = not (cell.projects[State.RAN] or cell.projects[State.MAY])
                due = cell.priority == Priority.YES and cell.year <= self.now
                cell.is_gap = none and due

    def _named(self, project, by_topic):
        """The priorities that its topics are, or belong to; each once."""
        keys = {}
        for topic in project.visible_topics:
            keys |= dict.fromkeys((topic.pk, topic.parent_id))
        return [by_topic[key] for key in keys if key in by_topic]

    def _rows_of(self, project, by_topic):
        if named := self._named(project, by_topic):
            return named
        first_level = {
            topic.parent_id or topic.pk: None for topic in project.visible_topics
        }
        return [self._other(key) for key in first_level or {None: None}]

    def _other(self, key):
        if key not in self._others:
            topic = self._topics.get(key)
            code = topic.code if topic else NO_TOPIC
            below = {self._topics[pk].parent_id for pk in self._priorities}
            self._others[key] = Row(
                f"other.{code}",
                topic,
                self._cells(f"other.{code}"),
                is_rest=key in below,
            )
        return self._others[key]

    @property
    def other_rows(self) -> list[Row]:
        """Projects outside the priorities, by topics of the first level."""
        keys = [key for key in self._topics if key in self._others]
        rows = [self._others[key] for key in keys]
        return [*rows, self._others[None]] if None in self._others else rows

    @property
    def outside(self) -> list[Project]:
        """Projects on no priority topic, each once."""
        found = {}
        for row in self._others.values():
            for cell in row.cells.values():
                found |= {project.pk: project for project in cell.all}
            found |= {project.pk: project for project in row.undated}
        return list(found.values())

    @property
    def rows(self) -> list[Row]:
        return [*self.priority_rows, *self.other_rows, self.every]

    def cell(self, key: str) -> tuple[Row, Cell] | None:
        """The one that an address names as `<row>:<year>`, with its row."""
        pairs = ((row, cell) for row in self.rows for cell in row.cells.values())
        return next((pair for pair in pairs if pair[1].key == key), None)

    @property
    def longest_gap(self) -> Gap | None:
        """Of those that are as long as each other, the latest."""
        gaps = [gap for row in self.priority_rows for gap in row.gaps]
        return max(gaps, key=lambda gap: (gap.length, gap.last), default=None)

    @property
    def without_project(self) -> list[Row]:
        """Priority topics on which no project is known to have run, in any year."""
        return [row for row in self.priority_rows if not row.ran]

    @property
    def without_project_now(self) -> list[tuple[Row, Gap]]:
        """Those that had one, and are a priority now without any."""
        rows = [row for row in self.priority_rows if row.ran]
        found = [(row, row.gap_at(self.now)) for row in rows]
        return [(row, gap) for row, gap in found if gap]

    @cached_property
    def rounds_by_year(self) -> dict[int, list[Round]]:
        found = defaultdict(list)
        for row in self.rounds:
            found[year_of(row.starts_on)].append(row)
        return found

    @property
    def rounds_without_year(self) -> list[Round]:
        return self.rounds_by_year.get(None, [])


def _put(row, project, states):
    if not (project.since or project.until):
        row.undated.append(project)
    for year, state in states.items():
        if year in row.cells:
            row.cells[year].projects[state].append(project)
