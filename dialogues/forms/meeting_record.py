"""A whole meeting in one page: the meeting and rows of what belongs to it.

`MeetingRecord` behaves like one form: it is valid when all its parts are, and saves all
of them or nothing.
"""

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.forms import unchecked
from core.models import Classification, User
from core.widgets import RowOrName
from dialogues import actions
from dialogues.forms.meetings import (
    MeetingForm,
    institution_field,
    person_field,
    said_choices,
)
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

ROWS_AT_MOST = 200


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


class ParticipantRow(Row):
    person = person_field(label=_("Person"), required=False)
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    institution = institution_field(label=_("Institution"), required=False)
    side = forms.ChoiceField(
        label=_("Side"),
        choices=Participation.DelegationSide.choices,
        initial=Participation.DelegationSide.PARTNER,
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
    reply_due = forms.DateField(
        label=_("Reply due"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

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
            cleaned["quality"] = Reply.Quality.GENERAL
        return cleaned


class FollowUpRow(Row):
    title = forms.CharField(label=_("What to do"), max_length=200, required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    due = forms.DateField(
        label=_("Due"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
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


class Rows(forms.BaseFormSet):
    """The rows of one part, with the words for its page."""

    @property
    def kept(self):
        """What was filled in, row by row, without what was taken away again."""
        return [
            form.cleaned_data
            for form in self.forms
            if form.has_changed() and not self._should_delete_form(form)
        ]


def _part(form, *, legend, row, one, rows, hint=""):
    part = forms.formset_factory(
        form,
        formset=Rows,
        extra=rows,
        can_delete=True,
        max_num=ROWS_AT_MOST,
        absolute_max=ROWS_AT_MOST + 50,
        validate_max=True,
    )
    part.legend, part.row_label, part.one, part.hint = legend, row, one, hint
    part.default_error_messages = {
        **part.default_error_messages,
        "missing_management_form": _(
            "This part of the form arrived damaged. Check it and save again."
        ),
        "too_many_forms": ngettext_lazy(
            "At most %(num)d row is taken at once.",
            "At most %(num)d rows are taken at once; add the others afterwards.",
            "num",
        ),
    }
    return part


PARTS = {
    "participants": _part(
        ParticipantRow,
        legend=_("Participants"),
        row=_("Participant"),
        one=_("Add a participant"),
        hint=_("A name that is not known yet becomes a person when you save."),
        rows=2,
    ),
    "agenda": _part(
        AgendaRow,
        legend=_("Agenda"),
        row=_("Agenda item"),
        one=_("Add an agenda item"),
        hint=_("An item without words of its own bears the name of its topic."),
        rows=1,
    ),
    "concerns": _part(
        ConcernRow,
        legend=_("Concerns and replies"),
        row=_("Concern"),
        one=_("Add a concern"),
        hint=_(
            "Ours, theirs about us, and what they hold to be most pressing. Choose one "
            "that was raised before, or type the title of a new one."
        ),
        rows=1,
    ),
    "follow_ups": _part(
        FollowUpRow,
        legend=_("Follow-ups"),
        row=_("Follow-up"),
        one=_("Add a follow-up"),
        rows=1,
    ),
}


class MeetingRecord:
    """The page on which a meeting is recorded, or completed when it is given."""

    def __init__(self, data=None, files=None, *, by, meeting=None, initial=None):
        self.by, self.given = by, meeting
        self.is_bound = data is not None
        data = self._with_rows(data) if self.is_bound else None
        self.said = SaidForm(data, by=by, with_minutes=meeting is None)
        self.meeting = (
            None if meeting else MeetingForm(data, by=by, initial=initial or {})
        )
        choices = Choices(by)
        self.parts = {
            name: part(
                data,
                prefix=name,
                form_kwargs={"choices": choices},
            )
            for name, part in PARTS.items()
        }

    def _with_rows(self, data):
        """One row more where the form was sent by a button that asks for it."""
        data = data.copy()
        for name in PARTS:
            if f"add-{name}" in data:
                total = data.get(f"{name}-TOTAL_FORMS", "")
                count = int(total) if total.isdecimal() and len(total) < 5 else 0
                data[f"{name}-TOTAL_FORMS"] = str(min(count + 1, ROWS_AT_MOST))
        return data

    @property
    def asks_for_a_row(self):
        """Whether it was not sent to be saved, but to get another row."""
        return self.is_bound and any(f"add-{name}" in self.said.data for name in PARTS)

    @property
    def forms(self):
        """Every form of the page."""
        heads = [self.meeting, self.said] if self.meeting else [self.said]
        rows = [form for part in self.parts.values() for form in part.forms]
        return [*heads, *rows]

    @property
    def formsets(self):
        return list(self.parts.values())

    def __iter__(self):
        """The fields outside the rows."""
        for form in [self.meeting, self.said]:
            yield from form or ()

    def non_field_errors(self):
        heads = [self.meeting, self.said] if self.meeting else [self.said]
        return [text for form in heads for text in form.non_field_errors()]

    def add_error(self, field, error):
        self.forms[0].add_error(field, error)

    def unchecked(self):
        """Shows what was typed without any complaint."""
        for form in self.forms:
            unchecked(form)
        for part in self.parts.values():
            part._errors, part._non_form_errors = [], part.error_class()
        return self

    def is_valid(self):
        heads = [form.is_valid() for form in self.forms[: 2 if self.meeting else 1]]
        parts = [part.is_valid() for part in self.parts.values()]
        if not all([*heads, *parts]):
            return False
        return all(
            [
                self._is_cleared(),
                self._nobody_comes_twice(),
                self._concerns_are_of_this_country(),
                self._owners_may_see_it(),
            ]
        )

    def _is_cleared(self):
        """Nobody writes down what they may not read afterwards."""
        said = self.said.cleaned_data
        closed = said.get("minutes") or self.parts["concerns"].kept
        if not closed or self.by.clearance >= Classification.RESTRICTED:
            return True
        self.said.add_error(
            None,
            _(
                "What was said in a closed room is Restricted, and your clearance "
                "does not reach so far. Leave out the minutes and the concerns; a "
                "colleague can add them."
            ),
        )
        return False

    def _nobody_comes_twice(self):
        there = set()
        if self.given:
            listed = Participation.objects.visible_to(self.by).of_meeting(self.given)
            there = set(listed.values_list("person", flat=True)) - {None}
        return self._refuse_each(
            "participants",
            "person",
            lambda person: _is_there(person, there),
            _("This person is on the list already."),
        )

    def _concerns_are_of_this_country(self):
        partner = self._partner_id()
        return self._refuse_each(
            "concerns",
            "concern",
            lambda concern: (
                isinstance(concern, Concern) and concern.partner_id != partner
            ),
            _("This concern is about another country."),
        )

    def _owners_may_see_it(self):
        marking, partner = self._marking(), self._partner_id()
        return self._refuse_each(
            "follow_ups",
            "owner",
            lambda owner: owner and not owner.could_read(marking, partner),
            _("This colleague may not read the meeting: clearance or desk."),
        )

    def _refuse_each(self, part, field, is_wrong, refusal):
        """Puts the refusal next to every value that is wrong."""
        wrong = [
            form
            for form in self.parts[part].forms
            if form.has_changed()
            and not form.cleaned_data.get("DELETE")
            and is_wrong(form.cleaned_data.get(field))
        ]
        for form in wrong:
            form.add_error(field, refusal)
        return not wrong

    def _marking(self):
        if self.given:
            return getattr(self.given, "marking", self.given.classification)
        return self.meeting.cleaned_data["classification"]

    def _partner_id(self):
        if self.given:
            return self.given.partner_id
        return self.meeting.cleaned_data["dialogue"].partner_id

    @transaction.atomic
    def save(self):
        """Saves all parts and returns the meeting."""
        meeting = self.given or self.meeting.save()
        people = _People(meeting, self.by)
        said = int(self.said.cleaned_data["said_classification"])
        if text := self.said.cleaned_data.get("minutes"):
            actions.write_minutes(meeting, by=self.by, text=text, classification=said)
        for row in self.parts["participants"].kept:
            people.add(row)
        for order, row in enumerate(self.parts["agenda"].kept, start=1):
            row.pop("DELETE", None)
            actions.put_on_agenda(meeting, by=self.by, order=order, **row)
        for row in self.parts["concerns"].kept:
            self._raise(meeting, row, people, said)
        for row in self.parts["follow_ups"].kept:
            row.pop("DELETE", None)
            actions.follow_up(meeting, by=self.by, **row)
        return meeting

    def _raise(self, meeting, row, people, said):
        speaker = people.find_or_make(row["speaker"], row["raised_by"])
        reply = {
            "text": row["reply"],
            "quality": row["quality"],
            "assessment": row["assessment"],
        }
        actions.raise_concern(
            meeting,
            by=self.by,
            concern=row["concern"],
            classification=said,
            about={
                "raised_by": row["raised_by"],
                "kind": row["kind"],
                "topic": row["topic"],
            },
            reply=reply if row["reply"] else None,
            speaker=speaker,
            form=row["form"],
            wording=row["wording"],
            reply_due=row["reply_due"],
        )


def _is_there(person, there):
    """Whether somebody was named before; a new name counts by its letters."""
    if not person:
        return False
    key = person.casefold() if isinstance(person, str) else person.pk
    if key in there:
        return True
    there.add(key)
    return False


class SaidForm(forms.Form):
    """The minutes, and the marking of everything that was said in the room."""

    minutes = forms.CharField(
        label=_("Minutes"), required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    said_classification = forms.TypedChoiceField(
        label=_("Marking of what was said"),
        coerce=int,
        help_text=_("For the minutes, how concerns were put, and the replies."),
    )

    def __init__(self, data=None, *, by, with_minutes):
        super().__init__(data)
        if not with_minutes:
            del self.fields["minutes"]
        field = self.fields["said_classification"]
        field.choices = said_choices(by)
        self.initial["said_classification"] = min(
            Classification.RESTRICTED, by.clearance
        )


class _People:
    """The people named in one form: the same new name is the same person."""

    def __init__(self, meeting, by):
        self.meeting, self.by, self.made = meeting, by, {}

    def add(self, row):
        row.pop("DELETE", None)
        person = self._known(row.pop("person"))
        added = actions.add_participant(self.meeting, by=self.by, person=person, **row)
        if isinstance(person, str):
            self.made[person.casefold()] = added.person

    def find_or_make(self, person, raised_by):
        """The speaker: a row, a name from the list above, or somebody new."""
        person = self._known(person)
        if not isinstance(person, str):
            return person
        ours = raised_by in (Concern.RaisedBy.OURS, Concern.RaisedBy.CIVIL_SOCIETY)
        country = settings.HOME_COUNTRY if ours else self.meeting.partner.code
        made = actions.make_person(
            person,
            country=country,
            institution=None,
            title="",
            by=self.by,
            meeting=self.meeting,
        )
        self.made[person.casefold()] = made
        return made

    def _known(self, person):
        if isinstance(person, str):
            return self.made.get(person.casefold(), person)
        return person
