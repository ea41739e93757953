"""How alive contacts are: the rule, the list of links, the pages that warn."""

import csv
import io
import random
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent, Classification
from core.partial_dates import PartialDate
from dialogues.contacts.health import Health, health_of
from dialogues.contacts.in_sql import health_of_link, in_health, with_contacts
from dialogues.contacts.pairs import pairs, pairs_of
from dialogues.contacts.silent import AT_MOST, silent_contacts
from dialogues.models import Round
from partners.models import Institution, Link, LinkKind, Sector
from tests.dialogues.test_contacts import lead, meet
from tests.factories import (
    make_dialogue,
    make_follow_up,
    make_institution,
    make_link,
    make_meeting,
    make_participation,
    make_partner,
    make_person,
    make_position,
    make_round,
    make_user,
)

INTERNAL, RESTRICTED, CONFIDENTIAL = (
    Classification.INTERNAL,
    Classification.RESTRICTED,
    Classification.CONFIDENTIAL,
)
TODAY = date(2026, 11, 23)
NOON = time_machine.travel("2026-11-23 12:00", tick=False)
LIST = "/links/"


@pytest.fixture(autouse=True)
def one_day():
    with NOON:
        yield


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia)


@pytest.fixture
def home():
    return make_institution(name="Domstoladministrasjonen", country="NO")


@pytest.fixture
def court():
    return make_institution(name="Mahkamah Agung")


@pytest.fixture
def link(home, court):
    return make_link(home_institution=home, partner_institution=court)


# --- The rule -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "health"),
    [
        ("2026-11-23", "active"),
        ("2025-11-24", "active"),
        ("2025-11-23", "going_dormant"),
        ("2025-11", "active"),
        ("2025-10", "going_dormant"),
        ("2025", "active"),
        ("2024", "going_dormant"),
        ("2024-11-23", "going_dormant"),
        ("2024-11-22", "dormant"),
        ("2024-11", "going_dormant"),
        ("2024-10", "dormant"),
        ("2023", "dormant"),
        ("", "never"),
    ],
)
def test_health_follows_from_the_last_contact(
    cast, dialogue, home, court, link, last, health
):
    if last:
        meet(home, court, dialogue=dialogue, date=last)
    rows = with_contacts(
        Link.objects.visible_to(cast["officer"]), cast["officer"], TODAY
    )

    assert health_of(PartialDate(last), TODAY) == health
    assert health_of_link(rows.get(), TODAY) == health
    assert [found for found in Health if in_health(rows, found, TODAY)] == [health]


@pytest.mark.parametrize(
    ("last", "today", "health"),
    [
        ("2023-02-28", date(2024, 2, 29), "going_dormant"),
        ("2023-03-01", date(2024, 2, 29), "active"),
        ("2022-02", date(2024, 2, 29), "going_dormant"),
        ("2025-11", date(2026, 11, 30), "going_dormant"),
        ("2025", date(2026, 12, 31), "going_dormant"),
        ("2025-12-31", date(2027, 1, 1), "going_dormant"),
    ],
)
def test_months_are_counted_by_the_calendar(
    cast, dialogue, home, court, link, last, today, health
):
    meet(home, court, dialogue=dialogue, date=last)
    rows = with_contacts(
        Link.objects.visible_to(cast["officer"]), cast["officer"], today
    )

    assert health_of(PartialDate(last), today) == health
    assert [found for found in Health if in_health(rows, found, today)] == [health]


def test_a_link_that_has_ended_is_ended_whoever_meets_since(
    cast, dialogue, home, court
):
    make_link(home_institution=home, partner_institution=court, until="2020")
    meet(home, court, dialogue=dialogue, date="2026")
    rows = with_contacts(
        Link.objects.visible_to(cast["officer"]), cast["officer"], TODAY
    )

    assert rows.get().last_contact == "2026"
    assert health_of_link(rows.get(), TODAY) == Health.ENDED
    assert [found for found in Health if in_health(rows, found, TODAY)] == ["ended"]


