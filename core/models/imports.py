"""A file that somebody has brought, between its trial and its taking."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=1)


class ImportedFileQuerySet(models.QuerySet):
    def of(self, user):
        """Those that this user has brought; nobody sees those of others."""
        return self.filter(user=user, uploaded_at__gt=timezone.now() - KEPT)

    def outdated(self):
        return self.filter(uploaded_at__lte=timezone.now() - KEPT)


class ImportedFile(models.Model):
    """One file of rows, kept for its owner until it is taken or given up.

    Nobody else sees it, whatever their role. Its content is emptied once it is taken;
    its report stays for its owner for a day.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="imported_files",
    )
    kind = models.CharField(_("kind"), max_length=40)
    name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(_("content"))
    uploaded_at = models.DateTimeField(_("brought"), default=timezone.now)
    taken_at = models.DateTimeField(_("taken"), null=True)
    # What the trial run found or, once it is taken, what was really done.
    report = models.JSONField(_("report"), default=dict)

    objects = ImportedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        ordering = ("-uploaded_at",)

    def __str__(self):
        # SECURITY: not the file's name, which somebody else has chosen.
        return f"{_('Imported file')} {self.pk}"
