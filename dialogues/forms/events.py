"""Forms of an incident and of a step beside the dialogue."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm, refuse_what_is_to_come
from dialogues.forms.concerns import MeetingChoiceField
from dialogues.forms.dialogues import DATE_HINT
from dialogues.models import Dialogue, Incident, Meeting, OtherStep
from partners.models import Partner


def offer_of_dialogue(form, dialogue, *names):
    """Only rows of the writer's desk and, where a dialogue is known, of its country."""
    for name in names:
        if name not in form.fields:
            continue
        rows = form.fields[name].queryset.of_desk(form.by)
        if dialogue and name == "round":
            rows = rows.filter(dialogue=dialogue)
        elif dialogue:
            rows = rows.filter(partner=dialogue.partner_id)
        form.fields[name].queryset = rows


class IncidentForm(RecordForm):
    """`dialogue` limits what an incident can belong to, when it is known."""

    meeting = MeetingChoiceField(
        label=_("Meeting"), queryset=Meeting.objects.all(), required=False
    )

    class Meta:
        model = Incident
        fields = (
            "title",
            "kind",
            "caused_by",
            "date",
            "dialogue",
            "round",
            "meeting",
            "what_happened",
            "outcome",
            "classification",
        )
        widgets = {
            "what_happened": forms.Textarea(attrs={"rows": 4}),
            "outcome": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"date": DATE_HINT}

    field_order = Meta.fields

    def __init__(self, *args, dialogue=None, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            dialogue = self.instance.dialogue
            del self.fields["dialogue"]
        else:
            self.fields["dialogue"].queryset &= Dialogue.objects.of_desk(self.by)
        offer_of_dialogue(self, dialogue, "round", "meeting")

    def clean(self):
        cleaned = super().clean()
        refuse_what_is_to_come(self, "date")
        return cleaned


class OtherStepForm(RecordForm):
    class Meta:
        model = OtherStep
        fields = (
            "title",
            "kind",
            "date",
            "ends_on",
            "partner",
            "dialogue",
            "concern",
            "topic",
            "text",
            "classification",
        )
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"date": DATE_HINT, "ends_on": DATE_HINT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["partner"]
        else:
            self.fields["partner"].queryset &= Partner.objects.of_desk(self.by)
        for name in ("dialogue", "concern"):
            if name in self.fields:
                self.fields[name].queryset = self.fields[name].queryset.of_desk(self.by)

    def clean(self):
        cleaned = super().clean()
        partner = cleaned.get("partner") or getattr(self.instance, "partner", None)
        for name in ("dialogue", "concern"):
            origin = cleaned.get(name)
            if origin and partner and origin.partner_id != partner.pk:
                self.add_error(name, _("This is about another country."))
        return cleaned
