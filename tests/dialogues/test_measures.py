"""Measures: who promised what in which words, and what became of it in three voices."""

import pytest
import time_machine
from django.urls import reverse

from core.models import Classification
from dialogues.models import Measure, MeasureStatus
from tests.dialogues.test_follow_ups import _open_form
from tests.factories import (
    make_concern,
    make_dialogue,
    make_measure,
    make_measure_status,
    make_meeting,
    make_round,
)
from tests.who_may import DESK_RECORD

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
LIST = "dialogues:measure_list"


@DESK_RECORD
def test_who_may_read_and_change_a_measure(
    signed_in, indonesia, marking, who, page, edit
):
    measure = make_measure(
        dialogue=make_dialogue(partner=indonesia),
        title="Moratorium",
        wording="We shall stop executions.",
        classification=marking,
    )
    client = signed_in(who)

    shown = client.get(measure.get_absolute_url())
    history = client.get(measure.url_for("history"))
    listed = client.get(reverse(LIST))
    file = client.get(reverse(LIST), {"format": "csv"})

    assert shown.status_code == history.status_code == page
    assert client.get(measure.url_for("edit")).status_code == edit
    assert ("We shall stop executions." in shown.text) is (page == 200)
    assert ("Moratorium" in listed.text) is (page == 200)
    if who != "visitor":
        assert ("Moratorium" in file.getvalue().decode()) is (page == 200)


def test_what_somebody_may_not_hear_changes_no_list(signed_in, indonesia):
    measure = make_measure(
        dialogue=make_dialogue(partner=indonesia), classification=INTERNAL
    )
    make_measure_status(
        measure=measure,
        voice="ours",
        state="done",
        evidence="A source at risk",
        classification=CONFIDENTIAL,
    )
    ended = {"status": "ended"}

    seen = {}
    for who in ("junior", "officer"):
        client = signed_in(who)
        listed = client.get(reverse(LIST), ended).text
        page = client.get(measure.get_absolute_url()).text
        seen[who] = (measure.title in listed, "A source at risk" in page)

    assert seen == {"junior": (False, False), "officer": (True, True)}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_costs_the_same_however_long(
    signed_in, indonesia, rows, django_assert_num_queries
):
    dialogue = make_dialogue(partner=indonesia)
    for _number in range(rows):
        concern = make_concern(dialogue=dialogue)
        round_ = make_round(dialogue=dialogue)
        make_measure_status(measure=make_measure(round=round_, concern=concern))
    client = signed_in("officer")

    with django_assert_num_queries(17):
        page = client.get(reverse(LIST))

    assert page.text.count("They report") == rows + 2


# --- What was promised since when, and what became of it ------------------------------


def _titles(page):
    return [row["cells"][0]["value"] for row in page.context["rows"]]


def test_the_register_answers_what_each_side_has_promised_since(signed_in, indonesia):
    dialogue = make_dialogue(partner=indonesia)
    for title, side, firmness, made_on in (
        ("Theirs, early", "partner", "commitment", "2015-11"),
        ("Theirs", "partner", "commitment", "2016"),
        ("Of both", "both", "commitment", "2018-06-20"),
        ("Ours", "ours", "commitment", "2019"),
        ("Only an idea", "partner", "idea", "2019"),
    ):
        make_measure(
            dialogue=dialogue,
            title=title,
            side=side,
            firmness=firmness,
            made_on=made_on,
        )
    asked = {"firmness": "commitment", "side": "partner", "since": "2016"}

    page = signed_in("officer").get(reverse(LIST), asked | {"sort": "title"})

    assert _titles(page) == ["Of both", "Theirs"]


def test_each_voice_says_its_latest_state(cast, indonesia):
    measure = make_measure(dialogue=make_dialogue(partner=indonesia))
    for voice, state, date in (
        ("partner", "under_way", "2021"),
        ("partner", "done", "2023"),
        ("ours", "partly_done", "2022"),
        ("independent", "not_started", "2020-05"),
    ):
        make_measure_status(measure=measure, voice=voice, state=state, date=date)

    row = Measure.objects.visible_to(cast["officer"]).with_voices(cast["officer"]).get()

    assert row.said_by_them == "done"
    assert row.assessed_by_us == "partly_done"
    assert row.said_by_others == "not_started"


