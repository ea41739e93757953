"""Promises, objectives, evaluations and accounts to parliament in a record file."""

import copy
import json
from decimal import Decimal

import pytest

from core.models import Classification, Source
from core.record_file import load_file
from core.record_rows import BrokenFile
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
from tests.factories import (
    make_dialogue,
    make_evaluation,
    make_measure,
    make_partner,
    make_priority_topic,
    make_question,
    make_round,
    make_topic,
    make_trust,
    make_user,
    make_yearly_cost,
)

pytestmark = pytest.mark.django_db

RECORDS = (Assessment, Briefing, Evaluation, FactUsed, Finding, GroupReport, Incident)
RECORDS += (Measure, MeasureStatus, Objective, OtherStep, ParliamentaryQuestion)
RECORDS += (PriorityTopic, SpeakingNote, Statement, Trust, YearlyCost)

# A file with something in every section about the depth of a dialogue.
SMALL = {
    "_about": {"home_country": "NO", "classification": "open"},
    "countries": [
        {"code": "ID", "name": "Indonesia"},
        {"code": "VN", "name": "Viet Nam"},
    ],
    "dialogues": [
        {"id": "NO-ID", "country": "ID", "title": "Dialogue", "slug": "norway-id"},
        {"id": "NO-VN", "country": "VN", "title": "Dialogue", "slug": "norway-vn"},
    ],
    "priority_topics": [
        {
            "dialogue": "NO-ID",
            "topic": "juvenile justice",
            "since": 2002,
            "chosen_by": "ID",
            "why": "Asked for.",
        }
    ],
    "rounds": [
        {"dialogue": "NO-ID", "ordinal": 1, "starts_on": "2002-04-10", "cost": 12.5}
    ],
    "working_groups": [{"dialogue": "NO-ID", "title": "Children"}],
    "meetings": [
        {
            "key": "seminar",
            "dialogue": "NO-ID",
            "round": 1,
            "title": "Seminar",
            "kind": "expert_seminar",
            "agenda": [{"title": "Custody", "speaking_note": "Ask for the figures."}],
        }
    ],
    "concerns": [
        {
            "key": "custody",
            "dialogue": "NO-ID",
            "title": "Children in custody",
            "raised_by": "ours",
            "kind": "concern",
        }
    ],
    "measures": [
        {
            "key": "form",
            "dialogue": "NO-ID",
            "round": 1,
            "number": 1,
            "concern": "custody",
            "title": "A common form",
            "topic": "juvenile-justice",
            "firmness": "commitment",
            "side": "ID",
            "proposed_by": "ours",
            "due": "2003",
            "source": "https://example.org/round",
            "states": [
                {"voice": "partner", "state": "done", "date": "2003-01"},
                {
                    "voice": "ours",
                    "state": "done",
                    "date": "2003-02",
                    "source": "https://example.org/form",
                },
            ],
        }
    ],
    "commitments": [
        {
            "dialogue": "NO-ID",
            "ordinal": 1,
            "date": "2002-04-11",
            "by": "NO",
            "commitment": "money for a course",
            "due": "2004",
            "status": "said to be on its way",
            "source": "https://example.org/round",
        }
    ],
    "objectives": [
        {
            "key": "count",
            "dialogue": "NO-ID",
            "title": "Children are counted",
            "indicator": "Number of districts",
            "target": "All",
            "locked_on": "2002-03-01",
            "assessments": [
                {
                    "round": 1,
                    "rating": "some",
                    "contribution": "plausible",
                    "evidence": "The form.",
                    "confidence": "low",
                }
            ],
        }
    ],
    "trust": [{"dialogue": "NO-ID", "round": 1, "frankness": 4}],
    "briefings": [
        {
            "dialogue": "NO-ID",
            "round": 1,
            "kind": "after",
            "text": "What was said.",
            "readers": ["kari@example.org"],
        }
    ],
    "group_reports": [
        {
            "dialogue": "NO-ID",
            "round": 1,
            "working_group": "Children",
            "guiding_questions": ["Who counts?", "How often?"],
        }
    ],
    "evaluations": [
        {
            "dialogue": "NO-ID; NO-VN",
            "evaluator": "report by two professors",
            "date": "2005-03",
            "findings_in_brief": ["no goals were set", "no result was written down"],
            "source": "https://example.org/report",
        },
        {
            "key": "review",
            "title": "Our review",
            "dialogues": [],
            "findings": [
                {"text": "Too many topics.", "owner": "kari@example.org"},
            ],
        },
    ],
    "statements": [
        {
            "key": "opening",
            "dialogue": "NO-ID",
            "round": 1,
            "side": "ours",
            "kind": "opening_speech",
            "title": "Opening",
        }
    ],
    "public_statements": [
        {
            "date": "2004-01-20",
            "dialogues": ["NO-ID", "NO-VN"],
            "side": "NO",
            "kind": "speech",
            "kind_in_source": "statement in parliament",
            "title": "On the dialogues",
            "source": "https://example.org/speech",
        }
    ],
    "parliamentary_questions": [
        {
            "reference": "15:1 (2003-2004)",
            "kind": "written",
            "country": "ID; VN",
            "topic": "juvenile justice",
            "asked_by": "Kari Asks",
            "asked_date": "2003-11-20",
            "answered_date": "2003-11-26",
            "days_to_answer": 6,
            "owner": "kari@example.org",
            "source": "https://example.org/question",
            "facts": [{"concern": "custody", "note": "what was asked"}],
        }
    ],
    "yearly_costs": [
        {"dialogue": "NO-ID", "year": 2003, "cost": 1000.5, "staff_days": 20}
    ],
    "incidents": [
        {
            "dialogue": "NO-ID",
            "round": 1,
            "kind": "visa",
            "title": "Visas late",
            "caused_by": "ID",
        }
    ],
    "participation_incidents": [
        {"dialogue": "NO-ID", "ordinal": 1, "kind": "press", "title": "No press"}
    ],
    "other_steps": [
        {"key": "letter", "concern": "custody", "kind": "letter", "title": "A letter"},
        {"key": "visit", "country": "VN", "kind": "visit", "title": "A visit"},
    ],
    "follow_ups": [
        {
            "key": "ask",
            "measure": "form",
            "title": "Ask for the form",
            "owner": "kari@example.org",
            "due": "2003-07-01",
        },
        {
            "key": "draft",
            "country": "VN",
            "question": "15:1 (2003-2004)",
            "title": "Draft the answer",
            "owner": "kari@example.org",
            "due": "2003-11-25",
            "priority": "high",
            "status": "done",
            "closed_on": "2003-11-25",
            "verified_by": "ola@example.org",
        },
    ],
}


