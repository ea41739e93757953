"""Where each project, round and activity goes on the line of time, in pixels."""

from dataclasses import dataclass
from datetime import date

from dialogues.network.wrapping import wrapped
from projects.drawing.timeline_rows import Bar, Mark, Timeline


@dataclass(frozen=True)
class Sheet:
    """The proportions of a drawing, in pixels."""

    name: str
    width: int
    # The column of names beside the bars; 0 where they stand above them.
    names: int
    size: float
    leading: float
    lines: int
    # At least so far apart are the years that are written down.
    year_room: int

    @property
    def left(self):
        return self.names + 10

    @property
    def right(self):
        return self.width - 12

    @property
    def name_room(self):
        return self.names - 14 if self.names else self.width - 24


WIDE = Sheet("wide", 1000, 310, size=12.5, leading=15, lines=2, year_room=38)
# For a phone: names above their bars, so that time has the whole width.
NARROW = Sheet("narrow", 328, 0, size=11.5, leading=14, lines=2, year_room=36)
BAR, PADDING, TITLE, LEVEL, LEVELS = 10, 5, 26, 25, 3
# How far a bar goes on where nobody knows until when, and the room of the words.
TAIL, NOTE = 26, 112


@dataclass(frozen=True)
class PlacedBar:
    bar: Bar
    top: float
    height: float
    text: list
    y: float
    # Empty where nothing is known: no bar, and the note stands at the left.
    box: dict
    tails: list
    arrow: str
    note: dict
    dots: list

    @property
    def middle(self):
        return self.y + BAR / 2


@dataclass(frozen=True)
class PlacedMark:
    mark: Mark
    x: float
    # None where there is no room to write it down: the table has it.
    label_y: float | None


@dataclass(frozen=True)
class Block:
    title: str
    title_y: float
    bars: list


class Drawing:
    """A picture on a sheet: what the template writes down as SVG."""

    def __init__(self, picture: Timeline, sheet: Sheet):
        self.sheet, self.bar_height = sheet, BAR
        self._first = date(picture.first_year, 1, 1)
        last = min(picture.last_year + 1, date.max.year)
        self._days = max((date(last, 1, 1) - self._first).days, 1)
        self.marks = self._placed_marks(picture.marks)
        levels = [mark.label_y for mark in self.marks if mark.label_y is not None]
        self.years_y = (max(levels) + 26) if levels else 16
        self.top = top = self.years_y + 8
        self.blocks = []
        for title, bars in picture.blocks:
            block, top = self._block(title, bars, top)
            self.blocks.append(block)
        self.bottom = top + 4
        self.height = round(self.bottom + 4, 1)
        self.years = self._years(picture)

    def _x(self, day):
        share = (day - self._first).days / self._days
        room = self.sheet.right - self.sheet.left
        return round(self.sheet.left + room * min(max(share, 0), 1), 1)

    def _years(self, picture):
        """Each year that is written down: so many that they do not touch."""
        count = picture.last_year - picture.first_year + 1
        room = (self.sheet.right - self.sheet.left) / count
        steps = (1, 2, 5, 10, 20, 50, 100)
        step = next((n for n in steps if n * room >= self.sheet.year_room), steps[-1])
        years = range(picture.first_year, picture.last_year + 1)
        return [
            {"year": year, "x": self._x(date(year, 1, 1))}
            for year in years
            if year % step == 0
        ]

    def _placed_marks(self, marks):
        """Numbers that would touch stand on levels one below the other."""
        ends = [float("-inf")] * LEVELS
        found = []
        for mark in sorted(marks, key=lambda one: one.middle):
            x = self._x(mark.middle)
            level = next((n for n, end in enumerate(ends) if x - end >= LEVEL), None)
            if level is not None:
                ends[level] = x
            found.append(
                PlacedMark(mark, x, None if level is None else 13 + level * LEVEL)
            )
        return found

    def _block(self, title, bars, top):
        title_y = round(top + TITLE * 0.7, 1)
        top += TITLE if title else 0
        placed = []
        for bar in bars:
            one = self._placed(bar, top)
            placed.append(one)
            top = round(top + one.height, 1)
        return Block(title, title_y, placed), top

    def _placed(self, bar, top):
        sheet = self.sheet
        lines = wrapped(str(bar.project), sheet.name_room, sheet.size, sheet.lines)
        names = len(lines) * sheet.leading
        if sheet.names:
            height = max(names, BAR + 6) + 2 * PADDING
            y, first = top + (height - BAR) / 2, top + (height - names) / 2
        else:
            height = names + BAR + 3 * PADDING
            y, first = top + names + 1.6 * PADDING, top + PADDING
        text = [
            (round(first + (n + 0.78) * sheet.leading, 1), line)
            for n, line in enumerate(lines)
        ]
        y = round(y, 1)
        return PlacedBar(
            bar,
            top,
            round(height, 1),
            text,
            y,
            **self._box(bar, y),
            dots=self._dots(bar),
        )

    def _box(self, bar, y):
        """The bar, and how it ends where nobody knows how it ended."""
        span, middle = bar.span, round(y + BAR - 1, 1)
        if span is None:
            note = {"x": self.sheet.left, "y": middle, "end": False}
            return {"box": {}, "tails": [], "arrow": "", "note": note}
        x, end = self._x(span.first), self._x(span.last)
        width = max(round(end - x, 1), 4)
        tails, arrow = [], ""
        if span.open_start:
            tails.append({"x": max(x - TAIL, self.sheet.left - 8), "to": x})
        if span.open_end:
            tails.append({"x": x + width, "to": x + width + TAIL})
        tails = [
            {"x": round(one["x"], 1), "width": round(one["to"] - one["x"], 1)}
            for one in tails
        ]
        if span.goes_on:
            tip, half = x + width + 7, BAR / 2
            arrow = f"M{x + width} {y}L{tip} {y + half}L{x + width} {y + BAR}Z"
        right = x + width + (TAIL if span.open_end else 7) + 5
        left = min([x, *(one["x"] for one in tails)]) - 5
        fits = right + NOTE <= self.sheet.width
        return {
            "box": {"x": x, "width": width},
            "tails": tails,
            "arrow": arrow,
            "note": {"x": round(right if fits else left, 1), "y": middle}
            | {"end": not fits},
        }

    def _dots(self, bar):
        return [
            {"x": self._x(_middle(one.date)), "activity": one}
            for one in bar.activities
            if one.date
        ]


def _middle(when):
    return when.earliest + (when.latest - when.earliest) / 2
