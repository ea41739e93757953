"""Contacts at political level with a partner country, as one reader may know them.

A contact is a meeting or a held round at which somebody of either side stood at
political level by the position that they held then, or which is political by its kind.
A held round and its meetings on the same days are one contact.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q

from core.partial_dates import PartialDate
from dialogues.models import Meeting, Participation, Round
from dialogues.political.rules import (
    POLITICAL,
    RANK,
    highest,
    is_to_come,
    middle_of,
    reached_by_both,
)
from partners.countries import country_name
from partners.models import Level, Partner, Person, Position

Kind, Role = Meeting.Kind, Participation.Role
Attendance, DelegationSide = Participation.Attendance, Participation.DelegationSide
POLITICAL_KINDS = (Kind.POLITICAL_CONTACT, Kind.POLITICAL_CONSULTATION)
# They are at a meeting and speak for nobody.
APART = (Role.INTERPRETER, Role.OBSERVER)
_ROLES = {role: number for number, role in enumerate(Role)}
_LEADERS = (
    ("opener_own", "own", Role.OPENER),
    ("head_own", "own", Role.HEAD),
    ("opener_partner", "partner", Role.OPENER),
    ("head_partner", "partner", Role.HEAD),
)
NAMED_AT_MOST = 4


# SECURITY: no repr, since it would name people in logs.
@dataclass(repr=False, eq=False)
class Attendant:
    """Somebody who was there, with title and level as they were then."""

    person: Person
    title: str
    level: str
    role: str
    # The rows that say so, for their markings.
    rows: list = field(default_factory=list)

    @property
    def rank(self):
        return RANK.get(self.level, len(RANK)), _ROLES[self.role], self.person.name


@dataclass(repr=False, eq=False)
class Delegation:
    """One side at a contact."""

    people: dict[int, Attendant] = field(default_factory=dict)
    # Levels that are recorded without any name.
    said: list[str] = field(default_factory=list)

    def came(self, one: Attendant) -> None:
        known = self.people.setdefault(one.person.pk, one)
        known.title = known.title or one.title
        known.role = min(known.role, one.role, key=_ROLES.get)
        known.rows = known.rows + [row for row in one.rows if row not in known.rows]

    @property
    def level(self) -> str:
        return highest([*self.said, *(one.level for one in self.people.values())])

    @property
    def level_label(self) -> str:
        return Level(self.level).label if self.level else ""

    @property
    def is_political(self) -> bool:
        return self.level in POLITICAL

    @property
    def named(self) -> list[Attendant]:
        """The highest, and those who led; not a whole delegation."""
        return self.in_order[:NAMED_AT_MOST]

    @property
    def others(self) -> int:
        return max(len(self.people) - NAMED_AT_MOST, 0)

    @property
    def in_order(self) -> list[Attendant]:
        return sorted(self.people.values(), key=lambda one: one.rank)


@dataclass(repr=False, eq=False)
class Contact:
    """One occasion: a round with its meetings, or a meeting by itself."""

    event: Round | Meeting
    date: PartialDate | str
    planned: bool
    own: Delegation = field(default_factory=Delegation)
    partner: Delegation = field(default_factory=Delegation)
    # In a round: the meetings at political level in it.
    meetings: list[Meeting] = field(default_factory=list)
    # The held round to which a meeting belongs that stands by itself.
    around: "Contact | None" = None

    @property
    def is_round(self) -> bool:
        return isinstance(self.event, Round)

    @property
    def is_political(self) -> bool:
        kind = getattr(self.event, "kind", "")
        by_level = self.own.is_political or self.partner.is_political
        return bool(by_level or self.meetings or kind in POLITICAL_KINDS)

    @property
    def level(self) -> str:
        return reached_by_both(self.own.level, self.partner.level)

    @property
    def level_label(self) -> str:
        return Level(self.level).label if self.level else ""

    @property
    def ends(self) -> PartialDate | str:
        return self.event.ends_on

    @property
    def title(self) -> str:
        return str(self.event)

    @property
    def kind_label(self) -> str:
        if self.is_round:
            return str(Round._meta.verbose_name).capitalize()
        return self.event.get_kind_display()

    @property
    def kind_code(self) -> str:
        return "round" if self.is_round else self.event.kind

    @property
    def city(self) -> str:
        return self.event.city or (self.around.city if self.around else "")

    @property
    def country_code(self) -> str:
        """The host of the round; of a meeting by itself only the city is known."""
        if self.is_round:
            return self.event.host
        return self.around.country_code if self.around else ""

    @property
    def country(self) -> str:
        return country_name(self.country_code) if self.country_code else ""

    @property
    def place(self) -> str:
        return ", ".join(filter(None, [self.city, self.country]))

    # What a file needs of a row; see core.exports.
    @property
    def pk(self):
        return self.event.pk

    @property
    def fictional(self):
        return any(row.fictional for row in (self.event, *self.meetings))

    @property
    def archived_at(self):
        return self.event.archived_at

    @property
    def classification(self):
        return self.marking

    @property
    def marking(self):
        """The highest of all that is told here."""
        return max(row.marking for row in self.rows)

    @property
    def rows(self) -> list:
        """All records that say something about it."""
        sides = (self.own, self.partner)
        people = [one for side in sides for one in side.people.values()]
        told = [row for one in people for row in one.rows]
        return [self.event, *self.meetings, *told]

    def get_absolute_url(self):
        return self.event.get_absolute_url()


@dataclass(repr=False, eq=False)
class PoliticalContacts:
    """The contacts, the newest first, and the held rounds that are none."""

    contacts: list[Contact]
    other_rounds: list[Round]

    @property
    def rows(self) -> list:
        """All records that it is told from."""
        return [*self.other_rounds, *(row for one in self.contacts for row in one.rows)]

    @property
    def dated_levels(self) -> list[tuple[PartialDate, str]]:
        """What dialogues.political_rules takes."""
        return [(one.date, one.level) for one in self.contacts if one.date]


def political_contacts(user, partner: Partner, today: date) -> PoliticalContacts:
    """All that `user` may know of; five queries, however much there is."""
    meetings, rounds = _meetings(user, partner), _rounds(user, partner)
    people = _people(user, meetings, rounds)
    found = {one.pk: _of_round(one, people, today) for one in rounds}
    alone = []
    for meeting in meetings:
        around = found.get(meeting.round_id)
        contact = _of_meeting(meeting, around, people, today)
        if not contact.is_political:
            continue
        if around and _is_during(meeting, around.event):
            _join(around, contact)
        else:
            alone.append(contact)
    contacts = [one for one in found.values() if one.is_political] + alone
    others = [one.event for one in found.values() if not one.is_political]
    return PoliticalContacts(sorted(contacts, key=_newest_first), others)


def _newest_first(contact):
    """By where the date stands; those without one come last."""
    if not contact.date:
        return True, 0, -contact.pk
    return False, -middle_of(contact.date).toordinal(), -contact.pk


# --- Rows -------------------------------------------------------------------------


def _rounds(user, partner):
    rows = Round.objects.visible_to(user).current()
    rows = rows.filter(dialogue__partner=partner, status=Round.Status.HELD)
    return list(rows.order_by("starts_on", "pk"))


def _meetings(user, partner):
    """Those that are political by their kind, or may be by who was there."""
    attended = Participation.objects.visible_to(user).current().order_by()
    attended = attended.filter(
        side__in=(DelegationSide.OURS, DelegationSide.PARTNER),
        attendance__in=(Attendance.PRESENT, Attendance.EXPECTED),
        person__isnull=False,
    ).exclude(role__in=APART)
    high = Position.objects.visible_to(user).current().order_by()
    # Asked one after the other: nested in one query, a database whose statistics are
    # old may look at every pair of rows, which took minutes with 300 meetings.
    high = set(high.filter(level__in=POLITICAL).values_list("person", flat=True))
    of_partner = attended.filter(meeting__partner=partner, person__in=high)
    may_be = set(of_partner.values_list("meeting", flat=True))
    rows = Meeting.objects.visible_to(user).current().filter(partner=partner)
    rows = rows.filter(Q(kind__in=POLITICAL_KINDS) | Q(pk__in=may_be))
    who = Prefetch("participations", attended, to_attr="attended")
    return list(rows.order_by("date", "pk").prefetch_related(who))


def _people(user, meetings, rounds):
    """Everybody named, by key, with the positions that the reader may know of."""
    keys = {row.person_id for meeting in meetings for row in meeting.attended}
    keys |= {
        getattr(one, f"{name}_id") for one in rounds for name, _side, _role in _LEADERS
    }
    positions = Position.objects.visible_to(user).current().order_by()
    held = Prefetch("positions", positions, to_attr="positions_seen")
    rows = Person.objects.visible_to(user).filter(pk__in=keys - {None})
    return {person.pk: person for person in rows.prefetch_related(held)}


# --- One occasion -----------------------------------------------------------------


def _of_round(round_, people, today):
    contact = Contact(round_, round_.starts_on, is_to_come(round_.starts_on, today))
    contact.own.said.append(round_.level_own)
    contact.partner.said.append(round_.level_partner)
    for name, side, role in _LEADERS:
        if person := people.get(getattr(round_, f"{name}_id")):
            getattr(contact, side).came(_attendant(person, role, contact.date))
    return contact


def _of_meeting(meeting, around, people, today):
    """Who was there; for a meeting to come, who is expected."""
    day = meeting.date or (around.date if around else "")
    contact = Contact(meeting, day, is_to_come(day, today), around=around)
    wanted = {Attendance.PRESENT} | (
        {Attendance.EXPECTED} if contact.planned else set()
    )
    for row in meeting.attended:
        person = people.get(row.person_id)
        if person is None or row.attendance not in wanted:
            continue
        one = _attendant(person, row.role, day, row.title)
        one.rows.append(row)
        ours = row.side == DelegationSide.OURS
        (contact.own if ours else contact.partner).came(one)
    return contact


def _attendant(person, role, day, title=""):
    held = positions_on(person.positions_seen, day)
    best = min(held, key=lambda one: RANK.get(one.level, len(RANK)), default=None)
    if best is None:
        return Attendant(person, title, "", role, [person])
    return Attendant(person, title or best.title, best.level, role, [person, best])


def positions_on(positions, day) -> list[Position]:
    """Those held on a partial date.

    Of positions that are known of one day only, the nearest counts: a director in 2010
    who was minister in 2014 was not both in 2012.
    """
    held = [one for one in positions if day and one.held_on(day)]
    certain = [one for one in held if one.since]
    guessed = [one for one in held if not one.since]
    when = middle_of(day) if guessed else None
    guessed.sort(key=lambda one: abs(middle_of(one.as_of) - when))
    return certain + guessed[:1]


def _is_during(meeting, round_):
    """Whether the days of a meeting are days of its round, as far as is known."""
    if not meeting.date or not round_.starts_on:
        return True
    last = round_.ends_on or round_.starts_on
    return not (
        meeting.date.is_before(round_.starts_on) or last.is_before(meeting.date)
    )


def _join(contact, part):
    contact.meetings.append(part.event)
    for side in ("own", "partner"):
        for one in getattr(part, side).people.values():
            getattr(contact, side).came(one)
