"""The form of an institution."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partners.forms.countries import NOTE, CountryRecordForm
from partners.models import Institution


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
