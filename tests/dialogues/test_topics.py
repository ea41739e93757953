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
    make_measure,
    make_meeting,
    make_partner,
    make_person,
    make_priority_topic,
    make_raising,
    make_reply,
    make_round,
    make_topic,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
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
        raising = make_raising(concern=concern, meeting=meeting)
        make_reply(raising=raising, by=make_person())
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

    with django_assert_num_queries(33):
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


def test_what_a_meeting_raised_stands_under_its_own_date(signed_in, dialogue, topic):
    round_ = make_round(dialogue=dialogue, ordinal=17, starts_on="2027-06", city="")
    meeting = make_meeting(round=round_, date="2026-11-18", title="Preparation")
    concern = make_concern(dialogue=dialogue, topic=topic)
    make_raising(concern=concern, meeting=meeting)

    page = signed_in("officer").get(topic.get_absolute_url())

    ((_label, (occasion,)),) = page.context["record"].line
    assert (occasion.title, occasion.date) == ("Preparation", "2026-11-18")
    assert occasion.text == "Raised once · Round 17, 2027"
    assert "18 November 2026" in page.text
    assert "June 2027" not in page.text


def test_a_round_stands_on_the_line_for_its_own_agenda(signed_in, dialogue, topic):
    round_ = make_round(dialogue=dialogue, ordinal=17, starts_on="2027-06", city="")
    make_agenda_item(round=round_, topic=topic)
    meeting = make_meeting(round=round_, date="", title="Day not known")
    make_agenda_item(meeting=meeting, topic=topic)

    page = signed_in("officer").get(topic.get_absolute_url())

    ((_label, occasions),) = page.context["record"].line
    assert {one.title: len(one.agenda) for one in occasions} == {
        "Round 17, 2027": 1,
        "Day not known": 1,
    }


def test_the_first_lines_of_each_reply_are_shown_with_day_and_speaker(
    signed_in, dialogue, topic
):
    raising = make_raising(concern=make_concern(dialogue=dialogue, topic=topic))
    make_reply(
        raising=raising,
        text="A moratorium stands. " + "x" * 400,
        date="2022-07-02",
        by=make_person(name="Budi Head"),
    )
    make_reply(raising=raising, text="Kept close.", classification=CONFIDENTIAL)

    page = signed_in("junior").get(topic.get_absolute_url())
    officer = signed_in("officer").get(topic.get_absolute_url())

    for text in ("A moratorium stands.", "2 July 2022", "Budi Head"):
        assert text in page.text
    assert "x" * 200 not in page.text
    assert "Kept close." not in page.text
    assert "Kept close." in officer.text


def test_a_reply_by_somebody_hidden_names_nobody(signed_in, dialogue, topic):
    speaker = make_person(name="Hidden Speaker", classification=CONFIDENTIAL)
    raising = make_raising(concern=make_concern(dialogue=dialogue, topic=topic))
    make_reply(raising=raising, by=speaker)

    page = signed_in("junior").get(topic.get_absolute_url())

    assert "They answered." in page.text
    assert "Hidden Speaker" not in page.text


def _with_china(dialogue, topic):
    """The topic in dialogues with two countries, in each of the ways it comes up."""
    chinese = make_dialogue(partner=make_partner("CN"), title="Dialogue with China")
    for one, name in ((dialogue, "Indonesian"), (chinese, "Chinese")):
        round_ = make_round(dialogue=one, city=f"{name} city")
        make_agenda_item(round=round_, topic=topic)
        meeting = make_meeting(round=round_, title=f"{name} meeting")
        make_agenda_item(meeting=meeting, topic=topic)
        concern = make_concern(dialogue=one, topic=topic, title=f"{name} concern")
        make_raising(concern=concern, meeting=meeting, classification=1)
        make_priority_topic(dialogue=one, topic=topic)
    return chinese


def test_the_page_can_be_narrowed_to_one_country(signed_in, dialogue, topic):
    chinese = _with_china(dialogue, topic)
    client = signed_in("officer")

    every = client.get(topic.get_absolute_url())
    links = {str(link["label"]): link["url"] for link in every.context["countries"]}
    page = client.get(links["Indonesia"])

    assert list(links) == ["All countries", "China", "Indonesia"]
    assert links["Indonesia"].endswith("?partner=ID")
    for text in ("Indonesian city", "Indonesian meeting", "Indonesian concern"):
        assert text in page.text
    for text in ("Chinese", "Dialogue with China"):
        assert text in every.text
        assert text not in page.text
    assert page.context["concerns_url"].endswith(f"&partner={dialogue.partner_id}")
    assert chinese.partner_id != dialogue.partner_id


@pytest.mark.parametrize("code", ["VN", "id", "%00", "'"])
def test_a_country_with_which_nothing_is_known_narrows_nothing(
    signed_in, dialogue, topic, code
):
    _with_china(dialogue, topic)

    page = signed_in("officer").get(f"{topic.get_absolute_url()}?partner={code}")

    assert page.status_code == 200
    assert len(page.context["record"].concerns) == 2


def test_a_country_known_from_hidden_rows_alone_is_no_choice(
    signed_in, dialogue, topic
):
    make_concern(dialogue=dialogue, topic=topic)
    chinese = make_dialogue(partner=make_partner("CN"))
    make_concern(dialogue=chinese, topic=topic, classification=RESTRICTED)

    page = signed_in("junior").get(topic.get_absolute_url())

    assert page.context["countries"] == []


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


@pytest.mark.parametrize(
    ("who", "marking", "sees"),
    [
        ("other_desk", INTERNAL, True),
        ("officer", CONFIDENTIAL, True),
        ("junior", CONFIDENTIAL, False),
    ],
)
@pytest.mark.parametrize("by_concern", [True, False])
def test_a_topic_leads_to_what_was_recommended_on_it(
    signed_in, dialogue, topic, who, marking, sees, by_concern
):
    concern = make_concern(dialogue=dialogue, topic=topic, classification=INTERNAL)
    of_topic = {"concern": concern} if by_concern else {"topic": topic}
    measure = make_measure(
        dialogue=dialogue, title="Cite the treaty", classification=marking, **of_topic
    )

    page = signed_in(who).get(topic.get_absolute_url())

    assert (f'href="{measure.get_absolute_url()}"' in page.text) is sees


def test_a_topic_of_one_country_shows_no_measure_of_another(
    signed_in, china, dialogue, topic
):
    make_measure(dialogue=dialogue, topic=topic, title="Cite the treaty")
    make_concern(dialogue=make_dialogue(partner=china), topic=topic)

    page = signed_in("officer").get(topic.get_absolute_url(), {"partner": "CN"})

    assert "Cite the treaty" not in page.text
