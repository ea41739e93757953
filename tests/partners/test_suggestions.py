import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.widgets import RowOrName
from partners.models import Institution, Person, Sector
from partners.suggestions import describe_institution, describe_person
from tests.factories import make_institution, make_person, make_position

PEOPLE = "partners:person_suggest"
INSTITUTIONS = "partners:institution_suggest"


@pytest.fixture
def officer(signed_in):
    client = signed_in("officer")
    client.get(reverse(PEOPLE))
    return client


def offered(client, url, text):
    page = client.post(reverse(url), {"q": text})
    return re.findall(r'data-label="([^"]*)"', page.text)


@pytest.mark.parametrize("typed", ["tran", "TRẦN", "Trần Đức", "duc", "đức tr", "陈"])
def test_vietnamese_and_chinese_names_are_offered_in_any_spelling(officer, typed):
    make_person(name="Trần Đức", name_original="陈德")
    make_person(name="Nguyễn An")

    assert offered(officer, PEOPLE, typed) == ["Trần Đức"]


@pytest.mark.parametrize("typed", ["østby", "ostby", "Aase", "åse", "ÅSE Ø"])
def test_norwegian_names_are_offered_with_and_without_their_letters(officer, typed):
    make_person(name="Åse Østby", country="NO")
    make_person(name="Aase Østby", country="NO")

    assert offered(officer, PEOPLE, typed)


@pytest.mark.parametrize("typed", ["", "a", " å ", "-- ", "%"])
def test_less_than_two_letters_offer_nothing(officer, typed):
    make_person(name="Anna Å")

    assert offered(officer, PEOPLE, typed) == []


def test_names_that_begin_with_what_is_typed_come_first(officer):
    for name in ("Rohana", "Sri Hanafi", "Hana Z", "Hanafi B"):
        make_person(name=name)

    assert offered(officer, PEOPLE, "hana") == [
        "Hana Z",
        "Hanafi B",
        "Sri Hanafi",
        "Rohana",
    ]


def test_at_most_twelve_are_offered(officer):
    for _ in range(15):
        make_institution(name="Court")

    assert len(offered(officer, INSTITUTIONS, "court")) == 12


def test_the_value_is_what_the_widget_takes(officer):
    court = make_institution(name="Court")

    page = officer.post(reverse(INSTITUTIONS), {"q": "court"})

    assert f'data-value="pk:{court.pk}"' in page.text


def test_archived_rows_are_not_offered(officer):
    make_person(name="Hana", archived_at="2026-01-01T00:00Z", archived_why="Twice.")

    assert offered(officer, PEOPLE, "hana") == []


def test_people_of_one_name_are_told_apart(officer):
    for title, court in (("Judge", "Supreme Court"), ("Clerk", "High Court")):
        make_position(
            person=make_person(name="Siti"),
            title=title,
            institution=make_institution(name=court),
        )
    make_person(name="Siti", do_not_contact=True, country="CN")

    page = officer.post(reverse(PEOPLE), {"q": "siti"}).text

    assert "Siti, Judge, Supreme Court" in page
    assert "Siti, Clerk, High Court" in page
    assert "China, do not contact" in page


def test_who_holds_nothing_any_more_is_told_by_what_they_were(officer):
    court = make_institution(name="Court")
    gone = make_person(name="Siti")
    make_position(person=gone, title="Clerk", institution=court, until="2011")
    make_position(person=gone, title="Judge", institution=court, until="2019")

    page = officer.post(reverse(PEOPLE), {"q": "siti"}).text

    assert "formerly Judge, Court" in page
    assert "Clerk" not in page


def test_a_former_position_is_not_in_the_detail_beside_a_present_one(officer):
    person = make_person(name="Siti")
    make_position(person=person, title="Judge", until="2019")
    make_position(person=person, title="Envoy")

    page = officer.post(reverse(PEOPLE), {"q": "siti"}).text

    assert "Judge" not in page
    assert "Envoy" in page


def test_a_hidden_former_position_is_not_told(signed_in):
    person = make_person(name="Siti")
    make_position(person=person, title="Agent", until="2019", classification=3)

    pages = {
        who: signed_in(who).post(reverse(PEOPLE), {"q": "siti"}).text
        for who in ("officer", "other_desk")
    }

    assert "formerly Agent" in pages["officer"]
    assert "formerly" not in pages["other_desk"]


def test_a_name_is_escaped(officer):
    make_institution(name='<b>"Court"')

    page = officer.post(reverse(INSTITUTIONS), {"q": "court"}).text

    assert "<b>" not in page
    assert "&lt;b&gt;&quot;Court&quot;" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_offering_people_costs_the_same_however_many(
    officer, rows, django_assert_num_queries
):
    for _ in range(rows):
        person = make_person(name="Siti")
        make_position(person=person)
        make_position(person=person, until="2011")

    with django_assert_num_queries(10):
        assert len(offered(officer, PEOPLE, "siti")) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_offering_institutions_costs_the_same_however_many(
    officer, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_institution(name="Court", sector=Sector.objects.get(code="media"))

    with django_assert_num_queries(6):
        assert len(offered(officer, INSTITUTIONS, "court")) == rows


def test_a_person_is_described_by_the_position_that_the_reader_may_see(cast):
    person = make_person(name="Siti")
    make_position(
        person=person,
        title="Adviser",
        institution=make_institution(name="Office"),
        since="2010",
    )
    make_position(
        person=person,
        title="Secret envoy",
        institution=make_institution(name="Palace"),
        since="2020",
        classification=3,
    )

    seen_by = {
        who: describe_person(Person.objects.with_held_positions(cast[who]).get())
        for who in ("officer", "other_desk")
    }

    assert seen_by == {
        "officer": "Siti, Secret envoy, Palace",
        "other_desk": "Siti, Adviser, Office",
    }


def test_a_description_that_comes_back_as_text_is_the_same_person(cast):
    person = make_person(name="Siti")
    make_position(
        person=person, title="Judge", institution=make_institution(name="Court")
    )
    field = RowOrName(
        queryset=Person.objects.visible_to(cast["officer"]).with_held_positions(
            cast["officer"]
        ),
        search=PEOPLE,
        describe=describe_person,
    )

    assert field.clean("Siti, Judge, Court") == person


def test_institutions_of_one_name_are_told_apart_by_their_country(cast):
    here, _there = (make_institution(name="Court", country=c) for c in ("ID", "CN"))
    field = RowOrName(
        queryset=Institution.objects.visible_to(cast["officer"]),
        search=INSTITUTIONS,
        describe=describe_institution,
    )

    assert field.clean("Court, Indonesia") == here
    with pytest.raises(ValidationError, match="Court, Indonesia; Court, China"):
        field.clean("Court")


def test_a_name_without_a_row_stays_text(cast):
    field = RowOrName(
        queryset=Institution.objects.visible_to(cast["officer"]), search=INSTITUTIONS
    )

    assert field.clean("A new institute") == "A new institute"
