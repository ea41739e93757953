"""Objectives: a benchmark that stands fast, its assessment, and trust."""

import datetime

import pytest
import time_machine
from django.contrib import admin
from django.urls import reverse

from core.models import Classification
from dialogues.models import Assessment, Objective, Trust
from tests.dialogues.test_follow_ups import _open_form
from tests.factories import (
    make_assessment,
    make_dialogue,
    make_objective,
    make_round,
    make_topic,
    make_trust,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
LIST = "dialogues:objective_list"

WHO_SEES_WHAT = [
    (INTERNAL, "other_desk", 200, 403),
    (INTERNAL, "visitor", 302, 302),
    (RESTRICTED, "junior", 200, 200),
    (RESTRICTED, "analyst", 200, 403),
    (RESTRICTED, "other_desk", 404, 404),
    (CONFIDENTIAL, "officer", 200, 200),
    (CONFIDENTIAL, "junior", 404, 404),
]


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia)


@pytest.mark.parametrize(("marking", "who", "page", "edit"), WHO_SEES_WHAT)
def test_who_may_read_and_change_an_objective(
    signed_in, dialogue, marking, who, page, edit
):
    objective = make_objective(
        dialogue=dialogue, title="Fewer executions", classification=marking
    )
    client = signed_in(who)

    shown = client.get(objective.get_absolute_url())
    history = client.get(objective.url_for("history"))
    listed = client.get(reverse(LIST))
    file = client.get(reverse(LIST), {"format": "csv"})
    around = client.get(dialogue.get_absolute_url())

    assert shown.status_code == history.status_code == page
    for verb in ("edit", "archive"):
        assert client.get(objective.url_for(verb)).status_code == edit
    new = reverse("dialogues:assessment_new", args=[objective.pk])
    assert client.get(new).status_code == edit
    assert ("Fewer executions" in listed.text) is (page == 200)
    assert ("Fewer executions" in around.text) is (page == 200)
    if who != "visitor":
        assert ("Fewer executions" in file.getvalue().decode()) is (page == 200)


@pytest.mark.parametrize(("marking", "who", "page", "edit"), WHO_SEES_WHAT)
def test_who_may_read_and_change_an_assessment(
    signed_in, dialogue, marking, who, page, edit
):
    round_ = make_round(dialogue=dialogue)
    objective = make_objective(dialogue=dialogue, round=round_)
    assessment = make_assessment(
        objective=objective,
        round=round_,
        rating="much",
        value="Two executions",
        classification=marking,
    )
    client = signed_in(who)

    pages = [
        client.get(row.get_absolute_url()).text for row in (objective, round_, dialogue)
    ]
    listed = client.get(reverse(LIST), {"rating": "much"})

    assert client.get(assessment.url_for("history")).status_code == page
    assert client.get(assessment.url_for("edit")).status_code == edit
    for text in pages:
        assert ("Two executions" in text) is (page == 200)
    assert (objective.title in listed.text) is (page == 200)


@pytest.mark.parametrize(("marking", "who", "page", "edit"), WHO_SEES_WHAT)
def test_who_may_read_and_change_a_measure_of_trust(
    signed_in, dialogue, marking, who, page, edit
):
    round_ = make_round(dialogue=dialogue)
    trust = make_trust(round=round_, note="They answered.", classification=marking)
    client = signed_in(who)

    at_round = client.get(round_.get_absolute_url())
    around = client.get(dialogue.get_absolute_url())

    assert client.get(trust.url_for("history")).status_code == page
    url = reverse("dialogues:trust_edit", args=[round_.pk])
    # The round itself may be seen, and then its trust may not be changed.
    assert client.get(url).status_code == (edit if page != 404 else _of_round(who))
    assert ("They answered." in at_round.text) is (page == 200)
    assert ("Trust over the rounds" in around.text) is (page == 200)


