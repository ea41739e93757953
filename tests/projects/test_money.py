"""Budget lines and payments of projects, and payments beyond what was agreed."""

import csv
import io
from decimal import Decimal

import pytest
import time_machine
from django.template import Context, Template
from django.urls import reverse

from core.models import AuditEvent, Classification
from core.partial_dates import PartialDate
from dialogues.account_record import Account
from projects.forms.money import AmountField
from projects.models import BudgetLine, Disbursement
from tests.dialogues.test_follow_ups import _open_form
from tests.factories import (
    make_budget_line,
    make_dialogue,
    make_disbursement,
    make_exchange_rate,
    make_institution,
    make_project,
    make_project_partner,
)
from tests.who_may import DESK_RECORD

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
LIST = "/disbursements/"
RATES = "/exchange-rates/"
PROJECTS = "/projects/"


@pytest.fixture
def project(indonesia):
    return make_project(
        partners=[indonesia], title="Courts", agreed_amount=1000, currency="USD"
    )


def _file(client, address, **query):
    sent = client.get(address, {"format": "csv"} | query)
    return list(csv.DictReader(io.StringIO(sent.getvalue().decode("utf-8-sig"))))


# --- Who may --------------------------------------------------------------------


@DESK_RECORD
@pytest.mark.parametrize("make", [make_budget_line, make_disbursement])
def test_who_may_read_and_change_money(
    signed_in, project, make, marking, who, page, edit
):
    row = make(project=project, amount=98765, currency="CHF", classification=marking)
    client = signed_in(who)

    shown = client.get(project.get_absolute_url())

    assert client.get(row.url_for("history")).status_code == page
    assert client.get(row.url_for("edit")).status_code == edit
    assert ("98,765" in shown.text) is (page == 200)
    assert ("CHF" in shown.text) is (page == 200)
    if who != "visitor":
        listed = client.get(LIST)
        in_file = _file(client, LIST)
        expected = page == 200 and make is make_disbursement
        assert ("98,765" in listed.text) is expected
        assert bool(in_file) is expected


@pytest.mark.parametrize("name", ["budget_line_new", "disbursement_new"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 200), ("other_desk", 403), ("analyst", 403), ("visitor", 302)],
)
def test_money_is_added_on_the_desk_of_the_project(
    signed_in, project, name, who, status
):
    url = reverse(f"projects:{name}", args=[project.pk])

    assert signed_in(who).get(url).status_code == status


def test_a_reading_of_restricted_money_is_logged(signed_in, project):
    make_disbursement(project=project, classification=RESTRICTED)

    signed_in("officer").get(project.get_absolute_url())

    assert AuditEvent.objects.filter(action="read", object_id=project.pk).exists()


# --- Forms ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1200000", "1200000"),
        ("1 200 000.50", "1200000.50"),
        ("1.200.000,5", "1200000.5"),
        ("1,200", "1200"),
        ("1\N{NO-BREAK SPACE}200", "1200"),
        ("\N{MINUS SIGN}1 200,00", "-1200"),
        ("0,75", "0.75"),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed, amount):
    assert AmountField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed", ["1,20,000", "1e5", "12 00", "1.2.3", "ten", "1,2345"]
)
def test_an_amount_that_may_mean_two_things_is_refused(typed):
    with pytest.raises(Exception, match="Write the amount in figures"):
        AmountField().clean(typed)


def test_an_officer_records_a_payment_with_a_partial_date(signed_in, project):
    client = signed_in("officer")
    url = reverse("projects:disbursement_new", args=[project.pk])

    page = client.post(
        url, _open_form(client, url, date="March 2012", amount="1 250 000,50")
    )

    row = Disbursement.objects.get()
    assert page.url == f"{project.get_absolute_url()}#money"
    assert (row.date, row.amount, row.currency) == (
        "2012-03",
        Decimal("1250000.50"),
        "USD",
    )


def test_an_officer_records_and_changes_a_budget_line(signed_in, project):
    client = signed_in("officer")
    url = reverse("projects:budget_line_new", args=[project.pk])

    client.post(url, _open_form(client, url, year="2012", amount="5000"))
    line = BudgetLine.objects.get()
    edit = line.url_for("edit")
    client.post(edit, _open_form(client, edit, amount="6000", currency="NOK"))

    line.refresh_from_db()
    assert (line.year, line.amount, line.currency) == (2012, 6000, "NOK")