# --- The database and the pages say the same ----------------------------------------

DAYS = ["", "2019", "2022-06", "2022-06-20", "2024-11", "2025", "2026-01-31", "2027"]


def make_a_world(seed):
    """Institutions, people, meetings and rounds by lot, some of them hidden."""
    lot = random.Random(seed)  # noqa: S311 - no secret is made of it

    def marked():
        return {
            "classification": lot.choice([INTERNAL] * 6 + [RESTRICTED, CONFIDENTIAL])
        }

    def put_away():
        gone = {"archived_at": timezone.now(), "archived_why": "A mistake."}
        return gone if lot.random() < 0.08 else {}

    partners = [make_partner("ID"), make_partner("CN")]
    dialogues = [make_dialogue(partner=p, **marked()) for p in partners * 2]
    places = [
        make_institution(country=code, **marked()) for code in ["NO", "ID", "CN"] * 3
    ]
    people = [_person(lot, lot.choice(places).country, marked()) for _n in range(14)]
    for _n in range(24):
        since, until = sorted(lot.choice(DAYS) for _end in range(2))
        until = lot.choice(["", until]) if until[:4] > since[:4] else ""
        make_position(
            person=lot.choice(people),
            institution=lot.choice(places),
            since=since,
            until=until,
            as_of=lot.choice(["", "2018", "2023-05-01"]),
            **marked(),
            **put_away(),
        )
    rounds = [_round(lot, dialogues, people, marked() | put_away()) for _n in range(12)]
    for _n in range(14):
        where = lot.choice(
            [
                {"round": lot.choice(rounds)},
                {"dialogue": lot.choice(dialogues)},
                {"partner": lot.choice(partners)},
            ]
        )
        day = lot.choice(DAYS)
        meeting = make_meeting(date=day, **where, **marked(), **put_away())
        for person in [*lot.sample(people, 3), None, None]:
            make_participation(
                meeting=meeting,
                person=person,
                institution=lot.choice(places),
                attendance=lot.choice(["present"] * 4 + ["absent", "expected"]),
                **marked(),
                **put_away(),
            )
    _link_all(lot, marked)


def _person(lot, country, marking):
    if lot.random() < 0.2:
        return make_person(country=country, protected=True, classification=RESTRICTED)
    return make_person(country=country, **marking)


def _round(lot, dialogues, people, more):
    return make_round(
        dialogue=lot.choice(dialogues),
        starts_on=lot.choice(DAYS),
        status=lot.choice([Round.Status.HELD] * 4 + [Round.Status.PLANNED]),
        **{
            name: lot.choice([None, *people])
            for name in ("head_own", "opener_own", "head_partner", "opener_partner")
        },
        **more,
    )


def _link_all(lot, marked):
    for home in Institution.objects.filter(country="NO"):
        for partner in Institution.objects.exclude(country="NO"):
            make_link(
                home_institution=home,
                partner_institution=partner,
                until=lot.choice(["", "", "", "2019", "2026-01"]),
                **marked(),
            )


@pytest.mark.parametrize("seed", range(6))
def test_the_database_and_the_pages_say_the_same_of_every_link(cast, seed):
    make_a_world(seed)
    compared = 0

    for who in ("officer", "junior", "analyst", "other_desk", "auditor"):
        user = cast[who]
        rows = with_contacts(Link.objects.visible_to(user), user, TODAY)
        known = {
            (row.home_institution_id, row.partner_institution_id): (
                row.last_contact or None,
                row.times_met,
                health_of_link(row, TODAY),
            )
            for row in rows
        }
        computed = {
            pair.key: (
                pair.last,
                pair.times,
                Health.ENDED if pair.has_ended else pair.health,
            )
            for code in ("ID", "CN")
            for pair in pairs(user, partner=make_partner(code), today=TODAY)
            if pair.links
        }
        by_health = {
            health: {row.pk for row in in_health(rows, health, TODAY)}
            for health in Health
        }

        assert known == computed
        for row in rows:
            healthy = health_of_link(row, TODAY)
            assert [one for one in Health if row.pk in by_health[one]] == [healthy]
        compared += sum(1 for last, _times, _health in known.values() if last)

    assert compared


