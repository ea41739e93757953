"""What happens to people: they change post, or move on."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from core.models import Classification, User
from core.partial_dates import PartialDate
from partners.models import Institution, Person, Position


@dataclass(frozen=True)
class Post:
    """What somebody becomes, and where; a name makes a new institution."""

    institution: Institution | str
    title: str = ""
    level: str = ""
    since: str = ""
    classification: int = Classification.INTERNAL


@transaction.atomic
def change_post(
    person: Person,
    *,
    by: User,
    ends: list[Position] = (),
    on: str = "",
    because: str = "",
    note: str = "",
    next: Post | None = None,
) -> Position | None:
    """Ends positions on a date and opens the next one; None for who has moved on.

    What ends stays in the record. Raises ValidationError where a position would end
    before it begins, and Stale where somebody has saved one of them meanwhile.
    """
    for position in ends:
        position.until = on
        position.left_because, position.left_note = because, note
        position.updated_by = by
        position.validate_constraints()
        position.save()
    return _take_up(person, next, since=next.since or on, by=by) if next else None


def _take_up(person, post, *, since, by):
    institution = post.institution
    if isinstance(institution, str):
        institution = find_or_make_institution(
            institution,
            country=person.country,
            by=by,
            classification=person.classification,
        )
    position = Position(
        person=person,
        institution=institution,
        title=post.title,
        level=post.level,
        since=since,
        # Without any date it would count as held for ever.
        as_of="" if since else PartialDate(timezone.localdate().isoformat()),
        classification=max(post.classification, person.classification),
        created_by=by,
        updated_by=by,
    )
    position.validate_constraints()
    position.save()
    return position


def find_or_make_institution(
    name: str, *, country: str, by: User, classification: int
) -> Institution:
    """The institution of that name and country that `by` may see, or a new one."""
    known = Institution.objects.visible_to(by).current().filter(country=country)
    return known.filter(name__iexact=name).first() or Institution.objects.create(
        name=name,
        country=country,
        classification=classification,
        created_by=by,
        updated_by=by,
    )
