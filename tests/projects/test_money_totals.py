"""What projects cost together, checked against a worksheet made elsewhere."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse

from core.models import Classification
from dialogues.models import Topic
from projects.models import ExchangeRate
from tests.factories import (
    make_budget_line,
    make_dialogue,
    make_disbursement,
    make_exchange_rate,
    make_institution,
    make_partner,
    make_project,
    make_project_partner,
)
from tests.projects import money_worksheet as worksheet

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
TOTALS = "/projects/money/"
TOPICS = {"fair_trial": 0, "torture": 1, "women": 2}
REST = ("No dialogue that you may see", "No topic", "No institution that you may see")
REST += ("Year not known", "Together")


def _table(text):
    return list(csv.DictReader(io.StringIO(text)))


def _file(client, **query):
    sent = client.get(TOTALS, {"format": "csv"} | query)
    return _table(sent.getvalue().decode("utf-8-sig"))


def _named(cell, rows):
    return [rows[name] for name in cell.split("|") if name]


@pytest.fixture
def record(db):
    """The worksheet, put on record; gives the names that its topics have here."""
    topics = Topic.objects.in_tree_order()
    topics = {name: topics[place] for name, place in TOPICS.items()}
    countries = {"Indonesia": "ID", "China": "CN", "Vietnam": "VN"}
    dialogues = {
        name: make_dialogue(partner=make_partner(code), title=name)
        for name, code in countries.items()
    }
    institutions = {
        name: make_institution(name=name)
        for name in ("Faculty", "Court", "Prisons", "Ministry")
    }
    projects = {}
    for row in _table(worksheet.PROJECTS):
        projects[row["project"]] = project = make_project(
            dialogues=_named(row["dialogues"], dialogues),
            topics=_named(row["topics"], topics),
            status=row["status"],
            stopped_why="No money" if row["status"] == "stopped" else "",
            comparator=row["comparator"],
            agreed_amount=Decimal(row["agreed"]) if row["agreed"] else None,
            currency=row["currency"],
            agreed_on=row["signed"],
            since="",
        )
        for institution in _named(row["institutions"], institutions):
            make_project_partner(project=project, institution=institution)
    for row in _table(worksheet.RATES):
        ExchangeRate.objects.create(**row, source="A worksheet")
    for row in _table(worksheet.MONEY):
        _put_on_record(row, projects[row["project"]])
    return {str(row): name for name, row in topics.items()} | {
        str(row): name for name, row in institutions.items()
    }


def _put_on_record(row, project):
    values = {"project": project, "currency": row["currency"]}
    values["amount"] = Decimal(row["amount"])
    if row["kind"] == "budget":
        return make_budget_line(year=int(row["date"]), **values)
    status = "paid" if row["kind"] == "disbursed" else "planned"
    return make_disbursement(date=row["date"], status=status, **values)


def _as_on_the_worksheet(row, names):
    name = names.get(row["name"], row["name"])
    name = "-" if name in REST else name
    what = (row["by"], name, row["kind"], row["currency"])
    home = Decimal(row["in_home_currency"]) if row["in_home_currency"] else None
    amounts = (Decimal(row["amount"]), home, Decimal(row["not_counted"]))
    return what, (int(row["projects"]), *amounts)


def test_the_file_says_what_a_worksheet_made_elsewhere_says(signed_in, record):
    expected = dict(_as_on_the_worksheet(row, {}) for row in _table(worksheet.EXPECTED))

    rows = _file(signed_in("analyst"))

    found = dict(_as_on_the_worksheet(row, record) for row in rows)
    assert len(found) == len(rows)
    assert found == expected


def _on_page(page, names):
    """What the cells of the page say, by the same keys as the worksheet."""
    for table in page.context["tables"]:
        for line, sums in table["rows"]:
            name = names.get(line.name, line.name)
            name = "-" if name in REST else name
            for kind, shown in zip(
                ("budget", "agreed", "disbursed"), sums, strict=True
            ):
                for words in shown["parts"]:
                    amount, currency = words.replace(",", "").split()
                    left_out = sum(
                        Decimal(said.replace(",", "").split()[0])
                        for said in shown["not_counted"]
                        if f" {currency} not counted: no " in said
                    )
                    key = (table["name"], name, kind, currency)
                    yield key, (Decimal(amount), left_out)


def test_the_page_says_what_a_worksheet_made_elsewhere_says(signed_in, record):
    expected = {
        key: (amount, left_out)
        for key, (_projects, amount, _home, left_out) in (
            _as_on_the_worksheet(row, {}) for row in _table(worksheet.EXPECTED)
        )
    }

    page = signed_in("analyst").get(TOTALS)

    assert dict(_on_page(page, record)) == expected
    for amount in ("9,255,997.56 EUR", "9,957,324.92 NOK", "8,357,913.10 USD"):
        assert amount in page.text
    # The grand total, added up on the same worksheet: 37 projects, each once.
    together = next(t for t in page.context["tables"] if t["name"] == "together")
    ((line, sums),) = together["rows"]
    assert len(line.sums.projects) == 37
    assert [one["at_home"] for one in sums] == [
        "80,688,027 NOK",
        "192,254,110 NOK",
        "102,627,496 NOK",
    ]
    assert sums[2]["not_counted"] == [
        "2,105,924.54 EUR not counted: no rate on record",
        "1,848,891.90 USD not counted: no rate on record",
    ]


def test_a_span_of_years_counts_these_years_alone(signed_in, record):
    expected = [
        row
        for row in _table(worksheet.EXPECTED)
        if row["by"] == "year" and row["name"] in ("2011", "2012")
    ]

    rows = _file(signed_in("analyst"), since="2011", until="2012")

    by_year = [row for row in rows if row["by"] == "year"]
    assert dict(_as_on_the_worksheet(row, {}) for row in by_year) == dict(
        _as_on_the_worksheet(row, {}) for row in expected
    )
    disbursed = {
        row["currency"]: Decimal(row["amount"])
        for row in rows
        if row["by"] == "together" and row["kind"] == "disbursed"
    }
    assert disbursed == {
        "EUR": Decimal("4631301.62"),
        "NOK": Decimal("4788291.48"),
        "USD": Decimal("5071930.45"),
    }


# --- What counts, and in what --------------------------------------------------------


@pytest.fixture
def usd(db):
    make_exchange_rate(currency="USD", date="2012-06-30", rate="6")
    make_exchange_rate(currency="USD", date="2012-12-31", rate="5")
    make_exchange_rate(currency="USD", date="2013-03-01", rate="9")


@pytest.mark.parametrize(
    ("date", "worth"),
    [
        ("2012-06-29", ""),
        ("2012-06-30", "600.00"),
        ("2012-06", "600.00"),
        ("2012-05", ""),
        ("2012-12-30", "600.00"),
        ("2012", "500.00"),
        ("2020", "900.00"),
    ],
)
def test_a_payment_is_counted_at_the_last_rate_up_to_its_last_possible_day(
    signed_in, indonesia, usd, date, worth
):
    make_disbursement(
        project=make_project(partners=[indonesia]),
        date=date,
        amount=100,
        currency="USD",
    )

    row = _file(signed_in("officer"))[0]

    assert row["in_home_currency"] == worth
    assert row["not_counted"] == ("0" if worth else "100.00")
    assert row["why_not_counted"] == ("" if worth else "no rate on record")


def test_every_total_names_its_rates_with_date_and_source(signed_in, indonesia, usd):
    project = make_project(partners=[indonesia])
    for date in ("2012-07", "2013-05", "2014-01-01"):
        make_disbursement(project=project, date=date, amount=100, currency="USD")

    page = signed_in("officer").get(TOTALS)
    row = _file(signed_in("officer"))[0]

    assert row["rates"] == (
        "USD 6.000000 2012-06-30 The central bank; "
        "USD 9.000000 2013-03-01 The central bank"
    )
    assert "1 USD = 6.00 NOK on 30 June 2012 (The central bank)" in page.text
    assert "(rates 1–2)" in page.text
    assert "31 December 2012 (The" not in page.text


def test_what_was_paid_back_is_taken_away(signed_in, indonesia, usd):
    project = make_project(partners=[indonesia])
    for date, amount in (("2012-07", 500), ("2013-05", -200)):
        make_disbursement(project=project, date=date, amount=amount, currency="USD")

    row = _file(signed_in("officer"))[0]

    assert (row["amount"], row["in_home_currency"]) == ("300.00", "1200.00")


def test_without_any_rate_nothing_is_counted_one_to_one(signed_in, indonesia):
    project = make_project(partners=[indonesia])
    make_disbursement(project=project, amount=2_500_000, currency="USD")
    make_disbursement(project=project, amount=10, currency="NOK")

    page = signed_in("officer").get(TOTALS)

    assert "2,500,000 USD not counted: no rate on record" in page.text
    assert "Together 10 NOK" in page.text


def test_another_home_currency_is_taken_from_the_settings(
    signed_in, indonesia, settings
):
    settings.HOME_CURRENCY = "EUR"
    project = make_project(partners=[indonesia])
    make_disbursement(project=project, amount=10, currency="EUR")
    make_disbursement(project=project, amount=10, currency="NOK")

    rows = {row["currency"]: row for row in _file(signed_in("officer"))}

    assert rows["EUR"]["in_home_currency"] == "10.00"
    assert rows["NOK"]["in_home_currency"] == ""


@pytest.mark.parametrize(
    "overrides", [{"status": "idea"}, {"comparator": "SE"}, {"archived": True}]
)
def test_what_is_not_ours_or_no_more_counts_in_nothing(signed_in, indonesia, overrides):
    archived = overrides.pop("archived", False)
    project = make_project(
        partners=[indonesia], agreed_amount=777, currency="NOK", **overrides
    )
    make_disbursement(project=project, amount=777)
    make_budget_line(project=project, amount=777)
    if archived:
        project.archived_at, project.archived_why = "2020-01-01T00:00Z", "Twice"
        project.save()
    make_disbursement(project=make_project(partners=[indonesia]), amount=5)
    client = signed_in("officer")

    assert [row["amount"] for row in _file(client) if row["by"] == "together"] == [
        "5.00"
    ]
    assert "777" not in client.get(TOTALS).context["tables"][0]["rows"][0][1][2]


def test_filters_narrow_the_projects_that_count(signed_in, indonesia, china):
    first, second = make_dialogue(partner=indonesia), make_dialogue(partner=china)
    topic, other = Topic.objects.in_tree_order()[:2]
    court = make_institution()
    wanted = make_project(dialogues=[first], topics=[topic], status="completed")
    make_project_partner(project=wanted, institution=court)
    make_disbursement(project=wanted, amount=3)
    other = make_project(dialogues=[second], topics=[other], status="running")
    make_disbursement(project=other, amount=4)
    client = signed_in("officer")

    for query in (
        {"partner": indonesia.pk},
        {"dialogue": first.pk},
        {"institution": court.pk},
        {"status": "completed"},
    ):
        rows = [row for row in _file(client, **query) if row["by"] == "together"]
        assert [row["amount"] for row in rows] == ["3.00"], query


def test_of_a_country_payments_for_another_are_left_out(signed_in, indonesia, china):
    both = make_project(partners=[indonesia, china])
    for amount, partner in ((1, None), (10, indonesia), (100, china)):
        make_disbursement(project=both, amount=amount, partner=partner)

    rows = _file(signed_in("officer"), partner=indonesia.pk)

    assert rows[0]["amount"] == "11.00"


# --- Who sees which totals ------------------------------------------------------------


@pytest.mark.parametrize("make", [make_budget_line, make_disbursement])
@pytest.mark.parametrize("of_project", [True, False])
@pytest.mark.parametrize(
    ("marking", "who", "seen"),
    [
        (INTERNAL, "other_desk", True),
        (RESTRICTED, "junior", True),
        (RESTRICTED, "other_desk", False),
        (RESTRICTED, "analyst", True),
        (CONFIDENTIAL, "junior", False),
        (CONFIDENTIAL, "officer", True),
    ],
)
def test_money_that_one_may_not_see_is_in_no_total(
    signed_in, indonesia, make, of_project, marking, who, seen
):
    dialogue = make_dialogue(partner=indonesia)
    marked = {"classification": marking}
    project = make_project(dialogues=[dialogue], **(marked if of_project else {}))
    make(project=project, amount=4444, **({} if of_project else marked))
    make_disbursement(project=make_project(dialogues=[dialogue]), amount=1)
    client = signed_in(who)

    page, rows = client.get(TOTALS), _file(client)
    account = client.get(reverse("dialogues:dialogue_account", args=[dialogue.slug]))

    assert page.status_code == account.status_code == 200
    assert ("4,44" in page.text) is seen
    assert any("444" in row["amount"] for row in rows) is seen
    together = page.context["tables"][0]["rows"][0][0]
    assert len(together.sums.projects) == (2 if seen or not of_project else 1)


def test_a_hidden_dialogue_or_institution_has_no_line(signed_in, indonesia, china):
    shown = make_dialogue(partner=indonesia, title="In the open")
    hidden = make_dialogue(partner=china, title="In secret", classification=RESTRICTED)
    project = make_project(dialogues=[shown, hidden])
    secret = make_institution(country="CN", name="Safe house", classification=3)
    make_project_partner(project=project, institution=secret)
    make_disbursement(project=project, amount=6)

    page = signed_in("officer").get(TOTALS)

    assert "In the open" in page.text
    for name in ("In secret", "Safe house"):
        assert name not in page.text
    assert "No institution that you may see" in page.text


def test_a_project_in_two_dialogues_counts_whole_in_each_and_once_together(
    signed_in, indonesia
):
    dialogues = [make_dialogue(partner=indonesia) for _number in range(2)]
    make_disbursement(project=make_project(dialogues=dialogues), amount=8)
    client = signed_in("officer")

    rows = _file(client)

    by = [row["by"] for row in rows if row["amount"] == "8.00"]
    assert by.count("dialogue") == 2
    assert by.count("together") == 1
    assert "counts whole in each" in client.get(TOTALS).text


def test_what_cannot_be_filtered_by_counts_nothing(signed_in, indonesia):
    make_disbursement(project=make_project(partners=[indonesia]), amount=8)

    page = signed_in("officer").get(TOTALS, {"since": "20x2", "format": "csv"})

    assert page.headers["Content-Type"].startswith("text/html")
    assert "No project is counted" in page.text


@pytest.mark.parametrize("rows", [1, 300])
def test_the_totals_cost_the_same_however_many_projects(
    signed_in, indonesia, usd, rows, django_assert_num_queries
):
    dialogue, institution = make_dialogue(partner=indonesia), make_institution()
    topic = Topic.objects.in_tree_order()[0]
    for _number in range(rows):
        project = make_project(
            dialogues=[dialogue], topics=[topic], agreed_amount=5, currency="USD"
        )
        make_project_partner(project=project, institution=institution)
        make_budget_line(project=project)
        make_disbursement(project=project, currency="USD")
    client = signed_in("officer")
    client.get(TOTALS)

    with django_assert_num_queries(18):
        page = client.get(TOTALS)

    assert len(page.context["totals"].whole.sums.projects) == rows
