"""Replies in an account: which side gave them, and which of them still owes one."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from dialogues import tones
from dialogues.models import Concern, Raising, Reply, Side
from partners.countries import home_country_name


@dataclass(frozen=True)
class Silence:
    """What was raised and not answered, as far as the record goes.

    That no reply came may be `noted`, and the time for one may have run out.
    """

    raising: Raising
    noted: Reply | None = None
    overdue_since: datetime.date | None = None

    @property
    def row(self):
        return self.noted or self.raising


@dataclass(frozen=True)
class Answers:
    """What one side replied, and what it did not reply to."""

    side: str
    heading: str
    given: list[Reply]
    silences: list[Silence]

    @property
    def told(self):
        """Each reply with the tone of its quality."""
        return [(row, tones.REPLY_QUALITY[row.quality]) for row in self.given]

    @property
    def qualities(self):
        """Of each quality the words, the tone and how many there are."""
        counted = [
            (quality, sum(row.quality == quality for row in self.given))
            for quality in Reply.Quality
        ]
        return [
            (quality.label, tones.REPLY_QUALITY[quality], number)
            for quality, number in counted
            if number
        ]


def answers_by_side(partner, replies, unanswered) -> list[Answers]:
    """Those of the partner first; a side that owes and gave nothing is left out.

    `replies` and `unanswered` raisings are loaded with what they name, the oldest
    first.
    """
    given = [row for row in replies if row.quality != Reply.Quality.NONE]
    silences = _silences(replies, unanswered)
    sides = [
        Answers(
            side,
            _heading(side, partner),
            [row for row in given if side_that_replies(row.raising) == side],
            [one for one in silences if side_that_replies(one.raising) == side],
        )
        for side in (Side.PARTNER, Side.OURS)
    ]
    return [one for one in sides if one.given or one.silences]


def side_that_replies(raising) -> str:
    from_partner = raising.concern.raised_by in Concern.FROM_PARTNER
    return Side.OURS if from_partner else Side.PARTNER


def _silences(replies, unanswered):
    """Each raising once: that no reply came may be noted and be overdue as well."""
    today = timezone.localdate()
    noted = {
        row.raising_id: row for row in replies if row.quality == Reply.Quality.NONE
    }
    found = []
    for row in unanswered:
        is_late = row.reply_due and row.reply_due < today
        late = row.reply_due if is_late else None
        found.append(Silence(row, noted.pop(row.pk, None), overdue_since=late))
    found += [Silence(row.raising, row) for row in noted.values()]
    return sorted(found, key=lambda one: (one.raising.date, one.raising.pk))


def _heading(side, partner):
    names = {"home": home_country_name(), "partner": partner}
    if side == Side.OURS:
        return _("What %(home)s replied to %(partner)s") % names
    return _("What %(partner)s replied to %(home)s") % names