@pytest.fixture
def load(tmp_path):
    """`load(data)` writes the data as a file and loads it."""

    def write_and_load(data, **options):
        path = tmp_path / "small.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        return load_file(path, **options)

    return write_and_load


@pytest.fixture
def small():
    return copy.deepcopy(SMALL)


@pytest.fixture
def kari():
    make_user(email="ola@example.org")
    return make_user(email="kari@example.org")


def counts():
    """How many rows and how many versions there are of everything."""
    rows = {m.__name__: (m.objects.count(), m.history.count()) for m in RECORDS}
    rows["Source"] = (Source.objects.count(), Source.history.count())
    return rows


# --- Every section ----------------------------------------------------------------


def test_every_section_is_taken_into_its_fields(load, small, kari):
    report = load(small)

    assert report.not_taken == {}
    assert report.notes == []
    assert Round.objects.get().cost == Decimal("12.5")
    priority = PriorityTopic.objects.get()
    assert (priority.topic.code, priority.since) == ("juvenile-justice", "2002")
    assert (priority.chosen_by, priority.why) == ("partner", "Asked for.")
    measure = Measure.objects.get(title="A common form")
    assert (measure.side, measure.proposed_by) == ("partner", "ours")
    assert measure.wording == "A common form"
    assert measure.concern.title == "Children in custody"
    ours = measure.statuses.get(voice="ours")
    assert ours.evidence == "https://example.org/form"
    assessment = Assessment.objects.get()
    assert (assessment.date, assessment.round.ordinal) == ("2002-04-10", 1)
    assert str(Objective.objects.get().locked_on) == "2002-03-01"
    assert GroupReport.objects.get().guiding_questions == "Who counts?\nHow often?"
    assert Round.objects.get().working_groups.get().title == "Children"
    assert list(Briefing.objects.get().readers.all()) == [kari]
    assert SpeakingNote.objects.get().text == "Ask for the figures."
    assert YearlyCost.objects.get().cost == Decimal("1000.5")
    assert Incident.objects.get(kind="visa").caused_by == "partner"
    assert OtherStep.objects.get(kind="letter").partner.code == "ID"
    assert Statement.objects.get(kind="opening_speech").status == "draft"
    question = ParliamentaryQuestion.objects.get()
    assert question.topic.code == "juvenile-justice"
    assert question.owner == kari
    assert question.partners.count() == 2
    assert question.facts.get().record.title == "Children in custody"
    asked, drafted = FollowUp.objects.order_by("due")
    assert (asked.measure, asked.partner.code) == (measure, "ID")
    assert (drafted.question, drafted.partner.code) == (question, "VN")
    assert drafted.verified_by.email == "ola@example.org"


