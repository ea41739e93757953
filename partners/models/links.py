"""Links between two institutions of the two countries."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record
from core.partial_dates import PartialDateField, not_before
from partners.models.fields import Term, responsible_field
from partners.models.institutions import Institution
from partners.models.partner import CountryDeskQuerySet, Partner


class LinkKind(Term):
    """What two institutions do together."""

    history = HistoricalRecords()

    class Meta(Term.Meta):
        verbose_name = _("kind of link")
        verbose_name_plural = _("kinds of link")


class LinkQuerySet(CountryDeskQuerySet):
    country_path = "partner_institution__country"
    part_of = ("home_institution", "partner_institution")
    seen_with = ("home_institution", "partner_institution")

    def ended(self):
        return self.exclude(until="")

    def lasting(self):
        """Those that have not ended, as far as is known."""
        return self.filter(until="")

    def with_country(self, code):
        return self.filter(partner_institution__country=code)

    def for_partner(self, partner):
        """Those with its country, and with countries that no desk looks after."""
        with_desk = Partner.objects.order_by().values("code")
        return self.filter(
            Q(partner_institution__country=partner.code)
            | ~Q(partner_institution__country__in=with_desk)
        )

    def with_institutions(self):
        """Loads both ends; whoever may see a link may see them."""
        return self.select_related("home_institution", "partner_institution")

    def of_institution(self, institution):
        return self.filter(
            Q(home_institution=institution) | Q(partner_institution=institution)
        )

    def shown_of(self, institution, user):
        """The links of an institution, as this user may see them, the lasting first."""
        ended = Case(When(until="", then=0), default=1)
        rows = self.visible_to(user).current().of_institution(institution)
        rows = rows.with_visible(user, "home_institution", "partner_institution")
        return rows.select_related("kind").order_by(ended, "-since", "pk")

    def naming(self, text):
        """Links of which either institution fits what was typed."""
        found = Institution.objects.matching(text).values("pk")
        return self.filter(
            Q(home_institution__in=found) | Q(partner_institution__in=found)
        )


class Link(Record):
    """What binds an institution of the home country to one of a partner country."""

    home_institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution at home"),
        on_delete=models.PROTECT,
        related_name="links_abroad",
    )
    partner_institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution in the partner country"),
        on_delete=models.PROTECT,
        related_name="links_from_home",
    )
    kind = models.ForeignKey(
        LinkKind,
        verbose_name=_("kind"),
        on_delete=models.PROTECT,
        related_name="links",
    )
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)
    led_to = models.TextField(_("what came of it"), blank=True)
    responsible = responsible_field()
    note = models.TextField(_("note"), blank=True)

    objects = LinkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ("home_institution", "partner_institution", "pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(home_institution=F("partner_institution")),
                name="link_is_between_two_institutions",
                violation_error_message=_("A link is between two institutions."),
            ),
            models.CheckConstraint(
                condition=not_before("until", "since"),
                name="link_ends_after_it_begins",
                violation_error_message=_("A link cannot end before it begins."),
            ),
            models.UniqueConstraint(
                fields=["home_institution", "partner_institution", "kind"],
                condition=Q(archived_at__isnull=True, until=""),
                name="link_of_a_kind_once",
                violation_error_message=_(
                    "These two institutions have a link of this kind already."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.home_institution.name} – {self.partner_institution.name}"

    def clean(self):
        super().clean()
        # One that was not chosen is missing rather than None.
        home = getattr(self, "home_institution", None)
        partner = getattr(self, "partner_institution", None)
        if home and home.country != settings.HOME_COUNTRY:
            raise ValidationError(
                {"home_institution": _("Choose an institution of our own country.")}
            )
        if partner and partner.country == settings.HOME_COUNTRY:
            raise ValidationError(
                {"partner_institution": _("Choose an institution of another country.")}
            )

    def get_absolute_url(self):
        return reverse("partners:link_detail", args=[self.pk])

    def find_partner(self):
        """The partner on whose desk it is, or None where no desk looks after it."""
        return Partner.objects.filter(code=self.partner_institution.country).first()
