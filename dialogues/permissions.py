"""Who may change what in a dialogue; who may see it is asked of `visible_to`."""

from django.core.exceptions import PermissionDenied

from core.access import writer
from dialogues.models import Side, Statement


def may_write_on(user, partner):
    """Whether they may record something new about this partner country."""
    return writer(user) and partner.pk in user.desk_partner_ids


def can_approve(user, statement):
    """Whether they may release what we say in public.

    A desk lead does; a statement of the partner alone is not ours to approve.
    """
    ours = statement.side != Side.PARTNER
    draft = statement.status == Statement.Status.DRAFT
    return ours and draft and user.has_perm("core.lead_desk")


def can_close(user):
    """Whether they may close a round, or open it again, on their own desk."""
    return user.has_perm("core.lead_desk")


def can_unlock(user, objective):
    """Whether they may open a locked benchmark again: a desk lead does."""
    return objective.is_locked and user.has_perm("core.lead_desk")


def can_verify(user, follow_up):
    """Whether they may be the second person: of the desk, and not who did it."""
    on_desk = writer(user) and follow_up.partner_id in user.desk_partner_ids
    if not on_desk or follow_up.owner_id == user.pk:
        return False
    return follow_up.find_who_said_done() != user.pk


def can_pass_on(user, follow_up):
    """Whether they may give it to somebody else: it is theirs, or they lead its desk.

    Any other change of owner is made on the form of the follow-up itself.
    """
    leads = writer(user) and user.has_perm("core.lead_desk")
    on_desk = follow_up.partner_id in user.desk_partner_ids
    return follow_up.owner_id == user.pk or (leads and on_desk)


def may_correct(user, minutes):
    """Whether final minutes are theirs to correct, though nobody's to change."""
    if not writer(user) or minutes.is_archived:
        return False
    return type(minutes).objects.of_desk(user).filter(pk=minutes.pk).exists()


def can_take_back(user):
    """Whether they may turn final minutes into a draft again."""
    return user.has_perm("core.lead_desk")


def countries_of(origin, user):
    """The partners that something is about, as far as this user may know."""
    if hasattr(origin, "partners"):
        return list(origin.partners.visible_to(user))
    if hasattr(origin, "find_partner"):
        return list(filter(None, [origin.find_partner()]))
    if hasattr(origin, "evaluation"):
        judged = origin.evaluation.dialogues.visible_to(user).select_related("partner")
        return list({dialogue.partner for dialogue in judged})
    if hasattr(origin, "partner"):
        return [origin.partner]
    return [origin.dialogue.partner]


def only_one_on_desk(partners, user):
    """The one country that follows, or None where the writer has to choose."""
    one = partners[0] if len(partners) == 1 else None
    return one if one and one.pk in user.desk_partner_ids else None


def require_write_on(user, partner):
    """Raises PermissionDenied when the partner is not on their desk."""
    if not may_write_on(user, partner):
        raise PermissionDenied
