"""No row of a project is seen by anybody who may not see it, or what it is part of."""

import pytest
from django.urls import reverse

from core.models import Classification
from partners.models import Institution
from projects import models
from tests.factories import (
    make_activity,
    make_attendance,
    make_budget_line,
    make_dialogue,
    make_disbursement,
    make_institution,
    make_project,
    make_project_partner,
    make_result,
    make_result_value,
    make_topic,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
SECRET = "In secret"
EVERYBODY = {"officer", "junior", "other_desk", "lead", "analyst"}
EVERYBODY |= {"auditor", "administrator"}
WHO_SEES = {
    OPEN: EVERYBODY,
    INTERNAL: EVERYBODY,
    RESTRICTED: {"officer", "junior", "lead", "analyst", "auditor"},
    # Who reads all desks is held back by the clearance alone.
    CONFIDENTIAL: {"officer", "lead", "analyst", "auditor"},
}

# Of each kind, how it is made below a project whose rows are marked as they are asked.
BELOW = {
    models.ProjectPartner: lambda project, **m: make_project_partner(
        project=project, **m
    ),
    models.Activity: lambda project, **m: make_activity(project=project, **m),
    models.Attendance: lambda project, **m: make_attendance(
        activity=make_activity(project=project, classification=OPEN), **m
    ),
    models.Result: lambda project, **m: make_result(project=project, **m),
    models.ResultValue: lambda project, **m: make_result_value(
        result=make_result(project=project, classification=OPEN), **m
    ),
    models.BudgetLine: lambda project, **m: make_budget_line(project=project, **m),
    models.Disbursement: lambda project, **m: make_disbursement(project=project, **m),
}
BETWEEN = {
    models.Attendance: lambda project, marking: make_attendance(
        activity=make_activity(project=project, classification=marking),
        classification=OPEN,
    ),
    models.ResultValue: lambda project, marking: make_result_value(
        result=make_result(project=project, classification=marking),
        classification=OPEN,
    ),
}
kinds = pytest.mark.parametrize("model", BELOW, ids=lambda model: model.__name__)
markings = pytest.mark.parametrize("marking", WHO_SEES)


def _who_sees(cast, row):
    rows = type(row).objects
    users = {who: user for who, user in cast.items() if user is not None}
    return {who for who, user in users.items() if row in rows.visible_to(user)}


def _project(indonesia, **more):
    return make_project(partners=[indonesia], **more)


def test_every_record_of_projects_is_asked_about_here():
    records = {
        getattr(models, name)
        for name in models.__all__
        # A reference list without a marking; every member of staff sees it.
        if name not in ("Project", "ExchangeRate")
    }

    assert records == set(BELOW)


@markings
def test_who_sees_a_project_of_each_marking(cast, indonesia, marking):
    project = _project(indonesia, classification=marking)

    assert _who_sees(cast, project) == WHO_SEES[marking]


@kinds
@markings
def test_who_sees_a_part_by_its_own_marking(cast, indonesia, model, marking):
    project = _project(indonesia, classification=OPEN)

    row = BELOW[model](project, classification=marking)

    assert _who_sees(cast, row) == WHO_SEES[marking]


@kinds
@markings
def test_a_part_is_never_less_protected_than_its_project(
    cast, indonesia, model, marking
):
    project = _project(indonesia, classification=marking)

    row = BELOW[model](project, classification=OPEN)

    assert _who_sees(cast, row) == WHO_SEES[marking]
    marked = model.objects.visible_to(cast["officer"]).get(pk=row.pk)
    assert marked.marking == marking


@pytest.mark.parametrize("model", BETWEEN, ids=lambda model: model.__name__)
@markings
def test_nor_than_the_activity_or_result_above_it(cast, indonesia, model, marking):
    row = BETWEEN[model](_project(indonesia, classification=OPEN), marking)

    assert _who_sees(cast, row) == WHO_SEES[marking]


def test_a_project_of_two_countries_is_on_both_desks(cast, indonesia, china):
    project = make_project(partners=[indonesia, china], classification=CONFIDENTIAL)

    row = make_budget_line(project=project)

    desks = WHO_SEES[CONFIDENTIAL] | {"other_desk"}
    assert _who_sees(cast, project) == _who_sees(cast, row) == desks


# --- What must not tell of a hidden project ------------------------------------------


@pytest.fixture
def hidden(indonesia):
    """A project for officers of Indonesia alone, with a row of every kind."""
    dialogue = make_dialogue(partner=indonesia, classification=OPEN)
    project = make_project(
        dialogues=[dialogue],
        topics=[make_topic("torture")],
        title=SECRET,
        classification=CONFIDENTIAL,
    )
    court = make_institution(name="Court that is in no other project")
    make_project_partner(project=project, institution=court)
    activity = make_activity(project=project, title=f"{SECRET}: a course")
    make_attendance(activity=activity)
    result = make_result(
        project=project, title=f"{SECRET}: a result", indicator=SECRET, unit=SECRET
    )
    make_result_value(result=result)
    make_disbursement(project=project, reference=SECRET, recipient=court)
    return project


LISTS = ("project_list", "activity_list", "result_list", "disbursement_list")
lists = pytest.mark.parametrize("name", LISTS)


@lists
def test_a_list_counts_and_offers_nothing_of_a_hidden_project(signed_in, hidden, name):
    url = reverse(f"projects:{name}")

    def told(who):
        page = signed_in(who).get(url)
        return page.context["page_obj"].paginator.count, SECRET in page.text

    assert told("junior") == (0, False)
    assert told("officer")[0] == 1


@lists
@pytest.mark.parametrize("asked", ["project", "institution"])
def test_a_filter_by_what_is_hidden_finds_and_names_nothing(
    signed_in, hidden, name, asked
):
    court = Institution.objects.get(name__startswith="Court")
    key = hidden.pk if asked == "project" else court.pk

    page = signed_in("junior").get(reverse(f"projects:{name}"), {asked: key})

    assert page.context["page_obj"].paginator.count == 0
    assert SECRET not in page.text


@lists
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_file_has_no_line_of_a_hidden_project(signed_in, hidden, name, format):
    url = reverse(f"projects:{name}")

    def size(who):
        file = signed_in(who).get(url, {"format": format, "q": ""})
        return len(b"".join(file))

    none = size("junior")
    text = b"".join(signed_in("junior").get(url, {"format": "csv"})).decode()
    assert none < size("officer")
    assert len(text.strip().splitlines()) == 1


@kinds
def test_history_of_a_part_is_closed_with_its_project(signed_in, hidden, model):
    row = model.objects.first() or BELOW[model](hidden, classification=OPEN)

    assert signed_in("junior").get(row.url_for("history")).status_code == 404
    assert signed_in("officer").get(row.url_for("history")).status_code == 200


def test_the_admin_lists_and_counts_no_hidden_project(signed_in, hidden):
    url = reverse("admin:projects_project_changelist")

    page = signed_in("administrator").get(url)

    assert page.context["cl"].result_count == 0
    assert page.context["cl"].full_result_count in (0, None)
    assert SECRET not in page.text
    assert SECRET not in signed_in("administrator").get(url, {"q": SECRET[:5]}).text


@pytest.mark.parametrize("name", ["continuity", "timeline"])
def test_the_years_of_a_dialogue_tell_of_no_hidden_project(signed_in, hidden, name):
    url = reverse(f"projects:{name}", args=[hidden.dialogues.get().slug])

    assert SECRET not in signed_in("junior").get(url).text
    assert "1 project" not in signed_in("junior").get(url).text
    assert "1 project" in signed_in("officer").get(url).text


def test_an_institution_of_a_hidden_project_does_not_say_so(signed_in, hidden):
    court = Institution.objects.get(name__startswith="Court")
    url = court.get_absolute_url()

    assert SECRET not in signed_in("junior").get(url).text
    assert SECRET in signed_in("officer").get(url).text
