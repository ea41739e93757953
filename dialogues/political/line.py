"""Contacts at political level as a drawing: time to the right, the highest on top.

Places across are percentages, places down are pixels, so that the words keep their
size however narrow the page is.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from core.partial_dates import PartialDate
from dialogues.models import Round
from dialogues.political.contacts import Contact
from dialogues.political.rules import (
    RANK,
    duration,
    is_longer_than_usual,
    middle_of,
    usual_interval,
)
from partners.models import Level

LEFT, RIGHT = 2.5, 97.5
TOP, ROW, BELOW, AXIS = 30, 36, 26, 22
MOST_YEARS = 6
# The last for the widest span that dates with four digits can have.
YEARS_APART = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
# A gap that is narrower has no room for its words.
ROOM_FOR_WORDS = 16
# So close to the word "today" no year is written.
NEAR_TODAY = 9
# Always shown, so that one line can be compared with another.
_SHOWN = (Level.MINISTER, Level.DEPUTY_MINISTER)


@dataclass
class Line:
    """What templates/dialogues/_political_line.html draws."""

    rows: list[dict] = field(default_factory=list)
    dots: list[dict] = field(default_factory=list)
    steps: list[dict] = field(default_factory=list)
    gaps: list[dict] = field(default_factory=list)
    years: list[dict] = field(default_factory=list)
    rounds: list[float] = field(default_factory=list)
    today: float | None = None
    says: str = ""

    @property
    def axis(self) -> int:
        return self.rows[-1]["y"] + BELOW

    @property
    def height(self) -> int:
        return self.axis + AXIS


class _Scale:
    def __init__(self, first: date, last: date):
        self.first = first.replace(month=1, day=1)
        self.last = max(last, self.first.replace(month=12, day=31))
        self.days = (self.last - self.first).days

    def __call__(self, day: date) -> float:
        part = (min(max(day, self.first), self.last) - self.first).days / self.days
        return round(LEFT + (RIGHT - LEFT) * part, 2)


def line_of(
    contacts: list[Contact],
    other_rounds: list[Round],
    today: date,
    until: PartialDate | str = "",
) -> Line | None:
    """The drawing of these contacts, or None when not one of them has a date.

    It ends today or with the last contact to come, or where the reader has cut it off.
    """
    dated = sorted((one for one in contacts if one.date), key=_time_order)
    if not dated:
        return None
    rounds = [one.starts_on for one in other_rounds if one.starts_on]
    days = [*(one.date for one in dated), *rounds]
    last = max([today, *(day.latest for day in days)])
    end = until.latest if until else today
    # Nothing is drawn for years to come of which nothing is known.
    last = min(end, last) if until else last
    at = _Scale(min(day.earliest for day in days), last)
    line = Line(rows=_rows(dated), rounds=[at(middle_of(day)) for day in rounds])
    heights = {row["level"]: row["y"] for row in line.rows}
    line.dots = [_dot(one, at, heights) for one in dated]
    so_far = [one for one in dated if not one.planned]
    usual = usual_interval([(one.date, one.level) for one in so_far], at.last)
    line.steps = _steps(so_far, at, heights, usual)
    line.gaps = _gaps(so_far, at, today if end >= today else None, usual)
    line.today = at(today) if today <= at.last else None
    line.years = _years(at, line.today)
    line.says = _in_words(dated)
    return line


def _time_order(contact):
    return middle_of(contact.date), contact.date


def _rows(contacts):
    """A step for each level in use, without a hole; last what is not known."""
    used = [RANK[one.level] for one in contacts if one.level]
    used += [RANK[level] for level in _SHOWN]
    shown = list(Level)[min(used) : max(used) + 1]
    names = [(level.value, level.label) for level in shown]
    if not all(one.level for one in contacts):
        names.append(("", _("Level not known")))
    return [
        {"level": level, "label": label, "y": TOP + ROW * number}
        for number, (level, label) in enumerate(names)
    ]


def _dot(contact, at, heights):
    day = contact.date
    coarse = not day.day_is_known
    return {
        "contact": contact,
        "x": at(middle_of(day)),
        "y": heights[contact.level],
        # How far a date reaches of which only the year or the month is known.
        "from": at(day.earliest) if coarse else None,
        "to": at(day.latest) if coarse else None,
        "says": _dot_in_words(contact),
    }


def _dot_in_words(contact):
    level = contact.level_label or _("Level not known")
    parts = [contact.date.words, contact.title, str(level)]
    return ", ".join([*parts, _("to come")] if contact.planned else parts)


def _steps(contacts, at, heights, usual):
    """From one contact of known level to the next: along, and then up or down."""
    known = [one for one in contacts if one.level]
    return [
        {
            "x1": at(middle_of(earlier.date)),
            "x2": at(middle_of(later.date)),
            "y1": heights[earlier.level],
            "y2": heights[later.level],
            "long": _is_gap(middle_of(earlier.date), middle_of(later.date), usual),
        }
        for earlier, later in pairwise(known)
    ]


def _is_gap(start, end, usual):
    return usual is not None and is_longer_than_usual((end - start).days, usual)


def _gaps(contacts, at, today, usual):
    """The stretches without a contact that are longer than usual."""
    days = [middle_of(one.date) for one in contacts]
    ends = [*days, today] if today else days
    return [
        _gap(start, end, at)
        for start, end in pairwise(ends)
        if _is_gap(start, end, usual)
    ]


def _gap(start, end, at):
    width = round(at(end) - at(start), 2)
    words = duration((end - start).days // 365.25 * 365.25)
    return {
        "x": at(start),
        "width": width,
        "middle": round(at(start) + width / 2, 2),
        "says": words if width >= ROOM_FOR_WORDS else "",
    }


def _years(at, today):
    """The years written below; not so many that they run into one another."""
    first, last = at.first.year, at.last.year
    span = last - first + 1
    apart = next(n for n in YEARS_APART if span <= n * MOST_YEARS)
    years = (year for year in range(first, last + 1) if year % apart == 0)
    marks = [{"year": year, "x": at(date(year, 1, 1))} for year in years]
    return [
        mark for mark in marks if today is None or abs(mark["x"] - today) > NEAR_TODAY
    ]


def _in_words(contacts):
    first, last = contacts[0].date.words, contacts[-1].date.words
    return _(
        "%(count)s contacts with a date, the first %(first)s, the last %(last)s. "
        "Time runs to the right, the highest level is on top. "
        "The list beside it says the same in words."
    ) % {"count": len(contacts), "first": first, "last": last}
