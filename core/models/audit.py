"""Append-only audit events, chained so that a missing or altered one shows.

Each event carries an HMAC over its own content and the one before. Database triggers
refuse to change or delete events; `manage.py verify_audit` walks the chain.
"""

import hmac
import json

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class AuditEventQuerySet(models.QuerySet):
    @transaction.atomic
    def record(self, action, *, by=None, record=None, detail=None, ip=None):
        """Append one event; `detail` is small and never holds the text of a record."""
        head, _made = AuditHead.objects.select_for_update().get_or_create(pk=1)
        # The digest is over the address as the database gives it back.
        ip = AuditEvent._meta.get_field("ip").to_python(ip)
        event = AuditEvent(
            at=timezone.now(),
            user=by,
            action=action,
            kind=record.kind_name() if record is not None else "",
            object_id=record.pk if record is not None else None,
            detail=detail or {},
            ip=ip,
            previous=head.digest,
        )
        event.digest = event.expected_digest()
        event.save(force_insert=True)
        head.digest = event.digest
        head.save()
        return event

    def first_broken(self):
        """The first event that does not follow from the one before, or None.

        Where the last events are missing it is the `AuditHead`, which they led to.
        """
        previous = ""
        for event in self.order_by("pk").iterator():
            if event.previous != previous or not hmac.compare_digest(
                event.digest, event.expected_digest()
            ):
                return event
            previous = event.digest
        return AuditHead.objects.exclude(digest=previous).first()


class AuditEvent(models.Model):
    """Something that must be provable later: a sign-in, a reading, an export."""

    class Action(models.TextChoices):
        SIGNED_IN = "signed_in", _("Signed in")
        SIGN_IN_FAILED = "sign_in_failed", _("Sign-in failed")
        SIGNED_OUT = "signed_out", _("Signed out")
        READ = "read", _("Read")
        EXPORTED = "exported", _("Exported")
        DOCUMENT_OPENED = "document_opened", _("Document opened")
        RIGHTS_CHANGED = "rights_changed", _("Rights changed")
        ARCHIVED = "archived", _("Archived")
        REVERTED = "reverted", _("Reverted")
        LOADED = "loaded", _("File loaded")
        HANDED_OVER = "handed_over", _("Handed over")
        SIGNED_FOR = "signed_for", _("Hand-over signed")

    at = models.DateTimeField(_("when"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        null=True,
        related_name="audit_events",
    )
    action = models.CharField(_("what"), max_length=20, choices=Action)
    kind = models.CharField(_("kind of record"), max_length=50, blank=True)
    object_id = models.BigIntegerField(_("record"), null=True)
    detail = models.JSONField(_("detail"), default=dict)
    ip = models.GenericIPAddressField(_("address"), null=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ("-pk",)
        indexes = [
            models.Index(
                fields=["user", "action", "kind", "object_id", "at"],
                name="audit_recent_reading",
            )
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    def expected_digest(self):
        """What the digest must be, given the content and the event before."""
        content = json.dumps(
            [
                self.previous,
                self.at.isoformat(),
                self.user_id,
                self.action,
                self.kind,
                self.object_id,
                self.detail,
                self.ip,
            ],
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=True,
        )
        return salted_hmac("core.AuditEvent", content, algorithm="sha256").hexdigest()


class AuditHead(models.Model):
    """The end of the chain; its one row is locked while an event is appended."""

    digest = models.CharField(max_length=64, blank=True)

    def __str__(self):
        return self.digest
