"""The contact card: it can be read back, tells nothing hidden, and is not for all."""

import pytest
import vobject
from django.urls import reverse

from core.models import AuditEvent, Classification
from tests.factories import make_institution, make_person, make_position

RESTRICTED = Classification.RESTRICTED
CONFIDENTIAL = Classification.CONFIDENTIAL


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


def address(person):
    return reverse("partners:person_vcard", args=[person.pk])


def card(client, person):
    return vobject.readOne(client.get(address(person)).content.decode())


def test_a_card_says_who_where_and_how_to_reach_them(officer):
    ministry = make_institution(
        name="Bộ Ngoại giao, Vụ Châu Âu",
        country="VN",
        address="1 Tôn Thất Đàm\r\nHà Nội",
        note="Kept apart.",
    )
    person = make_person(
        name="Nguyễn Thị Hương",
        name_original="阮氏香",
        honorific="Dr",
        country="VN",
        email="huong@example.vn",
        phone="+84 24 3799 0000",
        note="Likes tea.",
    )
    make_position(person=person, institution=ministry, title="Vụ trưởng; quyền")

    read = card(officer, person)

    assert read.version.value == "3.0"
    assert read.fn.value == "Nguyễn Thị Hương"
    assert (read.n.value.family, read.n.value.prefix) == ("Nguyễn Thị Hương", "Dr")
    assert read.nickname.value == "阮氏香"
    assert read.title.value == "Vụ trưởng; quyền"
    assert read.org.value == ["Bộ Ngoại giao, Vụ Châu Âu"]
    assert read.email.value == "huong@example.vn"
    assert read.tel.value == "+84 24 3799 0000"
    assert read.adr.value.street == "1 Tôn Thất Đàm, Hà Nội"
    assert read.adr.value.country == "Vietnam"


@pytest.mark.parametrize("name", ["Đặng Thị Ngọc Thịnh " * 9, "习近平" * 60, "Åse Ø"])
def test_names_come_back_as_they_were_however_long(officer, name):
    person = make_person(name=name.strip())

    assert card(officer, person).fn.value == name.strip()


def test_a_card_holds_no_note_and_no_marking(officer):
    person = make_person(note="Likes tea.", classification=RESTRICTED)

    text = officer.get(address(person)).text

    assert "tea" not in text
    assert "estricted" not in text.lower()
    assert not hasattr(vobject.readOne(text), "note")


@pytest.mark.parametrize(
    "break_", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x85", "\x00"]
)
def test_a_line_break_in_a_name_begins_no_line_of_the_card(break_):
    from partners.models import Institution, Person, Position
    from partners.vcards import card_of

    hostile = f"Siti{break_}EMAIL:evil@example.org{break_}END:VCARD"
    person = Person(name=hostile, name_original=hostile, honorific=hostile)
    court = Institution(name=hostile, country="ID", address=hostile)
    person.phone = hostile

    text = card_of(person, Position(title=hostile, institution=court))
    read = vobject.readOne(text)

    assert not hasattr(read, "email")
    assert read.fn.value == "Siti EMAIL:evil@example.org END:VCARD"
    assert text.count("\r\nEND:VCARD") == 1


def test_the_answer_is_a_file_that_names_nobody(officer):
    person = make_person(name='Siti"; filename="x.exe\r\nX-Evil: 1')

    sent = officer.get(address(person))

    assert sent.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert sent.headers["Content-Disposition"] == (
        f'attachment; filename="contact-{person.pk}.vcf"'
    )
    assert "X-Evil" not in sent.headers


def test_a_card_is_logged_as_an_export(officer, cast):
    person = make_person(name="Siti")

    officer.get(address(person))

    event = AuditEvent.objects.get(action=AuditEvent.Action.EXPORTED)
    assert (event.user, event.kind, event.object_id) == (
        cast["officer"],
        "person",
        person.pk,
    )
    assert "Siti" not in str(event.detail)


