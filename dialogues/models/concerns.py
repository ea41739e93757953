"""Concerns of either side, each occasion on which they were raised, each reply."""

import secrets

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded, FoldedQuerySet
from core.models import ClosedRoomRecord, Record, RecordQuerySet
from core.partial_dates import PartialDateField
from dialogues.models.counting import count_of
from dialogues.models.dialogue import Dialogue
from dialogues.models.meetings import Meeting
from dialogues.models.topics import Topic
from partners.models import Level, Partner, Person

# No vowels, so that no word comes of it, and nothing that looks like another letter.
_LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"


class ConcernQuerySet(FoldedQuerySet, RecordQuerySet):
    part_of = ("dialogue",)

    def open(self):
        return self.exclude(status=Concern.Status.CLOSED)

    def longest_unanswered_first(self, user):
        """Each row with `unanswered_since`, as far as this user may know, or None."""
        waiting = Raising.objects.unanswered_to(user).filter(
            concern=OuterRef("pk"), concern__status=Concern.Status.OPEN
        )
        since = waiting.exclude(date="").order_by("date").values("date")[:1]
        return self.annotate(unanswered_since=Subquery(since)).order_by(
            F("unanswered_since").asc(nulls_last=True), "-updated_at", "pk"
        )

    def about(self, topic):
        """Those on a topic or on one that belongs to it."""
        return self.filter(
            topic__in=Topic.objects.family_of(topic).order_by().values("pk")
        )

    def with_ledger(self, user):
        """Each row with what its list says about raisings and replies.

        `times_raised`, `last_raised`, `last_quality` (of the last reply), `reply_due`
        (the first that is outstanding) and `unanswered_since`: all of them only from
        what this user may see.
        """
        mine = {"concern": OuterRef("pk")}
        raised = Raising.objects.visible_to(user).current().filter(**mine)
        due = Raising.objects.due_to(user).filter(**mine)
        waiting = (
            Raising.objects.unanswered_to(user)
            .filter(**mine, concern__status=Concern.Status.OPEN)
            .exclude(date="")
            .order_by("date")
        )
        replied = Reply.objects.visible_to(user).current().latest_first()
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
        due = Raising.objects.due_to(user).filter(reply_due__lt=today)
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


class RaisingQuerySet(RecordQuerySet):
    desk_path = "concern__partner"
    part_of = (
        "concern",
        "concern__dialogue",
        "meeting",
        "meeting__round",
        "meeting__dialogue",
    )

    def by_side(self, meeting, user):
        """What was raised in a meeting, as `(raised by, raisings)`, with replies."""
        replies = Reply.objects.visible_to(user).current().with_visible(user, "by")
        rows = (
            self.visible_to(user)
            .current()
            .filter(meeting=meeting)
            .order_by("pk")
            .with_visible(user, "concern__topic", "speaker")
            .prefetch_related(Prefetch("replies", replies, to_attr="visible_replies"))
        )
        rows = list(rows)
        return [
            (label, [row for row in rows if row.concern.raised_by == side])
            for side, label in Concern.RaisedBy.choices
            if any(row.concern.raised_by == side for row in rows)
        ]

    def unanswered_to(self, user):
        """Neither to these nor to later ones has this user seen an answer."""
        answers = Reply.objects.answers_seen_by(user).filter(
            raising__concern=OuterRef("concern"), raising__date__gte=OuterRef("date")
        )
        return self.visible_to(user).current().filter(~Exists(answers))

    def due_to(self, user):
        """A reply is due and this user has seen none; the most urgent first."""
        answers = Reply.objects.answers_seen_by(user).filter(raising=OuterRef("pk"))
        return (
            self.visible_to(user)
            .current()
            .filter(
                ~Exists(answers),
                reply_due__isnull=False,
                concern__archived_at__isnull=True,
            )
            .exclude(concern__status=Concern.Status.CLOSED)
            .order_by("reply_due", "pk")
        )

    def with_replies(self, user):
        """Each with `visible_replies`, the oldest first, and whom and where it names.

        The concern itself is not loaded: it is known already.
        """
        replies = Reply.objects.visible_to(user).current().with_visible(user, "by")
        return self.with_visible(user, "meeting", "speaker").prefetch_related(
            Prefetch("replies", replies, to_attr="visible_replies")
        )


