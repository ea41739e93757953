"""A dialogue over the years: its lanes, its drawing, its table, and what is hidden."""

import datetime

import pytest
from django.urls import reverse

from core.models import AuditEvent, Classification
from core.partial_dates import PartialDate
from dialogues.in_time import lanes
from dialogues.in_time.drawing import drawing
from dialogues.in_time.lanes import InTime, Lane, Mark
from tests.factories import (
    make_concern,
    make_dialogue,
    make_evaluation,
    make_incident,
    make_meeting,
    make_other_step,
    make_round,
    make_statement,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
TODAY = datetime.date(2026, 11, 24)


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia, title="Dialogue with Indonesia")


def _url(dialogue):
    return reverse("dialogues:dialogue_time", args=[dialogue.slug])


def _one_of_each(dialogue, **more):
    """One record for each lane, of 2020."""
    return {
        "rounds": make_round(
            dialogue=dialogue,
            status="held",
            city="Bogor",
            starts_on="2020-06-15",
            **more,
        ),
        "meetings": make_meeting(
            dialogue=dialogue,
            partner=dialogue.partner,
            title="Talk in between",
            date="2020-02-01",
            **more,
        ),
        "steps": make_other_step(
            dialogue=dialogue, title="A letter", date="2020-03", **more
        ),
        "statements": make_statement(
            dialogue=dialogue, title="A speech", date="2020", **more
        ),
        "incidents": make_incident(
            dialogue=dialogue,
            title="No visa",
            date="2020-06-01",
            **({"classification": INTERNAL} | more),
        ),
        "evaluations": make_evaluation(
            dialogues=[dialogue], title="A review", date="2020-12-01", **more
        ),
    }


def _titles(found):
    """What stands in each lane, whether or not it has a date."""
    return {
        lane.code: [mark.title for mark in marks] for lane, marks in found.all if marks
    }


# --- Where a mark goes, computed without any database ---------------------------------


class _Row:
    pk = 1


def _mark(starts, ends=""):
    ends = PartialDate(ends) if ends else ""
    return Mark(_Row, "", PartialDate(starts), ends)


def _drawn(*marks):
    lane = Lane("x", "X", 1, None)
    return drawing([(lane, list(marks))], TODAY)


def test_a_later_day_stands_further_to_the_right():
    days = ["1998-01-05", "2003-06-01", "2020-12-31"]

    drawn = _drawn(*(_mark(day) for day in days))

    places = [at["middle"] for at in drawn["lanes"][0]["marks"]]
    assert places == sorted(places)
    assert len(set(places)) == 3


def test_marks_that_would_touch_stand_below_each_other():
    drawn = _drawn(_mark("2001-01-01"), _mark("2020-06-01"), _mark("2020-06-03"))

    other, first, second = drawn["lanes"][0]["marks"]
    assert second["y"] >= first["y"] + first["spot"]
    assert other["y"] == first["y"]


def test_of_a_year_alone_the_mark_is_as_wide_as_the_year():
    drawn = _drawn(_mark("2020"), _mark("2010-05-05"))

    year, day = drawn["lanes"][0]["marks"]
    assert not year["is_point"]
    assert year["width"] > day["width"]


@pytest.mark.parametrize("starts", ["2020-01-01", "2020-12-31", "2020"])
def test_no_mark_leaves_the_drawing(starts):
    drawn = _drawn(_mark(starts))

    [at] = drawn["lanes"][0]["marks"]
    assert at["x"] >= 0
    assert at["x"] + at["width"] <= drawn["width"]
    assert at["y"] + at["spot"] <= drawn["height"]


@pytest.mark.parametrize(
    ("last", "is_there"), [("2026-01-01", True), ("2025-12-31", False)]
)
def test_today_is_drawn_where_it_lies_among_the_years(last, is_there):
    drawn = _drawn(_mark("2020-01-01"), _mark(last))

    assert (drawn["today"] is not None) == is_there


def test_without_any_date_there_is_no_drawing():
    assert _drawn() is None


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
def test_who_may_see_a_dialogue_in_time(signed_in, indonesia, marking, who, status):
    dialogue = make_dialogue(partner=indonesia, classification=marking)

    assert signed_in(who).get(_url(dialogue)).status_code == status


def test_every_lane_has_its_mark_and_its_line(signed_in, dialogue):
    rows = _one_of_each(dialogue)

    page = signed_in("analyst").get(_url(dialogue))

    assert page.context["count"] == 6
    for code, row in rows.items():
        assert f"time__mark--{code}" in page.text
        assert page.text.count(f'href="{row.get_absolute_url()}"') == 2


def test_the_table_has_the_newest_first(signed_in, dialogue):
    _one_of_each(dialogue)

    page = signed_in("officer").get(_url(dialogue))

    dates = [row["record"].starts for row in page.context["marks"]["rows"]]
    assert dates == sorted(dates, reverse=True)
    assert dates[0] == "2020-12-01"


