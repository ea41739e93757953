"""Topic, recommendation, project and result are one step from each other."""

import pytest
from django.urls import reverse

from core.models import AuditEvent, Classification
from tests.factories import (
    make_concern,
    make_dialogue,
    make_evaluation,
    make_finding,
    make_follow_up,
    make_institution,
    make_measure,
    make_membership,
    make_network,
    make_project,
    make_project_partner,
    make_round,
    make_topic,
    make_working_group,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
PAGES = (
    "topic",
    "measure",
    "concern",
    "working_group",
    "evaluation",
    "round",
    "dialogue",
    "country",
    "institution",
    "network",
    "follow_up",
)
ANSWERED = ("measure", "concern", "working_group", "finding")


@pytest.fixture
def rows(indonesia):
    """One row of every kind that a project can have to do with."""
    dialogue = make_dialogue(partner=indonesia)
    round_ = make_round(dialogue=dialogue)
    evaluation = make_evaluation(dialogues=[dialogue])
    institution = make_institution(name="Court")
    network = make_network(partners=[indonesia])
    make_membership(network=network, institution=institution)
    return {
        "topic": make_topic(),
        "measure": make_measure(round=round_, classification=INTERNAL),
        "concern": make_concern(partner=indonesia),
        "working_group": make_working_group(dialogue=dialogue),
        "evaluation": evaluation,
        "finding": make_finding(evaluation=evaluation),
        "round": round_,
        "dialogue": dialogue,
        "country": indonesia,
        "institution": institution,
        "network": network,
        "follow_up": make_follow_up(partner=indonesia),
    }


def _project(rows, **values):
    project = make_project(
        dialogues=[rows["dialogue"]],
        topics=[rows["topic"]],
        follow_ups=[rows["follow_up"]],
        **{f"{name}s": [rows[name]] for name in ANSWERED},
        **values,
    )
    role = {"institution": rows["institution"], "role": "implementing"}
    make_project_partner(project=project, **role)
    return project


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("marking", "who", "seen"),
    [
        (INTERNAL, "other_desk", True),
        (RESTRICTED, "junior", True),
        (RESTRICTED, "other_desk", False),
        (CONFIDENTIAL, "officer", True),
        (CONFIDENTIAL, "junior", False),
    ],
)
def test_every_page_leads_to_the_projects_that_its_reader_may_see(
    signed_in, rows, name, marking, who, seen
):
    project = _project(rows, title="Judges together", classification=marking)

    page = signed_in(who).get(rows[name].get_absolute_url())

    assert (f'href="{project.get_absolute_url()}"' in page.text) is seen
    assert ("Judges together" in page.text) is seen


@pytest.mark.parametrize(
    "name", [name for name in PAGES if name not in ("network", "follow_up")]
)
def test_the_project_leads_back(signed_in, rows, name):
    project = _project(rows)

    page = signed_in("officer").get(project.get_absolute_url())

    assert rows[name].get_absolute_url() in page.text


@pytest.mark.parametrize("name", PAGES)
def test_reading_a_restricted_project_on_another_page_is_logged(
    signed_in, cast, rows, name
):
    _project(rows, classification=RESTRICTED)

    signed_in("officer").get(rows[name].get_absolute_url())

    logged = AuditEvent.objects.filter(action=AuditEvent.Action.READ)
    assert logged.get().object_id == rows[name].pk


@pytest.mark.parametrize(
    "name", ["topic", "measure", "concern", "working_group", "dialogue", "country"]
)
def test_those_who_write_begin_a_project_there(signed_in, rows, name):
    address = f'href="{reverse("projects:project_new")}?'

    here = signed_in("officer").get(rows[name].get_absolute_url()).text
    analyst = signed_in("analyst").get(rows[name].get_absolute_url()).text

    start = here.index(address) + len('href="')
    form = signed_in("officer").get(here[start : here.index('"', start)])
    assert form.status_code == 200
    assert address not in analyst


@pytest.mark.parametrize(
    "name", ["topic", "measure", "concern", "working_group", "round", "dialogue"]
)
def test_the_panel_leads_to_the_list_with_the_same_projects(signed_in, rows, name):
    project = _project(rows)
    make_project(partners=[rows["country"]], title="Something else")
    client = signed_in("officer")
    page = client.get(rows[name].get_absolute_url()).text
    address = f"{reverse('projects:project_list')}?{name}="

    start = page.index(address)
    listed = client.get(page[start : page.index('"', start)])

    assert [row["record"] for row in listed.context["rows"]] == [project]


def test_a_hidden_measure_leads_nobody_to_a_project(signed_in, rows):
    hidden = make_measure(round=rows["round"], classification=CONFIDENTIAL)
    make_project(partners=[rows["country"]], measures=[hidden], title="Judges together")
    client = signed_in("junior")
    asked = {"round": rows["round"].pk}

    page = client.get(rows["round"].get_absolute_url())
    listed = client.get(reverse("projects:project_list"), asked)

    assert "Judges together" not in page.text
    assert listed.context["rows"] == []


def test_a_hidden_role_leads_nobody_to_a_project(signed_in, rows):
    project = make_project(partners=[rows["country"]], title="Judges together")
    make_project_partner(
        project=project,
        institution=rows["institution"],
        classification=CONFIDENTIAL,
    )
    client = signed_in("junior")

    for name in ("institution", "network"):
        page = client.get(rows[name].get_absolute_url())
        assert "Judges together" not in page.text


def test_an_institution_says_what_it_does_in_the_project(signed_in, rows):
    _project(rows)

    page = signed_in("officer").get(rows["institution"].get_absolute_url())

    assert "Implementing institution" in page.text


def test_a_topic_of_the_first_level_has_the_projects_below_it(signed_in, rows):
    project = _project(rows)

    page = signed_in("officer").get(rows["topic"].parent.get_absolute_url())

    assert project.get_absolute_url() in page.text


@pytest.mark.parametrize("name", PAGES)
def test_a_panel_costs_the_same_for_three_projects(
    signed_in, rows, name, django_assert_max_num_queries
):
    _project(rows)
    client = signed_in("officer")
    client.get(rows[name].get_absolute_url())
    with django_assert_max_num_queries(200) as for_one:
        client.get(rows[name].get_absolute_url())
    for _number in range(2):
        _project(rows)

    with django_assert_max_num_queries(len(for_one)):
        client.get(rows[name].get_absolute_url())
