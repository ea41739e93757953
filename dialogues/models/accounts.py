"""What is said in public about a dialogue, and what it costs."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded, FoldedQuerySet
from core.models import Record, RecordQuerySet
from core.partial_dates import PartialDateField
from dialogues.models.dialogue import Dialogue
from dialogues.models.rounds import Round
from dialogues.models.sides import Side


class StatementQuerySet(FoldedQuerySet, RecordQuerySet):
    desk_path = "dialogue__partner"
    part_of = ("dialogue", "round")

    def beside(self, statement, user):
        """What else was said in public of the same round, as this user may see it."""
        if statement.round_id is None:
            return self.none()
        rows = self.visible_to(user).current().filter(round=statement.round_id)
        return rows.exclude(pk=statement.pk).order_by("side", "date", "pk")

    def of_round(self, round_):
        return self.filter(round=round_)

    def of_dialogue(self, dialogue):
        return self.filter(dialogue=dialogue)


class Statement(Folded, Record):
    """What a side says in public about a dialogue; its versions are its history."""

    folded_from = ("title", "speaker", "text")

    class Kind(models.TextChoices):
        PRESS_RELEASE = "press_release", _("Press release")
        JOINT_STATEMENT = "joint_statement", _("Joint statement")
        SPEECH = "speech", _("Speech")
        OPENING_SPEECH = "opening_speech", _("Opening speech")
        PRESS_CONFERENCE = "press_conference", _("Press conference")
        ARTICLE = "article", _("Article or interview")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")

    title = models.CharField(_("title"), max_length=300)
    dialogue = models.ForeignKey(
        Dialogue,
        verbose_name=_("dialogue"),
        on_delete=models.PROTECT,
        related_name="statements",
    )
    round = models.ForeignKey(
        Round,
        verbose_name=_("round"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
    )
    side = models.CharField(
        _("whose"),
        max_length=10,
        choices=Side,
        help_text=_("A joint statement is of both sides."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    speaker = models.CharField(_("speaker"), max_length=200, blank=True)
    date = PartialDateField(_("date"), blank=True)
    text = models.TextField(_("text"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    approved_on = models.DateField(_("approved on"), null=True, editable=False)

    objects = StatementQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ("-date", "-pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(approved_on__isnull=False),
                name="statement_approved_on_a_day",
                violation_error_message=_("Say when it was approved."),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if self.round_id:
            self.dialogue = self.round.dialogue
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("dialogues:statement_detail", args=[self.pk])

    def take_approval_back(self):
        """Other words than the approved ones are a draft again."""
        if self.side != Side.PARTNER:
            self.status = self.Status.DRAFT
            self.approved_by = self.approved_on = None

    def stays_on_revert(self):
        return {"status", "approved_by", "approved_on"}

    def before_revert_is_saved(self):
        self.take_approval_back()


class YearlyCostQuerySet(RecordQuerySet):
    desk_path = "dialogue__partner"
    part_of = ("dialogue",)

    def of_dialogue(self, dialogue):
        return self.filter(dialogue=dialogue)


class YearlyCost(Record):
    """What a dialogue cost in one year beside its rounds."""

    dialogue = models.ForeignKey(
        Dialogue,
        verbose_name=_("dialogue"),
        on_delete=models.PROTECT,
        related_name="yearly_costs",
    )
    year = models.PositiveSmallIntegerField(_("year"))
    cost = models.DecimalField(
        _("cost in home currency"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
    )
    staff_days = models.DecimalField(
        _("staff days"), max_digits=7, decimal_places=1, null=True, blank=True
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = YearlyCostQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("cost of a year")
        verbose_name_plural = _("costs of years")
        ordering = ("-year",)
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["dialogue", "year"],
                condition=Q(archived_at__isnull=True),
                name="yearlycost_once_a_year",
                violation_error_message=_("This year is there already."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1900, 2200)),
                name="yearlycost_year_is_a_year",
                violation_error_message=_("Write the year with four digits."),
            ),
            models.CheckConstraint(
                condition=(Q(cost__isnull=True) | Q(cost__gte=0))
                & (Q(staff_days__isnull=True) | Q(staff_days__gte=0)),
                name="yearlycost_is_not_negative",
                violation_error_message=_("A cost cannot be negative."),
            ),
        ]

    def __str__(self):
        return str(self.year)

    def get_absolute_url(self):
        return self.dialogue.get_absolute_url()
