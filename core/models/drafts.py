"""What somebody has typed and not yet saved, and what they have sent once already."""

import uuid

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

MAX_CHARACTERS = 2_000_000
_SALT = "core.Draft.owner"
# These belong to one showing of the form, not to what was typed.
_NOT_TYPED = ("csrfmiddlewaretoken", "draft_owner")


class DraftQuerySet(models.QuerySet):
    def keep(self, user, path, data, title=""):
        """Keep what `user` has typed into the form at `path`, replacing the last."""
        typed = data.copy()
        for name in _NOT_TYPED:
            typed.pop(name, None)
        text = typed.urlencode()
        if len(text) > MAX_CHARACTERS or len(path) > 300:
            return None
        draft, _made = self.update_or_create(
            user=user,
            path=path,
            defaults={
                "data": text,
                "title": title[:200],
                "submission": submission_key(data),
            },
        )
        return draft

    def unsent(self):
        """Leaves out what came to be kept only after its form had been saved."""
        sent = Submission.objects.filter(key=OuterRef("submission"))
        return self.exclude(Exists(sent))

    def at(self, user, path):
        """The draft that this user left at this address, or None."""
        return self.unsent().filter(user=user, path=path).first()


class Draft(models.Model):
    """One unfinished form of one user; nobody else sees it, whatever their role."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    path = models.CharField(max_length=300)
    title = models.CharField(max_length=200, blank=True)
    data = models.TextField()
    submission = models.UUIDField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ("-updated_at",)
        constraints = [
            models.UniqueConstraint(fields=["user", "path"], name="draft_one_per_form")
        ]

    def __str__(self):
        return self.path

    def get_absolute_url(self):
        return self.path

    @property
    def typed(self):
        """What was typed, as a form takes it."""
        return QueryDict(self.data)


def submission_key(data):
    """The mark of one showing of a form, or None where it carries none."""
    try:
        return uuid.UUID(data.get("submission", ""))
    except ValueError:
        return None


def owner_token(user):
    """A signed mark of whose form this is, so that it survives an ended session."""
    return signing.dumps(user.pk, salt=_SALT)


def owner_of(token):
    """The primary key of the user whose form it is, or None when it is not ours."""
    try:
        return signing.loads(token, salt=_SALT, max_age=7 * 24 * 60 * 60)
    except signing.BadSignature:
        return None


class Submission(models.Model):
    """One sending of one form: a second sending finds the record of the first."""

    key = models.UUIDField(unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return str(self.key)
