"""What the list of links shows, its file, and what it can be filtered by."""

import django_filters
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import RecordFilter
from core.lists import Column, date_column, known, marking_column, to_record
from core.models import User
from dialogues.contacts.health import Health
from dialogues.contacts.in_sql import health_of_link, in_health
from partners.countries import country_name
from partners.models import Link, LinkKind, Partner, Sector


class LinkFilter(RecordFilter):
    q = django_filters.CharFilter(
        label=_("Search in this list"), method="naming", max_length=200
    )
    partner = django_filters.ModelChoiceFilter(
        label=_("Partner country"),
        queryset=Partner.objects.all(),
        method="with_country",
    )
    sector = django_filters.ModelChoiceFilter(
        label=_("Sector"), queryset=Sector.objects.all(), method="in_sector"
    )
    kind = django_filters.ModelChoiceFilter(
        label=_("Kind"), queryset=LinkKind.objects.all()
    )
    health = django_filters.ChoiceFilter(
        label=_("Health"), choices=Health.choices, method="with_health"
    )
    responsible = django_filters.ChoiceFilter(
        label=_("Kept by"), choices=[], method="kept_by"
    )

    def __init__(self, request, queryset):
        super().__init__(request, queryset)
        keepers = User.objects.filter(pk__in=queryset.order_by().values("responsible"))
        self.form.fields["responsible"].choices = [
            ("me", _("Me")),
            ("nobody", _("Nobody")),
            *(
                (str(user.pk), str(user))
                for user in User.objects.filter(pk__in=keepers)
            ),
        ]

    def naming(self, rows, name, text):
        return rows.naming(text)

    def with_country(self, rows, name, partner):
        return rows.with_country(partner.code)

    def in_sector(self, rows, name, sector):
        return rows.filter(
            Q(home_institution__sector=sector) | Q(partner_institution__sector=sector)
        )

    def with_health(self, rows, name, health):
        return in_health(rows, health, timezone.localdate())

    def kept_by(self, rows, name, who):
        if who == "nobody":
            return rows.filter(responsible=None)
        return rows.filter(responsible=self.request.user.pk if who == "me" else who)


def _health(link):
    return health_of_link(link, timezone.localdate())


def _times_met(link):
    # SECURITY: nothing is said where nothing is seen; there may be hidden occasions.
    return link.times_met or None


def _institution_columns(name, label):
    """Both names lead to the link itself: they are one name in two columns."""
    return [
        Column(
            name,
            label,
            value=f"{name}__name",
            order=(f"{name}__name",),
            link=to_record,
        ),
        Column(f"{name}_id", label, value=f"{name}_id", on_screen=False),
    ]


# Ended links come last, either way.
_LASTING = Case(When(until="", then=Value(0)))

LINKS = [
    *_institution_columns("home_institution", _("Institution at home")),
    *_institution_columns("partner_institution", _("Institution abroad")),
    Column(
        "partner_country",
        _("Country"),
        value=lambda link: country_name(link.partner_institution.country),
        code="partner_institution__country",
        order=("partner_institution__country",),
    ),
    Column("kind", _("Kind"), code="kind__code", order=("kind__order", "kind__code")),
    date_column(Link, "since"),
    date_column(Link, "until", value=lambda link: link.until or None, code="until"),
    Column(
        "last_contact",
        _("Last contact"),
        value=lambda link: link.last_contact or None,
        code="last_contact",
        order=(known("last_contact"),),
        kind="date",
    ),
    Column(
        "times_met",
        _("Times met"),
        value=_times_met,
        order=("times_met",),
        kind="number",
    ),
    Column(
        "health",
        _("Health"),
        value=lambda link: _health(link).label,
        code=lambda link: _health(link).value,
        order=(_LASTING, "-last_contact"),
        kind="status",
        tone=lambda link: _health(link).tone,
    ),
    Column("responsible", _("Kept by"), order=("responsible__name",)),
    *(
        Column(name, name, on_screen=False)
        for name in ("led_to", "note", "created_at", "updated_at")
    ),
    marking_column(),
]
