"""Forms of a person and of a position."""

from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from core.models import Classification
from partners.forms.countries import DATE_HINT, NOTE, CountryRecordForm
from partners.models import Person, Position
from partners.permissions import can_protect


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
