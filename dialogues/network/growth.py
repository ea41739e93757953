"""How the network of a dialogue grew by year, as figures and as bars."""

from collections import Counter
from dataclasses import dataclass

HEAD, FOOT, LEFT = 14, 34, 30
WIDEST_BAR = 34


@dataclass(frozen=True)
class Year:
    year: int
    pairs: int
    new: int
    rounds: int


class Growth:
    """Pairs in contact and new pairs in each year, and how many rounds were held.

    `rounds` are the years of rounds that were held.
    """

    def __init__(self, pairs, rounds, *, until):
        met = Counter(year for pair in pairs for year in pair.years)
        new = Counter(min(pair.years) for pair in pairs if pair.years)
        held = Counter(rounds)
        first = min([*met, *held], default=None)
        years = range(first, until + 1) if met else []
        self.years = [Year(year, met[year], new[year], held[year]) for year in years]
        # For a desk and a printer, and for a phone.
        self.charts = [
            Chart("wide", self.years, width=940, height=170),
            Chart("narrow", self.years, width=300, height=150),
        ]


@dataclass(frozen=True)
class Bar:
    """What is drawn of one year; `met` and `new` are left, top, width and height."""

    year: Year
    x: float
    met: tuple
    new: tuple
    named: bool


class Chart:
    """The bars of all years, in pixels."""

    left = LEFT

    def __init__(self, name, years, *, width, height):
        self.name, self.width, self.height = name, width, height
        self.foot = height - FOOT
        most = max((row.pairs for row in years), default=1)
        self._step = (width - LEFT) / max(len(years), 1)
        self._rise = (self.foot - HEAD) / most
        self.ticks = [
            {"value": value, "y": round(self.foot - value * self._rise, 1)}
            for value in sorted({0, most // 2 if most % 2 == 0 else 0, most})
        ]
        self.bars = [self._bar(number, row) for number, row in enumerate(years)]

    def _bar(self, number, row):
        x = LEFT + self._step * (number + 0.5)
        named = row.year % self._every() == 0
        met, new = (self._box(x, count) for count in (row.pairs, row.new))
        return Bar(row, round(x, 1), met, new, named)

    def _box(self, x, count):
        wide, tall = min(self._step * 0.7, WIDEST_BAR), count * self._rise
        box = (x - wide / 2, self.foot - tall, wide, tall)
        return tuple(round(side, 1) for side in box)

    def _every(self):
        """Of how many years one is named, so that the names have room."""
        return next((n for n in (1, 5, 10) if n * self._step >= 40), 20)
