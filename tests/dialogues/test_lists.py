"""The five lists: who sees which rows, what they count, what they filter by."""

import csv
import datetime
import io

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from core.models import Classification
from dialogues.models import Meeting
from tests.factories import (
    make_agenda_item,
    make_concern,
    make_dialogue,
    make_follow_up,
    make_institution,
    make_meeting,
    make_minutes,
    make_participation,
    make_partner,
    make_person,
    make_raising,
    make_reply,
    make_round,
    make_topic,
    make_working_group,
)

INTERNAL, RESTRICTED, CONFIDENTIAL = (
    Classification.INTERNAL,
    Classification.RESTRICTED,
    Classification.CONFIDENTIAL,
)
SECRET = "Detained journalist"

MAKE = {
    "dialogue": lambda **more: make_dialogue(title=SECRET, **more),
    "round": lambda **more: make_round(city=SECRET, dialogue=make_dialogue(), **more),
    "meeting": lambda **more: make_meeting(title=SECRET, **more),
    "concern": lambda **more: make_concern(title=SECRET, **more),
    "follow_up": lambda **more: make_follow_up(title=SECRET, **more),
}
LISTS = list(MAKE)


def url_of(kind):
    return reverse(f"dialogues:{kind}_list")


def listed(client, kind, /, **query):
    """The primary keys on the page, sorted; the file must hold the very same rows."""
    page = client.get(url_of(kind), query)
    keys = [row["record"].pk for row in page.context["rows"]]
    assert [int(row["id"]) for row in file_of(client, kind, **query)] == keys
    return sorted(keys)


def file_of(client, kind, /, **query):
    sent = client.get(url_of(kind), query | {"format": "csv"})
    text = b"".join(sent).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def keys(*records):
    return sorted(record.pk for record in records)


# --- Who sees what ----------------------------------------------------------------


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize(
    ("level", "who", "seen"),
    [
        (INTERNAL, "other_desk", True),
        (INTERNAL, "administrator", True),
        (RESTRICTED, "officer", True),
        (RESTRICTED, "junior", True),
        (RESTRICTED, "other_desk", False),
        (RESTRICTED, "administrator", False),
        (RESTRICTED, "analyst", True),
        (CONFIDENTIAL, "lead", True),
        (CONFIDENTIAL, "junior", False),
        (CONFIDENTIAL, "other_desk", False),
        (CONFIDENTIAL, "auditor", True),
    ],
)
def test_who_sees_a_row_in_a_list_and_in_its_file(signed_in, kind, level, who, seen):
    MAKE[kind](classification=level)
    client = signed_in(who)

    page = client.get(url_of(kind))
    part = client.get(url_of(kind), headers={"HX-Request": "true"})
    sent = b"".join(client.get(url_of(kind), {"format": "csv"})).decode()

    assert (SECRET in page.text, SECRET in part.text, SECRET in sent) == (seen,) * 3
    assert len(page.context["rows"]) == seen
    assert page.context["count"].startswith("1 " if seen else "0 ")


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("query", [{}, {"format": "csv"}])
def test_a_visitor_is_sent_to_the_sign_in(signed_in, kind, query):
    answer = signed_in("visitor").get(url_of(kind), query)

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


@pytest.mark.parametrize("kind", ["round", "meeting", "concern"])
def test_a_hidden_dialogue_is_no_choice_and_cannot_be_asked_for(signed_in, kind):
    hidden = make_dialogue(title=SECRET, classification=CONFIDENTIAL)
    client = signed_in("junior")

    page = client.get(url_of(kind))
    asked = client.get(url_of(kind), {"dialogue": hidden.pk})

    assert SECRET not in page.text
    assert SECRET not in asked.text
    assert "dialogue" in asked.context["filters"].form.errors


def test_hosts_and_owners_of_hidden_rows_are_no_choices(signed_in):
    make_round(host="FR", classification=CONFIDENTIAL)
    make_round(host="SE")
    busy = make_follow_up(classification=CONFIDENTIAL).owner
    client = signed_in("junior")

    rounds, follow_ups = client.get(url_of("round")), client.get(url_of("follow_up"))

    hosts = rounds.context["filters"].form.fields["host"].choices
    owners = follow_ups.context["filters"].form.fields["owner"].choices
    assert [code for code, _label in hosts if code] == ["SE"]
    assert [code for code, _label in owners if code] == ["me"]
    assert busy.name not in follow_ups.text


