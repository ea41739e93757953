"""Networks between the two countries, and links between two institutions."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded, FoldedQuerySet
from core.models import Record, RecordQuerySet
from core.partial_dates import PartialDateField, not_before
from partners.models.fields import Term, other_names_field, responsible_field
from partners.models.institutions import Institution, Sector
from partners.models.partner import CountryDeskQuerySet, Partner
from partners.models.people import Person


class NetworkQuerySet(FoldedQuerySet, RecordQuerySet):
    def desk_condition(self, user):
        """Those of a partner on the desk, and those of no partner in particular."""
        of_partners = Network.partners.through.objects.all()
        theirs = of_partners.filter(partner__in=user.desk_partner_ids)
        return Q(pk__in=theirs.values("network")) | ~Q(
            pk__in=of_partners.values("network")
        )

    def of_partner(self, partner):
        return self.filter(partners=partner)

    def with_visible_members(self, user):
        """Each network with `visible_members`: present memberships, as `user` sees."""
        rows = Membership.objects.visible_to(user).current().lasting()
        rows = rows.with_visible(user, "institution__sector", "person")
        return self.prefetch_related(
            Prefetch("memberships", rows, to_attr="visible_members")
        )


class Network(Folded, Record):
    """Institutions and people who keep in touch for a purpose."""

    folded_from = ("name", "other_names", "purpose", "members_in_words")

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        DORMANT = "dormant", _("Dormant")
        ENDED = "ended", _("Ended")

    name = models.CharField(_("name"), max_length=200)
    other_names = other_names_field()
    partners = models.ManyToManyField(
        Partner,
        verbose_name=_("partner countries"),
        blank=True,
        related_name="networks",
        help_text=_("Leave empty for a network of no partner in particular."),
    )
    sectors = models.ManyToManyField(
        Sector, verbose_name=_("sectors"), blank=True, related_name="networks"
    )
    purpose = models.TextField(_("purpose"), blank=True)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        blank=True,
        help_text=_("Empty when it is not known."),
    )
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)
    members_in_words = models.TextField(
        _("members in words"),
        blank=True,
        help_text=_("Members of whom no name is known, as the source has it."),
    )
    size = models.CharField(
        _("size"),
        max_length=200,
        blank=True,
        help_text=_("For example: 60 to 100 teachers."),
    )
    website = models.URLField(_("website"), max_length=300, blank=True)
    responsible = responsible_field()
    note = models.TextField(_("note"), blank=True)

    objects = NetworkQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[partners, sectors])

    class Meta(Record.Meta):
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ("name", "pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=not_before("until", "since"),
                name="network_ends_after_it_begins",
                violation_error_message=_("A network cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(until="") | Q(status="ended"),
                name="network_with_an_end_has_ended",
                violation_error_message=_(
                    "A network with an end has the status “Ended”."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partners:network_detail", args=[self.pk])


class MembershipQuerySet(RecordQuerySet):
    part_of = ("network", "person", "institution")
    seen_with = ("network", "person", "institution")

    def desk_condition(self, user):
        return Q(network__in=Network.objects.of_desk(user).values("pk"))

    def lasting(self):
        """Those that have not ended, as far as is known."""
        return self.filter(until="")

    def lasting_first(self):
        """Those that last by role and name, then the former ones, newest first."""
        return self.order_by("until", "role", "pk")


class Membership(Record):
    """An institution or a person in a network."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator")
        SECRETARIAT = "secretariat", _("Secretariat")
        MEMBER = "member", _("Member")
        FUNDER = "funder", _("Funder")
        OBSERVER = "observer", _("Observer")

    network = models.ForeignKey(
        Network,
        verbose_name=_("network"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        help_text=_("Somebody who is a member, alone or for the institution."),
    )
    role = models.CharField(_("role"), max_length=15, choices=Role, default=Role.MEMBER)
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("network", "role", "pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(institution__isnull=False),
                name="membership_names_someone",
                violation_error_message=_("Name a person or an institution."),
            ),
            models.CheckConstraint(
                condition=not_before("until", "since"),
                name="membership_ends_after_it_begins",
                violation_error_message=_("A membership cannot end before it begins."),
            ),
            models.UniqueConstraint(
                fields=["network", "person"],
                condition=Q(archived_at__isnull=True, until=""),
                name="membership_of_a_person_once",
                violation_error_message=_("This person is a member already."),
            ),
            models.UniqueConstraint(
                fields=["network", "institution"],
                condition=Q(archived_at__isnull=True, until="", person__isnull=True),
                name="membership_of_an_institution_once",
                violation_error_message=_("This institution is a member already."),
            ),
        ]

    def __str__(self):
        # SECURITY: no name; a member may be a protected person.
        return f"{_('Membership')} {self.pk}"

    def get_absolute_url(self):
        return self.network.get_absolute_url()

    @property
    def member(self):
        """The person, or else the institution."""
        return self.person or self.institution


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

    def lasting(self):
        """Those that have not ended, as far as is known."""
        return self.filter(until="")

    def with_country(self, code):
        return self.filter(partner_institution__country=code)

    def of_institution(self, institution):
        return self.filter(
            Q(home_institution=institution) | Q(partner_institution=institution)
        )

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
        home, partner = self.home_institution, self.partner_institution
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
