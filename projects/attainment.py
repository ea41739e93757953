"""How far results have come towards their targets, and what that does not say."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from projects.models import Result, ResultValue


@dataclass(frozen=True)
class Attainment:
    """A result with its latest whole values; None where there is none to see."""

    result: Result
    target: ResultValue | None
    actual: ResultValue | None

    @property
    def percent(self):
        """How much of the way from baseline to target is gone, in whole per cent.

        Below 0 when it went backwards, above 100 when the target was passed. None
        without all three figures, or where target and baseline are the same.
        """
        start = self.result.baseline
        figures = [getattr(row, "value", None) for row in (self.target, self.actual)]
        if start is None or None in figures or figures[0] == start:
            return None
        target, actual = figures
        share = (actual - start) / (target - start) * 100
        return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def attainment_of(result):
    """The latest whole target and actual value; needs `with_values`."""
    whole = [row for row in result.visible_values if not row.group]
    kinds = ResultValue.Kind

    def latest(kind):
        return next((row for row in whole if row.kind == kind), None)

    return Attainment(result, latest(kinds.TARGET), latest(kinds.ACTUAL))


@dataclass(frozen=True)
class Level:
    """One of the three levels, with what was reached on it."""

    level: Result.Level
    attained: list

    @property
    def words(self):
        return self.level.label

    @property
    def is_known(self):
        """Whether anything on this level has an actual value."""
        return any(row.actual for row in self.attained)


def by_level(results):
    """The three levels, the nearest to the project first, each with its results."""
    attained = [attainment_of(result) for result in results]
    return [
        Level(level, [row for row in attained if row.result.level == level])
        for level in Result.Level
    ]


def known_between(levels, since, until):
    """The same levels, with what may have its latest actual value in these years."""

    def is_between(actual):
        too_early = since and actual.date.latest < since.earliest
        too_late = until and actual.date.earliest > until.latest
        return not (too_early or too_late)

    return [
        Level(
            level.level,
            [row for row in level.attained if row.actual and is_between(row.actual)],
        )
        for level in levels
    ]


def stops_at_outputs(levels):
    """Whether it is known what was made, and nothing is known of what changed."""
    output, *beyond = levels
    return bool(output.attained) and not any(level.is_known for level in beyond)