# --- The list -----------------------------------------------------------------------


def file_of(client, **query):
    sent = client.get(LIST, query | {"format": "csv"})
    text = b"".join(sent).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def listed(client, **query):
    """The links on the page in their order; the file must hold the very same."""
    page = client.get(LIST, query)
    rows = [row["record"].pk for row in page.context["rows"]]
    assert len(file_of(client, **query)) == len(rows)
    return rows


@pytest.fixture
def four_links(dialogue, home):
    """By health; the last one has ended."""
    links = {}
    days = {"active": "2026-02", "going_dormant": "2025-03", "dormant": "2019"}
    for health, day in {**days, "never": "", "ended": "2026-03"}.items():
        court = make_institution(name=f"Court {health}")
        until = "2026-04" if health == "ended" else ""
        links[health] = make_link(
            home_institution=home, partner_institution=court, until=until
        ).pk
        if day:
            meet(home, court, dialogue=dialogue, date=day)
    return links


def test_the_list_is_filtered_by_health(signed_in, four_links):
    client = signed_in("officer")

    for health, key in four_links.items():
        assert listed(client, health=health) == [key]


def test_the_list_is_sorted_by_health_and_by_last_contact(signed_in, four_links):
    client = signed_in("officer")
    active, going, dormant, never, ended = four_links.values()

    assert listed(client, sort="health") == [active, going, dormant, never, ended]
    assert listed(client, sort="-last_contact") == [
        ended,
        active,
        going,
        dormant,
        never,
    ]
    assert listed(client, sort="last_contact") == [dormant, going, active, ended, never]


def test_the_page_and_the_file_say_how_alive_a_link_is(signed_in, four_links):
    client = signed_in("officer")

    page = client.get(LIST, {"sort": "health"}).text
    rows = file_of(client, sort="health")

    assert "Going dormant" in page
    assert "No contact recorded" in page
    assert "less than 12 months ago" in page
    assert [row["health"] for row in rows] == Health.values
    assert [row["last_contact"] for row in rows] == [
        "2026-02",
        "2025-03",
        "2019",
        "",
        "2026-03",
    ]
    assert [row["times_met"] for row in rows] == ["1", "1", "1", "", "1"]


def test_the_list_is_filtered_by_what_a_link_is(signed_in, cast, link, china):
    sector = Sector.objects.first()
    other = make_link(
        partner_institution=make_institution(
            name="Peking U", country="CN", sector=sector
        ),
        kind=LinkKind.objects.exclude(code="joint_project").first(),
        responsible=cast["officer"],
    )
    client = signed_in("officer")

    assert listed(client, q="MAHKAMAH") == [link.pk]
    assert listed(client, q="domstol") == [link.pk]
    assert listed(client, partner=china.pk) == [other.pk]
    assert listed(client, sector=sector.pk) == [other.pk]
    assert listed(client, kind=other.kind_id) == [other.pk]
    assert listed(client, responsible="me") == [other.pk]
    assert listed(client, responsible="nobody") == [link.pk]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(
    signed_in, django_assert_num_queries, dialogue, many
):
    for _n in range(many):
        link = make_link()
        meet(link.home_institution, link.partner_institution, dialogue=dialogue)
    client = signed_in("officer")
    client.get(LIST)

    with django_assert_num_queries(14):
        client.get(LIST)


