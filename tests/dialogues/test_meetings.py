"""Meetings: recorded in one page, found again, and seen by the right people only."""

import uuid

import pytest
from django.urls import reverse

from core.models import AuditEvent, Classification, Draft
from dialogues.models import (
    AgendaItem,
    Concern,
    FollowUp,
    Meeting,
    Minutes,
    Participation,
    Raising,
    Reply,
)
from partners.models import Institution, Person, Position
from tests.factories import (
    make_agenda_item,
    make_concern,
    make_dialogue,
    make_follow_up,
    make_institution,
    make_meeting,
    make_minutes,
    make_participation,
    make_person,
    make_position,
    make_raising,
    make_reply,
    make_round,
    make_topic,
    make_user,
)

PARTS = ("participants", "agenda", "concerns", "follow_ups")
NEW = "/meetings/new/"


def form_data(dialogue=None, *, rows=None, **fields):
    """What a browser sends; `rows` gives the rows of each part as dicts."""
    data = {
        "title": "Consultations in Jakarta",
        "kind": "political_consultation",
        "date": "2026-11-20",
        "classification": "2",
        "said_classification": "3",
        "minutes": "",
        "version": "1",
    }
    if dialogue:
        data["dialogue"] = str(dialogue.pk)
    rows = rows or {}
    for part in PARTS:
        given = rows.get(part, [])
        data[f"{part}-TOTAL_FORMS"] = str(len(given))
        data[f"{part}-INITIAL_FORMS"] = "0"
        for number, row in enumerate(given):
            row = DEFAULTS[part] | row
            data |= {f"{part}-{number}-{name}": value for name, value in row.items()}
    return data | fields


DEFAULTS = {
    "participants": {"side": "partner", "role": "member", "attendance": "present"},
    "agenda": {"status": "agreed", "discussed": "unknown"},
    "concerns": {"raised_by": "ours", "kind": "concern", "form": "oral"},
    "follow_ups": {"priority": "normal"},
}


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia, title="Norway-Indonesia dialogue")


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


def test_a_whole_meeting_is_saved_from_one_form(officer, cast, dialogue):
    known = make_person(name="Known Official")
    topic = make_topic("death-penalty")
    rows = {
        "participants": [{"person": f"pk:{known.pk}", "role": "head"}]
        + [
            {"person_q": f"New Official {n}", "institution_q": "Attorney General"}
            for n in range(11)
        ],
        "agenda": [{"title": f"Item {n}", "proposed_by": "ours"} for n in range(5)]
        + [{"topic": str(topic.pk)}],
        "concerns": [
            {
                "concern_q": f"Concern number {n}",
                "topic": str(topic.pk),
                "wording": f"Asked about number {n}.",
                "speaker_q": "New Official 3",
                "reply": "They will look into it." if n else "",
                "quality": "commitment" if n else "",
                "reply_due": "" if n else "2027-02-01",
            }
            for n in range(5)
        ],
        "follow_ups": [
            {
                "title": f"Do thing {n}",
                "owner": str(cast["officer"].pk),
                "due": "2026-12-15",
            }
            for n in range(4)
        ],
    }

    response = officer.post(NEW, form_data(dialogue, rows=rows, minutes="All of it."))

    meeting = Meeting.objects.get()
    assert response.status_code == 302
    assert response.url == meeting.get_absolute_url()
    assert meeting.partner == dialogue.partner
    assert meeting.created_by == cast["officer"]
    assert meeting.participations.count() == 12
    assert meeting.agenda_items.count() == 6
    assert meeting.agenda_items.last().title == "Death penalty"
    assert meeting.raisings.count() == 5
    assert Concern.objects.count() == 5
    assert Reply.objects.count() == 4
    assert meeting.follow_ups.count() == 4
    assert meeting.minutes.classification == Classification.RESTRICTED
    assert set(meeting.raisings.values_list("classification", flat=True)) == {3}


