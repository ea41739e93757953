"""Forms of a round's life: its status, its close, and what our own people are told."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from core.models import User
from dialogues import lifecycle
from dialogues.forms.dialogues import DATE_HINT, SectionedForm
from dialogues.models import Briefing, Round

STOPPING = ("status_by", "status_why", "resume_conditions")


class StatusForm(SectionedForm):
    """What becomes of a round, of what the rules of its life allow."""

    # Its page says itself that a closed round stands fast, and who opens it.
    refusal = ""

    class Meta:
        model = Round
        fields = ("status", "starts_on", "ends_on", "city", "mode", *STOPPING)
        widgets = {
            "status": forms.RadioSelect,
            "status_why": forms.Textarea(attrs={"rows": 2}),
            "resume_conditions": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {"status": _("The round is now")}
        help_texts = {
            "starts_on": DATE_HINT,
            "ends_on": DATE_HINT,
            "resume_conditions": _("What has to happen before it is taken up again."),
        }

    layout = (
        (_("What becomes of it"), ("status",)),
        (_("When and where"), ("starts_on", "ends_on", "city", "mode")),
        (_("If it is postponed, suspended or cancelled"), STOPPING),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = lifecycle.may_become(self.instance)
        field = self.fields["status"]
        # Anything is understood, so that what is refused is refused for its reason.
        field.widget.choices = [c for c in Round.Status.choices if c[0] in offered]
        field.error_messages["required"] = _("Choose what becomes of the round.")

    def clean_status(self):
        status = self.cleaned_data["status"]
        if refusal := lifecycle.why_not(self.instance, status):
            raise ValidationError(refusal, code="refused")
        return status

    def clean(self):
        cleaned = super().clean()
        status = cleaned.get("status")
        refuse_what_lacks(self, status, cleaned)
        if status and status not in Round.STOPPED:
            # Taken up again: only the history says why it had been stopped.
            cleaned.update(dict.fromkeys(STOPPING, ""))
        return cleaned


def refuse_what_lacks(form, status, cleaned, only=None):
    """Puts what a status needs beside the fields that do not say it."""
    for name, sentence in lifecycle.lacks(status, cleaned).items():
        if name not in form.errors and (only is None or name in only):
            form.add_error(name, sentence)


class CloseForm(RecordForm):
    """Closes a round; asks why where its objectives leave something open."""

    without = forms.CharField(
        label=_("Why is it closed all the same?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stays on the page of the round."),
        error_messages={"required": _("Say why the round is closed all the same.")},
    )

    class Meta:
        model = Round
        fields = ("next_agreed",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.without = ""
        self.left_open = lifecycle.left_open(self.instance, by=self.by)
        if self.left_open:
            self.order_fields(["without"])
        else:
            del self.fields["without"]

    @property
    def refusal(self):
        return lifecycle.never_closes(self.instance)

    def clean(self):
        # Belongs to the closing and not to the record: no conflict is about it.
        self.without = self.cleaned_data.pop("without", "")
        return super().clean()

    def save(self, commit=True):
        return lifecycle.close_round(self.instance, by=self.by, without=self.without)


class ReopenForm(RecordForm):
    refusal = ""  # It is there for what stands fast.

    why = forms.CharField(
        label=_("Why is the round opened again?"),
        max_length=100,
        help_text=_("Stays in the history."),
    )

    class Meta:
        model = Round
        fields = ()

    def clean(self):
        self.why = self.cleaned_data.pop("why", "")
        return super().clean()

    def save(self, commit=True):
        return lifecycle.reopen_round(self.instance, by=self.by, why=self.why)


class BriefingForm(RecordForm):
    """A briefing of the round that its instance names, for people of the desk.

    `draft_url` is where the same form starts from what is open.
    """

    class Meta:
        model = Briefing
        fields = ("kind", "text", "readers", "classification")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 24}),
            "readers": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "readers": _("They find it on their first page, and say when it is read.")
        }

    def __init__(self, *args, draft_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.partner = self.instance.round.dialogue.partner_id
        kept = [reader.pk for reader in self.initial.get("readers") or ()]
        on_desk = Q(assignments__partner=self.partner, is_active=True)
        people = User.objects.filter(on_desk | Q(pk__in=kept))
        people = people.distinct().order_by("name", "pk")
        self.fields["readers"].queryset = people
        if self.instance._state.adding:
            self.initial["readers"] = list(people)
        if draft_url:
            self.fields["text"].help_text = format_html(
                '<a href="{}">{}</a>',
                draft_url,
                _("Start from a draft of what is open"),
            )

    def clean(self):
        cleaned = super().clean()
        level = cleaned.get("classification")
        if level is None:
            return cleaned
        around = Round.objects.with_marking().get(pk=self.instance.round_id)
        level = max(level, around.marking)
        blind = [
            str(reader)
            for reader in cleaned.get("readers") or ()
            if not reader.could_read(level, self.partner)
        ]
        if blind:
            self.add_error(
                "readers",
                _("It is marked too high for these people, who could not open it: %s.")
                % ", ".join(blind),
            )
        return cleaned
