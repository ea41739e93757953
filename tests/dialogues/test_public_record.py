"""What the public record of Norway's dialogues holds of promises and accounts.

The file is loaded once for all tests of this module; each of them only reads.
"""

from pathlib import Path

import pytest
from django.db import transaction

from core.models import Classification, Source
from core.record_file import NO_PLACE, load_file
from dialogues.models import (
    Evaluation,
    Finding,
    Incident,
    Measure,
    MeasureStatus,
    ParliamentaryQuestion,
    Statement,
)
from tests.factories import make_partner, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("norway")]

NORWAY = Path(__file__).resolve().parent.parent.parent / "data" / "record-norway.json"
OF_THE_FILE = (Evaluation, Finding, Incident, Measure, MeasureStatus)
OF_THE_FILE += (ParliamentaryQuestion, Statement)


@pytest.fixture(scope="module")
def norway(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_file(NORWAY)
        transaction.set_rollback(True)


def test_nothing_of_the_public_record_is_lost_but_what_later_work_takes(norway):
    waiting = {
        name
        for name, tally in norway.sections.items()
        if any(reason == NO_PLACE for _label, reason in tally.skipped)
    }

    assert waiting <= {"networks", "projects", "multilateral", "instruments"}
    assert norway.not_taken == {}
    assert norway.notes == []
    assert norway.taken["evaluations"] == Evaluation.objects.count() == 9
    assert norway.taken["evaluations.findings"] == Finding.objects.count() == 18
    assert norway.taken["parliamentary_questions"] == 14
    assert norway.taken["commitments"] == Measure.objects.count() == 4
    assert norway.taken["participation_incidents"] == Incident.objects.count() == 2
    # Ten of one dialogue each, and one that speaks of all three.
    assert norway.taken["public_statements"] == Statement.objects.count() == 13


def test_public_facts_are_open_whatever_their_kind_starts_as():
    reader = make_user(desks=[make_partner("SE")], clearance=Classification.OPEN)

    for model in OF_THE_FILE:
        rows = model.objects.all()
        assert set(rows.values_list("classification", flat=True)) == {1}
        assert model.objects.visible_to(reader).count() == rows.count() > 0


def test_every_public_fact_has_its_source():
    for model in OF_THE_FILE:
        for record in model.objects.all():
            assert Source.objects.of(record).exists(), record


def test_an_evaluation_without_a_title_is_called_by_who_and_when():
    titles = set(Evaluation.objects.values_list("title", flat=True))

    assert "Civita (think tank), 14 December 2010" in titles
    assert "Scanteam for Norad, September 2011" in titles
    assert "Hugo Stokke for Norad (literature review), 2016" in titles
    assert (
        "Report commissioned by the Norwegian MFA "
        "(authors not named in the article read)"
    ) in titles


def test_an_evaluation_judges_the_dialogues_that_its_source_names():
    def judged(evaluator):
        evaluation = Evaluation.objects.get(evaluator__startswith=evaluator)
        return sorted(evaluation.dialogues.values_list("partner__code", flat=True))

    assert judged("Civita") == ["CN", "ID", "VN"]
    assert judged("Scanteam") == ["ID"]
    assert judged("International Campaign") == ["CN"]
    assert judged("Sthlm") == []
    projects = Evaluation.objects.get(evaluator__startswith="Sthlm")
    said = Source.objects.of(projects).get(field="dialogues")
    assert said.value == "NCHR projects (BR, CN, ID)"


def test_what_is_not_known_of_an_evaluation_stays_empty():
    first = Evaluation.objects.get(date="", evaluator__startswith="report comm")

    assert (first.kind, first.consequence) == ("", "")
    assert not Evaluation.objects.exclude(publication="").exists()
    assert not Finding.objects.exclude(response="", what_changed="").exists()


def test_the_findings_are_numbered_as_they_stand():
    civita = Evaluation.objects.get(evaluator__startswith="Civita")

    found = list(civita.findings.values_list("number", "text"))
    assert [number for number, _text in found] == [1, 2, 3]
    assert found[0][1] == "Norway's own evaluations were kept secret"


def test_a_question_of_parliament_keeps_its_subject_dates_and_gaps():
    question = ParliamentaryQuestion.objects.get(reference="15:941 (2005-2006)")

    assert question.kind == "written"
    assert question.subject == "exclusion of an NGO from the delegation"
    assert (question.asked_on, question.answered_on) == ("2006-05-26", "2006-06-02")
    assert (question.asked_by, question.party) == ("Morten Høglund", "FrP")
    assert [partner.code for partner in question.partners.all()] == ["CN"]
    assert (question.question, question.answer, question.due) == ("", "", None)
    assert (question.topic, question.owner) == (None, None)


def test_a_public_statement_is_published_by_the_side_of_its_country():
    theirs = Statement.objects.get(speaker="Zhang Yesui")
    note = Statement.objects.get(title__startswith="Concept note")

    assert (theirs.side, theirs.kind) == ("partner", "opening_speech")
    assert theirs.round.ordinal == 8
    assert (note.side, note.kind) == ("ours", "other")
    assert Source.objects.of(note).get(field="kind").value == "concept note"
    assert not Statement.objects.exclude(status="published").exists()


def test_a_statement_on_all_dialogues_stands_in_the_record_of_each():
    rows = Statement.objects.filter(date="2010-02-16")

    codes = sorted(rows.values_list("dialogue__partner__code", flat=True))
    assert codes == ["CN", "ID", "VN"]
    assert set(rows.values_list("round", "kind")) == {(None, "speech")}


def test_a_commitment_is_done_only_with_evidence():
    rows = {row.due or row.made_on: row for row in Measure.objects.all()}
    twelfth = rows["2009"].statuses.get()

    assert (twelfth.voice, twelfth.state) == ("ours", "done")
    assert twelfth.evidence == "The 12th round was held in Oslo in December 2009."
    assert Source.objects.of(twelfth).exists()
    # Of the tenth round the source says no more than that it was agreed on.
    assert not rows["2007"].statuses.exists()
    assert (rows["2007"].side, rows["2009-04-27"].side) == ("both", "ours")


def test_recommendations_stay_in_the_words_of_their_source():
    row = Measure.objects.get(firmness="recommendation")

    assert row.wording.startswith("recommendations 3 and 5: tolerance education")
    assert (row.number, row.round.ordinal) == (None, 11)
    [status] = row.statuses.all()
    assert (status.voice, status.state) == ("independent", "under_way")
    assert status.evidence.startswith("https://www.jus.uio.no/")


def test_an_incident_keeps_its_round_and_how_it_ended():
    visas = Incident.objects.get(kind="visa")

    assert visas.title == "NGO visas in doubt"
    assert (visas.round.ordinal, visas.date) == (9, "2006-05")
    assert visas.outcome == "granted before the round"
