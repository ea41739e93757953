"""Projects and payments from Norad's public aid file and from the grant system."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from core.models import AuditEvent, Classification
from partners.models import Partner
from projects.imports import GrantPaymentImporter, PublicAidImporter
from projects.imports.cells import read_period, read_thousands
from projects.models import Disbursement, Project, ProjectPartner
from tests.factories import (
    make_dialogue,
    make_disbursement,
    make_institution,
    make_partner,
    make_project,
    make_topic,
)
from tests.partners.test_imports import counts, problems, send, taken, tried, url_of
from tests.projects.planted import grant_payments

AID_HEAD = (
    "Agreement number;Agreement title;Year;Disbursed (1000 NOK);Recipient country;"
    "Agreement partner;Impl Inst;Agreement Period;Agreement signed;Agreement phase;"
    "Agreement amount (1000 NOK);Description of agreement;Target area"
)
PAY_HEAD = (
    "Disb. code;Agreement no.;Agreement title;Agr. phase;Date;Status of payment;"
    "Amount;Recipient;Recipient country;Currency"
)


def aid(*rows, head=AID_HEAD):
    return "\n".join([head, *rows, ""])


def aid_row(number="QZA-12/0001", year="2012", amount="1 250,5", **more):
    values = {
        "title": "Fair trials",
        "country": "Indonesia",
        "partner": "",
        "impl": "",
        "period": "2012-2014",
        "signed": "20120301",
        "phase": "Agreed",
        "agreed": "3600",
        "summary": "Courses for judges.",
    } | more
    title, country, *rest = values.values()
    return ";".join([number, title, year, amount, country, *rest, "Governance"])


def pay(*rows):
    return "\n".join([PAY_HEAD, *rows, ""])


def pay_row(code="D-1", number="QZA-12/0001", **more):
    values = {
        "title": "Fair trials",
        "phase": "Agreed",
        "date": "20120315",
        "status": "Paid",
        "amount": "100",
        "recipient": "",
        "country": "Indonesia",
        "currency": "NOK",
    } | more
    return ";".join([code, number, *values.values()])


def told(file, outcome):
    return [row for row in file.report["rows"] if row["outcome"] == outcome]


def notes(file):
    return " ".join(n for row in file.report["rows"] for n in row.get("notes", ()))


def sums(file):
    return {what: total for what, total, _rows in file.report["totals"]}


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


# --- The grant system's file, with errors planted ---------------------------------


def test_of_3000_rows_each_planted_error_is_found_and_the_rest_is_taken(officer):
    make_project(
        agreement_number="hidden-1", partners=[make_partner("CN")], classification=4
    )
    planted = grant_payments(3000)

    file = taken(officer, "disbursements", planted.content)
    again = tried(officer, "disbursements", planted.content)

    assert [row["row"] for row in told(file, "error")] == planted.wrong
    assert [row["row"] for row in told(file, "skipped")] == planted.skipped
    assert counts(file)["new"] == Disbursement.objects.count() == planted.payments
    paid = sum(Disbursement.objects.values_list("amount", flat=True))
    assert paid == planted.taken * 1000
    numbers = set(Project.objects.values_list("agreement_number", flat=True))
    assert numbers == planted.numbers | {"hidden-1"}
    assert sums(file)["New or changed"] == f"{planted.taken.normalize():,}"
    assert sums(file)["Read"] == f"{planted.read.normalize():,}"
    assert "changed" not in counts(again)
    assert counts(again)["unchanged"] == planted.payments


@pytest.mark.parametrize("rows", [1, 300])
def test_a_trial_costs_the_same_however_many_rows(
    officer, rows, django_assert_num_queries
):
    content = grant_payments(rows).content
    officer.get("/")

    with django_assert_num_queries(16):
        tried_file = send(officer, "disbursements", content)

    assert tried_file.status_code == 302


def test_a_payment_is_recorded_as_the_file_has_it(officer, indonesia):
    academy = make_institution(name="Judicial Academy", other_names="Akademi Hakim")

    taken(officer, "disbursements", pay(pay_row(recipient="akademi  HAKIM")))

    payment = Disbursement.objects.get()
    assert (payment.reference, payment.date, payment.status) == (
        "D-1",
        "2012-03-15",
        "paid",
    )
    assert (payment.amount, payment.currency) == (Decimal("100000"), "NOK")
    assert (payment.recipient, payment.partner) == (academy, indonesia)
    project = payment.project
    assert (project.status, project.classification) == ("running", 2)
    assert list(project.partners.all()) == [indonesia]
    reason = project.history.first().history_change_reason
    assert reason == "Imported from the grant system's file of disbursements"


def test_a_payment_that_was_typed_without_a_reference_is_not_paid_twice(officer):
    project = make_project(agreement_number="QZA-12/0001", title="Fair trials")
    payment = make_disbursement(project=project, date="2012-03-15", amount=100_000)

    file = taken(officer, "disbursements", pay(pay_row()))

    payment.refresh_from_db()
    assert Disbursement.objects.count() == 1
    assert payment.reference == "D-1"
    assert ["Reference", "–", "D-1"] in file.report["rows"][0]["changes"]


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ({"date": "2012"}, True),
        ({"date": "2012-03"}, True),
        ({"date": "2012-03-16"}, False),
        ({"date": "2011"}, False),
        ({"date": "2012", "reference": "D-0"}, False),
        ({"date": "2012", "status": "planned"}, False),
    ],
)
def test_what_may_have_been_typed_already_is_asked_about(officer, typed, stands):
    project = make_project(agreement_number="QZA-12/0001", title="Fair trials")
    make_disbursement(project=project, amount=90_000, **typed)

    file = taken(officer, "disbursements", pay(pay_row()))

    assert Disbursement.objects.count() == (1 if stands else 2)
    assert ("the money could count twice" in notes(file)) is stands


def test_a_payment_on_record_is_not_asked_about_again(officer):
    taken(officer, "disbursements", pay(pay_row()))
    project = Project.objects.get()
    make_disbursement(project=project, date="2012", amount=90_000)

    file = taken(officer, "disbursements", pay(pay_row()))

    assert counts(file) == {"unchanged": 1}


def test_a_project_that_was_stopped_stays_so_and_the_row_counts_as_changed(officer):
    project = make_project(
        agreement_number="QZA-12/0001",
        title="By hand",
        status="stopped",
        stopped_why="Partner lost its licence",
    )

    file = taken(officer, "disbursements", pay(pay_row()))

    project.refresh_from_db()
    assert project.status == "stopped"
    assert "It was stopped, and stays so" in notes(file)
    (row,) = told(file, "changed")
    assert ["Title", "By hand", "Fair trials"] in row["changes"]
    assert Disbursement.objects.count() == 1


def test_what_is_in_another_currency_is_not_taken_for_kroner(officer):
    file = tried(officer, "disbursements", pay(pay_row(currency="USD")))

    assert "this row says USD" in problems(file)


# --- The public aid file ----------------------------------------------------------


def test_an_agreement_becomes_a_project_with_a_payment_for_each_year(officer):
    institute = make_institution(name="Institute for Judges")
    rows = aid(
        aid_row(phase="Completed", year="2013", amount="99.5"),
        aid_row(partner="institute FOR judges", impl="Nobody Known"),
    )

    file = taken(officer, "public-aid", rows)

    project = Project.objects.get()
    assert (project.title, project.status) == ("Fair trials", "completed")
    assert (project.since, project.until) == ("2012", "2014")
    assert project.agreed_on == "2012-03-01"
    assert (project.agreed_amount, project.currency) == (3_600_000, "NOK")
    assert project.summary == "Courses for judges."
    role = ProjectPartner.objects.get()
    assert (role.institution, role.role) == (institute, "agreement_partner")
    assert project.partners_in_words == "Implementing institution: Nobody Known"
    assert "Not on record: Nobody Known" in notes(file)
    payments = Disbursement.objects.order_by("date")
    assert [(p.reference, p.date, p.amount) for p in payments] == [
        ("oda:2012:ID", "2012", Decimal("1250500")),
        ("oda:2013:ID", "2013", Decimal("99500")),
    ]


def test_the_budget_posts_of_one_year_are_one_payment(officer):
    file = taken(officer, "public-aid", aid(aid_row(), aid_row(amount="-50,5")))

    assert Disbursement.objects.get().amount == 1_200_000
    assert "counted from the rows 2, 3" in notes(file)


def test_a_year_of_which_one_post_cannot_be_read_is_left_out_whole(officer):
    file = taken(officer, "public-aid", aid(aid_row(), aid_row(amount="much")))

    assert counts(file) == {"error": 2}
    assert "their sum would be wrong" in problems(file)
    assert not Disbursement.objects.exists()


def test_the_sum_of_a_year_is_not_added_to_its_payments(officer):
    taken(officer, "disbursements", pay(pay_row()))

    file = taken(officer, "public-aid", aid(aid_row()))

    assert Disbursement.objects.count() == 1
    assert "together 100,000.00 NOK; the file says 1,250,500.00 NOK" in notes(file)
    assert Project.objects.get().agreed_amount == 3_600_000
    assert sums(file)["Skipped"] == "1,250.5"


def test_payments_are_not_added_to_the_sum_of_their_year(officer):
    taken(officer, "public-aid", aid(aid_row()))

    file = taken(officer, "disbursements", pay(pay_row()))

    assert counts(file) == {"skipped": 1}
    assert "the money would count twice" in notes(file)


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "cp1252"])
def test_headers_are_known_in_norwegian_and_in_any_letters(officer, letters):
    head = AID_HEAD.replace("Agreement number", "AVTALENUMMER")
    head = head.replace("Agreement title", "avtaletittel ")
    head = head.replace("Agreement partner", "Avtalepartner")
    rows = aid(aid_row(title="Rettferdig rettergang på Java æøå"), head=head)

    taken(officer, "public-aid", rows.encode(letters))

    assert Project.objects.get().title == "Rettferdig rettergang på Java æøå"


def test_a_workbook_says_the_same_as_its_csv(officer):
    book = openpyxl.Workbook()
    book.active.append(AID_HEAD.split(";"))
    cells = aid_row().split(";")
    cells[2], cells[3] = 2012, 1250.5
    book.active.append(cells)
    content = io.BytesIO()
    book.save(content)

    officer_file = tried(officer, "public-aid", content.getvalue(), "aid.xlsx")
    officer.post(url_of(officer_file))

    assert Disbursement.objects.get().amount == Decimal("1250500")


# --- Bringing it again ------------------------------------------------------------


def test_bringing_it_again_changes_nothing(officer):
    rows = aid(aid_row(partner="Nobody"), aid_row(year="2013"))
    taken(officer, "public-aid", rows)
    entries = Project.history.count(), Disbursement.history.count()

    again = taken(officer, "public-aid", rows)

    assert counts(again) == {"unchanged": 2}
    assert (Project.history.count(), Disbursement.history.count()) == entries


def test_bringing_it_again_says_what_changed_from_what_to_what(officer):
    taken(officer, "public-aid", aid(aid_row()))
    project = Project.objects.get()
    project.title, project.summary = "By hand", "By hand as well."
    project.save()

    file = taken(officer, "public-aid", aid(aid_row(amount="1 300", phase="Closed")))

    project.refresh_from_db()
    (row,) = told(file, "changed")
    assert ["Title", "By hand", "Fair trials"] in row["changes"]
    assert ["Status", "Running", "Completed"] in row["changes"]
    assert ["Amount", "1,250,500.00 NOK", "1,300,000.00 NOK"] in row["changes"]
    assert (project.title, project.status) == ("Fair trials", "completed")
    assert project.summary == "By hand as well."
    assert project.history.filter(title="By hand").exists()


def test_an_empty_cell_and_a_coarser_date_leave_what_people_wrote(officer):
    project = make_project(
        agreement_number="qza-12/0001",
        title="Fair trials",
        since="2012-05-06",
        until="2014-11",
        agreed_on="2012-02-01",
        agreed_amount=500_000,
        currency="USD",
        status="running",
    )
    row = aid_row(signed="", summary="", agreed="3600")

    file = taken(officer, "public-aid", aid(row))

    project.refresh_from_db()
    assert (project.since, project.until) == ("2012-05-06", "2014-11")
    assert (project.agreed_on, project.agreed_amount) == ("2012-02-01", 500_000)
    assert "stays 500,000.00 USD" in notes(file)


# --- Whose it is ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "why"),
    [
        ("Laos", "“Laos” is no partner country."),
        ("Asia Regional", "“Asia Regional” is no partner country."),
        ("Kina", "China is not on your desk."),
    ],
)
def test_rows_of_other_countries_are_skipped_with_the_reason(officer, country, why):
    file = taken(officer, "public-aid", aid(aid_row(country=country)))

    assert counts(file) == {"skipped": 1}
    assert why in notes(file)
    assert why in officer.get(url_of(file)).text
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("desk", "marking"), [("CN", 2), ("CN", 4), ("ID", 4)], ids=str
)
def test_an_agreement_of_others_is_refused_without_telling_more(
    signed_in, cast, desk, marking
):
    make_project(
        title="Secret courses",
        agreement_number="qza-12/0001 ",
        partners=[make_partner(desk)],
        classification=marking,
    )
    junior = signed_in("junior")

    file = taken(junior, "public-aid", aid(aid_row()))

    assert problems(file) == ": This agreement is not yours to change."
    assert "Secret courses" not in junior.get(url_of(file)).text
    assert Project.objects.get().title == "Secret courses"


def test_a_payment_above_ones_clearance_is_not_overwritten(signed_in):
    project = make_project(agreement_number="QZA-12/0001", title="Fair trials")
    make_disbursement(project=project, reference="d-1", classification=4)
    junior = signed_in("junior")

    file = taken(junior, "disbursements", pay(pay_row()))

    assert "This payment is not yours to change." in problems(file)
    assert "500,000" not in str(file.report)


@pytest.mark.parametrize("kind", ["public-aid", "disbursements", "iati"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 200), ("junior", 200), ("analyst", 403), ("auditor", 403)],
)
def test_who_may_import(signed_in, kind, who, status):
    page = signed_in(who).get(reverse("partners:import_new", args=[kind]))

    assert page.status_code == status


def test_the_taking_is_logged_without_names(officer):
    taken(officer, "public-aid", aid(aid_row()))

    event = AuditEvent.objects.get(action=AuditEvent.Action.LOADED)
    assert event.detail["import"] == "public-aid"
    assert event.detail["new"] == 1
    assert "Fair" not in str(event.detail)


def test_what_a_trial_shows_of_a_restricted_project_is_logged_as_read(officer):
    project = make_project(
        agreement_number="QZA-12/0001", classification=Classification.RESTRICTED
    )

    tried(officer, "public-aid", aid(aid_row()))

    event = AuditEvent.objects.get(action=AuditEvent.Action.READ)
    assert event.detail["records"] == [project.pk]


# --- Files of the wrong shape -----------------------------------------------------


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (
            "Year;Recipient country;Disbursed (1000 NOK)\n2012;Indonesia;5\n",
            "These are totals: the table has no agreement numbers.",
        ),
        (
            "Country;2015;2016\nIndonesia;5;6\n",
            "These are totals: the table has no agreement numbers.",
        ),
        (
            f"Norwegian aid\n{AID_HEAD}\n{aid_row()}\n",
            "The names of the columns stand in row 2.",
        ),
        (
            f"{AID_HEAD}\n{AID_HEAD}\n{aid_row()}\n",
            "There are two rows with names of columns: row 2 is the second.",
        ),
        ("colour;size\nred;3\n", "The first row must name the columns."),
        ("<html><table></table></html>", "This is a web page."),
        ("", "The file is empty."),
        (pay(pay_row()), "This is the file of another import: Disbursements"),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused_with_the_reason(officer, content, why):
    page = send(officer, "public-aid", content)

    errors = " ".join(page.context["form"].errors["file"])
    assert why in errors or (not content and "empty" in errors)
    assert not Project.objects.exists()


def test_the_report_shows_the_mapping_and_the_control_totals(officer):
    file = tried(officer, "public-aid", aid(aid_row(), aid_row(country="Laos")))

    page = officer.get(url_of(file)).text

    assert "<dt>Agreement number</dt>" in page
    assert "Known, and not kept: Target area" in page
    assert sums(file) == {
        "Read": "2,501",
        "New or changed": "1,250.5",
        "On record like this": "0",
        "Skipped": "1,250.5",
        "Refused": "0",
    }
    assert "Control totals" in page
    assert "2,501" in page


def test_what_no_file_says_is_left_to_do_by_hand(officer, indonesia):
    file = tried(officer, "public-aid", aid(aid_row()))
    before = officer.get(url_of(file)).context["left_to_do"]

    officer.post(url_of(file))
    left = officer.get(url_of(file)).context["left_to_do"]
    lists = [officer.get(link["url"]).text for link in left["links"]]
    project = Project.objects.get()
    project.topics.add(make_topic())
    project.dialogues.add(make_dialogue(partner=indonesia))
    after = officer.get(url_of(file)).context["left_to_do"]

    assert (before, after) == (None, None)
    assert len(lists) == 2
    assert all(project.get_absolute_url() in text for text in lists)


@pytest.mark.parametrize("kind", [PublicAidImporter, GrantPaymentImporter])
def test_the_example_is_understood(officer, kind):
    url = reverse("partners:import_example", args=[kind.name])
    example = officer.get(url).content

    file = tried(officer, kind.name, example)

    assert counts(file) == {"new": 1}
    assert file.report["not_understood"] == []


def test_the_page_says_what_is_understood(officer):
    page = officer.get(reverse("partners:import_new", args=["public-aid"])).text

    assert "A project is found by its agreement number" in page
    assert "Avtalenummer" in page
    assert "CSV or Excel (.xlsx)" in page


def test_the_list_of_projects_leads_to_the_import(officer):
    page = officer.get(reverse("projects:project_list")).text

    assert reverse("partners:import_new", args=["public-aid"]) in page


# --- Cells ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1 234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,89", "1234567.89"),
        ("1.234.567,5", "1234567.5"),
        ("1,234.5", "1234.5"),
        ("-12", "-12"),
        ("(12,5)", "-12.5"),
        ("0,00001", "0.00001"),
    ],
)
def test_amounts_are_read_with_comma_point_and_spaces(text, amount):
    assert read_thousands(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["1 23", "1.2.3", "abc", "12 NOK", "1e9", "9" * 12])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(Exception, match=r"amount|more than any"):
        read_thousands(text)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2012-2014", ("2012", "2014")),
        ("2012 – 2014", ("2012", "2014")),
        ("20120301-20141231", ("2012-03-01", "2014-12-31")),
        ("1.3.2012 - 31.12.2014", ("2012-03-01", "2014-12-31")),
        ("2012", ("2012", "2012")),
    ],
)
def test_periods_are_read_as_far_as_they_are_known(text, period):
    assert read_period(text) == period


def test_every_country_of_a_desk_is_known_by_name_and_code(officer, indonesia):
    rows = [
        aid_row(number=f"A-{n}", country=name)
        for n, name in enumerate(["Indonesia", "IDN", "id"])
    ]

    file = taken(officer, "public-aid", aid(*rows))

    assert counts(file) == {"new": 3}
    assert set(Partner.objects.filter(projects__gt=0)) == {indonesia}
