"""The last contact of recorded links, computed by the database.

By the same definition as in `pairs`, so that a list of links can be sorted, filtered
and exported by it; a test holds the two against each other.
"""

from datetime import date

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest, Left

from core.models import User
from core.partial_dates import PartialDateField, between, not_before
from dialogues.contacts.health import (
    Health,
    active_since,
    going_dormant_since,
    health_of,
)
from dialogues.contacts.occasions import (
    LED_BY_THEM,
    LED_BY_US,
    over,
    representations,
    rounds_held,
)
from dialogues.models.counting import count_of
from partners.models import Position
from partners.models.people import YEARS_IN_OFFICE


def with_contacts(links, user: User, today: date):
    """Each link with `last_contact` ("" for none) and `times_met`.

    Only from what this user may see.
    """
    meetings = _meetings_of_both(user, today)
    rounds = _rounds_of_both(user, today)
    last = Greatest(_latest(meetings), _latest(rounds), output_field=PartialDateField())
    times = count_of(meetings, "code", "meeting") + count_of(rounds, "code")
    return links.annotate(last_contact=last, times_met=times)


def in_health(links, health: str, today: date):
    """Links of `with_contacts` that are in this health.

    Conditions and no annotation, since a database computes `last_contact` anew for
    each time that it is named.
    """
    if health == Health.ENDED:
        return links.ended()
    active = between("last_contact", since=active_since(today).isoformat())
    recent = between("last_contact", since=going_dormant_since(today).isoformat())
    condition = {
        Health.ACTIVE: active,
        Health.GOING_DORMANT: recent & ~active,
        Health.DORMANT: ~recent & ~Q(last_contact=""),
        Health.NEVER: Q(last_contact=""),
    }
    return links.lasting().filter(condition[health])


def health_of_link(link, today: date) -> Health:
    """Of a row of `with_contacts`; what has ended is that, whoever meets since."""
    return Health.ENDED if link.until else health_of(link.last_contact, today)


def _latest(occasions):
    latest = occasions.order_by("-held_on").values("held_on")[:1]
    return Coalesce(Subquery(latest), Value(""), output_field=PartialDateField())


def _meetings_of_both(user, today):
    """One participation of ours for each meeting at which theirs were as well."""
    there = representations(user).order_by()
    theirs = there.filter(
        meeting=OuterRef("meeting"),
        institution=OuterRef(OuterRef("partner_institution")),
    )
    ours = there.filter(
        institution=OuterRef("home_institution"),
        institution__country=settings.HOME_COUNTRY,
        meeting__archived_at__isnull=True,
    )
    rows = over(ours, "meeting__", today)
    return _in_their_country(rows).filter(Exists(theirs))


def _rounds_of_both(user, today):
    ours = leading(user, LED_BY_US, "home_institution")
    ours = ours.filter(institution__country=settings.HOME_COUNTRY)
    theirs = leading(user, LED_BY_THEM, "partner_institution")
    rows = _in_their_country(rounds_held(user, today))
    return rows.filter(Exists(ours), Exists(theirs))


def _in_their_country(occasions):
    """Third countries are in touch with neither, and ours not with itself."""
    theirs = occasions.filter(code=OuterRef("partner_institution__country"))
    return theirs.exclude(code=settings.HOME_COUNTRY)


def leading(user, names, whose):
    """Positions, at one institution of the link, of those who led or opened a round.

    `Position.held_on` in SQL: it must have been held on the day of the round.
    """
    led = Q(person=OuterRef(names[0])) | Q(person=OuterRef(names[1]))
    rows = Position.objects.visible_to(user).current().order_by()
    rows = rows.filter(led, institution=OuterRef(OuterRef(whose)))
    rows = rows.annotate(
        day=ExpressionWrapper(OuterRef("held_on"), output_field=CharField())
    )
    rows = rows.filter(not_before("until", "day"))
    years = _year("as_of") - _year("day")
    rows = rows.annotate(years_off=years)
    near = Q(years_off__range=(-YEARS_IN_OFFICE, YEARS_IN_OFFICE))
    begun = ~Q(since="") & not_before("day", "since")
    return rows.filter(begun | (Q(since="") & ~Q(as_of="") & near))


def _year(name):
    known = Case(When(~Q(**{name: ""}), then=Left(F(name), 4)))
    return Cast(known, IntegerField())
