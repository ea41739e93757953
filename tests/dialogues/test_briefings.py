"""Briefings: what our own people are told, and who has read it."""

import uuid

import pytest
from django.urls import reverse

from core.models import AuditEvent, Classification
from dialogues.models import Briefing, BriefingRead
from tests.factories import (
    make_briefing,
    make_dialogue,
    make_measure,
    make_round,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values


@pytest.fixture
def round_(indonesia):
    dialogue = make_dialogue(partner=indonesia)
    make_round(
        dialogue=dialogue, status="held", starts_on="2022", next_agreed="Oslo, 2024"
    )
    return make_round(dialogue=dialogue, status="planned", starts_on="2199", ordinal=9)


def _new(round_):
    return reverse("dialogues:briefing_new", args=[round_.pk])


@pytest.mark.parametrize(
    ("marking", "who", "page", "edit"),
    [
        (INTERNAL, "officer", 200, 200),
        (INTERNAL, "other_desk", 200, 403),
        (INTERNAL, "analyst", 200, 403),
        (INTERNAL, "visitor", 302, 302),
        (RESTRICTED, "junior", 200, 200),
        (RESTRICTED, "auditor", 200, 403),
        (RESTRICTED, "other_desk", 404, 404),
        (CONFIDENTIAL, "officer", 200, 200),
        (CONFIDENTIAL, "junior", 404, 404),
    ],
)
def test_who_may_read_and_change_a_briefing(
    signed_in, cast, round_, marking, who, page, edit
):
    briefing = make_briefing(round=round_, text="What to know.", classification=marking)
    if cast[who]:
        briefing.readers.add(cast[who])
    client = signed_in(who)

    shown = client.get(briefing.get_absolute_url())
    around = client.get(round_.get_absolute_url())
    desk = client.get("/")

    assert shown.status_code == page
    assert client.get(briefing.url_for("history")).status_code == page
    assert client.get(briefing.url_for("edit")).status_code == edit
    assert ("What to know." in shown.text) is (page == 200)
    assert (briefing.get_absolute_url() in around.text) is (page == 200)
    assert (briefing.get_absolute_url() in desk.text) is (page == 200)


def test_reading_a_restricted_briefing_is_logged(signed_in, round_, cast):
    briefing = make_briefing(round=round_)

    signed_in("officer").get(briefing.get_absolute_url())

    entry = AuditEvent.objects.get(action="read", kind="briefing")
    assert (entry.user, entry.object_id) == (cast["officer"], briefing.pk)


def test_a_briefing_is_written_for_people_of_the_desk(signed_in, round_, cast):
    client = signed_in("officer")

    form = client.get(_new(round_), {"kind": "after"}).context["form"]
    answer = client.post(
        _new(round_),
        {
            "kind": "after",
            "text": "They were frank.",
            "readers": [cast["junior"].pk, cast["lead"].pk],
            "classification": RESTRICTED,
            "submission": str(uuid.uuid4()),
        },
    )

    briefing = Briefing.objects.get()
    offered = {cast[name] for name in ("officer", "junior", "lead")}
    assert set(form.fields["readers"].queryset) == offered
    assert form["kind"].value() == "after"
    assert answer.url == briefing.get_absolute_url()
    assert set(briefing.readers.all()) == {cast["junior"], cast["lead"]}
    assert (briefing.round, briefing.created_by) == (round_, cast["officer"])


@pytest.mark.parametrize(
    ("who", "refused"), [("junior", True), ("lead", False), ("other_desk", True)]
)
def test_it_is_made_only_for_those_who_could_open_it(
    signed_in, round_, cast, who, refused
):
    page = signed_in("officer").post(
        _new(round_),
        {
            "kind": "before",
            "text": "x",
            "readers": [cast[who].pk],
            "classification": CONFIDENTIAL,
            "submission": str(uuid.uuid4()),
        },
    )

    assert Briefing.objects.exists() is not refused
    if who == "junior":
        assert "who could not open it: Jorunn Junior." in page.text


def test_a_reader_who_left_the_desk_stays_while_the_text_changes(
    signed_in, round_, cast
):
    briefing = make_briefing(round=round_)
    briefing.readers.add(cast["other_desk"])

    form = signed_in("officer").get(briefing.url_for("edit")).context["form"]

    assert cast["other_desk"] in form.fields["readers"].queryset


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("other_desk", 403), ("analyst", 403)]
)
def test_only_the_desk_writes_briefings(signed_in, round_, who, status):
    assert signed_in(who).get(_new(round_)).status_code == status


def test_who_has_read_it_is_known_once_they_say_so(signed_in, round_, cast):
    briefing = make_briefing(round=round_)
    briefing.readers.add(cast["junior"], cast["lead"])
    client = signed_in("junior")

    before = client.get("/").text
    for _time in range(2):
        client.post(briefing.get_absolute_url())
    after = client.get("/").text
    page = client.get(briefing.get_absolute_url())

    assert briefing.get_absolute_url() in before
    assert briefing.get_absolute_url() not in after
    assert BriefingRead.objects.get().user == cast["junior"]
    assert [row.user for row in page.context["briefing"].read_by] == [cast["junior"]]
    assert page.context["briefing"].waiting_for == [cast["lead"]]
    assert "I have read it" not in page.text


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 403), ("auditor", 403), ("other_desk", 404)]
)
def test_only_those_it_was_made_for_say_to_have_read_it(
    signed_in, round_, cast, who, status
):
    briefing = make_briefing(round=round_)
    briefing.readers.add(cast["junior"])

    answer = signed_in(who).post(briefing.get_absolute_url())

    assert answer.status_code == status
    assert not BriefingRead.objects.exists()


def test_an_archived_briefing_waits_for_nobody(signed_in, round_, cast):
    briefing = make_briefing(round=round_)
    briefing.readers.add(cast["officer"])
    client = signed_in("officer")

    client.post(briefing.url_for("archive"), {"reason": "Double"})

    assert not client.get("/").context["briefings"]


def test_a_briefing_starts_from_a_draft_of_what_is_open(signed_in, round_):
    make_measure(
        dialogue=round_.dialogue,
        title="A moratorium",
        due="2023-05",
        classification=CONFIDENTIAL,
    )
    client = signed_in("officer")

    empty = client.get(_new(round_))
    form = client.get(_new(round_), {"draft": "open"}).context["form"]

    text = form["text"].value()
    assert "draft=open" in empty.text
    assert empty.context["form"]["text"].value() == ""
    assert "Agreed on this round\n- Oslo, 2024" in text
    assert "- A moratorium (due May 2023)" in text
    assert form["classification"].value() == CONFIDENTIAL


def test_a_draft_of_what_is_hidden_tells_nothing_of_it(signed_in, round_):
    make_measure(
        dialogue=round_.dialogue, title="A moratorium", classification=CONFIDENTIAL
    )

    form = signed_in("junior").get(_new(round_), {"draft": "open"}).context["form"]

    assert "moratorium" not in form["text"].value()
    assert form["classification"].value() == RESTRICTED
