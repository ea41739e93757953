"""The matrix of topics and rounds: its cells, what lies behind them, and its file."""

import csv
import io

import pytest
from django.urls import reverse

from core.models import AuditEvent, Classification
from dialogues.focus_chart import chart
from dialogues.mentions import Mention, Mentions, State, state_of
from dialogues.models import Round, Topic
from dialogues.topic_matrix import TopicMatrix, between_years, focus_in_words
from tests.factories import (
    make_agenda_item,
    make_concern,
    make_dialogue,
    make_measure,
    make_meeting,
    make_raising,
    make_reply,
    make_round,
    make_topic,
    make_working_group,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia, title="Dialogue with Indonesia")


def _url(dialogue):
    return reverse("dialogues:dialogue_matrix", args=[dialogue.slug])


def _held(dialogue, year, **more):
    return make_round(dialogue=dialogue, status="held", starts_on=str(year), **more)


def _cells(page):
    """The state of each cell that is not empty, by topic and year."""
    return {
        (row.topic.code, cell.round.starts_on[:4]): cell.state.value
        for row, _run in page.context["rows"]
        for cell in row.cells
        if cell
    }


def _lines(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


# --- Computed without any database ----------------------------------------------------


@pytest.mark.parametrize(
    ("status", "discussed", "state"),
    [
        ("agreed", True, "discussed"),
        ("refused", True, "discussed"),
        ("agreed", None, "agreed"),
        ("agreed", False, "moved"),
        ("", False, "moved"),
        ("", None, "listed"),
        ("proposed", None, "proposed"),
        ("proposed", False, "moved"),
        ("moved", None, "moved"),
        ("refused", False, "refused"),
        ("dropped", None, "dropped"),
    ],
)
def test_what_an_agenda_item_says_of_its_topic(status, discussed, state):
    assert state_of(status, discussed) == state


@pytest.mark.parametrize(
    ("status", "state"),
    [("agreed", "agreed"), ("proposed", "proposed"), ("", "listed")],
)
def test_nothing_was_discussed_in_a_round_to_come(status, state):
    assert state_of(status, True, to_come=True) == state
    assert state_of(status, False, to_come=True) == state


A, B = Topic(pk=1, code="a", name_en="A"), Topic(pk=2, code="b", name_en="B")
BELOW = Topic(pk=3, code="below", name_en="Below", parent_id=1)
TOPICS = {1: A, 3: BELOW, 2: B}


def _round(pk, status="held"):
    row = Round(pk=pk, ordinal=pk, starts_on=str(2000 + pk), status=status)
    row.stands_at = row.starts_on
    return row


def _mention(topic, round_, state="discussed", **more):
    values = {
        "kind": "agenda_item",
        "pk": 1,
        "side": "",
        "title": "x",
        "url": "/",
        "marking": 2,
        "fictional": False,
    }
    return Mention(topic=topic, round=round_, state=State(state), **(values | more))


def _matrix(pattern, statuses=None, **more):
    """Each text is a round, oldest first: `AB` had both topics, `-` none known."""
    statuses = statuses or ["held"] * len(pattern)
    rounds = [_round(n, status) for n, status in enumerate(statuses, start=1)]
    mentions = [
        _mention({"A": A, "B": B, "C": BELOW}[letter], row)
        for row, letters in zip(rounds, pattern, strict=True)
        for letter in letters.strip("-")
    ]
    return TopicMatrix(TOPICS, rounds, mentions, **more)


@pytest.mark.parametrize(
    ("pattern", "taken_up", "run"),
    [
        (["A"], 1, 1),
        (["A", "A", "B"], 2, 2),
        (["A", "B", "A", "A"], 3, 2),
        (["A", "-", "A"], 2, 2),
        (["B", "B", "AB"], 1, 1),
    ],
)
def test_how_deep_a_topic_went(pattern, taken_up, run):
    matrix = _matrix(pattern)

    row = next(row for row in matrix.rows if row.topic == A)

    assert (len(row.taken_up), matrix.longest_run(row)) == (taken_up, run)


@pytest.mark.parametrize(
    ("pattern", "figures"),
    [
        (["A"], [(1, None)]),
        (["AB", "A"], [(2, None), (1, 100)]),
        (["A", "AB"], [(1, None), (2, 50)]),
        (["A", "B"], [(1, None), (1, 0)]),
        (["A", "-", "AB"], [(1, None), (None, None), (2, 50)]),
    ],
)
def test_how_wide_a_round_was_and_how_much_of_it_was_taken_up_again(pattern, figures):
    matrix = _matrix(pattern)

    assert [(one.topics, one.share) for one in matrix.focus] == figures


@pytest.mark.parametrize("stopped", ["postponed", "cancelled", "suspended"])
def test_a_round_that_did_not_take_place_has_no_width(stopped):
    matrix = _matrix(["A", "B", "A"], ["held", stopped, "held"])

    assert [one.round.pk for one in matrix.focus] == [1, 3]
    assert matrix.focus[1].share == 100


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (["ABC", "-", "A"], "From 3 topics in 2001 to 1 in 2003."),
        (["A", "AB"], "From 1 topic in 2001 to 2 in 2002."),
        (["AB", "AB"], "2 topics in 2001, and as many in 2002."),
        (["A"], ""),
        (["-", "A"], ""),
    ],
)
def test_the_width_is_told_in_one_sentence(pattern, words):
    assert focus_in_words(_matrix(pattern).known) == words


