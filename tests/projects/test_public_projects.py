"""The 37 projects of the public record, and three invented ones with all their parts.

Both files are loaded once for all tests of this module; each of them only reads.
"""

import json
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from core.models import Classification, Source
from core.record_file import BrokenFile, load_file
from dialogues.models import Dialogue
from projects.in_time import ProjectsInTime
from projects.models import (
    Activity,
    Attendance,
    BudgetLine,
    Disbursement,
    ExchangeRate,
    Project,
    ProjectPartner,
    Result,
    ResultValue,
)
from projects.money.rates import Rates
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("norway", "invented")]

DATA = Path(__file__).resolve().parent.parent.parent / "data"
NORWAY = DATA / "record-norway.json"
FICTIONAL = DATA / "fictional-norway.json"
PARTS = (Activity, Attendance, BudgetLine, Disbursement, ProjectPartner, Result)
MODELS = (Project, *PARTS, ResultValue)


@pytest.fixture(scope="module")
def norway(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_file(NORWAY)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def invented(norway):
    for name in ("indonesia", "china", "lead"):
        make_user(email=f"{name}@example.org")
    with time_machine.travel("2026-11-23 12:00Z", tick=False):
        return load_file(FICTIONAL)


def _called(title):
    return Project.objects.get(title__startswith=title)


def _said(project):
    """What sources say of single fields, as `(field, value)`."""
    return {
        (source.field, source.value)
        for source in Source.objects.of(project)
        if source.value
    }


def test_all_projects_of_the_record_are_there_with_their_sources(norway):
    public = Project.objects.filter(fictional=False)
    rows = json.loads(NORWAY.read_text(encoding="utf-8"))["projects"]

    assert norway.taken["projects"] == public.count() == len(rows) == 37
    assert norway.not_taken == {}
    assert norway.notes == []
    for row in rows:
        known = Source.objects.of(public.get(title=row["title"]))
        cited = {source.url for source in known}
        assert {row["source"], *row.get("extra_sources", ())} <= cited
        assert public.get(title=row["title"]).partners.count() == len(
            row.get("countries") or [row["country"]]
        )


def test_public_facts_are_open():
    public = Project.objects.filter(fictional=False)

    assert {row.classification for row in public} == {Classification.OPEN}


def test_whether_a_project_is_over_is_not_read_out_of_its_years():
    public = Project.objects.filter(fictional=False)

    assert {row.status for row in public} == {""}
    assert not any(row.lacks_report for row in public)


@pytest.mark.parametrize(
    ("title", "since", "until"),
    [
        ("NCHR China Programme", "1997", ""),
        ("Framework agreement", "2012", "2014"),
        ("Democracy survey", "", ""),
    ],
)
def test_years_are_known_as_far_as_the_source_says(title, since, until):
    project = _called(title)

    assert (project.since, project.until) == (since, until)


def test_a_project_belongs_to_the_dialogue_of_each_of_its_countries():
    framework = _called("Framework agreement")

    assert framework.dialogues.count() == 3
    assert {d.partner.code for d in framework.dialogues.all()} == {"CN", "ID", "VN"}


def test_other_countries_projects_belong_to_no_dialogue_of_ours():
    others = Project.objects.compared()

    assert sorted(row.comparator for row in others) == ["AU", "AU", "CH"]
    assert not others.filter(dialogues__isnull=False).exists()
    assert others.filter(partners__isnull=True).count() == 0


@pytest.mark.parametrize(
    ("title", "carriers"),
    [
        (
            "Justice cooperation on prisons",
            {
                ("Parliamentary Ombudsman", "cooperating"),
                ("Supreme People's Procuratorate", "cooperating"),
                ("Ministry of Foreign Affairs", "funder"),
            },
        ),
        (
            "Legal aid study visit",
            # The ministry stands only in the name of its centre.
            {
                (
                    "Norwegian Centre for Human Rights, University of Oslo",
                    "cooperating",
                ),
                ("National Legal Aid Centre, Ministry of Justice", "cooperating"),
            },
        ),
        (
            "Framework agreement",
            {
                (
                    "Norwegian Centre for Human Rights, University of Oslo",
                    "agreement_partner",
                ),
                ("Ministry of Foreign Affairs", "funder"),
            },
        ),
        ("Swiss training", set()),
    ],
)
def test_institutions_of_the_record_are_found_in_the_words(title, carriers):
    roles = _called(title).roles.all()

    assert {(row.institution.name, row.role) for row in roles} == carriers


def test_a_ministry_is_that_of_the_country_that_is_meant():
    police = _called("Investigative interviewing with the Vietnamese police")
    media = _called("Global Inter-Media Dialogue")

    assert {"NO", "VN"} == {row.institution.country for row in police.roles.all()}
    assert {"NO", "ID"} == {row.institution.country for row in media.roles.all()}


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("NCHR Indonesia", "universities, courts, armed forces, NGOs"),
        ("Corporate responsibility seminar", "NHO, Innovation Norway, embassy"),
        ("Textbook and training on gender", ""),
    ],
)
def test_partners_that_are_no_institution_stay_in_words(title, words):
    kept = _called(title).partners_in_words

    assert words in kept
    assert bool(kept) is bool(words)


