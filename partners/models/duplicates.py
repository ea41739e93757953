"""What was made one, and what was found to be two."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MergeQuerySet(models.QuerySet):
    def of(self, record):
        """Merges into this record that stand, the newest first."""
        kind = ContentType.objects.get_for_model(record)
        return self.filter(kind=kind, kept_id=record.pk, undone_at__isnull=True)

    def that_took(self, record):
        """The merge that stands by which this record became part of another."""
        kind = ContentType.objects.get_for_model(record)
        return self.filter(kind=kind, merged_id=record.pk, undone_at__isnull=True)


class Merge(models.Model):
    """Two records of the same person or institution that were made one.

    `moved` says which rows were changed, and how, so that it can be undone:
    `partners.merging` reads and writes it. Whoever may see both records may see it.
    """

    kind = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    kept_id = models.BigIntegerField()
    merged_id = models.BigIntegerField()
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    moved = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    undone_at = models.DateTimeField(null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["kind", "kept_id"], name="merge_of_record")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kept_id=F("merged_id")),
                name="merge_is_of_two",
                violation_error_message=_("Choose two different records."),
            ),
            models.UniqueConstraint(
                fields=["kind", "merged_id"],
                condition=Q(undone_at__isnull=True),
                name="merge_of_a_record_once",
                violation_error_message=_("This record has been merged already."),
            ),
        ]

    def __str__(self):
        return f"{_('Merge')} {self.pk}"


class KeptApartQuerySet(models.QuerySet):
    def of_kind(self, model):
        return self.filter(kind=ContentType.objects.get_for_model(model))

    def of(self, record):
        pairs = self.of_kind(type(record))
        return pairs.filter(Q(first_id=record.pk) | Q(second_id=record.pk))

    def keep(self, model, one, other, *, by):
        """The pair of these two keys, and whether it is new."""
        first, second = sorted((one, other))
        kind = ContentType.objects.get_for_model(model)
        return self.get_or_create(
            kind=kind, first_id=first, second_id=second, defaults={"by": by}
        )


class KeptApart(models.Model):
    """Two records that look alike and were found not to be the same."""

    kind = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = KeptApartQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair kept apart")
        verbose_name_plural = _("pairs kept apart")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_id__lt=F("second_id")),
                name="keptapart_is_in_order",
                violation_error_message=_("Choose two different records."),
            ),
            models.UniqueConstraint(
                fields=["kind", "first_id", "second_id"],
                name="keptapart_once",
                violation_error_message=_("These two are kept apart already."),
            ),
        ]

    def __str__(self):
        return f"{_('Kept apart')} {self.pk}"