def test_new_names_become_people_once_with_their_institution(officer, dialogue):
    rows = {
        "participants": [
            {
                "person_q": "Nguyễn Thị Ánh",
                "title": "Judge",
                "institution_q": "Supreme Court",
            },
            {"person_q": "Ola Nordmann", "side": "ours"},
        ],
        "concerns": [
            {"concern_q": "Trials", "wording": "Asked.", "speaker_q": "OLA NORDMANN"}
        ],
    }

    officer.post(NEW, form_data(dialogue, rows=rows))

    judge = Person.objects.get(name="Nguyễn Thị Ánh")
    ola = Person.objects.get(name="Ola Nordmann")
    assert judge.country == "ID"
    assert ola.country == "NO"
    assert Position.objects.get(person=judge).institution.name == "Supreme Court"
    assert Institution.objects.get(name="Supreme Court").country == "ID"
    assert Raising.objects.get().speaker == ola
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("country", "side"), [("NO", "ours"), ("ID", "partner"), ("CH", "other")]
)
def test_the_country_puts_a_known_person_on_their_side(
    officer, dialogue, country, side
):
    known = make_person(country=country)
    rows = {"participants": [{"person": f"pk:{known.pk}", "side": ""}]}

    officer.post(NEW, form_data(dialogue, rows=rows))

    assert Participation.objects.get().side == side


def test_a_new_person_of_a_known_institution_is_on_its_side(officer, dialogue):
    ministry = make_institution(country="NO")
    row = {"person_q": "New Here", "institution": f"pk:{ministry.pk}", "side": ""}

    officer.post(NEW, form_data(dialogue, rows={"participants": [row]}))

    assert Participation.objects.get().side == "ours"
    assert Person.objects.get(name="New Here").country == "NO"


def test_a_reply_says_of_what_quality_it_is(officer, dialogue):
    row = {"concern_q": "Trials", "wording": "Asked.", "reply": "We will write."}

    response = officer.post(NEW, form_data(dialogue, rows={"concerns": [row]}))

    assert "Say of what quality the reply is." in response.text
    assert Meeting.objects.count() == 0


def test_a_participant_written_down_wrong_is_put_right(officer, dialogue):
    there = make_participation(
        meeting=make_meeting(dialogue=dialogue), institution=make_institution()
    )
    right, person = make_institution(name="Right Ministry"), make_person()
    data = {
        "person": f"pk:{person.pk}",
        "institution_q": "right ministry",
        "side": "partner",
        "role": "head",
        "attendance": "present",
        "classification": "2",
        "version": "1",
    }

    officer.post(there.url_for("edit"), data)

    there.refresh_from_db()
    assert (there.person, there.institution, there.role) == (person, right, "head")


def test_people_met_in_confidence_are_as_protected_as_the_meeting(officer, dialogue):
    rows = {"participants": [{"person_q": "Somebody Brave"}]}

    officer.post(NEW, form_data(dialogue, rows=rows, classification="4"))

    assert Person.objects.get().classification == Classification.CONFIDENTIAL


def test_a_person_already_known_is_found_by_name_in_any_spelling(officer, dialogue):
    known = make_person(name="Trần Đức Lương")
    rows = {"participants": [{"person_q": "tran duc luong"}]}

    officer.post(NEW, form_data(dialogue, rows=rows))

    assert Participation.objects.get().person == known
    assert Person.objects.count() == 1


def test_two_people_of_one_name_are_told_apart_instead_of_guessed(officer, dialogue):
    for institution in ("Supreme Court", "Police Academy"):
        make_position(
            person=make_person(name="Budi Santoso"),
            institution=make_institution(name=institution),
        )
    rows = {"participants": [{"person_q": "Budi Santoso"}]}

    response = officer.post(NEW, form_data(dialogue, rows=rows))

    assert Meeting.objects.count() == 0
    assert "Supreme Court" in response.text
    assert "Police Academy" in response.text
    assert 'value="Budi Santoso"' in response.text


