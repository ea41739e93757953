"""Who of ours is in touch with whom of theirs, and whether the contact lives.

A contact between an institution at home and one of a partner country is a meeting at
which both were represented, or a round of which they are the institutions of those
who led or opened it. Only what is over and has a date counts. `in_sql` says the
same to the database, for lists.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain, product

from django.db.models import Q

from core.models import User
from core.partial_dates import PartialDate
from dialogues.contacts.health import (
    DORMANT_AFTER,
    GOING_DORMANT_AFTER,
    Health,
    health_of,
)
from dialogues.contacts.occasions import Occasion, occasions
from dialogues.models import Dialogue, Meeting, Round, Topic
from partners.models import Institution, Link, Partner, Person

__all__ = [
    "DORMANT_AFTER",
    "GOING_DORMANT_AFTER",
    "Contact",
    "Health",
    "Pair",
    "pair_of",
    "pairs",
    "pairs_of",
    "silent_pairs",
]

# An institution at home and one in the partner country, as primary keys.
Key = tuple[int, int]


@dataclass(slots=True)
class Contact:
    """One occasion on which two institutions met.

    The people are those whom the reader may see, as primary keys; `…_unnamed` says
    that somebody was there for the institution of whom no name is recorded.
    """

    home: Institution
    partner: Institution
    date: PartialDate
    event: Meeting | Round
    home_people: frozenset[int] = frozenset()
    partner_people: frozenset[int] = frozenset()
    home_unnamed: bool = False
    partner_unnamed: bool = False


@dataclass
class Pair:
    """Two institutions that have met, or that have a recorded link.

    `contacts` and what is counted from them are of what was asked for: a dialogue, a
    topic, some years. `last` and `health` are of everything between the two that the
    reader may see, so that every page says the same of them.
    """

    home: Institution
    partner: Institution
    contacts: list[Contact] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    last: PartialDate | None = None
    health: Health = Health.NEVER
    # On whom all contacts depend, when there are two or more and it is always the same.
    single_person: Person | None = None

    @property
    def key(self) -> Key:
        return self.home.pk, self.partner.pk

    @property
    def times(self) -> int:
        return len(self.contacts)

    @cached_property
    def years(self) -> Counter[int]:
        """How many contacts there were in each year."""
        return Counter(int(contact.date[:4]) for contact in self.contacts)

    @property
    def has_ended(self) -> bool:
        """There was a link between them, and none lasts."""
        return bool(self.links) and not any_lasts(self.links)


def pairs(
    user: User,
    *,
    today: date,
    dialogue: Dialogue | None = None,
    partner: Partner | None = None,
    topic: Topic | None = None,
    since_year: int | None = None,
    until_year: int | None = None,
) -> list[Pair]:
    """The pairs of a dialogue, or of a whole partner country, in order of their names.

    Only what this user may see, in a fixed number of queries. A link without a contact
    is a pair as well, also one that has ended, unless a topic or years are asked for.
    """
    country = partner or Partner.objects.get(pk=dialogue.partner_id)
    found = _Found(user, today, occasions(user, today, partners=[country]))
    found.choose(
        _of_dialogue(dialogue),
        _about(topic, user),
        _between_years(since_year, until_year),
    )
    found.link(Link.objects.with_country(country.code))
    keys = set(found.met)
    if not (topic or since_year or until_year):
        keys |= found.linked.keys()
    return found.pairs(keys, Institution.objects.current())


def pairs_of(user: User, institution: Institution, *, today: date) -> list[Pair]:
    """The pairs that one institution, of either country, is half of."""
    found = _Found(user, today, occasions(user, today, institution=institution))
    found.choose()
    found.link(Link.objects.of_institution(institution))
    known = Institution.objects.filter(Q(archived_at=None) | Q(pk=institution.pk))
    return found.pairs(found.met.keys() | found.lasting(), known)


def pair_of(user: User, link: Link, *, today: date) -> Pair | None:
    """What is between the two institutions of a link, archived ones as well."""
    home, partner = link.home_institution_id, link.partner_institution_id
    seen = occasions(user, today, institution=link.home_institution)
    found = _Found(user, today, [one for one in seen if partner in one.partner])
    found.choose()
    between = Link.objects.filter(home_institution=home, partner_institution=partner)
    found.link(between)
    return next(iter(found.pairs({(home, partner)}, Institution.objects.all())), None)


def silent_pairs(user: User, partners: list[Partner], *, today: date) -> list[Pair]:
    """Those of some countries that have gone quiet, the longest silence first.

    What is going dormant, and what is dormant though it is on record as a link that
    lasts; without a link, an old encounter is history. What was ended is left out.
    """
    found = _Found(user, today, occasions(user, today, partners=partners))
    found.choose()
    codes = [partner.code for partner in partners]
    found.link(Link.objects.filter(partner_institution__country__in=codes))
    pairs = found.pairs(found.silent(), Institution.objects.current())
    return sorted(pairs, key=lambda pair: pair.last)


# --- Which occasions are asked for ------------------------------------------------


def _of_dialogue(dialogue):
    return lambda one: dialogue is None or one.dialogue_id == dialogue.pk


def _about(topic, user):
    if topic is None:
        return lambda one: True
    meetings = Meeting.objects.visible_to(user).about(topic, user).order_by()
    rounds = Round.objects.visible_to(user).about(topic, user).order_by()
    dealt = {
        Meeting: set(meetings.values_list("pk", flat=True)),
        Round: set(rounds.values_list("pk", flat=True)),
    }
    return lambda one: one.event.pk in dealt[type(one.event)]


def _between_years(since, until):
    first, last = since or 0, until or 9999
    return lambda one: first <= int(one.date[:4]) <= last


# --- From occasions to pairs ------------------------------------------------------


class _Found:
    """The occasions that a user may see, sorted out by pairs of institutions."""

    def __init__(self, user: User, today: date, seen: list[Occasion]):
        self.user, self.today, self.seen = user, today, seen
        self.last: dict[Key, PartialDate] = {}
        self.met: dict[Key, list[Occasion]] = defaultdict(list)
        self.linked: dict[Key, list[Link]] = defaultdict(list)

    def choose(self, *conditions: Callable[[Occasion], bool]) -> None:
        """Keeps the occasions that are asked for, and the last date of all."""
        for one in self.seen:
            wanted = all(condition(one) for condition in conditions)
            for key in product(one.home, one.partner):
                self.last.setdefault(key, one.date)
                if wanted:
                    self.met[key].append(one)

    def link(self, rows) -> None:
        """Adds the recorded links of each pair, those that last first."""
        rows = (
            rows.visible_to(self.user).current().select_related("kind", "responsible")
        )
        for row in rows.order_by("until", "-since", "pk"):
            key = row.home_institution_id, row.partner_institution_id
            self.linked[key].append(row)

    def lasting(self) -> set[Key]:
        return {key for key, rows in self.linked.items() if any_lasts(rows)}

    def silent(self) -> set[Key]:
        lasting = self.lasting()
        ended = self.linked.keys() - lasting
        health = {key: health_of(last, self.today) for key, last in self.last.items()}
        going = {key for key in health if health[key] == Health.GOING_DORMANT}
        dormant = {key for key in lasting if health.get(key) == Health.DORMANT}
        return (going | dormant) - ended

    def pairs(self, keys: set[Key], institutions) -> list[Pair]:
        """These pairs, as far as both institutions may be seen, by their names."""
        rows = institutions.visible_to(self.user).select_related("sector")
        known = _by_pk(rows, chain.from_iterable(keys))
        pairs = [
            self._pair(known[home], known[partner])
            for home, partner in keys
            if home in known and partner in known
        ]
        self._name_the_only_ones(pairs)
        pairs.sort(key=lambda pair: (pair.home.name, pair.partner.name, pair.key))
        return pairs

    def _pair(self, home, partner):
        key = home.pk, partner.pk
        last, links = self.last.get(key), self.linked.get(key, [])
        contacts = [_contact(one, home, partner) for one in self.met.get(key, ())]
        pair = Pair(home, partner, contacts, links, last, health_of(last, self.today))
        if pair.has_ended and not last:
            pair.health = Health.ENDED
        return pair

    def _name_the_only_ones(self, pairs):
        only = {pair.key: _only_person(pair.contacts) for pair in pairs}
        people = _by_pk(Person.objects.visible_to(self.user), only.values())
        for pair in pairs:
            pair.single_person = people.get(only[pair.key])


def _contact(one, home, partner):
    ours, theirs = one.home[home.pk], one.partner[partner.pk]
    return Contact(
        home,
        partner,
        one.date,
        one.event,
        frozenset(ours - {None}),
        frozenset(theirs - {None}),
        None in ours,
        None in theirs,
    )


def _only_person(contacts):
    """The one who was always there alone for one side, theirs before ours."""
    if len(contacts) < 2:
        return None
    for side in ("partner", "home"):
        came = {getattr(contact, f"{side}_people") for contact in contacts}
        unnamed = any(getattr(contact, f"{side}_unnamed") for contact in contacts)
        if len(came) == 1 and not unnamed and len(people := came.pop()) == 1:
            return next(iter(people))
    return None


def any_lasts(links: list[Link]) -> bool:
    return any(not link.until for link in links)


def _by_pk(rows, keys):
    """Rows by primary key; one query also where there is nothing to find."""
    return {row.pk: row for row in rows.filter(pk__in={*keys, 0} - {None})}