def test_words_on_a_commitment_that_are_no_state_stay_a_note(load, small):
    load(small)

    row = Measure.objects.get(title="money for a course")
    assert (row.side, row.firmness) == ("ours", "commitment")
    assert row.note == "said to be on its way"
    assert not row.statuses.exists()


def test_a_very_long_commitment_is_cut_in_its_title_only(load, small):
    small["commitments"][0]["commitment"] = "very " * 60 + "long"

    load(small)

    row = Measure.objects.get(wording__endswith="long")
    assert len(row.title) == 200
    assert row.title.endswith("…")


def test_without_a_marking_in_the_file_the_closed_room_stays_closed(load, small):
    del small["_about"]["classification"]

    load(small)

    assert Measure.objects.first().classification == Classification.RESTRICTED
    assert Trust.objects.get().classification == Classification.RESTRICTED
    assert Evaluation.objects.first().classification == Classification.INTERNAL


def test_a_question_about_all_dialogues_names_no_country(load, small):
    small["parliamentary_questions"][0]["country"] = "multiple"

    load(small)

    assert not ParliamentaryQuestion.objects.get().partners.exists()


def test_days_that_the_dates_contradict_are_said(load, small):
    small["parliamentary_questions"][0] |= {"days_to_answer": 60, "owner": None}
    del small["briefings"], small["evaluations"]

    report = load(small)

    [note] = report.notes
    assert note.endswith("says 60 days to the answer; its dates say 6")


def test_owners_who_do_not_sign_in_yet_are_said(load, small):
    report = load(small)

    assert ParliamentaryQuestion.objects.get().owner is None
    assert Finding.objects.get(text="Too many topics.").owner is None
    assert len([note for note in report.notes if "kari@example.org" in note]) == 3
    assert len(report.of("follow_ups").skipped) == 2


# --- Loading again ----------------------------------------------------------------


def test_a_second_load_changes_nothing(load, small, kari):
    load(small)
    before = counts()

    report = load(small)

    assert counts() == before
    assert report.taken == {}
    assert report.notes == []


def test_what_an_officer_took_out_stays_out(load, small, kari):
    load(small)
    Briefing.objects.get().readers.clear()
    ParliamentaryQuestion.objects.get().partners.clear()
    Evaluation.objects.first().dialogues.clear()

    load(small)

    assert not Briefing.objects.get().readers.exists()
    assert not ParliamentaryQuestion.objects.get().partners.exists()
    assert not Evaluation.objects.first().dialogues.exists()


