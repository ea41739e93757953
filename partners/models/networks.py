"""Networks between the two countries, and who is in them."""

from django.db import models
from django.db.models import Case, OuterRef, Prefetch, Q, Subquery, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded, FoldedQuerySet
from core.models import Record, RecordQuerySet
from core.partial_dates import PartialDateField, not_before
from partners.models.fields import other_names_field, responsible_field
from partners.models.institutions import Institution, Sector
from partners.models.partner import Partner
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

    def with_member_from(self, user, country):
        """Those with a present member of a country, as far as this user may know."""
        members = Membership.objects.visible_to(user).current().lasting()
        theirs = members.filter(
            Q(person__country=country) | Q(institution__country=country)
        )
        return self.filter(pk__in=theirs.order_by().values("network"))

    def with_visible_partners(self, user):
        """Each network with `visible_partners`, and its sectors."""
        rows = Partner.objects.visible_to(user)
        partners = Prefetch("partners", rows, to_attr="visible_partners")
        return self.prefetch_related(partners, "sectors")

    def with_last_meeting(self, user):
        """Each with `last_meeting`: when it last led to one that the user may know."""
        meetings = Network._meta.get_field("meetings").related_model.objects
        latest = (
            meetings.visible_to(user)
            .current()
            .filter(network=OuterRef("pk"))
            .order_by("-date")
            .values("date")[:1]
        )
        return self.annotate(last_meeting=Subquery(latest))

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
        """Those that last, then the former ones, those that ended last first."""
        ended = Case(When(until="", then=0), default=1)
        return self.order_by(ended, "-until", "pk")

    def in_network(self, network):
        return self.filter(network=network)

    def shown_in(self, network, user):
        """The members of a network, as this user may see them, the present first."""
        rows = self.visible_to(user).current().in_network(network).lasting_first()
        return rows.with_visible(user, "institution__sector", "person")

    def shown_of(self, user, **member):
        """In what somebody, or an institution, is or was a member; present first."""
        rows = self.visible_to(user).current().filter(**member).lasting_first()
        return rows.with_visible(user, "network", "institution", "person")

    def of_institution(self, institution):
        return self.filter(institution=institution)

    def of_person(self, person):
        return self.filter(person=person)

    def by_itself(self):
        """Institutions that are members as a whole, not somebody of theirs."""
        return self.filter(person=None)

    def countries(self):
        """The countries of the members' institutions, and of the members themselves."""
        pairs = self.order_by().values_list("institution__country", "person__country")
        return {country for pair in pairs.distinct() for country in pair if country}


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
