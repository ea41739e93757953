"""Follow-ups: who does what by when, and why a date was moved."""

import csv
import datetime
import io
import uuid

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.models import Classification
from dialogues.models import FollowUp
from tests.factories import (
    make_concern,
    make_dialogue,
    make_evaluation,
    make_finding,
    make_follow_up,
    make_measure,
    make_meeting,
    make_question,
    make_round,
    make_user,
)
from tests.who_may import DESK_RECORD

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
NEW = "dialogues:follow_up_new"
LIST = "/follow-ups/"


def _sent(form, **changes):
    """What a browser sends for a form as it is shown."""
    data = {}
    for name, field in form.fields.items():
        value = field.prepare_value(form.get_initial_for_field(field, name))
        if value not in (None, False):
            data[name] = str(value)
    data["submission"] = str(uuid.uuid4())
    return data | changes


def _open_form(client, url, **changes):
    return _sent(client.get(url).context["form"], **changes)


@DESK_RECORD
def test_who_may_read_and_change_a_follow_up(
    signed_in, indonesia, marking, who, page, edit
):
    follow_up = make_follow_up(
        partner=indonesia, title="Ask the embassy", classification=marking
    )
    client = signed_in(who)

    shown = client.get(follow_up.get_absolute_url())
    history = client.get(follow_up.url_for("history"))

    assert shown.status_code == history.status_code == page
    assert client.get(follow_up.url_for("edit")).status_code == edit
    assert client.get(follow_up.url_for("close")).status_code == edit
    assert ("Ask the embassy" in shown.text) is (page == 200)


def test_a_follow_up_is_as_protected_as_what_it_belongs_to(signed_in, indonesia):
    concern = make_concern(partner=indonesia, classification=CONFIDENTIAL)
    follow_up = make_follow_up(concern=concern)

    assert signed_in("junior").get(follow_up.get_absolute_url()).status_code == 404
    assert signed_in("officer").get(follow_up.get_absolute_url()).status_code == 200


def test_the_page_costs_a_fixed_number_of_queries(
    signed_in, indonesia, django_assert_num_queries
):
    dialogue = make_dialogue(partner=indonesia)
    follow_up = make_follow_up(
        meeting=make_meeting(dialogue=dialogue), concern=make_concern(dialogue=dialogue)
    )
    client = signed_in("officer")
    client.get(follow_up.get_absolute_url())

    with django_assert_num_queries(21):
        client.get(follow_up.get_absolute_url())


# --- Making one ---------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["meeting", "concern", "partner"])
def test_a_follow_up_starts_where_it_comes_from(signed_in, cast, indonesia, origin):
    rows = {
        "meeting": make_meeting(partner=indonesia),
        "concern": make_concern(partner=indonesia),
        "partner": indonesia,
    }
    client = signed_in("officer")
    url = f"{reverse(NEW)}?{origin}={rows[origin].pk}"

    client.post(url, _open_form(client, url, title="Write to them", due="2027-03-01"))

    follow_up = FollowUp.objects.get()
    assert follow_up.partner == indonesia
    assert follow_up.owner == cast["officer"]
    assert getattr(follow_up, origin) == rows[origin]


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("other_desk", 403), ("analyst", 403)]
)
def test_only_the_desk_makes_follow_ups(signed_in, indonesia, who, status):
    concern = make_concern(partner=indonesia)

    page = signed_in(who).get(f"{reverse(NEW)}?concern={concern.pk}")

    assert page.status_code == status


def test_a_hidden_meeting_is_refused_like_one_that_does_not_exist(signed_in, indonesia):
    hidden = make_meeting(
        partner=indonesia, title="In secret", classification=CONFIDENTIAL
    )
    client = signed_in("junior")
    url = reverse(NEW)

    pages = [
        client.post(url, _open_form(client, url, title="A", due="2027-01-01", **sent))
        for sent in ({"meeting": str(hidden.pk)}, {"meeting": "987654"})
    ]

    hidden_errors, missing_errors = [page.context["form"].errors for page in pages]
    assert hidden_errors == missing_errors
    assert "meeting" in hidden_errors
    assert "In secret" not in client.get(f"{url}?meeting={hidden.pk}").text
    assert not FollowUp.objects.exists()


