"""Where each mark of a dialogue over the years goes, in pixels.

Pure computation; the template writes it down as SVG.
"""

from datetime import date

from dialogues.in_time.lanes import Lane, Mark

# What a finger and a pointer can hit.
_SPOT = 24
_ROW, _PADDING, _HEAD, _EDGE = 26, 7, 28, 20
LABELS = 120
# The years share this room, as long as each has enough of it.
_ROOM, _YEAR_AT_LEAST, _YEAR_AT_MOST = 800, 16, 90
# A year is written where there is room for its four digits.
_YEAR_IN_WORDS = 40


def drawing(lanes: list[tuple[Lane, list[Mark]]], today: date) -> dict | None:
    """What `dialogues/_time_drawing.html` draws; nothing where no date is known."""
    marks = [mark for _lane, of_lane in lanes for mark in of_lane]
    if not marks:
        return None
    first = min(mark.first_day.year for mark in marks)
    last = max(mark.last_day.year for mark in marks)
    scale = _Scale(first, last)
    drawn, top = [], _HEAD
    for lane, of_lane in lanes:
        placed, rows = _placed(of_lane, scale, top + _PADDING)
        height = rows * _ROW + 2 * _PADDING
        drawn.append(
            {
                "lane": lane,
                "marks": placed,
                "top": top,
                "height": height,
                "middle": top + height // 2,
            }
        )
        top += height
    return {
        "labels": LABELS,
        "width": scale.width,
        "height": top,
        "head": _HEAD,
        "lanes": drawn,
        "years": scale.years(),
        "today": scale.at(today) if first <= today.year <= last else None,
    }


class _Scale:
    """Days to pixels."""

    def __init__(self, first, last):
        self.first, self.last = first, last
        count = last - first + 1
        self.year = min(max(_ROOM // count, _YEAR_AT_LEAST), _YEAR_AT_MOST)
        # A mark at either end, and the digits of a year, stay inside.
        self.width = self.year * count + 2 * _EDGE

    def at(self, day):
        part = (day - date(day.year, 1, 1)).days / 366
        return round(_EDGE + (day.year - self.first + part) * self.year, 1)

    def years(self):
        step = -(-_YEAR_IN_WORDS // self.year)
        return [
            {
                "year": year,
                "x": self.at(date(year, 1, 1)),
                "is_said": (year - self.first) % step == 0,
            }
            for year in range(self.first, self.last + 1)
        ]


def _placed(marks, scale, top):
    """Each mark with its place; those that would touch stand below each other."""
    ends, placed = [], []
    for mark in marks:
        left, right = scale.at(mark.first_day), scale.at(mark.last_day)
        middle, width = (left + right) / 2, max(right - left, _SPOT)
        left = round(min(max(middle - width / 2, 0), scale.width - width), 1)
        row = next((n for n, end in enumerate(ends) if end <= left), len(ends))
        ends[row : row + 1] = [left + width]
        y = top + row * _ROW
        placed.append(
            {
                "mark": mark,
                "x": left,
                "y": y,
                "width": round(width, 1),
                "spot": _SPOT,
                "middle": round(left + width / 2, 1),
                "centre": y + _SPOT // 2,
                "is_point": width == _SPOT,
            }
        )
    return placed, max(len(ends), 1)
