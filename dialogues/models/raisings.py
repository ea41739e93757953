"""Each occasion on which a concern was raised, and each reply."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded, words
from core.models import ClosedRoomRecord, Record, RecordQuerySet
from core.partial_dates import PartialDateField
from dialogues.models.concerns import Concern
from dialogues.models.meetings import Meeting
from partners.models import Level, Person, Position


class RaisingQuerySet(RecordQuerySet):
    desk_path = "concern__partner"
    part_of = (
        "concern",
        "concern__dialogue",
        "meeting",
        "meeting__round",
        "meeting__dialogue",
    )

    def current(self):
        """Leaves out what was said in an archived meeting as well."""
        return super().current().filter(meeting__archived_at__isnull=True)

    def by_side(self, meeting, user):
        """What was raised in a meeting, as `(heading, raisings)`, with replies.

        A meeting that is archived still shows what it holds.
        """
        replies = Reply.objects.visible_to(user).filter(archived_at__isnull=True)
        replies = replies.with_visible(user, "by")
        rows = (
            self.visible_to(user)
            .filter(meeting=meeting, archived_at__isnull=True)
            .order_by("pk")
            .with_answered(user)
            .with_visible(user, "concern__topic", "speaker")
            .prefetch_related(Prefetch("replies", replies, to_attr="visible_replies"))
        )
        rows = list(rows)
        return [
            (
                side.heading(meeting.partner),
                [row for row in rows if row.concern.raised_by == side],
            )
            for side in Concern.RaisedBy
            if any(row.concern.raised_by == side for row in rows)
        ]

    def with_answered(self, user):
        """Each with `is_answered`: this user has seen an answer to it or a later one.

        What is raised again and answered then waits for no reply any more.
        """
        answers = Reply.objects.answers_seen_by(user).filter(
            raising__concern=OuterRef("concern"), raising__date__gte=OuterRef("date")
        )
        return self.annotate(is_answered=Exists(answers))

    def unanswered_to(self, user):
        return (
            self.visible_to(user)
            .current()
            .with_answered(user)
            .exclude(is_answered=True)
        )

    def due_to(self, user):
        """A reply is due and this user has seen none; the most urgent first."""
        return (
            self.unanswered_to(user)
            .filter(reply_due__isnull=False, concern__archived_at__isnull=True)
            .exclude(concern__status=Concern.Status.CLOSED)
            .order_by("reply_due", "pk")
        )

    def from_partner(self):
        """What the partner put to us, so that the reply is ours to give."""
        return self.filter(concern__raised_by__in=Concern.FROM_PARTNER)

    def not_from_partner(self):
        return self.exclude(concern__raised_by__in=Concern.FROM_PARTNER)

    def of_dialogue(self, dialogue):
        return self.filter(concern__dialogue=dialogue)

    def matching(self, text):
        """Those in which every word occurs: in the wording, or in the concern."""
        rows = self
        for word in words(text)[:12]:
            said = Q(folded__contains=word)
            rows = rows.filter(said | Q(concern__folded__contains=word))
        return rows

    def on_topics_in_rounds_of(self, dialogue):
        """Those at meetings of its rounds, with `in_round` and `of_group` as keys.

        Only of concerns that have a topic and are not archived; with their concern.
        """
        rows = self.annotate(
            in_round=F("meeting__round"), of_group=F("meeting__working_group")
        )
        return rows.filter(
            meeting__round__dialogue=dialogue,
            concern__topic__isnull=False,
            concern__archived_at__isnull=True,
        ).select_related("concern", "meeting")

    def with_replies(self, user):
        """Each with `visible_replies`, the oldest first, and whom and where it names.

        `counts` says that neither it nor its meeting is archived, `is_answered` what
        `with_answered` says; the speaker has `visible_positions`. The concern itself
        is not loaded: it is known already.
        """
        replies = Reply.objects.visible_to(user).filter(archived_at__isnull=True)
        replies = replies.with_visible(user, "by")
        positions = Position.objects.visible_to(user).current()
        counts = Q(archived_at__isnull=True, meeting__archived_at__isnull=True)
        rows = self.annotate(counts=counts).with_answered(user)
        return rows.with_visible(user, "meeting", "speaker").prefetch_related(
            Prefetch("replies", replies, to_attr="visible_replies"),
            Prefetch("speaker__positions", positions, to_attr="visible_positions"),
        )


class Raising(Folded, ClosedRoomRecord):
    """One occasion on which a concern was put to the other side."""

    folded_from = ("wording",)

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

    def current(self):
        """Leaves out what was said in an archived meeting as well."""
        rows = super().current()
        return rows.filter(raising__meeting__archived_at__isnull=True)

    def matching(self, text):
        """Those in which every word occurs: in the reply, or in the concern."""
        rows = self
        for word in words(text)[:12]:
            said = Q(folded__contains=word)
            rows = rows.filter(said | Q(raising__concern__folded__contains=word))
        return rows

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
            .filter(
                raising__archived_at__isnull=True,
                raising__meeting__archived_at__isnull=True,
            )
        )


class Reply(Folded, ClosedRoomRecord):
    """What the other side answered, and what is thought of it here."""

    folded_from = ("text",)

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


def with_replies(raisings):
    """All rows that a page shows of these raisings: themselves and their replies."""
    return [row for raising in raisings for row in (raising, *raising.visible_replies)]
