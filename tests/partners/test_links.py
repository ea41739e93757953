"""Links between two institutions: who sees them, who keeps them, how they renew."""

from pathlib import Path

import pytest
from django.urls import reverse

from core.models import Classification, Source
from core.record_file import load_file
from dialogues.models import FollowUp
from partners.models import Institution, Link, LinkKind
from tests.factories import (
    make_follow_up,
    make_institution,
    make_link,
    make_user,
)

INTERNAL = Classification.INTERNAL
RESTRICTED = Classification.RESTRICTED
CONFIDENTIAL = Classification.CONFIDENTIAL
NEW = reverse("partners:link_new")
FOLLOW_UP = reverse("dialogues:follow_up_new")
DATA = Path(__file__).resolve().parent.parent.parent / "data"

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


@pytest.fixture
def centre(db):
    return make_institution(name="Centre in Oslo", country="NO")


@pytest.fixture
def court(indonesia):
    return make_institution(name="Court in Jakarta", country="ID")


@pytest.fixture
def link(centre, court):
    return make_link(home_institution=centre, partner_institution=court)


def link_data(home, partner, **overrides):
    data = {
        "home_institution": f"pk:{home.pk}",
        "partner_institution": f"pk:{partner.pk}",
        "kind": LinkKind.objects.get(code="training").pk,
        "classification": "2",
    }
    return data | overrides


def errors(page):
    return page.context["form"].errors


# --- Who sees it --------------------------------------------------------------------


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
@pytest.mark.parametrize("marked", ["link", "partner"])
def test_who_sees_a_link(signed_in, centre, marked, marking, who, seen):
    court = make_institution(
        name="Mahkamah", classification=marking if marked == "partner" else INTERNAL
    )
    link = make_link(
        home_institution=centre,
        partner_institution=court,
        led_to="A law on evidence.",
        classification=marking if marked == "link" else INTERNAL,
    )
    client = signed_in(who)

    page = client.get(link.get_absolute_url())
    history = client.get(link.url_for("history"))
    of_centre = client.get(centre.get_absolute_url()).text

    assert page.status_code == history.status_code == (200 if seen else 404)
    assert ("A law on evidence." in page.text) is seen
    assert (link.get_absolute_url() in of_centre) is seen
    assert ("Mahkamah" in of_centre) is seen


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
def test_only_the_desk_of_the_partner_changes_it(signed_in, link, who, status):
    assert signed_in(who).get(link.url_for("edit")).status_code == status


@pytest.mark.parametrize(
    ("marking", "seen"), [(INTERNAL, True), (RESTRICTED, False), (CONFIDENTIAL, False)]
)
def test_the_administration_shows_the_same(signed_in, court, marking, seen):
    link = make_link(partner_institution=court, classification=marking)
    client = signed_in("administrator")

    listed = client.get(reverse("admin:partners_link_changelist")).text
    url = reverse("admin:partners_link_change", args=[link.pk])

    assert ("Court in Jakarta" in listed) is seen
    assert client.get(url).status_code == (200 if seen else 302)


def test_administrators_keep_the_kinds_of_link(signed_in):
    client = signed_in("administrator")

    page = client.get(reverse("admin:partners_linkkind_changelist"))

    assert "Felles prosjekt" in page.text


def test_an_institution_shows_what_lasts_before_what_has_ended(
    signed_in, centre, court
):
    lasting = make_link(home_institution=centre, partner_institution=court)
    ended = make_link(home_institution=centre, until="2001")

    page = signed_in("officer").get(centre.get_absolute_url()).text

    assert "Links that have ended" in page
    assert page.index(lasting.get_absolute_url()) < page.index(ended.get_absolute_url())


# --- Keeping it -----------------------------------------------------------------------


def test_a_link_is_made_from_the_page_of_an_institution(signed_in, cast, centre, court):
    client = signed_in("officer")
    url = f"{NEW}?home={centre.pk}&partner={court.pk}"

    page = client.get(url)
    response = client.post(
        url, link_data(centre, court, since="2006", responsible=cast["officer"].pk)
    )

    link = Link.objects.get()
    assert "Centre in Oslo, Norway" in page.text
    assert "Court in Jakarta, Indonesia" in page.text
    assert f"{NEW}?partner={court.pk}" in client.get(court.get_absolute_url()).text
    assert f"{NEW}?home={centre.pk}" in client.get(centre.get_absolute_url()).text
    assert response.url == link.get_absolute_url()
    assert (link.since, link.created_by, link.responsible) == (
        "2006",
        cast["officer"],
        cast["officer"],
    )


