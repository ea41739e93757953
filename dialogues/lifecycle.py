"""The life of a round: planned, confirmed, held, closed; and what stops it.

Loaders may set anything, since the past kept to no rule; what people do on a page goes
through here.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import User
from dialogues.models import Objective, Round

Status = Round.Status

# What may follow. A round that is stopped may stay so while the reason changes; one
# that was written down as held by mistake goes back to being planned.
_FOLLOWS = {
    Status.PLANNED: (Status.CONFIRMED, Status.HELD, *Round.STOPPED),
    Status.CONFIRMED: (Status.HELD, Status.PLANNED, *Round.STOPPED),
    Status.HELD: (Status.PLANNED,),
    Status.POSTPONED: (Status.PLANNED, Status.CONFIRMED, *Round.STOPPED),
    Status.SUSPENDED: (Status.PLANNED, Status.CONFIRMED, *Round.STOPPED),
    Status.CANCELLED: (Status.PLANNED, Status.CANCELLED),
}


def may_become(round_: Round) -> tuple[str, ...]:
    """The statuses that may follow; none once it is closed."""
    return () if round_.is_closed else _FOLLOWS[round_.status]


def next_step(round_: Round) -> str:
    """The status that comes next in its life; empty where none does by itself."""
    begins, today = round_.starts_on, timezone.localdate()
    if round_.status in Round.TO_COME and begins and begins.latest <= today:
        return Status.HELD
    if round_.status == Status.PLANNED:
        return Status.CONFIRMED
    return Status.PLANNED if round_.status in Round.STOPPED else ""


def why_not(round_: Round, status: str) -> str:
    """Why it may not become this, in a sentence; empty when it may."""
    if round_.is_closed:
        return str(round_.stands_fast())
    offered = may_become(round_)
    if status in offered:
        return ""
    words = {"now": Status(round_.status).label.lower()}
    if status == round_.status:
        return _("This round is %(now)s already.") % words
    if round_.status in Round.STOPPED:
        return (
            _("This round is %(now)s: take it up again before anything else.") % words
        )
    return _("This round is %(now)s, and that cannot follow.") % words


def lacks(status: str, known: dict) -> dict[str, str]:
    """What this status needs and is not known, as a sentence for each field.

    `known` has the values of the round by the names of its fields.
    """
    starts_on, found = known.get("starts_on"), {}
    if status == Status.CONFIRMED:
        if not starts_on:
            found["starts_on"] = _("Say when the round begins before it is confirmed.")
        if not known.get("city") and known.get("mode") != Round.Mode.ONLINE:
            found["city"] = _("Say in which city it takes place, or that it is online.")
    elif status == Status.HELD:
        if not starts_on:
            found["starts_on"] = _("Say when the round began.")
        elif starts_on.earliest > timezone.localdate():
            found["starts_on"] = _("A round that is still to begin was not held yet.")
    elif status in Round.STOPPED:
        if not known.get("status_by"):
            found["status_by"] = _(
                "Say by whom the round is postponed, suspended or cancelled."
            )
        if not known.get("status_why"):
            found["status_why"] = _(
                "Say why the round is postponed, suspended or cancelled."
            )
    return found


def _unfinished(round_: Round):
    """Its objectives that were never locked, and those not assessed at it."""
    rows = Objective.objects.current().set_for(round_)
    return (
        (_("Never locked: %(objective)s."), rows.unlocked()),
        (_("Not assessed at this round: %(objective)s."), rows.not_assessed_at(round_)),
    )


def left_open(round_: Round, *, by: User) -> list[str]:
    """What its objectives leave open, in sentences.

    SECURITY: looks at every objective. What `by` may not see is told only to be there.
    """
    found, hidden = [], False
    for sentence, rows in _unfinished(round_):
        seen = list(rows.visible_to(by)) if (number := rows.count()) else []
        found += [sentence % {"objective": objective} for objective in seen]
        hidden = hidden or number > len(seen)
    if hidden:
        found.append(_("Something that you may not see stands in the way."))
    return found


def never_closes(round_: Round) -> str:
    """Why it is not to be closed, whatever is said of it; empty where it may be."""
    if round_.is_closed:
        return _("This round is closed already.")
    if round_.status != Status.HELD:
        return _("Only a round that was held can be closed.")
    return ""


def against_closing(round_: Round, *, by: User, without: str = "") -> list[str]:
    """What stands in the way of closing, in sentences; `without` is a reason given."""
    if refusal := never_closes(round_):
        return [refusal]
    left = [] if without else left_open(round_, by=by)
    return [*left, _("Say why the round is closed all the same.")] if left else []


@transaction.atomic
def close_round(round_: Round, *, by: User, without: str = "") -> Round:
    """Closes it today; raises ValidationError with everything that is in the way."""
    if reasons := against_closing(round_, by=by, without=without):
        raise ValidationError(reasons)
    is_unfinished = any(rows.exists() for _said, rows in _unfinished(round_))
    round_.closed_on = timezone.localdate()
    round_.closed_without = without if is_unfinished else ""
    round_.updated_by = by
    round_.save()
    return round_


@transaction.atomic
def reopen_round(round_: Round, *, by: User, why: str) -> Round:
    """Opens a closed round again; the reason stays in its history."""
    if not round_.is_closed:
        raise ValidationError(_("This round is not closed."))
    if not why.strip():
        raise ValidationError(_("Say why the round is opened again."))
    round_.closed_on, round_.closed_without = None, ""
    round_.updated_by = by
    # As many characters as an entry of the history has for its reason.
    round_._change_reason = why.strip()[:100]
    round_.save()
    return round_