def test_a_plan_is_no_part_of_that_sentence():
    matrix = _matrix(["ABC", "AB", "A"], ["held", "held", "planned"])

    assert focus_in_words(matrix.known) == "From 3 topics in 2001 to 2 in 2002."


@pytest.mark.parametrize(("status", "counts"), [("planned", 1), ("held", None)])
def test_a_proposal_counts_only_before_the_round(status, counts):
    row = _round(1, status)

    matrix = TopicMatrix(TOPICS, [row], [_mention(A, row, "proposed")])

    assert matrix.focus[0].topics == counts


def test_a_cell_shows_the_state_that_says_most():
    row = _round(1)
    states = ("refused", "agreed", "proposed")

    matrix = TopicMatrix(TOPICS, [row], [_mention(A, row, state) for state in states])

    assert matrix.rows[0].cells[0].state == "agreed"
    assert len(matrix.rows[0].cells[0].mentions) == 3


def test_first_level_only_counts_what_is_below_for_the_topic_above():
    every = _matrix(["AC", "C"])
    first = _matrix(["AC", "C"], first_level=True)

    assert [row.topic for row in every.rows] == [A, BELOW]
    assert every.rows[1].is_below
    assert [row.topic for row in first.rows] == [A]
    assert [one.topics for one in first.focus] == [1, 1]


@pytest.mark.parametrize(
    ("since", "until", "kept"),
    [
        (None, None, [1, 2, 3]),
        (2002, None, [2, 3]),
        (None, 2002, [1, 2]),
        (2002, 2002, [2]),
        (2010, None, []),
    ],
)
def test_rounds_of_some_years(since, until, kept):
    rounds = [_round(pk) for pk in (1, 2, 3)]

    assert [row.pk for row in between_years(rounds, since, until)] == kept


def test_the_bars_stand_on_one_floor():
    drawn = chart(_matrix(["AB", "-", "AC"]).focus)

    for bar in drawn["bars"]:
        assert bar["again"]["y"] + bar["again"]["height"] == drawn["floor"]
        assert bar["new"]["y"] + bar["new"]["height"] == bar["again"]["y"]
    assert [bar["again"]["height"] > 0 for bar in drawn["bars"]] == [False, False, True]


def test_one_round_is_no_chart():
    assert chart(_matrix(["AB"]).focus) is None


