"""The checklist of a round: computed from the record, as far as its reader sees it."""

import pytest
import time_machine
from django.utils import timezone

from core.models import Classification
from dialogues.checklist import checklist
from dialogues.models import BriefingRead, Round
from tests.factories import (
    make_agenda_item,
    make_assessment,
    make_briefing,
    make_concern,
    make_dialogue,
    make_incident,
    make_measure,
    make_measure_status,
    make_meeting,
    make_minutes,
    make_objective,
    make_participation,
    make_person,
    make_raising,
    make_round,
    make_statement,
    make_trust,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
BEFORE = (
    "Objectives set and locked",
    "Agenda agreed",
    "Delegations complete",
    "Civil society consulted",
    "Promises looked at",
    "No reply overdue",
    "Incidents of the last round settled",
    "Briefing read",
)
AFTER = (
    "Debrief done",
    "Minutes final",
    "Objectives assessed",
    "Measure of trust written down",
    "Cost and staff days recorded",
    "Statement recorded",
    "Briefing after the round read",
)


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia)


@pytest.fixture
def last(dialogue):
    return make_round(dialogue=dialogue, status="held", starts_on="2022-06-20")


@pytest.fixture
def coming(dialogue, last):
    made = make_round(dialogue=dialogue, status="planned", starts_on="2199-01")
    return Round.objects.get(pk=made.pk)


@pytest.fixture
def held(dialogue):
    made = make_round(dialogue=dialogue, status="held", starts_on="2022-06-20")
    return Round.objects.get(pk=made.pk)


def _items(round_, user, can_change=True):
    last = Round.objects.visible_to(user).last_held_before(round_)
    found = checklist(round_, user, can_change=can_change, last=last)
    return {item.label: item for item in found.items}


def _done(round_, user):
    return {label for label, item in _items(round_, user).items() if item.done}


# --- Before ---------------------------------------------------------------------------


def test_a_bare_round_to_come_has_everything_before_it(coming, cast):
    items = _items(coming, cast["officer"])

    assert tuple(items) == BEFORE
    # Nothing is promised, due or unsettled: there is nothing left to look at.
    assert _done(coming, cast["officer"]) == {BEFORE[4], BEFORE[5], BEFORE[6]}


@pytest.mark.parametrize(
    ("locked", "done", "note"),
    [
        ([], False, "None set yet."),
        ([True], True, "1 of 1"),
        ([True, False], False, "1 of 2"),
    ],
)
def test_objectives_are_set_and_locked(coming, cast, locked, done, note):
    today = timezone.localdate()
    for is_locked in locked:
        make_objective(round=coming, locked_on=today if is_locked else None)

    item = _items(coming, cast["officer"])[BEFORE[0]]

    assert item.done is done
    assert item.note.startswith(note)
    assert bool(item.url) is not done


@pytest.mark.parametrize(
    ("statuses", "done"),
    [
        ([], False),
        (["proposed"], False),
        (["agreed"], True),
        (["agreed", "proposed"], False),
        (["agreed", "refused", "dropped", "moved"], True),
        (["agreed", ""], False),
        (["refused"], False),
    ],
)
def test_the_agenda_is_agreed_when_nothing_proposed_is_left(
    coming, cast, statuses, done
):
    meeting = make_meeting(round=coming)
    for number, status in enumerate(statuses):
        where = {"meeting": meeting} if number % 2 else {"round": coming}
        make_agenda_item(status=status, **where)
    preparing = make_meeting(round=coming, kind="preparatory")
    make_agenda_item(meeting=preparing, status="proposed")

    assert _items(coming, cast["officer"])[BEFORE[1]].done is done


def test_items_without_a_status_are_counted_apart(coming, cast):
    for status in ("agreed", "proposed", "", ""):
        make_agenda_item(round=coming, status=status)

    note = _items(coming, cast["officer"])[BEFORE[1]].note

    assert note == "1 agreed, 1 proposed and not decided. 2 without a status."


@pytest.mark.parametrize(
    ("locked_on", "done", "note"),
    [
        ("2026-12-31", True, "1 of 1 locked."),
        ("2199-01-31", False, "0 of 1 locked. 1 locked, but not before the round."),
    ],
)
def test_what_is_locked_after_the_round_began_is_not_set_beforehand(
    coming, cast, locked_on, done, note
):
    make_objective(round=coming, locked_on=locked_on)

    item = _items(coming, cast["officer"])[BEFORE[0]]

    assert (item.done, item.note) == (done, note)


@pytest.mark.parametrize(
    ("locked_on", "done", "more"),
    [
        ("2022-06-19", True, ""),
        ("2022-06-20", True, " 1 locked, but not before the round."),
        (None, False, " 1 never locked."),
    ],
)
def test_an_objective_that_was_never_locked_is_not_done_when_assessed(
    held, cast, locked_on, done, more
):
    objective = make_objective(round=held, locked_on=locked_on)
    make_assessment(objective=objective, round=held)

    item = _items(held, cast["officer"])[AFTER[2]]

    assert (item.done, item.note) == (done, f"1 of 1 assessed at this round.{more}")


