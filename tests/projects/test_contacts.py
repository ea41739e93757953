"""Activities of projects count as contacts with their institutions."""

import pytest

from core.models import Classification
from partners.models import Institution, Person
from tests.factories import (
    make_activity,
    make_institution,
    make_person,
    make_project,
    make_project_partner,
)

RESTRICTED = Classification.RESTRICTED


@pytest.fixture
def court(indonesia):
    return make_institution(name="Court", country="ID")


def _last(user, model=Institution, role="institution"):
    rows = model.objects.visible_to(user).with_last_contact(user, role)
    return rows.get(name="Court").last_contact


def test_an_activity_is_a_contact_with_every_institution_of_its_project(cast, court):
    role = make_project_partner(institution=court)
    make_activity(project=role.project, date="2014-03-02")
    make_activity(project=role.project, date="2013")

    assert _last(cast["officer"]) == "2014-03-02"


def test_an_activity_is_a_contact_with_whom_it_was_held(cast, court):
    make_activity(institution=court, date="2015-01")

    assert _last(cast["officer"]) == "2015-01"


@pytest.mark.parametrize(
    "values",
    [
        {"status": "planned"},
        {"status": "cancelled"},
        {"date": "2999"},
        {"date": ""},
    ],
)
def test_what_was_not_carried_out_is_none(cast, court, values):
    role = make_project_partner(institution=court)
    make_activity(project=role.project, **{"institution": court, **values})

    assert _last(cast["officer"]) == ""


def test_what_came_after_the_role_is_none(cast, court):
    role = make_project_partner(institution=court, until="2013-02")
    make_activity(project=role.project, date="2013-05-06")
    make_activity(project=role.project, date="2014-05-06")

    assert _last(cast["officer"]) == "2013-05-06"


def test_another_countrys_project_is_no_contact_of_ours(cast, court):
    project = make_project(comparator="AU")
    make_project_partner(project=project, institution=court)
    make_activity(project=project)

    assert _last(cast["officer"]) == ""


@pytest.mark.parametrize("hidden", ["project", "role", "activity"])
def test_only_what_the_reader_may_see_counts(cast, court, hidden):
    marking = dict.fromkeys(("project", "role", "activity"), Classification.OPEN)
    marking[hidden] = RESTRICTED
    project = make_project(classification=marking["project"])
    make_project_partner(
        project=project, institution=court, classification=marking["role"]
    )
    make_activity(project=project, date="2014", classification=marking["activity"])

    assert _last(cast["officer"]) == "2014"
    assert _last(cast["other_desk"]) == ""


def test_nobody_is_met_by_an_activity(cast, court):
    make_person(name="Court")
    role = make_project_partner(institution=court)
    make_activity(project=role.project)

    assert _last(cast["officer"], Person, "person") == ""
