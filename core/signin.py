"""Sign-in: nobody signs up by themselves, and every sign-in is in the audit log."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.dispatch import receiver

from core.models import AuditEvent

Action = AuditEvent.Action


class ClosedSignUp(DefaultAccountAdapter):
    """Only an administrator adds users."""

    def is_open_for_signup(self, request):
        return False


def display_name(user):
    return str(user)


def _ip(request):
    from core.access import ip_of

    return ip_of(request) if request is not None else None


@receiver(user_logged_in)
def _signed_in(sender, request, user, **kwargs):
    AuditEvent.objects.record(Action.SIGNED_IN, by=user, ip=_ip(request))


@receiver(user_logged_out)
def _signed_out(sender, request, user, **kwargs):
    if user is not None:
        AuditEvent.objects.record(Action.SIGNED_OUT, by=user, ip=_ip(request))


@receiver(user_login_failed)
def _failed(sender, credentials, request=None, **kwargs):
    # SECURITY: what was typed is not kept; people type passwords into the wrong field.
    AuditEvent.objects.record(Action.SIGN_IN_FAILED, ip=_ip(request))