def test_a_form_offers_currencies_and_institutions_of_the_project_first(
    signed_in, project, indonesia
):
    ours = make_project_partner(project=project).institution
    other = make_institution(name="Another")
    url = reverse("projects:disbursement_new", args=[project.pk])

    form = signed_in("officer").get(url).context["form"]

    codes = [key for key, _word in form.fields["currency"].choices[1][1]]
    assert codes == ["USD", "NOK"]
    own, others = (group[1] for group in list(form.fields["recipient"].choices)[1:])
    assert [key for key, _name in own] == [ours.pk]
    assert other.pk in [key for key, _name in others]
    assert "partner" not in form.fields


def test_a_country_is_asked_of_a_project_with_several(signed_in, indonesia, china):
    project = make_project(partners=[indonesia, china])
    url = reverse("projects:budget_line_new", args=[project.pk])

    form = signed_in("officer").get(url).context["form"]

    assert set(form.fields["partner"].queryset) == {indonesia, china}


@pytest.mark.parametrize(
    ("name", "sent", "field"),
    [
        ("disbursement_new", {"amount": "0"}, "amount"),
        ("disbursement_new", {"amount": "much"}, "amount"),
        ("disbursement_new", {"currency": "XYZ"}, "currency"),
        ("disbursement_new", {"date": "2027"}, "status"),
        ("disbursement_new", {"date": "soon"}, "date"),
        ("disbursement_new", {"reference": "A-1"}, "reference"),
        ("budget_line_new", {"amount": "-5"}, "amount"),
        ("budget_line_new", {"year": "12"}, "year"),
    ],
)
@time_machine.travel("2026-11-24", tick=False)
def test_what_is_wrong_is_said_at_its_field(signed_in, project, name, sent, field):
    make_disbursement(project=project, reference="A-1")
    client = signed_in("officer")
    url = reverse(f"projects:{name}", args=[project.pk])
    right = {"amount": "5"}
    right |= {"year": "2012"} if name == "budget_line_new" else {"date": "2012"}

    page = client.post(url, _open_form(client, url, **(right | sent)))

    assert list(page.context["form"].errors) == [field]


def test_a_hidden_payment_bars_its_reference_and_is_not_told(signed_in, project):
    make_disbursement(project=project, reference="A-1", classification=CONFIDENTIAL)
    client = signed_in("junior")
    url = reverse("projects:disbursement_new", args=[project.pk])

    page = client.post(
        url, _open_form(client, url, date="2012", amount="5", reference="A-1")
    )

    assert "Something that you may not see stands in the way" in page.text
    assert "has a payment with this reference" not in page.text


def test_a_hidden_recipient_stays_as_it_is(signed_in, project):
    secret = make_institution(name="Safe house", classification=CONFIDENTIAL)
    row = make_disbursement(project=project, recipient=secret)
    client = signed_in("junior")
    edit = row.url_for("edit")

    client.post(edit, _open_form(client, edit, note="Second half"))

    row.refresh_from_db()
    assert (row.note, row.recipient) == ("Second half", secret)
    for address in (edit, LIST, project.get_absolute_url()):
        assert "Safe house" not in client.get(address).text


# --- The page of a project ----------------------------------------------------------


def test_a_page_shows_what_remains_of_the_agreed_amount(signed_in, project):
    make_disbursement(project=project, amount=700, currency="USD")
    make_disbursement(project=project, amount=-100, currency="USD")
    make_disbursement(project=project, amount=9999, currency="NOK")
    make_disbursement(project=project, amount=50, currency="USD", status="planned")

    page = signed_in("officer").get(project.get_absolute_url())

    money = page.context["money"]
    assert (money.paid, money.remaining, money.beyond) == ("600 USD", "400 USD", "")
    assert money.not_held_against == ["9,999 NOK"]
    assert "Disbursed beyond the agreed amount" not in page.text


def test_what_is_beyond_the_agreed_amount_is_flagged(signed_in, project):
    make_disbursement(project=project, amount=Decimal("1000.01"), currency="USD")
    within = make_project(agreed_amount=10, currency="NOK")
    make_disbursement(project=within, amount=10)
    client = signed_in("officer")

    page = client.get(project.get_absolute_url())
    found = client.get(PROJECTS, {"money": "yes"})
    rows = {row["id"]: row for row in _file(client, PROJECTS)}

    assert "Disbursed beyond the agreed amount by 0.01 USD." in page.text
    assert [row["record"] for row in found.context["rows"]] == [project]
    assert "0.01 USD" in found.text
    assert rows[str(project.pk)]["beyond_agreed"] == "0.01"
    assert rows[str(within.pk)]["beyond_agreed"] == ""