@pytest.mark.parametrize(
    ("marking", "who", "seen"),
    [
        (INTERNAL, "other_desk", True),
        (INTERNAL, "administrator", True),
        (RESTRICTED, "officer", True),
        (RESTRICTED, "junior", True),
        (RESTRICTED, "analyst", True),
        (RESTRICTED, "other_desk", False),
        (RESTRICTED, "administrator", False),
        (CONFIDENTIAL, "auditor", True),
        (CONFIDENTIAL, "junior", False),
        (CONFIDENTIAL, "other_desk", False),
    ],
)
@pytest.mark.parametrize("hidden", ["link", "home", "court"])
def test_who_sees_a_link_in_the_list_and_in_its_file(
    signed_in, home, court, link, hidden, marking, who, seen
):
    row = {"link": link, "home": home, "court": court}[hidden]
    row.classification = marking
    row.save()
    client = signed_in(who)

    page = client.get(LIST, {"q": "mahkamah"})
    sent = b"".join(client.get(LIST, {"format": "csv"})).decode()

    assert ("Mahkamah" in page.text) is seen
    assert ("Mahkamah" in sent) is seen
    assert page.context["count"].startswith("1 " if seen else "0 ")


@pytest.mark.parametrize("query", [{}, {"format": "csv"}])
def test_a_visitor_is_sent_to_the_sign_in(signed_in, query):
    assert signed_in("visitor").get(LIST, query).url.startswith("/accounts/login/")


# --- What a hidden contact would give away ------------------------------------------


def panel(page, name):
    """What stands in one panel of a page."""
    return page.text.split(f'id="{name}"')[1].split("</section>")[0]


@pytest.fixture
def met_in_secret(dialogue, home, court, link):
    """The only contact of a link, hidden by one of its parts."""

    def meet_in_secret(hidden):
        judge = make_person(name="Siti Rahasia")
        day = {"dialogue": dialogue, "date": "2025-03-04"}
        if hidden == "round":
            row = lead(home, court, dialogue=dialogue, starts_on="2025-03-04")
        else:
            meeting = meet(home, court, **day, title="In Bogor", people=(None, judge))
            theirs = meeting.participations.get(institution=court)
            row = {"meeting": meeting, "participation": theirs}.get(hidden, judge)
        row.protected = hidden == "protected"
        row.classification = RESTRICTED if row.protected else CONFIDENTIAL
        row.save()
        return link

    return meet_in_secret


HIDDEN_FROM = [
    ("meeting", "junior"),
    ("participation", "junior"),
    ("person", "junior"),
    ("round", "junior"),
    ("protected", "lacking"),
]


@pytest.fixture
def shown_to(signed_in, cast, indonesia):
    """What each place says to somebody of the health of the one link that there is."""
    cast["lacking"] = make_user(name="Per Passer", role=None, desks=[indonesia])

    def show(who, link):
        client = signed_in(who)
        [row] = file_of(client)
        page = client.get(link.get_absolute_url())
        return row, [
            panel(page, "contacts"),
            client.get(LIST).text.split("<table")[1],
            panel(client.get(indonesia.get_absolute_url()), "going-dormant"),
            panel(client.get("/"), "going-dormant"),
        ]

    return show


@pytest.mark.parametrize(("hidden", "who"), HIDDEN_FROM)
def test_nothing_of_a_hidden_contact_shows_through(
    met_in_secret, shown_to, hidden, who
):
    row, places = shown_to(who, met_in_secret(hidden))

    assert (row["last_contact"], row["times_met"], row["health"]) == ("", "", "never")
    for place in places:
        for word in ("2025", "Going dormant", "Siti", "Bogor", "one person"):
            assert word not in place.replace("Contacts going dormant", "")


@pytest.mark.parametrize(("hidden", "_who"), HIDDEN_FROM)
def test_whoever_may_see_the_contact_is_told_everywhere(
    met_in_secret, shown_to, hidden, _who
):
    row, places = shown_to("officer", met_in_secret(hidden))

    assert (row["last_contact"], row["times_met"]) == ("2025-03-04", "1")
    assert row["health"] == "going_dormant"
    for place in places:
        assert "4 March 2025" in place
        assert "Going dormant" in place


