"""Who may open a view, which row they get, and what is logged about it.

A row that somebody may not see answers 404; one they see and may not change, 403.
"""

from datetime import timedelta
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from core.models import AuditEvent, Classification

READING_LOGGED_EVERY = timedelta(minutes=10)


def any_member(user):
    """Anybody who has been let in."""
    return user.is_active


def writer(user):
    """Those who keep the record; on which desk is asked for each row."""
    return user.has_perm("core.write_record")


def audit_reader(user):
    return user.has_perm("core.read_audit")


def everyone(user):
    """The whole world: only for pages without any record."""
    return True


def requires(rule):
    """Marks a view with the rule that opens it; a test walks all views for it."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not rule(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.rule = rule
        return guarded

    return decorate


def in_one_transaction(view):
    """What a POST changes is changed as a whole or not at all; a GET opens none."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return wrapped


def visible_or_404(rows, user, **lookup):
    """One row that this user may see. Takes a manager or a queryset of records."""
    return get_object_or_404(rows.visible_to(user), **lookup)


def changeable_or_403(rows, user, **lookup):
    """One row that this user may change, locked until the transaction ends.

    Raises Http404 when they may not see it, PermissionDenied when they only may not
    change it.
    """
    row = visible_or_404(rows, user, **lookup)
    if not may_change(user, row):
        raise PermissionDenied
    if transaction.get_connection().in_atomic_block:
        marking = row.marking
        row = rows.select_for_update(of=("self",)).get(pk=row.pk)
        row.marking = marking
    return row


def may_change(user, record):
    """Whether they may change a record that they can see: it is on their desk."""
    if not writer(user) or record.is_archived:
        return False
    return type(record).objects.changeable_by(user).filter(pk=record.pk).exists()


def log_reading(request, record, parts=()):
    """Writes down who read what is Restricted or Confidential, once in ten minutes.

    `parts` are the rows that stand on the page of `record`, such as the replies on a
    topic's: they may be for fewer eyes than the record itself.
    """
    if max(map(marking_of, [record, *parts])) < Classification.RESTRICTED:
        return
    lately = timezone.now() - READING_LOGGED_EVERY
    known = AuditEvent.objects.filter(
        user=request.user,
        action=AuditEvent.Action.READ,
        kind=record.kind_name(),
        object_id=record.pk,
        at__gte=lately,
    )
    if not known.exists():
        AuditEvent.objects.record(
            AuditEvent.Action.READ, by=request.user, record=record, ip=ip_of(request)
        )


def marking_of(row):
    """Reference lists have no marking; they hold nothing that is not known."""
    own = getattr(row, "classification", Classification.OPEN)
    return getattr(row, "marking", own)


def ip_of(request):
    """The reader's address as the sign-in limits know it."""
    from allauth.account.adapter import get_adapter

    try:
        return get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return None  # as allauth says that no address came with the request
