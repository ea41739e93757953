import django_filters
from django.utils.translation import gettext_lazy as _

from core.filters import YES_NO, RecordFilter, text_filter
from partners.countries import country_name
from partners.models import Level, Sector


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
    sector = django_filters.ModelChoiceFilter(
        label=_("Sector"), queryset=Sector.objects.all(), method="in_sector"
    )
    level = django_filters.ChoiceFilter(
        label=_("Level"), choices=Level, method="at_level"
    )
    do_not_contact = yes_no_filter(_("Do not contact"))
    protected = yes_no_filter(_("Protected"))

    def __init__(self, request, queryset):
        super().__init__(request, queryset)
        if not request.user.has_perm("core.read_names_at_risk"):
            del self.form.fields["protected"]

    def in_sector(self, rows, name, sector):
        return rows.in_position(self.request.user, institution__sector=sector)

    def at_level(self, rows, name, level):
        return rows.in_position(self.request.user, level=level)