@pytest.mark.parametrize("who", ["junior", "other_desk"])
def test_a_person_who_is_hidden_cannot_be_asked_for(signed_in, who):
    person = make_person(name=SECRET, classification=CONFIDENTIAL)
    make_participation(person=person)

    page = signed_in(who).get(url_of("meeting"), {"person": person.pk})

    assert page.context["rows"] == []
    assert SECRET not in page.text


def test_a_hidden_working_group_is_not_named_in_the_file(signed_in, indonesia):
    group = make_working_group(title=SECRET, classification=CONFIDENTIAL)
    make_meeting(dialogue=group.dialogue, working_group=group)

    row = file_of(signed_in("junior"), "meeting")[0]

    assert (row["working_group"], row["working_group_id"]) == ("", "")


# --- What is computed beside a row --------------------------------------------------


@pytest.fixture
def asked_thrice(indonesia):
    """A concern raised in 2004, 2006 and 2008; the last two are for fewer eyes."""
    concern = make_concern(dialogue=make_dialogue())
    for date, level in (
        ("2004-03-01", INTERNAL),
        ("2006-06", RESTRICTED),
        ("2008-02-01", CONFIDENTIAL),
    ):
        make_raising(
            concern=concern,
            date=date,
            classification=level,
            reply_due=datetime.date(2008, 3, 1),
        )
    make_reply(
        raising=concern.raisings.get(date="2006-06"),
        date="2006-07",
        quality="denied",
        classification=RESTRICTED,
    )
    return concern


@time_machine.travel("2008-02-11 12:00", tick=False)
@pytest.mark.parametrize(
    ("who", "times", "last", "quality", "days", "due"),
    [
        ("officer", "3", "2008-02-01", "denied", "10", "2008-03-01"),
        ("junior", "2", "2006-06", "denied", "", ""),
        ("other_desk", "1", "2004-03-01", "", "1442", "2008-03-01"),
    ],
)
def test_a_concern_counts_only_what_its_reader_may_see(
    signed_in, asked_thrice, who, times, last, quality, days, due
):
    row = file_of(signed_in(who), "concern")[0]

    assert row["times_raised"] == times
    assert row["last_raised"] == last
    assert row["last_quality"] == quality
    assert row["days_unanswered"] == days
    assert row["reply_due"] == due


@pytest.mark.parametrize("hidden", [True, False])
def test_where_no_occasion_is_seen_nothing_is_said_of_any(signed_in, indonesia, hidden):
    concern = make_concern(partner=indonesia)
    if hidden:
        raising = make_raising(concern=concern, classification=CONFIDENTIAL)
        make_reply(raising=raising, classification=CONFIDENTIAL)
    client = signed_in("junior")

    page = client.get(url_of("concern"))
    row = file_of(client, "concern")[0]

    said = [row["times_raised"], row["last_raised"], row["last_quality"]]
    [shown] = page.context["rows"]
    cells = {str(cell["label"]): cell["value"] for cell in shown["cells"]}
    assert said == ["", "", ""]
    assert not cells["Last reply"]
    table = page.text.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "Not known" not in table


def test_an_archived_meeting_in_the_list_still_says_how_much_was_raised(
    signed_in, indonesia
):
    meeting = make_meeting(partner=indonesia)
    make_raising(concern=make_concern(partner=indonesia), meeting=meeting)
    client = signed_in("officer")
    client.post(meeting.url_for("archive"), {"reason": "Entered twice"})

    rows = Meeting.objects.with_counts(client.get("/").wsgi_request.user)

    assert rows.get().raised == 1


def test_an_undated_reply_is_as_old_as_what_it_answers(signed_in, indonesia):
    concern = make_concern()
    early, late = (make_raising(concern=concern, date=d) for d in ("2004", "2008"))
    make_reply(raising=late, date="", quality="commitment")
    make_reply(raising=early, date="2005", quality="denied")

    row = file_of(signed_in("officer"), "concern")[0]

    assert row["last_quality"] == "commitment"


@pytest.mark.parametrize(
    ("who", "meetings", "concerns", "follow_ups"),
    [("officer", "2", "2", "2"), ("junior", "1", "1", "1")],
)
def test_a_round_counts_only_what_its_reader_may_see(
    signed_in, indonesia, who, meetings, concerns, follow_ups
):
    round_ = make_round()
    for level in (INTERNAL, CONFIDENTIAL):
        meeting = make_meeting(round=round_, classification=level)
        concern = make_concern(dialogue=round_.dialogue)
        for _ in range(2):
            make_raising(meeting=meeting, concern=concern, channel="meeting")
        closed = make_concern(dialogue=round_.dialogue, status="closed")
        make_raising(meeting=meeting, concern=closed, channel="meeting")
        make_follow_up(meeting=meeting)

    row = file_of(signed_in(who), "round")[0]

    assert (row["meetings"], row["open_concerns"]) == (meetings, concerns)
    assert row["open_follow_ups"] == follow_ups