def test_what_a_known_person_is_now_fills_in_what_was_left_out(officer, dialogue):
    position = make_position(title="Director General")
    rows = {"participants": [{"person": f"pk:{position.person.pk}"}]}

    officer.post(NEW, form_data(dialogue, rows=rows))

    there = Participation.objects.get()
    assert (there.title, there.institution) == (
        "Director General",
        position.institution,
    )


def test_a_concern_raised_before_gets_another_occasion(officer, dialogue):
    concern = make_concern(dialogue=dialogue, title="Use of the death penalty")
    make_raising(concern=concern)
    rows = {"concerns": [{"concern": f"pk:{concern.pk}", "wording": "Again."}]}

    officer.post(NEW, form_data(dialogue, rows=rows))

    assert Concern.objects.count() == 1
    assert concern.raisings.count() == 2


def test_sending_twice_records_the_meeting_once(officer, dialogue):
    data = form_data(dialogue, submission=str(uuid.uuid4()))

    first = officer.post(NEW, data)
    second = officer.post(NEW, data)

    assert Meeting.objects.count() == 1
    assert second.url == first.url


def test_errors_stand_next_to_their_cause_and_nothing_is_lost(officer, dialogue):
    rows = {
        "participants": [{"title": "Nobody's title"}],
        "agenda": [{"proposed_by": "ours"}],
        "concerns": [{"wording": "Said without a concern"}],
        "follow_ups": [{"title": "Do it", "due": "soon"}],
    }
    data = form_data(dialogue, rows=rows, date="31.2.2026", minutes="Long notes")

    response = officer.post(NEW, data)

    assert Meeting.objects.count() == 0
    for error in (
        "February 2026 has no day 31.",
        "Name a person, or at least an institution.",
        "Choose a topic or write the item.",
        "Choose a concern or give it a title.",
        "Say who does it.",
    ):
        assert error in response.text.replace("&#x27;", "'"), error
    for typed in ("Nobody&#x27;s title", "Said without a concern", "Long notes"):
        assert typed in response.text


def test_nothing_is_saved_when_one_row_is_wrong(officer, dialogue):
    rows = {
        "participants": [{"person_q": "A Person"}],
        "follow_ups": [{"title": "Without a date"}],
    }

    officer.post(NEW, form_data(dialogue, rows=rows))

    assert Meeting.objects.count() == 0
    assert Person.objects.count() == 0


def test_without_javascript_a_button_adds_a_row_and_keeps_what_was_typed(
    officer, dialogue
):
    rows = {"participants": [{"person_q": "First"}]}
    data = form_data(rows=rows, **{"add-participants": "1", "title": ""})

    response = officer.post(NEW, data)

    assert Meeting.objects.count() == 0
    assert 'name="participants-1-person_q"' in response.text
    assert 'value="First"' in response.text
    assert "This field is required" not in response.text


def test_a_row_that_was_removed_is_not_saved(officer, dialogue):
    rows = {
        "participants": [
            {"person_q": "Stays"},
            {"person_q": "Goes", "DELETE": "on"},
        ]
    }

    officer.post(NEW, form_data(dialogue, rows=rows))

    assert [p.person.name for p in Participation.objects.all()] == ["Stays"]


def test_nobody_is_listed_twice(officer, dialogue):
    known = make_person()
    row = {"person": f"pk:{known.pk}"}

    response = officer.post(NEW, form_data(dialogue, rows={"participants": [row, row]}))

    assert "This person is on the list already." in response.text
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    "tampered",
    [
        {"participants-TOTAL_FORMS": "abc"},
        {"participants-TOTAL_FORMS": "1000000"},
        {"participants-TOTAL_FORMS": "-1"},
        {"agenda-INITIAL_FORMS": "99"},
        {"follow_ups-TOTAL_FORMS": ""},
        {"add-participants": "1", "participants-TOTAL_FORMS": "9" * 40},
        {"dialogue": "9" * 30},
        {"dialogue": "x"},
        {"round": "0"},
        {"kind": "party"},
        {"classification": "9"},
        {"said_classification": "x"},
        {"submission": "not-a-uuid"},
        {"version": "x"},
    ],
)
def test_tampered_values_are_refused_and_never_break_the_page(
    officer, dialogue, tampered
):
    rows = {"participants": [{"person_q": "Somebody"}]}

    response = officer.post(NEW, form_data(dialogue, rows=rows) | tampered)

    assert response.status_code in (200, 302)