def test_what_has_no_date_is_listed_apart(signed_in, dialogue):
    rows = _one_of_each(dialogue)
    step = make_other_step(dialogue=dialogue, title="Some day")

    page = signed_in("officer").get(_url(dialogue))

    [(lane, [mark])] = page.context["undated"]
    assert (lane.code, mark.record) == ("steps", step)
    assert page.context["count"] == len(rows)
    assert step.get_absolute_url() in page.text.partition('id="undated"')[2]


def test_a_meeting_of_a_round_stands_in_no_lane_of_its_own(cast, dialogue):
    make_meeting(round=make_round(dialogue=dialogue), date="2020-06-16")

    assert "meetings" not in _titles(InTime(dialogue, cast["officer"]))


def test_what_is_beside_any_dialogue_with_the_country_stands_here(
    cast, dialogue, indonesia, china
):
    other = make_dialogue(partner=indonesia, title="Another dialogue")
    make_other_step(partner=indonesia, title="With the country")
    make_other_step(concern=make_concern(dialogue=dialogue), title="On a concern")
    make_other_step(concern=make_concern(dialogue=other), title="On another's concern")
    make_other_step(dialogue=other, title="Beside another")
    make_other_step(partner=china, title="Elsewhere")
    make_meeting(partner=indonesia, title="Visit")
    make_meeting(partner=indonesia, dialogue=other, title="Of another")
    make_meeting(partner=china, title="Visit elsewhere")

    found = _titles(InTime(dialogue, cast["officer"]))

    assert set(found["steps"]) == {"With the country", "On a concern"}
    assert found["meetings"] == ["Visit"]


def test_nothing_hidden_shows_anywhere(signed_in, dialogue):
    _one_of_each(dialogue, classification=CONFIDENTIAL)
    make_other_step(dialogue=dialogue, title="Some day", classification=CONFIDENTIAL)

    page = signed_in("junior").get(_url(dialogue))
    full = signed_in("officer").get(_url(dialogue))

    secrets = (
        "Bogor",
        "Talk in between",
        "A letter",
        "A speech",
        "No visa",
        "Some day",
    )
    assert not [secret for secret in secrets if secret in page.text]
    assert page.context["drawing"] is None
    assert page.context["count"] == 0
    assert page.context["undated"] == []
    assert [secret for secret in secrets if secret not in full.text] == []


def test_what_is_archived_is_left_out(cast, dialogue):
    gone = {"archived_at": "2026-01-01T00:00Z", "archived_why": "By mistake"}
    _one_of_each(dialogue, **gone)

    assert _titles(InTime(dialogue, cast["officer"])) == {}


def test_reading_what_is_restricted_is_logged(signed_in, dialogue):
    client = signed_in("officer")
    client.get(_url(dialogue))
    before = AuditEvent.objects.filter(action=AuditEvent.Action.READ).count()
    make_other_step(dialogue=dialogue, classification=RESTRICTED)

    client.get(_url(dialogue))

    assert before == 0
    assert AuditEvent.objects.filter(action=AuditEvent.Action.READ).count() == 1


def test_another_app_adds_a_lane_by_its_name(cast, dialogue, monkeypatch):
    monkeypatch.setattr(lanes, "_LANES", lanes._LANES.copy())
    step = make_other_step(dialogue=dialogue, date="2020")

    @lanes.draws_lane("projects", "Joint projects", place=35)
    def projects(dialogue, user):
        return [Mark(step, "", step.date)]

    codes = [lane.code for lane, _marks in InTime(dialogue, cast["officer"]).dated]
    assert codes.index("projects") == codes.index("steps") + 1


def test_a_round_that_was_not_held_is_no_full_mark(signed_in, dialogue):
    make_round(
        dialogue=dialogue,
        status="cancelled",
        status_why="Floods",
        starts_on="2020-06-15",
    )

    page = signed_in("officer").get(_url(dialogue))

    assert "time__mark--hollow" in page.text
    assert "Cancelled" in page.text


def test_the_dialogue_leads_there(signed_in, dialogue):
    page = signed_in("analyst").get(dialogue.get_absolute_url())

    assert f'href="{_url(dialogue)}"' in page.text


@pytest.mark.parametrize("rounds", [3, 300])
def test_it_costs_the_same_however_many_rounds(
    signed_in, dialogue, rounds, django_assert_num_queries
):
    for number in range(rounds):
        year = str(1700 + number)
        round_ = make_round(dialogue=dialogue, status="held", starts_on=year)
        make_statement(dialogue=dialogue, round=round_, date=year)
        make_other_step(dialogue=dialogue, date=year)
    for _number in range(3):
        _one_of_each(dialogue)
    client = signed_in("officer")
    client.get(_url(dialogue))

    with django_assert_num_queries(13):
        page = client.get(_url(dialogue))

    assert page.context["count"] == 3 * rounds + 18