def test_a_delegation_is_complete_with_both_heads_and_who_is_expected(coming, cast):
    officer = cast["officer"]
    notes = []
    for change in ("", "head_own", "head_partner"):
        if change:
            setattr(coming, change, make_person())
            coming.save()
        notes.append(_items(coming, officer)[BEFORE[2]].note)
    preparing = make_meeting(round=coming, kind="preparatory")
    make_participation(meeting=preparing)
    before = _items(coming, officer)[BEFORE[2]].done
    make_participation(meeting=make_meeting(round=coming), attendance="expected")

    assert notes == [
        "Not known yet: our head, the partner’s head, who is expected.",
        "Not known yet: the partner’s head, who is expected.",
        "Not known yet: who is expected.",
    ]
    assert (before, _items(coming, officer)[BEFORE[2]].done) == (False, True)


@pytest.mark.parametrize(
    ("date", "where", "kind", "done"),
    [
        ("2026-10", "dialogue", "civil_society_consultation", True),
        ("2026-10", "partner", "civil_society_consultation", True),
        ("2026-10", "coming", "civil_society_consultation", True),
        ("", "coming", "civil_society_consultation", True),
        ("", "dialogue", "civil_society_consultation", False),
        ("2022-06-19", "dialogue", "civil_society_consultation", False),
        ("2198-12", "coming", "civil_society_consultation", False),
        ("2026-10", "last", "civil_society_consultation", False),
        ("2026-10", "coming", "plenary", False),
    ],
)
def test_civil_society_is_consulted_in_the_round_or_since_the_last(
    coming, last, dialogue, cast, date, where, kind, done
):
    place = {
        "dialogue": {"dialogue": dialogue},
        "partner": {"partner": dialogue.partner},
        "coming": {"round": coming},
        "last": {"round": last},
    }[where]
    make_meeting(kind=kind, date=date, **place)

    assert _items(coming, cast["officer"])[BEFORE[3]].done is done


def test_a_promise_is_looked_at_when_there_is_news_of_it_since_the_last_round(
    coming, last, cast
):
    officer = cast["officer"]
    promise = make_measure(round=last)
    make_measure(round=last, firmness="idea")
    make_measure_status(measure=promise, date="2022-06-20", round=last)
    before = _items(coming, officer)[BEFORE[4]]
    make_measure_status(measure=promise, date="2026-03")
    after = _items(coming, officer)[BEFORE[4]]

    assert (before.done, after.done) == (False, True)
    assert before.note == "1 open, 1 without news since the last round."
    assert after.note == "1 open, 0 without news since the last round."


def test_overdue_replies_are_counted_apart_from_those_due(coming, dialogue, cast):
    for due in ("2022-12-01", "2199-01-01"):
        make_raising(concern=make_concern(dialogue=dialogue), reply_due=due)

    item = _items(coming, cast["officer"])[BEFORE[5]]

    assert (item.done, item.note) == (False, "2 due, 1 of them overdue.")


@pytest.mark.parametrize(("outcome", "done"), [("", False), ("Settled.", True)])
def test_incidents_of_the_last_round_are_settled(coming, last, cast, outcome, done):
    make_incident(round=last, outcome=outcome)

    assert _items(coming, cast["officer"])[BEFORE[6]].done is done


def test_a_briefing_is_done_when_everybody_it_is_for_has_read_it(coming, cast):
    officer, lead = cast["officer"], cast["lead"]
    briefing = make_briefing(round=coming)
    notes = []
    for reader in (None, officer, lead):
        if reader:
            briefing.readers.add(reader)
            BriefingRead.objects.get_or_create(briefing=briefing, user=officer)
        item = _items(coming, officer)[BEFORE[7]]
        notes.append((item.done, item.note))

    assert notes == [
        (False, "It is meant for nobody yet."),
        (True, "Read by Olav Officer."),
        (False, "Read by Olav Officer. Not yet read by Liv Lead."),
    ]


# --- After ----------------------------------------------------------------------------


def test_a_round_that_was_held_has_all_that_comes_after_it(held, cast):
    assert tuple(_items(held, cast["officer"])) == AFTER
    assert _done(held, cast["officer"]) == {AFTER[2]}


def test_everything_after_a_round_is_done(held, cast):
    officer = cast["officer"]
    meeting = make_meeting(round=held, kind="debrief", date="2022-07")
    make_minutes(meeting=meeting, status="final")
    objective = make_objective(round=held, locked_on="2022-06-19")
    make_assessment(objective=objective, round=held)
    make_trust(round=held)
    make_statement(round=held)
    held.cost, held.staff_days = 0, 3
    held.save()
    briefing = make_briefing(round=held, kind="after")
    briefing.readers.add(officer)
    BriefingRead.objects.create(briefing=briefing, user=officer)

    assert _done(held, officer) == set(AFTER)


