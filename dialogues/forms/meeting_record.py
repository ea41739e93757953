"""A whole meeting in one page: the meeting and rows of what belongs to it.

`MeetingRecord` behaves like one form: it is valid when all its parts are, and saves all
of them or nothing.
"""

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.forms import unchecked
from core.models import Classification
from core.row_parts import asks_for_a_row, with_rows_asked_for
from dialogues import actions
from dialogues.forms.meeting_rows import PARTS, Choices
from dialogues.forms.meetings import MeetingForm, said_choices
from dialogues.models import (
    Concern,
    Participation,
    Round,
)


class MeetingRecord:
    """The page on which a meeting is recorded, or completed when it is given."""

    def __init__(self, data=None, files=None, *, by, meeting=None, initial=None):
        self.by, self.given = by, meeting
        self.is_bound = data is not None
        data = with_rows_asked_for(data, PARTS) if self.is_bound else None
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

    @property
    def asks_for_a_row(self):
        """Whether it was not sent to be saved, but to get another row."""
        return self.is_bound and asks_for_a_row(self.said.data, PARTS)

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
                self._agenda_is_open(),
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

    def _agenda_is_open(self):
        """The agenda of a closed round stands fast; all else may still be told."""
        head = self.given or self.meeting.cleaned_data.get("round")
        key = head.round_id if self.given else head and head.pk
        why = Round.objects.why_closed(key)
        return self._refuse_each("agenda", "title", lambda _title: why, why)

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
