"""Partner countries, and who works on their desks."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import FoldedQuerySet, words
from core.models import Classification, Record, RecordQuerySet
from core.partial_dates import PartialDateField
from partners.countries import country_name
from partners.last_contact import latest_contact
from partners.models.fields import CountryField


class PartnerQuerySet(RecordQuerySet):
    desk_path = "pk"


class Partner(Record):
    """A country with which dialogues are held."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", _("Ended")

    code = CountryField(_("country"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.ACTIVE
    )
    since = PartialDateField(_("since"), blank=True)
    overview = models.TextField(
        _("overview"),
        blank=True,
        help_text=_("Everybody in the house can read this."),
    )

    objects = PartnerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("partner country")
        verbose_name_plural = _("partner countries")
        ordering = ("name",)
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(classification__lte=Classification.INTERNAL),
                name="partner_is_known_to_all_staff",
                violation_error_message=_(
                    "Everybody in the house may know with whom dialogues are held: "
                    "Open or Internal."
                ),
            ),
        ]

    def __str__(self):
        return self.local_name

    url_key = "code"

    def get_absolute_url(self):
        return reverse("desk:country", args=[self.code])

    @property
    def local_name(self):
        """The country's name in the reader's language."""
        return country_name(self.code)


class Assignment(models.Model):
    """A user on the desk of a partner country."""

    class Role(models.TextChoices):
        RESPONSIBLE = "responsible", _("Responsible officer")
        DEPUTY = "deputy", _("Deputy")
        LEAD = "lead", _("Desk lead")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="assignments",
    )
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner country"),
        on_delete=models.CASCADE,
        related_name="assignments",
    )
    role = models.CharField(
        _("role"), max_length=20, choices=Role, default=Role.RESPONSIBLE
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("assignment to a desk")
        verbose_name_plural = _("assignments to desks")
        ordering = ("partner", "user")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "partner"],
                name="assignment_once",
                violation_error_message=_("This user is on that desk already."),
            )
        ]

    def __str__(self):
        return f"{self.user}: {self.partner}"


class CountryDeskQuerySet(FoldedQuerySet, RecordQuerySet):
    """Rows that belong to a country rather than to a partner.

    Those of the home country, and of countries without a desk, belong to every desk.
    """

    country_path = "country"

    def desk_condition(self, user):
        with_desk = Partner.objects.order_by().values("code")
        return Q(**{f"{self.country_path}__in": user.desk_countries}) | ~Q(
            **{f"{self.country_path}__in": with_desk}
        )

    def suggested(self, text):
        """Current rows that fit what is being typed; beginnings of a name first."""
        typed = " ".join(words(text))
        begins = Case(
            When(folded__startswith=typed, then=0),
            When(folded__contains=f" {typed}", then=1),
            default=2,
        )
        return self.current().matching(text).order_by(begins, "name", "pk")

    def own_desk_first(self, user):
        """The same order, but those of the user's own countries before all others."""
        theirs = Case(
            When(**{f"{self.country_path}__in": user.desk_countries}, then=0),
            default=1,
        )
        return self.order_by(theirs, *self.query.order_by)

    def with_last_contact(self, user, role):
        """Each row with `last_contact`: when the user knows it to have been met last.

        `role` is what the row is to those who took part: "person" or "institution".
        """
        return self.annotate(last_contact=latest_contact(user, role))
