"""The form of an institution."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partners.forms.countries import NOTE, CountryRecordForm, https_first
from partners.forms.duplicates import NotADuplicate
from partners.forms.people import NAMES, in_sections
from partners.models import Institution


class InstitutionForm(NotADuplicate, CountryRecordForm):
    class Meta:
        model = Institution
        fields = (
            "name",
            "name_original",
            "other_names",
            "country",
            "sector",
            "parent",
            "active",
            "website",
            "email",
            "phone",
            "address",
            "note",
            "classification",
        )
        widgets = {
            "note": NOTE,
            "other_names": NAMES,
            "address": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "name": _("As it is written, in its own order and with its own letters."),
        }
        formfield_callback = https_first

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        if parent and self.instance.pk and parent.is_within(self.instance):
            raise ValidationError(
                _("An institution cannot be part of itself or of one of its parts."),
                code="circle",
            )
        return parent

    @property
    def sections(self):
        return in_sections(
            self,
            (_("The name"), ("name", "name_original", "other_names")),
            (_("What it is"), ("country", "sector", "parent", "active")),
            (_("Reaching it"), ("website", "email", "phone", "address")),
            (_("Around it"), ("note", "classification")),
        )
