"""Passing on what somebody owns, all in one step, and signing for it."""

from copy import copy
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import AuditEvent
from desk.handing_over.owned import KINDS, Owned
from desk.models import HandOver
from desk.permissions import can_place, can_take_drafts
from partners.models import Assignment


def with_places(user, partners):
    """The same user as they would be on these desks as well; nothing is saved."""
    user = copy(user)
    user.desk_partner_ids = [*user.desk_partner_ids, *(p.pk for p in partners)]
    user.desk_countries = [*user.desk_countries, *(p.code for p in partners)]
    return user


class Plan:
    """What a hand-over would do: what goes to whom, and what stays and why."""

    def __init__(self, owned, taker, keys, *, end_places=False):
        self.owned, self.giver, self.by = owned, owned.giver, owned.by
        self.keys = set(keys)
        self.places = [p for p in owned.places_to_give if p.key in self.keys]
        self._desks_before = set(taker.desk_partner_ids)
        self.taker = with_places(taker, [place.record.partner for place in self.places])
        self.end_places = end_places and self.giver != self.by

    @cached_property
    def _able(self):
        """The keys of what the new owner may see and has on their desk."""
        able = set()
        for kind in KINDS:
            chosen = [t.record.pk for t in self.owned.things if t.code == kind.code]
            rows = kind.model.objects.visible_to(self.taker).of_desk(self.taker)
            rows = rows.filter(pk__in=chosen).order_by()
            able |= {f"{kind.code}:{pk}" for pk in rows.values_list("pk", flat=True)}
        return able

    def _ticked(self, things):
        return [thing for thing in things if thing.key in self.keys]

    @property
    def things(self):
        return [t for t in self._ticked(self.owned.things) if t.key in self._able]

    @property
    def staying(self):
        """What is ticked and cannot go to the new owner."""
        return [t for t in self._ticked(self.owned.things) if t.key not in self._able]

    @cached_property
    def drafts(self):
        ticked = self._ticked(self.owned.drafts)
        if not ticked or not can_take_drafts(self.taker, self.giver):
            return []
        paths = [draft.record.path for draft in ticked]
        own = self.taker.drafts.filter(path__in=paths).values_list("path", flat=True)
        taken = set(own)
        return [draft for draft in ticked if draft.record.path not in taken]

    @property
    def drafts_staying(self):
        going = {draft.key for draft in self.drafts}
        return [d for d in self._ticked(self.owned.drafts) if d.key not in going]

    def desk_changes(self):
        """What happens to places on desks, in sentences."""
        sentences = []
        for place in self.places:
            names = {"desk": place.title, "taker": self.taker, "giver": self.giver}
            if place.record.partner_id in self._desks_before:
                text = _("%(taker)s is on the desk of %(desk)s already.")
            else:
                text = _("%(taker)s gets a place on the desk of %(desk)s.")
            sentences.append(text % names)
            if self.end_places:
                text = _("%(giver)s leaves the desk of %(desk)s.")
                sentences.append(text % names)
        return sentences

    @property
    def going(self):
        return [*self.things, *self.drafts, *self.places]

    @property
    def left_out(self):
        """How much of what was ticked is not there any more, or cannot go."""
        return len(self.keys) - len(self.going)


