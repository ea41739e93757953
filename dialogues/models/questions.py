"""What parliament asks about the dialogues, and on what an answer stands."""

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
from dialogues.models.topics import OnTopicQuerySet, Topic
from partners.models import Partner


class ParliamentaryQuestionQuerySet(OnTopicQuerySet, FoldedQuerySet, RecordQuerySet):
    def desk_condition(self, user):
        """Those about a partner on the desk, and those about none in particular."""
        named = ParliamentaryQuestion.partners.through.objects.all()
        theirs = named.filter(partner__in=user.desk_partner_ids)
        return Q(pk__in=theirs.values("parliamentaryquestion")) | ~Q(
            pk__in=named.values("parliamentaryquestion")
        )

    def that_concern(self, partner, user):
        """Those about this country, and those about none in particular."""
        named = ParliamentaryQuestion.partners.through.objects.all()
        theirs = named.filter(partner=partner).values("parliamentaryquestion")
        named = named.values("parliamentaryquestion")
        return self.filter(Q(pk__in=theirs) | ~Q(pk__in=named))

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

    @property
    def is_open(self):
        return not self.answered_on

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
            if name == "concern":
                seen = seen.with_ledger(user)
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