@pytest.mark.parametrize("which", ["home", "court", "link"])
def test_a_hidden_link_or_institution_is_in_no_warning(
    signed_in, indonesia, dialogue, home, court, link, which
):
    meet(home, court, dialogue=dialogue, date="2025-03-04")
    row = {"home": home, "court": court, "link": link}[which]
    row.classification = CONFIDENTIAL
    row.save()

    for who, seen in (("junior", False), ("officer", True)):
        client = signed_in(who)
        for address in (indonesia.get_absolute_url(), "/"):
            warning = panel(client.get(address), "going-dormant")
            assert (f"?link={link.pk}" in warning) is seen
            assert ("Mahkamah" in warning) is (seen or which == "link")


# --- The page of a link and of an institution ---------------------------------------


def test_the_page_of_a_link_shows_its_contacts_and_its_health(
    signed_in, dialogue, home, court, link
):
    judge = make_person(name="Siti Hakim")
    meet(home, court, dialogue=dialogue, date="2024-05-01", people=(None, judge))
    meet(
        home,
        court,
        dialogue=dialogue,
        title="A week in Oslo",
        date="2025-03-04",
        people=(None, judge),
    )

    page = signed_in("officer").get(link.get_absolute_url()).text

    assert "Going dormant" in page
    assert "A week in Oslo" in page
    assert "2025: 1, 2024: 1" in page
    assert "All contacts went through one person" in page
    assert judge.get_absolute_url() in page


def test_the_page_of_a_link_that_ended_says_nothing_of_its_health(
    signed_in, dialogue, home, court, link
):
    link.until = "2025"
    link.save()
    meet(home, court, dialogue=dialogue, title="The last meeting", date="2024-05-01")

    page = signed_in("officer").get(link.get_absolute_url()).text

    assert "The last meeting" in page
    assert "ormant" not in page


@pytest.mark.parametrize("marking", [INTERNAL, RESTRICTED])
@pytest.mark.parametrize("what", ["meeting", "participation", "link", "follow_up"])
def test_what_stands_on_the_page_decides_whether_the_reading_is_logged(
    signed_in, dialogue, home, court, what, marking
):
    marked = {what: {"classification": marking}}
    judge = make_person()
    meeting = make_meeting(dialogue=dialogue, **marked.get("meeting", {}))
    make_participation(meeting=meeting, institution=home, side="ours")
    make_participation(
        meeting=meeting,
        institution=court,
        person=judge,
        **marked.get("participation", {}),
    )
    link = make_link(
        home_institution=home, partner_institution=court, **marked.get("link", {})
    )
    make_follow_up(partner=dialogue.partner, link=link, **marked.get("follow_up", {}))
    pages = {
        "meeting": (link, home, court, judge),
        "participation": (court, judge),
        "link": (link, home, court),
        "follow_up": (link,),
    }[what]
    client = signed_in("officer")

    for row in pages:
        client.get(row.get_absolute_url())
        client.get(row.get_absolute_url())

    read = AuditEvent.objects.filter(action=AuditEvent.Action.READ)
    expected = pages if marking == RESTRICTED else ()
    assert {(one.kind, one.object_id) for one in read} == {
        (row.kind_name(), row.pk) for row in expected
    }
    assert len(read) == len(expected)


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_of_a_link_costs_the_same_however_often_they_met(
    signed_in, django_assert_num_queries, dialogue, home, court, link, many
):
    for _n in range(many):
        meet(home, court, dialogue=dialogue, people=(None, make_person()))
    client = signed_in("officer")
    client.get(link.get_absolute_url())

    with django_assert_num_queries(23):
        client.get(link.get_absolute_url())


# --- What is going dormant ----------------------------------------------------------


def silent(user, indonesia, **more):
    return silent_contacts(user, [indonesia], today=TODAY, **more)


def test_the_longest_silence_stands_first_recorded_or_not(
    cast, indonesia, dialogue, home, court, link
):
    other, third = make_institution(), make_institution()
    meet(home, other, dialogue=dialogue, date="2025-09")
    meet(home, third, dialogue=dialogue, date="2025-02")
    meet(home, court, dialogue=dialogue, date="2019")
    meet(home, make_institution(), dialogue=dialogue, date="2026-09")

    found = silent(cast["officer"], indonesia)

    assert [contact.pair.partner for contact in found] == [court, third, other]
    assert [contact.link for contact in found] == [link, None, None]