def test_an_address_fills_in_nothing_that_is_hidden(signed_in):
    hidden = make_institution(name="Secret cell", classification=CONFIDENTIAL)

    page = signed_in("junior").get(f"{NEW}?partner={hidden.pk}&home=x")

    assert page.status_code == 200
    assert "Secret cell" not in page.text


def test_a_form_without_institutions_says_what_is_missing(signed_in):
    page = signed_in("officer").post(NEW, {"classification": "2"})

    assert page.status_code == 200
    assert {"home_institution", "partner_institution", "kind"} <= errors(page).keys()


def test_both_ends_are_of_the_right_country(signed_in, centre, court):
    client = signed_in("officer")

    page = client.post(NEW, link_data(court, centre))

    assert errors(page)["home_institution"] == [
        "Choose an institution of our own country."
    ]
    page = client.post(NEW, link_data(centre, make_institution(country="NO")))
    assert errors(page)["partner_institution"] == [
        "Choose an institution of another country."
    ]


def test_another_desks_country_is_refused_in_words(signed_in, centre, china):
    beijing = make_institution(country="CN")

    page = signed_in("officer").post(NEW, link_data(centre, beijing))

    assert errors(page)["partner_institution"] == [
        "Another desk looks after this country. Ask them to record it."
    ]


def test_a_link_of_a_kind_is_there_once_at_a_time(signed_in, link):
    ends = link.home_institution, link.partner_institution
    client = signed_in("officer")

    refused = client.post(NEW, link_data(*ends, kind=link.kind_id))
    earlier = client.post(NEW, link_data(*ends, kind=link.kind_id, until="2001"))
    other = client.post(NEW, link_data(*ends))

    assert errors(refused)["kind"] == [
        "These two institutions have a link of this kind already."
    ]
    assert (earlier.status_code, other.status_code) == (302, 302)


def test_a_link_is_changed_and_ended(signed_in, link):
    signed_in("officer").post(
        link.url_for("edit"),
        link_data(
            link.home_institution,
            link.partner_institution,
            until="2020",
            led_to="A textbook.",
            version="1",
        ),
    )

    link.refresh_from_db()
    assert (link.until, link.led_to, link.version) == ("2020", "A textbook.", 2)


# --- Keeping it alive -----------------------------------------------------------------


def test_a_contact_is_renewed_by_a_follow_up(signed_in, cast, indonesia, link):
    client = signed_in("officer")
    renew = f"{FOLLOW_UP}?link={link.pk}"

    detail = client.get(link.get_absolute_url()).text
    form = client.get(renew).context["form"]
    data = {
        "title": form["title"].value(),
        "link": link.pk,
        "owner": cast["officer"].pk,
        "due": "2027-03-01",
        "priority": "normal",
        "classification": "2",
    }
    response = client.post(renew, data)

    follow_up = FollowUp.objects.get()
    assert renew in detail
    assert "Renew this contact" in detail
    assert follow_up.title == "Renew the contact: Centre in Oslo – Court in Jakarta"
    assert (follow_up.link, follow_up.partner) == (link, indonesia)
    assert response.url == follow_up.get_absolute_url()
    assert follow_up.title in client.get(link.get_absolute_url()).text
    assert link.get_absolute_url() in client.get(response.url).text


def test_a_link_with_a_country_of_no_desk_is_renewed_as_well(
    signed_in, cast, indonesia, centre
):
    swedish = make_institution(country="SE")
    link = make_link(home_institution=centre, partner_institution=swedish)
    client = signed_in("officer")
    data = {
        "title": "Call them",
        "link": link.pk,
        "owner": cast["officer"].pk,
        "due": "2027-03-01",
        "priority": "normal",
        "classification": "2",
    }

    unsaid = client.post(FOLLOW_UP, data)
    saved = client.post(FOLLOW_UP, data | {"partner": indonesia.pk})

    assert errors(unsaid)["partner"] == ["Choose the country."]
    assert saved.status_code == 302