def _of_round(who):
    return 403 if who == "other_desk" else 404


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("other_desk", 403), ("analyst", 403)]
)
def test_only_the_desk_sets_objectives(signed_in, dialogue, who, status):
    url = reverse("dialogues:objective_new", args=[dialogue.slug])

    assert signed_in(who).get(url).status_code == status


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    signed_in, dialogue, rows, django_assert_num_queries
):
    for _number in range(rows):
        round_ = make_round(dialogue=dialogue)
        objective = make_objective(dialogue=dialogue, round=round_, topic=make_topic())
        make_assessment(objective=objective, round=round_)
    client = signed_in("officer")
    client.get(reverse(LIST))

    with django_assert_num_queries(14):
        page = client.get(reverse(LIST))

    assert len(page.context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_often_it_was_assessed(
    signed_in, dialogue, rows, django_assert_num_queries
):
    objective = make_objective(dialogue=dialogue)
    for _number in range(rows):
        make_assessment(objective=objective, round=make_round(dialogue=dialogue))
    client = signed_in("officer")
    client.get(objective.get_absolute_url())

    with django_assert_num_queries(14):
        page = client.get(objective.get_absolute_url())

    assert len(page.context["assessments"]) == rows


# --- The benchmark --------------------------------------------------------------------


def _lock(client, objective):
    return client.post(objective.url_for("lock"), follow=True)


def test_a_locked_benchmark_cannot_be_edited(signed_in, cast, dialogue):
    objective = make_objective(dialogue=dialogue, target="None", note="Old")
    client = signed_in("officer")
    edit = objective.url_for("edit")
    before = _open_form(client, edit)

    _lock(client, objective)
    late = client.post(edit, before | {"target": "Ten"})
    form = client.get(edit).context["form"]
    client.post(edit, _open_form(client, edit, note="New"))

    objective.refresh_from_db()
    assert "It was locked while you were writing" in late.text
    assert not set(Objective.BENCHMARK) & set(form.fields)
    assert (objective.target, objective.note) == ("None", "New")
    assert (objective.locked_by, objective.is_locked) == (cast["officer"], True)


def test_no_earlier_version_goes_round_the_lock(signed_in, dialogue):
    objective = make_objective(dialogue=dialogue, target="Ten", note="First")
    client = signed_in("officer")
    edit = objective.url_for("edit")
    client.post(edit, _open_form(client, edit, target="None", note="Second"))
    _lock(client, objective)
    first = objective.history.earliest()
    revert = objective.url_for("revert", first.pk)

    client.post(revert, _open_form(client, revert, reason="Back"))

    objective.refresh_from_db()
    assert (objective.target, objective.note) == ("None", "First")
    assert objective.is_locked


def test_an_earlier_locked_version_does_not_lock_again(signed_in, dialogue):
    objective = make_objective(dialogue=dialogue)
    client = signed_in("lead")
    _lock(client, objective)
    locked = objective.history.first()
    unlock = objective.url_for("unlock")
    client.post(unlock, _open_form(client, unlock, reason="A new target is agreed"))
    revert = objective.url_for("revert", locked.pk)

    client.post(revert, _open_form(client, revert, reason="Back"))

    objective.refresh_from_db()
    assert not objective.is_locked


def test_the_administration_does_not_touch_objectives():
    assert not admin.site.is_registered(Objective)


@pytest.mark.parametrize(
    ("who", "status"), [("lead", 200), ("officer", 403), ("other_desk", 403)]
)
def test_only_a_desk_lead_unlocks(signed_in, dialogue, who, status):
    objective = make_objective(dialogue=dialogue)
    _lock(signed_in("officer"), objective)

    assert signed_in(who).get(objective.url_for("unlock")).status_code == status


def test_unlocking_asks_why_and_the_history_keeps_it(signed_in, dialogue):
    objective = make_objective(dialogue=dialogue)
    client = signed_in("lead")
    _lock(client, objective)
    unlock = objective.url_for("unlock")

    refused = client.post(unlock, _open_form(client, unlock, reason=""))
    client.post(unlock, _open_form(client, unlock, reason="The law has changed"))

    objective.refresh_from_db()
    assert "reason" in refused.context["form"].errors
    assert not objective.is_locked
    assert "The law has changed" in client.get(objective.url_for("history")).text


@pytest.mark.parametrize("missing", ["indicator", "target"])
def test_what_cannot_be_measured_is_not_locked(signed_in, dialogue, missing):
    objective = make_objective(dialogue=dialogue, **{missing: ""})

    page = _lock(signed_in("officer"), objective)

    objective.refresh_from_db()
    assert "has an indicator and a target before it is locked" in page.text
    assert not objective.is_locked


@time_machine.travel("2026-11-23 12:00")
@pytest.mark.parametrize(
    ("status", "starts_on", "late"),
    [
        ("planned", "2026-11-23", True),
        ("planned", "2026-11-24", False),
        ("planned", "2026", False),
        ("planned", "", False),
        ("held", "2026", True),
        ("held", "", True),
    ],
)
def test_locking_after_the_round_began_is_warned_of_and_shown(
    signed_in, dialogue, status, starts_on, late
):
    round_ = make_round(dialogue=dialogue, status=status, starts_on=starts_on)
    objective = make_objective(round=round_)
    client = signed_in("officer")

    before = client.get(objective.get_absolute_url())
    _lock(client, objective)
    pages = [
        client.get(url).text
        for url in (
            objective.get_absolute_url(),
            round_.get_absolute_url(),
            dialogue.get_absolute_url(),
            reverse("dialogues:dialogue_account", args=[dialogue.slug]),
        )
    ]

    assert ("Its round has begun." in before.text) is late
    assert [("Not set before the round" in text) for text in pages] == [late] * 4


def test_an_objective_that_was_not_locked_in_time_says_so(signed_in, dialogue):
    held = make_round(dialogue=dialogue, status="held")
    early = make_round(dialogue=dialogue, status="held", starts_on="2023")
    make_objective(round=held, title="Never locked")
    make_objective(round=early, title="In time", locked_on="2022-12-31")
    client = signed_in("officer")

    never = client.get(held.get_absolute_url()).text
    in_time = client.get(early.get_absolute_url()).text

    assert "Not locked before the round" in never
    assert "before the round" not in in_time


@pytest.mark.parametrize("missing", ["indicator", "target"])
def test_what_cannot_be_measured_is_not_offered_to_be_locked(
    signed_in, dialogue, missing
):
    client = signed_in("officer")
    bare = make_objective(dialogue=dialogue, **{missing: ""})
    whole = make_objective(dialogue=dialogue)

    page = client.get(bare.get_absolute_url()).text

    assert f"Still missing: {missing}." in page
    assert bare.url_for("lock") not in page
    assert whole.url_for("lock") in client.get(whole.get_absolute_url()).text


# --- Assessing it ---------------------------------------------------------------------


def test_a_contribution_has_evidence_and_says_how_sure_we_are(signed_in, dialogue):
    objective = make_objective(dialogue=dialogue)
    client = signed_in("officer")
    url = reverse("dialogues:assessment_new", args=[objective.pk])
    said = {"rating": "some", "contribution": "plausible"}

    refused = client.post(url, _open_form(client, url, **said))
    client.post(
        url, _open_form(client, url, **said, evidence="Law 1", confidence="medium")
    )

    assert {"evidence", "confidence"} <= set(refused.context["form"].errors)
    assert Assessment.objects.get().contribution == "plausible"


def test_a_round_of_another_dialogue_is_not_offered(signed_in, indonesia, dialogue):
    objective = make_objective(dialogue=dialogue)
    mine = make_round(dialogue=dialogue)
    make_round(dialogue=make_dialogue(partner=indonesia))
    url = reverse("dialogues:assessment_new", args=[objective.pk])

    form = signed_in("officer").get(url).context["form"]

    assert list(form.fields["round"].queryset) == [mine]


def test_ratings_of_several_rounds_stand_side_by_side(signed_in, dialogue):
    first = make_round(dialogue=dialogue, ordinal=1, starts_on="2020", city="Jakarta")
    second = make_round(dialogue=dialogue, ordinal=2, starts_on="2022", city="Oslo")
    objective = make_objective(dialogue=dialogue, title="Fewer executions")
    make_assessment(objective=objective, round=first, rating="backwards")
    make_assessment(objective=objective, round=second, rating="some")

    page = signed_in("officer").get(dialogue.get_absolute_url())

    compared = page.context["progress"].compared
    assert compared["rounds"] == [first, second]
    ratings = [cell and cell[0].rating for cell in compared["rows"][0][1]]
    assert ratings == ["backwards", "some", None]


def test_a_hidden_round_is_no_column(signed_in, dialogue):
    hidden = make_round(
        dialogue=dialogue, city="Hidden city", classification=CONFIDENTIAL
    )
    make_assessment(objective=make_objective(dialogue=dialogue), round=hidden)

    page = signed_in("junior").get(dialogue.get_absolute_url())

    assert page.context["progress"].compared["rounds"] == []
    assert "Hidden city" not in page.text


# --- Trust ----------------------------------------------------------------------------


def test_trust_is_written_down_once_and_changed_after(signed_in, dialogue):
    round_ = make_round(dialogue=dialogue)
    client = signed_in("officer")
    url = reverse("dialogues:trust_edit", args=[round_.pk])

    refused = client.post(url, _open_form(client, url))
    client.post(url, _open_form(client, url, frankness="2"))
    client.post(url, _open_form(client, url, frankness="4", access="1"))

    trust = Trust.objects.get()
    assert "frankness" in refused.context["form"].errors
    assert (trust.frankness, trust.openness, trust.access) == (4, None, 1)
    assert trust.classification == RESTRICTED


def test_an_objective_is_due_as_far_as_it_is_known(signed_in, dialogue):
    objective = make_objective(dialogue=dialogue, due="2027")

    page = signed_in("officer").get(objective.get_absolute_url())

    assert datetime.date(2027, 12, 31) == Objective.objects.get().due.latest
    assert "2027" in page.text
