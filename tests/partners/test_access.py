"""Who sees which institution, person and position, wherever it may turn up."""

import pytest
from django.urls import reverse

from core.models import AuditEvent, Classification
from tests.factories import (
    make_institution,
    make_meeting,
    make_participation,
    make_partner,
    make_person,
    make_position,
)

INTERNAL = Classification.INTERNAL
RESTRICTED = Classification.RESTRICTED
CONFIDENTIAL = Classification.CONFIDENTIAL

TABLE = [
    (INTERNAL, "officer", True),
    (INTERNAL, "other_desk", True),
    (INTERNAL, "analyst", True),
    (INTERNAL, "administrator", True),
    (RESTRICTED, "officer", True),
    (RESTRICTED, "junior", True),
    (RESTRICTED, "lead", True),
    (RESTRICTED, "analyst", True),
    (RESTRICTED, "auditor", True),
    (RESTRICTED, "other_desk", False),
    (RESTRICTED, "administrator", False),
    (CONFIDENTIAL, "officer", True),
    (CONFIDENTIAL, "analyst", True),
    (CONFIDENTIAL, "junior", False),
    (CONFIDENTIAL, "other_desk", False),
    (CONFIDENTIAL, "administrator", False),
]
# Those who may know the names of people at risk, and are cleared for their records.
PROTECTED_TABLE = [
    ("officer", True),
    ("junior", True),
    ("lead", True),
    ("auditor", True),
    ("analyst", False),
    ("other_desk", False),
    ("administrator", False),
]


def list_and_file(client, name, **query):
    page = client.get(reverse(f"partners:{name}_list"), query)
    sent = client.get(reverse(f"partners:{name}_list"), query | {"format": "csv"})
    return page.text, b"".join(sent).decode()


def suggested(client, name, text):
    url = reverse(f"partners:{name}_suggest")
    return client.post(url, {"q": text}).text


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
def test_who_sees_an_institution(signed_in, marking, who, seen):
    court = make_institution(name="Mahkamah Rahasia", classification=marking)
    client = signed_in(who)

    page = client.get(court.get_absolute_url())
    history = client.get(court.url_for("history"))
    listing, file = list_and_file(client, "institution", q="rahasia")
    offered = suggested(client, "institution", "mahk")

    assert page.status_code == (200 if seen else 404)
    assert history.status_code == (200 if seen else 404)
    assert ("Mahkamah Rahasia" in page.text) is seen
    assert ("Mahkamah Rahasia" in listing) is seen
    assert ("Mahkamah Rahasia" in file) is seen
    assert ("Mahkamah Rahasia" in offered) is seen


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
def test_who_sees_a_person(signed_in, marking, who, seen):
    judge = make_person(name="Siti Rahasia", classification=marking)
    client = signed_in(who)

    page = client.get(judge.get_absolute_url())
    history = client.get(judge.url_for("history"))
    listing, file = list_and_file(client, "person", q="rahasia")
    offered = suggested(client, "person", "siti")

    assert page.status_code == (200 if seen else 404)
    assert history.status_code == (200 if seen else 404)
    assert ("Siti Rahasia" in page.text) is seen
    assert ("Siti Rahasia" in listing) is seen
    assert ("Siti Rahasia" in file) is seen
    assert ("Siti Rahasia" in offered) is seen


@pytest.mark.parametrize(("who", "seen"), PROTECTED_TABLE)
def test_who_sees_a_protected_person(signed_in, who, seen):
    witness = make_person(
        name="Budi Saksi", protected=True, classification=RESTRICTED, note="Saw it."
    )
    client = signed_in(who)

    page = client.get(witness.get_absolute_url())
    listing, file = list_and_file(client, "person", q="saksi")

    assert page.status_code == (200 if seen else 404)
    assert ("Budi Saksi" in page.text) is seen
    assert ("Budi Saksi" in listing) is seen
    assert ("Budi Saksi" in file) is seen


@pytest.mark.parametrize("who", ["officer", "lead", "auditor", "analyst"])
def test_the_name_of_a_protected_person_is_never_offered(signed_in, who):
    make_person(name="Budi Saksi", protected=True, classification=RESTRICTED)

    assert "Budi" not in suggested(signed_in(who), "person", "budi saksi")


