from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from core.models import Classification
from partners.models import Institution, Partner, Person, Position
from partners.permissions import can_keep_country, can_protect

DATE_HINT = _("A day (2026-11-23 or 23.11.2026), a month or a year.")
NOTE = forms.Textarea(attrs={"rows": 4})


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


class InstitutionForm(CountryRecordForm):
    class Meta:
        model = Institution
        fields = (
            "name",
            "name_original",
            "country",
            "sector",
            "parent",
            "active",
            "note",
            "classification",
        )
        widgets = {"note": NOTE}

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        if parent and self.instance.pk and parent.is_within(self.instance):
            raise ValidationError(
                _("An institution cannot be part of itself or of one of its parts."),
                code="circle",
            )
        return parent


class PersonForm(CountryRecordForm):
    class Meta:
        model = Person
        fields = (
            "name",
            "name_original",
            "honorific",
            "country",
            "consent_to_be_listed",
            "do_not_contact",
            "protected",
            "note",
            "classification",
        )
        widgets = {"note": NOTE}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not can_protect(self.by):
            del self.fields["protected"]

    def clean(self):
        cleaned = super().clean()
        marking = cleaned.get("classification")
        if cleaned.get("protected") and marking in (
            Classification.OPEN,
            Classification.INTERNAL,
        ):
            self.add_error(
                "classification",
                _("A protected person is marked Restricted or Confidential."),
            )
        return cleaned


class PositionForm(RecordForm):
    class Meta:
        model = Position
        fields = (
            "institution",
            "title",
            "level",
            "since",
            "until",
            "as_of",
            "classification",
        )
        help_texts = {
            "since": DATE_HINT,
            "until": _("Leave empty while the position is held."),
        }
