"""What either side promised, as panels tell it: open promises first, three voices."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from dialogues.models import Measure, MeasureStatus, Side
from dialogues.tones import MEASURE_STATE

AT_MOST = 40
# What may fall due within so many days is told beforehand.
SOON = timedelta(days=30)
# "What did each side promise, and what became of it?" is asked of so many years.
YEARS_BACK = 10


@dataclass(frozen=True)
class Line:
    """One measure; `voices` are (who says so, the latest state, its tone)."""

    measure: Measure
    voices: list
    is_open: bool

    @property
    def is_promise(self):
        return self.measure.firmness == Measure.Firmness.COMMITMENT


def measures_of(user, origin, partner=None):
    """What `dialogues/_measures.html` takes for the page of `origin`.

    Only those of a partner where one is given. One query, however many there are;
    `rows` are for the log of readings.
    """
    name = origin.kind_name()
    rows = Measure.objects.visible_to(user).current()
    if partner:
        rows = rows.filter(dialogue__partner=partner)
    if name == "round":
        rows = rows.of_round(origin, user)
    elif name == "topic":
        rows = rows.about(origin)
    else:
        rows = rows.filter(**{name: origin})
    rows = rows.with_voices(user).promised_first()
    lines = [_line(row) for row in rows[:AT_MOST]]
    listed = reverse("dialogues:measure_list")
    new = reverse("dialogues:measure_new")
    return {
        "rows": [line.measure for line in lines],
        "groups": _grouped(lines),
        "new_url": f"{new}?{name}={origin.pk}",
        "links": [(_("All in the register"), f"{listed}?{name}={origin.pk}")],
    }


def lines_of(rows):
    """These measures, which come `with_voices`, as lines of a short list."""
    return [_line(row) for row in rows]


def promises_since(dialogue, today):
    """The way to what each side promised in the last years, and what became of it."""
    year = today.year - YEARS_BACK
    asked = {"dialogue": dialogue.pk, "firmness": "commitment", "since": year}
    words = _("What each side promised since %(year)s, and what became of it")
    url = f"{reverse('dialogues:measure_list')}?{urlencode(asked)}"
    return words % {"year": year}, url


def promises_due(rows, user, today):
    """Open promises that are overdue or soon due, as `(whose, lines)`; two queries.

    `rows` are of the desk or the country, and start at `visible_to`.
    """
    rows = rows.current().promises().with_voices(user).still_open()
    rows = rows.due_until(today + SOON).due_first()
    rows = rows.with_visible(user, "dialogue__partner")
    lines = [_line(row) for row in rows[:AT_MOST]]
    return _by_side(lines)


def _line(measure):
    said = (
        (_("They report"), measure.said_by_them),
        (_("We assess"), measure.assessed_by_us),
        (_("Independent sources"), measure.said_by_others),
    )
    return Line(
        measure=measure,
        voices=[
            (who, MeasureStatus.State(state).label, MEASURE_STATE[state])
            for who, state in said
            if state
        ],
        is_open=measure.assessed_by_us not in MeasureStatus.ENDED,
    )


def _grouped(lines):
    """Open promises by side, then what is only proposed, then what has ended."""
    promised = [line for line in lines if line.is_open and line.is_promise]
    proposed = [line for line in lines if line.is_open and not line.is_promise]
    ended = [line for line in lines if not line.is_open]
    rest = ((_("Proposed"), proposed), (_("Done or given up"), ended))
    return _by_side(promised) + [group for group in rest if group[1]]


def _by_side(lines):
    headings = (
        (Side.OURS, _("We promised")),
        (Side.PARTNER, _("The partner promised")),
        (Side.BOTH, _("Both sides promised")),
    )
    groups = [
        (heading, [line for line in lines if line.measure.side == side])
        for side, heading in headings
    ]
    return [group for group in groups if group[1]]
