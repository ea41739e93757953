"""How wide each round was, as bars in a drawing that the server makes."""

from dialogues.topic_matrix import Focus, year_of

_BAR, _STEP, _HEIGHT, _TOP, _FOOT = 24, 40, 120, 18, 34
# How tall what is not known stands; it is hatched, and so no figure.
_UNKNOWN = 12
# A bar never gets taller than this for each topic, however few there are.
_UNIT = 16


def chart(focus: list[Focus]) -> dict | None:
    """What `dialogues/_focus_chart.html` draws; nothing for fewer than two rounds.

    A round of which the topics are not known keeps its place, without a bar.
    """
    widest = max((one.topics or 0 for one in focus), default=0)
    if sum(one.topics is not None for one in focus) < 2 or not widest:
        return None
    unit = min(_UNIT, _HEIGHT / widest)
    floor = _TOP + round(unit * widest)
    return {
        "width": _STEP * len(focus),
        "height": floor + _FOOT,
        "floor": floor,
        "bars": [_bar(one, place, unit, floor) for place, one in enumerate(focus)],
    }


def _bar(one, place, unit, floor):
    left = place * _STEP + (_STEP - _BAR) // 2
    tall, again = round(unit * (one.topics or 0)), round(unit * (one.again or 0))
    return {
        "focus": one,
        "year": year_of(one.round) or "–",
        "number": one.round.ordinal or "–",
        "x": left,
        "middle": left + _BAR // 2,
        "width": _BAR,
        "new": {"y": floor - tall, "height": tall - again},
        "again": {"y": floor - again, "height": again},
        "above": floor - tall - 5,
        "unknown": {"y": floor - _UNKNOWN, "height": _UNKNOWN},
        "number_at": floor + 14,
        "year_at": floor + 28,
    }
