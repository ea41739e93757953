"""What is done in a project, and who took part."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded, FoldedQuerySet
from core.models import Record
from core.partial_dates import PartialDateField, not_before
from partners.countries import country_name
from partners.models import CountryField, Institution
from projects.models.project import PartOfProjectQuerySet, Project


class ActivityQuerySet(FoldedQuerySet, PartOfProjectQuerySet):
    def with_participants_counted(self, user):
        """Each with `women`, `men`, `unstated` and `participants`, of what one sees.

        None where nothing is known, which is not the same as nobody.
        """
        rows = Attendance.objects.visible_to(user).current()
        rows = rows.filter(activity=OuterRef("pk"))
        sums = {name: _sum_of(rows, name) for name in Attendance.NUMBERS}
        nobody = Value(0)
        total = sum(
            (Coalesce(F(name), nobody) for name in Attendance.NUMBERS[1:]),
            start=Coalesce(F(Attendance.NUMBERS[0]), nobody),
        )
        return self.annotate(**sums).annotate(participants=NullIf(total, nobody))

    def without_report(self):
        """Those that were carried out and of which nobody has reported."""
        return self.filter(
            status=Activity.Status.HELD, reported_on="", completion_report=""
        )

    def about(self, topic):
        """Those of projects on a topic or on one that belongs to it."""
        projects = Project.objects.about(topic).order_by()
        return self.filter(project__in=projects.values("pk"))


def _sum_of(rows, name):
    sums = rows.order_by().values("activity").annotate(n=Sum(name))
    return Subquery(sums.values("n"))


class Activity(Folded, Record):
    """A training, a seminar, a visit … of a project."""

    folded_from = ("title", "place", "description")

    class Kind(models.TextChoices):
        TRAINING = "training", _("Training")
        SEMINAR = "seminar", _("Seminar")
        STUDY_VISIT = "study_visit", _("Study visit")
        RESEARCH = "research", _("Research")
        PUBLICATION = "publication", _("Publication")
        LEGAL_ADVICE = "legal_advice", _("Legal advice")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Carried out")
        CANCELLED = "cancelled", _("Cancelled")

    project = models.ForeignKey(
        Project,
        verbose_name=_("project"),
        on_delete=models.PROTECT,
        related_name="activities",
    )
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.HELD
    )
    date = PartialDateField(_("date"), blank=True)
    ends_on = PartialDateField(_("last day"), blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    country = CountryField(_("country"), blank=True)
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("held with"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
    )
    description = models.TextField(_("description"), blank=True)
    reported_on = PartialDateField(_("completion report of"), blank=True)
    completion_report = models.TextField(
        _("completion report"),
        blank=True,
        help_text=_("What was done, what came of it, and what was learnt."),
    )

    objects = ActivityQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ("-date", "-pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=not_before("ends_on", "date"),
                name="activity_ends_after_it_begins",
                violation_error_message=_("An activity cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on="") | ~Q(date=""),
                name="activity_with_an_end_has_a_date",
                violation_error_message=_("Say on which day it began."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("projects:activity_detail", args=[self.pk])

    @property
    def country_name(self):
        """The country's name in the reader's language; empty when not known."""
        return country_name(self.country) if self.country else ""

    @property
    def lacks_report(self):
        """Whether it was carried out and nobody has reported what came of it."""
        held = self.status == self.Status.HELD
        return held and not (self.reported_on or self.completion_report)


class AttendanceQuerySet(PartOfProjectQuerySet):
    part_of = ("activity", "activity__project")
    path = "activity__project"

    def of_activity(self, activity, user):
        """Those of one activity, as this user may see them."""
        return self.visible_to(user).current().filter(activity=activity)


class Attendance(Record):
    """How many took part in an activity from one country, by sex.

    A number that is not known is empty, which is not the same as none.
    """

    NUMBERS = ("women", "men", "unstated")

    activity = models.ForeignKey(
        Activity,
        verbose_name=_("activity"),
        on_delete=models.PROTECT,
        related_name="attendance",
    )
    country = CountryField(_("country"), blank=True, default="")
    women = models.PositiveIntegerField(_("women"), null=True, blank=True)
    men = models.PositiveIntegerField(_("men"), null=True, blank=True)
    unstated = models.PositiveIntegerField(_("sex not stated"), null=True, blank=True)
    note = models.CharField(
        _("who they were"),
        max_length=200,
        blank=True,
        help_text=_("Such as judges or prison staff; no names."),
    )

    objects = AttendanceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("participants from a country")
        verbose_name_plural = _("participants by country")
        ordering = ("country", "pk")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["activity", "country"],
                condition=Q(archived_at__isnull=True),
                name="attendance_of_a_country_once",
                violation_error_message=_(
                    "The participants from this country are there already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(women__isnull=False)
                | Q(men__isnull=False)
                | Q(unstated__isnull=False),
                name="attendance_counts_someone",
                violation_error_message=_("Give at least one number of participants."),
            ),
        ]

    def __str__(self):
        return f"{self.country_name}: {self.total}"

    @property
    def country_name(self):
        """The country's name in the reader's language, or that it is not known."""
        return country_name(self.country) if self.country else _("Not known")

    @property
    def total(self):
        return sum(filter(None, (getattr(self, name) for name in self.NUMBERS)))

    def get_absolute_url(self):
        return self.activity.get_absolute_url()
