"""Projects in the account for parliament and beside the dialogue in time."""

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


def test_reading_the_account_is_logged_with_what_it_told(signed_in, dialogue, account):
    project = _reached(dialogue, classification=RESTRICTED)

    signed_in("officer").get(account)

    read = AuditEvent.objects.filter(action="read")
    told = [str(event.detail) + str(event.object_id) for event in read]
    result = project.results.get()
    assert any(str(result.pk) in words for words in told)


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
