"""Forms of an evaluation and of what it found."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.models import User
from core.partial_dates import DAY_HINT, DayField
from dialogues.forms.dialogues import DATE_HINT, SectionedForm
from dialogues.models import Dialogue, Evaluation, Finding


class EvaluationForm(SectionedForm):
    class Meta:
        model = Evaluation
        fields = (
            "title",
            "dialogues",
            "kind",
            "evaluator",
            "date",
            "summary",
            "publication",
            "publication_ground",
            "consequence",
            "classification",
        )
        widgets = {
            "dialogues": forms.CheckboxSelectMultiple,
            "summary": forms.Textarea(attrs={"rows": 5}),
            "consequence": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"date": DATE_HINT}

    layout = (
        (
            _("The evaluation"),
            ("title", "dialogues", "kind", "evaluator", "date", "summary"),
        ),
        (
            _("Who may read it"),
            ("publication", "publication_ground", "classification"),
        ),
        (_("What came of it"), ("consequence",)),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = self.initial.get("dialogues") or []
        keys = [getattr(row, "pk", row) for row in chosen]
        field = self.fields["dialogues"]
        field.queryset = Dialogue.objects.visible_to(self.by).current().of_desk(
            self.by
        ) | Dialogue.objects.visible_to(self.by).filter(pk__in=keys)


class FindingForm(SectionedForm):
    class Meta:
        model = Finding
        fields = (
            "number",
            "text",
            "recommendation",
            "response",
            "response_text",
            "owner",
            "due",
            "status",
            "what_changed",
            "classification",
        )
        field_classes = {"due": DayField}
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("text", "recommendation", "response_text", "what_changed")
        }
        help_texts = {"due": DAY_HINT}

    layout = (
        (_("What was found"), ("number", "text", "recommendation")),
        (_("Our response"), ("response", "response_text", "owner", "due")),
        (_("What came of it"), ("status", "what_changed", "classification")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kept = User.objects.filter(pk=self.instance.owner_id).distinct()
        self.fields["owner"].queryset = User.objects.writers() | kept
