"""Institutions of either country or a third, by sector."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded
from core.models import Record
from partners.countries import country_name
from partners.models.fields import CountryField, Term, other_names_field
from partners.models.partner import CountryDeskQuerySet


class Sector(Term):
    """The part of society in which an institution works."""

    history = HistoricalRecords()

    class Meta(Term.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class InstitutionQuerySet(CountryDeskQuerySet):
    def on_side(self, side):
        """Those at "home", or those "abroad"; all where no side is asked for."""
        home = models.Q(country=settings.HOME_COUNTRY)
        sides = {"home": home, "abroad": ~home}
        return self.filter(sides.get(side, models.Q()))


class Institution(Folded, Record):
    """A ministry, court, university, organisation … of either country or a third."""

    folded_from = ("name", "name_original", "other_names")

    name = models.CharField(_("name"), max_length=200)
    name_original = models.CharField(
        _("name in original script"), max_length=200, blank=True
    )
    other_names = other_names_field()
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
    website = models.URLField(_("website"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    note = models.TextField(_("note"), blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
    )

    objects = InstitutionQuerySet.as_manager()
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