def test_a_round_is_unknown_only_when_nothing_at_all_is_told_of_it():
    rounds = [_round(n) for n in (1, 2, 3)] + [_round(4, "planned")]
    mentions = [_mention(A, rounds[0]), _mention(B, rounds[1], "refused")]

    matrix = TopicMatrix(TOPICS, rounds, mentions)

    assert [row.pk for row in matrix.unknown] == [3]
    assert [one.topics for one in matrix.focus] == [1, None, None, None]


def test_what_a_group_did_not_take_up_is_known_not_to_be_its_topic():
    rounds = [_round(n) for n in (1, 2, 3)]
    every = [_mention(A, rounds[0]), _mention(B, rounds[1])]

    matrix = TopicMatrix(TOPICS, rounds, every[:1], everything=every)

    assert [row.pk for row in matrix.unknown] == [3]
    assert [one.topics for one in matrix.focus] == [1, 0, None]


# --- The page -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marking", "who", "status"),
    [
        (INTERNAL, "officer", 200),
        (INTERNAL, "other_desk", 200),
        (INTERNAL, "analyst", 200),
        (INTERNAL, "visitor", 302),
        (RESTRICTED, "junior", 200),
        (RESTRICTED, "auditor", 200),
        (RESTRICTED, "other_desk", 404),
        (CONFIDENTIAL, "officer", 200),
        (CONFIDENTIAL, "junior", 404),
    ],
)
def test_who_may_open_the_matrix_of_a_dialogue(
    signed_in, indonesia, marking, who, status
):
    dialogue = make_dialogue(partner=indonesia, classification=marking)
    make_agenda_item(round=_held(dialogue, 2020), topic=make_topic())

    assert signed_in(who).get(_url(dialogue)).status_code == status


def test_cells_come_from_agendas_raisings_and_working_groups(signed_in, dialogue):
    death, torture = make_topic("death-penalty"), make_topic("torture")
    labour = make_topic("labour-rights")
    first, second = _held(dialogue, 2020), _held(dialogue, 2021)
    make_agenda_item(round=first, topic=death, status="agreed", discussed=False)
    meeting = make_meeting(round=second)
    make_agenda_item(meeting=meeting, topic=death, status="refused")
    concern = make_concern(dialogue=dialogue, topic=torture)
    make_raising(concern=concern, meeting=meeting, channel="meeting")
    second.working_groups.add(make_working_group(dialogue=dialogue, topic=labour))
    make_agenda_item(round=second, title="No topic")

    page = signed_in("officer").get(_url(dialogue))

    assert _cells(page) == {
        ("death-penalty", "2020"): "moved",
        ("death-penalty", "2021"): "refused",
        ("torture", "2021"): "discussed",
        ("labour-rights", "2021"): "discussed",
    }
    assert "1 agenda item names no topic" in page.text


def _secrets(dialogue):
    """One round that is known, and on each way to a cell something that is not."""
    topics = list(Topic.objects.current()[:6])
    known = _held(dialogue, 2020)
    make_agenda_item(round=known, topic=topics[0], title="Known item")
    hidden = {"classification": CONFIDENTIAL}
    make_agenda_item(round=known, topic=topics[1], title="Hidden item", **hidden)
    make_agenda_item(
        round=_held(dialogue, 1999, city="Bogor", **hidden), topic=topics[2]
    )
    meeting = make_meeting(round=known, title="Hidden meeting", **hidden)
    make_agenda_item(meeting=meeting, topic=topics[3])
    concern = make_concern(dialogue=dialogue, topic=topics[4], title="Hidden concern")
    make_raising(
        concern=concern, meeting=make_meeting(round=known), channel="meeting", **hidden
    )
    group = make_working_group(
        dialogue=dialogue, title="Hidden group", topic=topics[5], **hidden
    )
    known.working_groups.add(group)
    make_measure(
        dialogue=dialogue,
        topic=topics[0],
        firmness="commitment",
        classification=CONFIDENTIAL,
    )
    return topics, known


