"""Forms of a concern, of one occasion on which it was raised, and of a reply."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from core.models import Classification
from core.partial_dates import DAY_HINT, DayField
from core.widgets import RowOrName
from dialogues.forms.meetings import DATE_HINT
from dialogues.models import Concern, Meeting, Raising, Reply
from partners.models import Person
from partners.suggestions import describe_person


def who_field(label):
    """Somebody who is known, or the name of somebody who is not yet."""
    return RowOrName(
        queryset=Person.objects.all(),
        search="partners:person_suggest",
        describe=describe_person,
        label=label,
        required=False,
    )


class MeetingChoiceField(forms.ModelChoiceField):
    """Meetings with their dates, since titles repeat."""

    def label_from_instance(self, meeting):
        return f"{meeting.date.words}: {meeting}" if meeting.date else str(meeting)


class ConcernForm(RecordForm):
    class Meta:
        model = Concern
        fields = (
            "title",
            "summary",
            "raised_by",
            "kind",
            "partner",
            "dialogue",
            "topic",
            "scope",
            "affected_group",
            "priority",
            "status",
            "classification",
        )
        widgets = {"summary": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dialogue = self.fields["dialogue"]
        if self.instance.pk:
            # Its occasions belong to meetings with this country.
            del self.fields["partner"]
            partner = self.instance.partner
            dialogue.queryset = dialogue.queryset.filter(partner=partner)
            return
        del self.fields["status"]
        partner = self.fields["partner"]
        partner.required = False
        partner.say_optional = False
        partner.queryset = partner.queryset.of_desk(self.by)
        partner.help_text = _("Follows from the dialogue where there is one.")
        dialogue.queryset = dialogue.queryset.of_desk(self.by)

    def clean(self):
        cleaned = super().clean()
        if "partner" not in self.fields:
            return cleaned
        dialogue, partner = cleaned.get("dialogue"), cleaned.get("partner")
        if dialogue and not partner:
            cleaned["partner"] = dialogue.partner
        elif dialogue and dialogue.partner_id != partner.pk:
            self.add_error("dialogue", _("This dialogue is with another country."))
        elif not partner and not {"partner", "dialogue"} & self.errors.keys():
            self.add_error("partner", _("Choose the country."))
        return cleaned


class _WordsForm(RecordForm):
    """Somebody's words: Restricted at first, and whoever said them can be new here."""

    who = None  # the field that names the person
    who_raised = True  # or who answered
    sets_status = None  # a tick in the form that gives the concern `new_status`
    new_status = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.newcomer, self.asked = "", False
        self._offer_people()
        if not self.instance.pk:
            cleared = min(Classification.RESTRICTED, self.by.clearance)
            self.initial["classification"] = cleared

    def _offer_people(self):
        seen = Person.objects.visible_to(self.by)
        chosen = seen.filter(pk=self.initial.get(self.who))
        if self.initial.get(self.who) and not chosen.exists():
            # Somebody whom the writer may not see stays, and is not shown.
            del self.fields[self.who]
            return
        people = (seen.current() | chosen).with_held_positions(self.by)
        self.fields[self.who].queryset = people

    def _known(self):
        """The person who was chosen; the name of a new one is kept for `save`."""
        person = self.cleaned_data[self.who]
        if isinstance(person, str):
            self.newcomer = person
            return None
        return person

    def _in_words(self, name, value):
        if name == self.who and value:
            key = getattr(value, "pk", value)
            value = self.fields[name].queryset.filter(pk=key).first()
        return super()._in_words(name, value)

    def clean(self):
        self.asked = self.cleaned_data.pop(self.sets_status, False)
        return super().clean()

    def save(self, commit=True):
        if self.newcomer:
            setattr(self.instance, self.who, self._newcomer())
        record = super().save(commit)
        if self.asked:
            self._set_status()
        return record

    def _newcomer(self):
        meeting = self._meeting()
        return Person.objects.create(
            name=self.newcomer,
            country=self._country(),
            classification=max(
                Classification.INTERNAL, meeting.classification if meeting else 0
            ),
            created_by=self.by,
            updated_by=self.by,
        )

    def _country(self):
        """Whose side speaks: ours puts our concerns and answers theirs."""
        ours = (Concern.RaisedBy.OURS, Concern.RaisedBy.CIVIL_SOCIETY)
        if (self.concern.raised_by in ours) is self.who_raised:
            return settings.HOME_COUNTRY
        return self.concern.partner.code

    def _set_status(self):
        concern = Concern.objects.select_for_update().get(pk=self.concern.pk)
        if concern.status != self.new_status:
            concern.status = self.new_status
            concern.updated_by = self.by
            concern.save()


class RaisingForm(_WordsForm):
    who = "speaker"
    sets_status = "reopen"
    new_status = Concern.Status.OPEN

    meeting = MeetingChoiceField(
        label=_("Meeting"), queryset=Meeting.objects.all(), required=False
    )
    speaker = who_field(_("Speaker"))
    reopen = forms.BooleanField(label=_("The concern is open again"), required=False)

    class Meta:
        model = Raising
        fields = (
            "channel",
            "meeting",
            "date",
            "speaker",
            "level",
            "form",
            "wording",
            "reply_due",
            "classification",
        )
        widgets = {"wording": forms.Textarea(attrs={"rows": 8})}
        field_classes = {"reply_due": DayField}
        labels = {"level": _("Level of the speaker")}
        help_texts = {
            "date": _("Left empty, it is the date of the meeting."),
            "reply_due": DAY_HINT,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["meeting"]
        field.queryset = field.queryset.filter(
            partner=self.concern.partner_id
        ).newest_first()
        if self.instance.pk or self.concern.status == Concern.Status.OPEN:
            del self.fields["reopen"]

    @property
    def concern(self):
        return self.instance.concern

    def _meeting(self):
        return self.instance.meeting

    def clean_speaker(self):
        return self._known()

    def clean(self):
        cleaned = super().clean()
        meeting, date = cleaned.get("meeting"), cleaned.get("date")
        in_a_meeting = cleaned.get("channel") == Raising.Channel.MEETING
        if in_a_meeting and not meeting and "meeting" not in self.errors:
            self.add_error("meeting", _("Choose the meeting, or another channel."))
        elif meeting and "channel" in cleaned and not in_a_meeting:
            self.add_error(
                "channel", _("Choose “Meeting” here, or take the meeting away.")
            )
        elif not meeting and date == "" and "meeting" not in self.errors:
            self.add_error("date", _("Say when it was raised."))
        if meeting and date == "":
            date = cleaned["date"] = meeting.date
        due = cleaned.get("reply_due")
        if due and date and due < date.earliest:
            self.add_error(
                "reply_due", _("A reply cannot be due before the concern was raised.")
            )
        return cleaned


class ReplyForm(_WordsForm):
    who = "by"
    who_raised = False
    sets_status = "answered"
    new_status = Concern.Status.ANSWERED

    by = who_field(_("By"))
    answered = forms.BooleanField(
        label=_("The concern is answered"),
        required=False,
        help_text=_("Leave it empty as long as more is expected."),
    )

    class Meta:
        model = Reply
        fields = ("date", "by", "quality", "text", "assessment", "classification")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6}),
            "assessment": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {"date": DATE_HINT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.concern.is_archived or self.concern.status != Concern.Status.OPEN:
            del self.fields["answered"]

    @property
    def concern(self):
        return self.instance.raising.concern

    def _meeting(self):
        return self.instance.raising.meeting

    def clean_by(self):
        return self._known()