@transaction.atomic
def hand_over(owned, taker, *, keys, note="", end_places=False, ip=None):
    """Passes on what is ticked. Returns the hand-over and what it did, as a Plan."""
    rows = _locked(owned.giver, keys)
    owned = Owned(owned.giver, by=owned.by, today=owned.today)
    plan = Plan(owned, taker, keys, end_places=end_places)
    if not plan.going:
        raise ValidationError(
            _(
                "Nothing of this can go to %(name)s any more: somebody has passed it "
                "on or closed it in the meantime. Look at what is left."
            ),
            params={"name": taker},
        )
    made = HandOver.objects.create(
        given_by=owned.giver, taken_by=taker, arranged_by=owned.by, note=note
    )
    reason = _("Handed over from %(giver)s to %(taker)s") % {
        "giver": owned.giver,
        "taker": taker,
    }
    for thing in plan.things:
        _give(rows[thing.key], thing.code, taker, by=owned.by, reason=reason[:100])
        made.items.create(record=thing.record)
    for draft in plan.drafts:
        draft.record.user = taker
        draft.record.save(update_fields=["user"])
        made.items.create(record=draft.record)
    _pass_places(plan, taker, made, reason[:100], ip)
    _log(AuditEvent.Action.HANDED_OVER, made, by=owned.by, ip=ip, going=plan.going)
    return made, plan


def _locked(giver, keys):
    """The ticked records of this owner, locked until the transaction ends."""
    rows = {}
    for kind in KINDS:
        pks = [_pk(key) for key in keys if key.startswith(f"{kind.code}:")]
        owned = kind.owned_by(giver).filter(pk__in=pks).order_by("pk")
        for row in owned.select_for_update(of=("self",)):
            rows[f"{kind.code}:{row.pk}"] = row
    return rows


def _pk(key):
    number = key.partition(":")[2]
    return int(number) if number.isdecimal() and len(number) <= 18 else 0


def _give(record, code, taker, *, by, reason):
    kind = next(kind for kind in KINDS if kind.code == code)
    setattr(record, kind.owner, taker)
    record.updated_by = by
    record._change_reason = reason
    record.save()


def _pass_places(plan, taker, made, reason, ip):
    """Gives the new owner the places, and ends those of the old one where asked."""
    for place in plan.places:
        old = place.record
        before = {user: _desks(user) for user in (taker, plan.giver)}
        if can_place(plan.by, old.partner_id, taker):
            made.items.create(record=_new_place(old, taker, reason))
        if plan.end_places and can_place(plan.by, old.partner_id, plan.giver):
            old._change_reason = reason
            old.delete()
        for user, desks in before.items():
            _log_desks(user, desks, by=plan.by, ip=ip)


def _new_place(old, taker, reason):
    role = old.role
    if role == Assignment.Role.LEAD and not taker.has_perm("core.lead_desk"):
        role = Assignment.Role.RESPONSIBLE
    place = Assignment.objects.filter(user=taker, partner=old.partner).first()
    if place is None:
        place = Assignment(user=taker, partner=old.partner, role=role)
    elif place.role == Assignment.Role.DEPUTY:
        place.role = role
    place._change_reason = reason
    place.save()
    return place


def _desks(user):
    rows = Assignment.objects.filter(user=user).values_list("partner__code", "role")
    return sorted(f"{code}: {role}" for code, role in rows)


def _log_desks(user, before, *, by, ip):
    """A place on a desk is a right: it is logged as the administration logs it."""
    if before == (now := _desks(user)):
        return
    detail = {"user": user.pk, "changes": {"desks": [before, now]}}
    AuditEvent.objects.record(
        AuditEvent.Action.RIGHTS_CHANGED, by=by, detail=detail, ip=ip
    )


def _log(action, made, *, by, ip, going=()):
    codes = [thing.code for thing in going]
    detail = {
        "from": made.given_by_id,
        "to": made.taken_by_id,
        "counts": {code: codes.count(code) for code in sorted(set(codes))},
    }
    AuditEvent.objects.record(action, by=by, record=made, detail=detail, ip=ip)


@transaction.atomic
def sign(made, *, by, ip=None):
    """The new owner has read it; raises ValidationError when that is said already."""
    made = HandOver.objects.select_for_update().get(pk=made.pk)
    if made.is_signed:
        raise ValidationError(_("This hand-over has been signed already."))
    made.signed_at = timezone.now()
    made.save(update_fields=["signed_at"])
    _log(AuditEvent.Action.SIGNED_FOR, made, by=by, ip=ip)
    return made
