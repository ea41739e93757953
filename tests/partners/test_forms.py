import pytest
from django.urls import reverse

from core.models import Classification
from partners.models import Institution, Person, Position
from tests.factories import (
    make_institution,
    make_partner,
    make_person,
    make_position,
)

RESTRICTED = Classification.RESTRICTED


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


def institution_data(**overrides):
    data = {"name": "Mahkamah Agung", "country": "ID", "active": "on"}
    return data | {"classification": "2", "note": ""} | overrides


def person_data(**overrides):
    return {"name": "Siti", "country": "ID", "classification": "2"} | overrides


def errors(page):
    return page.context["form"].errors


def test_a_new_institution_is_saved_with_who_made_it(officer, cast):
    url = reverse("partners:institution_new")

    response = officer.post(url, institution_data())

    court = Institution.objects.get()
    assert response.url == court.get_absolute_url()
    assert (court.created_by, court.updated_by) == (cast["officer"], cast["officer"])


def test_the_country_of_the_only_desk_is_filled_in(officer):
    page = officer.get(reverse("partners:person_new"))

    assert page.context["form"]["country"].value() == "ID"


@pytest.mark.parametrize("kind", ["institution", "person"])
def test_another_desks_country_is_refused_in_words(officer, china, kind):
    data = institution_data(country="CN") if kind == "institution" else person_data()

    page = officer.post(reverse(f"partners:{kind}_new"), data | {"country": "CN"})

    assert errors(page)["country"] == [
        "Another desk looks after this country. Ask them to record it."
    ]


@pytest.mark.parametrize("country", ["NO", "CH", "ID"])
def test_the_home_country_and_third_countries_are_everyones(officer, country):
    url = reverse("partners:institution_new")

    officer.post(url, institution_data(country=country))

    assert Institution.objects.get().country == country


def test_an_institution_is_not_part_of_one_of_its_parts(officer):
    ministry = make_institution(name="Ministry")
    office = make_institution(parent=make_institution(parent=ministry))

    page = officer.post(
        ministry.url_for("edit"),
        institution_data(name="Ministry", parent=office.pk, version=1),
    )

    assert errors(page)["parent"] == [
        "An institution cannot be part of itself or of one of its parts."
    ]


def test_a_hidden_parent_survives_an_edit_by_somebody_who_cannot_see_it(signed_in):
    ministry = make_institution(classification=Classification.CONFIDENTIAL)
    office = make_institution(name="Office", parent=ministry)

    signed_in("junior").post(
        office.url_for("edit"),
        institution_data(name="New office", parent="", version=1),
    )

    office.refresh_from_db()
    assert (office.name, office.parent) == ("New office", ministry)


def test_hidden_institutions_cannot_be_chosen(signed_in):
    hidden = make_institution(classification=Classification.CONFIDENTIAL)
    person = make_person()
    url = reverse("partners:position_new", args=[person.pk])
    client = signed_in("junior")

    page = client.get(url)
    sent = client.post(url, {"institution": hidden.pk, "classification": "2"})

    assert hidden.name not in page.text
    assert "institution" in errors(sent)


def test_a_protected_person_must_be_restricted_and_the_field_says_so(officer):
    url = reverse("partners:person_new")

    page = officer.post(url, person_data(protected="on"))

    assert errors(page) == {
        "classification": ["A protected person is marked Restricted or Confidential."]
    }


def test_a_protected_person_is_saved_without_naming_them_in_a_message(officer):
    url = reverse("partners:person_new")

    response = officer.post(
        url, person_data(protected="on", classification="3"), follow=True
    )

    assert Person.objects.get().protected
    assert not any("Siti" in str(message) for message in response.context["messages"])


def test_only_those_who_keep_seeing_a_person_can_protect_them(cast, signed_in):
    cast["officer"].clearance = Classification.INTERNAL
    cast["officer"].save()

    page = signed_in("officer").get(reverse("partners:person_new"))

    assert "protected" not in page.context["form"].fields


def test_whether_somebody_consents_may_stay_unknown(officer):
    officer.post(
        reverse("partners:person_new"), person_data(consent_to_be_listed="unknown")
    )

    assert Person.objects.get().consent_to_be_listed is None


