"""Forms of statements, parliamentary questions and yearly costs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from core.models import User
from core.partial_dates import DAY_HINT, DayField
from dialogues.forms.dialogues import DATE_HINT, SectionedForm
from dialogues.forms.events import offer_of_dialogue
from dialogues.models import (
    Dialogue,
    ParliamentaryQuestion,
    Side,
    Statement,
    YearlyCost,
)


class StatementForm(RecordForm):
    """What is changed in an approved statement of ours has to be approved anew."""

    class Meta:
        model = Statement
        fields = (
            "title",
            "side",
            "kind",
            "speaker",
            "date",
            "dialogue",
            "round",
            "text",
            "classification",
        )
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}
        help_texts = {"date": DATE_HINT}

    def __init__(self, *args, dialogue=None, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            dialogue = self.instance.dialogue
            del self.fields["dialogue"]
        else:
            self.fields["dialogue"].queryset &= Dialogue.objects.of_desk(self.by)
        offer_of_dialogue(self, dialogue, "round")

    def clean(self):
        cleaned = super().clean()
        joint = Statement.Kind.JOINT_STATEMENT
        if cleaned.get("kind") == joint and cleaned.get("side") not in (
            Side.BOTH,
            None,
        ):
            self.add_error("side", _("A joint statement is of both sides."))
        return cleaned

    def save(self, commit=True):
        statement = self.instance
        if statement.side == Side.PARTNER:
            # Theirs is published when we read it; nobody here approves it.
            statement.status = Statement.Status.PUBLISHED
        elif {"text", "title"} & set(self.changed_data):
            statement.status = Statement.Status.DRAFT
            statement.approved_by = statement.approved_on = None
        return super().save(commit)


class ParliamentaryQuestionForm(SectionedForm):
    class Meta:
        model = ParliamentaryQuestion
        fields = (
            "subject",
            "reference",
            "kind",
            "partners",
            "topic",
            "question",
            "asked_by",
            "party",
            "asked_on",
            "due",
            "owner",
            "answer",
            "answered_by",
            "answered_on",
            "classification",
        )
        field_classes = {"due": DayField}
        widgets = {
            "partners": forms.CheckboxSelectMultiple,
            "question": forms.Textarea(attrs={"rows": 4}),
            "answer": forms.Textarea(attrs={"rows": 8}),
        }
        help_texts = {
            "asked_on": DATE_HINT,
            "answered_on": DATE_HINT,
            "due": DAY_HINT,
        }

    layout = (
        (
            _("The question"),
            (
                "subject",
                "reference",
                "kind",
                "partners",
                "topic",
                "question",
                "asked_by",
                "party",
                "asked_on",
            ),
        ),
        (_("Who answers by when"), ("due", "owner")),
        (
            _("The answer"),
            ("answer", "answered_by", "answered_on", "classification"),
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kept = User.objects.filter(pk=self.instance.owner_id).distinct()
        self.fields["owner"].queryset = User.objects.writers() | kept

    def clean(self):
        cleaned = super().clean()
        asked, answered = cleaned.get("asked_on"), cleaned.get("answered_on")
        if asked and answered and answered.is_before(asked):
            self.add_error(
                "answered_on", _("An answer cannot be older than its question.")
            )
        return cleaned


class YearlyCostForm(RecordForm):
    class Meta:
        model = YearlyCost
        fields = ("year", "cost", "staff_days", "note", "classification")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("cost") is None and cleaned.get("staff_days") is None:
            self.add_error("cost", _("Write the cost, the staff days, or both."))
        return cleaned
