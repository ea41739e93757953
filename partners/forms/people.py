"""Forms of a person and of a position."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from core.models import Classification, User
from partners.forms.countries import DATE_HINT, NOTE, CountryRecordForm
from partners.forms.duplicates import NotADuplicate
from partners.models import Person, Position
from partners.permissions import can_protect

NAMES = forms.Textarea(attrs={"rows": 3})


def in_sections(form, *sections):
    """Legends with their fields, as far as the form has them for this person."""
    return [
        (legend, [form[name] for name in names if name in form.fields])
        for legend, names in sections
    ]


class PersonForm(NotADuplicate, CountryRecordForm):
    class Meta:
        model = Person
        fields = (
            "name",
            "name_original",
            "other_names",
            "honorific",
            "country",
            "email",
            "phone",
            "languages",
            "responsible",
            "consent_to_be_listed",
            "do_not_contact",
            "protected",
            "note",
            "classification",
        )
        widgets = {"note": NOTE, "other_names": NAMES}
        help_texts = {
            "name": _("As it is written, in its own order and with its own letters."),
            "consent_to_be_listed": _(
                "“No” keeps e-mail and telephone out of every file, and no contact "
                "card is made."
            ),
            "do_not_contact": _(
                "The page warns everybody; e-mail and telephone stay out of every file."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not can_protect(self.by):
            del self.fields["protected"]
        if "responsible" in self.fields:
            # Whoever keeps the contact today stays on the list after leaving.
            self.fields["responsible"].queryset = User.objects.filter(
                Q(pk__in=User.objects.writers().order_by().values("pk"))
                | Q(pk=self.instance.responsible_id)
            )

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

    @property
    def sections(self):
        return in_sections(
            self,
            (
                _("The name"),
                ("name", "name_original", "other_names", "honorific", "country"),
            ),
            (_("Keeping in touch"), ("email", "phone", "languages", "responsible")),
            (
                _("With care"),
                (
                    "consent_to_be_listed",
                    "do_not_contact",
                    "protected",
                    "note",
                    "classification",
                ),
            ),
        )


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
            "left_because",
            "left_note",
            "classification",
        )
        help_texts = {
            "since": DATE_HINT,
            "until": _("Leave empty while the position is held."),
        }

    @property
    def sections(self):
        return in_sections(
            self,
            (_("The post"), ("institution", "title", "level")),
            (_("Since when"), ("since", "as_of")),
            (_("If it has ended"), ("until", "left_because", "left_note")),
            (_("Who may see it"), ("classification",)),
        )