def test_sending_twice_makes_one_follow_up(signed_in, indonesia):
    client = signed_in("officer")
    url = f"{reverse(NEW)}?partner=ID"
    data = _open_form(client, url, title="Once", due="2027-01-01")

    first, second = client.post(url, data), client.post(url, data)

    assert first.url == second.url == FollowUp.objects.get().get_absolute_url()


@pytest.mark.parametrize("due", ["", "2027-02-29", "2027-13-01", "soon", "0000-01-01"])
def test_an_impossible_due_date_is_refused(signed_in, indonesia, due):
    client = signed_in("officer")
    url = f"{reverse(NEW)}?partner=ID"

    page = client.post(url, _open_form(client, url, title="A", due=due))

    assert list(page.context["form"].errors) == ["due"]


def test_what_it_belongs_to_is_about_one_country(client, indonesia, china):
    client.force_login(make_user(desks=[indonesia, china]))
    meeting, concern = make_meeting(partner=indonesia), make_concern(partner=china)
    url = reverse(NEW)
    data = {"title": "A", "due": "2027-01-01", "concern": str(concern.pk)}

    for other in ({"meeting": str(meeting.pk)}, {"partner": str(indonesia.pk)}):
        page = client.post(url, _open_form(client, url, **data, **other))

        assert "This is about another country." in page.text
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("origin", ["round", "measure", "finding", "question"])
def test_a_follow_up_can_come_from_anything(signed_in, indonesia, origin):
    row = _origin(origin, indonesia)
    client = signed_in("officer")
    url = f"{reverse(NEW)}?{origin}={row.pk}"

    client.post(url, _open_form(client, url, title="Write to them", due="2027-03-01"))

    follow_up = FollowUp.objects.get()
    assert follow_up.partner == indonesia
    assert getattr(follow_up, origin) == row
    assert row.get_absolute_url() in client.get(follow_up.get_absolute_url()).text
    listed = client.get(LIST, {"belongs_to": origin, origin: row.pk})
    assert row.get_absolute_url() in listed.text
    file = client.get(LIST, {"format": "csv"}).getvalue().decode("utf-8-sig")
    row_of_file = next(csv.DictReader(io.StringIO(file)))
    assert row_of_file[f"{origin}_id"] == str(row.pk)


def _origin(name, partner):
    dialogue = make_dialogue(partner=partner)
    if name == "round":
        return make_round(dialogue=dialogue)
    if name == "measure":
        return make_measure(dialogue=dialogue)
    if name == "finding":
        return make_finding(evaluation=make_evaluation(dialogues=[dialogue]))
    return make_question(partners=[partner])


@pytest.mark.parametrize("partners", [[], ["ID", "CN"]])
def test_a_question_about_several_countries_or_none_asks_which(
    signed_in, indonesia, china, partners
):
    known = {"ID": indonesia, "CN": china}
    question = make_question(partners=[known[code] for code in partners])
    client = signed_in("officer")
    url = f"{reverse(NEW)}?question={question.pk}"
    data = _open_form(client, url, title="Find the figures", due="2027-03-01")

    refused = client.post(url, data)
    client.post(url, data | {"partner": str(indonesia.pk)})

    assert "Choose the country." in refused.text
    assert FollowUp.objects.get().question == question


def test_a_question_of_another_desk_gets_no_follow_up(signed_in, china):
    question = make_question(partners=[china])

    page = signed_in("officer").get(f"{reverse(NEW)}?question={question.pk}")

    assert page.status_code == 403


def test_a_finding_on_a_hidden_dialogue_does_not_name_its_country(
    client, indonesia, china
):
    client.force_login(make_user(desks=[indonesia, china], clearance=RESTRICTED))
    hidden = make_dialogue(partner=china, classification=CONFIDENTIAL)
    finding = make_finding(evaluation=make_evaluation(dialogues=[hidden]))
    url = f"{reverse(NEW)}?finding={finding.pk}"

    page = client.post(url, _open_form(client, url, title="A", due="2027-03-01"))

    assert "Choose the country." in page.text


def test_what_it_came_from_can_be_taken_off_again(signed_in, indonesia):
    measure = make_measure(dialogue=make_dialogue(partner=indonesia))
    follow_up = make_follow_up(partner=indonesia, measure=measure)
    client = signed_in("officer")
    edit = follow_up.url_for("edit")

    client.post(edit, _open_form(client, edit, measure=""))

    follow_up.refresh_from_db()
    assert (follow_up.measure, follow_up.partner) == (None, indonesia)