def test_nothing_hidden_shows_anywhere(signed_in, dialogue):
    topics, known = _secrets(dialogue)
    client = signed_in("junior")

    page = client.get(_url(dialogue))
    file = _lines(client.get(_url(dialogue), {"format": "csv"}))
    cells = [
        client.get(_url(dialogue), {"cell": f"{topic.code}:{known.pk}"})
        for topic in topics[1:]
    ]

    assert [row.topic for row, _run in page.context["rows"]] == [topics[0]]
    assert page.context["rows"][0][0].outcome.commitments == 0
    assert [row["topic"] for row in file] == [topics[0].code]
    for text in (page.text, *(cell.text for cell in cells)):
        for secret in ("Hidden item", "Bogor", "Hidden meeting", "Hidden group"):
            assert secret not in text
    assert all("Nothing is recorded of this topic" in cell.text for cell in cells)


def test_who_may_see_it_all_sees_it_all(signed_in, dialogue):
    topics, _known = _secrets(dialogue)
    client = signed_in("officer")

    page = client.get(_url(dialogue))
    file = _lines(client.get(_url(dialogue), {"format": "csv"}))

    assert {row.topic for row, _run in page.context["rows"]} == set(topics)
    assert {row["topic"] for row in file} == {topic.code for topic in topics}
    assert "Hidden group" in page.text


@pytest.mark.parametrize(
    ("who", "level"), [("officer", "Confidential"), ("junior", "Internal")]
)
def test_all_of_it_is_handled_by_the_highest_marking_one_sees(
    signed_in, dialogue, who, level
):
    _secrets(dialogue)

    page = signed_in(who).get(_url(dialogue))
    head = page.text.split("holds for all of it:")[1].split("</p>")[0]

    assert level in head


def test_what_is_archived_is_left_out(signed_in, dialogue):
    gone = {"archived_at": "2026-01-01T00:00Z", "archived_why": "By mistake"}
    topics = list(Topic.objects.current()[:4])
    known = _held(dialogue, 2020)
    make_agenda_item(round=known, topic=topics[0], **gone)
    make_agenda_item(meeting=make_meeting(round=known, **gone), topic=topics[1])
    make_agenda_item(round=_held(dialogue, 2021, **gone), topic=topics[2])
    concern = make_concern(dialogue=dialogue, topic=topics[3], **gone)
    meeting = make_meeting(round=known)
    make_raising(concern=concern, meeting=meeting, channel="meeting")

    page = signed_in("officer").get(_url(dialogue))

    assert page.context["rows"] == []
    assert "No topic is known of these rounds" in page.text


def test_a_cell_opens_what_lies_behind_it(signed_in, dialogue):
    topic, round_ = make_topic(), _held(dialogue, 2020)
    group = make_working_group(dialogue=dialogue, title="Courts")
    meeting = make_meeting(round=round_, title="Second day", working_group=group)
    make_agenda_item(
        meeting=meeting, topic=topic, title="Moratorium", proposed_by="partner"
    )
    concern = make_concern(dialogue=dialogue, topic=topic, title="Executions")
    make_raising(concern=concern, meeting=meeting, channel="meeting")

    page = signed_in("officer").get(
        _url(dialogue), {"cell": f"{topic.code}:{round_.pk}"}
    )

    panel = page.text.partition('id="cell"')[2].partition("</section>")[0]
    for text in ("Moratorium", "Executions", "Second day", "Courts", "The partner"):
        assert text in panel
    assert concern.get_absolute_url() in panel
    assert f"{meeting.get_absolute_url()}#agenda" in panel


