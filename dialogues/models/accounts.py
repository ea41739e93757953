"""What is said in public about a dialogue, and what it costs."""

from typing import ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded, FoldedQuerySet
from core.models import Record, RecordQuerySet
from core.partial_dates import PartialDateField
from dialogues.models.dialogue import Dialogue
from dialogues.models.rounds import Round
from dialogues.models.sides import Side
from dialogues.models.topics import OnTopicQuerySet, Topic
from partners.models import Partner


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


class ParliamentaryQuestionQuerySet(OnTopicQuerySet, FoldedQuerySet, RecordQuerySet):
    def desk_condition(self, user):
        """Those about a partner on the desk, and those about none in particular."""
        named = ParliamentaryQuestion.partners.through.objects.all()
        theirs = named.filter(partner__in=user.desk_partner_ids)
        return Q(pk__in=theirs.values("parliamentaryquestion")) | ~Q(
            pk__in=named.values("parliamentaryquestion")
        )

    def unanswered(self):
        return self.filter(answered_on="")

    def overdue(self, today):
        """Those whose answer was due before today; of those not answered yet."""
        return self.unanswered().filter(due__lt=today)

    def owned_by(self, user):
        return self.filter(owner=user)

    def with_visible_partners(self, user):
        """Each question with `visible_partners`, the countries that it is about."""
        partners = Partner.objects.visible_to(user)
        return self.prefetch_related(
            Prefetch("partners", partners, to_attr="visible_partners")
        )


class ParliamentaryQuestion(Folded, Record):
    """What parliament asks, by when the answer is due, and what was answered."""

    folded_from = ("reference", "subject", "asked_by", "question", "answer")

    class Kind(models.TextChoices):
        WRITTEN = "written", _("Written question")
        ORAL = "oral", _("Oral question")
        INTERPELLATION = "interpellation", _("Interpellation")
        COMMITTEE = "committee", _("Question of a committee")

    reference = models.CharField(_("reference"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    partners = models.ManyToManyField(
        Partner,
        verbose_name=_("partner countries"),
        blank=True,
        related_name="parliamentary_questions",
        help_text=_("Leave empty when it is about all dialogues."),
    )
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parliamentary_questions",
    )
    subject = models.CharField(_("subject"), max_length=300)
    question = models.TextField(_("question"), blank=True)
    asked_by = models.CharField(_("asked by"), max_length=200, blank=True)
    party = models.CharField(_("party"), max_length=60, blank=True)
    asked_on = PartialDateField(_("asked"), blank=True)
    due = models.DateField(_("answer due"), null=True, blank=True)
    answered_on = PartialDateField(_("answered"), blank=True)
    answered_by = models.CharField(_("answered by"), max_length=200, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parliamentary_questions",
    )

    objects = ParliamentaryQuestionQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[partners])

    class Meta(Record.Meta):
        verbose_name = _("parliamentary question")
        verbose_name_plural = _("parliamentary questions")
        ordering = ("-asked_on", "-pk")

    def __str__(self):
        return " – ".join(filter(None, [self.reference, self.subject]))

    def get_absolute_url(self):
        return reverse("dialogues:parliamentary_question_detail", args=[self.pk])


class FactUsedQuerySet(RecordQuerySet):
    part_of = ("question",)

    def visible_to(self, user):
        """Those of which this user may see the question and the row itself."""
        seen = Q(pk__in=())
        for name in FactUsed.KINDS:
            rows = _fact_model(name).objects.visible_to(user).order_by()
            seen |= Q(
                kind__app_label="dialogues",
                kind__model=name,
                object_id__in=rows.values("pk"),
            )
        return super().visible_to(user).filter(seen)

    def used_for(self, question, user):
        """The facts under an answer, each with its `row`, as this user may see them."""
        rows = self.visible_to(user).current().filter(question=question)
        facts = list(rows.select_related("kind"))
        for name, paths in FactUsed.KINDS.items():
            mine = [fact for fact in facts if fact.kind.model == name]
            if not mine:
                continue
            seen = _fact_model(name).objects.visible_to(user)
            seen = seen.with_visible(user, *paths)
            seen = seen.in_bulk([fact.object_id for fact in mine])
            for fact in mine:
                fact.row = seen[fact.object_id]
        return facts

    def rows_of_kind(self, name, user, keys):
        """The rows of an allowed kind that an answer of this user may stand on."""
        return _fact_model(name).objects.visible_to(user).current().filter(pk__in=keys)

    def keys_used_for(self, question):
        """What is noted already, as `(kind, key)`, whoever may see it."""
        rows = self.current().filter(question=question)
        return set(rows.values_list("kind__model", "object_id"))

    def desk_condition(self, user):
        questions = ParliamentaryQuestion.objects.of_desk(user)
        return Q(question__in=questions.values("pk"))


def _fact_model(name):
    # These models are defined after this one.
    return apps.get_model("dialogues", name)


class FactUsed(Record):
    """A row of the record on which an answer to parliament stands.

    The row itself is asked for its own visibility, each time that it is shown.
    """

    # What an answer may stand on, each with what its line on a page names.
    KINDS: ClassVar = {
        "concern": (),
        "raising": ("concern", "meeting", "speaker"),
        "reply": ("raising__concern", "by"),
        "meeting": (),
        "round": ("dialogue",),
        "measure": (),
        "statement": (),
    }

    question = models.ForeignKey(
        ParliamentaryQuestion,
        verbose_name=_("parliamentary question"),
        on_delete=models.PROTECT,
        related_name="facts",
    )
    kind = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey("kind", "object_id")
    note = models.CharField(_("for what"), max_length=300, blank=True)

    objects = FactUsedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("fact used")
        verbose_name_plural = _("facts used")
        ordering = ("pk",)
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["question", "kind", "object_id"],
                condition=Q(archived_at__isnull=True),
                name="factused_once",
                violation_error_message=_("This is among the facts already."),
            ),
        ]

    def __str__(self):
        return f"{_('Fact used')} {self.pk}"

    def get_absolute_url(self):
        return self.question.get_absolute_url()


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
