"""The pairs of a network as a table and as a file."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.access import marking_of
from core.lists import Column
from dialogues.contacts.pairs import Pair
from dialogues.network.sectors import code_of, name_of


@dataclass(frozen=True)
class PairRow:
    """One pair, with what `core.exports` asks of a row."""

    pair: Pair
    dialogue_url: str
    may_record: bool = False

    archived_at = None

    @property
    def pk(self):
        return f"{self.pair.home.pk}-{self.pair.partner.pk}"

    @property
    def marking(self):
        """The highest of all that is told here."""
        pair = self.pair
        told = [pair.home, pair.partner, *pair.links]
        told += [contact.event for contact in pair.contacts]
        told += [pair.single_person] if pair.single_person else []
        return max(map(marking_of, told))

    @property
    def fictional(self):
        return self.pair.home.fictional or self.pair.partner.fictional

    def get_absolute_url(self):
        """The page of the link; where there is none, of the whole network."""
        links = self.pair.links
        return links[0].get_absolute_url() if links else self.dialogue_url

    @property
    def sectors(self):
        home, partner = self.pair.home.sector, self.pair.partner.sector
        if home == partner:
            return name_of(home)
        return f"{name_of(home)} – {name_of(partner)}"

    @property
    def first(self):
        return self.pair.contacts[-1] if self.pair.contacts else None

    @property
    def last_url(self):
        """Where the last contact took place, if that is of what was asked for."""
        contacts = self.pair.contacts
        same = contacts and contacts[0].date == self.pair.last
        return contacts[0].event.get_absolute_url() if same else None

    @property
    def kinds(self):
        return ", ".join(dict.fromkeys(map(_kind_and_years, self.pair.links)))

    @property
    def link_words(self):
        return self.kinds or (_("Record the link") if self.may_record else None)

    @property
    def link_url(self):
        if self.pair.links:
            return self.get_absolute_url()
        return self._new_link_url() if self.may_record else None

    def _new_link_url(self):
        ends = {"home": self.pair.home.pk, "partner": self.pair.partner.pk}
        return f"{reverse('partners:link_new')}?{urlencode(ends)}"


def _kind_and_years(link):
    """What the two do together; of what has ended also from when to when."""
    if not link.until:
        return str(link.kind)
    since, until = link.since[:4], link.until[:4]
    if not since:
        until = _("until %(year)s") % {"year": until}
    years = f"{since}–{until}" if since not in ("", until) else until
    return f"{link.kind} {years}"


class PairRows(tuple):
    """Rows that `core.exports` can send as a file."""

    __slots__ = ()

    def count(self):
        return len(self)

    def iterator(self, chunk_size=None):
        return iter(self)


def pair_rows(pairs, *, dialogue_url, may_record):
    """The rows of these pairs, those most in contact first."""
    ordered = sorted(
        pairs, key=lambda pair: (-pair.times, pair.home.name, pair.partner.name)
    )
    return PairRows(PairRow(pair, dialogue_url, may_record) for pair in ordered)


def _first_date(row):
    return row.first.date if row.first else None


def _person(row):
    return row.pair.single_person


def pair_columns(home_name, partner_name):
    """The columns of the table; the two countries head those of the institutions."""
    return [
        Column(
            "home",
            home_name,
            value=lambda row: row.pair.home.name,
            link=lambda row: row.pair.home.get_absolute_url(),
        ),
        Column("home_id", "", value=lambda row: row.pair.home.pk, on_screen=False),
        Column(
            "partner",
            partner_name,
            value=lambda row: row.pair.partner.name,
            link=lambda row: row.pair.partner.get_absolute_url(),
        ),
        Column(
            "partner_id", "", value=lambda row: row.pair.partner.pk, on_screen=False
        ),
        Column(
            "sectors",
            _("Sectors"),
            code=lambda row: (
                f"{code_of(row.pair.home.sector)} {code_of(row.pair.partner.sector)}"
            ),
        ),
        Column(
            "contacts",
            _("Contacts"),
            value=lambda row: row.pair.times,
            kind="number",
        ),
        Column(
            "first_contact",
            _("First"),
            value=_first_date,
            kind="date",
            link=lambda row: row.first.event.get_absolute_url() if row.first else None,
        ),
        Column(
            "last_contact",
            _("Last contact"),
            value=lambda row: row.pair.last,
            kind="date",
            link=lambda row: row.last_url,
        ),
        Column(
            "health",
            _("State"),
            value=lambda row: row.pair.health.label,
            code=lambda row: row.pair.health.value,
            kind="status",
            tone=lambda row: row.pair.health.tone,
        ),
        Column(
            "on_one_person",
            _("On one person"),
            value=lambda row: _person(row).name if _person(row) else None,
            link=lambda row: _person(row).get_absolute_url() if _person(row) else None,
        ),
        Column(
            "link",
            _("Link"),
            value=lambda row: row.link_words,
            code=lambda row: row.kinds,
            link=lambda row: row.link_url,
        ),
    ]