@pytest.mark.parametrize("origin", ["round", "measure", "finding", "question"])
def test_what_it_belongs_to_can_be_chosen_later(signed_in, cast, indonesia, origin):
    row = _origin(origin, indonesia)
    follow_up = make_follow_up(partner=indonesia, owner=cast["officer"])
    edit = follow_up.url_for("edit")
    client = signed_in("officer")

    client.post(edit, _open_form(client, edit, **{origin: row.pk}))

    follow_up.refresh_from_db()
    assert getattr(follow_up, origin) == row


@pytest.mark.parametrize("origin", ["round", "measure", "finding", "question"])
def test_only_what_concerns_the_country_and_may_be_seen_is_offered(
    signed_in, indonesia, china, origin
):
    seen, elsewhere = _origin(origin, indonesia), _origin(origin, china)
    hidden = _origin(origin, indonesia)
    type(hidden).objects.filter(pk=hidden.pk).update(classification=CONFIDENTIAL)
    follow_up = make_follow_up(partner=indonesia)

    form = signed_in("junior").get(follow_up.url_for("edit")).context["form"]

    offered = set(form.fields[origin].queryset)
    assert seen in offered
    assert not {elsewhere, hidden} & offered


def test_what_one_may_not_see_stays_as_it_is(signed_in, cast, indonesia, china):
    hidden = make_question(
        partners=[china], subject="Hidden question", classification=RESTRICTED
    )
    follow_up = make_follow_up(partner=indonesia, question=hidden, owner=cast["junior"])
    edit = follow_up.url_for("edit")
    client = signed_in("junior")

    page = client.get(edit)
    client.post(edit, _sent(page.context["form"], title="Another title"))

    follow_up.refresh_from_db()
    assert "Hidden question" not in page.text
    assert (follow_up.title, follow_up.question) == ("Another title", hidden)


@pytest.mark.parametrize("origin", ["finding", "question"])
def test_what_concerns_no_country_in_particular_is_offered_as_well(
    signed_in, indonesia, origin
):
    row = make_finding() if origin == "finding" else make_question()
    follow_up = make_follow_up(partner=indonesia)

    form = signed_in("junior").get(follow_up.url_for("edit")).context["form"]

    assert row in form.fields[origin].queryset


def test_a_follow_up_of_a_measure_is_as_protected_as_its_concern(signed_in, indonesia):
    dialogue = make_dialogue(partner=indonesia)
    concern = make_concern(dialogue=dialogue, classification=CONFIDENTIAL)
    measure = make_measure(dialogue=dialogue, concern=concern)
    follow_up = make_follow_up(partner=indonesia, measure=measure)

    assert signed_in("junior").get(follow_up.get_absolute_url()).status_code == 404
    assert signed_in("officer").get(follow_up.get_absolute_url()).status_code == 200


# --- The list -----------------------------------------------------------------------


def _titles(page):
    return {row["cells"][0]["value"] for row in page.context["rows"]}


def test_the_list_finds_what_belongs_to_a_dialogue(signed_in, indonesia):
    dialogue = make_dialogue(partner=indonesia)
    round_ = make_round(dialogue=dialogue)
    make_follow_up(partner=indonesia, round=round_, title="Of the round")
    make_follow_up(meeting=make_meeting(dialogue=dialogue), title="Of the meeting")
    measure = make_measure(dialogue=dialogue)
    make_follow_up(partner=indonesia, measure=measure, title="Of the measure")
    make_follow_up(partner=indonesia, title="Of nothing")
    client = signed_in("officer")

    of_dialogue = client.get(LIST, {"dialogue": dialogue.pk})
    of_nothing = client.get(LIST, {"belongs_to": "nothing"})

    assert _titles(of_dialogue) == {"Of the round", "Of the meeting", "Of the measure"}
    assert _titles(of_nothing) == {"Of nothing"}


