"""Likely duplicates: while typing, on saving, and in the list."""

import pytest
from django.urls import reverse

from core.models import AuditEvent, Classification
from partners.models import Institution, KeptApart, Person
from tests.factories import (
    make_institution,
    make_participation,
    make_person,
    make_position,
)

RESTRICTED = Classification.RESTRICTED
CONFIDENTIAL = Classification.CONFIDENTIAL
PERSON = {"name": "Tran Duc", "country": "ID", "classification": "2"}
COURT = {"name": "NCHR", "country": "ID", "active": "on", "classification": "2"}
LIST = "/duplicates/"


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


def alike(client, kind="person", **data):
    return client.post(reverse(f"partners:{kind}_alike"), data)


# --- While typing -----------------------------------------------------------------


def test_what_looks_like_the_name_is_shown_while_typing(officer):
    known = make_person(name="Trần Đức")
    make_person(name="Tran Dung")

    page = alike(officer, **PERSON).text

    assert f'href="{known.get_absolute_url()}"' in page
    assert "Trần Đức" in page
    assert "Dung" not in page
    assert "<html" not in page


def test_an_institution_is_found_by_its_short_form(officer):
    make_institution(name="National Centre for Human Rights")

    assert "National Centre" in alike(officer, "institution", **COURT).text


def test_the_record_itself_its_whole_and_what_was_kept_apart_are_left_out(
    officer, cast
):
    whole = make_institution(name="NCHR")
    part = make_institution(name="NCHR", parent=whole)
    other = make_institution(name="NCHR")

    page = alike(officer, "institution", pk=part.pk, parent=whole.pk, **COURT).text
    KeptApart.objects.keep(Institution, part.pk, other.pk, by=cast["officer"])
    later = alike(officer, "institution", pk=part.pk, parent=whole.pk, **COURT).text

    assert other.get_absolute_url() in page
    assert whole.get_absolute_url() not in page
    assert later.strip() == ""


@pytest.mark.parametrize("data", [{}, {"name": "x"}, {"pk": "9" * 30, "name": "Budi"}])
def test_nonsense_finds_nothing(officer, data):
    assert alike(officer, **data).text.strip() == ""


TABLE = [
    ({"classification": CONFIDENTIAL}, "officer", True),
    ({"classification": CONFIDENTIAL}, "junior", False),
    ({"classification": RESTRICTED}, "junior", True),
]


@pytest.mark.parametrize(("marks", "who", "seen"), TABLE)
def test_who_is_told_of_what_looks_like_it(signed_in, marks, who, seen):
    make_person(name="Trần Đức", **marks)
    client = signed_in(who)
    make_person(name="Duc Tran")

    typing = alike(client, **PERSON).text
    saving = client.post(reverse("partners:person_new"), PERSON).text
    listing = client.get(LIST).text
    file = b"".join(client.get(LIST, {"format": "csv"})).decode()

    pages = [typing, saving, listing, file]
    assert ["Trần Đức" in page for page in pages] == [seen] * 4


@pytest.mark.parametrize("who", ["analyst", "auditor", "administrator"])
def test_only_writers_ask_while_typing(signed_in, who):
    assert alike(signed_in(who), **PERSON).status_code == 403


def test_a_protected_person_is_named_by_number(officer):
    witness = make_person(name="Trần Đức", protected=True, classification=RESTRICTED)

    typing = alike(officer, **PERSON).text
    saving = officer.post(reverse("partners:person_new"), PERSON)

    for page in (typing, saving.text):
        assert f"Protected person {witness.pk}" in page
        assert "Trần" not in page


# --- On saving --------------------------------------------------------------------


def test_a_likely_duplicate_is_asked_about_and_then_kept_apart(officer, cast):
    known = make_person(name="Trần Đức")
    url = reverse("partners:person_new")

    page = officer.post(url, PERSON)
    saved = officer.post(url, PERSON | {"somebody_else": str(known.pk)})

    [error] = page.context["form"].errors["name"]
    assert "Trần Đức" in error
    assert f'name="somebody_else" value="{known.pk}"' in page.text
    made = Person.objects.exclude(pk=known.pk).get()
    assert saved.url == made.get_absolute_url()
    pair = KeptApart.objects.get()
    assert (pair.first_id, pair.second_id) == (known.pk, made.pk)
    assert pair.by == cast["officer"]
    changed = PERSON | {"name": "TRAN Duc", "version": 1}
    assert officer.post(made.url_for("edit"), changed).status_code == 302


def test_a_tick_counts_only_for_the_rows_that_it_stood_below(officer):
    known = make_person(name="Trần Đức")
    make_person(name="Duc Tran")
    data = PERSON | {"somebody_else": str(known.pk)}

    page = officer.post(reverse("partners:person_new"), data)

    assert "Duc Tran" in page.text
    assert Person.objects.count() == 2


def test_an_edit_that_leaves_the_name_alone_is_not_asked_about(officer):
    make_person(name="Trần Đức")
    person = make_person(name="Tran Duc")
    data = PERSON | {"note": "New", "version": 1}

    assert officer.post(person.url_for("edit"), data).status_code == 302
    assert not KeptApart.objects.exists()