class Raising(ClosedRoomRecord):
    """One occasion on which a concern was put to the other side."""

    class Channel(models.TextChoices):
        MEETING = "meeting", _("Meeting")
        LETTER = "letter", _("Letter")
        DEMARCHE = "demarche", _("Démarche")
        CALL = "call", _("Call")
        MULTILATERAL = "multilateral", _("Multilateral forum")
        OTHER = "other", _("Other")

    class Form(models.TextChoices):
        ORAL = "oral", _("Oral")
        WRITTEN = "written", _("Written")
        LIST = "list", _("List handed over")
        PUBLIC = "public", _("Public")

    concern = models.ForeignKey(
        Concern,
        verbose_name=_("concern"),
        on_delete=models.PROTECT,
        related_name="raisings",
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("meeting"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="raisings",
    )
    channel = models.CharField(
        _("channel"), max_length=15, choices=Channel, default=Channel.MEETING
    )
    date = PartialDateField(_("date"), blank=True)
    speaker = models.ForeignKey(
        Person,
        verbose_name=_("speaker"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="raisings",
    )
    level = models.CharField(_("level"), max_length=20, choices=Level, blank=True)
    form = models.CharField(_("form"), max_length=10, choices=Form, default=Form.ORAL)
    wording = models.TextField(_("wording"), blank=True)
    reply_due = models.DateField(_("reply due"), null=True, blank=True)

    objects = RaisingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("raising")
        verbose_name_plural = _("raisings")
        ordering = ("-date", "-pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(channel="meeting", meeting__isnull=False)
                | (~Q(channel="meeting") & Q(meeting__isnull=True)),
                name="raising_in_a_meeting_names_it",
                violation_error_message=_(
                    "Choose the meeting, or another channel than a meeting."
                ),
            ),
            models.CheckConstraint(
                condition=Q(meeting__isnull=False) | ~Q(date=""),
                name="raising_outside_a_meeting_has_a_date",
                violation_error_message=_("Say when it was raised."),
            ),
        ]

    def __str__(self):
        return f"{self.date or '–'}: {self.get_channel_display()}"

    def save(self, *args, **kwargs):
        if self.meeting_id and not self.date:
            self.date = self.meeting.date
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.date and self.pk:
            for reply in self.replies.all():
                if reply.date and reply.date.is_before(self.date):
                    raise ValidationError(
                        {"date": _("A reply to this is older; check both dates.")}
                    )
        if not (self.meeting and self.concern_id):
            return
        if self.meeting.partner_id != self.concern.partner_id:
            raise ValidationError(
                {"meeting": _("This meeting was with another country.")}
            )

    def get_absolute_url(self):
        return f"{self.concern.get_absolute_url()}#raising-{self.pk}"


class ReplyQuerySet(RecordQuerySet):
    desk_path = "raising__concern__partner"
    part_of = (
        "raising",
        "raising__concern",
        "raising__concern__dialogue",
        "raising__meeting",
        "raising__meeting__round",
        "raising__meeting__dialogue",
    )

    def latest_first(self):
        """By their date; one without a date is as old as what it answers."""
        known = Coalesce(NullIf("date", Value("")), "raising__date")
        return self.order_by(known.desc(), "-pk")

    def answers_seen_by(self, user):
        """What this user knows to have been answered; "no reply" is no answer."""
        return (
            self.visible_to(user)
            .current()
            .exclude(quality=Reply.Quality.NONE)
            .filter(raising__archived_at__isnull=True)
        )


class Reply(ClosedRoomRecord):
    """What the other side answered, and what is thought of it here."""

    class Quality(models.TextChoices):
        NONE = "none", _("No reply")
        REFUSED = "refused", _("Refused to discuss")
        DENIED = "denied", _("Denied")
        GENERAL = "general", _("General")
        INFORMATION = "information", _("Information given")
        COMMITMENT = "commitment", _("Commitment")
        ACTION_REPORTED = "action_reported", _("Action reported")
        ACTION_VERIFIED = "action_verified", _("Action verified")

    raising = models.ForeignKey(
        Raising,
        verbose_name=_("raising"),
        on_delete=models.PROTECT,
        related_name="replies",
    )
    date = PartialDateField(_("date"), blank=True)
    by = models.ForeignKey(
        Person,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
    )
    text = models.TextField(_("reply"), blank=True)
    quality = models.CharField(
        _("quality"), max_length=20, choices=Quality, default=Quality.GENERAL
    )
    assessment = models.TextField(
        _("our assessment"),
        blank=True,
        help_text=_("Kept apart from what they said."),
    )

    objects = ReplyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ("date", "pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(quality="none") | ~Q(text=""),
                name="reply_has_words",
                violation_error_message=_("Write what they replied."),
            ),
        ]

    def __str__(self):
        return self.get_quality_display()

    def clean(self):
        super().clean()
        raised_on = self.raising.date if self.raising_id else ""
        if self.date and raised_on and self.date.is_before(raised_on):
            raise ValidationError(
                {"date": _("A reply cannot be older than what it answers.")}
            )

    def get_absolute_url(self):
        return self.raising.get_absolute_url()