def test_the_page_names_an_institution_at_home_once_for_all_its_contacts(
    signed_in, indonesia, dialogue, home
):
    other = make_institution(name="Sivilombudet", country="NO")
    for ours, theirs, day in (
        (home, "Mahkamah Agung", "2025-01"),
        (other, "Ombudsman RI", "2025-02"),
        (home, "Komnas HAM", "2025-03"),
    ):
        meet(ours, make_institution(name=theirs), dialogue=dialogue, date=day)

    page = signed_in("analyst").get(indonesia.get_absolute_url())

    heads = panel(page, "going-dormant").split("<h3")[1:]
    told = [
        [name for name in ("Mahkamah", "Ombudsman", "Komnas") if name in head]
        for head in heads
    ]
    assert told == [["Mahkamah", "Komnas"], ["Ombudsman"]]
    assert [head.count(f"{home.name}<") for head in heads] == [1, 0]


def test_old_encounters_without_a_link_and_ended_links_are_history(
    cast, indonesia, dialogue, home, court
):
    make_link(home_institution=home, partner_institution=court, until="2025")
    meet(home, court, dialogue=dialogue, date="2025-02")
    meet(home, make_institution(), dialogue=dialogue, date="2019")

    assert silent(cast["officer"], indonesia) == []


def test_at_most_ten_are_shown_and_those_kept_by_the_reader_come_first(
    cast, indonesia, dialogue, home, court
):
    for _n in range(AT_MOST + 2):
        meet(home, make_institution(), dialogue=dialogue, date="2025-02")
    meet(home, court, dialogue=dialogue, date="2025-10")
    mine = make_link(
        home_institution=home, partner_institution=court, responsible=cast["officer"]
    )

    found = silent(cast["officer"], indonesia, own_first=True)

    assert len(found) == AT_MOST
    assert found[0].link == mine
    assert mine not in [contact.link for contact in silent(cast["officer"], indonesia)]


def test_a_contact_is_renewed_by_a_follow_up_on_its_link(
    cast, indonesia, dialogue, home, court, link
):
    meet(home, court, dialogue=dialogue, date="2025-02")
    [before] = silent(cast["officer"], indonesia)
    follow_up = make_follow_up(partner=indonesia, link=link)

    [after] = silent(cast["officer"], indonesia)

    assert before.renew_url == f"{reverse('dialogues:follow_up_new')}?link={link.pk}"
    assert before.record_url == after.record_url == ""
    assert (after.follow_up, after.renew_url) == (follow_up, "")


def test_a_pair_without_a_link_can_be_recorded_and_renewed(
    signed_in, cast, indonesia, dialogue, home, court
):
    meet(home, court, dialogue=dialogue, date="2025-02")

    [contact] = silent(cast["officer"], indonesia)
    form = signed_in("officer").get(contact.renew_url)
    link_form = signed_in("officer").get(contact.record_url)

    assert contact.record_url.endswith(f"?home={home.pk}&partner={court.pk}")
    assert "Renew the contact: Domstol" in form.text
    assert court.name in link_form.text


@pytest.mark.parametrize("who", ["other_desk", "analyst", "auditor"])
def test_who_does_not_keep_the_country_is_offered_nothing(
    cast, indonesia, dialogue, home, court, who
):
    meet(home, court, dialogue=dialogue, date="2025-02")

    [contact] = silent(cast[who], indonesia)

    assert (contact.renew_url, contact.record_url) == ("", "")


def test_the_names_of_secret_institutions_stay_out_of_addresses(
    cast, indonesia, dialogue, home
):
    court = make_institution(name="Mahkamah Agung", classification=RESTRICTED)
    meet(home, court, dialogue=dialogue, date="2025-02")

    [contact] = silent(cast["officer"], indonesia)

    assert "Mahkamah" not in contact.renew_url