@pytest.mark.parametrize(("who", "status"), [("officer", "draft"), ("junior", "")])
def test_hidden_minutes_are_as_if_there_were_none(signed_in, indonesia, who, status):
    meeting = make_minutes(classification=CONFIDENTIAL).meeting
    client = signed_in(who)

    assert file_of(client, "meeting")[0]["minutes"] == status
    missing = listed(client, "meeting", minutes="missing")
    assert missing == ([] if status else [meeting.pk])


def test_a_dialogue_counts_the_rounds_that_were_held(signed_in, indonesia):
    dialogue = make_dialogue()
    make_round(dialogue=dialogue, status="held", starts_on="1998-06")
    make_round(dialogue=dialogue, status="held", starts_on="2006")
    make_round(dialogue=dialogue, status="planned", starts_on="2030")
    make_round(
        dialogue=dialogue,
        status="held",
        starts_on="2010",
        classification=CONFIDENTIAL,
    )

    row = file_of(signed_in("junior"), "dialogue")[0]

    assert (row["rounds_held"], row["last_round"]) == ("2", "2006")


# --- Filters ------------------------------------------------------------------------


def test_concerns_are_filtered_by_their_own_values(signed_in, indonesia):
    wanted = make_concern(
        title="Stay of executions",
        affected_group="Drug couriers",
        topic=make_topic("death-penalty"),
        raised_by="civil_society",
        kind="criticism",
        status="answered",
        priority="high",
    )
    make_concern(dialogue=make_dialogue(partner=make_partner("CN")))
    client = signed_in("officer")

    for query in (
        {"q": "EXECUTIONS stay"},
        {"q": "couriers"},
        {"partner": indonesia.pk},
        {"dialogue": wanted.dialogue_id},
        {"topic": wanted.topic_id},
        {"raised_by": "civil_society"},
        {"kind": "criticism"},
        {"status": "answered"},
        {"priority": "high"},
        {"status": "answered", "priority": "high", "q": "stay"},
    ):
        assert listed(client, "concern", **query) == [wanted.pk], query
    assert listed(client, "concern", status="answered", priority="low") == []


def test_a_topic_finds_what_belongs_to_it(signed_in, indonesia):
    topic = make_topic("death-penalty")
    concern = make_concern(topic=topic)
    parent = make_concern(topic=topic.parent)
    client = signed_in("officer")

    assert listed(client, "concern", topic=topic.parent_id) == keys(concern, parent)
    assert listed(client, "concern", topic=topic.pk) == [concern.pk]


@time_machine.travel("2022-09-01 12:00", tick=False)
def test_concerns_are_filtered_by_their_replies(signed_in, indonesia):
    late = make_concern()
    make_raising(concern=late, date="2022-01", reply_due=datetime.date(2022, 8, 31))
    answered = make_concern()
    raising = make_raising(
        concern=answered, date="2019", reply_due=datetime.date(2020, 1, 1)
    )
    make_reply(raising=raising, date="2019-12", quality="commitment")
    never = make_concern()
    client = signed_in("officer")

    assert listed(client, "concern", overdue="yes") == [late.pk]
    assert listed(client, "concern", overdue="no") == keys(answered, never)
    assert listed(client, "concern", quality="commitment") == [answered.pk]
    assert listed(client, "concern", quality="missing") == keys(late, never)
    assert listed(client, "concern", since="2020") == [late.pk]
    assert listed(client, "concern", until="2019") == [answered.pk]
    assert listed(client, "concern", status="still_open") == keys(late, answered, never)


def test_a_reply_that_is_hidden_leaves_a_concern_overdue(signed_in, indonesia):
    raising = make_raising(reply_due=datetime.date(2020, 1, 1))
    make_reply(raising=raising, classification=CONFIDENTIAL)

    assert listed(signed_in("officer"), "concern", overdue="yes") == []
    assert listed(signed_in("junior"), "concern", overdue="yes") == [raising.concern_id]


