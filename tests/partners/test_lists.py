import csv
import io

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from core.models import Classification
from partners.models import Institution, Person, Sector
from tests.factories import (
    make_institution,
    make_meeting,
    make_participation,
    make_person,
    make_position,
)

PEOPLE = "partners:person_list"
INSTITUTIONS = "partners:institution_list"


@pytest.fixture
def officer(signed_in):
    client = signed_in("officer")
    # What happens once, and is then remembered, is not counted below.
    ContentType.objects.get_for_models(Person, Institution)
    client.get(reverse(PEOPLE))
    return client


def names(client, url, **query):
    page = client.get(reverse(url), query)
    return [row["record"].name for row in page.context["rows"]]


def file_of(client, url, **query):
    sent = client.get(reverse(url), query | {"format": "csv"})
    text = b"".join(sent).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_people_costs_the_same_however_long(
    officer, rows, django_assert_num_queries
):
    sector = Sector.objects.get(code="media")
    for _ in range(rows):
        position = make_position(institution=make_institution(sector=sector))
        make_participation(person=position.person)

    with django_assert_num_queries(14):
        page = officer.get(reverse(PEOPLE))

    assert len(page.context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_institutions_costs_the_same_however_long(
    officer, rows, django_assert_num_queries
):
    whole = make_institution(classification=Classification.OPEN)
    for _ in range(rows - 1):
        make_institution(parent=whole)

    with django_assert_num_queries(10):
        page = officer.get(reverse(INSTITUTIONS))

    assert len(page.context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_person_costs_the_same_however_many_positions(
    officer, rows, django_assert_num_queries
):
    person = make_person()
    for number in range(rows):
        make_position(person=person, since=f"201{number}")
        make_participation(person=person)

    with django_assert_num_queries(20):
        officer.get(person.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_an_institution_costs_the_same_however_many_people(
    officer, rows, django_assert_num_queries
):
    court = make_institution()
    for _ in range(rows):
        position = make_position(institution=court)
        make_institution(parent=court)
        make_participation(institution=court, person=position.person)

    with django_assert_num_queries(29):
        officer.get(court.get_absolute_url())


@pytest.mark.parametrize(
    "typed", ["Đặng Thị Hương", "dang thi huong", "HƯƠNG đặng", "邓氏香"]
)
def test_a_person_is_found_in_any_spelling(officer, typed):
    make_person(name="Đặng Thị Hương", name_original="邓氏香", country="VN")
    make_person(name="Somebody else")

    assert names(officer, PEOPLE, q=typed) == ["Đặng Thị Hương"]


def test_people_are_filtered_by_country_sector_and_level_of_today(officer):
    courts = make_institution(sector=Sector.objects.get(code="judicial_system"))
    judge, former, other = (make_person(name=n) for n in ("Judge", "Former", "Other"))
    make_position(person=judge, institution=courts, level="minister")
    make_position(person=former, institution=courts, level="minister", until="2019")
    make_position(person=other, level="expert")
    make_person(name="Abroad", country="CN")

    sector = Sector.objects.get(code="judicial_system").pk

    assert names(officer, PEOPLE, sector=sector) == ["Judge"]
    assert names(officer, PEOPLE, level="minister") == ["Judge"]
    assert names(officer, PEOPLE, country="CN") == ["Abroad"]


def test_a_filter_by_sector_does_not_tell_of_a_hidden_position(signed_in):
    court = make_institution(sector=Sector.objects.get(code="judicial_system"))
    person = make_person(name="Judge")
    make_position(
        person=person, institution=court, classification=Classification.RESTRICTED
    )
    sector = court.sector.pk

    assert names(signed_in("officer"), PEOPLE, sector=sector) == ["Judge"]
    assert names(signed_in("other_desk"), PEOPLE, sector=sector) == []


def test_countries_to_choose_from_are_those_of_visible_rows(signed_in):
    make_person(country="ID")
    make_person(country="CN", classification=Classification.RESTRICTED)

    page = signed_in("officer").get(reverse(PEOPLE))
    choices = page.context["filters"].form.fields["country"].choices

    assert [code for code, _name in choices if code] == ["ID"]


def test_protected_people_are_filtered_only_by_those_who_may_know_them(signed_in):
    officer = signed_in("officer").get(reverse(PEOPLE)).context["filters"]
    analyst = signed_in("analyst").get(reverse(PEOPLE)).context["filters"]

    assert "protected" in officer.form.fields
    assert "protected" not in analyst.form.fields


def test_institutions_are_filtered_by_whether_they_still_exist(officer):
    make_institution(name="Old", active=False)
    make_institution(name="New")

    assert names(officer, INSTITUTIONS, active="yes") == ["New"]
    assert names(officer, INSTITUTIONS, active="no") == ["Old"]
    assert names(officer, INSTITUTIONS) == ["New", "Old"]


def test_archived_people_are_shown_only_when_asked_for(officer):
    make_person(name="Gone", archived_at="2026-01-01T00:00Z", archived_why="Twice.")
    make_person(name="Here")

    assert names(officer, PEOPLE) == ["Here"]
    assert names(officer, PEOPLE, archived="only") == ["Gone"]


def test_the_file_holds_the_rows_of_the_list_with_stable_codes(officer):
    courts = make_institution(
        name="Mahkamah Agung", sector=Sector.objects.get(code="judicial_system")
    )
    judge = make_person(name="Siti", name_original="سيتي", do_not_contact=True)
    make_position(person=judge, institution=courts, title="Judge", level="director")
    make_person(name="Not this one")

    [row] = file_of(officer, PEOPLE, q="siti")

    assert row["name"] == "Siti"
    assert row["name_original"] == "سيتي"
    assert row["country"] == "ID"
    assert row["position"] == "Judge, Mahkamah Agung"
    assert row["institution"] == "Mahkamah Agung"
    assert row["sector"] == "judicial_system"
    assert row["level"] == "director"
    assert row["do_not_contact"] == "yes"
    assert row["classification"] == "internal"


def test_a_name_that_a_spreadsheet_would_compute_is_neutralised(officer):
    make_institution(name='=HYPERLINK("http://example.org")')

    [row] = file_of(officer, INSTITUTIONS)

    assert row["name"] == '\'=HYPERLINK("http://example.org")'


def test_last_contact_is_the_latest_meeting_that_took_place_with_them(officer):
    person = make_person()
    for date, attendance in (
        ("2019-05", "present"),
        ("2021-03-04", "present"),
        ("2022-01-01", "absent"),
        ("2027-01-01", "expected"),
    ):
        make_participation(
            person=person, meeting=make_meeting(date=date), attendance=attendance
        )

    [row] = file_of(officer, PEOPLE)

    assert row["last_contact"] == "2021-03-04"


def test_people_are_sorted_by_last_contact_and_the_unknown_come_last(officer):
    for name, date in (("Early", "2019"), ("Late", "2021-03-04"), ("Never", None)):
        person = make_person(name=name)
        if date:
            make_participation(person=person, meeting=make_meeting(date=date))

    assert names(officer, PEOPLE, sort="-last_contact") == ["Late", "Early", "Never"]
    assert names(officer, PEOPLE, sort="last_contact") == ["Early", "Late", "Never"]


def test_present_positions_come_before_former_ones(officer):
    person = make_person()
    for title, since, until in (
        ("Clerk", "2001", "2005-06"),
        ("Minister", "2020", ""),
        ("Director", "2005-06", "2020"),
    ):
        make_position(person=person, title=title, since=since, until=until)

    page = officer.get(person.get_absolute_url())
    rows = page.context["positions"]["rows"]

    assert [row["record"].title for row in rows] == ["Minister", "Director", "Clerk"]


def test_an_institution_parts_its_people_into_present_and_former(officer):
    court = make_institution()
    now, before = make_person(name="Now"), make_person(name="Before")
    make_position(person=now, institution=court)
    make_position(person=before, institution=court, until="2019")
    make_position(institution=court, archived_at="2026-01-01T00:00Z", archived_why="X")

    page = officer.get(court.get_absolute_url())

    held, former = page.context["held"]["rows"], page.context["former"]["rows"]
    assert [row["record"].person for row in held] == [now]
    assert [row["record"].person for row in former] == [before]


def test_do_not_contact_is_said_on_the_page(officer):
    person = make_person(do_not_contact=True)

    assert "Do not contact this person" in officer.get(person.get_absolute_url()).text


def test_the_latest_meetings_are_shown_and_the_older_ones_counted(officer):
    person = make_person()
    for year in range(2000, 2022):
        meeting = make_meeting(title=f"Talk {year}", date=str(year))
        make_participation(person=person, meeting=meeting, role="head")

    page = officer.get(person.get_absolute_url())

    assert "Talk 2021" in page.text
    assert "Talk 2001" not in page.text
    assert "2 older meetings are not shown here." in page.text
    assert "Head of delegation" in page.text


def test_the_parts_of_an_institution_stand_below_one_another(officer):
    ministry = make_institution(name="Ministry")
    department = make_institution(name="Department", parent=ministry)
    make_institution(name="Section", parent=department)

    page = officer.get(ministry.get_absolute_url())

    [first] = page.context["parts"]
    assert first == department
    assert [part.name for part in first.shown_parts] == ["Section"]
    assert "Section" in page.text


def test_what_is_below_a_hidden_part_is_not_told(signed_in):
    ministry = make_institution(name="Ministry")
    cell = make_institution(
        name="Cell", parent=ministry, classification=Classification.RESTRICTED
    )
    make_institution(name="Desk of the cell", parent=cell)

    own = signed_in("officer").get(ministry.get_absolute_url()).text
    other = signed_in("other_desk").get(ministry.get_absolute_url()).text

    assert "Desk of the cell" in own
    assert "Desk of the cell" not in other


def test_the_file_of_institutions_says_how_to_reach_them(officer):
    make_institution(
        other_names="MOFA",
        website="https://example.org",
        email="mofa@example.org",
        phone="555",
        address="Street 1",
    )

    [row] = file_of(officer, INSTITUTIONS)

    assert row["other_names"] == "MOFA"
    assert row["website"] == "https://example.org"
    assert (row["email"], row["phone"]) == ("mofa@example.org", "555")
    assert row["address"] == "Street 1"


def test_the_page_leads_to_the_meetings_in_the_list(officer):
    person = make_person()
    make_participation(person=person, meeting=make_meeting(title="Quiet talk"))

    page = officer.get(person.get_absolute_url()).text
    url = f"{reverse('dialogues:meeting_list')}?person={person.pk}"

    assert url in page
    assert "Quiet talk" in officer.get(url).text


def test_why_a_position_ended_stands_beside_its_end(officer):
    person = make_person()
    make_position(
        person=person, until="2024-06", left_because="retired", left_note="At last"
    )

    page = officer.get(person.get_absolute_url()).text

    assert "June 2024 (retired: At last)" in page
