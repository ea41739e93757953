import django_filters
from django.utils.translation import gettext_lazy as _

from core.filters import YES_NO, RecordFilter, text_filter
from core.models import User
from partners.countries import country_name
from partners.models import Level, Membership, Network, Partner, Sector


def yes_no_filter(label):
    return django_filters.ChoiceFilter(label=label, choices=YES_NO, method="is_so")


class CountryRecordFilter(RecordFilter):
    """Offers only the countries of which there are rows to see."""

    q = text_filter()
    country = django_filters.ChoiceFilter(label=_("Country"), choices=[])

    def __init__(self, request, queryset):
        super().__init__(request, queryset)
        codes = queryset.order_by().values_list("country", flat=True).distinct()
        self.form.fields["country"].choices = sorted(
            ((code, country_name(code)) for code in codes if code),
            key=lambda choice: choice[1],
        )

    def is_so(self, rows, name, value):
        return rows.filter(**{name: value == "yes"})


class InstitutionFilter(CountryRecordFilter):
    sector = django_filters.ModelChoiceFilter(
        label=_("Sector"), queryset=Sector.objects.all()
    )
    active = yes_no_filter(_("Still exists"))


class PersonFilter(CountryRecordFilter):
    q = django_filters.CharFilter(
        label=_("Search by name or post"), method="called", max_length=200
    )
    sector = django_filters.ModelChoiceFilter(
        label=_("Sector"), queryset=Sector.objects.all(), method="in_sector"
    )
    level = django_filters.ChoiceFilter(
        label=_("Level"), choices=Level, method="at_level"
    )
    responsible = django_filters.ChoiceFilter(
        label=_("Kept by"), choices=[], method="kept_by"
    )
    do_not_contact = yes_no_filter(_("Do not contact"))
    protected = yes_no_filter(_("Protected"))

    def __init__(self, request, queryset):
        super().__init__(request, queryset)
        keepers = User.objects.filter(pk__in=queryset.order_by().values("responsible"))
        self.form.fields["responsible"].choices = [
            ("me", _("Me")),
            *((str(user.pk), str(user)) for user in keepers),
        ]
        if not request.user.has_perm("core.read_names_at_risk"):
            del self.form.fields["protected"]

    def called(self, rows, name, text):
        return rows.named_or_in_position(self.request.user, text)

    def kept_by(self, rows, name, keeper):
        me = self.request.user.pk
        return rows.filter(responsible=me if keeper == "me" else keeper)

    def in_sector(self, rows, name, sector):
        return rows.in_position(self.request.user, institution__sector=sector)

    def at_level(self, rows, name, level):
        return rows.in_position(self.request.user, level=level)


class NetworkFilter(RecordFilter):
    q = text_filter()
    partner = django_filters.ModelChoiceFilter(
        label=_("Partner country"),
        queryset=Partner.objects.all(),
        field_name="partners",
    )
    sector = django_filters.ModelChoiceFilter(
        label=_("Sector"), queryset=Sector.objects.all(), field_name="sectors"
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=Network.Status.choices
    )
    country = django_filters.ChoiceFilter(
        label=_("Country of a member"), choices=[], method="with_member_from"
    )

    def __init__(self, request, queryset):
        super().__init__(request, queryset)
        members = Membership.objects.visible_to(request.user).current().lasting()
        self.form.fields["country"].choices = sorted(
            ((code, country_name(code)) for code in members.countries()),
            key=lambda choice: choice[1],
        )

    def with_member_from(self, rows, name, country):
        return rows.with_member_from(self.request.user, country)