def test_a_new_position_belongs_to_its_person_and_starts_with_their_marking(officer):
    person = make_person(classification=RESTRICTED)
    court = make_institution()
    url = reverse("partners:position_new", args=[person.pk])

    page = officer.get(url)
    response = officer.post(
        url,
        {"institution": court.pk, "title": "Judge", "classification": "3"},
    )

    position = Position.objects.get()
    assert page.context["form"]["classification"].value() == RESTRICTED
    assert (position.person, position.institution) == (person, court)
    assert response.url == person.get_absolute_url()


def test_a_position_cannot_end_before_it_begins(officer):
    position = make_position(since="2020-05")

    page = officer.post(
        position.url_for("edit"),
        {
            "institution": position.institution.pk,
            "since": "2020-05",
            "until": "2019",
            "classification": "2",
            "version": "1",
        },
    )

    assert errors(page)["__all__"] == ["A position cannot end before it begins."]


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [("soon", "Give a year"), ("2020-13", "no month number 13"), ("85", "Give a year")],
)
def test_a_date_that_is_none_is_refused_in_words(officer, typed, complaint):
    position = make_position()

    page = officer.post(
        position.url_for("edit"),
        {
            "institution": position.institution.pk,
            "since": typed,
            "classification": "2",
            "version": "1",
        },
    )

    assert complaint in errors(page)["since"][0]


def test_a_second_officer_is_shown_both_texts(officer):
    person = make_person(name="Siti")
    officer.post(person.url_for("edit"), person_data(name="Siti A", version="1"))

    page = officer.post(person.url_for("edit"), person_data(name="Siti B", version="1"))

    [conflict] = page.context["form"].conflicts
    assert (conflict.theirs, conflict.mine) == ("Siti A", "Siti B")
    assert Person.objects.get().name == "Siti A"


def test_sending_a_new_person_twice_makes_one(officer):
    url = reverse("partners:person_new")
    data = person_data(submission="5a0e0ea1-5a5f-4bd5-9a3b-2f8a8f0f5a11")

    officer.post(url, data)
    officer.post(url, data)

    assert Person.objects.count() == 1


def test_the_overview_of_a_partner_is_changed_by_its_desk(officer):
    partner = make_partner("ID")

    response = officer.post(
        partner.url_for("edit"),
        {
            "status": "paused",
            "since": "2002",
            "overview": "Talks since 2002.",
            "classification": "2",
            "version": "1",
        },
    )

    partner.refresh_from_db()
    assert response.url == partner.get_absolute_url()
    assert (partner.status, partner.since) == ("paused", "2002")


def test_a_marking_above_ones_own_clearance_cannot_be_given(signed_in):
    page = signed_in("junior").post(
        reverse("partners:institution_new"), institution_data(classification="4")
    )

    assert "classification" in errors(page)


def test_how_an_institution_is_reached_is_saved(officer):
    reached = {
        "other_names": "MA\nSupreme Court",
        "website": "example.org",
        "email": "court@example.org",
        "phone": "+62 21 555",
        "address": "Street 1\nJakarta",
    }

    officer.post(reverse("partners:institution_new"), institution_data(**reached))

    court = Institution.objects.get()
    assert court.website == "https://example.org"
    assert court.email == "court@example.org"
    assert court.phone == "+62 21 555"
    assert court.other_names.splitlines() == ["MA", "Supreme Court"]
    assert court.address.splitlines() == ["Street 1", "Jakarta"]


@pytest.mark.parametrize("name", ["Nguyễn Thị Hương", "习近平", "Åse Østby"])
def test_a_name_keeps_its_letters_and_its_order(officer, name):
    officer.post(
        reverse("partners:person_new"), person_data(name=name, name_original=name)
    )

    person = Person.objects.get()
    assert (person.name, person.name_original) == (name, name)


def test_a_position_does_not_end_for_a_reason_without_a_date(officer):
    position = make_position()

    page = officer.post(
        position.url_for("edit"),
        {
            "institution": position.institution.pk,
            "left_because": "retired",
            "classification": "2",
            "version": "1",
        },
    )

    assert errors(page)["__all__"] == ["Say when the position ended."]


@pytest.mark.parametrize("kind", ["person", "institution", "position"])
def test_the_sections_of_a_form_leave_no_field_out(officer, kind):
    record = make_position()
    record = record if kind == "position" else getattr(record, kind)

    form = officer.get(record.url_for("edit")).context["form"]

    shown = [field.name for _legend, fields in form.sections for field in fields]
    assert sorted(shown) == sorted(field.name for field in form.visible_fields())