def test_a_hidden_payment_flags_nothing(signed_in, project):
    make_disbursement(
        project=project, amount=2000, currency="USD", classification=CONFIDENTIAL
    )
    client = signed_in("junior")

    assert not client.get(PROJECTS, {"money": "yes"}).context["rows"]
    rows = _file(client, PROJECTS)
    assert [row["beyond_agreed"] for row in rows] == [""]
    assert not client.get(project.get_absolute_url()).context["money"].beyond


def test_years_stand_in_each_currency_for_itself(signed_in, project):
    make_exchange_rate(currency="USD", date="2012-01-31", rate="6")
    make_budget_line(project=project, year=2012, amount=300, currency="USD")
    make_disbursement(project=project, date="2012-02", amount=100, currency="USD")
    make_disbursement(project=project, date="2012", amount=7, currency="NOK")
    make_disbursement(
        project=project, date="2013", amount=40, currency="USD", status="planned"
    )
    make_disbursement(project=project, date="2011", amount=1, currency="USD")

    money = signed_in("officer").get(project.get_absolute_url()).context["money"]

    assert money.years == [
        ("2011", "USD", ["", "", "1"]),
        ("2012", "NOK", ["", "", "7"]),
        ("2012", "USD", ["300", "", "100"]),
        ("2013", "USD", ["", "40", ""]),
    ]
    assert money.currencies[1] == ("USD", ["300", "40", "101"])
    disbursed = money.whole[2]
    assert disbursed["parts"] == ["607 NOK"]
    assert disbursed["not_counted"] == ["1 USD not counted: no rate on record"]


def test_an_unknown_agreed_amount_stays_unknown(signed_in, indonesia):
    project = make_project(partners=[indonesia])
    make_disbursement(project=project)

    page = signed_in("officer").get(project.get_absolute_url())

    assert page.context["money"].remaining == ""
    assert not page.context["money"].beyond


# --- Lists --------------------------------------------------------------------------


def test_the_list_is_filtered(signed_in, project, indonesia, china):
    court = make_institution()
    wanted = make_disbursement(
        project=project, date="2012-05", status="planned", recipient=court
    )
    make_disbursement(project=make_project(partners=[china]), date="2015")
    client = signed_in("officer")

    for query in (
        {"project": project.pk},
        {"partner": indonesia.pk},
        {"since": "2012", "until": "2013"},
        {"status": "planned"},
        {"recipient": court.pk},
    ):
        rows = client.get(LIST, query).context["rows"]
        assert [row["record"] for row in rows] == [wanted], query
        assert [row["id"] for row in _file(client, LIST, **query)] == [str(wanted.pk)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_however_long(
    signed_in, project, rows, django_assert_num_queries
):
    make_exchange_rate()
    for _number in range(rows):
        make_disbursement(project=project, recipient=make_institution())
        make_budget_line(project=project)
    client = signed_in("officer")
    for address in (LIST, RATES, project.get_absolute_url()):
        client.get(address)

    with django_assert_num_queries(13):
        page = client.get(LIST)
    with django_assert_num_queries(4):
        client.get(RATES)

    assert len(page.context["rows"]) == rows


@pytest.mark.parametrize(
    ("who", "keeps"), [("analyst", False), ("administrator", True)]
)
def test_everybody_sees_the_rates_and_administrators_keep_them(signed_in, who, keeps):
    make_exchange_rate(rate="5.566400")

    page = signed_in(who).get(RATES)

    assert "5.5664" in page.text
    assert "The central bank" in page.text
    assert ("/admin/projects/exchangerate/" in page.text) is keeps


# --- On pages of other apps ---------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "seen"), [("officer", True), ("junior", False), ("analyst", True)]
)
def test_the_account_of_a_dialogue_can_show_its_money_by_year(
    cast, indonesia, who, seen, db
):
    dialogue = make_dialogue(partner=indonesia)
    project = make_project(dialogues=[dialogue], classification=CONFIDENTIAL)
    make_disbursement(project=project, date="2012-04", amount=4321)
    make_disbursement(project=project, date="2014", amount=8765)
    span = [PartialDate.parse(year) for year in ("2012", "2013-05")]
    account = Account(dialogue, cast[who], *span)
    template = Template("{% load project_money %}{% project_money_of account %}")

    shown = template.render(Context({"account": account}))

    assert ("4,321 NOK" in shown) is seen
    assert "8,765" not in shown
    assert ("No money of projects is recorded." in shown) is not seen
