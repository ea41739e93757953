"""What hangs on any record: where a value comes from, and files."""

import uuid
from collections import defaultdict
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models.record import Record, RecordQuerySet


def _of(record):
    kind = ContentType.objects.get_for_model(record, for_concrete_model=True)
    return {"content_type": kind, "object_id": record.pk}


class SourceQuerySet(models.QuerySet):
    def of(self, record):
        """The sources of one record; whoever sees the record sees them."""
        return self.filter(**_of(record))

    def of_each(self, records):
        """Those of several records of one kind, in lists by the records' keys."""
        found = defaultdict(list)
        if records:
            keys = [record.pk for record in records]
            kind = _of(records[0])["content_type"]
            for source in self.filter(content_type=kind, object_id__in=keys):
                found[source.object_id].append(source)
        return found

    def add(self, record, **fields):
        return self.create(**_of(record), **fields)


class Source(models.Model):
    """Where something that a record says is known from.

    Conflicting values are kept side by side: the record holds the one in use, and each
    source says what it gives for which field.
    """

    class Confidence(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed by several sources")
        STATED = "stated", _("Stated by this source")
        INFERRED = "inferred", _("Inferred")

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.BigIntegerField()
    record = GenericForeignKey()
    url = models.URLField(_("address"), max_length=600, blank=True)
    citation = models.CharField(_("citation"), max_length=600, blank=True)
    field = models.CharField(
        _("value that it supports"),
        max_length=60,
        blank=True,
        help_text=_("Leave empty when the source supports the record as a whole."),
    )
    value = models.CharField(_("what it says"), max_length=600, blank=True)
    confidence = models.CharField(
        _("confidence"),
        max_length=20,
        choices=Confidence,
        default=Confidence.STATED,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SourceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("field", "pk")
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="source_of_record")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(citation=""),
                name="source_says_where",
                violation_error_message=_("Give an address or a citation."),
            ),
        ]

    def __str__(self):
        return self.citation or self.url


class DocumentQuerySet(RecordQuerySet):
    def of(self, record):
        """The files on one record, for someone who was let through to the record."""
        return self.filter(**_of(record))

    def desk_condition(self, user):
        """On the desk when the record is, whatever kind of record that may be."""
        return self._on(lambda rows: rows.of_desk(user))

    def visible_to(self, user):
        """A file shows only where its record does, and by its own marking."""
        if not user.is_active:
            return self.none()
        return (
            super()
            .visible_to(user)
            .filter(self._on(lambda rows: rows.visible_to(user)))
        )

    def _on(self, choose):
        condition = Q(pk__in=[])
        kinds = self.model.objects.order_by().values_list("content_type", flat=True)
        for kind in ContentType.objects.filter(pk__in=kinds.distinct()):
            rows = choose(kind.model_class().objects.all())
            condition |= Q(content_type=kind, object_id__in=rows.values("pk"))
        return condition


def _storage_name(document, filename):
    # SECURITY: the name on disk says nothing, and nothing typed reaches a path.
    return f"{timezone.now():%Y/%m}/{uuid.uuid4().hex}{Path(filename).suffix.lower()}"


class Document(Record):
    """A file on a record, with a marking of its own; served only by a checked view."""

    content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, editable=False
    )
    object_id = models.BigIntegerField(editable=False)
    record = GenericForeignKey()
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to=_storage_name, max_length=200)
    original_name = models.CharField(max_length=200, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)

    objects = DocumentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("title", "pk")
        indexes = [
            models.Index(
                fields=["content_type", "object_id"], name="document_of_record"
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("core:document_open", args=[self.pk])

    @property
    def ending(self):
        return Path(self.original_name).suffix.lower()
