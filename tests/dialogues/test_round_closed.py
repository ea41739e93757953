"""What stands fast once a round is closed, at every way in, and what may still come."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Classification
from dialogues import lifecycle
from dialogues.models import AgendaItem, Objective, Round
from tests.dialogues.test_follow_ups import _open_form
from tests.dialogues.test_meetings import NEW, form_data
from tests.factories import (
    make_agenda_item,
    make_assessment,
    make_dialogue,
    make_follow_up,
    make_incident,
    make_measure,
    make_meeting,
    make_minutes,
    make_objective,
    make_round,
    make_speaking_note,
    make_topic,
    make_trust,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
REFUSED = "The round is closed. A desk lead has to open it again first."


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia)


@pytest.fixture
def round_(dialogue):
    return make_round(dialogue=dialogue, status="held")


@pytest.fixture
def rows(round_):
    """One of everything that stands fast with its round."""
    meeting = make_meeting(round=round_)
    item = make_agenda_item(round=round_, title="Prisons", order=2)
    objective = make_objective(round=round_, locked_on=None)
    return {
        "round": round_,
        "item": item,
        "item_of_meeting": make_agenda_item(meeting=meeting, order=2),
        "note": make_speaking_note(agenda_item=item),
        "objective": objective,
        "assessment": make_assessment(objective=objective, round=round_),
        "trust": make_trust(round=round_),
    }


def _url(name, *args, query=""):
    return reverse(f"dialogues:{name}", args=args) + query


FORMS = {
    "round": ("round_edit", "round", {"summary": "Changed.", "working_groups": []}),
    "new item": ("agenda_item_new", "round", {"title": "Changed."}),
    "item": ("agenda_item_edit", "item", {"title": "Changed."}),
    "item of a meeting": (
        "agenda_item_edit",
        "item_of_meeting",
        {"title": "Changed."},
    ),
    "note": ("speaking_note_edit", "item", {"text": "Changed."}),
    "objective": ("objective_edit", "objective", {"title": "Changed."}),
    "assessment": ("assessment_edit", "assessment", {"value": "Changed."}),
    "trust": ("trust_edit", "round", {"note": "Changed."}),
}


def _close(round_):
    lifecycle.close_round(Round.objects.get(pk=round_.pk), by=None, without="Enough.")


def _versions(rows):
    return [row.history.count() for row in rows.values()] + [
        AgendaItem.objects.count(),
        Objective.objects.count(),
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("closed", [True, False])
def test_no_form_changes_what_stands_fast(signed_in, rows, form, closed):
    name, of, changes = FORMS[form]
    url = _url(name, rows[of].pk)
    client = signed_in("lead")
    sent = _open_form(client, url, **changes)
    if closed:
        _close(rows["round"])
    before = _versions(rows)

    shown = client.get(url, follow=True)
    page = client.post(url, sent)

    assert (_versions(rows) == before) is closed
    assert (REFUSED in page.text) is closed
    assert (REFUSED in shown.text) is closed
    # What was typed is not lost.
    assert ("Changed." in page.text) is closed


POSTED = {
    "status": ("agenda_item_status", "item", {"status": "agreed"}),
    "order": ("agenda_order", "round", {}),
    "lock": ("objective_lock", "objective", {}),
}


@pytest.mark.parametrize("action", POSTED)
@pytest.mark.parametrize("closed", [True, False])
def test_no_button_changes_what_stands_fast(signed_in, rows, action, closed):
    name, of, sent = POSTED[action]
    if action == "order":
        # Each stands alone on its agenda, which is numbered from 1 afterwards.
        sent = {f"order_{rows[key].pk}": 7 for key in ("item", "item_of_meeting")}
    if closed:
        _close(rows["round"])
    before = _versions(rows)

    page = signed_in("lead").post(_url(name, rows[of].pk), sent, follow=True)

    assert (_versions(rows) == before) is closed
    assert (REFUSED in page.text) is closed


def test_a_locked_objective_of_a_closed_round_is_not_unlocked(signed_in, rows):
    objective = rows["objective"]
    objective.locked_on = timezone.localdate()
    objective.save()
    _close(rows["round"])
    client = signed_in("lead")

    page = client.post(objective.url_for("unlock"), {"reason": "x"}, follow=True)

    objective.refresh_from_db()
    assert REFUSED in page.text
    assert objective.is_locked


KEPT = ("round", "item", "item_of_meeting", "note", "objective", "assessment", "trust")


@pytest.mark.parametrize("kind", KEPT)
@pytest.mark.parametrize("closed", [True, False])
def test_nothing_of_it_is_archived(signed_in, rows, kind, closed):
    row = rows[kind]
    if closed:
        _close(rows["round"])

    page = signed_in("lead").post(row.url_for("archive"), {"reason": "x"}, follow=True)

    row.refresh_from_db()
    assert row.is_archived is not closed
    assert (REFUSED in page.text) is closed


@pytest.mark.parametrize("kind", KEPT[1:])
@pytest.mark.parametrize("closed", [True, False])
def test_nothing_comes_back_to_it(signed_in, rows, kind, closed):
    row = rows[kind]
    row.archived_at, row.archived_why = timezone.now(), "x"
    row.save()
    if closed:
        _close(rows["round"])

    page = signed_in("lead").post(row.url_for("restore"), follow=True)

    row.refresh_from_db()
    assert row.is_archived is closed
    assert (REFUSED in page.text) is closed


def test_a_closed_round_that_was_archived_comes_back_and_is_opened(signed_in, round_):
    _close(round_)
    round_.refresh_from_db()
    round_.archived_at, round_.archived_why = timezone.now(), "x"
    round_.save()
    client = signed_in("lead")

    client.post(round_.url_for("restore"))
    round_.refresh_from_db()
    client.post(
        _url("round_reopen", round_.pk), {"why": "Late.", "version": round_.version}
    )

    round_.refresh_from_db()
    assert not round_.is_archived
    assert not round_.is_closed


@pytest.mark.parametrize("kind", KEPT)
@pytest.mark.parametrize("closed", [True, False])
def test_no_earlier_version_comes_back(signed_in, rows, kind, closed):
    row = rows[kind]
    row.save()
    if closed:
        _close(rows["round"])
    first = row.history.earliest()
    before = row.history.count()

    page = signed_in("lead").post(row.url_for("revert", first.pk), {"reason": "x"})

    assert (row.history.count() == before) is closed
    assert (REFUSED in page.text) is closed


@pytest.mark.parametrize("name", ["objective", "assessment", "meeting"])
def test_nothing_is_moved_under_a_closed_round(signed_in, dialogue, round_, name):
    objective = make_objective(dialogue=dialogue)
    meeting = make_meeting(dialogue=dialogue)
    make_agenda_item(meeting=meeting)
    _close(round_)
    url = {
        "objective": objective.url_for("edit"),
        "assessment": _url("assessment_new", objective.pk),
        "meeting": meeting.url_for("edit"),
    }[name]
    client = signed_in("officer")

    page = client.post(url, _open_form(client, url, round=round_.pk, rating="some"))

    assert page.context["form"].errors == {"round": [REFUSED]}


@pytest.mark.parametrize("closed", [True, False])
def test_a_new_objective_is_not_set_for_it(signed_in, dialogue, round_, closed):
    client = signed_in("officer")
    url = _url("objective_new", dialogue.slug)
    sent = _open_form(client, url, title="x", round=round_.pk)
    if closed:
        _close(round_)

    client.post(url, sent)

    assert Objective.objects.exists() is not closed


@pytest.mark.parametrize("closed", [True, False])
def test_a_meeting_does_not_leave_it_with_its_agenda(signed_in, rows, closed):
    meeting = rows["item_of_meeting"].meeting
    client = signed_in("officer")
    url = meeting.url_for("edit")
    sent = _open_form(client, url, round="", summary="Changed.")
    if closed:
        _close(rows["round"])

    client.post(url, sent)
    client.post(meeting.url_for("archive"), {"reason": "x"})

    meeting.refresh_from_db()
    assert (meeting.round is None) is not closed
    assert meeting.is_archived is not closed


@pytest.mark.parametrize("agenda", [True, False])
@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("where", ["new", "add"])
def test_a_meeting_is_recorded_in_it_without_an_agenda(
    signed_in, dialogue, round_, agenda, closed, where
):
    rows = {"agenda": [{"title": "One more"}]} if agenda else {}
    url, head = NEW, {"round": str(round_.pk)}
    if where == "add":
        url = _url("meeting_add", make_meeting(round=round_).pk)
        rows["participants"] = [{"person_q": "New Official"}]
    if closed:
        _close(round_)

    page = signed_in("officer").post(url, form_data(dialogue, rows=rows, **head))

    refused = closed and agenda
    assert page.status_code == (200 if refused else 302)
    assert (REFUSED in page.text) is refused


def test_what_was_left_over_leaves_a_closed_round_as_it_was(signed_in, rows, dialogue):
    item = rows["item"]
    item.status, item.topic = "dropped", make_topic()
    item.save()
    coming = make_round(dialogue=dialogue, status="planned", starts_on="2199")
    _close(rows["round"])
    client = signed_in("officer")

    client.post(_url("round_take_over", coming.pk), {"item": [item.pk]})

    item.refresh_from_db()
    assert (item.status, item.moved_to) == ("dropped", None)
    assert coming.agenda_items.get().title == "Prisons"
    prepared = client.get(_url("round_prepare", coming.pk)).context["work"].carried
    assert [row.taken for row in prepared] == [True]


def test_nothing_is_taken_over_to_a_closed_round(signed_in, dialogue, round_):
    earlier = make_round(dialogue=dialogue, status="held", starts_on="2020")
    item = make_agenda_item(round=earlier, status="moved")
    _close(round_)

    page = signed_in("officer").post(
        _url("round_take_over", round_.pk), {"item": [item.pk]}, follow=True
    )

    assert REFUSED in page.text
    assert not round_.agenda_items.exists()


def test_what_comes_later_still_comes(signed_in, dialogue, rows):
    round_ = rows["round"]
    meeting = rows["item_of_meeting"].meeting
    minutes = make_minutes(meeting=meeting, status="final")
    make_measure(round=round_)
    make_incident(round=round_)
    make_follow_up(meeting=meeting)
    later = make_round(dialogue=dialogue, status="held", starts_on="2024")
    _close(round_)
    client = signed_in("officer")
    query = f"?round={round_.pk}"
    urls = [
        _url("measure_new", query=query),
        _url("incident_new", query=query),
        _url("statement_new", query=query),
        _url("follow_up_new", query=query),
        _url("meeting_new", query=query),
        _url("briefing_new", round_.pk),
        _url("minutes_correct", minutes.pk),
        meeting.url_for("edit"),
        round_.url_for("source_new"),
        round_.url_for("document_new"),
    ]
    assess = _url("assessment_new", rows["objective"].pk)

    answers = {url: client.get(url).status_code for url in urls}
    client.post(assess, _open_form(client, assess, round=later.pk, rating="some"))

    assert set(answers.values()) == {200}, answers
    assert rows["objective"].assessments.count() == 2


@pytest.mark.parametrize(
    ("who", "offered"), [("lead", True), ("officer", False), ("analyst", False)]
)
def test_the_page_says_that_it_is_closed_and_who_opens_it(
    signed_in, rows, who, offered
):
    round_ = rows["round"]
    client = signed_in(who)
    before = client.get(round_.get_absolute_url()).text
    _close(round_)

    page = client.get(round_.get_absolute_url()).text
    of_objective = client.get(rows["objective"].get_absolute_url()).text

    assert 'id="closed"' not in before
    assert 'id="closed"' in page
    assert ("Open the round again" in page) is offered
    assert ("A desk lead can open it again." in page) is not offered
    for gone in ("Change the status", "Add to the agenda", "New objective"):
        assert gone not in page
    assert round_.url_for("edit") not in page
    assert rows["objective"].url_for("edit") not in of_objective


def test_what_was_opened_again_changes_again(signed_in, rows):
    round_, item = rows["round"], rows["item"]
    _close(round_)
    round_.refresh_from_db()
    lifecycle.reopen_round(round_, by=None, why="Late minutes.")
    client = signed_in("officer")
    url = item.url_for("edit")

    client.post(
        url, _open_form(client, url, title="Anew", submission=str(uuid.uuid4()))
    )

    item.refresh_from_db()
    assert item.title == "Anew"