def test_a_new_state_of_an_old_measure_is_taken(load, small):
    load(small)
    small["measures"][0]["states"].append(
        {"voice": "partner", "state": "not_known", "date": "2004"}
    )

    report = load(small)

    assert report.taken == {"measures.states": 1}


def test_what_was_entered_by_hand_is_left_alone(load, small):
    dialogue = make_dialogue(partner=make_partner("ID"), slug="norway-id")
    round_ = make_round(dialogue=dialogue, ordinal=1)
    measure = make_measure(round=round_, number=1, title="Ours")
    trust = make_trust(round=round_, frankness=1)
    cost = make_yearly_cost(dialogue=dialogue, year=2003, cost=7)
    juvenile = {"topic": make_topic("juvenile-justice"), "since": "2002"}
    priority = make_priority_topic(dialogue=dialogue, **juvenile)
    question = make_question(reference="15:1 (2003-2004)", asked_on="2003-11-20")

    load(small)

    for record in (measure, trust, cost, question, priority):
        record.refresh_from_db()
        assert record.version == 1
        assert type(record).objects.filter(loaded_as="", pk=record.pk).exists()
    assert not measure.statuses.exists()
    assert not question.partners.exists()
    assert not question.facts.exists()
    assert (trust.frankness, cost.cost) == (1, 7)
    assert Measure.objects.filter(number=1).count() == 1


def test_a_file_never_takes_an_evaluation_for_one_entered_by_hand(load, small):
    make_evaluation(title="Our review")

    load(small)

    assert Evaluation.objects.filter(title="Our review").count() == 2


