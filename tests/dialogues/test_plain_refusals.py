"""What is refused in words that name the reason, at the place that caused it."""

import pytest
from django.urls import reverse

from core.models import Classification
from dialogues.forms.meeting_record import MeetingRecord
from dialogues.mentions import Mentions, State
from dialogues.models import Measure, Meeting, YearlyCost
from tests.dialogues.test_follow_ups import _open_form
from tests.factories import (
    make_agenda_item,
    make_concern,
    make_dialogue,
    make_measure,
    make_measure_status,
    make_meeting,
    make_objective,
    make_raising,
    make_round,
    make_topic,
    make_yearly_cost,
)

STILL_TO_COME = ["This day is still to come."]


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia)


def test_a_number_that_is_taken_is_not_blamed_on_a_colleague(signed_in, dialogue):
    round_ = make_round(dialogue=dialogue, ordinal=3)
    make_measure(round=round_, number=1)
    other = make_measure(round=round_, number=2)
    client = signed_in("officer")
    edit = other.url_for("edit")

    page = client.post(edit, _open_form(client, edit, number="1"))

    assert "This round has a measure with this number already." in page.text
    assert "Somebody has just saved" not in page.text
    assert Measure.objects.filter(number=1).count() == 1


def test_a_number_that_is_taken_by_a_hidden_row_is_not_told(signed_in, dialogue):
    round_ = make_round(dialogue=dialogue, ordinal=3)
    make_measure(round=round_, number=1, classification=Classification.CONFIDENTIAL)
    other = make_measure(round=round_, number=2)
    client = signed_in("junior")
    edit = other.url_for("edit")

    page = client.post(edit, _open_form(client, edit, number="1"))

    assert "a measure with this number already" not in page.text
    assert "that you may not see stands in the way of this." in page.text


def test_a_year_that_is_there_says_so(signed_in, dialogue):
    make_yearly_cost(dialogue=dialogue, year=2025)
    client = signed_in("officer")
    new = reverse("dialogues:yearly_cost_new", args=[dialogue.slug])

    page = client.post(new, _open_form(client, new, year="2025", cost="5"))

    assert "This year is there already." in page.text
    assert YearlyCost.objects.count() == 1


def _status_of(dialogue):
    return make_measure_status(measure=make_measure(dialogue=dialogue)).url_for("edit")


def _assessment_of(dialogue):
    objective = make_objective(dialogue=dialogue)
    return reverse("dialogues:assessment_new", args=[objective.pk])


def _incident_of(dialogue):
    return f"{reverse('dialogues:incident_new')}?dialogue={dialogue.slug}"


@pytest.mark.parametrize("address_of", [_status_of, _assessment_of, _incident_of])
def test_what_is_told_as_a_fact_has_happened(signed_in, dialogue, address_of):
    url = address_of(dialogue)
    client = signed_in("officer")

    page = client.post(url, _open_form(client, url, date="2999-01"))

    assert page.context["form"].errors["date"] == STILL_TO_COME


def test_a_complaint_with_a_link_is_plain_where_complaints_are_summed_up(
    signed_in, dialogue
):
    round_ = make_round(dialogue=dialogue)
    client = signed_in("officer")
    edit = round_.url_for("edit")

    sent = _open_form(client, edit) | {"head_own_q": "Nobody Known", "head_own": ""}
    page = client.post(edit, sent)

    assert "Nobody Known is not among the people in the record." in page.text
    assert "&lt;a href" not in page.text


def test_a_row_that_was_asked_for_begins_as_an_empty_one(cast):
    sent = {
        "participants-TOTAL_FORMS": "1",
        "participants-INITIAL_FORMS": "0",
        "participants-0-person_q": "Somebody",
        "participants-0-role": "head",
        "add-participants": "1",
    }

    record = MeetingRecord(_MultiDict(sent), by=cast["officer"]).unchecked()

    kept, new = record.parts["participants"].forms
    assert kept["role"].value() == "head"
    assert (new["role"].value(), new["attendance"].value()) == ("member", "present")


class _MultiDict(dict):
    def getlist(self, name):
        return [self[name]] if name in self else []

    def copy(self):
        return _MultiDict(self)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (Meeting.Kind.PLENARY, State.DISCUSSED),
        (Meeting.Kind.PREPARATORY, State.PROPOSED),
        (Meeting.Kind.CIVIL_SOCIETY, State.PROPOSED),
    ],
)
def test_what_came_up_in_preparing_a_round_was_not_discussed_there(
    cast, dialogue, kind, state
):
    topic = make_topic()
    meeting = make_meeting(
        round=make_round(dialogue=dialogue, status="held"), kind=kind
    )
    concern = make_concern(dialogue=dialogue, topic=topic)
    make_raising(concern=concern, meeting=meeting)

    (mention,) = Mentions(dialogue, cast["officer"]).all

    assert mention.state == state


def test_an_item_moves_to_a_later_round(signed_in, dialogue):
    _early, here, later, undated = (
        make_round(dialogue=dialogue, ordinal=n, starts_on=day)
        for n, day in enumerate(("2019-11", "2021-11-02", "2022", ""), start=1)
    )
    item = make_agenda_item(round=here)

    form = signed_in("officer").get(item.url_for("edit")).context["form"]

    assert set(form.fields["moved_to"].queryset) == {later, undated}