def test_money_is_taken_as_far_as_the_source_says():
    forum = _called("Bali Democracy Forum")
    ceiling = _called("Framework agreement")
    australia = _called("Australia-China")

    assert (forum.agreed_amount, forum.currency) == (2500000, "USD")
    assert Source.objects.of(forum).filter(field="agreed_amount").exists()
    assert ceiling.agreed_amount is None
    assert [
        (line.year, line.purpose, line.amount, line.currency)
        for line in ceiling.budget_lines.all()
    ] == [(year, "ceiling", 23000000, "NOK") for year in (2012, 2013, 2014)]
    assert [(line.year, line.amount) for line in australia.budget_lines.all()] == [
        (2006, 2000000),
        (2007, 2000000),
    ]


def test_conflicting_figures_stand_side_by_side_on_the_page(client):
    teachers = _called("Human rights law teacher training")
    client.force_login(make_user(name="Reader"))

    page = client.get(teachers.get_absolute_url()).text

    assert _said(teachers) == {
        (
            "Teachers trained",
            "over 500 teachers, courses at more than 100 universities",
        ),
        ("Teachers trained", "more than 600 teachers, more than 70 universities"),
    }
    assert "The sources disagree" in page
    assert "over 500 teachers" in page
    assert "more than 600 teachers" in page


def test_a_disputed_date_is_told(client):
    degree = _called("Master of Laws")
    client.force_login(make_user(name="Reader"))

    page = client.get(degree.get_absolute_url()).text

    words = "launch given as 2010 on one page and November 2011 on another"
    assert degree.since == "2010"
    assert ("since", words) in _said(degree)
    assert "The sources disagree" in page


def test_what_carries_out_a_recommendation_is_tied_to_it():
    coalition = _called("Freedom of religion or belief in Indonesia")
    measure = coalition.measures.get()

    assert measure.round.ordinal == 11
    assert "recommendations 3 and 5" in measure.wording


# --- Invented -----------------------------------------------------------------------


def test_every_kind_has_an_invented_row_and_all_are_marked(invented):
    assert invented.not_taken == {}
    assert invented.notes == []
    for model in MODELS:
        assert model.objects.filter(fictional=True).exists(), model
        if model is not Project:
            assert not model.objects.filter(fictional=True, loaded_as="").exists()
    assert Project.objects.filter(fictional=True).count() == 3


@time_machine.travel("2026-11-24")
def test_every_panel_has_something_to_show():
    running = _called("Children at their first hearing")
    stopped = _called("Family visits")

    assert running.runs_late
    assert running.lacks_report
    for name in ("measures", "concerns", "working_groups", "findings", "follow_ups"):
        assert getattr(running, name).exists(), name
    assert {row.level for row in running.results.all()} == set(Result.Level)
    paid = sum(row.amount for row in running.disbursements.all())
    assert paid > running.agreed_amount
    assert stopped.stopped_why
    assert stopped.currency == "USD"
    assert any(row.amount < 0 for row in stopped.disbursements.all())


@time_machine.travel("2026-11-24")
@pytest.mark.parametrize(
    ("slug", "lacking"),
    [
        ("norway-indonesia", {"business", "disability"}),
        ("norway-vietnam", {"death-penalty", "womens-rights"}),
        ("norway-china", {"minorities", "judicial-independence"}),
    ],
)
def test_every_dialogue_has_invented_priorities_with_and_without_projects(
    slug, lacking
):
    dialogue = Dialogue.objects.get(slug=slug)
    desk = make_user(desks=[dialogue.partner])

    whole = ProjectsInTime(dialogue, desk).continuity

    assert all(row.fictional for row in whole.priority_rows)
    assert {row.topic.code for row in whole.without_project} == lacking
    assert any(row.ran_as_priority for row in whole.priority_rows)
    assert whole.longest_gap
    assert whole.outside


# --- Again, and elsewhere -------------------------------------------------------------


def test_loading_both_files_again_changes_nothing():
    before = {model: list(model.objects.order_by("pk").values()) for model in MODELS}
    sources = Source.objects.count()

    with time_machine.travel("2026-11-23 12:00Z", tick=False):
        again = [load_file(NORWAY), load_file(FICTIONAL)]

    assert [report.taken for report in again] == [{}, {}]
    assert Source.objects.count() == sources
    for model, rows in before.items():
        assert list(model.objects.order_by("pk").values()) == rows


