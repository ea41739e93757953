"""Projects in the account for parliament and beside the dialogue in time."""

import csv
import io

import pytest
from django.urls import reverse

from core.models import AuditEvent, Classification
from tests.factories import (
    make_dialogue,
    make_disbursement,
    make_project,
    make_result,
    make_result_value,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
KNOWN = {"kind": "actual", "evidence": "A survey of courts", "confidence": "medium"}


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia)


@pytest.fixture
def account(dialogue):
    return reverse("dialogues:dialogue_account", args=[dialogue.slug])


def _reached(dialogue, title="Rulings cite the treaty", date="2014-05", **of_project):
    project = make_project(dialogues=[dialogue], **of_project)
    result = make_result(project=project, title=title)
    make_result_value(result=result, date=date, **KNOWN)
    return project


@pytest.mark.parametrize(
    ("marking", "who", "sees"),
    [
        (INTERNAL, "other_desk", True),
        (RESTRICTED, "junior", True),
        (RESTRICTED, "analyst", True),
        (RESTRICTED, "other_desk", False),
        (CONFIDENTIAL, "officer", True),
        (CONFIDENTIAL, "junior", False),
    ],
)
def test_who_is_told_what_projects_reached_and_cost(
    signed_in, dialogue, account, marking, who, sees
):
    project = _reached(dialogue, title="Secretly cited", classification=marking)
    make_disbursement(project=project, amount=4_711_000)

    page = signed_in(who).get(account)

    assert ("Secretly cited" in page.text) is sees
    assert ("4,711,000" in page.text) is sees


@pytest.mark.parametrize(
    ("span", "told"),
    [
        ({}, True),
        ({"since": "2014"}, True),
        ({"since": "2014-06"}, False),
        ({"since": "2015"}, False),
        ({"until": "2014"}, True),
        ({"until": "2014-04"}, False),
        ({"until": "2013"}, False),
    ],
)
def test_a_result_is_told_of_the_years_in_which_it_was_known(
    signed_in, dialogue, account, span, told
):
    _reached(dialogue)

    page = signed_in("officer").get(account, span)

    assert ("Rulings cite the treaty" in page.text) is told
    assert ("No result of a project is known" in page.text) is not told


@pytest.mark.parametrize(
    "unlike_ours", [{"status": "idea"}, {"comparator": "AU"}, {"dialogues": []}]
)
def test_what_is_not_ours_is_not_accounted_for(
    signed_in, dialogue, account, unlike_ours
):
    project = _reached(dialogue)
    dialogues = unlike_ours.pop("dialogues", None)
    if dialogues is not None:
        project.dialogues.set(dialogues)
    for name, value in unlike_ours.items():
        setattr(project, name, value)
    project.save()

    page = signed_in("officer").get(account)

    assert "Rulings cite the treaty" not in page.text


@pytest.mark.parametrize(("marking", "logged"), [(INTERNAL, 0), (RESTRICTED, 1)])
def test_reading_an_account_with_a_restricted_project_is_logged(
    signed_in, dialogue, account, marking, logged
):
    _reached(dialogue, classification=marking)

    signed_in("officer").get(account)

    read = AuditEvent.objects.filter(action="read", object_id=dialogue.pk)
    assert read.count() == logged


@pytest.mark.parametrize("projects", [1, 3])
def test_the_account_costs_the_same_however_many_projects(
    signed_in, dialogue, account, projects, django_assert_num_queries
):
    for _number in range(projects):
        make_disbursement(project=_reached(dialogue))
    client = signed_in("officer")
    client.get(account)

    with django_assert_num_queries(27):
        client.get(account)


@pytest.mark.parametrize(
    ("marking", "who", "sees"),
    [(INTERNAL, "other_desk", True), (CONFIDENTIAL, "junior", False)],
)
def test_a_project_stands_beside_the_rounds_in_time(
    signed_in, dialogue, marking, who, sees
):
    make_project(title="Human rights law", dialogues=[dialogue], classification=marking)

    page = signed_in(who).get(reverse("dialogues:dialogue_time", args=[dialogue.slug]))

    assert ("Human rights law" in page.text) is sees


def _lines(client, account, **span):
    file = client.get(account, {"format": "csv", **span})
    return list(csv.DictReader(io.StringIO(file.getvalue().decode("utf-8-sig"))))


def _of_projects(lines):
    return {
        (line["kind"], line["value"]) for line in lines if "project" in line["kind"]
    }


def test_the_file_of_the_account_has_what_the_panels_of_projects_tell(
    signed_in, dialogue, account
):
    project = _reached(dialogue, agreed_amount=900, currency="NOK", agreed_on="2012")
    make_disbursement(project=project, date="2014-02", amount=400)
    make_disbursement(project=project, date="2015", amount=77, status="planned")
    client = signed_in("officer")

    whole = _of_projects(_lines(client, account))
    later = _of_projects(_lines(client, account, since="2014"))

    value = project.results.get().values_over_time.get()
    reached = ("project_" + project.results.get().level + "_actual", value.words)
    paid = ("project_disbursed", "400.00")
    assert whole == {("project_agreed", "900.00"), paid, reached}
    assert later == {paid, reached}


def test_the_file_of_the_account_names_no_hidden_project(signed_in, dialogue, account):
    hidden = _reached(dialogue, title="Secretly cited", classification=CONFIDENTIAL)
    make_disbursement(project=hidden, amount=400)

    assert not _of_projects(_lines(signed_in("junior"), account))
    assert len(_of_projects(_lines(signed_in("officer"), account))) == 2


@pytest.mark.parametrize("part", ["disbursement", "actual", "target"])
def test_the_highest_marking_of_the_account_is_that_of_its_projects_too(
    signed_in, dialogue, account, part
):
    project = _reached(dialogue)
    if part == "disbursement":
        make_disbursement(project=project, classification=CONFIDENTIAL)
    elif part == "target":
        result = project.results.get()
        make_result_value(result=result, kind="target", classification=CONFIDENTIAL)
    else:
        _reached(dialogue, title="Secretly cited", classification=CONFIDENTIAL)

    def highest(who):
        return signed_in(who).get(account).context["account"].highest.marking

    assert highest("officer") == CONFIDENTIAL
    assert highest("junior") < CONFIDENTIAL


def test_a_project_without_an_amount_raises_no_marking(signed_in, dialogue, account):
    make_project(dialogues=[dialogue], classification=CONFIDENTIAL)

    page = signed_in("officer").get(account)

    assert page.context["account"].highest.marking < CONFIDENTIAL
