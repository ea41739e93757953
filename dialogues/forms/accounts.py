"""Forms of statements, parliamentary questions and yearly costs."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from core.models import User
from core.partial_dates import DayField
from dialogues.forms.dialogues import DATE_HINT, SectionedForm
from dialogues.forms.events import offer_of_dialogue
from dialogues.models import (
    Dialogue,
    ParliamentaryQuestion,
    Side,
    Statement,
    YearlyCost,
)

# About as long as written questions have taken; only a suggestion.
WORKING_DAYS_TO_ANSWER = 6


def answer_due(asked):
    """The day by which parliament usually has its answer."""
    day, left = asked, WORKING_DAYS_TO_ANSWER
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


def can_read(user, marking, partner_ids):
    """Whether a row of this marking about these countries would be visible to them."""
    if not partner_ids:
        return marking <= user.clearance
    return any(user.could_read(marking, key) for key in partner_ids)


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
        elif {"text", "title", "speaker", "side", "kind"} & set(self.changed_data):
            statement.take_approval_back()
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
            "due": _("Suggested: six working days. Write another day if one is set."),
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
        if not self.instance.pk:
            self.initial.setdefault("owner", self.by.pk)
            self.initial["due"] = answer_due(timezone.localdate())

    def clean(self):
        cleaned = super().clean()
        asked, answered = cleaned.get("asked_on"), cleaned.get("answered_on")
        if asked and answered and answered.is_before(asked):
            self.add_error(
                "answered_on", _("An answer cannot be older than its question.")
            )
        if not (self.instance.pk or "due" in self.changed_data) and asked:
            # The day that the form suggests is counted from today.
            is_day = asked.day_is_known
            cleaned["due"] = answer_due(asked.earliest) if is_day else None
        due = cleaned.get("due")
        if asked and due and "due" not in self.errors and due < asked.earliest:
            self.add_error("due", _("An answer is not due before it is asked for."))
        self._check_desk(cleaned)
        return cleaned

    def _check_desk(self, cleaned):
        """Somebody of the desk writes it down, and its owner is able to read it."""
        partners = {row.pk for row in cleaned.get("partners") or ()}
        if partners and not partners & set(self.by.desk_partner_ids):
            self.add_error("partners", _("Choose at least one country of your desk."))
        owner, marking = cleaned.get("owner"), cleaned.get("classification")
        if owner and marking and not can_read(owner, marking, partners):
            self.add_error("owner", _("This person may not read this question."))


class YearlyCostForm(RecordForm):
    class Meta:
        model = YearlyCost
        fields = ("year", "cost", "staff_days", "note", "classification")
        help_texts = {
            "cost": _("Beside the rounds, which have their own. Empty when not known."),
            "staff_days": _("Empty when not known; 0 when there were none."),
        }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("cost") is None and cleaned.get("staff_days") is None:
            self.add_error("cost", _("Write the cost, the staff days, or both."))
        return cleaned
