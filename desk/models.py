"""When an officer leaves: what they pass on, and who signs for it."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Assignment


class HandOverQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For who gave, took or arranged it, and leads of a desk that the giver has.

        A lead keeps seeing it when it was by this very step that the giver left.
        """
        if not user.is_active:
            return self.none()
        seen = Q(given_by=user) | Q(taken_by=user) | Q(arranged_by=user)
        if user.has_perm("core.lead_desk"):
            theirs = {
                "user": OuterRef("given_by"),
                "partner__in": user.desk_partner_ids,
            }
            places = Assignment.objects.filter(**theirs)
            left = Assignment.history.filter(
                history_type="-", history_date__gte=OuterRef("at"), **theirs
            )
            seen |= Q(Exists(places)) | Q(Exists(left))
        return self.filter(seen)

    def to_sign(self, user):
        return self.unsigned().filter(taken_by=user)

    def unsigned(self):
        return self.filter(signed_at__isnull=True)

    def unsigned_first(self):
        return self.order_by(F("signed_at").desc(nulls_first=True), "-at", "-pk")

    def with_people(self):
        return self.select_related("given_by", "taken_by", "arranged_by")


class HandOver(models.Model):
    """What one user has passed on to another in one step."""

    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handed over by"),
        on_delete=models.PROTECT,
        related_name="hand_overs_given",
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken over by"),
        on_delete=models.PROTECT,
        related_name="hand_overs_taken",
    )
    arranged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("arranged by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("handed over"), default=timezone.now)
    note = models.TextField(
        _("what the new owner should know"),
        blank=True,
        help_text=_("Only the two of you and the desk lead can read this."),
    )
    signed_at = models.DateTimeField(_("signed for"), null=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_by=F("taken_by")),
                name="handover_is_to_somebody_else",
                violation_error_message=_("Choose somebody else as the new owner."),
            ),
        ]

    def __str__(self):
        return f"{_('Hand-over')} {self.pk}"

    def get_absolute_url(self):
        return reverse("desk:hand_over_detail", args=[self.pk])

    @classmethod
    def kind_name(cls):
        """Its name in the audit log, as records have one."""
        return "hand_over"

    @property
    def is_signed(self):
        return self.signed_at is not None


class HandOverItem(models.Model):
    """One record that changed owner; what it is called is asked of the record."""

    hand_over = models.ForeignKey(
        HandOver, on_delete=models.CASCADE, related_name="items"
    )
    kind = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey("kind", "object_id")

    class Meta:
        verbose_name = _("item of a hand-over")
        verbose_name_plural = _("items of a hand-over")
        ordering = ("kind", "object_id")
        constraints = [
            models.UniqueConstraint(
                fields=["hand_over", "kind", "object_id"],
                name="handoveritem_once",
                violation_error_message=_("This is on the list already."),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}"