def test_a_promise_is_not_kept_because_they_say_so(signed_in, indonesia):
    dialogue = make_dialogue(partner=indonesia)
    reported = make_measure(dialogue=dialogue, title="Only reported")
    make_measure_status(measure=reported, voice="partner", state="done")
    assessed = make_measure(dialogue=dialogue, title="Seen to be done")
    make_measure_status(measure=assessed, voice="ours", state="done", evidence="Law 1")

    client = signed_in("officer")

    assert _titles(client.get(reverse(LIST), {"status": "still_open"})) == [
        "Only reported"
    ]
    assert _titles(client.get(reverse(LIST), {"status": "ended"})) == [
        "Seen to be done"
    ]


@time_machine.travel("2026-11-23 12:00")
@pytest.mark.parametrize(
    ("due", "overdue"),
    [
        ("2026-11-22", True),
        ("2026-10", True),
        ("2025", True),
        ("2026-11-23", False),
        ("2026-11", False),
        ("2026", False),
        ("2027", False),
        ("", False),
    ],
)
def test_it_is_overdue_once_its_last_possible_day_has_passed(
    signed_in, indonesia, due, overdue
):
    make_measure(dialogue=make_dialogue(partner=indonesia), title="Promise", due=due)

    page = signed_in("officer").get(reverse(LIST), {"status": "overdue"})

    assert _titles(page) == (["Promise"] if overdue else [])


# --- Writing it down ------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["dialogue", "round", "meeting", "concern"])
def test_a_measure_starts_where_it_was_made(signed_in, indonesia, origin):
    dialogue = make_dialogue(partner=indonesia)
    round_ = make_round(dialogue=dialogue)
    rows = {
        "dialogue": dialogue,
        "round": round_,
        "meeting": make_meeting(round=round_),
        "concern": make_concern(dialogue=dialogue),
    }
    client = signed_in("officer")
    url = f"{reverse('dialogues:measure_new')}?{origin}={rows[origin].pk}"

    sent = _open_form(
        client,
        url,
        title="Moratorium",
        wording="We shall stop.",
        firmness="commitment",
        side="partner",
    )
    client.post(url, sent)

    measure = Measure.objects.get()
    assert measure.dialogue == dialogue
    assert getattr(measure, origin) == rows[origin]
    assert measure.round == (round_ if origin in ("round", "meeting") else None)
    assert measure.classification == RESTRICTED
    assert measure.made_on == ("2022-06-20" if origin == "meeting" else "")


def test_a_meeting_of_another_round_is_refused(signed_in, indonesia):
    dialogue = make_dialogue(partner=indonesia)
    meeting = make_meeting(round=make_round(dialogue=dialogue))
    other = make_round(dialogue=dialogue, starts_on="2023")
    client = signed_in("officer")
    url = f"{reverse('dialogues:measure_new')}?round={other.pk}"

    page = client.post(
        url,
        _open_form(
            client,
            url,
            title="x",
            wording="y",
            firmness="idea",
            side="ours",
            meeting=str(meeting.pk),
        ),
    )

    assert "This meeting was not part of that round." in page.text
    assert not Measure.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("other_desk", 403), ("analyst", 403)]
)
def test_only_the_desk_writes_measures_down(signed_in, indonesia, who, status):
    round_ = make_round(dialogue=make_dialogue(partner=indonesia))
    url = f"{reverse('dialogues:measure_new')}?round={round_.pk}"

    assert signed_in(who).get(url).status_code == status


def test_what_we_hold_to_be_done_needs_evidence(signed_in, indonesia):
    measure = make_measure(dialogue=make_dialogue(partner=indonesia))
    client = signed_in("officer")
    url = reverse("dialogues:measure_status_new", args=[measure.pk])
    said = {"voice": "ours", "state": "done", "date": "2026"}

    refused = client.post(url, _open_form(client, url, **said))
    client.post(url, _open_form(client, url, **said, evidence="Law no. 1 of 2026"))

    assert "Say by what we know that it is done." in refused.text
    assert MeasureStatus.objects.get().evidence == "Law no. 1 of 2026"
