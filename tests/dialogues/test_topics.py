"""The tree of topics, and a topic's line through the rounds."""

import pytest
from django.urls import reverse
from django.utils import translation

from core.models import Classification
from dialogues.models import Topic
from dialogues.topic_record import Counts
from tests.factories import (
    make_agenda_item,
    make_concern,
    make_dialogue,
    make_meeting,
    make_priority_topic,
    make_raising,
    make_reply,
    make_round,
    make_topic,
)

CONFIDENTIAL = Classification.CONFIDENTIAL
LIST = "dialogues:topic_list"


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia, title="Dialogue with Indonesia")


@pytest.fixture
def topic(db):
    return make_topic("death-penalty")


def _shown(page):
    return {
        row["topic"].code
        for group in page.context["groups"]
        for row in group["children"]
    }


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("death penalty", {"death-penalty"}),
        ("dødsstraff", {"death-penalty"}),
        ("DODSSTRAFF", {"death-penalty"}),
        ("moratorium on executions", {"death-penalty"}),
        ("no such thing at all", set()),
    ],
)
def test_topics_are_found_in_english_and_norwegian(signed_in, cast, typed, found):
    page = signed_in("officer").get(reverse(LIST), {"q": typed})

    assert _shown(page) == found


def test_a_topic_of_the_first_level_brings_all_below_it(signed_in, cast):
    page = signed_in("officer").get(reverse(LIST), {"q": "civil-political"})

    below = Topic.objects.filter(parent__code="civil-political")
    assert _shown(page) >= {topic.code for topic in below}


def test_the_list_is_in_the_readers_language(signed_in, cast):
    cast["officer"].language = "nb"
    cast["officer"].save()

    page = signed_in("officer").get(reverse(LIST))

    assert "Dødsstraff" in page.text


def test_counts_are_of_what_the_reader_may_see(cast, dialogue, topic):
    round_ = make_round(dialogue=dialogue)
    meeting = make_meeting(round=round_)
    make_agenda_item(round=round_, topic=topic)
    make_agenda_item(meeting=meeting, topic=topic)
    seen = make_concern(dialogue=dialogue, topic=topic)
    make_raising(concern=seen, meeting=meeting)
    make_concern(dialogue=dialogue, topic=topic, classification=Classification.OPEN)
    hidden = make_round(dialogue=dialogue, classification=CONFIDENTIAL)
    make_agenda_item(round=hidden, topic=topic)
    make_concern(dialogue=dialogue, topic=topic, classification=CONFIDENTIAL)

    junior, officer = Counts(cast["junior"]), Counts(cast["officer"])

    assert (junior.concerns(topic), junior.rounds(topic)) == (2, 1)
    assert (officer.concerns(topic), officer.rounds(topic)) == (3, 2)


def test_archived_rounds_and_meetings_are_not_counted(signed_in, cast, dialogue, topic):
    rounds = [make_round(dialogue=dialogue) for _n in range(2)]
    make_agenda_item(round=rounds[0], topic=topic)
    meeting = make_meeting(round=rounds[1])
    make_agenda_item(meeting=meeting, topic=topic)
    client = signed_in("officer")
    client.post(rounds[0].url_for("archive"), {"reason": "Double"})
    client.post(meeting.url_for("archive"), {"reason": "Double"})

    page = client.get(topic.get_absolute_url())

    assert Counts(cast["officer"]).rounds(topic) == 0
    assert page.context["record"].line == []


def _fill(dialogue, topic, rows):
    for number in range(rows):
        round_ = make_round(dialogue=dialogue, ordinal=number + 1)
        meeting = make_meeting(round=round_)
        make_agenda_item(meeting=meeting, topic=topic)
        make_agenda_item(round=round_, topic=topic)
        concern = make_concern(dialogue=dialogue, topic=topic)
        make_reply(raising=make_raising(concern=concern, meeting=meeting))
        make_raising(concern=concern)
        make_priority_topic(dialogue=dialogue, topic=topic)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_many_rows(
    signed_in, cast, dialogue, topic, rows, django_assert_num_queries
):
    _fill(dialogue, topic, rows)
    client = signed_in("officer")
    client.get(reverse(LIST))

    with django_assert_num_queries(10):
        page = client.get(reverse(LIST))

    assert page.status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_many_rows(
    signed_in, cast, dialogue, topic, rows, django_assert_num_queries
):
    _fill(dialogue, topic, rows)
    client = signed_in("officer")
    client.get(topic.get_absolute_url())

    with django_assert_num_queries(26):
        page = client.get(topic.get_absolute_url())

    assert len(page.context["concerns"]["rows"]) == rows


def test_the_line_runs_through_the_rounds_in_time_order(signed_in, dialogue, topic):
    for ordinal, starts_on in ((7, "2003"), (4, ""), (3, "1999-06")):
        round_ = make_round(
            dialogue=dialogue, ordinal=ordinal, starts_on=starts_on, city=""
        )
        make_agenda_item(round=round_, topic=topic)
    between = make_meeting(dialogue=dialogue, date="2001-05-01", title="Seminar")
    concern = make_concern(dialogue=dialogue, topic=topic, title="Executions")
    raising = make_raising(concern=concern, meeting=between, date="2001-05-01")
    make_reply(raising=raising, quality="refused")

    page = signed_in("officer").get(topic.get_absolute_url())

    ((label, occasions),) = page.context["record"].line
    assert label == "Dialogue with Indonesia"
    assert [one.title for one in occasions] == [
        "Round 3, 1999",
        "Round 4",
        "Seminar",
        "Round 7, 2003",
    ]
    assert "Refused to discuss" in page.text
    assert "Raised once, one reply" in page.text


def test_what_is_below_a_topic_is_on_its_line_as_well(signed_in, dialogue, topic):
    make_agenda_item(round=make_round(dialogue=dialogue), topic=topic)

    page = signed_in("officer").get(topic.parent.get_absolute_url())

    assert len(page.context["record"].line) == 1
    assert topic.get_absolute_url() in page.text


def test_hidden_rows_leave_no_trace_on_the_topic(signed_in, dialogue, topic):
    empty = signed_in("junior").get(topic.get_absolute_url())
    secret = {"classification": CONFIDENTIAL}
    hidden = make_meeting(round=make_round(dialogue=dialogue), title="X1", **secret)
    make_agenda_item(meeting=hidden, topic=topic)
    concern = make_concern(dialogue=dialogue, topic=topic, title="X2", **secret)
    make_raising(concern=concern)
    make_priority_topic(dialogue=dialogue, topic=topic, **secret)

    page = signed_in("junior").get(topic.get_absolute_url())
    officer = signed_in("officer").get(topic.get_absolute_url())

    def strip(text):
        return [line for line in text.splitlines() if "csrf" not in line.lower()]

    assert strip(page.text) == strip(empty.text)
    assert "X1" in officer.text
    assert "X2" in officer.text


def test_the_page_names_un_themes_goals_and_both_languages(signed_in, cast, topic):
    page = signed_in("officer").get(topic.get_absolute_url())

    for text in ("Death penalty", "Dødsstraff", "16.1"):
        assert text in page.text


@pytest.mark.parametrize(("who", "status"), [("visitor", 302), ("auditor", 200)])
def test_every_member_of_staff_and_nobody_else_reads_topics(
    signed_in, cast, topic, who, status
):
    client = signed_in(who)

    assert client.get(reverse(LIST)).status_code == status
    assert client.get(topic.get_absolute_url()).status_code == status


def test_a_topic_is_called_by_its_name_in_the_language_in_use(topic):
    with translation.override("nb"):
        assert str(topic) == "Dødsstraff"