# --- Broken files -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "changes", "said"),
    [
        ("priority_topics", {"topic": "x"}, "there is no topic “x”"),
        ("priority_topics", {"until": "2001"}, "cannot end before it begins"),
        ("measures", {"firmness": "vow"}, "measures, row 1, firmness: “vow” is none"),
        ("measures", {"side": "SE"}, "measures, row 1, side: “SE” is none of: ours"),
        ("measures", {"side": None}, "measures, row 1, side: is missing"),
        ("measures", {"round": 9}, "measures, row 1, round: NO-ID has no round 9"),
        ("measures", {"round": None}, "Choose the round in which it is numbered"),
        ("measures", {"number": 0}, "Measures are counted from 1"),
        ("measures", {"concern": "x"}, "there is no concern with the key “x”"),
        (
            "measures",
            {"states": [{"voice": "ours", "state": "done", "date": "2003"}]},
            "measures, row 1, states 1, evidence: is missing",
        ),
        (
            "measures",
            {"states": [{"voice": "independent", "state": "done", "date": "2003"}]},
            "measures, row 1, states 1, evidence: is missing",
        ),
        (
            "measures",
            {"states": [{"voice": "ours", "state": "under_way"}]},
            "states 1, date: is missing",
        ),
        ("commitments", {"by": "us"}, "commitments, row 1, by: “us” is none of"),
        ("commitments", {"commitment": " "}, "row 1, commitment: is missing"),
        ("objectives", {"target": ""}, "locked_on: only with an indicator and a"),
        (
            "objectives",
            {"assessments": [{"rating": "some"}]},
            "assessments 1, date: is missing",
        ),
        (
            "objectives",
            {"assessments": [{"round": 1, "rating": "x"}]},
            "assessments 1, rating: “x” is none of: backwards",
        ),
        (
            "objectives",
            {
                "assessments": [
                    {"date": "2003", "rating": "some", "contribution": "documented"}
                ]
            },
            "A contribution has evidence, and says how sure we are",
        ),
        ("trust", {"frankness": 6}, "trust, row 1, frankness: "),
        ("trust", {"round": None}, "trust, row 1, round: is missing"),
        ("briefings", {"kind": "during"}, "briefings, row 1, kind: “during” is none"),
        ("group_reports", {"working_group": "X"}, "NO-ID has no working group “X”"),
        ("group_reports", {"rapporteur": "x"}, "there is no person with the key “x”"),
        ("evaluations", {"dialogue": "NO-XX"}, "there is no dialogue “NO-XX”"),
        ("evaluations", {"evaluator": None}, "title: give a title, or say who"),
        ("evaluations", {"kind": "gossip"}, "kind: “gossip” is none of: external"),
        ("evaluations", {"publication": "withheld"}, "on which ground it is withheld"),
        (
            "evaluations",
            {"findings": [{"text": "Few.", "status": "done"}]},
            "findings 1: Say what changed because of it",
        ),
        ("statements", {"kind": "song"}, "statements, row 1, kind: “song” is none of"),
        ("statements", {"kind": "joint_statement"}, "joint statement is of both sides"),
        ("public_statements", {"dialogues": []}, "of which dialogue does it speak?"),
        ("parliamentary_questions", {"country": "SE"}, "country: SE is no partner"),
        ("parliamentary_questions", {"topic": None}, "subject: is missing"),
        ("parliamentary_questions", {"reference": None}, "give a reference or a key"),
        ("parliamentary_questions", {"due": "2003-11"}, "due: “2003-11” must be a"),
        ("parliamentary_questions", {"answered_date": "2003-10"}, "cannot be older"),
        ("parliamentary_questions", {"facts": [{}]}, "facts 1: names one meeting"),
        (
            "parliamentary_questions",
            {"subject": "S", "topic": "magic"},
            "there is no topic “magic”",
        ),
        ("yearly_costs", {"cost": "much"}, 'cost: must be a number, not "much"'),
        ("yearly_costs", {"cost": True}, "cost: must be a number, not true"),
        ("yearly_costs", {"cost": 0.001}, "yearly_costs, row 1, cost: "),
        ("yearly_costs", {"cost": None, "staff_days": None}, "give the cost, the staf"),
        ("yearly_costs", {"year": None}, "yearly_costs, row 1, year: is missing"),
        ("yearly_costs", {"year": 20}, "Write the year with four digits"),
        ("incidents", {"kind": "rain"}, "incidents, row 1, kind: “rain” is none of"),
        ("incidents", {"caused_by": "XX"}, "caused_by: “XX” is none of"),
        ("participation_incidents", {"ordinal": 9}, "ordinal: NO-ID has no round 9"),
        ("other_steps", {"concern": "x"}, "there is no concern with the key “x”"),
        ("other_steps", {"ends_on": "2003"}, "Say on which day it began"),
        ("follow_ups", {"measure": "x"}, "there is no measure with the key “x”"),
        ("follow_ups", {"round": 1, "measure": None}, "dialogue: is missing"),
        (
            "follow_ups",
            {"priority": "high", "status": "done", "closed_on": "2003-07-01"},
            "verified_by: is missing",
        ),
    ],
)
def test_a_broken_row_says_where_and_changes_nothing(
    load, small, kari, section, changes, said
):
    small[section][0] |= changes

    with pytest.raises(BrokenFile) as caught:
        load(small)

    assert said in str(caught.value)
    assert not any(model.objects.exists() for model in RECORDS)
    assert not Dialogue.objects.exists()


def test_the_same_twice_in_a_file_is_refused(load, small):
    small["trust"].append(dict(small["trust"][0]))

    with pytest.raises(BrokenFile, match="the same is in trust, row 1 already"):
        load(small)


def test_a_key_without_a_field_is_reported(load, small):
    small["measures"][0]["states"][0]["mood"] = "good"
    small["evaluations"][0]["weather"] = "fine"

    report = load(small)

    assert report.not_taken == {
        ("measures", "states.mood"): [1],
        ("evaluations", "weather"): [1],
    }
