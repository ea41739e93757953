"""Forms of an evaluation and of what it found."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.models import User
from core.partial_dates import DAY_HINT, DayField
from dialogues.forms.accounts import can_read
from dialogues.forms.dialogues import DATE_HINT, SectionedForm
from dialogues.models import Evaluation, Finding


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
        field = self.fields["dialogues"]
        field.queryset = field.queryset.of_desk(self.by)
        # What other desks have chosen is theirs to take away.
        chosen = {
            getattr(row, "pk", row) for row in self.initial.get("dialogues") or []
        }
        own = set(field.queryset.filter(pk__in=chosen).values_list("pk", flat=True))
        if others := chosen - own:
            self._hidden["dialogues"] = self._hidden.get("dialogues", set()) | others
            self.initial["dialogues"] = sorted(own)
            field.help_text = _("Dialogues of other desks stay as they are.")

    def clean(self):
        cleaned = super().clean()
        grounded = ("partly", "withheld")
        if cleaned.get("publication") in grounded and not cleaned.get(
            "publication_ground"
        ):
            self.add_error(
                "publication_ground", _("Say on which ground it is withheld.")
            )
        return cleaned


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

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("status") == "done" and not cleaned.get("what_changed"):
            self.add_error("what_changed", _("Say what changed because of it."))
        evaluation = self.instance.evaluation
        own = cleaned.get("classification") or evaluation.classification
        marking = max(own, evaluation.classification)
        owner = cleaned.get("owner")
        if owner and not can_read(owner, marking, evaluation.partner_ids()):
            self.add_error("owner", _("This person may not read this finding."))
        return cleaned
