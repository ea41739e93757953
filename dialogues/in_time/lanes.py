"""The lanes in which a dialogue is shown over the years, whichever app has them.

What goes on beside a dialogue, the apps above know as well: later, joint projects. Each
of them names its own lane; see `dialogues.in_time.own_lanes`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.models import Record
from core.partial_dates import PartialDate, in_words


@dataclass(frozen=True)
class Mark:
    """One record at its place in time."""

    record: Record
    detail: str
    starts: PartialDate | str
    ends: PartialDate | str = ""
    # A few letters that fit into the drawing.
    short: str = ""
    # It is to come, or did not take place.
    is_hollow: bool = False

    archived_at = None

    @property
    def title(self):
        return str(self.record)

    @property
    def url(self):
        return self.record.get_absolute_url()

    @property
    def marking(self):
        return self.record.marking

    @property
    def fictional(self):
        return self.record.fictional

    @property
    def kind(self):
        name = capfirst(self.record._meta.verbose_name)
        return f"{name}: {self.detail}" if self.detail else name

    @property
    def first_day(self):
        return self.starts.earliest

    @property
    def last_day(self):
        """The last day that it can have lasted to."""
        return (self.ends or self.starts).latest

    @property
    def day_is_known(self):
        return self.starts.day_is_known

    @property
    def words(self):
        """All that the drawing says of it, for those who hear it."""
        when = in_words(self.starts)
        if self.ends and self.ends != self.starts:
            span = {"first": when, "last": in_words(self.ends)}
            when = _("%(first)s to %(last)s") % span
        return f"{self.title} · {self.kind} · {when}"


@dataclass(frozen=True)
class Lane:
    """`source` takes a dialogue and a user; it gives what that user may see."""

    code: str
    label: str
    place: int
    source: Callable


_LANES: dict[str, Lane] = {}


def draws_lane(code, label, *, place):
    """Marks a function of `(dialogue, user)` that gives the marks of one lane.

    `place` says where it stands among the others. It costs a fixed number of queries.
    """

    def register(source):
        _LANES[code] = Lane(code, label, place, source)
        return source

    return register


class InTime:
    """A dialogue over the years, as one reader may see it."""

    def __init__(self, dialogue, user):
        lanes = sorted(_LANES.values(), key=lambda lane: lane.place)
        self.all = [(lane, list(lane.source(dialogue, user))) for lane in lanes]

    @property
    def marks(self):
        return [mark for _lane, marks in self.all for mark in marks]

    @property
    def dated(self):
        """Each lane with its marks of known date, the oldest first."""
        return [
            (lane, sorted((m for m in marks if m.starts), key=_in_order))
            for lane, marks in self.all
        ]

    @property
    def newest_first(self):
        dated = [mark for _lane, marks in self.dated for mark in marks]
        return sorted(dated, key=_in_order, reverse=True)

    @property
    def undated(self):
        """Each lane that has marks without a date, with them."""
        found = [(lane, [m for m in marks if not m.starts]) for lane, marks in self.all]
        return [(lane, marks) for lane, marks in found if marks]


def _in_order(mark):
    return str(mark.starts), mark.kind, mark.record.pk