@pytest.mark.parametrize("marked", ["position", "institution"])
def test_a_hidden_position_is_not_on_the_card(signed_in, marked):
    markings = {marked: {"classification": CONFIDENTIAL}}
    person = make_person()
    office = make_institution(name="Office")
    palace = make_institution(name="Palace", **markings.get("institution", {}))
    make_position(person=person, institution=office, title="Adviser", since="2010")
    make_position(
        person=person,
        institution=palace,
        title="Agent",
        since="2020",
        **markings.get("position", {}),
    )

    shown = {
        who: signed_in(who).get(address(person)).text for who in ("officer", "junior")
    }

    assert ["Agent" in shown[who] for who in ("officer", "junior")] == [True, False]
    assert ["Palace" in shown[who] for who in ("officer", "junior")] == [True, False]
    assert "Adviser" in shown["junior"]


def test_a_former_position_is_not_on_the_card(officer):
    person = make_person()
    make_position(person=person, title="Judge", until="2019")

    assert "Judge" not in officer.get(address(person)).text


@pytest.mark.parametrize(
    ("marking", "who", "status"),
    [
        (Classification.INTERNAL, "officer", 200),
        (Classification.INTERNAL, "other_desk", 200),
        (Classification.INTERNAL, "analyst", 200),
        (Classification.INTERNAL, "administrator", 200),
        (Classification.INTERNAL, "visitor", 302),
        (RESTRICTED, "junior", 200),
        (RESTRICTED, "auditor", 200),
        (RESTRICTED, "other_desk", 404),
        (RESTRICTED, "administrator", 404),
        (CONFIDENTIAL, "officer", 200),
        (CONFIDENTIAL, "junior", 404),
    ],
)
def test_who_gets_a_card(signed_in, marking, who, status):
    person = make_person(name="Agus Tamu", classification=marking)

    sent = signed_in(who).get(address(person))

    assert sent.status_code == status
    assert ("Agus Tamu" in sent.text) is (status == 200)


@pytest.mark.parametrize("who", ["officer", "lead", "auditor", "analyst", "other_desk"])
def test_there_is_no_card_of_a_protected_person_whoever_asks(signed_in, who):
    person = make_person(name="Budi", protected=True, classification=RESTRICTED)
    client = signed_in(who)

    assert client.get(address(person)).status_code == 404
    assert address(person) not in client.get(person.get_absolute_url()).text
    assert not AuditEvent.objects.filter(action=AuditEvent.Action.EXPORTED).exists()


def test_there_is_no_card_of_who_has_been_archived(officer):
    person = make_person(archived_at="2026-01-01T00:00Z", archived_why="Twice.")

    assert officer.get(address(person)).status_code == 404
    assert address(person) not in officer.get(person.get_absolute_url()).text


@pytest.mark.parametrize(
    ("said", "is_made"),
    [
        ({"consent_to_be_listed": None}, True),
        ({"consent_to_be_listed": True}, True),
        ({"consent_to_be_listed": False}, False),
        ({"do_not_contact": True}, False),
        ({"do_not_contact": True, "consent_to_be_listed": True}, False),
    ],
)
def test_who_refuses_has_no_card_and_is_not_reached_through_a_file(
    officer, said, is_made
):
    person = make_person(name="Siti", email="siti@example.org", phone="555", **said)

    page = officer.get(person.get_absolute_url()).text
    sent = officer.get(address(person), follow=True)
    file = b"".join(officer.get(reverse("partners:person_list"), {"format": "csv"}))

    assert (address(person) in page) is is_made
    assert ("BEGIN:VCARD" in sent.text) is is_made
    assert ("No contact card is made" in sent.text) is not is_made
    assert (b"siti@example.org" in file) is is_made
    assert b"Siti" in file
    assert "siti@example.org" in page
    assert ("mailto:" in page) is not said.get("do_not_contact", False)


def test_the_refusal_names_nobody(officer):
    person = make_person(name="Siti", do_not_contact=True)

    sent = officer.get(address(person), follow=True)

    assert not any("Siti" in str(message) for message in sent.context["messages"])