def test_minutes_are_final_for_each_meeting(held, cast):
    for status in ("final", "agreed", "draft"):
        make_minutes(meeting=make_meeting(round=held), status=status)
    make_meeting(round=held)

    item = _items(held, cast["officer"])[AFTER[1]]

    assert (item.done, item.note) == (False, "2 of 4 meetings.")


@pytest.mark.parametrize("status", ["postponed", "suspended", "cancelled"])
def test_a_stopped_round_has_no_checklist(dialogue, cast, status):
    round_ = make_round(dialogue=dialogue, status=status, status_why="x")

    assert checklist(round_, cast["officer"], can_change=True, last=None) is None


def test_a_closed_round_has_no_checklist(dialogue, cast):
    round_ = make_round(dialogue=dialogue, status="held", closed_on="2026-01-01")

    assert checklist(round_, cast["officer"], can_change=True, last=None) is None


# --- For whom -------------------------------------------------------------------------


def test_what_a_reader_may_not_see_changes_no_state(coming, last, dialogue, cast):
    hidden = {"classification": CONFIDENTIAL}
    bare = _items(coming, cast["junior"])
    make_objective(round=coming, locked_on=timezone.localdate(), **hidden)
    make_agenda_item(round=coming, status="agreed", **hidden)
    make_meeting(round=coming, kind="civil_society_consultation", **hidden)
    make_measure(round=last, **hidden)
    make_raising(
        concern=make_concern(dialogue=dialogue), reply_due="2022-12-01", **hidden
    )
    make_incident(round=last, **hidden)
    make_briefing(round=coming, **hidden).readers.add(cast["officer"])

    assert _items(coming, cast["junior"]) == bare
    assert _items(coming, cast["officer"]) != bare


def test_nor_does_it_after_a_round(held, cast):
    hidden = {"classification": CONFIDENTIAL}
    bare = _items(held, cast["junior"])
    make_meeting(round=held, kind="debrief", **hidden)
    make_objective(round=held, **hidden)
    make_trust(round=held, **hidden)
    make_statement(round=held, **hidden)
    make_briefing(round=held, kind="after", **hidden).readers.add(cast["officer"])

    assert _items(held, cast["junior"]) == bare
    assert _items(held, cast["officer"]) != bare


def test_every_open_item_leads_to_where_it_is_done(coming, held, cast, signed_in):
    client = signed_in("officer")
    for round_ in (coming, held):
        for label, item in _items(round_, cast["officer"]).items():
            if item.url:
                assert item.action, label
                assert client.get(item.url).status_code == 200, label
            else:
                assert item.done, label


def test_those_who_only_read_are_led_to_no_form(coming, held, cast):
    for round_ in (coming, held):
        for label, item in _items(round_, cast["analyst"], can_change=False).items():
            assert not item.url or "/new/" not in item.url, label
            assert "/edit/" not in item.url, label


@pytest.mark.parametrize("name", ["coming", "held"])
def test_the_page_of_the_round_shows_how_much_is_done(request, signed_in, name):
    round_ = request.getfixturevalue(name)

    page = signed_in("officer").get(round_.get_absolute_url())

    assert "as far as you may see" in page.text
    found = page.context["checklist"]
    assert f"{found.done} of {len(found.items)} done" in page.text


@pytest.mark.parametrize(
    ("status", "starts_on", "ends_on", "in_hand"),
    [
        ("planned", "", "", True),
        ("confirmed", "2015", "", True),
        ("held", "2026-06-01", "2026-06-03", True),
        ("held", "2026-05-01", "", False),
        ("held", "2026", "", True),
        ("held", "", "", False),
    ],
)
@time_machine.travel("2026-11-24", tick=False)
def test_it_is_unfolded_while_one_works_with_it(
    dialogue, cast, status, starts_on, ends_on, in_hand
):
    round_ = make_round(
        dialogue=dialogue, status=status, starts_on=starts_on, ends_on=ends_on
    )
    round_.refresh_from_db()

    found = checklist(round_, cast["officer"], can_change=True, last=None)

    assert found.is_in_hand is in_hand


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("coming", 11), ("held", 9)])
def test_it_costs_the_same_however_much_there_is(
    request, cast, name, queries, rows, django_assert_num_queries
):
    round_ = request.getfixturevalue(name)
    for _row in range(rows):
        meeting = make_meeting(round=round_)
        make_minutes(meeting=meeting)
        make_objective(round=round_)
        make_agenda_item(round=round_)
        make_measure(round=round_)
        make_briefing(round=round_).readers.add(cast["lead"])
        make_raising(
            concern=make_concern(dialogue=round_.dialogue), reply_due="2022-12-01"
        )
    officer = cast["officer"]
    last = Round.objects.visible_to(officer).last_held_before(round_)

    with django_assert_num_queries(queries):
        found = checklist(round_, officer, can_change=True, last=last)
        assert len(found.items) in (len(BEFORE), len(AFTER))
