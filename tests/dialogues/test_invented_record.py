"""The invented file gives every page of a dialogue something to show.

Both files are loaded once for all tests of this module; each of them only reads.
"""

from pathlib import Path

import pytest
import time_machine
from django.db import transaction

from core.models import Classification
from core.record_file import load_file
from dialogues.models import (
    Assessment,
    Briefing,
    Dialogue,
    Evaluation,
    FactUsed,
    Finding,
    FollowUp,
    GroupReport,
    Incident,
    Measure,
    MeasureStatus,
    Objective,
    OtherStep,
    ParliamentaryQuestion,
    PriorityTopic,
    Round,
    SpeakingNote,
    Statement,
    Trust,
    YearlyCost,
)
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]

DATA = Path(__file__).resolve().parent.parent.parent / "data"
NORWAY = DATA / "record-norway.json"
FICTIONAL = DATA / "fictional-norway.json"
OF_THE_FILE = (Evaluation, Finding, Incident, Measure, MeasureStatus)
OF_THE_FILE += (ParliamentaryQuestion, Statement)
RECORDS = (*OF_THE_FILE, Assessment, Briefing, FactUsed, GroupReport, Objective)
RECORDS += (OtherStep, PriorityTopic, SpeakingNote, Trust, YearlyCost)


def true_rows():
    """Everything that the public record has given, as it stands."""
    models = (*OF_THE_FILE, Round, Dialogue)
    return {m: list(m.objects.filter(fictional=False).values()) for m in models}


@pytest.fixture(scope="module")
def before(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_file(NORWAY)
        yield true_rows()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def invented(before):
    for name in ("indonesia", "china", "lead"):
        make_user(email=f"{name}@example.org")
    with time_machine.travel("2026-11-23 12:00Z", tick=False):
        return load_file(FICTIONAL)


def test_every_kind_has_an_invented_row_and_all_are_marked(invented):
    for model in RECORDS:
        assert model.objects.filter(fictional=True).exists(), model
    assert invented.not_taken == {}
    assert invented.notes == []
    assert not any(tally.skipped for tally in invented.sections.values())
    assert not FollowUp.objects.filter(fictional=False).exists()


def test_no_row_of_the_public_record_is_touched_by_the_invented_one(before):
    assert true_rows() == before


def test_the_planned_round_has_what_its_pages_show():
    round_ = Round.objects.get(dialogue__slug="norway-indonesia", ordinal=17)

    assert round_.objectives.locked().count() == 2
    assert round_.objectives.count() == 3
    assert set(round_.statements.values_list("side", flat=True)) == {
        "both",
        "ours",
        "partner",
    }
    assert round_.group_reports.count() == round_.working_groups.count() == 2
    [briefing] = round_.briefings.all()
    assert briefing.readers.count() == 2
    assert round_.incidents.without_outcome().count() == 1
    assert round_.agenda_items.count() > 3


def test_the_last_round_left_numbered_recommendations_and_a_score():
    round_ = Round.objects.get(dialogue__slug="norway-indonesia", ordinal=16)

    numbered = round_.measures.order_by("number")
    assert list(numbered.values_list("number", flat=True)) == [1, 2, 3]
    assert round_.trust.frankness == 4
    assessed = round_.assessments.get()
    assert assessed.objective.is_locked
    assert (assessed.contribution, assessed.confidence) == ("plausible", "medium")


def test_one_promise_is_reported_done_and_assessed_otherwise():
    promise = Measure.objects.get(loaded_as="measures:id-common-form")
    desk = [promise.dialogue.partner]
    reader = make_user(desks=desk, clearance=Classification.CONFIDENTIAL)

    row = Measure.objects.with_voices(reader).get(pk=promise.pk)

    assert (row.said_by_them, row.assessed_by_us) == ("done", "partly_done")


def test_nothing_invented_is_later_than_the_day_that_it_is_set_in():
    """What has happened is of the past; what is due or planned need not be."""
    today = "2026-11-23"

    happened = [
        *MeasureStatus.objects.values_list("date", flat=True),
        *Assessment.objects.values_list("date", flat=True),
        *Incident.objects.values_list("date", flat=True),
        *OtherStep.objects.values_list("date", flat=True),
        *ParliamentaryQuestion.objects.values_list("asked_on", flat=True),
        *Statement.objects.exclude(status="draft").values_list("date", flat=True),
    ]
    assert max(happened) <= today
    due = ParliamentaryQuestion.objects.unanswered().get()
    assert due.due.isoformat() > today


def counts():
    return {m: (m.objects.count(), m.history.count()) for m in (*RECORDS, Round)}


def test_a_second_load_of_both_files_changes_nothing():
    found = counts()

    reports = [load_file(NORWAY), load_file(FICTIONAL)]

    assert counts() == found
    assert [report.taken for report in reports] == [{}, {}]
