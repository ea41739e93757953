"""Levels, and when a line of contacts asks for attention: arithmetic, no rows.

All of it takes contacts as pairs of a partial date and a level ("" is not known), and
says only what is certain: of two dates of which either may be the earlier, neither is
"the last".
"""

from datetime import date
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.partial_dates import PartialDate
from partners.models import Level

POLITICAL = (Level.HEAD_OF_GOVERNMENT, Level.MINISTER, Level.DEPUTY_MINISTER)
RANK = {level.value: number for number, level in enumerate(Level)}

# A silence, or an interval, this much longer than usual asks for attention …
LONGER_THAN_USUAL = 1.5
# … if it is longer than a year as well; with a leap day.
A_YEAR = 366
DAYS_IN_A_MONTH = 30.4375


class Sinking(NamedTuple):
    """The last contact was at a lower level than the one before.

    `next_to_it` is false when contacts of unknown level lie between the two.
    """

    last: str
    before: str
    next_to_it: bool


class Growth(NamedTuple):
    """So many days, where `usual` days are the usual interval."""

    days: int
    usual: int


def highest(levels) -> str:
    """The highest of the levels that are known; "" when none is."""
    return min((level for level in levels if level in RANK), key=RANK.get, default="")


def reached_by_both(own: str, partner: str) -> str:
    """The level that both sides reached; "" where one of them is not known."""
    if own not in RANK or partner not in RANK:
        return ""
    return max(own, partner, key=RANK.get)


def is_at_least(level: str, wanted: str) -> bool:
    return level in RANK and RANK[level] <= RANK[wanted]


def is_to_come(day: PartialDate, today: date) -> bool:
    """Whether it certainly lies ahead: this year's is not, as it may have been."""
    return bool(day) and day.earliest > today


def level_sinks(contacts, today: date) -> Sinking | None:
    groups = _occasions(contacts, today)
    if len(groups) < 2 or not all(level in RANK for _day, level in groups[-1]):
        return None
    last = _best(groups[-1])
    known = [group for group in groups[:-1] if _best(group)]
    if not known or RANK[last] <= RANK[_best(known[-1])]:
        return None
    between = [level for _day, level in groups[-2] if level not in RANK]
    next_to_it = known[-1] is groups[-2] and not between
    return Sinking(last, _best(known[-1]), next_to_it)


def silence_grows(contacts, today: date) -> Growth | None:
    """The time since the last contact, when it is longer than usual."""
    days = [_day_of(group) for group in _occasions(contacts, today)]
    if len(days) < 2:
        return None
    return _growth((today - days[-1].latest).days, _intervals(days))


def interval_grows(contacts, today: date) -> Growth | None:
    """The interval between the last two contacts, when it is longer than before."""
    days = [_day_of(group) for group in _occasions(contacts, today)]
    if len(days) < 3:
        return None
    least = (days[-1].earliest - days[-2].latest).days
    return _growth(least, _intervals(days[:-1]))


def usual_interval(contacts, today: date) -> int | None:
    """The median of the days between one contact and the next."""
    days = [_day_of(group) for group in _occasions(contacts, today)]
    return round(median(_intervals(days))) if len(days) > 1 else None


def is_longer_than_usual(days: int, usual: float) -> bool:
    return days > A_YEAR and days > LONGER_THAN_USUAL * usual


def middle_of(day: PartialDate) -> date:
    """Where a partial date stands when one day has to stand for it."""
    return day.earliest + (day.latest - day.earliest) // 2


def _growth(days, intervals):
    usual = median(intervals)
    return Growth(days, round(usual)) if is_longer_than_usual(days, usual) else None


def _intervals(days):
    middles = [middle_of(day) for day in days]
    return [(later - earlier).days for earlier, later in pairwise(middles)]


def _occasions(contacts, today):
    """The contacts so far in time order; those of one time, or which may be, as one."""
    rest = [one for one in contacts if one[0] and not is_to_come(one[0], today)]
    groups = []
    while rest:
        last = max(day for day, _level in rest)
        groups.insert(0, [one for one in rest if not one[0].is_before(last)])
        rest = [one for one in rest if one[0].is_before(last)]
    return groups


def _best(group):
    return highest(level for _day, level in group)


def _day_of(group):
    """The finest date in a group, which the coarser ones agree with."""
    return max(day for day, _level in group)


# --- In words ---------------------------------------------------------------------


def warnings_in_words(contacts, today: date) -> list[str]:
    """What asks for attention, in sentences; nothing where all is as usual."""
    said = [
        _of_level(level_sinks(contacts, today)),
        _of_silence(silence_grows(contacts, today)),
        _of_interval(interval_grows(contacts, today)),
    ]
    return [sentence for sentence in said if sentence]


def _of_level(sinking):
    if sinking is None:
        return ""
    levels = {
        "last": in_a_sentence(sinking.last),
        "before": in_a_sentence(sinking.before),
    }
    if sinking.next_to_it:
        return (
            _(
                "The last contact was at the level of %(last)s; "
                "the one before at %(before)s."
            )
            % levels
        )
    return (
        _(
            "The last contact was at the level of %(last)s; "
            "the last one before it whose level is known at %(before)s."
        )
        % levels
    )


def _of_silence(growth):
    if growth is None:
        return ""
    return _(
        "The last contact was %(days)s ago; the usual interval is %(usual)s."
    ) % _spans(growth)


def _of_interval(growth):
    if growth is None:
        return ""
    return _(
        "Between the last two contacts lay %(days)s; "
        "the usual interval before was %(usual)s."
    ) % _spans(growth)


def _spans(growth):
    return {"days": duration(growth.days), "usual": duration(growth.usual)}


def in_a_sentence(level: str) -> str:
    return str(Level(level).label).lower()


def duration(days: int) -> str:
    """So many days in words, as people count them: 2 years, 3 months."""
    years, months = divmod(round(days / DAYS_IN_A_MONTH), 12)
    said = [
        ngettext("%d year", "%d years", years) % years if years else "",
        ngettext("%d month", "%d months", months) % months if months else "",
    ]
    return ", ".join(filter(None, said)) or _("less than a month")
