"""Promises where they come from, and on the desk that waits for them."""

import pytest
import time_machine
from django.urls import reverse

from core.models import AuditEvent, Classification
from dialogues.models import Measure
from tests.dialogues.test_follow_ups import _open_form
from tests.factories import (
    make_concern,
    make_dialogue,
    make_measure,
    make_measure_status,
    make_meeting,
    make_raising,
    make_reply,
    make_round,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
NEW = "dialogues:measure_new"


@pytest.fixture
def rows(indonesia):
    """One of each page that tells of measures."""
    dialogue = make_dialogue(partner=indonesia)
    round_ = make_round(dialogue=dialogue)
    return {
        "dialogue": dialogue,
        "round": round_,
        "meeting": make_meeting(round=round_),
        "concern": make_concern(dialogue=dialogue),
    }


@pytest.mark.parametrize("page", ["dialogue", "round", "meeting", "concern"])
def test_each_page_tells_what_was_promised_there(signed_in, rows, page):
    measure = make_measure(**{"dialogue": rows["dialogue"], page: rows[page]})
    make_measure_status(measure=measure, voice="partner", state="done")
    client = signed_in("officer")

    shown = client.get(rows[page].get_absolute_url()).text
    reader = signed_in("auditor").get(rows[page].get_absolute_url()).text

    assert measure.title in shown
    assert "They report" in shown
    assert f"{reverse(NEW)}?{page}={rows[page].pk}" in shown
    assert measure.title in reader
    assert reverse(NEW) not in reader


@pytest.mark.parametrize("page", ["dialogue", "round", "meeting", "concern"])
def test_a_hidden_promise_shows_on_no_page_and_reading_one_is_logged(
    signed_in, rows, page
):
    of_page = {"dialogue": rows["dialogue"], page: rows[page]}
    make_measure(title="For few", classification=CONFIDENTIAL, **of_page)
    url = rows[page].get_absolute_url()

    hidden = signed_in("junior").get(url).text
    logged_for_junior = AuditEvent.objects.filter(action="read").count()
    shown = signed_in("officer").get(url).text

    assert "For few" not in hidden
    assert "For few" in shown
    assert AuditEvent.objects.filter(action="read").count() == logged_for_junior + 1


def test_a_hidden_state_leaves_a_promise_open(signed_in, rows):
    measure = make_measure(dialogue=rows["dialogue"], classification=INTERNAL)
    make_measure_status(
        measure=measure,
        voice="ours",
        state="done",
        evidence="A source",
        classification=CONFIDENTIAL,
    )
    url = rows["dialogue"].get_absolute_url()

    groups = {}
    for who in ("junior", "officer"):
        page = signed_in(who).get(url)
        groups[who] = [str(head) for head, _ in page.context["measures"]["groups"]]

    assert groups == {
        "junior": ["The partner promised"],
        "officer": ["Done or given up"],
    }


def test_open_promises_of_either_side_come_first_and_what_is_due_first(signed_in, rows):
    dialogue = rows["dialogue"]
    for title, more in (
        ("An idea", {"firmness": "idea", "due": "2020"}),
        ("Theirs, later", {"due": "2028"}),
        ("Theirs, sooner", {"due": "2027"}),
        ("Theirs, without a day", {}),
        ("Ours", {"side": "ours"}),
    ):
        make_measure(dialogue=dialogue, title=title, **more)
    ended = make_measure(dialogue=dialogue, title="Kept", due="2001")
    make_measure_status(measure=ended, voice="ours", state="done", evidence="Law 1")

    page = signed_in("officer").get(dialogue.get_absolute_url())

    groups = page.context["measures"]["groups"]
    assert [(str(h), [row.measure.title for row in rows]) for h, rows in groups] == [
        ("We promised", ["Ours"]),
        (
            "The partner promised",
            ["Theirs, sooner", "Theirs, later", "Theirs, without a day"],
        ),
        ("Proposed", ["An idea"]),
        ("Done or given up", ["Kept"]),
    ]


def test_a_promise_of_an_earlier_round_shows_where_it_was_taken_up(signed_in, rows):
    earlier = make_round(dialogue=rows["dialogue"], starts_on="2019")
    measure = make_measure(round=earlier, title="Made before")
    make_measure_status(measure=measure, round=rows["round"])
    client = signed_in("officer")

    page = client.get(rows["round"].get_absolute_url())
    listed = client.get(reverse("dialogues:measure_list"), {"round": rows["round"].pk})

    assert "Made before" in page.text
    assert "Made before" in listed.text


@time_machine.travel("2026-11-23 12:00")
def test_the_dialogue_leads_to_what_was_promised_in_ten_years(signed_in, rows):
    make_measure(dialogue=rows["dialogue"], title="Lately", made_on="2018")
    make_measure(dialogue=rows["dialogue"], title="Long ago", made_on="2009")
    client = signed_in("officer")

    words, url = client.get(rows["dialogue"].get_absolute_url()).context[
        "promises_since"
    ]
    listed = client.get(url).text

    assert "since 2016" in words
    assert "Lately" in listed
    assert "Long ago" not in listed


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("page", ["dialogue", "round", "meeting", "concern"])
def test_a_panel_costs_the_same_however_long(signed_in, rows, page, count):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in("officer")
    url = rows[page].get_absolute_url()
    make_measure(**{"dialogue": rows["dialogue"], page: rows[page]})
    client.get(url)
    with CaptureQueriesContext(connection) as of_one:
        client.get(url)
    for _row in range(count):
        measure = make_measure(**{"dialogue": rows["dialogue"], page: rows[page]})
        make_measure_status(measure=measure)

    with CaptureQueriesContext(connection) as of_more:
        client.get(url)

    assert len(of_more) == len(of_one)


# --- A reply that is a promise --------------------------------------------------------


@pytest.fixture
def reply(rows):
    raising = make_raising(concern=rows["concern"], meeting=rows["meeting"])
    return make_reply(
        raising=raising, text="We shall stop executions.", quality="commitment"
    )


def test_a_commitment_in_a_reply_is_written_down_as_a_promise(signed_in, rows, reply):
    client = signed_in("officer")
    url = f"{reverse(NEW)}?reply={reply.pk}"

    for page in ("concern", "meeting"):
        assert url in client.get(rows[page].get_absolute_url()).text
    client.post(url, _open_form(client, url, title="Moratorium"))

    measure = Measure.objects.get()
    assert measure.wording == "We shall stop executions."
    assert (measure.concern, measure.meeting) == (rows["concern"], rows["meeting"])
    assert (measure.round, measure.dialogue) == (rows["round"], rows["dialogue"])
    assert (measure.firmness, measure.side) == ("commitment", "partner")
    assert measure.made_on == reply.date


def test_what_we_answer_is_our_promise(signed_in, rows, reply):
    concern = rows["concern"]
    concern.raised_by = "partner_about_us"
    concern.save()
    client = signed_in("officer")

    page = client.get(f"{reverse(NEW)}?reply={reply.pk}")

    assert page.context["form"].initial["side"] == "ours"


@pytest.mark.parametrize("quality", ["general", "information", "refused"])
def test_another_reply_offers_no_promise(signed_in, rows, reply, quality):
    reply.quality = quality
    reply.save()

    page = signed_in("officer").get(rows["concern"].get_absolute_url()).text

    assert f"?reply={reply.pk}" not in page


def test_a_hidden_reply_fills_nothing_in(signed_in, reply):
    reply.classification = CONFIDENTIAL
    reply.save()

    page = signed_in("junior").get(f"{reverse(NEW)}?reply={reply.pk}")

    assert "We shall stop executions." not in page.text


@pytest.mark.parametrize("who", ["analyst", "auditor"])
def test_only_the_desk_writes_a_reply_down(signed_in, rows, reply, who):
    client = signed_in(who)

    page = client.get(rows["concern"].get_absolute_url()).text

    assert f"?reply={reply.pk}" not in page
    assert client.get(f"{reverse(NEW)}?reply={reply.pk}").status_code == 403


# --- What falls due -------------------------------------------------------------------


@time_machine.travel("2026-11-23 12:00")
@pytest.mark.parametrize("url", ["/", "/partners/ID/"])
def test_promises_that_fall_due_stand_on_the_desk_by_side(
    signed_in, indonesia, china, url
):
    dialogue = make_dialogue(partner=indonesia)
    for title, more in (
        ("Overdue, theirs", {"due": "2026-10"}),
        ("Soon, ours", {"due": "2026-12-10", "side": "ours"}),
        ("Later", {"due": "2027-06"}),
        ("Some day", {}),
        ("A proposal", {"due": "2026-10", "firmness": "proposal"}),
        ("For few", {"due": "2026-10", "classification": CONFIDENTIAL}),
    ):
        make_measure(dialogue=dialogue, title=title, **more)
    make_measure(
        dialogue=make_dialogue(partner=china),
        title="Of others",
        due="2026-10",
        classification=INTERNAL,
    )
    kept = make_measure(dialogue=dialogue, title="Kept", due="2026-10")
    make_measure_status(measure=kept, voice="ours", state="done", evidence="Law 1")

    page = signed_in("junior").get(url).text

    assert 'id="promises"' in page
    section = page[page.index('id="promises"') :]
    section = section[: section.index("</section>")]
    assert section.index("We promised") < section.index("Soon, ours")
    assert section.index("The partner promised") < section.index("Overdue, theirs")
    for title in (
        "Later",
        "Some day",
        "A proposal",
        "For few",
        "Of others",
        "Kept",
    ):
        assert title not in section


def test_where_nothing_falls_due_nothing_is_said(signed_in, indonesia):
    page = signed_in("officer").get("/").text

    assert 'id="promises"' not in page
