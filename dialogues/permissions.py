"""Who may change what in a dialogue; who may see it is asked of `visible_to`."""

from django.core.exceptions import PermissionDenied

from core.access import writer


def may_write_on(user, partner):
    """Whether they may record something new about this partner country."""
    return writer(user) and partner.pk in user.desk_partner_ids


def require_write_on(user, partner):
    """Raises PermissionDenied when the partner is not on their desk."""
    if not may_write_on(user, partner):
        raise PermissionDenied