def test_the_tab_and_the_messages_do_not_name_a_protected_person(signed_in):
    witness = make_person(name="Budi Saksi", protected=True, classification=RESTRICTED)
    client = signed_in("officer")

    page = client.get(witness.get_absolute_url())
    form = client.get(witness.url_for("edit"))
    title = page.text.split("</title>")[0].split("<title>")[1]

    assert "Budi" not in title
    assert f"Protected person {witness.pk}" in title
    assert "Budi" not in form.text.split("<main")[0]
    assert "The name may put this person at risk" in page.text


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
@pytest.mark.parametrize("marked", ["person", "institution", "position"])
def test_who_sees_a_position(signed_in, marked, marking, who, seen):
    markings = {marked: {"classification": marking}}
    person = make_person(name="Agus Tamu", **markings.get("person", {}))
    court = make_institution(name="Kejaksaan", **markings.get("institution", {}))
    position = make_position(
        person=person,
        institution=court,
        title="Jaksa Agung",
        **markings.get("position", {}),
    )
    client = signed_in(who)

    pages = [
        client.get(person.get_absolute_url()).text,
        client.get(court.get_absolute_url()).text,
        *list_and_file(client, "person"),
        suggested(client, "person", "agus"),
    ]
    history = client.get(position.url_for("history"))

    assert ["Jaksa Agung" in page for page in pages] == [seen] * 5
    assert history.status_code == (200 if seen else 404)


def test_a_partner_is_never_marked_above_internal(signed_in):
    partner = make_partner("ID")
    data = {"status": "active", "classification": "3", "version": "1"}

    refused = signed_in("officer").post(partner.url_for("edit"), data)

    assert "Everybody in the house may know" in refused.text
    partner.refresh_from_db()
    assert partner.classification == Classification.INTERNAL


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("junior", 200),
        ("lead", 200),
        ("other_desk", 403),
        ("analyst", 403),
        ("auditor", 403),
        ("administrator", 403),
        ("visitor", 302),
    ],
)
@pytest.mark.parametrize(
    "address", ["partner", "institution", "person", "position", "position_new"]
)
def test_only_the_desk_changes_what_all_may_see(signed_in, address, who, status):
    position = make_position()
    urls = {
        "partner": make_partner("ID").url_for("edit"),
        "institution": position.institution.url_for("edit"),
        "person": position.person.url_for("edit"),
        "position": position.url_for("edit"),
        "position_new": reverse("partners:position_new", args=[position.person.pk]),
    }

    assert signed_in(who).get(urls[address]).status_code == status


@pytest.mark.parametrize("kind", ["institution", "person"])
def test_the_link_to_the_form_is_shown_only_to_the_desk(signed_in, kind):
    position = make_position()
    record = getattr(position, kind)

    own = signed_in("officer").get(record.get_absolute_url()).text
    other = signed_in("other_desk").get(record.get_absolute_url()).text

    assert record.url_for("edit") in own
    assert record.url_for("edit") not in other


def test_a_hidden_record_answers_404_to_whoever_would_change_it(signed_in):
    court = make_institution(classification=RESTRICTED)

    assert signed_in("other_desk").get(court.url_for("edit")).status_code == 404


def test_a_visitor_is_sent_to_the_sign_in(signed_in):
    court = make_institution()
    client = signed_in("visitor")

    for url in (
        court.get_absolute_url(),
        reverse("partners:person_list"),
        reverse("partners:person_suggest"),
    ):
        assert client.get(url).status_code == 302


def test_reading_a_restricted_person_is_logged(signed_in, cast):
    judge = make_person(classification=RESTRICTED)
    official = make_person()
    client = signed_in("officer")

    client.get(judge.get_absolute_url())
    client.get(official.get_absolute_url())

    read = AuditEvent.objects.filter(action=AuditEvent.Action.READ)
    assert [(event.user, event.object_id) for event in read] == [
        (cast["officer"], judge.pk)
    ]


def test_a_hidden_parent_and_hidden_parts_are_not_named(signed_in):
    ministry = make_institution(name="Ministry", classification=RESTRICTED)
    office = make_institution(name="Office", parent=ministry)
    make_institution(name="Secret cell", parent=office, classification=RESTRICTED)
    make_institution(name="Reception", parent=office)

    own = signed_in("officer").get(office.get_absolute_url()).text
    other = signed_in("other_desk").get(office.get_absolute_url()).text

    assert [name in own for name in ("Ministry", "Secret cell")] == [True, True]
    assert [name in other for name in ("Ministry", "Secret cell")] == [False, False]
    assert "Reception" in other


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
@pytest.mark.parametrize("marked", ["meeting", "participation"])
def test_a_hidden_meeting_shows_neither_on_pages_nor_as_last_contact(
    signed_in, marked, marking, who, seen
):
    person, court = make_person(name="Agus Tamu"), make_institution(name="Kejaksaan")
    markings = {marked: {"classification": marking}}
    meeting = make_meeting(
        title="Quiet talk", date="2021-03-04", **markings.get("meeting", {})
    )
    make_participation(
        meeting=meeting,
        person=person,
        institution=court,
        **markings.get("participation", {}),
    )
    client = signed_in(who)

    pages = [
        client.get(person.get_absolute_url()).text,
        client.get(court.get_absolute_url()).text,
    ]
    lists = [*list_and_file(client, "person"), *list_and_file(client, "institution")]

    assert ["Quiet talk" in page for page in pages] == [seen] * 2
    assert ["2021-03-04" in page for page in lists] == [seen] * 4
