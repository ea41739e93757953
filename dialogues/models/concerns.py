"""Concerns of either side, each occasion on which they were raised, each reply."""

import secrets

from django.db import models
from django.db.models import Exists, F, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded, FoldedQuerySet
from core.models import Record, RecordQuerySet
from dialogues.models.counting import count_of, rows_naming
from dialogues.models.dialogue import Dialogue
from dialogues.models.topics import OnTopicQuerySet, Topic
from partners.countries import home_country_name
from partners.models import Partner

# No vowels, so that no word comes of it, and nothing that looks like another letter.
_LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"


class ConcernQuerySet(OnTopicQuerySet, FoldedQuerySet, RecordQuerySet):
    part_of = ("dialogue",)

    def on_topics_of(self, dialogue, answers):
        """Those of a dialogue that have a topic, with `is_answered` by `answers`."""
        answered = Exists(answers.filter(raising__concern=OuterRef("pk")))
        rows = self.filter(dialogue=dialogue, topic__isnull=False)
        return rows.annotate(is_answered=answered)

    def open(self):
        return self.exclude(status=Concern.Status.CLOSED)

    def longest_unanswered_first(self, user):
        """Each row with `unanswered_since`, as far as this user may know, or None."""
        waiting = (
            rows_naming(Concern, "raisings")
            .unanswered_to(user)
            .filter(concern=OuterRef("pk"), concern__status=Concern.Status.OPEN)
        )
        since = waiting.exclude(date="").order_by("date").values("date")[:1]
        return self.annotate(unanswered_since=Subquery(since)).order_by(
            F("unanswered_since").asc(nulls_last=True), "-updated_at", "pk"
        )

    def with_ledger(self, user):
        """Each row with what its list says about raisings and replies.

        `times_raised`, `last_raised`, `last_quality` (of the last reply), `reply_due`
        (the first that is outstanding) and `unanswered_since`: all of them only from
        what this user may see.
        """
        mine = {"concern": OuterRef("pk")}
        raised = (
            rows_naming(Concern, "raisings").visible_to(user).current().filter(**mine)
        )
        due = rows_naming(Concern, "raisings").due_to(user).filter(**mine)
        waiting = (
            rows_naming(Concern, "raisings")
            .unanswered_to(user)
            .filter(**mine, concern__status=Concern.Status.OPEN)
            .exclude(date="")
            .order_by("date")
        )
        replied = (
            rows_naming(raised.model, "replies")
            .visible_to(user)
            .current()
            .latest_first()
        )
        replied = replied.filter(
            raising__concern=OuterRef("pk"), raising__archived_at__isnull=True
        )
        return self.annotate(
            times_raised=count_of(raised, "concern"),
            last_raised=Subquery(raised.order_by("-date").values("date")[:1]),
            last_quality=Subquery(replied.values("quality")[:1]),
            reply_due=Subquery(due.values("reply_due")[:1]),
            unanswered_since=Subquery(waiting.values("date")[:1]),
        )

    def reply_overdue(self, today, user):
        """A reply that this user knows to be outstanding was due before today."""
        due = rows_naming(Concern, "raisings").due_to(user).filter(reply_due__lt=today)
        return self.filter(pk__in=due.order_by().values("concern"))

    def suggested_to(self, user, text):
        """At most twelve concerns on their desk that match what they have typed."""
        if not text:
            return self.none()
        rows = self.visible_to(user).current().of_desk(user).matching(text)
        return rows.order_by("status", "-updated_at")[:12]


class Concern(Folded, Record):
    """Something that one side wants the other to hear and to answer."""

    folded_from = ("reference", "title", "summary", "affected_group")

    class RaisedBy(models.TextChoices):
        OURS = "ours", _("Us")
        PARTNER_ABOUT_US = "partner_about_us", _("The partner, about us")
        PARTNER_PRIORITY = "partner_priority", _("The partner, as its own priority")
        CIVIL_SOCIETY = "civil_society", _("Civil society")

        def heading(self, partner):
            """Over what one side raised, on a page about this partner."""
            words = {
                "ours": _("Raised by %(home)s"),
                "partner_about_us": _("%(partner)s about %(home)s"),
                "partner_priority": _("%(partner)s’s own priorities"),
                "civil_society": _("Raised by civil society"),
            }
            names = {"home": home_country_name(), "partner": partner.local_name}
            return words[self.value] % names

    # Put to us by the partner: ours to answer.
    FROM_PARTNER = (RaisedBy.PARTNER_ABOUT_US, RaisedBy.PARTNER_PRIORITY)

    class Kind(models.TextChoices):
        INFORMATION = "information", _("Information")
        CONCERN = "concern", _("Concern")
        CRITICISM = "criticism", _("Criticism")
        CRITICAL_QUESTION = "critical_question", _("Critical question")
        PRIORITY = "priority", _("Priority")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    class Priority(models.TextChoices):
        HIGH = "high", _("High")
        NORMAL = "normal", _("Normal")
        LOW = "low", _("Low")

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, editable=False
    )
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner country"),
        on_delete=models.PROTECT,
        related_name="concerns",
    )
    dialogue = models.ForeignKey(
        Dialogue,
        verbose_name=_("dialogue"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="concerns",
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="concerns",
    )
    raised_by = models.CharField(
        _("raised by"), max_length=20, choices=RaisedBy, default=RaisedBy.OURS
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind, default=Kind.CONCERN
    )
    scope = models.CharField(
        _("scope"), max_length=15, choices=Topic.Scope, default=Topic.Scope.DOMESTIC
    )
    affected_group = models.CharField(_("affected group"), max_length=200, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.OPEN
    )
    priority = models.CharField(
        _("priority"), max_length=10, choices=Priority, default=Priority.NORMAL
    )

    objects = ConcernQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        ordering = ("-updated_at", "-pk")

    def __str__(self):
        return f"{self.reference} {self.title}"

    def save(self, *args, **kwargs):
        if self.dialogue_id:
            self.partner = self.dialogue.partner
        if not self.reference:
            self.reference = self._free_reference()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("dialogues:concern_detail", args=[self.pk])

    def _free_reference(self):
        # SECURITY: drawn by lot, since a running number would tell how many there are
        # that the reader may not see.
        while True:
            drawn = "".join(secrets.choice(_LETTERS) for _n in range(5))
            reference = f"{self.partner.code}-{drawn}"
            if not Concern.objects.filter(reference=reference).exists():
                return reference
