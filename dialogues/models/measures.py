"""What either side would do, in the exact words, and what became of it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded, FoldedQuerySet
from core.models import ClosedRoomRecord, RecordQuerySet
from core.partial_dates import PartialDateField, between
from dialogues.models.concerns import Concern
from dialogues.models.confidence import Confidence
from dialogues.models.dialogue import Dialogue
from dialogues.models.meetings import Meeting
from dialogues.models.rounds import Round
from dialogues.models.sides import Side
from dialogues.models.topics import OnTopicQuerySet, Topic


class MeasureQuerySet(OnTopicQuerySet, FoldedQuerySet, RecordQuerySet):
    desk_path = "dialogue__partner"
    part_of = ("dialogue", "round", "meeting", "concern")

    def on_topics_of(self, dialogue):
        """Those of a dialogue with `on_topic`, their own or that of their concern."""
        on_topic = Coalesce("topic", "concern__topic")
        rows = self.filter(dialogue=dialogue).annotate(on_topic=on_topic)
        return rows.filter(on_topic__isnull=False)

    def about(self, topic):
        """Those on a topic or one below it, by their own or that of their concern."""
        family = Topic.objects.family_of(topic).order_by().values("pk")
        of_concern = Q(topic__isnull=True, concern__topic__in=family)
        return self.filter(Q(topic__in=family) | of_concern)

    def promises(self):
        """What a side has bound itself to."""
        return self.filter(firmness=Measure.Firmness.COMMITMENT)

    def of_side(self, side):
        """Those that this side would carry out, alone or with the other."""
        return self.filter(side__in=(side, Side.BOTH))

    def with_voices(self, user):
        """Each row with `said_by_them`, `assessed_by_us` and `said_by_others`.

        They are the latest states of each voice that this user may see.
        """
        states = MeasureStatus.objects.visible_to(user).current()
        states = states.filter(measure=OuterRef("pk")).order_by("-date", "-pk")
        voices = MeasureStatus.Voice

        def latest(voice):
            return Subquery(states.filter(voice=voice).values("state")[:1])

        return self.annotate(
            said_by_them=latest(voices.PARTNER),
            assessed_by_us=latest(voices.OURS),
            said_by_others=latest(voices.INDEPENDENT),
        )

    def still_open(self):
        """Those that we do not hold to be done or given up; needs `with_voices`.

        What the partner reports decides nothing: a promise is not kept because
        somebody says so.
        """
        # Without an assessment it is null, which is in no list and out of none.
        not_assessed = Q(assessed_by_us__isnull=True)
        return self.filter(not_assessed | ~Q(assessed_by_us__in=MeasureStatus.ENDED))

    def ended(self):
        """The others; needs `with_voices`."""
        return self.filter(assessed_by_us__in=MeasureStatus.ENDED)

    def overdue(self, today):
        """Those whose last possible day has passed."""
        may_still_be_kept = between("due", since=today.isoformat())
        return self.exclude(due="").exclude(may_still_be_kept)

    def due_until(self, day):
        """Those of which the time may run out by this day, or has."""
        return self.filter(between("due", until=day.isoformat()))

    def of_round(self, round_, user):
        """Those made at a round, and those that were taken up there again."""
        states = MeasureStatus.objects.visible_to(user).current().filter(round=round_)
        taken_up = Q(pk__in=states.order_by().values("measure"))
        return self.filter(Q(round=round_) | taken_up)

    def promised_first(self):
        """Open promises, what else is open, what has ended; needs `with_voices`."""
        rank = Case(
            When(assessed_by_us__in=MeasureStatus.ENDED, then=Value(2)),
            When(firmness=Measure.Firmness.COMMITMENT, then=Value(0)),
            default=Value(1),
        )
        due = NullIf("due", Value("")).asc(nulls_last=True)
        return self.order_by(rank, due, "-made_on", "pk")

    def due_first(self):
        """By when they are due; those without a day come last."""
        return self.order_by(
            NullIf("due", Value("")).asc(nulls_last=True), "-made_on", "pk"
        )


class Measure(Folded, ClosedRoomRecord):
    """An idea, a proposal, a recommendation or a commitment of either side."""

    folded_from = ("title", "wording", "expected_effect")

    class Firmness(models.TextChoices):
        IDEA = "idea", _("Idea")
        PROPOSAL = "proposal", _("Proposal")
        RECOMMENDATION = "recommendation", _("Recommendation")
        COMMITMENT = "commitment", _("Commitment")

    title = models.CharField(_("in short"), max_length=200)
    wording = models.TextField(_("exact wording"))
    dialogue = models.ForeignKey(
        Dialogue,
        verbose_name=_("dialogue"),
        on_delete=models.PROTECT,
        related_name="measures",
    )
    round = models.ForeignKey(
        Round,
        verbose_name=_("round"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("meeting"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
    )
    concern = models.ForeignKey(
        Concern,
        verbose_name=_("concern"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        help_text=_("The concern that it answers."),
    )
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
    )
    number = models.PositiveSmallIntegerField(
        _("number in the round"), null=True, blank=True
    )
    firmness = models.CharField(_("firmness"), max_length=15, choices=Firmness)
    side = models.CharField(_("side that would act"), max_length=10, choices=Side)
    proposed_by = models.CharField(
        _("proposed by"), max_length=10, choices=Side, blank=True
    )
    made_on = PartialDateField(_("date"), blank=True)
    due = PartialDateField(_("due"), blank=True)
    expected_effect = models.TextField(
        _("how effective the partner believes it to be"), blank=True
    )
    note = models.TextField(_("note"), blank=True)

    objects = MeasureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(ClosedRoomRecord.Meta):
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ("-made_on", "round", "number", "pk")
        constraints = [
            *ClosedRoomRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["round", "number"],
                condition=Q(archived_at__isnull=True),
                name="measure_number_once_in_a_round",
                violation_error_message=_(
                    "This round has a measure with this number already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(round__isnull=False),
                name="measure_with_a_number_has_a_round",
                violation_error_message=_("Choose the round in which it is numbered."),
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=1),
                name="measure_number_counts_from_one",
                violation_error_message=_("Measures are counted from 1."),
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}" if self.number else self.title

    def is_overdue(self, today):
        return bool(self.due) and self.due.latest < today

    def save(self, *args, **kwargs):
        # A meeting decides the round, and a round the dialogue.
        if self.meeting_id and self.meeting.round_id:
            self.round = self.meeting.round
        if self.round_id:
            self.dialogue = self.round.dialogue
        if self.meeting_id and not self.made_on:
            self.made_on = self.meeting.date
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if not self.dialogue_id:
            return
        for name in ("meeting", "concern"):
            row = getattr(self, name)
            if row and row.partner_id != self.dialogue.partner_id:
                raise ValidationError({name: _("This is about another country.")})

    def get_absolute_url(self):
        return reverse("dialogues:measure_detail", args=[self.pk])


class MeasureStatusQuerySet(RecordQuerySet):
    desk_path = "measure__dialogue__partner"
    part_of = (
        "measure",
        "measure__dialogue",
        "measure__round",
        "measure__meeting",
        "measure__concern",
    )

    def latest_on(self, measures, user):
        """The rows behind `with_voices`: of each measure the latest of each voice."""
        rows = self.visible_to(user).current().filter(measure__in=measures)
        latest = {}
        for row in rows.order_by("-date", "-pk"):
            latest.setdefault((row.measure_id, row.voice), row)
        return list(latest.values())

    def voices_on(self, measure, user):
        """What each of the three voices says, the latest first, as `(voice, states)`.

        Only what this user may see; a voice that says nothing has no states.
        """
        rows = self.visible_to(user).current().filter(measure=measure)
        rows = list(rows.with_visible(user, "round"))
        return [
            (voice, [row for row in rows if row.voice == voice])
            for voice in MeasureStatus.Voice
        ]


class MeasureStatus(ClosedRoomRecord):
    """How far a measure has come, in one of three voices."""

    class Voice(models.TextChoices):
        PARTNER = "partner", _("What they report")
        OURS = "ours", _("What we assess")
        INDEPENDENT = "independent", _("What independent sources say")

    class State(models.TextChoices):
        NOT_STARTED = "not_started", _("Not started")
        UNDER_WAY = "under_way", _("Under way")
        PARTLY_DONE = "partly_done", _("Partly done")
        DONE = "done", _("Done")
        NOT_DONE = "not_done", _("Not done in time")
        GIVEN_UP = "given_up", _("Given up")
        NOT_KNOWN = "not_known", _("Not known")

    ENDED = (State.DONE, State.GIVEN_UP)

    measure = models.ForeignKey(
        Measure,
        verbose_name=_("measure"),
        on_delete=models.PROTECT,
        related_name="statuses",
    )
    voice = models.CharField(_("voice"), max_length=15, choices=Voice)
    state = models.CharField(_("state"), max_length=15, choices=State)
    date = PartialDateField(_("date"))
    round = models.ForeignKey(
        Round,
        verbose_name=_("round"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measure_statuses",
        help_text=_("Where it was taken up, if at a round."),
    )
    text = models.TextField(_("in words"), blank=True)
    evidence = models.TextField(_("evidence"), blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence, blank=True
    )

    objects = MeasureStatusQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(ClosedRoomRecord.Meta):
        verbose_name = _("state of a measure")
        verbose_name_plural = _("states of measures")
        ordering = ("-date", "-pk")
        constraints = [
            *ClosedRoomRecord.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(voice="ours", state="done") | ~Q(evidence=""),
                name="measurestatus_done_has_evidence",
                violation_error_message=_("Say by what we know that it is done."),
            ),
        ]

    def __str__(self):
        return f"{self.get_voice_display()}: {self.get_state_display()}"

    def get_absolute_url(self):
        return self.measure.get_absolute_url()
