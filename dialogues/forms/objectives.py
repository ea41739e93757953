"""Forms of objectives, their assessment at rounds, and measures of trust."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from dialogues.forms.dialogues import DATE_HINT, SectionedForm
from dialogues.models import Assessment, Objective, Trust


class ObjectiveForm(SectionedForm):
    """An objective of the dialogue that its instance names.

    Once it is locked its benchmark stands fast; only what is beside it can be changed.
    """

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
        help_texts = {"due": DATE_HINT}

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


class AssessmentForm(RecordForm):
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


class TrustForm(RecordForm):
    class Meta:
        model = Trust
        fields = ("frankness", "openness", "access", "note", "classification")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
