"""Forms of a measure and of how far it has come."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm, refuse_what_is_to_come
from dialogues.forms.concerns import MeetingChoiceField
from dialogues.forms.dialogues import DATE_HINT, SectionedForm
from dialogues.models import Dialogue, Measure, MeasureStatus, Meeting


class MeasureForm(SectionedForm):
    """`dialogue` limits what a measure can belong to, when it is known."""

    meeting = MeetingChoiceField(
        label=_("Meeting"), queryset=Meeting.objects.all(), required=False
    )

    class Meta:
        model = Measure
        fields = (
            "title",
            "wording",
            "firmness",
            "side",
            "proposed_by",
            "made_on",
            "due",
            "dialogue",
            "round",
            "number",
            "meeting",
            "concern",
            "topic",
            "expected_effect",
            "note",
            "classification",
        )
        widgets = {
            "wording": forms.Textarea(attrs={"rows": 4}),
            "expected_effect": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "title": _("As it stands in lists. The exact words come below."),
            "made_on": DATE_HINT,
            "due": DATE_HINT,
        }

    layout = (
        (
            _("What was said"),
            (
                "title",
                "wording",
                "firmness",
                "side",
                "proposed_by",
                "made_on",
                "due",
                "classification",
            ),
        ),
        (
            _("Where it belongs"),
            ("dialogue", "round", "number", "meeting", "concern", "topic"),
        ),
        (_("What is thought of it"), ("expected_effect", "note")),
    )

    def __init__(self, *args, dialogue=None, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            dialogue = self.instance.dialogue
            del self.fields["dialogue"]
        else:
            field = self.fields["dialogue"]
            field.queryset &= Dialogue.objects.of_desk(self.by)
            field.required = False
            field.say_optional = False
            field.help_text = _("Follows from the round or the meeting.")
        self._offer_rows(dialogue)

    def _offer_rows(self, dialogue):
        """Only what the writer's desk has and, where it is known, of the dialogue."""
        for name in ("round", "meeting", "concern"):
            if name not in self.fields:
                continue
            rows = self.fields[name].queryset.of_desk(self.by)
            if dialogue and name == "round":
                rows = rows.filter(dialogue=dialogue)
            elif dialogue:
                rows = rows.filter(partner=dialogue.partner_id)
            self.fields[name].queryset = rows

    def clean(self):
        cleaned = super().clean()
        self._settle_round(cleaned)
        if "dialogue" in self.fields:
            self._settle_dialogue(cleaned)
        return cleaned

    def _settle_round(self, cleaned):
        """A meeting decides the round."""
        meeting, round_ = cleaned.get("meeting"), cleaned.get("round")
        held_in = getattr(meeting, "round", None)
        if held_in and round_ and round_ != held_in:
            self.add_error("meeting", _("This meeting was not part of that round."))
        elif held_in and not round_:
            cleaned["round"] = held_in

    def _settle_dialogue(self, cleaned):
        origin = cleaned.get("round") or cleaned.get("meeting")
        implied = getattr(origin, "dialogue", None)
        chosen = cleaned.get("dialogue")
        if implied and chosen and chosen != implied:
            self.add_error("dialogue", _("The round belongs to another dialogue."))
        elif not chosen and implied:
            cleaned["dialogue"] = implied
        elif not chosen and "dialogue" not in self.errors:
            self.add_error("dialogue", _("Choose the dialogue, or a round of it."))


class MeasureStatusForm(RecordForm):
    """One voice on how far a measure has come; the other voices stand beside it."""

    class Meta:
        model = MeasureStatus
        fields = (
            "voice",
            "state",
            "date",
            "round",
            "text",
            "evidence",
            "confidence",
            "classification",
        )
        widgets = {
            "voice": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 4}),
            "evidence": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "date": DATE_HINT,
            "text": _("For what they report: their own words."),
            "evidence": _("Where it can be seen: a law, a figure, a visit, a report."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Without an empty choice: one of the three always speaks.
        self.fields["voice"].choices = MeasureStatus.Voice.choices
        if "round" in self.fields:
            rounds = self.fields["round"].queryset
            rounds = rounds.filter(dialogue=self.instance.measure.dialogue_id)
            self.fields["round"].queryset = rounds

    def clean(self):
        cleaned = super().clean()
        refuse_what_is_to_come(self, "date")
        return cleaned
