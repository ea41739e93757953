"""Incidents around a round, and steps beside the dialogue."""

import pytest
from django.urls import reverse

from core.models import Classification
from dialogues.models import Incident, OtherStep
from tests.dialogues.test_follow_ups import _open_form
from tests.factories import (
    make_concern,
    make_dialogue,
    make_incident,
    make_meeting,
    make_other_step,
    make_round,
)
from tests.who_may import DESK_RECORD

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia)


def _check(client, row, page, edit, list_name, text, pages):
    listed = client.get(reverse(list_name))
    for address in (row.get_absolute_url(), row.url_for("history")):
        assert client.get(address).status_code == page
    assert client.get(row.url_for("edit")).status_code == edit
    for shown in (listed, *(client.get(one.get_absolute_url()) for one in pages)):
        assert (text in shown.text) is (page == 200)
    if page != 302:
        file = client.get(reverse(list_name), {"format": "csv"}).getvalue().decode()
        assert (text in file) is (page == 200)


@DESK_RECORD
def test_who_may_read_and_change_an_incident(
    signed_in, dialogue, marking, who, page, edit
):
    round_ = make_round(dialogue=dialogue)
    meeting = make_meeting(round=round_)
    incident = make_incident(
        meeting=meeting,
        dialogue=dialogue,
        title="No visa for the expert",
        classification=marking,
    )

    _check(
        signed_in(who),
        incident,
        page,
        edit,
        "dialogues:incident_list",
        "No visa for the expert",
        [dialogue, round_, meeting],
    )


@DESK_RECORD
def test_who_may_read_and_change_another_step(
    signed_in, dialogue, marking, who, page, edit
):
    concern = make_concern(dialogue=dialogue)
    step = make_other_step(
        concern=concern, title="Letter to the minister", classification=marking
    )

    _check(
        signed_in(who),
        step,
        page,
        edit,
        "dialogues:other_step_list",
        "Letter to the minister",
        [dialogue, concern],
    )


@pytest.mark.parametrize(
    ("name", "make", "queries"),
    [
        ("dialogues:incident_list", make_incident, 11),
        ("dialogues:other_step_list", make_other_step, 12),
    ],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_however_long(
    signed_in, dialogue, name, make, queries, rows, django_assert_num_queries
):
    for _number in range(rows):
        make(dialogue=dialogue)
    client = signed_in("officer")
    client.get(reverse(name))

    with django_assert_num_queries(queries):
        page = client.get(reverse(name))

    assert len(page.context["rows"]) == rows


@pytest.mark.parametrize("origin", ["dialogue", "round", "meeting"])
def test_an_incident_starts_where_it_happened(signed_in, dialogue, origin):
    round_ = make_round(dialogue=dialogue)
    rows = {
        "dialogue": dialogue,
        "round": round_,
        "meeting": make_meeting(round=round_),
    }
    client = signed_in("officer")
    url = f"{reverse('dialogues:incident_new')}?{origin}={rows[origin].pk}"

    client.post(url, _open_form(client, url, title="No visa", kind="visa"))

    incident = Incident.objects.get()
    assert incident.dialogue == dialogue
    assert getattr(incident, origin) == rows[origin]
    assert incident.classification == RESTRICTED


@pytest.mark.parametrize("origin", ["dialogue", "concern", "partner"])
def test_a_step_starts_where_it_belongs(signed_in, indonesia, dialogue, origin):
    rows = {
        "dialogue": dialogue,
        "concern": make_concern(dialogue=dialogue),
        "partner": indonesia,
    }
    client = signed_in("officer")
    url = f"{reverse('dialogues:other_step_new')}?{origin}={rows[origin].pk}"

    client.post(url, _open_form(client, url, title="Letter", kind="letter"))

    step = OtherStep.objects.get()
    assert step.partner == indonesia
    assert getattr(step, origin) == rows[origin]


@pytest.mark.parametrize("name", ["incident_new", "other_step_new"])
@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("other_desk", 403), ("analyst", 403)]
)
def test_only_the_desk_writes_them_down(signed_in, dialogue, name, who, status):
    url = f"{reverse(f'dialogues:{name}')}?dialogue={dialogue.pk}"

    assert signed_in(who).get(url).status_code == status


def test_a_step_that_ends_before_it_begins_is_refused(signed_in, dialogue):
    client = signed_in("officer")
    url = f"{reverse('dialogues:other_step_new')}?dialogue={dialogue.pk}"
    said = {"title": "x", "kind": "visit", "date": "2024-05", "ends_on": "2024-04"}

    page = client.post(url, _open_form(client, url, **said))

    assert "A step cannot end before it begins." in page.text
