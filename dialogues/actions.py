"""What a meeting brings with it: people, concerns, replies, all in one go.

Every action takes who does it as `by`, and leaves the marking of a new row no lower
than that of the meeting.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import Classification, User
from dialogues.models import (
    AgendaItem,
    Concern,
    FactUsed,
    FollowUp,
    Meeting,
    Minutes,
    Objective,
    ParliamentaryQuestion,
    Participation,
    Raising,
    Reply,
    Statement,
)
from partners.models import Institution, Person, Position


@transaction.atomic
def write_minutes(meeting: Meeting, *, by: User, text: str, classification: int):
    """The minutes of a meeting that has none yet."""
    return Minutes.objects.create(
        meeting=meeting,
        text=text,
        classification=_at_least(meeting, classification),
        **_stamp(by),
    )


@transaction.atomic
def add_participant(
    meeting: Meeting,
    *,
    by: User,
    person: Person | str | None,
    institution: Institution | str | None,
    title: str = "",
    **fields,
) -> Participation:
    """Somebody at the meeting; a name that is not known yet becomes a person.

    Where the institution or the title is left out, the position that the person holds
    now fills it in, as far as `by` may see it. Without a side, the country decides.
    """
    fields["side"] = fields.get("side") or _side_of(meeting, person, institution)
    country = _country_of(meeting, fields["side"])
    if isinstance(institution, str) and institution:
        institution = find_or_make_institution(
            institution, country=country, by=by, meeting=meeting
        )
    if isinstance(person, str) and person:
        person = make_person(
            person,
            country=country,
            institution=institution or None,
            title=title,
            by=by,
            meeting=meeting,
        )
    elif person and not (institution and title):
        held = Position.objects.visible_to(by).held_by(person)
        institution = institution or (held and held.institution)
        if held and institution == held.institution:
            title = title or held.title
    return Participation.objects.create(
        meeting=meeting,
        person=person or None,
        institution=institution or None,
        title=title,
        classification=_at_least(meeting),
        **fields,
        **_stamp(by),
    )


def find_or_make_institution(name, *, country, by, meeting):
    """The institution of that name and country that `by` may see, or a new one."""
    known = Institution.objects.visible_to(by).current().filter(country=country)
    return known.filter(name__iexact=name).first() or Institution.objects.create(
        name=name,
        country=country or settings.HOME_COUNTRY,
        classification=_at_least(meeting),
        **_stamp(by),
    )


def make_person(name, *, country, institution, title, by, meeting):
    """A new person, with the position under which they were met."""
    person = Person.objects.create(
        name=name,
        country=country,
        classification=_at_least(meeting),
        **_stamp(by),
    )
    if institution:
        Position.objects.create(
            person=person,
            institution=institution,
            title=title,
            as_of=meeting.date,
            classification=_at_least(meeting),
            **_stamp(by),
        )
    return person


@transaction.atomic
def put_on_agenda(meeting: Meeting, *, by: User, **fields) -> AgendaItem:
    return AgendaItem.objects.create(
        meeting=meeting, classification=_at_least(meeting), **fields, **_stamp(by)
    )


@transaction.atomic
def raise_concern(
    meeting: Meeting,
    *,
    by: User,
    concern: Concern | str,
    classification: int,
    about: dict,
    reply: dict | None = None,
    **occasion,
) -> Raising:
    """One occasion on which a concern was raised, with the reply if one came.

    A title that is no concern yet becomes one; `about` says what it is about. `reply`
    has `text`, `quality` and `by`.
    """
    if isinstance(concern, str):
        concern = Concern.objects.create(
            title=concern,
            partner=meeting.partner,
            dialogue=meeting.dialogue,
            classification=_at_least(meeting),
            **about,
            **_stamp(by),
        )
    said = _at_least(meeting, classification)
    raising = Raising.objects.create(
        concern=concern,
        meeting=meeting,
        classification=said,
        **occasion,
        **_stamp(by),
    )
    if reply:
        Reply.objects.create(
            raising=raising,
            date=meeting.ends_on or meeting.date,
            classification=said,
            **reply,
            **_stamp(by),
        )
    return raising


@transaction.atomic
def follow_up(meeting: Meeting, *, by: User, **fields) -> FollowUp:
    return FollowUp.objects.create(
        meeting=meeting, classification=_at_least(meeting), **fields, **_stamp(by)
    )


@transaction.atomic
def reassign(rows, *, to: User, by: User, reason: str) -> None:
    """Gives records with an owner to somebody else, each with a line in its history."""
    for row in rows:
        row.owner, row.updated_by = to, by
        row._change_reason = reason
        row.save()


@transaction.atomic
def agree_on_minutes(minutes: Minutes, *, by: User) -> Minutes:
    """Final minutes become those of both sides; their words stay as they are."""
    minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)
    if not minutes.is_locked:
        raise ValidationError(
            _("These minutes are a draft. Say in the form that they are agreed.")
        )
    if minutes.status != Minutes.Status.AGREED:
        minutes.status, minutes.updated_by = Minutes.Status.AGREED, by
        minutes.save()
    return minutes


@transaction.atomic
def lock_objective(objective: Objective, *, by: User) -> Objective:
    """Lets its benchmark stand fast; raises ValidationError where it cannot be."""
    if why := objective.stands_fast():
        raise ValidationError(why)
    if objective.is_locked:
        return objective
    if objective.cannot_be_locked:
        raise ValidationError(
            _("An objective has an indicator and a target before it is locked.")
        )
    objective.locked_on, objective.locked_by = timezone.localdate(), by
    objective.updated_by = by
    objective.save()
    return objective


@transaction.atomic
def approve_statement(statement: Statement, *, by: User) -> Statement:
    """Releases the wording that stands there now; a later change takes it back."""
    statement.status = Statement.Status.APPROVED
    statement.approved_by, statement.approved_on = by, timezone.localdate()
    statement.updated_by = by
    statement.save()
    return statement


@transaction.atomic
def unlock_objective(objective: Objective, *, by: User, reason: str) -> Objective:
    """Opens its benchmark again; the reason stays in the history."""
    objective.locked_on = objective.locked_by = None
    objective.updated_by = by
    objective._change_reason = reason
    objective.save()
    return objective


@transaction.atomic
def publish_statement(statement: Statement, *, by: User) -> Statement:
    """Says that an approved statement is out, from today where it has no date."""
    if statement.status != Statement.Status.APPROVED:
        raise ValidationError(_("Only what is approved is published."))
    statement.status = Statement.Status.PUBLISHED
    statement.date = statement.date or timezone.localdate().isoformat()
    statement.updated_by = by
    statement.save()
    return statement


@transaction.atomic
def note_facts(
    question: ParliamentaryQuestion, *, by: User, rows: list, note: str = ""
) -> list[FactUsed]:
    """The rows on which an answer stands; what is noted already is left as it is."""
    known = FactUsed.objects.keys_used_for(question)
    return [
        FactUsed.objects.create(
            question=question,
            record=row,
            note=note,
            classification=max(Classification.INTERNAL, row.marking),
            **_stamp(by),
        )
        for row in rows
        if (row.kind_name(), row.pk) not in known
    ]


def _stamp(by):
    return {"created_by": by, "updated_by": by}


def _at_least(meeting, classification=Classification.INTERNAL):
    return max(meeting.classification, classification)


def _side_of(meeting, *named):
    """The side of the first that is known by country; of new names, the partner's."""
    sides = Participation.DelegationSide
    for row in named:
        if country := getattr(row, "country", ""):
            known = {
                settings.HOME_COUNTRY: sides.OURS,
                meeting.partner.code: sides.PARTNER,
            }
            return known.get(country, sides.OTHER)
    return sides.PARTNER


def _country_of(meeting, side):
    if side == Participation.DelegationSide.OURS:
        return settings.HOME_COUNTRY
    if side == Participation.DelegationSide.PARTNER:
        return meeting.partner.code
    return ""