def test_a_hidden_person_is_refused_like_one_that_does_not_exist(officer, dialogue):
    hidden = make_person(
        name="Hidden Name", country="CN", classification=Classification.CONFIDENTIAL
    )
    answers = []
    for key in (hidden.pk, hidden.pk + 1000):
        rows = {"participants": [{"person": f"pk:{key}"}]}
        answers.append(officer.post(NEW, form_data(dialogue, rows=rows)).text)

    assert "Hidden Name" not in answers[0]
    assert "Choose from the list, or type a name." in answers[0]
    assert "Choose from the list, or type a name." in answers[1]
    assert Meeting.objects.count() == 0


def test_a_concern_of_another_country_cannot_be_raised_here(indonesia, china, client):
    both = make_user(desks=[indonesia, china])
    client.force_login(both)
    foreign = make_concern(dialogue=make_dialogue(partner=china))
    rows = {"concerns": [{"concern": f"pk:{foreign.pk}", "wording": "x"}]}

    response = client.post(NEW, form_data(make_dialogue(partner=indonesia), rows=rows))

    assert "This concern is about another country." in response.text
    assert Raising.objects.count() == 0


def test_a_dialogue_of_another_desk_cannot_be_chosen(officer, china):
    foreign = make_dialogue(partner=china, title="Not on this desk")

    page = officer.get(NEW)
    response = officer.post(NEW, form_data(foreign))

    assert "Not on this desk" not in page.text
    assert response.status_code == 200
    assert Meeting.objects.count() == 0


def test_nobody_writes_down_what_they_may_not_read(client, indonesia, dialogue):
    client.force_login(make_user(desks=[indonesia], clearance=Classification.INTERNAL))

    response = client.post(NEW, form_data(dialogue, minutes="x", said_classification=2))

    assert "your clearance does not reach so far" in response.text
    assert Meeting.objects.count() == 0


def test_a_follow_up_goes_only_to_someone_who_may_read_the_meeting(
    officer, cast, dialogue
):
    rows = {
        "follow_ups": [
            {
                "title": "Write",
                "due": "2026-12-15",
                "owner": str(cast["other_desk"].pk),
            }
        ]
    }

    refused = officer.post(NEW, form_data(dialogue, rows=rows, classification="3"))
    taken = officer.post(NEW, form_data(dialogue, rows=rows))

    assert "This colleague may not read the meeting" in refused.text
    assert taken.status_code == 302


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "Emoji 🕊️ and 你好 and Đặng Thị Ngọc",
        "مرحبا بالعالم \u202eabc",
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
    ],
)
def test_any_text_comes_back_as_it_was_typed(officer, dialogue, text):
    officer.post(NEW, form_data(dialogue, minutes=text))

    assert Minutes.objects.get().text == text
    page = officer.get(Meeting.objects.get().get_absolute_url())
    assert page.status_code == 200
    assert "<script>alert(1)" not in page.text


def test_only_writers_open_the_form(signed_in):
    assert signed_in("officer").get(NEW).status_code == 200
    assert signed_in("analyst").get(NEW).status_code == 403
    assert signed_in("auditor").get(NEW).status_code == 403
    assert signed_in("visitor").get(NEW).status_code == 302


def test_the_form_starts_from_the_round_in_its_address(officer, dialogue, china):
    round_ = make_round(dialogue=dialogue, ordinal=16)
    hidden = make_round(
        dialogue=make_dialogue(partner=china),
        ordinal=99,
        classification=Classification.RESTRICTED,
    )

    page = officer.get(NEW, {"round": round_.pk})
    blank = officer.get(NEW, {"round": hidden.pk})

    assert f'<option value="{round_.pk}" selected>' in page.text
    assert "Round 99" not in blank.text


