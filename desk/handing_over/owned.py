"""What somebody in the ministry has in their keeping, kind by kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from desk.permissions import can_place
from dialogues.models import Finding, FollowUp, ParliamentaryQuestion
from partners.models import Link, Network, Partner, Person


@dataclass(frozen=True)
class Kind:
    """One kind of record that has an owner.

    `owner` is the field that names them; `country` gives the name of the country where
    a row belongs, for which `related` is loaded; `open` leaves out what is done;
    `title` is what a page calls the row.
    """

    model: type
    owner: str
    country: Callable
    related: tuple = ()
    open: Callable = lambda rows: rows
    title: Callable = str

    @property
    def code(self):
        return self.model.kind_name()

    def owned_by(self, user):
        return self.open(self.model.objects.current().filter(**{self.owner: user}))

    def seen(self, rows, user, today):
        """What the rows are to this user; those that are hidden are left out."""
        rows = rows.visible_to(user).with_visible(user, *self.related)
        return [self._thing(row, today) for row in rows]

    def _thing(self, row, today):
        due = getattr(row, "due", None)
        done = not getattr(row, "is_open", True)
        return Thing(
            code=self.code,
            model=self.model,
            record=row,
            # SECURITY: no more than `__str__` has; the page may be printed.
            title=self.title(row),
            country=self.country(row),
            url=row.get_absolute_url(),
            due=due,
            done=done,
            overdue=bool(due and due < today and not done),
        )


def _judged(finding):
    """The countries whose dialogues the evaluation is about, as far as they show."""
    judged = finding.evaluation.dialogues.all()
    return ", ".join(sorted({str(row.partner) for row in judged if row.partner}))


# What is passed on when an officer leaves. One line for a kind that comes later.
KINDS = (
    Kind(
        FollowUp,
        "owner",
        country=lambda row: str(row.partner or ""),
        related=("partner",),
        open=lambda rows: rows.open(),
    ),
    Kind(
        Finding,
        "owner",
        country=_judged,
        related=("evaluation__dialogues__partner",),
        open=lambda rows: rows.open(),
        title=lambda row: f"{row.evaluation}: {row}",
    ),
    Kind(
        ParliamentaryQuestion,
        "owner",
        country=lambda row: ", ".join(map(str, row.partners.all())),
        related=("partners",),
        open=lambda rows: rows.unanswered(),
    ),
    Kind(Person, "responsible", country=lambda row: row.country_name),
    Kind(
        Link,
        "responsible",
        country=lambda row: row.partner_institution.country_name,
        related=("home_institution", "partner_institution"),
    ),
    Kind(
        Network,
        "responsible",
        country=lambda row: ", ".join(map(str, row.partners.all())),
        related=("partners",),
    ),
)


@dataclass(frozen=True)
class Thing:
    """One thing that can be passed on, as a page shows it."""

    code: str
    model: type
    record: object
    title: str
    country: str = ""
    url: str = ""
    note: str = ""
    due: date | None = None
    done: bool = False
    overdue: bool = False

    @property
    def key(self):
        """How it travels in a form."""
        return f"{self.code}:{self.record.pk}"

    @property
    def marking(self):
        return getattr(self.record, "marking", None)


@dataclass(frozen=True)
class Group:
    """The things of one kind, by country."""

    code: str
    label: str
    count: int
    countries: list


def grouped(things):
    """Things by kind and country; in each country, what is overdue comes first."""
    groups = []
    for code, kind in groupby(things, attrgetter("code")):
        rows = sorted(kind, key=_order)
        countries = [
            (country, list(of_country))
            for country, of_country in groupby(rows, attrgetter("country"))
        ]
        label = capfirst(rows[0].model._meta.verbose_name_plural)
        groups.append(Group(code, label, len(rows), countries))
    return groups


def _order(thing):
    # What belongs to no country comes last.
    due = thing.due or date.max
    return (
        not thing.country,
        thing.country,
        not thing.overdue,
        due,
        thing.title,
        thing.record.pk,
    )


def counted(things):
    """How much of each kind there is, in words: 3 follow-ups, 1 person."""
    words = []
    for _code, kind in groupby(things, attrgetter("code")):
        rows = list(kind)
        meta = rows[0].model._meta
        name = meta.verbose_name if len(rows) == 1 else meta.verbose_name_plural
        words.append(f"{len(rows)} {name}")
    return ", ".join(words)


class Owned:
    """What `giver` owns, as far as whoever arranges the hand-over may know."""

    def __init__(self, giver, *, by, today):
        self.giver, self.by, self.today = giver, by, today

    @property
    def is_own(self):
        return self.by == self.giver

    def passable(self, kind):
        """Their own to pass on, or the lead's: what is on the lead's desk."""
        rows = kind.owned_by(self.giver)
        return rows if self.is_own else rows.changeable_by(self.by)

    @cached_property
    def _of_every_kind(self):
        things, elsewhere = [], []
        for kind in KINDS:
            keys = set(self.passable(kind).order_by().values_list("pk", flat=True))
            rows = kind.owned_by(self.giver)
            for thing in kind.seen(rows, self.by, self.today):
                (things if thing.record.pk in keys else elsewhere).append(thing)
        return things, elsewhere

    @property
    def things(self):
        return self._of_every_kind[0]

    @property
    def elsewhere(self):
        """What the lead sees but has not on their desk: others must pass it on."""
        return self._of_every_kind[1]

    @cached_property
    def drafts(self):
        """Forms that are not sent yet; they are shown to nobody but their writer."""
        if not self.is_own:
            return []
        here = reverse("desk:hand_over_new")
        rows = self.giver.drafts.unsent().exclude(path__startswith=here)
        return [draft_thing(row) for row in rows]

    @cached_property
    def places(self):
        """Their places on desks that the reader may know of."""
        seen = Partner.objects.visible_to(self.by).current()
        rows = self.giver.assignments.filter(partner__in=seen)
        return [place_thing(row) for row in rows.select_related("partner")]

    @cached_property
    def places_to_give(self):
        """Those that whoever arranges it may pass on to somebody else."""
        partners = {
            place.record.partner_id
            for place in self.places
            if can_place(self.by, place.record.partner_id, None)
        }
        return [place for place in self.places if place.record.partner_id in partners]

    @property
    def fixed_places(self):
        """Those that only an administrator may change."""
        return [p for p in self.places if p not in self.places_to_give]

    @property
    def is_empty(self):
        return not (self.things or self.drafts or self.places_to_give)


def draft_thing(draft):
    return Thing(
        code="draft",
        model=type(draft),
        record=draft,
        title=draft.title or _("Untitled form"),
        url=draft.path,
    )


def place_thing(assignment):
    return Thing(
        code="place",
        model=type(assignment),
        record=assignment,
        title=str(assignment.partner),
        note=assignment.get_role_display(),
        url=assignment.partner.get_absolute_url(),
    )
