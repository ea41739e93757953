"""Evaluations of dialogues, what they found, and what changed because of it."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded, FoldedQuerySet
from core.models import Record, RecordQuerySet
from core.partial_dates import PartialDateField
from dialogues.models.counting import count_of
from dialogues.models.dialogue import Dialogue


class EvaluationQuerySet(FoldedQuerySet, RecordQuerySet):
    def desk_condition(self, user):
        """Those of a dialogue on the desk, and those of no dialogue in particular."""
        named = Evaluation.dialogues.through.objects.all()
        theirs = named.filter(dialogue__partner__in=user.desk_partner_ids)
        return Q(pk__in=theirs.values("evaluation")) | ~Q(
            pk__in=named.values("evaluation")
        )

    def of_dialogue(self, dialogue):
        return self.filter(dialogues=dialogue)

    def about_partner(self, partner, user):
        """Those on a dialogue with this country that this user may see."""
        seen = Dialogue.objects.visible_to(user).filter(partner=partner).order_by()
        named = Evaluation.dialogues.through.objects.filter(
            dialogue__in=seen.values("pk")
        )
        return self.filter(pk__in=named.values("evaluation"))

    def that_concern(self, partner, user):
        """Those on a dialogue with this country, and those on none in particular."""
        named = Evaluation.dialogues.through.objects.values("evaluation")
        about = self.about_partner(partner, user).order_by().values("pk")
        return self.filter(Q(pk__in=about) | ~Q(pk__in=named))

    def with_findings(self, user):
        """Each row with `visible_findings`."""
        rows = Finding.objects.visible_to(user).current().select_related("owner")
        return self.prefetch_related(
            Prefetch("findings", rows, to_attr="visible_findings")
        )

    def with_findings_counted(self, user):
        """Each row with `findings_seen` and `findings_open`, as this user sees them."""
        rows = Finding.objects.visible_to(user).current()
        rows = rows.filter(evaluation=OuterRef("pk"))
        return self.annotate(
            findings_seen=count_of(rows, "evaluation"),
            findings_open=count_of(rows.open(), "evaluation"),
        )

    def with_visible_dialogues(self, user):
        """Each row with `visible_dialogues`, which it judges."""
        rows = Dialogue.objects.visible_to(user)
        return self.prefetch_related(
            Prefetch("dialogues", rows, to_attr="visible_dialogues")
        )


class Evaluation(Folded, Record):
    """Somebody's judgement on one dialogue or several."""

    folded_from = ("title", "evaluator", "summary")

    class Kind(models.TextChoices):
        EXTERNAL = "external", _("Independent evaluation")
        INTERNAL = "internal", _("Our own review")
        ACADEMIC = "academic", _("Academic study")
        CIVIL_SOCIETY = "civil_society", _("Civil society")
        PARLIAMENT = "parliament", _("Debate in parliament")
        AUDIT = "audit", _("Audit")
        MEDIA = "media", _("Media")

    class Publication(models.TextChoices):
        PUBLIC = "public", _("Public")
        PARTLY = "partly", _("Public in part")
        WITHHELD = "withheld", _("Withheld")

    title = models.CharField(_("title"), max_length=300)
    dialogues = models.ManyToManyField(
        Dialogue,
        verbose_name=_("dialogues"),
        blank=True,
        related_name="evaluations",
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, blank=True)
    evaluator = models.CharField(_("evaluator"), max_length=300, blank=True)
    date = PartialDateField(_("date"), blank=True)
    summary = models.TextField(_("summary"), blank=True)
    publication = models.CharField(
        _("publication"),
        max_length=10,
        choices=Publication,
        blank=True,
        help_text=_("Empty when it is not known."),
    )
    publication_ground = models.CharField(
        _("ground for withholding"), max_length=300, blank=True
    )
    consequence = models.TextField(_("what came of it"), blank=True)

    objects = EvaluationQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[dialogues])

    class Meta(Record.Meta):
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ("-date", "-pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(publication__in=("partly", "withheld"))
                | ~Q(publication_ground=""),
                name="evaluation_withheld_on_a_ground",
                violation_error_message=_("Say on which ground it is withheld."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("dialogues:evaluation_detail", args=[self.pk])

    def partner_ids(self):
        """Keys of the countries whose dialogues it judges; one query."""
        return set(self.dialogues.values_list("partner", flat=True))


class FindingQuerySet(RecordQuerySet):
    part_of = ("evaluation",)

    def desk_condition(self, user):
        return Q(evaluation__in=Evaluation.objects.of_desk(user).values("pk"))

    def changeable_by(self, user):
        """Whoever has to see to it may say what came of it, on any desk."""
        return self.filter(self.desk_condition(user) | Q(owner=user))

    def that_concern(self, partner, user):
        """Those of evaluations that concern this country."""
        rows = Evaluation.objects.that_concern(partner, user).order_by()
        return self.filter(evaluation__in=rows.values("pk"))

    def open(self):
        return self.exclude(status__in=("done", "dropped"))

    def owned_by(self, user):
        return self.filter(owner=user)

    def of_evaluation(self, evaluation, user):
        """What an evaluation found, as this user may see it."""
        rows = self.visible_to(user).current().filter(evaluation=evaluation)
        return rows.select_related("owner")


class Finding(Record):
    """One thing that an evaluation found, and what we make of it."""

    class Response(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        PARTLY = "partly", _("Accepted in part")
        REJECTED = "rejected", _("Not accepted")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        IN_PROGRESS = "in_progress", _("In progress")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    evaluation = models.ForeignKey(
        Evaluation,
        verbose_name=_("evaluation"),
        on_delete=models.PROTECT,
        related_name="findings",
    )
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    text = models.TextField(_("finding"))
    recommendation = models.TextField(_("recommendation"), blank=True)
    response = models.CharField(
        _("our response"), max_length=10, choices=Response, blank=True
    )
    response_text = models.TextField(_("our response in words"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
    )
    due = models.DateField(_("due"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=15, choices=Status, default=Status.OPEN
    )
    what_changed = models.TextField(
        _("what changed in the dialogue because of it"), blank=True
    )

    objects = FindingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("number", "pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(status="done") | ~Q(what_changed=""),
                name="finding_done_says_what_changed",
                violation_error_message=_("Say what changed because of it."),
            ),
        ]

    def __str__(self):
        return f"{_('Finding')} {self.number or self.pk}"

    @property
    def is_settled(self):
        return self.status in (self.Status.DONE, self.Status.DROPPED)

    @property
    def is_open(self):
        return not self.is_settled

    def get_absolute_url(self):
        return f"{self.evaluation.get_absolute_url()}#finding-{self.pk}"