def test_a_hidden_follow_up_does_not_show_through(
    cast, indonesia, dialogue, home, court, link
):
    meet(home, court, dialogue=dialogue, date="2025-02")
    make_follow_up(partner=indonesia, link=link, classification=CONFIDENTIAL)

    [contact] = silent(cast["junior"], indonesia)

    assert contact.follow_up is None
    assert contact.renew_url


@pytest.mark.parametrize("address", ["desk", "country"])
def test_my_desk_and_the_country_show_what_is_going_dormant(
    signed_in, indonesia, dialogue, home, court, link, address
):
    meet(home, court, dialogue=dialogue, date="2025-02")
    url = "/" if address == "desk" else indonesia.get_absolute_url()

    page = signed_in("officer").get(url).text

    assert "Contacts going dormant" in page
    assert "Domstoladministrasjonen – Mahkamah Agung" in page
    assert f"?link={link.pk}" in page


@pytest.mark.parametrize("many", [1, 3])
def test_what_is_going_dormant_costs_the_same_however_much_it_is(
    cast, django_assert_num_queries, indonesia, dialogue, home, many
):
    user = cast["officer"]
    for _n in range(many):
        meet(home, make_institution(), dialogue=dialogue, date="2025-02")
        link = make_link(responsible=user)
        meet(
            link.home_institution,
            link.partner_institution,
            dialogue=dialogue,
            date="2025-02",
        )
    silent(user, indonesia)

    with django_assert_num_queries(8):
        silent(user, indonesia)


def test_the_page_of_an_institution_shows_with_whom_it_is_in_touch(
    signed_in, dialogue, home, court, link
):
    other = make_institution(name="Komnas HAM")
    meet(home, court, dialogue=dialogue, date="2026-02")
    meet(home, other, dialogue=dialogue, date="2025-02")
    client = signed_in("officer")

    ours = panel(client.get(home.get_absolute_url()), "contacts-abroad")
    theirs = panel(client.get(other.get_absolute_url()), "contacts-abroad")

    assert ours.index("Mahkamah Agung") < ours.index("Komnas HAM")
    assert link.get_absolute_url() in ours
    assert f"/links/new/?home={home.pk}&amp;partner={other.pk}" in ours
    assert "Contacts with Norway" in theirs
    assert "Going dormant" in theirs
    assert "Domstoladministrasjonen" in theirs


def test_only_those_who_keep_the_country_are_asked_to_record_a_link(
    signed_in, dialogue, home, court
):
    meet(home, court, dialogue=dialogue, date="2025-02")

    for who in ("other_desk", "analyst"):
        page = signed_in(who).get(home.get_absolute_url())
        assert "Mahkamah Agung" in panel(page, "contacts-abroad")
        assert "Record the link" not in panel(page, "contacts-abroad")


@pytest.mark.parametrize(("hidden", "who"), HIDDEN_FROM)
def test_a_hidden_contact_is_on_no_page_of_an_institution(
    signed_in, shown_to, met_in_secret, home, link, hidden, who
):
    met_in_secret(hidden)
    link.until = "2020"
    link.save()

    seen = signed_in("officer").get(home.get_absolute_url())
    hidden_from = signed_in(who).get(home.get_absolute_url())

    assert "4 March 2025" in panel(seen, "contacts-abroad")
    assert "No contact is recorded" in panel(hidden_from, "contacts-abroad")


@pytest.mark.parametrize("many", [1, 3])
def test_the_contacts_of_an_institution_cost_the_same_however_many_there_are(
    cast, django_assert_num_queries, dialogue, home, many
):
    for _n in range(many):
        meet(home, make_institution(), dialogue=dialogue)
        make_link(home_institution=home)
    pairs_of(cast["officer"], home, today=TODAY)

    with django_assert_num_queries(7):
        pairs_of(cast["officer"], home, today=TODAY)
