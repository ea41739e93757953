"""Forms of a partner country, and of every record that belongs to a country."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import URLField
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from partners.models import Partner
from partners.permissions import can_keep_country

DATE_HINT = _("A day (2026-11-23 or 23.11.2026), a month or a year.")
NOTE = forms.Textarea(attrs={"rows": 4})


def https_first(field, **kwargs):
    """A `formfield_callback`: an address that is typed without a scheme gets https."""
    if isinstance(field, URLField):
        kwargs["assume_scheme"] = "https"
    return field.formfield(**kwargs)


class PartnerForm(RecordForm):
    class Meta:
        model = Partner
        fields = ("status", "since", "overview", "classification")
        widgets = {"overview": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"since": DATE_HINT}


class CountryRecordForm(RecordForm):
    """A record of a country, which stays on the desk of whoever writes it."""

    def clean_country(self):
        country = self.cleaned_data["country"]
        if not can_keep_country(self.by, country):
            raise ValidationError(
                _("Another desk looks after this country. Ask them to record it."),
                code="other_desk",
            )
        return country
