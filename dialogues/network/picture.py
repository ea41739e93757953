"""The picture of who meets whom: what is drawn, and in which order.

Pure computation: it takes institutions and pairs that the reader may see, and asks
the database for nothing. `dialogues.contacts` says what a pair is.
"""

from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogues.contacts.pairs import Health
from dialogues.contacts.words import (
    FRESHEST_FIRST,
    best_of,
    contacts_in_words,
    last_of,
    pairs_in_words,
    states_of,
)
from dialogues.network.sectors import code_of, name_of, sector_key

# Above so many institutions a band shows its most active ones and folds the others.
FOLD_ABOVE = 60
# How many a folded band shows on each side, at most and at least.
MOST_IN_BAND, LEAST_IN_BAND = 8, 2
# A line grows with its contacts up to this many; beyond, it is as wide as it gets.
CONTACTS_OF_WIDEST = 9
THINNEST, WIDEST = 1.5, 7.0
# How often each side is put in order after the other.
SWEEPS = 6


def width_of(times):
    """How wide the line for so many contacts is, in pixels."""
    share = min(max(times, 1), CONTACTS_OF_WIDEST) - 1
    return round(THINNEST + (WIDEST - THINNEST) * share / (CONTACTS_OF_WIDEST - 1), 2)


def legend():
    """What the lines mean: each state with its name, and the widths by contacts."""
    return {
        "states": [{"health": row.value, "label": row.label} for row in Health],
        "widths": [
            {"times": times, "width": width_of(times)}
            for times in (1, CONTACTS_OF_WIDEST // 2, CONTACTS_OF_WIDEST)
        ],
        "most": CONTACTS_OF_WIDEST,
    }


@dataclass(eq=False)
class Node:
    """One institution, or those of a band that are folded into one place."""

    institutions: list
    url: str = ""
    # Whether others of the same band are shown beside those that are folded.
    is_rest: bool = False
    lines: list = field(default_factory=list)

    @property
    def is_folded(self):
        return len(self.institutions) > 1

    @property
    def name(self):
        if not self.is_folded:
            return self.institutions[0].name
        count = len(self.institutions)
        if self.is_rest:
            return ngettext("and %d more", "and %d more", count) % count
        return ngettext("%d institution", "%d institutions", count) % count

    @property
    def times(self):
        return sum(line.times for line in self.lines)

    @property
    def is_alone(self):
        return not self.lines

    @property
    def title(self):
        """The whole name, and what the lines say."""
        names = "; ".join(row.name for row in self.institutions)
        name = f"{self.name}: {names}" if self.is_folded else names
        if self.is_alone:
            return _("%(name)s. No contact in this picture.") % {"name": name}
        pairs = [pair for line in self.lines for pair in line.pairs]
        return f"{name}. {pairs_in_words(pairs)}, {contacts_in_words(self.times)}."


@dataclass(eq=False)
class Line:
    """What binds two nodes: one pair, or the pairs of what is folded."""

    home: Node
    partner: Node
    pairs: list = field(default_factory=list)

    @property
    def times(self):
        return sum(pair.times for pair in self.pairs)

    @property
    def health(self):
        """The best of its pairs."""
        return best_of(self.pairs)

    @property
    def width(self):
        return width_of(self.times) if self.times else 1.5

    @property
    def title(self):
        said = [contacts_in_words(self.times)] if self.times else []
        if last := last_of(self.pairs):
            said.append(_("the last %(date)s") % {"date": last.words})
        said.append(str(self.health.label))
        return f"{self.home.name} – {self.partner.name}: {', '.join(said)}"


@dataclass(eq=False)
class Band:
    """The institutions of one sector on both sides, in the order of the picture."""

    sector: object
    home: list
    partner: list
    folds: bool = False

    @property
    def code(self):
        return code_of(self.sector)

    @property
    def name(self):
        return name_of(self.sector)

    @property
    def rows(self):
        return max(len(self.home), len(self.partner))


class Picture:
    """Bands, nodes and lines, in an order in which few lines cross.

    `unfolded` is the code of a band that is shown whole; `band_url` gives the address
    that unfolds the band of a code.
    """

    def __init__(self, home, partner, pairs, *, unfolded="", band_url=lambda code: ""):
        self.institutions = len(home) + len(partner)
        self.pairs = pairs
        self._activity = _activity(pairs)
        self._unfolded = unfolded
        self._band_url = band_url
        sides = [_by_sector(home), _by_sector(partner)]
        sectors = sorted({key for side in sides for key in side})
        self._folds = self.institutions > FOLD_ABOVE
        self._most = self._most_in_band(sides)
        self.bands = [
            self._band([side.get(key, []) for side in sides]) for key in sectors
        ]
        self.lines = self._joined(pairs)
        self._untangle()

    @property
    def is_folded(self):
        return any(band.folds for band in self.bands)

    def summary(self):
        """The picture in a sentence, for those who do not see it."""
        institutions = ngettext("%d institution", "%d institutions", self.institutions)
        said = f"{institutions % self.institutions}, {pairs_in_words(self.pairs)}"
        states = ", ".join(state["words"] for state in states_of(self.pairs))
        return f"{said}: {states}." if states else f"{said}."

    def _most_in_band(self, sides):
        """How many a folded band shows; as many as keep the picture readable."""
        active = [
            sum(self._times(row) > 0 for row in rows)
            for side in sides
            for rows in side.values()
        ]
        for most in range(MOST_IN_BAND, LEAST_IN_BAND, -1):
            if sum(min(count, most) + 1 for count in active) <= FOLD_ABOVE:
                return most
        return LEAST_IN_BAND

    def _band(self, sides):
        sector = next(row for side in sides for row in side).sector
        nodes = [self._nodes(side, code_of(sector)) for side in sides]
        folds = any(node.is_folded for side in nodes for node in side)
        return Band(sector, *nodes, folds=folds)

    def _nodes(self, institutions, code):
        """The most active first; what is beyond the measure as one node.

        Where bands fold, those without a line are folded as well.
        """
        ordered = sorted(institutions, key=lambda row: (-self._times(row), row.name))
        shown = len(ordered)
        if self._folds and code != self._unfolded:
            active = sum(self._times(row) > 0 for row in ordered)
            shown = min(active, self._most)
        # One that is folded alone would take the room that it takes unfolded.
        if len(ordered) - shown == 1:
            shown += 1
        nodes = [Node([row], row.get_absolute_url()) for row in ordered[:shown]]
        if rest := ordered[shown:]:
            nodes.append(Node(rest, self._band_url(code), is_rest=bool(shown)))
        return nodes

    def _times(self, institution):
        return self._activity.get(institution.pk, 0)

    def _joined(self, pairs):
        nodes = {
            row.pk: node
            for band in self.bands
            for node in [*band.home, *band.partner]
            for row in node.institutions
        }
        lines = {}
        for pair in pairs:
            ends = nodes[pair.home.pk], nodes[pair.partner.pk]
            lines.setdefault(ends, Line(*ends)).pairs.append(pair)
        for line in lines.values():
            line.home.lines.append(line)
            line.partner.lines.append(line)
        # What is alive is drawn over what is not.
        return sorted(
            lines.values(),
            key=lambda line: (-FRESHEST_FIRST.index(line.health), line.times),
        )

    def _untangle(self):
        """Puts each node near the middle of its neighbours; keeps the best try."""
        best, fewest = self._order(), self.crossings()
        for sweep in range(SWEEPS):
            side, other = [("partner", "home"), ("home", "partner")][sweep % 2]
            at = self._rows()
            for band in self.bands:
                getattr(band, side).sort(
                    key=lambda node, other=other, at=at: _middle(node, other, at)
                )
            if (now := self.crossings()) < fewest:
                best, fewest = self._order(), now
        for band, (home, partner) in zip(self.bands, best, strict=True):
            band.home, band.partner = home, partner

    def _order(self):
        return [(list(band.home), list(band.partner)) for band in self.bands]

    def _rows(self):
        """At which row of the picture each node stands."""
        at, start = {}, 0
        for band in self.bands:
            for side in (band.home, band.partner):
                at |= {node: start + number for number, node in enumerate(side)}
            start += band.rows
        return at

    def crossings(self):
        """How often two lines cross."""
        at = self._rows()
        ends = sorted((at[line.home], at[line.partner]) for line in self.lines)
        return sum(
            ends[i][0] < ends[j][0] and ends[i][1] > ends[j][1]
            for i in range(len(ends))
            for j in range(i + 1, len(ends))
        )


def _activity(pairs):
    """How much each institution takes part; a bare link counts a little."""
    times = {}
    for pair in pairs:
        for row in (pair.home, pair.partner):
            times[row.pk] = times.get(row.pk, 0) + pair.times + 0.1
    return times


def _by_sector(institutions):
    ordered = sorted(institutions, key=lambda row: sector_key(row.sector))
    groups = groupby(ordered, key=lambda row: sector_key(row.sector))
    return {key: list(rows) for key, rows in groups}


def _middle(node, other, at):
    """The mean row of what a node is bound to; the folded and the lonely stand last."""
    weights = [(at[getattr(line, other)], line.times or 0.5) for line in node.lines]
    total = sum(weight for _row, weight in weights)
    mean = sum(row * weight for row, weight in weights) / total if total else 0
    return (node.is_folded, node.is_alone, mean)
