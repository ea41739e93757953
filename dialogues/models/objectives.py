"""What a dialogue is to bring about, and how far it has come at each round."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import ClosedRoomRecord, Record, RecordQuerySet
from core.partial_dates import PartialDateField
from dialogues.models.confidence import Confidence
from dialogues.models.dialogue import Dialogue
from dialogues.models.rounds import Round
from dialogues.models.topics import OnTopicQuerySet, Topic


class ObjectiveQuerySet(OnTopicQuerySet, RecordQuerySet):
    desk_path = "dialogue__partner"
    part_of = ("dialogue", "round")

    def set_for(self, round_):
        """Those that this round is measured by."""
        return self.filter(round=round_)

    def of_dialogue(self, dialogue):
        return self.filter(dialogue=dialogue)

    def with_assessments(self, user):
        """Each with `visible_assessments`, the latest first."""
        rows = Assessment.objects.visible_to(user).current()
        return self.prefetch_related(
            Prefetch("assessments", rows, to_attr="visible_assessments")
        )

    def locked(self):
        return self.filter(locked_on__isnull=False)

    def unlocked(self):
        return self.filter(locked_on=None)

    def not_assessed_at(self, round_, assessments=None):
        """Those without any of these assessments, or any at all, at this round."""
        rows = Assessment.objects.all() if assessments is None else assessments
        there = rows.current().filter(round=round_, objective=OuterRef("pk"))
        return self.filter(~Exists(there))

    def with_last_rating(self, user):
        """Each row with `last_rating`, of the latest assessment this user may see."""
        rows = Assessment.objects.visible_to(user).current()
        rows = rows.filter(objective=OuterRef("pk")).order_by("-date", "-pk")
        return self.annotate(last_rating=Subquery(rows.values("rating")[:1]))


class Objective(Record):
    """What is to be different, by which sign, from where, by when."""

    # What stands fast once it is locked.
    BENCHMARK = ("title", "indicator", "baseline", "target", "due", "topic")

    dialogue = models.ForeignKey(
        Dialogue,
        verbose_name=_("dialogue"),
        on_delete=models.PROTECT,
        related_name="objectives",
    )
    round = models.ForeignKey(
        Round,
        verbose_name=_("set for the round"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objectives",
        help_text=_("Leave empty for one of the dialogue as a whole."),
    )
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objectives",
    )
    title = models.CharField(_("objective"), max_length=300)
    indicator = models.TextField(
        _("indicator"), blank=True, help_text=_("By which sign one will know.")
    )
    baseline = models.CharField(_("baseline"), max_length=300, blank=True)
    target = models.CharField(_("target"), max_length=300, blank=True)
    due = PartialDateField(_("due"), blank=True)
    locked_on = models.DateField(_("locked on"), null=True, editable=False)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("locked by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    note = models.TextField(_("note"), blank=True)

    objects = ObjectiveQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ("due", "pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(locked_on__isnull=True)
                | (~Q(indicator="") & ~Q(target="")),
                name="objective_locked_can_be_measured",
                violation_error_message=_(
                    "An objective has an indicator and a target before it is locked."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if self.round_id:
            self.dialogue = self.round.dialogue
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("dialogues:objective_detail", args=[self.pk])

    @property
    def is_locked(self):
        return self.locked_on is not None

    @property
    def cannot_be_locked(self):
        """The labels of what it lacks before it can be measured by; mostly none."""
        return [
            self._meta.get_field(name).verbose_name
            for name in ("indicator", "target")
            if not getattr(self, name)
        ]

    @property
    def is_late(self):
        """Whether its round has begun, and it is not known to have been locked before.

        A round that is to come begins at the end of its month or year, where only that
        is known; of one that was held, the whole of it may have been too late.
        """
        if self.round is None:
            return False
        begins, to_come = self.round.starts_on, self.round.status in Round.TO_COME
        if not begins:
            return self.round.status == Round.Status.HELD
        locked_on = self.locked_on or timezone.localdate()
        return locked_on >= (begins.latest if to_come else begins.earliest)

    @property
    def lateness(self):
        """The same in words, to stand beside it; empty where it was set in time."""
        if not self.is_late:
            return ""
        if self.is_locked:
            return str(_("Not set before the round"))
        return str(_("Not locked before the round"))

    def stays_on_revert(self):
        """No way back round the lock: neither past it nor under it."""
        fast = self.BENCHMARK if self.is_locked else ()
        return {"locked_on", "locked_by", *fast}

    def stands_fast(self):
        return Round.objects.why_closed(self.round_id)


class AssessmentQuerySet(RecordQuerySet):
    desk_path = "objective__dialogue__partner"
    part_of = ("objective", "objective__dialogue", "objective__round", "round")

    def of_objective(self, objective, user):
        """Its assessments, the latest first, as this user may see them."""
        rows = self.visible_to(user).current().filter(objective=objective)
        return rows.with_visible(user, "round")


class Assessment(Record):
    """How far an objective had come at a round, and what the dialogue did for it."""

    class Rating(models.TextChoices):
        BACKWARDS = "backwards", _("Gone backwards")
        NO_CHANGE = "no_change", _("No change")
        SOME = "some", _("Some progress")
        MUCH = "much", _("Much progress")
        REACHED = "reached", _("Reached")
        NOT_ASSESSABLE = "not_assessable", _("Cannot be assessed")

    class Contribution(models.TextChoices):
        NONE = "none", _("None that is known")
        POSSIBLE = "possible", _("Possible")
        PLAUSIBLE = "plausible", _("Plausible")
        DOCUMENTED = "documented", _("Documented")

    objective = models.ForeignKey(
        Objective,
        verbose_name=_("objective"),
        on_delete=models.PROTECT,
        related_name="assessments",
    )
    round = models.ForeignKey(
        Round,
        verbose_name=_("at the round"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
    )
    date = PartialDateField(_("date"))
    value = models.CharField(
        _("the indicator now"),
        max_length=300,
        blank=True,
        help_text=_("What the indicator says now, as the baseline did then."),
    )
    rating = models.CharField(_("rating"), max_length=15, choices=Rating)
    contribution = models.CharField(
        _("contribution of the dialogue"),
        max_length=12,
        choices=Contribution,
        blank=True,
    )
    contribution_why = models.TextField(_("how it contributed"), blank=True)
    evidence = models.TextField(_("evidence"), blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence, blank=True
    )

    objects = AssessmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ("-date", "-pk")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["objective", "round"],
                condition=Q(archived_at__isnull=True),
                name="assessment_once_at_a_round",
                violation_error_message=_(
                    "This objective has been assessed at this round already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(contribution__in=("", "none"))
                | (~Q(evidence="") & ~Q(confidence="")),
                name="assessment_contribution_has_evidence",
                violation_error_message=_(
                    "A contribution has evidence, and says how sure we are."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.date}: {self.get_rating_display()}"

    def clean(self):
        super().clean()
        if not (self.round and self.objective_id):
            return
        if self.round.dialogue_id != self.objective.dialogue_id:
            raise ValidationError(
                {"round": _("This round belongs to another dialogue.")}
            )

    def stands_fast(self):
        """At its round; one made at a later round is open as long as that is."""
        return Round.objects.why_closed(self.round_id)

    def get_absolute_url(self):
        return self.objective.get_absolute_url()


class TrustQuerySet(RecordQuerySet):
    desk_path = "round__dialogue__partner"
    part_of = ("round", "round__dialogue")

    def of_round(self, round_):
        """The one of a round, whoever may see it, or None."""
        return self.filter(round=round_.pk).first()

    def of_dialogue(self, dialogue):
        return self.filter(round__dialogue=dialogue)


class Trust(ClosedRoomRecord):
    """How frank and open a round was, as our delegation found it."""

    class Score(models.IntegerChoices):
        VERY_LOW = 1, _("Very low")
        LOW = 2, _("Low")
        FAIR = 3, _("Fair")
        HIGH = 4, _("High")
        VERY_HIGH = 5, _("Very high")

    round = models.OneToOneField(
        Round,
        verbose_name=_("round"),
        on_delete=models.PROTECT,
        related_name="trust",
    )
    frankness = models.PositiveSmallIntegerField(
        _("frankness"),
        choices=Score,
        null=True,
        blank=True,
        help_text=_("How far critical questions were put and taken up."),
    )
    openness = models.PositiveSmallIntegerField(
        _("openness"),
        choices=Score,
        null=True,
        blank=True,
        help_text=_("How much was told that is not public."),
    )
    access = models.PositiveSmallIntegerField(
        _("access"),
        choices=Score,
        null=True,
        blank=True,
        help_text=_("To the places, people and institutions that were asked for."),
    )
    note = models.TextField(_("note"), blank=True)

    objects = TrustQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(ClosedRoomRecord.Meta):
        verbose_name = _("measure of trust")
        verbose_name_plural = _("measures of trust")
        constraints = [
            *ClosedRoomRecord.Meta.constraints,
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True})
                    | Q(**{f"{name}__range": (1, 5)}),
                    name=f"trust_{name}_is_a_score",
                    violation_error_message=_("Choose one of the five scores."),
                )
                for name in ("frankness", "openness", "access")
            ),
        ]

    def __str__(self):
        return str(_("Measure of trust"))

    @property
    def scores(self):
        """What was measured, as `(label, score in words)`; empty where it was not."""
        return [
            (self._meta.get_field(name).verbose_name, words)
            for name, words in (
                ("frankness", self.get_frankness_display()),
                ("openness", self.get_openness_display()),
                ("access", self.get_access_display()),
            )
        ]

    def stands_fast(self):
        return Round.objects.why_closed(self.round_id)

    def get_absolute_url(self):
        return self.round.get_absolute_url()
