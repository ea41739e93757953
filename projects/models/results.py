"""What came of a project: outputs, outcomes and impact, kept apart."""

from django.db import models
from django.db.models import Case, Prefetch, Q, Value, When
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded, FoldedQuerySet
from core.models import Record
from core.partial_dates import PartialDateField
from dialogues.models import Confidence, Topic
from dialogues.models.topics import OnTopicQuerySet
from projects.models.project import PartOfProjectQuerySet, Project


def in_unit(value, unit):
    """A figure without needless decimals, with its unit; nothing for None."""
    if value is None:
        return ""
    places = 0 if value == value.to_integral_value() else 2
    figure = number_format(value, decimal_pos=places, force_grouping=True)
    return f"{figure} {unit}".strip()


class ResultQuerySet(OnTopicQuerySet, FoldedQuerySet, PartOfProjectQuerySet):
    def with_values(self, user):
        """Each with `visible_values`, targets and actual values, the latest first."""
        rows = ResultValue.objects.visible_to(user).current()
        return self.prefetch_related(
            Prefetch("values_over_time", rows, to_attr="visible_values")
        )

    def of_our_projects(self, dialogue, user):
        """Those of projects of a dialogue that count as ours and that one may see."""
        projects = Project.objects.visible_to(user).current().ours_to_count()
        projects = projects.of_dialogue(dialogue).order_by()
        return self.filter(project__in=projects.values("pk"))

    def nearest_first(self):
        """Outputs, outcomes, impact; within a level by project."""
        ranks = enumerate(Result.Level.values)
        rank = Case(*(When(level=level, then=Value(n)) for n, level in ranks))
        return self.order_by(rank, "project", "pk")

    def about(self, topic):
        """Those on a topic or one that belongs to it, or of a project on it."""
        family = Topic.objects.family_of(topic).order_by().values("pk")
        projects = Project.objects.about(topic).order_by().values("pk")
        return self.filter(Q(topic__in=family) | Q(project__in=projects))


class Result(Folded, Record):
    """One thing that is to be different, by which sign, from where.

    The levels are those of results-based management (OECD DAC glossary): what the
    project makes is its output, what others do with it an outcome, and what changes in
    the lives of people impact.
    """

    folded_from = ("title", "indicator")

    class Level(models.TextChoices):
        OUTPUT = "output", _("Output")
        OUTCOME = "outcome", _("Outcome")
        IMPACT = "impact", _("Impact")

    project = models.ForeignKey(
        Project,
        verbose_name=_("project"),
        on_delete=models.PROTECT,
        related_name="results",
    )
    level = models.CharField(_("level"), max_length=10, choices=Level)
    title = models.CharField(_("result"), max_length=300)
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="results",
    )
    indicator = models.CharField(
        _("indicator"),
        max_length=300,
        blank=True,
        help_text=_("By which sign one will know."),
    )
    unit = models.CharField(
        _("unit"), max_length=60, blank=True, help_text=_("Such as judges, or percent.")
    )
    baseline = models.DecimalField(
        _("baseline"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    baseline_on = PartialDateField(_("baseline of"), blank=True)
    baseline_in_words = models.CharField(
        _("baseline in words"), max_length=300, blank=True
    )
    note = models.TextField(_("note"), blank=True)

    objects = ResultQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ("level", "pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(baseline__isnull=True) | (~Q(unit="") & ~Q(indicator="")),
                name="result_baseline_has_a_unit",
                violation_error_message=_(
                    "A baseline in figures has an indicator and a unit."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("projects:result_detail", args=[self.pk])

    @property
    def baseline_words(self):
        """Where it started, as a figure with its unit or in words."""
        return self.baseline_in_words or in_unit(self.baseline, self.unit)


class ResultValueQuerySet(PartOfProjectQuerySet):
    part_of = ("result", "result__project")
    path = "result__project"


class ResultValue(Record):
    """What an indicator was to be, or was found to be, at a time.

    Whole values have no group. Those of a group (women, judges of one court) break a
    whole value down and are never added to it.
    """

    class Kind(models.TextChoices):
        TARGET = "target", _("Target")
        ACTUAL = "actual", _("Actual")

    result = models.ForeignKey(
        Result,
        verbose_name=_("result"),
        on_delete=models.PROTECT,
        related_name="values_over_time",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    date = PartialDateField(_("date"))
    value = models.DecimalField(
        _("value"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    in_words = models.CharField(_("in words"), max_length=300, blank=True)
    group = models.CharField(
        _("of which group"),
        max_length=100,
        blank=True,
        help_text=_("Leave empty for the whole; such as women, or one province."),
    )
    evidence = models.TextField(
        _("evidence"), blank=True, help_text=_("By what we know it.")
    )
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence, blank=True
    )

    objects = ResultValueQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("value of a result")
        verbose_name_plural = _("values of results")
        ordering = ("-date", "group", "-pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(in_words=""),
                name="resultvalue_says_something",
                violation_error_message=_("Give a figure, or say it in words."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="actual") | (~Q(evidence="") & ~Q(confidence="")),
                name="resultvalue_actual_has_evidence",
                violation_error_message=_(
                    "An actual value has evidence, and says how sure we are."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.date}"

    @property
    def words(self):
        """The figure with its unit, and what is said beside it."""
        figure = in_unit(self.value, self.result.unit)
        return "; ".join(filter(None, [figure, self.in_words]))

    def get_absolute_url(self):
        return self.result.get_absolute_url()