@time_machine.travel("2026-11-23 12:00")
def test_the_top_of_the_list_counts_what_one_may_see(signed_in, cast, indonesia):
    dialogue = make_dialogue(partner=indonesia)
    round_ = make_round(dialogue=dialogue)
    owner = cast["officer"]
    for due, marking in (
        ("2026-11-01", INTERNAL),
        ("2027-01-01", RESTRICTED),
        ("2026-10-01", CONFIDENTIAL),
    ):
        make_follow_up(
            partner=indonesia,
            round=round_,
            owner=owner,
            due=due,
            classification=marking,
        )

    counted = {}
    for who in ("officer", "junior", "other_desk"):
        groups = signed_in(who).get(LIST).context["above"].groups()
        counted[who] = [
            (line.label, line.count, line.overdue)
            for _heading, lines in groups
            for line in lines
        ]

    title = str(dialogue)
    assert counted == {
        "officer": [("Olav Officer", 3, 2), (title, 3, 2)],
        "junior": [("Olav Officer", 2, 1), (title, 2, 1)],
        "other_desk": [("Olav Officer", 1, 1), (title, 1, 1)],
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    signed_in, indonesia, rows, django_assert_num_queries
):
    for _row in range(rows):
        for origin in ("round", "measure", "finding", "question"):
            row = _origin(origin, indonesia)
            make_follow_up(partner=indonesia, **{origin: row})
    client = signed_in("officer")

    with django_assert_num_queries(24):
        client.get(LIST)


# --- The owner ----------------------------------------------------------------------


def test_owners_are_active_users_who_keep_the_record(signed_in, cast, indonesia):
    gone = make_user(is_active=False, desks=[indonesia])

    form = signed_in("officer").get(f"{reverse(NEW)}?partner=ID").context["form"]

    offered = set(form.fields["owner"].queryset)
    assert {cast["officer"], cast["lead"], cast["other_desk"]} <= offered
    assert not {cast["analyst"], cast["auditor"], gone} & offered


@pytest.mark.parametrize(
    ("owner", "marking", "accepted"),
    [
        ("junior", RESTRICTED, True),
        ("junior", CONFIDENTIAL, False),
        ("other_desk", INTERNAL, True),
        ("other_desk", RESTRICTED, False),
    ],
)
def test_an_owner_who_could_not_read_it_is_refused(
    signed_in, cast, indonesia, owner, marking, accepted
):
    client = signed_in("officer")
    url = f"{reverse(NEW)}?partner=ID"
    data = _open_form(client, url, title="A", due="2027-01-01")
    data |= {"owner": str(cast[owner].pk), "classification": str(marking)}

    page = client.post(url, data)

    assert FollowUp.objects.exists() is accepted
    if not accepted:
        assert "may not read this follow-up" in page.context["form"].errors["owner"][0]


def test_the_owner_must_be_cleared_for_the_meeting_as_well(signed_in, cast, indonesia):
    meeting = make_meeting(partner=indonesia, classification=CONFIDENTIAL)
    client = signed_in("officer")
    url = f"{reverse(NEW)}?meeting={meeting.pk}"
    data = _open_form(client, url, title="A", due="2027-01-01")

    page = client.post(url, data | {"owner": str(cast["junior"].pk)})

    assert "owner" in page.context["form"].errors


def test_an_owner_who_has_left_can_stay_while_something_else_is_changed(
    signed_in, indonesia
):
    owner = make_user(desks=[indonesia])
    follow_up = make_follow_up(partner=indonesia, owner=owner)
    owner.is_active = False
    owner.save()
    client = signed_in("officer")
    edit = follow_up.url_for("edit")

    client.post(edit, _open_form(client, edit, title="Clearer"))

    follow_up.refresh_from_db()
    assert (follow_up.title, follow_up.owner) == ("Clearer", owner)


# --- Changing it --------------------------------------------------------------------


def test_moving_the_due_date_asks_why_and_the_history_keeps_it(signed_in, indonesia):
    follow_up = make_follow_up(partner=indonesia, due="2027-01-15")
    client = signed_in("officer")
    edit = follow_up.url_for("edit")

    refused = client.post(edit, _open_form(client, edit, due="2027-02-15"))
    follow_up.refresh_from_db()
    before = follow_up.due
    client.post(
        edit, _open_form(client, edit, due="2027-02-15", due_why="The visit was moved")
    )
    follow_up.refresh_from_db()

    assert "Say why the due date is moved." in refused.text
    assert before == datetime.date(2027, 1, 15)
    assert follow_up.due == datetime.date(2027, 2, 15)
    assert follow_up.history.first().history_change_reason == "The visit was moved"
    assert "The visit was moved" in client.get(follow_up.url_for("history")).text


def test_other_changes_need_no_reason(signed_in, indonesia):
    follow_up = make_follow_up(partner=indonesia)
    client = signed_in("officer")
    edit = follow_up.url_for("edit")

    client.post(edit, _open_form(client, edit, title="Clearer", status="in_progress"))

    follow_up.refresh_from_db()
    assert (follow_up.title, follow_up.status) == ("Clearer", "in_progress")