@time_machine.travel("2026-10-01 12:00", tick=False)
def test_follow_ups_are_filtered_by_owner_and_by_when_they_are_due(
    signed_in, cast, indonesia
):
    day = datetime.date
    late = make_follow_up(due=day(2026, 9, 30), owner=cast["officer"], priority="high")
    soon = make_follow_up(due=day(2026, 10, 15), status="in_progress")
    later = make_follow_up(due=day(2026, 10, 16), partner=make_partner("CN"))
    done = make_follow_up(
        due=day(2020, 1, 1), status="done", closed_on=day(2020, 1, 1), title="Sent"
    )
    client = signed_in("officer")

    assert listed(client, "follow_up", owner="me") == [late.pk]
    assert listed(client, "follow_up", owner=soon.owner_id) == [soon.pk]
    assert listed(client, "follow_up", due="overdue") == [late.pk]
    assert listed(client, "follow_up", due="soon") == [soon.pk]
    assert listed(client, "follow_up", due="later") == [later.pk]
    assert listed(client, "follow_up", status="still_open") == keys(late, soon, later)
    assert listed(client, "follow_up", status="done") == [done.pk]
    assert listed(client, "follow_up", priority="high") == [late.pk]
    assert listed(client, "follow_up", partner=later.partner_id) == [later.pk]
    assert listed(client, "follow_up", q="sent") == [done.pk]


def test_what_is_done_stands_below_what_is_still_to_be_done(signed_in, indonesia):
    day = datetime.date(2020, 1, 1)
    make_follow_up(due=day, status="done", closed_on=day, title="Done")
    make_follow_up(due=datetime.date(2027, 5, 1), title="Last")
    make_follow_up(due=datetime.date(2027, 1, 1), title="First")

    page = signed_in("officer").get(url_of("follow_up"))

    titles = [row["record"].title for row in page.context["rows"]]
    assert titles == ["First", "Last", "Done"]


def test_a_follow_up_that_is_done_is_not_overdue(signed_in, indonesia):
    day = datetime.date(2020, 1, 1)
    make_follow_up(due=day, status="done", closed_on=day)

    page = signed_in("officer").get(url_of("follow_up"))

    assert 'datetime="2020-01-01"' in page.text
    assert "due--danger" not in page.text


def test_meetings_are_filtered_by_what_they_were(signed_in, indonesia):
    round_ = make_round()
    wanted = make_meeting(
        round=round_, title="Visit to a prison", kind="field_visit", date="2006-06"
    )
    make_minutes(meeting=wanted, status="final")
    make_meeting(dialogue=make_dialogue(partner=make_partner("CN")), date="2019")
    client = signed_in("officer")

    for query in (
        {"q": "prison visit"},
        {"partner": indonesia.pk},
        {"dialogue": wanted.dialogue_id},
        {"round": round_.pk},
        {"kind": "field_visit"},
        {"since": "2006", "until": "2006-06-30"},
        {"minutes": "final"},
    ):
        assert listed(client, "meeting", **query) == [wanted.pk], query


def test_meetings_are_found_by_who_was_there(signed_in, indonesia):
    person, institution = make_person(), make_institution()
    wanted = make_meeting()
    make_participation(meeting=wanted, person=person, institution=institution)
    make_participation()
    client = signed_in("officer")

    assert listed(client, "meeting", person=person.pk) == [wanted.pk]
    assert listed(client, "meeting", institution=institution.pk) == [wanted.pk]
    page = client.get(url_of("meeting"), {"person": person.pk})
    assert page.context["chips"][0]["value"] == person.name


def test_a_hidden_participation_does_not_tell_where_somebody_was(signed_in, indonesia):
    person = make_person()
    there = make_participation(person=person, classification=CONFIDENTIAL)

    assert listed(signed_in("junior"), "meeting", person=person.pk) == []
    assert listed(signed_in("officer"), "meeting", person=person.pk) == [
        there.meeting_id
    ]


@pytest.mark.parametrize("kind", ["meeting", "round"])
def test_a_topic_is_found_on_an_agenda_and_in_what_was_raised(
    signed_in, indonesia, kind
):
    topic = make_topic()
    on_agenda, raised, hidden, other = (
        make_meeting(round=make_round()) for _ in range(4)
    )
    make_agenda_item(meeting=on_agenda, topic=topic)
    concern = make_concern(dialogue=raised.dialogue, topic=topic)
    make_raising(concern=concern, meeting=raised, channel="meeting")
    make_agenda_item(meeting=hidden, topic=topic, classification=CONFIDENTIAL)
    make_agenda_item(meeting=other)

    def of(*meetings):
        return keys(*(m if kind == "meeting" else m.round for m in meetings))

    found = listed(signed_in("junior"), kind, topic=topic.parent_id)
    assert found == of(on_agenda, raised)
    found = listed(signed_in("officer"), kind, topic=topic.pk)
    assert found == of(on_agenda, raised, hidden)