def test_a_round_of_unknown_topics_does_not_look_as_if_nothing_was_said(
    signed_in, dialogue
):
    known, unknown = _held(dialogue, 2020), _held(dialogue, 2021)
    make_agenda_item(round=known, topic=make_topic())
    make_agenda_item(
        round=unknown, topic=Topic.objects.current()[5], classification=CONFIDENTIAL
    )
    client = signed_in("junior")

    page = client.get(_url(dialogue))
    *_, last = _lines(client.get(_url(dialogue), {"format": "csv"}))
    full = signed_in("officer").get(_url(dialogue))

    assert f"{unknown}, Held, topics not known</span>" in page.text
    assert f"{known}, Held</span>" in page.text
    assert page.text.count('class="matrix__unknown"') == 1
    assert (last["kind"], last["round_id"], last["state"]) == (
        "round",
        str(unknown.pk),
        "topics_not_known",
    )
    assert "matrix__unknown" not in full.text


def test_a_cell_says_when_the_agenda_had_it_otherwise(signed_in, dialogue):
    topic, round_ = make_topic(), _held(dialogue, 2020)
    make_agenda_item(round=round_, topic=topic, status="dropped", discussed=True)

    page = signed_in("officer").get(
        _url(dialogue), {"cell": f"{topic.code}:{round_.pk}"}
    )

    assert "Discussed (although the agenda has it as: Dropped)" in page.text


@pytest.mark.parametrize("wrong", ["x", "death-penalty:999999", ":", "a:b:c", "'"])
def test_a_cell_that_is_not_there_says_so(signed_in, dialogue, wrong):
    make_agenda_item(round=_held(dialogue, 2020), topic=make_topic())

    page = signed_in("officer").get(_url(dialogue), {"cell": wrong})

    assert page.status_code == 200
    assert "Nothing is recorded of this topic in that round." in page.text


def test_the_matrix_is_narrowed_by_group_years_and_level(signed_in, dialogue):
    group = make_working_group(dialogue=dialogue)
    child = Topic.objects.current().filter(parent__isnull=False).first()
    other = Topic.objects.current().exclude(pk__in=[child.pk, child.parent_id])[0]
    early, late = _held(dialogue, 2010), _held(dialogue, 2020)
    make_agenda_item(
        meeting=make_meeting(round=early, working_group=group), topic=child
    )
    make_agenda_item(round=late, topic=other)
    client = signed_in("officer")

    def cells(**asked):
        return set(_cells(client.get(_url(dialogue), asked)))

    assert cells(group=group.pk) == {(child.code, "2010")}
    assert cells(since="2015") == {(other.code, "2020")}
    assert cells(until="2015", level="first") == {(child.parent.code, "2010")}


@pytest.mark.parametrize(
    "wrong", [{"since": "soon"}, {"group": "999"}, {"level": "third"}]
)
def test_what_cannot_be_read_narrows_to_nothing_and_is_no_file(
    signed_in, dialogue, wrong
):
    make_agenda_item(round=_held(dialogue, 2020), topic=make_topic())

    page = signed_in("officer").get(_url(dialogue), wrong | {"format": "csv"})

    assert page["Content-Type"].startswith("text/html")
    assert page.context["rows"] == []


def test_a_hidden_group_is_no_choice(signed_in, dialogue):
    make_working_group(
        dialogue=dialogue, title="Hidden group", classification=CONFIDENTIAL
    )

    assert "Hidden group" not in signed_in("junior").get(_url(dialogue)).text
    assert "Hidden group" in signed_in("officer").get(_url(dialogue)).text


def test_the_file_has_codes_and_no_formula(signed_in, dialogue):
    group = make_working_group(dialogue=dialogue, title="Courts")
    round_ = _held(dialogue, 2020, ordinal=4)
    meeting = make_meeting(round=round_, working_group=group)
    item = make_agenda_item(
        meeting=meeting,
        topic=make_topic(),
        title="=1+1",
        status="proposed",
        proposed_by="partner",
    )

    line, *more = _lines(signed_in("officer").get(_url(dialogue), {"format": "csv"}))

    assert more == []
    assert line["title"] == "'=1+1"
    expected = {
        "id": str(item.pk),
        "kind": "agenda_item",
        "topic": "death-penalty",
        "round_id": str(round_.pk),
        "ordinal": "4",
        "year": "2020",
        "round_status": "held",
        "state": "proposed",
        "side": "partner",
        "working_group_id": str(group.pk),
        "classification": "internal",
    }
    assert {name: line[name] for name in expected} == expected
    logged = AuditEvent.objects.filter(action=AuditEvent.Action.EXPORTED).get()
    assert logged.detail["rows"] == 1