def test_a_draft_is_shown_again_without_complaints(officer, cast, dialogue):
    rows = {"participants": [{"person_q": "Half a na"}]}
    data = form_data(rows=rows, title="Half a title")
    token = officer.get(NEW).context["draft_owner"]

    officer.post(
        reverse("core:draft_keep"), data | {"draft_owner": token, "draft_path": NEW}
    )
    page = officer.get(NEW)

    assert 'value="Half a title"' in page.text
    assert 'value="Half a na"' in page.text
    assert "This field is required" not in page.text
    assert Draft.objects.get().user == cast["officer"]


# --- Adding to a meeting, and editing its parts ------------------------------------


def test_rows_are_added_to_a_meeting_afterwards(officer, cast, dialogue):
    meeting = make_meeting(dialogue=dialogue)
    rows = {
        "participants": [{"person_q": "Late Arrival"}],
        "follow_ups": [
            {"title": "Call", "due": "2027-01-01", "owner": str(cast["officer"].pk)}
        ],
    }

    response = officer.post(f"/meetings/{meeting.pk}/add/", form_data(rows=rows))

    assert response.status_code == 302
    assert meeting.participations.get().person.name == "Late Arrival"
    assert meeting.follow_ups.get().title == "Call"
    assert Meeting.objects.get().title == meeting.title


def test_somebody_on_the_list_is_not_added_again(officer, dialogue):
    meeting = make_meeting(dialogue=dialogue)
    there = make_participation(meeting=meeting)
    rows = {"participants": [{"person": f"pk:{there.person.pk}"}]}

    response = officer.post(f"/meetings/{meeting.pk}/add/", form_data(rows=rows))

    assert "This person is on the list already." in response.text


def test_minutes_are_written_and_changed_with_their_versions(officer, dialogue):
    meeting = make_meeting(dialogue=dialogue)
    url = f"/meetings/{meeting.pk}/minutes/"
    data = {"text": "First", "status": "draft", "classification": "3", "version": "1"}

    officer.post(url, data)
    officer.post(url, data | {"text": "Second", "status": "final"})

    minutes = Minutes.objects.get()
    assert (minutes.text, minutes.status, minutes.version) == ("Second", "final", 2)
    assert minutes.history.count() == 2


def test_the_second_of_two_officers_sees_both_texts_and_chooses(client, cast, dialogue):
    meeting = make_meeting(dialogue=dialogue, title="As it was")
    url = meeting.url_for("edit")
    data = form_data(dialogue, kind="plenary", version="1")

    client.force_login(cast["officer"])
    client.post(url, data | {"title": "The first officer's title"})
    client.force_login(cast["lead"])
    clash = client.post(url, data | {"title": "The second officer's title"})

    assert "The first officer&#x27;s title" in clash.text
    assert "The second officer&#x27;s title" in clash.text
    meeting.refresh_from_db()
    assert meeting.title == "The first officer's title"

    client.post(
        url,
        data
        | {
            "title": "The second officer's title",
            "choose-title": "mine",
            "version": "2",
        },
    )
    meeting.refresh_from_db()
    assert meeting.title == "The second officer's title"
    titles = meeting.history.values_list("title", flat=True)
    assert "The first officer's title" in titles


def test_choosing_the_other_text_keeps_it(client, cast, dialogue):
    meeting = make_meeting(dialogue=dialogue, title="Theirs")
    data = form_data(dialogue, kind="plenary", version="1")
    client.force_login(cast["officer"])

    client.post(
        meeting.url_for("edit"),
        data | {"title": "Mine", "choose-title": "theirs", "city": "Bergen"},
    )

    meeting.refresh_from_db()
    assert (meeting.title, meeting.city) == ("Theirs", "Bergen")


# --- Who may see what ---------------------------------------------------------------

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification

