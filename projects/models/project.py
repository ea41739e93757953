"""A joint project, what it answers, and who carries it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded
from core.models import Record, RecordQuerySet
from core.partial_dates import PartialDateField, not_before
from dialogues.models import (
    Concern,
    Dialogue,
    Finding,
    FollowUp,
    Measure,
    Topic,
    WorkingGroup,
)
from partners.models import CountryField, Institution, Partner
from projects.models.asking import ProjectQuerySet, keys_on_desk
from projects.models.fields import CurrencyField


class Project(Folded, Record):
    """What institutions of two countries do together in an area of a dialogue.

    It serves dialogues, measures and concerns and is part of none of them: its marking
    is its own, and each of those shows on its page only to those who may see it.
    """

    folded_from = (
        "title",
        "agreement_number",
        "summary",
        "partners_in_words",
        "funding_in_words",
        "results_in_words",
    )

    class Status(models.TextChoices):
        IDEA = "idea", _("Idea")
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running")
        COMPLETED = "completed", _("Completed")
        STOPPED = "stopped", _("Stopped")

    OVER = (Status.COMPLETED, Status.STOPPED)

    title = models.CharField(_("title"), max_length=300)
    partners = models.ManyToManyField(
        Partner, verbose_name=_("partner countries"), related_name="projects"
    )
    dialogues = models.ManyToManyField(
        Dialogue,
        verbose_name=_("dialogues"),
        blank=True,
        related_name="projects",
        help_text=_("The dialogues that it belongs to."),
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="projects"
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        blank=True,
        help_text=_("Empty when it is not known."),
    )
    stopped_why = models.TextField(_("why it was stopped"), blank=True)
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)
    agreement_number = models.CharField(
        _("agreement number"),
        max_length=50,
        blank=True,
        help_text=_("As the grant system writes it; imports find the project by it."),
    )
    agreed_on = PartialDateField(_("agreement signed"), blank=True)
    agreed_amount = models.DecimalField(
        _("agreed amount"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    currency = CurrencyField(
        _("currency"), blank=True, help_text=_("Of the agreed amount, such as NOK.")
    )
    summary = models.TextField(
        _("what it does"), blank=True, help_text=_("Aim, target group, working method.")
    )
    measures = models.ManyToManyField(
        Measure,
        verbose_name=_("measures that it carries out"),
        blank=True,
        related_name="projects",
    )
    concerns = models.ManyToManyField(
        Concern,
        verbose_name=_("concerns that it answers"),
        blank=True,
        related_name="projects",
    )
    working_groups = models.ManyToManyField(
        WorkingGroup,
        verbose_name=_("working groups that it grew out of"),
        blank=True,
        related_name="projects",
    )
    findings = models.ManyToManyField(
        Finding,
        verbose_name=_("findings of evaluations that it answers"),
        blank=True,
        related_name="projects",
    )
    follow_ups = models.ManyToManyField(
        FollowUp,
        verbose_name=_("follow-ups"),
        blank=True,
        editable=False,
        related_name="projects",
    )
    partners_in_words = models.TextField(
        _("partners in the words of the source"), blank=True
    )
    funding_in_words = models.CharField(
        _("funding in the words of the source"), max_length=300, blank=True
    )
    results_in_words = models.TextField(
        _("results in brief, in the words of the source"),
        blank=True,
        help_text=_("What has a level, an indicator and evidence is a result below."),
    )
    comparator = CountryField(
        _("another country's project"),
        blank=True,
        help_text=_("Kept for comparison; it counts in no total of ours."),
    )
    reported_on = PartialDateField(_("completion report of"), blank=True)
    completion_report = models.TextField(
        _("completion report"),
        blank=True,
        help_text=_("What was done, what came of it, and what was learnt."),
    )
    note = models.TextField(_("note"), blank=True)

    objects = ProjectQuerySet.as_manager()
    history = HistoricalRecords(
        m2m_fields=[
            partners,
            dialogues,
            topics,
            measures,
            concerns,
            working_groups,
            findings,
            follow_ups,
        ]
    )

    class Meta(Record.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ("-since", "title", "pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=not_before("until", "since"),
                name="project_ends_after_it_begins",
                violation_error_message=_("A project cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(status="stopped") | ~Q(stopped_why=""),
                name="project_is_stopped_for_a_reason",
                violation_error_message=_("Say why the project was stopped."),
            ),
            models.CheckConstraint(
                condition=Q(agreed_amount__isnull=True)
                | (Q(agreed_amount__gte=0) & ~Q(currency="")),
                name="project_agreed_amount_has_a_currency",
                violation_error_message=_(
                    "An agreed amount is not negative, and has a currency."
                ),
            ),
            models.UniqueConstraint(
                fields=["agreement_number"],
                condition=~Q(agreement_number="") & Q(archived_at__isnull=True),
                name="project_of_an_agreement_once",
                violation_error_message=_(
                    "Another project has this agreement number already."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("projects:project_detail", args=[self.pk])

    @property
    def lacks_report(self):
        """Whether it is over and nobody has reported what came of it.

        One that still counts as running is over on the last day of its period.
        """
        over = self.status in self.OVER or self.runs_late
        return over and not (self.reported_on or self.completion_report)

    @property
    def runs_late(self):
        """Whether it counts as running, and its period has passed."""
        running = self.status == self.Status.RUNNING and bool(self.until)
        return running and self.until.latest < timezone.localdate()

    def partner_ids(self):
        """Keys of its countries, whoever may see them; one query."""
        return set(self.partners.values_list("pk", flat=True))


class PartOfProjectQuerySet(RecordQuerySet):
    """Rows of a project, by the desks of its countries."""

    part_of = ("project",)
    path = "project"

    def desk_condition(self, user):
        return Q(**{f"{self.path}__in": keys_on_desk(Project, user)})

    def of_project(self, project, user):
        """Those of one project, as this user may see them."""
        return self.visible_to(user).current().filter(**{self.path: project})


class ProjectPartnerQuerySet(PartOfProjectQuerySet):
    seen_with = ("institution",)

    def holding(self, institution, role):
        return self.filter(institution=institution, role=role)


class ProjectPartner(Record):
    """An institution in a project, and what it does there."""

    class Role(models.TextChoices):
        FUNDER = "funder", _("Funder")
        AGREEMENT_PARTNER = "agreement_partner", _("Agreement partner")
        IMPLEMENTING = "implementing", _("Implementing institution")
        COOPERATING = "cooperating", _("Cooperating institution")

    project = models.ForeignKey(
        Project,
        verbose_name=_("project"),
        on_delete=models.PROTECT,
        related_name="roles",
    )
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution"),
        on_delete=models.PROTECT,
        related_name="project_roles",
    )
    role = models.CharField(
        _("role"), max_length=20, choices=Role, default=Role.COOPERATING
    )
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ProjectPartnerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("institution in a project")
        verbose_name_plural = _("institutions in projects")
        ordering = ("pk",)
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "institution", "role"],
                condition=Q(archived_at__isnull=True),
                name="projectpartner_once_in_a_role",
                violation_error_message=_(
                    "This institution has this role in the project already."
                ),
            ),
            models.CheckConstraint(
                condition=not_before("until", "since"),
                name="projectpartner_ends_after_it_begins",
                violation_error_message=_("A role cannot end before it begins."),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.pk}"

    def get_absolute_url(self):
        return self.project.get_absolute_url()
