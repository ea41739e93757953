"""What stands on the line of time: projects from when to when, rounds, activities.

An end that nobody gave is no end in the distance: it is drawn as not known, and only
what is recorded as running goes on to the present day.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from core.templatetags.ui import span_of_dates
from dialogues.models import Round
from partners.countries import country_name
from projects.continuity import YEARS_AHEAD, YEARS_AT_MOST
from projects.models import Project


@dataclass(frozen=True)
class Span:
    """From when to when something lasted.

    `open_start`, `open_end`: nobody knows since when, or until when.
    `goes_on`: it is recorded as running, and has no end yet.
    """

    first: date
    last: date
    open_start: bool = False
    open_end: bool = False
    goes_on: bool = False


def span_of(project: Project, today: date) -> Span | None:
    """None where neither beginning nor end is known and it does not run today."""
    since, until = project.since, project.until
    runs = project.status == Project.Status.RUNNING and not until
    if runs:
        last = max(today, since.latest) if since else today
        return Span(since.earliest if since else today, last, not since, goes_on=True)
    if since and until:
        return Span(since.earliest, until.latest)
    if since:
        return Span(since.earliest, since.latest, open_end=True)
    if until:
        return Span(until.earliest, until.latest, open_start=True)
    return None


@dataclass(frozen=True)
class Bar:
    """A project, and where it is in time."""

    project: Project
    span: Span | None
    activities: list

    @property
    def look(self) -> str:
        if self.project.comparator:
            return "other"
        if self.project.status in (Project.Status.PLANNED, Project.Status.IDEA):
            return "planned"
        return "ours"

    @property
    def note(self) -> str:
        """What the picture cannot say by a bar alone."""
        if self.span is None:
            return _("period not known")
        if self.span.goes_on:
            return _("beginning not known") if self.span.open_start else ""
        if self.span.open_end:
            return _("end not known")
        return _("beginning not known") if self.span.open_start else ""

    @property
    def title(self) -> str:
        project = self.project
        when = ""
        if project.since or project.until:
            when = strip_tags(span_of_dates(project.since, project.until))
        country = country_name(project.comparator) if project.comparator else ""
        told = [str(project), country, when, self.note, project.get_status_display()]
        return ", ".join(part for part in told if part)


@dataclass(frozen=True)
class Mark:
    """A round, and the days between which it was."""

    round: Round
    first: date
    last: date

    @property
    def look(self) -> str:
        if self.round.status == Round.Status.HELD:
            return "held"
        return "to-come" if self.round.status in Round.TO_COME else "stopped"

    @property
    def number(self) -> str:
        return str(self.round.ordinal or "–")

    @property
    def middle(self) -> date:
        return self.first + (self.last - self.first) / 2

    @property
    def title(self) -> str:
        when = strip_tags(span_of_dates(self.round.starts_on, self.round.ends_on))
        return f"{self.round}, {when}, {self.round.get_status_display()}"


class Timeline:
    """The rows of one picture, in their order, and the years that it covers."""

    def __init__(self, projects: list[Project], rounds: list[Round], *, today: date):
        self.today = today
        bars = [
            Bar(row, span_of(row, today), list(row.visible_activities))
            for row in projects
        ]
        ours = [bar for bar in bars if not bar.project.comparator]
        dated = [bar for bar in ours if bar.span]
        self.blocks = [
            ("", sorted(dated, key=lambda bar: (bar.span.first, bar.span.last))),
            (_("Period not known"), [bar for bar in ours if not bar.span]),
            (
                _("Other countries’ projects, for comparison"),
                [bar for bar in bars if bar.project.comparator],
            ),
        ]
        self.blocks = [(label, rows) for label, rows in self.blocks if rows]
        self.marks = [
            Mark(row, row.starts_on.earliest, (row.ends_on or row.starts_on).latest)
            for row in rounds
            if row.starts_on
        ]
        self.undated_rounds = [row for row in rounds if not row.starts_on]
        self.first_year, self.last_year = self._years()

    @property
    def bars(self) -> list[Bar]:
        return [bar for _label, bars in self.blocks for bar in bars]

    @property
    def projects(self) -> list[Project]:
        return [bar.project for bar in self.bars]

    @property
    def groups(self) -> list[tuple[str, list[Project]]]:
        """For the tables: ours, and other countries'."""
        ours = [row for row in self.projects if not row.comparator]
        others = [row for row in self.projects if row.comparator]
        parts = [
            (_("Projects"), ours),
            (_("Other countries’ projects, for comparison"), others),
        ]
        return [(label, rows) for label, rows in parts if rows]

    @property
    def is_dated(self) -> bool:
        """Whether there is anything that a line of time could show."""
        return bool(self.marks or any(bar.span for bar in self.bars))

    def _years(self):
        days = [self.today] if not (self.marks or self.bars) else []
        for bar in self.bars:
            days += [bar.span.first, bar.span.last] if bar.span else []
            dates = [one.date for one in bar.activities if one.date]
            days += [one.earliest for one in dates]
        days += [day for mark in self.marks for day in (mark.first, mark.last)]
        years = [day.year for day in days] or [self.today.year]
        last = min(max(years), self.today.year + YEARS_AHEAD)
        return max(min(years), last - YEARS_AT_MOST + 1), max(last, min(years))
