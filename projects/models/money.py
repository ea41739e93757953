"""What a project is to cost, what was paid, and at which rate that is counted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record
from core.partial_dates import PartialDateField
from partners.models import Institution, Partner
from projects.models.fields import CurrencyField
from projects.models.project import PartOfProjectQuerySet, Project


class BudgetLine(Record):
    """What a project is to cost in one year, for one purpose."""

    project = models.ForeignKey(
        Project,
        verbose_name=_("project"),
        on_delete=models.PROTECT,
        related_name="budget_lines",
    )
    year = models.PositiveSmallIntegerField(_("year"))
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = CurrencyField(_("currency"))
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("for which country"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="budget_lines",
        help_text=_("Where a project of several countries says so."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = PartOfProjectQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ("year", "pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(year__range=(1900, 2200)),
                name="budgetline_year_is_a_year",
                violation_error_message=_("Write the year with four digits."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="budgetline_is_not_negative",
                violation_error_message=_("A budget line cannot be negative."),
            ),
        ]

    def __str__(self):
        return f"{self.year} {self.purpose}".strip()

    def get_absolute_url(self):
        return f"{self.project.get_absolute_url()}#money"


class DisbursementQuerySet(PartOfProjectQuerySet):
    def paid(self):
        """What has left the ministry, and what came back to it."""
        return self.filter(status=Disbursement.Status.PAID)


class Disbursement(Record):
    """A payment of a project. What was paid back is negative."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        PAID = "paid", _("Paid")

    project = models.ForeignKey(
        Project,
        verbose_name=_("project"),
        on_delete=models.PROTECT,
        related_name="disbursements",
    )
    date = PartialDateField(_("date"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = CurrencyField(_("currency"))
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PAID
    )
    recipient = models.ForeignKey(
        Institution,
        verbose_name=_("recipient"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="disbursements",
    )
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("for which country"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="disbursements",
        help_text=_("Where a project of several countries says so."),
    )
    reference = models.CharField(
        _("reference"),
        max_length=100,
        blank=True,
        help_text=_("As the grant system writes it; imports find the payment by it."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = DisbursementQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("disbursement")
        verbose_name_plural = _("disbursements")
        ordering = ("-date", "-pk")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "reference"],
                condition=~Q(reference="") & Q(archived_at__isnull=True),
                name="disbursement_of_a_reference_once",
                violation_error_message=_(
                    "The project has a payment with this reference already."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(amount=0),
                name="disbursement_is_not_nothing",
                violation_error_message=_("A payment has an amount other than zero."),
            ),
        ]

    def __str__(self):
        return f"{self.date}: {self.amount} {self.currency}"

    def get_absolute_url(self):
        return f"{self.project.get_absolute_url()}#money"

    def others_with_reference(self, reference):
        """Payments that keep this one from having the reference; whoever may see."""
        if not reference:
            return Disbursement.objects.none()
        rows = Disbursement.objects.current().exclude(pk=self.pk)
        return rows.filter(project=self.project_id, reference=reference)


class ExchangeRate(models.Model):
    """What one unit of a currency was worth in the home currency on a day.

    A reference list that administrators keep; every member of staff sees it.
    """

    currency = CurrencyField(_("currency"))
    date = models.DateField(_("date"))
    rate = models.DecimalField(
        _("home currency for one unit"), max_digits=14, decimal_places=6
    )
    source = models.CharField(
        _("source"), max_length=200, help_text=_("Such as the central bank.")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ("currency", "-date")
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "date"],
                name="exchangerate_of_a_day_once",
                violation_error_message=_(
                    "There is a rate of this currency for this day already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="exchangerate_is_positive",
                violation_error_message=_("A rate is greater than zero."),
            ),
        ]

    def __str__(self):
        return f"{self.currency} {self.date:%Y-%m-%d}"