@pytest.mark.parametrize("who", ["other_desk", "analyst"])
def test_only_the_desk_renews(signed_in, link, who):
    client = signed_in(who)

    assert "Renew this contact" not in client.get(link.get_absolute_url()).text
    assert client.get(f"{FOLLOW_UP}?link={link.pk}").status_code == 403


def test_a_follow_up_of_a_link_is_about_its_country(
    signed_in, cast, indonesia, china, link
):
    cast["officer"].assignments.create(partner=china)
    data = {
        "title": "Call them",
        "partner": china.pk,
        "link": link.pk,
        "owner": cast["officer"].pk,
        "due": "2027-03-01",
        "priority": "normal",
        "classification": "2",
    }

    page = signed_in("officer").post(FOLLOW_UP, data)

    assert errors(page)["link"] == ["This is about another country."]


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
@pytest.mark.parametrize("marked", ["follow_up", "link"])
def test_who_sees_a_follow_up_of_a_link(
    signed_in, indonesia, centre, court, marked, marking, who, seen
):
    markings = {marked: {"classification": marking}}
    link = make_link(
        home_institution=centre, partner_institution=court, **markings.get("link", {})
    )
    follow_up = make_follow_up(
        title="Call the court",
        partner=indonesia,
        link=link,
        **markings.get("follow_up", {}),
    )
    client = signed_in(who)

    pages = [
        client.get(link.get_absolute_url()).text,
        client.get(reverse("dialogues:follow_up_list")).text,
        client.get(follow_up.get_absolute_url()).text,
    ]

    assert ["Call the court" in page for page in pages] == [seen] * 3


def test_an_owner_who_may_not_read_the_link_is_refused(signed_in, centre, court):
    link = make_link(
        home_institution=centre, partner_institution=court, classification=RESTRICTED
    )
    elsewhere = make_user(desks=[])

    page = signed_in("officer").post(
        f"{FOLLOW_UP}?link={link.pk}",
        {
            "title": "Call them",
            "link": link.pk,
            "owner": elsewhere.pk,
            "due": "2027-03-01",
            "priority": "normal",
            "classification": "2",
        },
    )

    assert "may not read this follow-up" in errors(page)["owner"][0]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_many_follow_ups(
    signed_in, indonesia, link, django_assert_num_queries, rows
):
    for _ in range(rows):
        make_follow_up(partner=indonesia, link=link)
    client = signed_in("officer")
    client.get(link.get_absolute_url())

    with django_assert_num_queries(22):
        page = client.get(link.get_absolute_url())

    assert page.text.count("tasks__one") == rows


# --- What the record knows ----------------------------------------------------------


@pytest.fixture
def norway(db):
    return load_file(DATA / "record-norway.json")


def test_the_links_of_the_record_are_taken(norway):
    assert (norway.of("links").taken, Link.objects.count()) == (22, 22)
    link = Link.objects.get(partner_institution__name="China Enterprise Confederation")
    assert link.home_institution.name == "Confederation of Norwegian Enterprise (NHO)"
    assert (link.since, link.until, link.kind.code) == ("2004", "2011", "joint_project")
    assert link.led_to.splitlines()[0] == (
        "2,500 Chinese managers took part in activities"
    )
    assert "Energy efficiency and management" in link.note
    assert Source.objects.of(link).count() >= 1
    assert not Link.objects.exclude(home_institution__country="NO").exists()


def test_a_second_load_leaves_links_alone(norway):
    link = Link.objects.first()
    link.led_to = "Corrected."
    link.save()

    again = load_file(DATA / "record-norway.json")

    link.refresh_from_db()
    assert (again.taken, again.of("links").there) == ({}, 22)
    assert (link.led_to, Link.objects.count()) == ("Corrected.", 22)


def test_a_link_that_moved_with_a_merge_does_not_come_back(norway):
    """The institution of the file is another now; the file still means that one."""
    link = Link.objects.get(partner_institution__name="Fudan University")
    old = link.partner_institution
    kept = make_institution(name="Fudan University Law School", country="CN")
    old.merged_into, old.archived_why = kept, "Merged."
    old.archived_at = "2026-01-01T12:00Z"
    old.save()
    link.partner_institution = kept
    link.save()

    load_file(DATA / "record-norway.json")

    assert Link.objects.count() == 22
    assert Institution.objects.filter(name="Fudan University").count() == 1
