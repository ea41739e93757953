"""People, and what they are where from when until when."""

from django.db import models
from django.db.models import Case, Prefetch, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded, words
from core.models import Classification, Record
from core.partial_dates import PartialDateField, not_before
from partners.countries import country_name
from partners.models.fields import (
    CountryField,
    Level,
    other_names_field,
    responsible_field,
)
from partners.models.institutions import Institution
from partners.models.partner import CountryDeskQuerySet


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

    def named_or_in_position(self, user, text):
        """People of whom every word is in the name, or in a post that the user sees."""
        posts = Position.objects.visible_to(user).current().order_by()
        rows = self
        for word in words(text)[:12]:
            there = Q(title__icontains=word) | Q(institution__folded__contains=word)
            held = posts.filter(there).values("person")
            rows = rows.filter(Q(folded__contains=word) | Q(pk__in=held))
        return rows

    def with_held_positions(self, user):
        """Each person with `held`: the positions they hold now, the newest first."""
        held = Position.objects.visible_to(user).held_now().current()
        held = held.with_visible(user, "institution").order_by("-since", "-pk")
        return self.prefetch_related(Prefetch("positions", held, to_attr="held"))

    def with_former_positions(self, user):
        """Each person with `former`: the positions that ended, the latest first."""
        former = Position.objects.visible_to(user).current().exclude(until="")
        former = former.with_visible(user, "institution").order_by("-until", "-pk")
        return self.prefetch_related(Prefetch("positions", former, to_attr="former"))


class Person(Folded, Record):
    """Somebody met in the course of a dialogue, on either side."""

    folded_from = ("name", "name_original", "other_names")

    name = models.CharField(_("name"), max_length=200)
    name_original = models.CharField(
        _("name in original script"), max_length=200, blank=True
    )
    other_names = other_names_field()
    honorific = models.CharField(_("honorific"), max_length=50, blank=True)
    country = CountryField(_("country"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    languages = models.CharField(
        _("languages"),
        max_length=100,
        blank=True,
        help_text=_("In which this person can be spoken to."),
    )
    responsible = responsible_field()
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
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
    )

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


# How long a position is believed in that is known of one day only.
YEARS_IN_OFFICE = 4


def _believed_since():
    return str(timezone.localdate().year - YEARS_IN_OFFICE)


class PositionQuerySet(CountryDeskQuerySet):
    country_path = "person__country"
    part_of = ("person", "institution")
    seen_with = ("person", "institution")

    def held_now(self):
        """Positions that have not ended, as far as is known.

        Where only a day is known on which somebody held it, they are taken to hold it
        for some years more.
        """
        stale = Q(since="") & ~Q(as_of="") & Q(as_of__lt=_believed_since())
        return self.filter(until="").exclude(stale)

    def not_ended_by(self, person):
        """The positions of somebody that nobody has said to have ended."""
        rows = self.current().filter(person=person, until="")
        return rows.order_by("-since", "-as_of", "-pk")

    def of_others_at(self, institutions, person):
        """Those that others than this person hold now at these institutions."""
        rows = self.held_now().current().filter(institution__in=institutions)
        return rows.filter(person__archived_at__isnull=True).exclude(person=person)

    def held_first(self):
        """Those held now, then the former ones, the newest first."""
        ended = Case(When(until="", then=0), default=1)
        return self.order_by(ended, "-until", "-since", "-as_of", "-pk")

    def held_by(self, person):
        """The position that somebody holds now, the newest first, or None."""
        held = self.held_now().current().filter(person=person)
        return held.select_related("institution").order_by("-since", "-pk").first()


class Position(Record):
    """What somebody is, where, and from when until when."""

    class LeftBecause(models.TextChoices):
        OTHER_POST = "other_post", _("Took another post")
        END_OF_TERM = "end_of_term", _("The term ended")
        RETIRED = "retired", _("Retired")
        DISMISSED = "dismissed", _("Dismissed")
        DETAINED = "detained", _("Detained or prosecuted")
        DIED = "died", _("Died")
        UNKNOWN = "unknown", _("Not known")

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
    as_of = PartialDateField(
        _("known as of"),
        blank=True,
        help_text=_("A day on which it was so, where the beginning is not known."),
    )
    left_because = models.CharField(
        _("why it ended"), max_length=20, choices=LeftBecause, blank=True
    )
    left_note = models.CharField(_("note on why it ended"), max_length=300, blank=True)

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
            models.CheckConstraint(
                condition=Q(left_because="") | ~Q(until=""),
                name="position_is_left_on_a_date",
                violation_error_message=_("Say when the position ended."),
            ),
        ]

    def __str__(self):
        return self.title or str(self.institution)

    def get_absolute_url(self):
        return self.person.get_absolute_url()

    def held_on(self, date):
        """Whether it was held on a partial date, as far as is known."""
        if self.until and self.until.latest < date.earliest:
            return False
        if self.since or not self.as_of:
            return bool(self.since) and self.since.earliest <= date.latest
        years = abs(self.as_of.earliest.year - date.earliest.year)
        return years <= YEARS_IN_OFFICE

    @property
    def is_held(self):
        """Whether it is held now, as far as is known; see `held_now`."""
        stale = not self.since and self.as_of and self.as_of < _believed_since()
        return not self.until and not stale