def test_what_was_taken_out_by_hand_stays_out():
    project = _called("NCHR China Programme")
    project.topics.clear()
    project.dialogues.clear()

    load_file(NORWAY)

    assert not project.topics.exists()
    assert not project.dialogues.exists()


def _written(tmp_path, *projects, **sections):
    about = {"home_country": "NO"}
    file = tmp_path / "other.json"
    whole = {"_about": about, "projects": list(projects), **sections}
    file.write_text(json.dumps(whole), encoding="utf-8")
    return file


def test_another_ministry_loads_a_project_with_little_more_than_a_title(tmp_path):
    file = _written(
        tmp_path,
        {
            "title": "Seminar series",
            "country": "ID",
            "topics": ["torture", "weather"],
            "source": "Annual report 2020",
            "activities_in_words": "two seminars",
        },
    )

    report = load_file(file)

    project = _called("Seminar series")
    assert report.taken["projects"] == 1
    assert report.not_taken == {("projects", "activities_in_words"): [1]}
    assert [topic.code for topic in project.topics.all()] == ["torture"]
    assert ("topics", "weather") in _said(project)
    assert project.classification == Classification.INTERNAL


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"country": "SE"}, "SE is no partner"),
        ({"country": None}, "with which country is the project?"),
        ({"status": "asleep"}, "“asleep” is none of"),
        ({"status": "stopped"}, "Say why the project was stopped."),
        ({"measures": ["no-such"]}, "there is no measure with the key “no-such”"),
        (
            {"funding_amount": 5, "funding_currency": "NOK", "funding_period": "year"},
            "give the years in budget_lines",
        ),
        (
            {"institutions": [{"name": "Nobody", "country": "ID"}]},
            "“Nobody” is no institution of ID",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path, values, words):
    file = _written(tmp_path, {"title": "x", "country": "ID"} | values)

    with pytest.raises(BrokenFile, match="projects, row 1") as broken:
        load_file(file)

    assert words in str(broken.value)


@pytest.mark.parametrize(
    "section", ["activities", "results", "budget_lines", "disbursements"]
)
def test_a_part_of_an_unknown_project_is_refused(tmp_path, section):
    row = {"key": "a", "project": "no-such", "title": "x"}
    file = _written(tmp_path, **{section: [row]})

    with pytest.raises(BrokenFile, match="no project with the key “no-such”"):
        load_file(file)


# --- Exchange rates -------------------------------------------------------------------

RATE = {"currency": "USD", "date": "2020-12-31", "rate": 8.5326, "source": "Bank"}


def test_an_invented_rate_says_so_and_reaches_no_real_amount():
    invented = ExchangeRate.objects.all()
    agreed = Project.objects.filter(fictional=False, currency="USD")

    assert {rate.source for rate in invented} == {"Made up for the example"}
    assert agreed.exists()
    for project in agreed:
        date = project.agreed_on or project.since
        assert Rates().latest("USD", date) is None


def test_the_invented_project_in_dollars_is_counted_at_home():
    stopped = _called("Family visits")

    value, rate = Rates().value(stopped.agreed_amount, "USD", stopped.since)

    assert value == Decimal("2043000")
    assert rate.date.isoformat() == "2024-12-31"


def test_a_rate_of_a_day_that_is_there_already_stays(tmp_path):
    ExchangeRate.objects.create(**RATE | {"rate": "8.4"})
    file = _written(tmp_path, exchange_rates=[RATE, RATE | {"currency": "EUR"}])

    report = load_file(file)

    rows = ExchangeRate.objects.filter(date=RATE["date"]).order_by("currency")
    assert [(row.currency, row.rate) for row in rows] == [
        ("EUR", Decimal("8.5326")),
        ("USD", Decimal("8.4")),
    ]
    assert (report.taken["exchange_rates"], report.of("exchange_rates").there) == (1, 1)
    assert "Loaded from" in rows[0].history.get().history_change_reason


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"currency": None}, "currency"),
        ({"date": "2020"}, "date"),
        ({"rate": None}, "is missing"),
        ({"rate": 0}, "A rate is greater than zero."),
        ({"source": None}, "source"),
        ({}, "the same is in"),
    ],
)
def test_a_rate_that_cannot_be_taken_is_told(tmp_path, values, words):
    first = [RATE] if not values else []
    file = _written(tmp_path, exchange_rates=[*first, RATE | values])

    with pytest.raises(BrokenFile, match="exchange_rates, row") as broken:
        load_file(file)

    assert words in str(broken.value)


# --- The list -------------------------------------------------------------------------


def test_the_list_shows_all_but_marks_what_is_not_ours(client):
    client.force_login(make_user(name="Reader"))

    page = client.get(reverse("projects:project_list"), {"whose": "others"})

    assert len(page.context["rows"]) == 3
    assert "a project of Switzerland" in page.text
