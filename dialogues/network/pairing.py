"""Which sectors of the two countries are in contact, and how that grew by year.

Pure computation from institutions and pairs that the reader may see.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.partial_dates import PartialDate
from dialogues.contacts.pairs import Health
from dialogues.contacts.words import ALIVE, best_of, last_of, states_of
from dialogues.network.sectors import code_of, name_of, sectors_of

# In a sentence so many sectors are named; the matrix shows them all.
NAMED_AT_MOST = 3


@dataclass(eq=False)
class Tally:
    """Some pairs, as a cell, a row or a column of the matrix counts them."""

    pairs: list = field(default_factory=list)
    url: str = ""
    # On whom all contacts of these pairs depend.
    person: object = None

    @property
    def contacts(self):
        return [contact for pair in self.pairs for contact in pair.contacts]

    @property
    def states(self):
        return states_of(self.pairs)

    @property
    def health(self):
        """The best state of its pairs; empty where there are none."""
        return best_of(self.pairs) if self.pairs else ""

    @property
    def is_alive(self):
        return any(pair.health in ALIVE for pair in self.pairs)

    @property
    def last(self):
        """The month of the last contact, in words; the table has the day."""
        last = last_of(self.pairs)
        return PartialDate(last[:7]).words if last else ""


@dataclass(eq=False)
class Cell(Tally):
    """Pairs between one sector at home and one of the partner country."""

    same_sector: bool = False

    @property
    def is_gap(self):
        """Both countries have the sector; nothing was ever between them."""
        return self.same_sector and not self.pairs


@dataclass(eq=False)
class Row:
    name: str
    cells: list
    total: Tally


class Matrix:
    """Sectors at home by sectors of the partner country.

    `people` gives people by their keys, as far as the reader may see them; `address`
    the page of the network filtered by sectors.
    """

    def __init__(self, home, partner, pairs, *, people, address):
        self.pairs = pairs
        self._home, self._partner = sectors_of(home), sectors_of(partner)
        self._address = address
        cells = {
            (ours, theirs): self._cell(ours, theirs)
            for ours in self._home
            for theirs in self._partner
        }
        for pair in pairs:
            cells[pair.home.sector, pair.partner.sector].pairs.append(pair)
        self.rows = [
            Row(
                name_of(ours),
                [cells[ours, theirs] for theirs in self._partner],
                self._total(ours, "home"),
            )
            for ours in self._home
        ]
        self.columns = [
            {"name": name_of(theirs), "total": self._total(theirs, "partner")}
            for theirs in self._partner
        ]
        self.total = Tally(pairs, self._address())
        self.gaps = [s for s in self._home if (s, s) in cells and cells[s, s].is_gap]
        self.sectors = {
            sector: Tally([p for p in pairs if sector in _sectors_of_pair(p)])
            for sector in sectors_of([*home, *partner])
        }
        tallies = [*cells.values(), *self._totals(), *self.sectors.values()]
        self._name_people(tallies, people)

    @property
    def is_empty(self):
        return not self._home or not self._partner

    def _cell(self, ours, theirs):
        query = {"home_sector": code_of(ours), "partner_sector": code_of(theirs)}
        same = ours is not None and ours == theirs
        return Cell(url=self._address(**query), same_sector=same)

    def _total(self, sector, side):
        found = [pair for pair in self.pairs if getattr(pair, side).sector == sector]
        return Tally(found, self._address(**{f"{side}_sector": code_of(sector)}))

    def _totals(self):
        return [row.total for row in self.rows] + [c["total"] for c in self.columns]

    def _name_people(self, tallies, people):
        only = {tally: only_person(tally.contacts) for tally in tallies}
        known = people({pk for pk in only.values() if pk})
        for tally, pk in only.items():
            tally.person = known.get(pk)

    def one_sided(self):
        """Sectors of which only one country has an institution, by side."""
        return {
            "home": [name_of(s) for s in self._home if s not in self._partner],
            "partner": [name_of(s) for s in self._partner if s not in self._home],
        }

    def sentences(self):
        """What the matrix comes to, in plain words."""
        alive = sum(tally.is_alive for tally in self.sectors.values())
        words = ngettext(
            "%(alive)d of %(whole)d sectors is in contact.",
            "%(alive)d of %(whole)d sectors are in contact.",
            alive,
        )
        said = [words % {"alive": alive, "whole": len(self.sectors)}]
        said += self._said_of_health()
        said += self._said_of_people()
        if self.gaps:
            words = _(
                "In these sectors both countries have institutions, and neither a "
                "contact in this dialogue nor a link between them is recorded: "
                "%(sectors)s."
            )
            said.append(words % {"sectors": _listed(self.gaps)})
        return said

    def _said_of_health(self):
        by_health = Counter(pair.health for pair in self.pairs)
        said = []
        if going := by_health[Health.GOING_DORMANT]:
            words = ngettext(
                "%d pair is going dormant.", "%d pairs are going dormant.", going
            )
            said.append(words % going)
        if dormant := by_health[Health.DORMANT]:
            words = ngettext("%d pair is dormant.", "%d pairs are dormant.", dormant)
            said.append(words % dormant)
        return said

    def _said_of_people(self):
        lone = [sector for sector, tally in self.sectors.items() if tally.person]
        if not lone:
            return []
        words = ngettext(
            "%(sectors)s depends on one person.",
            "%(sectors)s depend on one person each.",
            len(lone),
        )
        return [words % {"sectors": capfirst(_listed(lone))}]


def _sectors_of_pair(pair):
    return pair.home.sector, pair.partner.sector


def _listed(sectors):
    names = [_in_a_sentence(name_of(sector)) for sector in sectors]
    shown = names[:NAMED_AT_MOST]
    if more := len(names) - len(shown):
        shown.append(ngettext("%d more", "%d more", more) % more)
    if len(shown) == 1:
        return shown[0]
    *first, last = shown
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last}


def _in_a_sentence(name):
    """With a small letter, unless it is a short name such as NGO."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def only_person(contacts):
    """On whom two or more occasions depend, or None: always the same, and nobody else.

    Theirs before ours. Contacts of several pairs may be one and the same occasion.
    """
    if len({(type(c.event), c.event.pk) for c in contacts}) < 2:
        return None
    for side in ("partner", "home"):
        came = {getattr(contact, f"{side}_people") for contact in contacts}
        unnamed = any(getattr(contact, f"{side}_unnamed") for contact in contacts)
        if len(came) == 1 and not unnamed and len(people := came.pop()) == 1:
            return next(iter(people))
    return None