def test_rounds_are_filtered_by_what_they_were(signed_in, indonesia):
    wanted = make_round(
        starts_on="2006-06", host="NO", status="held", level_partner="minister"
    )
    make_round(
        dialogue=make_dialogue(partner=make_partner("CN")), starts_on="2019", host="CN"
    )
    client = signed_in("officer")

    for query in (
        {"partner": indonesia.pk},
        {"dialogue": wanted.dialogue_id},
        {"status": "held"},
        {"host": "NO"},
        {"level": "minister"},
        {"until": "2006"},
        {"since": "2006-06-15", "until": "2007"},
    ):
        assert listed(client, "round", **query) == [wanted.pk], query


def test_dialogues_are_filtered_by_partner_and_status(signed_in, indonesia):
    active = make_dialogue()
    ended = make_dialogue(
        partner=make_partner("CN"), status="ended", status_why="Its end"
    )
    client = signed_in("officer")

    assert listed(client, "dialogue", partner=indonesia.pk) == [active.pk]
    assert listed(client, "dialogue", status="ended") == [ended.pk]


@pytest.mark.parametrize("kind", LISTS)
def test_every_list_sorts_by_every_head_it_offers(signed_in, kind):
    MAKE[kind]()
    client = signed_in("officer")
    heads = client.get(url_of(kind)).context["columns"]

    for head in heads:
        if head["sort_url"]:
            page = client.get(url_of(kind) + head["sort_url"])
            turned = next(h for h in page.context["columns"] if h["sorted"])
            assert len(page.context["rows"]) == 1
            assert client.get(url_of(kind) + turned["sort_url"]).status_code == 200


def test_a_status_sorts_by_its_meaning_and_not_by_its_letters(signed_in, indonesia):
    for priority in ("low", "high", "normal"):
        make_concern(priority=priority)

    page = signed_in("officer").get(url_of("concern"), {"sort": "priority"})

    order = [row["record"].priority for row in page.context["rows"]]
    assert order == ["high", "normal", "low"]


def test_the_file_has_codes_where_the_page_has_words(signed_in, indonesia):
    meeting = make_meeting(kind="field_visit", round=make_round(ordinal=9))
    client = signed_in("officer")

    page, row = client.get(url_of("meeting")), file_of(client, "meeting")[0]

    assert "Field visit" in page.text
    assert row["kind"] == "field_visit"
    assert row["classification"] == "internal"
    assert row["round"] == "Round 9, Oslo, 2022"
    assert row["round_id"] == str(meeting.round_id)
    assert row["date"] == "2022-06-20"


# --- What a list costs --------------------------------------------------------------


def _dialogue():
    make_round(dialogue=make_dialogue(), status="held")


def _round():
    make_meeting(round=make_round())


def _meeting():
    meeting = make_meeting(round=make_round())
    make_minutes(meeting=meeting)
    make_participation(meeting=meeting)


def _concern():
    make_reply(raising=make_raising(concern=make_concern(topic=make_topic())))


def _follow_up():
    meeting = make_meeting()
    make_follow_up(meeting=meeting, concern=make_concern(dialogue=meeting.dialogue))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("kind", "make", "page_queries", "file_queries"),
    [
        ("dialogue", _dialogue, 9, 13),
        ("round", _round, 13, 15),
        ("meeting", _meeting, 15, 16),
        ("concern", _concern, 13, 15),
        ("follow_up", _follow_up, 18, 18),
    ],
)
def test_a_list_and_its_file_cost_the_same_however_long(
    signed_in, django_assert_num_queries, kind, make, page_queries, file_queries, rows
):
    for _ in range(rows):
        make()
    client = signed_in("officer")
    # What happens once, and is then remembered, is not counted.
    ContentType.objects.get_for_model(Meeting)
    client.get(url_of(kind))

    with django_assert_num_queries(page_queries):
        page = client.get(url_of(kind))
    with django_assert_num_queries(file_queries):
        sent = b"".join(client.get(url_of(kind), {"format": "csv"}))

    assert len(page.context["rows"]) == rows
    assert sent.count(b"\r\n") == 1 + rows
