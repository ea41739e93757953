"""Who may pass on what somebody owns, and who may change places on a desk."""

from core.access import writer
from core.models import User
from partners.models import Assignment


def leads(user):
    return user.has_perm("core.lead_desk")


def can_arrange(user, giver):
    """Whether they may hand over what `giver` owns: their own, or as their desk's lead.

    Somebody who has been taken off the desk may still own something there.
    """
    if not writer(user):
        return False
    if user == giver:
        return True
    on_my_desk = {"user": giver, "partner__in": user.desk_partner_ids}
    return leads(user) and (
        Assignment.objects.filter(**on_my_desk).exists()
        or Assignment.history.filter(**on_my_desk).exists()
    )


def can_arrange_on(user, assignment):
    """The same of somebody on a desk, without asking for their other desks."""
    if not writer(user):
        return False
    on_my_desk = assignment.partner_id in user.desk_partner_ids
    return user == assignment.user or (leads(user) and on_my_desk)


def can_place(user, partner_id, person):
    """Whether they may give `person` a place on a desk, or end it.

    SECURITY: nobody changes their own place, as in the administration.
    """
    return leads(user) and partner_id in user.desk_partner_ids and user != person


def can_take_drafts(taker, giver):
    """Whether they may read all that `giver` may read.

    A draft has no marking and no country yet: it may hold anything.
    """
    names = "core.read_names_at_risk"
    return (
        taker.clearance >= giver.clearance
        and taker.has_perm(names) >= giver.has_perm(names)
        and taker.reads_all_desks >= giver.reads_all_desks
        and (
            taker.reads_all_desks
            or set(taker.desk_partner_ids) >= set(giver.desk_partner_ids)
        )
    )


def officers_led_by(user):
    """Those with whom a lead shares a desk, also when they have left the house."""
    if not leads(user):
        return User.objects.none()
    rows = User.objects.filter(assignments__partner__in=user.desk_partner_ids)
    return rows.exclude(pk=user.pk).distinct().order_by("name", "pk")