SEEN = [
    (INTERNAL, "officer", 200),
    (INTERNAL, "other_desk", 200),
    (INTERNAL, "administrator", 200),
    (RESTRICTED, "officer", 200),
    (RESTRICTED, "junior", 200),
    (RESTRICTED, "lead", 200),
    (RESTRICTED, "analyst", 200),
    (RESTRICTED, "auditor", 200),
    (RESTRICTED, "other_desk", 404),
    (RESTRICTED, "administrator", 404),
    (RESTRICTED, "visitor", 302),
    (CONFIDENTIAL, "officer", 200),
    (CONFIDENTIAL, "junior", 404),
    (CONFIDENTIAL, "other_desk", 404),
    (CONFIDENTIAL, "visitor", 302),
]


@pytest.mark.parametrize(("marking", "who", "status"), SEEN)
def test_who_reads_a_meeting_and_its_history(signed_in, dialogue, marking, who, status):
    meeting = make_meeting(
        dialogue=dialogue, title="Quiet talk", classification=marking
    )
    client = signed_in(who)

    page = client.get(meeting.get_absolute_url())
    history = client.get(meeting.url_for("history"))
    listing = client.get(reverse("dialogues:meeting_list"), follow=True)
    export = client.get(reverse("dialogues:meeting_list"), {"format": "csv"})

    assert (page.status_code, history.status_code) == (status, status)
    assert ("Quiet talk" in listing.text) is (status == 200)
    content = b"".join(export) if status != 302 else b""
    assert (b"Quiet talk" in content) is (status == 200)


@pytest.mark.parametrize(("marking", "who", "status"), SEEN)
def test_parts_of_a_meeting_show_by_their_own_marking(
    signed_in, dialogue, marking, who, status
):
    meeting = make_meeting(dialogue=dialogue)
    make_minutes(meeting=meeting, text="Words of the minutes", classification=marking)
    make_agenda_item(meeting=meeting, title="A quiet item", classification=marking)
    make_participation(
        meeting=meeting,
        person=make_person(name="Quiet Person"),
        classification=marking,
    )
    raising = make_raising(
        concern=make_concern(dialogue=dialogue, title="Quiet concern"),
        meeting=meeting,
        channel="meeting",
        wording="Quiet wording",
        classification=marking,
    )
    make_reply(raising=raising, text="Quiet reply", classification=marking)
    make_follow_up(meeting=meeting, title="Quiet task", classification=marking)
    client = signed_in(who)

    page = client.get(meeting.get_absolute_url())

    assert page.status_code == (302 if who == "visitor" else 200)
    for text in (
        "Words of the minutes",
        "A quiet item",
        "Quiet Person",
        "Quiet wording",
        "Quiet reply",
        "Quiet task",
    ):
        assert (text in page.text) is (status == 200), text


@pytest.mark.parametrize("page", ["meeting", "topic", "round", "concern"])
def test_reading_what_was_said_is_logged_wherever_it_stands(
    signed_in, cast, dialogue, page
):
    topic = make_topic()
    meeting = make_meeting(round=make_round(dialogue=dialogue))
    concern = make_concern(dialogue=dialogue, topic=topic)
    raising = make_raising(
        meeting=meeting, channel="meeting", concern=concern, classification=INTERNAL
    )
    make_reply(raising=raising, classification=RESTRICTED)
    records = {
        "meeting": meeting,
        "topic": topic,
        "round": meeting.round,
        "concern": concern,
    }
    client = signed_in("officer")

    client.get(records[page].get_absolute_url())
    client.get(records[page].get_absolute_url())

    event = AuditEvent.objects.get(action=AuditEvent.Action.READ)
    assert (event.kind, event.object_id) == (page, records[page].pk)
    assert event.user == cast["officer"]


