"""The rows of the page on which a meeting is recorded, and what they offer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.models import User
from core.partial_dates import DayField
from core.row_parts import part_of_rows
from core.widgets import RowOrName
from dialogues.forms.meetings import institution_field, person_field
from dialogues.models import (
    AgendaItem,
    Concern,
    Participation,
    Raising,
    Reply,
    Side,
    Topic,
)
from partners.models import Institution, Person


class Row(forms.Form):
    """One row of a part. A row that is left as it came is no row."""

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.choices = choices
        for name, rows in choices.rows.items():
            if name in self.fields:
                self.fields[name].queryset = rows
        for name, options in choices.options.items():
            if name in self.fields:
                self.fields[name].choices = options
        if "owner" in self.fields:
            self.fields["owner"].initial = str(choices.by.pk)


class ParticipantRow(Row):
    person = person_field(label=_("Person"), required=False)
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    institution = institution_field(label=_("Institution"), required=False)
    side = forms.ChoiceField(
        label=_("Side"),
        choices=[("", _("By country")), *Participation.DelegationSide.choices],
        required=False,
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Participation.Role.choices,
        initial=Participation.Role.MEMBER,
    )
    attendance = forms.ChoiceField(
        label=_("Attendance"),
        choices=Participation.Attendance.choices,
        initial=Participation.Attendance.PRESENT,
    )

    def clean(self):
        cleaned = super().clean()
        named = cleaned.get("person") or cleaned.get("institution")
        if self.has_changed() and not named and not self.errors:
            self.add_error("person", _("Name a person, or at least an institution."))
        return cleaned


class AgendaRow(Row):
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    title = forms.CharField(
        label=_("Item"),
        max_length=300,
        required=False,
    )
    proposed_by = forms.ChoiceField(
        label=_("Proposed by"),
        choices=[("", _("Not known")), *Side.choices],
        required=False,
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=AgendaItem.Status.choices,
        initial=AgendaItem.Status.AGREED,
    )
    discussed = forms.NullBooleanField(label=_("Came up"), required=False)
    internal = forms.BooleanField(label=_("Only for us"), required=False)

    def clean_topic(self):
        return self.choices.topic(self.cleaned_data["topic"])

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("title") and cleaned.get("topic"):
            cleaned["title"] = str(cleaned["topic"])
        elif self.has_changed() and not cleaned.get("title") and not self.errors:
            self.add_error("title", _("Choose a topic or write the item."))
        return cleaned


class ConcernRow(Row):
    """A concern of either side, how it was put, and what was answered at once."""

    concern = RowOrName(
        queryset=Concern.objects.none(),
        search="dialogues:concern_suggest",
        name_field="title",
        label=_("Concern"),
        required=False,
    )
    raised_by = forms.ChoiceField(
        label=_("Raised by"),
        choices=Concern.RaisedBy.choices,
        initial=Concern.RaisedBy.OURS,
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Concern.Kind.choices, initial=Concern.Kind.CONCERN
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    speaker = person_field(label=_("Speaker"), required=False)
    form = forms.ChoiceField(
        label=_("Form"), choices=Raising.Form.choices, initial=Raising.Form.ORAL
    )
    wording = forms.CharField(
        label=_("How it was put"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reply = forms.CharField(
        label=_("Reply"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    assessment = forms.CharField(
        label=_("Our assessment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    quality = forms.ChoiceField(
        label=_("Quality of the reply"),
        choices=[("", _("None yet")), *Reply.Quality.choices[1:]],
        required=False,
    )
    reply_due = DayField(label=_("Reply due"), required=False)

    def clean_topic(self):
        return self.choices.topic(self.cleaned_data["topic"])

    def clean(self):
        cleaned = super().clean()
        if not self.has_changed():
            return cleaned
        if not cleaned.get("concern") and "concern" not in self.errors:
            self.add_error("concern", _("Choose a concern or give it a title."))
        if cleaned.get("quality") and not cleaned.get("reply"):
            self.add_error("reply", _("Write what they replied."))
        if cleaned.get("assessment") and not cleaned.get("reply"):
            self.add_error("reply", _("Write the reply that is assessed."))
        if cleaned.get("reply") and not cleaned.get("quality"):
            self.add_error("quality", _("Say of what quality the reply is."))
        return cleaned


class FollowUpRow(Row):
    title = forms.CharField(label=_("What to do"), max_length=200, required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    due = DayField(label=_("Due"), required=False)
    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=Concern.Priority.choices,
        initial=Concern.Priority.NORMAL,
    )
    note = forms.CharField(label=_("Note"), max_length=2000, required=False)

    def clean_owner(self):
        return self.choices.owner(self.cleaned_data["owner"])

    def clean(self):
        cleaned = super().clean()
        if not self.has_changed():
            return cleaned
        for name, refusal in (
            ("title", _("Write what is to be done.")),
            ("due", _("Say until when.")),
            ("owner", _("Say who does it.")),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, refusal)
        return cleaned


class Choices:
    """What the rows offer to choose from: read once, and only what `by` may see."""

    def __init__(self, by):
        self.by = by
        topics = list(Topic.objects.visible_to(by).current().order_by("name_en"))
        self._topics = {str(topic.pk): topic for topic in topics}
        people = Person.objects.visible_to(by).current().with_held_positions(by)
        self.rows = {
            "person": people,
            "speaker": people,
            "institution": Institution.objects.visible_to(by).current(),
            "concern": Concern.objects.visible_to(by).current().of_desk(by),
        }
        self._owners = {str(user.pk): user for user in User.objects.writers()}
        owners = [(key, str(user)) for key, user in self._owners.items()]
        self.options = {
            "topic": [("", "–"), *_grouped(topics)],
            "owner": [("", "–"), *owners],
        }

    def topic(self, key):
        return self._topics.get(key)

    def owner(self, key):
        return self._owners.get(key)


def _grouped(topics):
    """Topics as choices, under the topic that they belong to."""
    children = {}
    for topic in topics:
        children.setdefault(topic.parent_id, []).append((str(topic.pk), str(topic)))
    return [
        (str(topic), [(str(topic.pk), str(topic)), *children.get(topic.pk, [])])
        for topic in topics
        if topic.parent_id is None
    ]


PARTS = {
    "participants": part_of_rows(
        ParticipantRow,
        legend=_("Participants"),
        row=_("Participant"),
        one=_("Add a participant"),
        hint=_("A name that is not known yet becomes a person when you save."),
        rows=2,
    ),
    "agenda": part_of_rows(
        AgendaRow,
        legend=_("Agenda"),
        row=_("Agenda item"),
        one=_("Add an agenda item"),
        hint=_("An item without words of its own bears the name of its topic."),
        rows=1,
    ),
    "concerns": part_of_rows(
        ConcernRow,
        legend=_("Concerns and replies"),
        row=_("Concern"),
        one=_("Add a concern"),
        hint=_(
            "Ours, theirs about us, and what they hold to be most pressing. Choose one "
            "that was raised before (it keeps its own kind and topic), or type the "
            "title of a new one."
        ),
        rows=1,
    ),
    "follow_ups": part_of_rows(
        FollowUpRow,
        legend=_("Follow-ups"),
        row=_("Follow-up"),
        one=_("Add a follow-up"),
        rows=1,
    ),
}