def test_a_hidden_row_changes_nothing_when_saving(signed_in):
    client = signed_in("junior")
    url = reverse("partners:person_new")
    alone = client.post(url, PERSON)
    Person.objects.all()[0].save()
    Person.objects.filter(pk=Person.objects.get().pk).delete()
    make_person(name="Trần Đức", classification=CONFIDENTIAL)
    make_person(name="Duc Tran", protected=True, classification=CONFIDENTIAL)

    beside = client.post(url, PERSON)

    assert (alone.status_code, beside.status_code) == (302, 302)
    assert not KeptApart.objects.exists()


# --- The list ---------------------------------------------------------------------


def pairs(client, **query):
    couples = client.get(LIST, query).context["couples"]
    return [(couple.first.pk, couple.second.pk) for couple, _actions in couples]


def test_pairs_stand_side_by_side_with_what_tells_them_apart(officer):
    one, other = make_person(name="Wang Yi"), make_person(name="Yi Wang", country="")
    make_position(person=one, title="Minister")
    make_participation(person=other)

    page = officer.get(LIST)

    assert pairs(officer) == [(one.pk, other.pk)]
    for text in ("Wang Yi", "Yi Wang", "Minister", "Indonesia", "20 June 2022"):
        assert text in page.text
    assert f"{one.url_for('merge')}?with={other.pk}" in page.text


@pytest.mark.parametrize(("who", "shown"), [("officer", True), ("analyst", False)])
@pytest.mark.parametrize("kind", ["people", "institutions"])
def test_the_lists_lead_those_who_write_to_likely_duplicates(
    signed_in, kind, who, shown
):
    page = signed_in(who).get(f"/{kind}/").text

    assert (f'href="/duplicates/?kind={kind}"' in page) is shown


def test_the_list_is_filtered(officer):
    people = [make_person(name="Budi Santoso") for _n in range(2)]
    courts = [make_institution(name="Court", country="NO") for _n in range(2)]

    assert pairs(officer, country="ID") == [tuple(p.pk for p in people)]
    assert pairs(officer, country="NO") == []
    assert pairs(officer, kind="institutions") == [tuple(c.pk for c in courts)]
    assert pairs(officer, kind="institutions", country="NO") != []
    assert officer.get(LIST, {"kind": "rounds"}).status_code == 200


def test_a_pair_is_kept_apart_and_looked_at_again(officer):
    one, other = make_person(name="Wang Yi"), make_person(name="Yi Wang")
    data = {"kind": "person", "first": other.pk, "second": one.pk}

    response = officer.post(reverse("partners:duplicate_apart"), data)

    assert response.status_code == 302
    assert pairs(officer) == []
    assert pairs(officer, state="apart") == [(one.pk, other.pk)]
    pair = KeptApart.objects.get()
    officer.post(reverse("partners:duplicate_together", args=[pair.pk]))
    assert pairs(officer) == [(one.pk, other.pk)]


@pytest.mark.parametrize(
    ("who", "listed", "status"),
    [
        ("officer", 200, 302),
        ("lead", 200, 302),
        ("other_desk", 200, 403),
        ("analyst", 200, 403),
        ("auditor", 200, 403),
        ("administrator", 200, 403),
        ("visitor", 302, 302),
    ],
)
def test_who_decides_about_a_pair(signed_in, cast, who, listed, status):
    one, other = make_person(name="Wang Yi"), make_person(name="Yi Wang")
    made, _new = KeptApart.objects.keep(Person, 1001, 1002, by=cast["officer"])
    made.delete()
    client = signed_in(who)
    data = {"kind": "person", "first": one.pk, "second": other.pk}

    page = client.get(LIST)
    apart = client.post(reverse("partners:duplicate_apart"), data)

    assert page.status_code == listed
    assert (one.url_for("merge") in page.text) is (who in ("officer", "lead"))
    assert apart.status_code == status
    assert KeptApart.objects.exists() is (who in ("officer", "lead"))
    pair, _new = KeptApart.objects.keep(Person, one.pk, other.pk, by=cast["officer"])
    again = client.post(reverse("partners:duplicate_together", args=[pair.pk]))
    assert again.status_code == status


@pytest.mark.parametrize(
    "data", [{}, {"kind": "user"}, {"first": "x"}, {"second": ""}, {"same": True}]
)
def test_no_pair_no_answer(officer, data):
    one = make_person()
    sent = {"kind": "person", "first": one.pk, "second": one.pk} | data

    url = reverse("partners:duplicate_apart")

    assert officer.post(url, sent).status_code == 404
    assert officer.get(url).status_code == 405


def test_the_file_holds_the_pairs_and_is_logged(officer):
    one, other = make_person(name="=Wang Yi"), make_person(name="Yi Wang")

    text = b"".join(officer.get(LIST, {"format": "csv"})).decode()

    assert f"{one.pk}-{other.pk}" in text
    assert "'=Wang Yi" in text
    event = AuditEvent.objects.get(action=AuditEvent.Action.EXPORTED)
    assert event.detail["rows"] == 1


@pytest.mark.parametrize("kind", ["people", "institutions"])
@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_pair_and_for_three(
    officer, django_assert_num_queries, kind, number
):
    for n in range(number):
        for _time in range(2):
            if kind == "people":
                person = make_person(name=f"Budi {'xyz'[n] * 5}")
                make_position(person=person)
                make_participation(person=person)
            else:
                make_institution(name=f"Court {'xyz'[n] * 5}")
    officer.get(LIST)

    with django_assert_num_queries(14 if kind == "people" else 12):
        assert len(pairs(officer, kind=kind)) == number
