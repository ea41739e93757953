"""What the occasions on which a concern was raised add up to, for one reader."""

from dataclasses import dataclass

from dialogues import tones
from dialogues.models import Concern, Raising
from partners.models import Level

_HIGHEST_FIRST = list(Level)


@dataclass(frozen=True)
class Ledger:
    """Counts only what it was given: the visible raisings with their visible replies.

    `raisings` come from `RaisingQuerySet.with_replies`, the newest first.
    """

    concern: Concern
    raisings: list[Raising]

    @property
    def occasions(self) -> list[dict]:
        """For the page: each raising, whether it still waits, and toned replies."""
        closed = self.concern.status == Concern.Status.CLOSED
        return [
            {
                "raising": raising,
                "settled": closed or raising.is_answered,
                "replies": [
                    (reply, tones.REPLY_QUALITY[reply.quality])
                    for reply in raising.visible_replies
                ],
            }
            for raising in self.raisings
        ]

    @property
    def times_raised(self) -> int:
        return len(self.raisings)

    @property
    def highest_level(self) -> str:
        """The highest level at which it was raised, in words; empty when unknown."""
        levels = [level for raising in self.raisings for level in _levels(raising)]
        return Level(min(levels, key=_HIGHEST_FIRST.index)).label if levels else ""

    @property
    def first_raised(self) -> str:
        return min((r.date for r in self.raisings if r.date), default="")

    @property
    def unanswered_since(self) -> str:
        """The oldest raising after the last one that was answered; empty if none."""
        if self.concern.status != Concern.Status.OPEN:
            return ""
        waiting = [r.date for r in self.raisings if r.date and not r.is_answered]
        return min(waiting, default="")

    @property
    def reply_due(self):
        """The earliest day on which a reply that has not come is due, or None."""
        if self.concern.status == Concern.Status.CLOSED:
            return None
        waiting = [r.reply_due for r in self.raisings if not r.is_answered]
        return min((day for day in waiting if day), default=None)

    @property
    def marking(self) -> int:
        """The highest marking of anything that is shown."""
        replies = [reply for r in self.raisings for reply in r.visible_replies]
        return max(row.marking for row in (self.concern, *self.raisings, *replies))


def _levels(raising):
    """The level that an occasion says or, failing that, those of its speaker then."""
    if raising.level or not raising.speaker:
        return [raising.level] if raising.level else []
    held = raising.speaker.visible_positions
    return [row.level for row in held if row.level and row.held_on(raising.date)]