def test_a_protected_person_leaves_no_trace_among_participants(signed_in, dialogue):
    meeting = make_meeting(dialogue=dialogue)
    make_participation(meeting=meeting, person=make_person(name="Plain Person"))
    make_participation(
        meeting=meeting,
        person=make_person(
            name="Brave Person", protected=True, classification=RESTRICTED
        ),
    )

    desk = signed_in("officer").get(meeting.get_absolute_url()).text
    analyst = signed_in("analyst").get(meeting.get_absolute_url()).text

    assert "Brave Person" in desk
    assert "Brave Person" not in analyst
    assert "Plain Person" in analyst
    assert "Protected person" not in analyst


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 200), ("other_desk", 403), ("analyst", 403), ("visitor", 302)],
)
def test_who_may_change_a_meeting_that_everybody_sees(signed_in, dialogue, who, status):
    meeting = make_meeting(dialogue=dialogue)
    there = make_participation(meeting=meeting)
    client = signed_in(who)

    for url in (
        meeting.url_for("edit"),
        meeting.url_for("add"),
        meeting.url_for("minutes"),
        meeting.url_for("archive"),
        there.url_for("edit"),
    ):
        assert client.get(url).status_code == status, url


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_much_there_is(
    signed_in, cast, dialogue, rows, django_assert_num_queries
):
    meeting = make_meeting(dialogue=dialogue, round=make_round(dialogue=dialogue))
    for _n in range(rows):
        make_participation(
            meeting=meeting, person=make_person(), institution=make_institution()
        )
        make_agenda_item(meeting=meeting, topic=make_topic())
        raising = make_raising(
            meeting=meeting,
            channel="meeting",
            concern=make_concern(dialogue=dialogue, topic=make_topic()),
            speaker=make_person(),
        )
        make_reply(raising=raising, by=make_person())
        make_follow_up(meeting=meeting, owner=cast["officer"])
    client = signed_in("officer")
    client.get(meeting.get_absolute_url())

    with django_assert_num_queries(30):
        page = client.get(meeting.get_absolute_url())

    assert page.text.count('class="raising"') == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_costs_the_same_however_much_there_is(
    signed_in, dialogue, rows, django_assert_num_queries
):
    for _n in range(rows):
        make_round(dialogue=dialogue)
        make_person()
        make_concern(dialogue=dialogue)
        make_user(desks=[dialogue.partner])
    client = signed_in("officer")
    client.get(NEW)

    with django_assert_num_queries(15):
        client.get(NEW)


def test_concerns_are_suggested_from_the_own_desk_only(officer, dialogue, china):
    make_concern(dialogue=dialogue, title="Freedom of assembly")
    make_concern(dialogue=make_dialogue(partner=china), title="Freedom of the press")

    answer = officer.post("/concerns/suggest/", {"q": "freedom"})

    assert "Freedom of assembly" in answer.text
    assert "Freedom of the press" not in answer.text


def test_everything_is_found_again(officer, cast, dialogue):
    round_ = make_round(dialogue=dialogue, ordinal=17)
    topic = make_topic("death-penalty")
    rows = {
        "concerns": [
            {
                "concern_q": "Executions planned",
                "topic": str(topic.pk),
                "wording": "Asked for a stay.",
            }
        ],
        "follow_ups": [
            {
                "title": "Send the note",
                "due": "2026-12-15",
                "owner": str(cast["officer"].pk),
            }
        ],
    }

    officer.post(NEW, form_data(dialogue, rows=rows, round=str(round_.pk)))

    for url, text in (
        (round_.get_absolute_url(), "Consultations in Jakarta"),
        (round_.get_absolute_url(), "Executions planned"),
        (topic.get_absolute_url(), "Executions planned"),
        (dialogue.partner.get_absolute_url(), "Executions planned"),
        ("/", "Send the note"),
    ):
        assert text in officer.get(url).text, url
    for name, text in (
        ("meeting_list", "Consultations in Jakarta"),
        ("concern_list", "Executions planned"),
        ("follow_up_list", "Send the note"),
    ):
        export = officer.get(reverse(f"dialogues:{name}"), {"format": "csv"})
        assert text in b"".join(export).decode()
    assert AgendaItem.objects.count() == 0
    assert FollowUp.objects.get().partner == dialogue.partner
