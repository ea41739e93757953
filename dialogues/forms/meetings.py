"""Forms of a meeting and of what belongs to it, each for itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from core.models import Classification
from core.widgets import RowOrName
from dialogues.models import Dialogue, Meeting, Minutes, Participation
from dialogues.permissions import can_take_back
from partners.forms.known import KnownInstitution, KnownPerson
from partners.models import Institution, Person
from partners.suggestions import describe_institution, describe_person

DATE_HINT = _("A day (2026-11-23 or 23.11.2026), a month or a year.")


class MeetingForm(RecordForm):
    """The meeting itself; only dialogues on the writer's desk can be chosen."""

    class Meta:
        model = Meeting
        fields = (
            "title",
            "kind",
            "dialogue",
            "round",
            "working_group",
            "network",
            "date",
            "ends_on",
            "time",
            "mode",
            "city",
            "place",
            "chair",
            "access_conditions",
            "summary",
            "classification",
        )
        widgets = {
            "time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "access_conditions": forms.Textarea(attrs={"rows": 2}),
            "summary": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {"date": DATE_HINT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dialogue"].queryset &= Dialogue.objects.of_desk(self.by)
        self.fields["dialogue"].required = not self._outside_a_dialogue()
        self.fields["round"].empty_label = _("Between rounds")
        for name in ("round", "working_group"):
            field = self.fields[name]
            field.queryset = field.queryset.of_desk(self.by).with_visible(
                self.by, "dialogue"
            )
            field.label_from_instance = _within_dialogue

    def _outside_a_dialogue(self):
        return self.instance.pk is not None and self.instance.dialogue_id is None

    def clean(self):
        cleaned = super().clean()
        round_, dialogue = cleaned.get("round"), cleaned.get("dialogue")
        if round_ and not dialogue:
            cleaned["dialogue"] = round_.dialogue
            self._errors.pop("dialogue", None)
        group = cleaned.get("working_group")
        if group and dialogue and group.dialogue_id != dialogue.pk:
            self.add_error(
                "working_group", _("This working group belongs to another dialogue.")
            )
        if self.instance.pk and "round" in self.changed_data:
            rounds = (self.instance.round_id, round_.pk if round_ else None)
            if why := self.instance.agenda_stands_fast(*rounds):
                self.add_error("round", why)
        return cleaned

    @property
    def sections(self):
        """What belongs together on the page: legend and fields."""
        return _sections(
            self,
            (
                _("The meeting"),
                ("title", "kind", "dialogue", "round", "working_group", "network"),
            ),
            (
                _("When and where"),
                ("date", "ends_on", "time", "mode", "city", "place", "chair"),
            ),
            (
                _("Around it"),
                ("access_conditions", "summary", "classification"),
            ),
        )


def _within_dialogue(row):
    return f"{row.dialogue}: {row}" if row.dialogue else str(row)


def _sections(form, *sections):
    return [(legend, [form[name] for name in names]) for legend, names in sections]


class MinutesForm(RecordForm):
    """Minutes as long as they are a draft."""

    class Meta:
        model = Minutes
        fields = ("text", "status", "classification")
        widgets = {"text": forms.Textarea(attrs={"rows": 16})}
        help_texts = {
            "status": _(
                "Final minutes are locked. Later they are only corrected, with a "
                "reason, and the first text stays readable."
            )
        }

    def clean(self):
        if self.instance.pk and self.instance.is_locked:
            raise forms.ValidationError(
                _(
                    "These minutes have become final, so this was not saved. Copy "
                    "what you typed, and correct the minutes instead."
                )
            )
        # Asked of every row: those that are hidden stand in the way as well.
        there = Minutes.objects.filter(meeting=self.instance.meeting_id)
        if not self.instance.pk and there.exists():
            raise forms.ValidationError(
                _(
                    "You cannot write the minutes of this meeting: something stands "
                    "in the way that is archived, or that you may not see."
                )
            )
        return super().clean()


class MinutesCorrectionForm(RecordForm):
    """A new edition of final minutes; only a lead makes a draft of them again."""

    why = forms.CharField(
        label=_("Why are they corrected?"),
        max_length=300,
        error_messages={"required": _("Say why the minutes are corrected.")},
        help_text=_("Stands beside the new edition. The one before stays readable."),
    )

    class Meta:
        model = Minutes
        fields = ("text", "why", "status", "classification")
        widgets = {"text": forms.Textarea(attrs={"rows": 16})}

    field_order = Meta.fields

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What the partner agreed to was the text before.
        self.initial["status"] = Minutes.Status.FINAL
        if not can_take_back(self.by):
            self.fields["status"].choices = [
                choice
                for choice in Minutes.Status.choices
                if choice[0] != Minutes.Status.DRAFT
            ]

    def clean(self):
        if not self.instance.is_locked:
            raise forms.ValidationError(
                _(
                    "Somebody has just made a draft of these minutes again, so this "
                    "was not saved. Copy what you typed, and edit the draft."
                )
            )
        if self.cleaned_data.get("version") not in (None, self.instance.version):
            raise forms.ValidationError(
                _(
                    "Somebody has corrected the minutes while you were writing, so "
                    "this was not saved. Copy what you typed, and open them again."
                )
            )
        return super().clean()

    def save(self, commit=True):
        self.instance.edition += 1
        self.instance.correction_why = self.cleaned_data["why"]
        self.instance._change_reason = self.instance.correction_why[:100]
        return super().save(commit)


def person_field(**kwargs):
    """Somebody who is known, or the name of somebody who is not yet."""
    return RowOrName(
        queryset=Person.objects.none(),
        search="partners:person_suggest",
        describe=describe_person,
        **kwargs,
    )


def institution_field(**kwargs):
    return RowOrName(
        queryset=Institution.objects.none(),
        search="partners:institution_suggest",
        describe=describe_institution,
        **kwargs,
    )


class ParticipationForm(RecordForm):
    """Somebody at a meeting; what was written down wrong can be put right."""

    person = KnownPerson(_("Person"))
    institution = KnownInstitution(_("Institution"))

    class Meta:
        model = Participation
        fields = (
            "person",
            "title",
            "institution",
            "side",
            "role",
            "attendance",
            "classification",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = Person.objects.visible_to(self.by).with_held_positions(self.by)
        institutions = Institution.objects.visible_to(self.by)
        for name, rows in (("person", people), ("institution", institutions)):
            if name in self.fields:
                self.fields[name].queryset = rows


def said_choices(user):
    """Markings for what was said: up to the clearance of who writes it down."""
    return [choice for choice in Classification.choices if choice[0] <= user.clearance]
