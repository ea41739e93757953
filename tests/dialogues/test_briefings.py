"""Briefings: what our own people are told, and who has read it."""

import uuid

import pytest
from django.urls import reverse

from core.models import AuditEvent, Classification
from dialogues.models import Briefing, BriefingRead
from tests.factories import (
    make_agenda_item,
    make_assessment,
    make_briefing,
    make_concern,
    make_dialogue,
    make_group_report,
    make_incident,
    make_measure,
    make_measure_status,
    make_meeting,
    make_objective,
    make_person,
    make_raising,
    make_reply,
    make_round,
    make_topic,
    make_working_group,
)
from tests.who_may import DESK_RECORD

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


@DESK_RECORD
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
    assert "- A moratorium (commitment, the partner, due May 2023): we assess" in text
    assert form["classification"].value() == CONFIDENTIAL


def test_a_draft_of_what_is_hidden_tells_nothing_of_it(signed_in, round_):
    make_measure(
        dialogue=round_.dialogue, title="A moratorium", classification=CONFIDENTIAL
    )

    form = signed_in("junior").get(_new(round_), {"draft": "open"}).context["form"]

    assert "moratorium" not in form["text"].value()
    assert form["classification"].value() == RESTRICTED


# --- What a draft says ----------------------------------------------------------------


def _fill(round_, tag="", marking=RESTRICTED):
    """One row of everything that a draft tells about a topic on the agenda."""
    known = {"classification": marking}
    dialogue, topic = round_.dialogue, make_topic()
    last = dialogue.rounds.get(status="held")
    make_agenda_item(round=round_, topic=topic, title=f"Item {tag}", **known)
    concern = make_concern(dialogue=dialogue, topic=topic, title=f"Ours {tag}", **known)
    meeting = make_meeting(round=last, date="2022-03-01")
    raising = make_raising(
        concern=concern,
        meeting=meeting,
        channel="meeting",
        date="2022-03-01",
        wording=f"Asked {tag}",
        speaker=make_person(name="Kari Asker", country="NO"),
        **known,
    )
    make_reply(raising=raising, date="2022-03-02", text=f"Said {tag}", **known)
    measure = make_measure(dialogue=dialogue, topic=topic, title=f"Vow {tag}", **known)
    make_measure_status(measure=measure, voice="ours", state="not_done", **known)
    objective = make_objective(round=round_, title=f"Goal {tag}", **known)
    make_assessment(objective=objective, date="2022-03", rating="some", **known)
    group = make_working_group(dialogue=dialogue, topic=topic, title=f"Group {tag}")
    make_group_report(
        working_group=group, round=last, report=f"Reported {tag}", **known
    )
    make_incident(
        dialogue=dialogue, round=last, title=f"Visas {tag}", outcome="", **known
    )


TOLD = ("Item", "Ours", "Asked", "Said", "Vow", "Goal", "Reported", "Visas")


def _draft(client, round_):
    form = client.get(_new(round_), {"draft": "open"}).context["form"]
    return form["text"].value(), form["classification"].value()


def test_a_draft_tells_of_each_topic_on_the_agenda(signed_in, round_):
    _fill(round_, "Xyz")

    text, marking = _draft(signed_in("officer"), round_)

    for word in TOLD:
        assert f"{word} Xyz" in text, word
    assert "raised 1 March 2022 by Kari Asker: “Asked Xyz”" in text
    assert "we assess: not done in time" in text
    assert text.index("Item Xyz") < text.index("Vow Xyz") < text.index("Visas Xyz")
    assert marking == RESTRICTED


def test_a_draft_tells_only_what_its_author_may_see(signed_in, round_):
    _fill(round_, "Xyz", CONFIDENTIAL)

    officer, high = _draft(signed_in("officer"), round_)
    junior, low = _draft(signed_in("junior"), round_)

    for word in TOLD:
        assert f"{word} Xyz" in officer, word
        assert f"{word} Xyz" not in junior, word
    assert (high, low) == (CONFIDENTIAL, RESTRICTED)


@pytest.mark.parametrize("hidden", ["reply", "status", "assessment", "speaker"])
def test_a_draft_is_marked_no_lower_than_any_part_of_it(signed_in, round_, hidden):
    secret = {"classification": CONFIDENTIAL}
    topic = make_topic()
    concern = make_concern(dialogue=round_.dialogue, topic=topic)
    speaker = make_person(**(secret if hidden == "speaker" else {}))
    raising = make_raising(concern=concern, speaker=speaker)
    measure = make_measure(dialogue=round_.dialogue)
    objective = make_objective(round=round_)
    if hidden == "reply":
        make_reply(raising=raising, **secret)
    if hidden == "status":
        make_measure_status(measure=measure, **secret)
    if hidden == "assessment":
        make_assessment(objective=objective, **secret)

    _text, marking = _draft(signed_in("officer"), round_)

    assert marking == CONFIDENTIAL


def test_a_name_at_risk_is_never_written_into_a_draft(signed_in, round_):
    speaker = make_person(
        name="Siti Endangered", protected=True, classification=RESTRICTED
    )
    make_raising(concern=make_concern(dialogue=round_.dialogue), speaker=speaker)

    text, _marking = _draft(signed_in("officer"), round_)

    assert "Asked about it" in text
    assert "Endangered" not in text


def test_what_bears_on_a_round_is_open_recent_or_under_the_same_host(signed_in, round_):
    round_.host = "ID"
    round_.save()
    dialogue = round_.dialogue
    for ordinal, title, host in ((1, "There", "ID"), (2, "Elsewhere", "NO")):
        before = make_round(
            dialogue=dialogue,
            status="held",
            starts_on=f"201{ordinal}",
            ordinal=ordinal,
            host=host,
        )
        make_incident(dialogue=dialogue, round=before, title=title, outcome="Settled")

    text, _marking = _draft(signed_in("officer"), round_)

    assert "There (" in text
    assert "Elsewhere" not in text


def test_a_draft_stays_short_however_much_is_open(signed_in, round_):
    topic = make_topic()
    make_agenda_item(round=round_, topic=topic)
    for _number in range(9):
        concern = make_concern(dialogue=round_.dialogue, topic=topic)
        make_raising(concern=concern, wording="Very long. " * 200)

    text, _marking = _draft(signed_in("officer"), round_)

    assert "- and 6 more" in text
    assert len(text) < 1500


@pytest.mark.parametrize("rows", [1, 3])
def test_a_draft_costs_the_same_however_much_is_open(
    signed_in, round_, rows, django_assert_num_queries
):
    for number in range(rows):
        _fill(round_, number)
    client = signed_in("officer")
    _draft(client, round_)

    with django_assert_num_queries(50):
        _draft(client, round_)