def test_two_officers_on_one_follow_up_lose_nothing(signed_in, indonesia):
    follow_up = make_follow_up(partner=indonesia, due="2027-01-15", note="Old")
    edit = follow_up.url_for("edit")
    mine = _open_form(signed_in("officer"), edit, note="Mine")
    theirs = _open_form(signed_in("lead"), edit, due="2027-03-01", due_why="Moved")
    signed_in("lead").post(edit, theirs)

    page = signed_in("officer").post(edit, mine)

    conflicts = {c.name: c.keep for c in page.context["form"].conflicts}
    assert conflicts == {"note": "mine", "due": "theirs"}
    assert "due_why" not in page.context["form"].errors

    choices = {"version": "2", "choose-note": "mine", "choose-due": "theirs"}
    signed_in("officer").post(edit, mine | choices)
    follow_up.refresh_from_db()

    assert (follow_up.note, str(follow_up.due)) == ("Mine", "2027-03-01")


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_closing_says_when_and_what_came_of_it(signed_in, indonesia, status):
    follow_up = make_follow_up(partner=indonesia)
    client = signed_in("officer")
    close = follow_up.url_for("close")
    data = _open_form(client, close, status=status, outcome="They promised a visit.")

    client.post(close, data)

    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.closed_on) == (status, timezone.localdate())
    assert "They promised a visit." in client.get(follow_up.get_absolute_url()).text


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"closed_on": ""}, "closed_on"),
        ({"closed_on": "2999-01-01"}, "closed_on"),
        ({"closed_on": "2022-02-30"}, "closed_on"),
        ({"status": "open"}, "status"),
        ({"status": "dropped", "outcome": ""}, "outcome"),
        ({"status": "done", "outcome": " "}, "outcome"),
    ],
)
def test_a_follow_up_is_not_closed_in_an_impossible_way(
    signed_in, indonesia, sent, field
):
    follow_up = make_follow_up(partner=indonesia)
    client = signed_in("officer")
    close = follow_up.url_for("close")

    page = client.post(close, _open_form(client, close, **sent))

    assert field in page.context["form"].errors
    follow_up.refresh_from_db()
    assert follow_up.is_open


def test_a_closed_follow_up_can_be_opened_again(signed_in, indonesia):
    follow_up = make_follow_up(
        partner=indonesia, status="done", closed_on="2026-01-01", outcome="Done"
    )
    client = signed_in("officer")
    edit = follow_up.url_for("edit")

    client.post(edit, _open_form(client, edit, status="open"))

    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.closed_on) == ("open", None)
    assert follow_up.outcome == ""
    assert follow_up.history.earliest().outcome == "Done"


def test_the_outcome_of_a_closed_follow_up_can_be_corrected_and_not_lost(
    signed_in, indonesia
):
    follow_up = make_follow_up(
        partner=indonesia, status="done", closed_on="2026-01-01", outcome="They cmae"
    )
    client = signed_in("officer")
    edit = follow_up.url_for("edit")

    refused = client.post(edit, _open_form(client, edit, outcome=""))
    client.post(edit, _open_form(client, edit, outcome="They came"))
    follow_up.refresh_from_db()

    assert "outcome" in refused.context["form"].errors
    assert (follow_up.status, follow_up.outcome) == ("done", "They came")


def test_an_open_follow_up_has_no_outcome_to_edit(signed_in, indonesia):
    edit = make_follow_up(partner=indonesia).url_for("edit")

    form = signed_in("officer").get(edit).context["form"]

    assert "outcome" not in form.fields


def test_the_database_refuses_a_closed_one_without_a_date(indonesia):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_follow_up(partner=indonesia, status="done")


@pytest.mark.parametrize(
    "note", ["x" * 100_000, "Gặp lại 🇻🇳", "与外交部联系", "اتصل بالسفارة"]
)
def test_every_note_comes_back_as_it_was_typed(signed_in, indonesia, note):
    client = signed_in("officer")
    url = f"{reverse(NEW)}?partner=ID"

    client.post(url, _open_form(client, url, title="A", due="2027-01-01", note=note))

    follow_up = FollowUp.objects.get()
    assert follow_up.note == note
    assert note in client.get(follow_up.get_absolute_url()).text
