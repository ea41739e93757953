"""What a line of an account says, and the apps above that have lines of their own.

Joint projects have cost and reached something as well; their app knows of dialogues,
and not the other way round. See `projects.accounting`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """One thing that the account says, and the record that it stands on."""

    part: str
    kind: str
    date: Any
    what: str
    value: Any
    detail: Any
    row: Any
    # Of a reply: the side that gave it or owes it, and the person who spoke.
    side: str = ""
    who: str = ""


_SOURCES: list[tuple[str, Callable]] = []


def accounts_for(part):
    """Marks a function of an account that gives lines of one of its three parts.

    Their rows may be seen by the account's reader, and carry a marking: what they tell
    counts for the highest marking of the page, its file and the log of readings.
    """

    def register(source):
        _SOURCES.append((part, source))
        return source

    return register


def lines_of_others(part, account):
    for name, source in _SOURCES:
        if name == part:
            yield from source(account)
