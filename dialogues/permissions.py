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


def require_write_on(user, partner):
    """Raises PermissionDenied when the partner is not on their desk."""
    if not may_write_on(user, partner):
        raise PermissionDenied
