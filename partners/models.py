"""Partner countries, desks, institutions and people."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, OuterRef, Prefetch, Q, Subquery, When
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded, FoldedQuerySet, words
from core.models import Classification, Record, RecordQuerySet
from core.partial_dates import PartialDateField, not_before
from partners.countries import country_choices, country_name


class CountryField(models.CharField):
    """An ISO 3166-1 alpha-2 code; its names are not part of any migration."""

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 2
        super().__init__(*args, **kwargs)
        self.validators = [
            *self.validators,
            RegexValidator(r"^[A-Z]{2}$", _("Choose a country from the list.")),
        ]

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def formfield(self, **kwargs):
        from django import forms

        choices = [("", _("Not known")), *country_choices()]
        kwargs = {**kwargs, "choices": choices}
        return forms.ChoiceField(
            **{
                name: value
                for name, value in {
                    "required": not self.blank,
                    "label": self.verbose_name,
                    "help_text": self.help_text,
                    **kwargs,
                }.items()
                if name in ("required", "label", "help_text", "choices", "initial")
            }
        )


class Level(models.TextChoices):
    """How high somebody stands, the highest first."""

    HEAD_OF_GOVERNMENT = "head_of_government", _("Head of state or government")
    MINISTER = "minister", _("Minister")
    DEPUTY_MINISTER = "deputy_minister", _("State secretary or vice minister")
    DIRECTOR_GENERAL = "director_general", _("Director general")
    DIRECTOR = "director", _("Director")
    SENIOR_OFFICIAL = "senior_official", _("Senior official")
    EXPERT = "expert", _("Expert")


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
    overview = models.TextField(_("overview"), blank=True)

    objects = PartnerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("partner country")
        verbose_name_plural = _("partner countries")
        ordering = ("name",)

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

    def with_last_contact(self, user, role):
        """Each row with `last_contact`: the last meeting that the user may know of.

        `role` is what the row is to those who took part: "person" or "institution".
        """
        taken_part = self.model._meta.get_field("participations").related_model.objects
        latest = (
            taken_part.visible_to(user)
            .current()
            .filter(
                **{role: OuterRef("pk")},
                attendance="present",
                meeting__archived_at__isnull=True,
            )
            .order_by("-meeting__date")
            .values("meeting__date")[:1]
        )
        return self.annotate(last_contact=Subquery(latest))


class Sector(models.Model):
    """The part of society in which an institution works."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_en = models.CharField(_("name in English"), max_length=100)
    name_nb = models.CharField(_("name in Norwegian"), max_length=100)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ("order", "code")

    def __str__(self):
        return self.name_nb if get_language() == "nb" else self.name_en


class Institution(Folded, Record):
    """A ministry, court, university, organisation … of either country or a third."""

    folded_from = ("name", "name_original")

    name = models.CharField(_("name"), max_length=200)
    name_original = models.CharField(
        _("name in original script"), max_length=200, blank=True
    )
    country = CountryField(_("country"))
    sector = models.ForeignKey(
        Sector,
        verbose_name=_("sector"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="institutions",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
    )
    active = models.BooleanField(_("still exists"), default=True)
    note = models.TextField(_("note"), blank=True)

    objects = CountryDeskQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ("name", "country", "pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("pk")),
                name="institution_is_not_part_of_itself",
                violation_error_message=_("An institution cannot be part of itself."),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.country})"

    def get_absolute_url(self):
        return reverse("partners:institution_detail", args=[self.pk])

    @property
    def country_name(self):
        return country_name(self.country)

    def is_within(self, whole):
        """Whether it is `whole` or one of its parts, however deep."""
        passed, here = set(), self
        while here is not None and here.pk not in passed:
            if here.pk == whole.pk:
                return True
            passed.add(here.pk)
            here = here.parent
        return False


class PersonQuerySet(CountryDeskQuerySet):
    def visible_to(self, user):
        """Protected persons show only to roles that read the names of those at risk."""
        rows = super().visible_to(user)
        if user.has_perm("core.read_names_at_risk"):
            return rows
        return rows.filter(protected=False)

    def unprotected(self):
        return self.filter(protected=False)

    def in_position(self, user, **held):
        """People of whom the user may see a present position such as this."""
        positions = Position.objects.visible_to(user).held_now().current()
        return self.filter(pk__in=positions.filter(**held).values("person"))

    def with_held_positions(self, user):
        """Each person with `held`: the positions they hold now, the newest first."""
        held = Position.objects.visible_to(user).held_now().current()
        held = held.with_visible(user, "institution").order_by("-since", "-pk")
        return self.prefetch_related(Prefetch("positions", held, to_attr="held"))


class Person(Folded, Record):
    """Somebody met in the course of a dialogue, on either side."""

    folded_from = ("name", "name_original")

    name = models.CharField(_("name"), max_length=200)
    name_original = models.CharField(
        _("name in original script"), max_length=200, blank=True
    )
    honorific = models.CharField(_("honorific"), max_length=50, blank=True)
    country = CountryField(_("country"), blank=True)
    consent_to_be_listed = models.BooleanField(
        _("consents to be listed"), null=True, blank=True
    )
    do_not_contact = models.BooleanField(_("do not contact"), default=False)
    protected = models.BooleanField(
        _("protected"),
        default=False,
        help_text=_("The name may put this person at risk."),
    )
    note = models.TextField(_("note"), blank=True)

    objects = PersonQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("name", "pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(protected=False)
                | Q(classification__gte=Classification.RESTRICTED),
                name="person_protected_is_at_least_restricted",
                violation_error_message=_(
                    "A protected person is marked Restricted or Confidential."
                ),
            ),
        ]

    def __str__(self):
        # SECURITY: this ends in logs, messages and the admin's history.
        return f"{_('Protected person')} {self.pk}" if self.protected else self.name

    def get_absolute_url(self):
        return reverse("partners:person_detail", args=[self.pk])

    @property
    def country_name(self):
        return country_name(self.country) if self.country else ""


class PositionQuerySet(CountryDeskQuerySet):
    country_path = "person__country"
    part_of = ("person", "institution")
    seen_with = ("person", "institution")

    def held_now(self):
        """Positions that have not ended."""
        return self.filter(until="")

    def held_first(self):
        """Those held now, then the former ones, the newest first."""
        ended = Case(When(until="", then=0), default=1)
        return self.order_by(ended, "-until", "-since", "-pk")

    def held_by(self, person):
        """The position that somebody holds now, the newest first, or None."""
        held = self.held_now().current().filter(person=person)
        return held.select_related("institution").order_by("-since", "-pk").first()


class Position(Record):
    """What somebody is, where, and from when until when."""

    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="positions",
    )
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution"),
        on_delete=models.PROTECT,
        related_name="positions",
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level, blank=True)
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)

    objects = PositionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ("-since", "pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=not_before("until", "since"),
                name="position_ends_after_it_begins",
                violation_error_message=_("A position cannot end before it begins."),
            ),
        ]

    def __str__(self):
        return self.title or str(self.institution)

    def get_absolute_url(self):
        return self.person.get_absolute_url()
