"""Forms of objectives, their assessment at rounds, and measures of trust."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm, refuse_what_is_to_come
from dialogues.forms.dialogues import DATE_HINT, SectionedForm
from dialogues.models import Assessment, Objective, Trust


class ObjectiveForm(SectionedForm):
    """An objective of the dialogue that its instance names.

    Once it is locked its benchmark stands fast; only what is beside it can be changed.
    """

    place = "round"

    class Meta:
        model = Objective
        fields = (
            "title",
            "topic",
            "indicator",
            "baseline",
            "target",
            "due",
            "round",
            "note",
            "classification",
        )
        widgets = {
            "indicator": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "due": DATE_HINT,
            "round": _(
                "Leave empty for one of the dialogue as a whole. What is locked after "
                "its round began is shown as not set before it."
            ),
        }

    layout = (
        (_("What is to be different"), ("title", "topic", "round", "due")),
        (_("How one will know"), ("indicator", "baseline", "target")),
        (_("Beside it"), ("note", "classification")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_locked:
            for name in Objective.BENCHMARK:
                del self.fields[name]
        if "round" in self.fields:
            rounds = self.fields["round"].queryset
            rounds = rounds.filter(dialogue=self.instance.dialogue_id)
            self.fields["round"].queryset = rounds

    def clean(self):
        # First: which text to keep is no question where neither is taken.
        locked = [name for name in Objective.BENCHMARK if name not in self.fields]
        if any(self.add_prefix(name) in self.data for name in locked):
            raise ValidationError(
                _(
                    "It was locked while you were writing: objective, topic, "
                    "indicator, baseline, target and due date stand fast. Save again "
                    "to keep the rest."
                )
            )
        return super().clean()


class UnlockForm(forms.Form):
    # As many characters as an entry of the history has for its reason.
    reason = forms.CharField(
        label=_("Why is it unlocked?"),
        max_length=100,
        help_text=_("Stays in the history."),
    )


class AssessmentForm(RecordForm):
    place = "round"

    class Meta:
        model = Assessment
        fields = (
            "round",
            "date",
            "value",
            "rating",
            "contribution",
            "contribution_why",
            "evidence",
            "confidence",
            "classification",
        )
        widgets = {
            "contribution_why": forms.Textarea(attrs={"rows": 3}),
            "evidence": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "date": DATE_HINT,
            "contribution": _(
                "Change can seldom be credited to one dialogue: say how sure we are, "
                "and by what."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "round" in self.fields:
            rounds = self.fields["round"].queryset
            rounds = rounds.filter(dialogue=self.instance.objective.dialogue_id)
            self.fields["round"].queryset = rounds

    def clean(self):
        cleaned = super().clean()
        refuse_what_is_to_come(self, "date")
        if cleaned.get("contribution") in ("", "none", None):
            return cleaned
        if not cleaned.get("evidence"):
            self.add_error("evidence", _("Say by what we know that it contributed."))
        if not cleaned.get("confidence"):
            self.add_error("confidence", _("Say how sure we are."))
        return cleaned


class TrustForm(RecordForm):
    """At least one of the three; what was not measured stays empty."""

    class Meta:
        model = Trust
        fields = ("frankness", "openness", "access", "note", "classification")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def clean(self):
        cleaned = super().clean()
        measured = [cleaned.get(name) for name in ("frankness", "openness", "access")]
        if not self.errors and not any(measured):
            self.add_error("frankness", _("Choose at least one of the three."))
        return cleaned