def test_what_came_of_a_topic(cast, dialogue):
    topic, user = make_topic(), cast["officer"]
    concern = make_concern(dialogue=dialogue, topic=topic)
    make_reply(raising=make_raising(concern=concern), quality="information")
    make_concern(dialogue=dialogue, topic=topic)
    make_measure(dialogue=dialogue, topic=topic, firmness="idea")
    make_measure(dialogue=dialogue, concern=concern, firmness="commitment")

    outcome = Mentions(dialogue, user).outcomes[topic.pk]

    assert vars(outcome) == {
        "measures": 2,
        "commitments": 1,
        "concerns": 2,
        "answered": 1,
    }


def test_an_answer_that_one_may_not_see_counts_for_nothing(cast, dialogue):
    topic = make_topic()
    raising = make_raising(concern=make_concern(dialogue=dialogue, topic=topic))
    make_reply(raising=raising, classification=CONFIDENTIAL)

    answered = {
        who: Mentions(dialogue, cast[who]).outcomes[topic.pk].answered
        for who in ("junior", "officer")
    }

    assert answered == {"junior": 0, "officer": 1}


def test_reading_what_was_said_in_a_closed_room_is_logged(signed_in, dialogue):
    concern = make_concern(dialogue=dialogue, topic=make_topic())
    meeting = make_meeting(round=_held(dialogue, 2020))
    client = signed_in("officer")
    client.get(_url(dialogue))
    before = AuditEvent.objects.filter(action=AuditEvent.Action.READ).count()
    make_raising(concern=concern, meeting=meeting, channel="meeting")

    client.get(_url(dialogue))

    assert before == 0
    assert AuditEvent.objects.filter(action=AuditEvent.Action.READ).count() == 1


@pytest.mark.parametrize("rounds", [3, 300])
def test_it_costs_the_same_however_many_rounds(
    signed_in, dialogue, rounds, django_assert_num_queries
):
    topics = list(Topic.objects.current()[:12])
    group = make_working_group(dialogue=dialogue, topic=topics[0])
    for number in range(rounds):
        round_ = _held(dialogue, 1700 + number)
        round_.working_groups.add(group)
        meeting = make_meeting(round=round_, working_group=group)
        make_agenda_item(meeting=meeting, topic=topics[number % 12])
        concern = make_concern(dialogue=dialogue, topic=topics[0])
        make_raising(concern=concern, meeting=meeting, channel="meeting")
    client = signed_in("officer")
    asked = {"cell": f"{topics[0].code}:{round_.pk}"}
    client.get(_url(dialogue), asked)

    with django_assert_num_queries(17):
        page = client.get(_url(dialogue), asked)

    assert len(page.context["columns"]) == rounds
    assert page.context["cell"] is not None


def test_the_dialogue_leads_to_its_matrix(signed_in, dialogue):
    _held(dialogue, 2020)

    page = signed_in("analyst").get(dialogue.get_absolute_url())

    assert f'href="{_url(dialogue)}"' in page.text


def test_a_state_is_never_said_by_colour_alone(signed_in, dialogue):
    make_agenda_item(round=_held(dialogue, 2020), topic=make_topic(), status="refused")

    page = signed_in("officer").get(_url(dialogue))

    cell = page.text.partition("matrix__letter--refused")[2].partition("</a>")[0]
    assert "Refused</span>" in cell
    assert ">R<" in cell
