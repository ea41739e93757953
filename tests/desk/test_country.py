"""The page of a partner country: everything about it, one click away."""

import re

import pytest
from django.urls import reverse

from core.models import AuditEvent, Classification, Source
from dialogues.models import Concern, Participation
from partners.models import Assignment
from tests.factories import (
    make_concern,
    make_dialogue,
    make_follow_up,
    make_institution,
    make_measure,
    make_meeting,
    make_participation,
    make_person,
    make_position,
    make_raising,
    make_reply,
    make_round,
    make_user,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values


@pytest.fixture
def url(indonesia):
    return indonesia.get_absolute_url()


# --- The address --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "status"),
    [("ID", 200), ("id", 200), ("Id", 200), ("XX", 404), ("ıd", 404), ("I%00", 404)],
)
def test_the_code_is_read_in_any_case(signed_in, code, status):
    assert signed_in("officer").get(f"/partners/{code}/").status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("other_desk", 200),
        ("analyst", 200),
        ("administrator", 200),
        ("visitor", 302),
    ],
)
def test_all_staff_may_open_the_page(signed_in, url, who, status):
    assert signed_in(who).get(url).status_code == status


@pytest.mark.parametrize(
    ("who", "offered"), [("officer", True), ("other_desk", False), ("analyst", False)]
)
def test_only_the_desk_is_offered_to_write(signed_in, url, who, offered):
    page = signed_in(who).get(url)

    for name in ("meeting_new", "concern_new", "follow_up_new"):
        assert (reverse(f"dialogues:{name}") in page.text) is offered


# --- What it tells ------------------------------------------------------------------


def test_it_says_how_long_ago_the_last_round_was_and_when_the_next_is(
    signed_in, indonesia, url
):
    dialogue = make_dialogue(
        partner=indonesia, status="suspended", status_why="No answer to our letter"
    )
    make_round(dialogue=dialogue, starts_on="2018", city="Bergen", status="held")
    make_round(dialogue=dialogue, starts_on="2020-03", city="Jakarta", status="held")
    make_round(dialogue=dialogue, starts_on="2098", city="Oslo", status="planned")
    make_round(dialogue=dialogue, starts_on="2099", city="Bali", status="planned")

    page = signed_in("officer").get(url)

    facts = {fact["label"]: fact["value"] for fact in page.context["facts"]}
    assert "Jakarta" in facts["Last round"]
    assert "Oslo" in facts["Next round"]
    assert "year" in facts["Since the last round"]
    assert "Suspended" in page.text
    assert "No answer to our letter" in page.text


def test_the_timeline_is_the_newest_first_and_bounded(signed_in, indonesia, url):
    dialogue = make_dialogue(partner=indonesia)
    make_round(dialogue=dialogue, starts_on="2022-06-20", city="Oslo")
    for number in range(1, 25):
        make_meeting(dialogue=dialogue, title="Old", date=f"2001-01-{number:02d}")
    make_meeting(dialogue=dialogue, title="Newest", date="2023")

    page = signed_in("officer").get(url)

    events = page.context["page"].timeline
    assert [event["title"] for event in events[:3]] == [
        "Newest",
        "Round, Oslo, 2022",
        "Old",
    ]
    assert len(events) == 12
    assert f"{reverse('dialogues:meeting_list')}?partner={indonesia.pk}" in page.text


def test_open_concerns_by_who_raised_them_the_longest_unanswered_first(
    signed_in, indonesia, url
):
    partner = {"partner": indonesia}
    young = make_concern(**partner)
    make_raising(concern=young, date="2023")
    old = make_concern(**partner)
    make_raising(concern=old, date="1999-05")
    answered = make_concern(**partner)
    make_reply(raising=make_raising(concern=answered, date="1998"), date="1998")
    theirs = make_concern(**partner, raised_by=Concern.RaisedBy.PARTNER_PRIORITY)
    make_concern(**partner, status=Concern.Status.CLOSED)

    page = signed_in("officer").get(url)

    sides = [
        (str(label), [line["concern"] for line in lines])
        for label, lines in page.context["page"].concerns
    ]
    assert sides == [
        ("Raised by Norway", [old, young, answered]),
        ("Indonesia’s own priorities", [theirs]),
    ]


def test_people_and_institutions_met_with_the_date_of_the_last_contact(
    signed_in, indonesia, url
):
    budi, court = make_person(name="Budi"), make_institution(name="The Court")
    for date in ("2019-05-01", "2022-06-20", "2020"):
        make_participation(
            meeting=make_meeting(partner=indonesia, date=date),
            person=budi,
            institution=court,
        )
    meeting = make_meeting(partner=indonesia)
    make_participation(meeting=meeting, person=make_person(name="Ours"), side="ours")
    make_participation(
        meeting=meeting,
        person=make_person(name="Stayed away"),
        attendance=Participation.Attendance.ABSENT,
    )

    page = signed_in("officer").get(url)

    assert page.context["people"] == [(budi, "2022-06-20")]
    assert page.context["institutions"] == [(court, "2022-06-20")]


def test_a_hidden_meeting_is_no_last_contact(signed_in, indonesia, url):
    budi = make_person(name="Budi")
    make_participation(
        meeting=make_meeting(partner=indonesia, date="2019-05-01"), person=budi
    )
    hidden = make_meeting(
        partner=indonesia, date="2022-06-20", classification=CONFIDENTIAL
    )
    make_participation(meeting=hidden, person=budi)
    make_participation(meeting=hidden, person=make_person(name="Only there"))

    junior = signed_in("junior").get(url)
    officer = signed_in("officer").get(url)

    assert junior.context["people"] == [(budi, "2019-05-01")]
    assert "Only there" not in junior.text
    assert officer.context["people"][0][1] == "2022-06-20"
    assert "Only there" in officer.text


def test_contacts_are_those_in_office_who_may_be_contacted(signed_in, url):
    make_position(person=make_person(name="In office"))
    make_position(person=make_person(name="Retired"), until="2020")
    make_position(person=make_person(name="Leave alone", do_not_contact=True))
    make_position(person=make_person(name="Elsewhere", country="CN"))

    page = signed_in("officer").get(url)

    contacts = [row.person.name for row in page.context["page"].in_office()]
    assert contacts == ["In office"]


def test_it_leads_to_networks_political_contacts_and_back_to_each_part(
    signed_in, indonesia, url
):
    dialogue = make_dialogue(partner=indonesia)

    page = signed_in("officer").get(url).text

    for name in ("dialogue_network", "dialogue_pairing"):
        assert reverse(f"dialogues:{name}", args=[dialogue.slug]) in page
    assert f"{reverse('partners:network_list')}?partner={indonesia.pk}" in page
    assert f"{reverse('dialogues:link_list')}?partner={indonesia.pk}" in page
    assert reverse("desk:political_contacts", args=["ID"]) in page
    nav = page.split('class="on-this-page"')[1].split("</nav>")[0]
    anchors = re.findall(r'href="#([\w-]+)"', nav)
    assert len(anchors) == 10
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in page] == []


@pytest.mark.parametrize(
    ("who", "seen"), [("officer", True), ("junior", False), ("other_desk", False)]
)
def test_the_ways_to_a_hidden_dialogue_are_not_there(
    signed_in, indonesia, url, who, seen
):
    make_dialogue(
        partner=indonesia,
        title="Hidden",
        slug="hidden-one",
        classification=CONFIDENTIAL,
    )

    page = signed_in(who).get(url).text

    assert ("hidden-one" in page) is seen


def test_the_last_five_political_contacts_are_told_with_the_line(
    signed_in, indonesia, url
):
    for year in range(2001, 2009):
        make_meeting(
            partner=indonesia,
            title=f"Consultation {year}",
            date=str(year),
            kind="political_consultation",
        )

    page = signed_in("officer").get(url)

    political = page.text.split('id="political"')[1].split('id="timeline"')[0]
    told = re.findall(r">Consultation (\d+)</a>", political)
    assert told == ["2008", "2007", "2006", "2005", "2004"]
    assert political.count("political__dot") == 8
    assert "ago; the usual interval is 1 year." in political


def test_it_names_who_is_responsible_and_where_it_is_known_from(
    signed_in, indonesia, url
):
    lead = make_user(name="Liv Responsible")
    Assignment.objects.create(user=lead, partner=indonesia, role="lead")
    gone = make_user(name="Left Long Ago", desks=[indonesia], is_active=False)
    Source.objects.add(indonesia, url="https://example.org/report")

    page = signed_in("analyst").get(url)

    assert "Liv Responsible" in page.text
    assert gone.name not in page.text
    assert "https://example.org/report" in page.text


@pytest.mark.parametrize(
    ("who", "seen"),
    [("officer", True), ("junior", False), ("other_desk", False), ("auditor", True)],
)
def test_hidden_rows_are_in_no_part_of_the_page(signed_in, indonesia, url, who, seen):
    high = {"classification": CONFIDENTIAL}
    dialogue = make_dialogue(partner=indonesia)
    make_dialogue(partner=indonesia, title="Hidden one", **high)
    make_round(dialogue=dialogue, city="Hidden two", **high)
    make_meeting(dialogue=dialogue, title="Hidden three", **high)
    concern = make_concern(partner=indonesia, title="Hidden four", **high)
    make_raising(concern=concern, reply_due="2022-01-01")
    make_follow_up(partner=indonesia, title="Hidden five", **high)
    make_position(person=make_person(name="Hidden six"), **high)

    page = signed_in(who).get(url)

    for number in ("one", "two", "three", "four", "five"):
        assert (f"Hidden {number}" in page.text) is seen
    assert ("Hidden six" in page.text) is seen


def _promise(dialogue, **more):
    return make_measure(dialogue=dialogue, due="2024-01-01", **more)


def _reply_due(dialogue, **more):
    make_raising(
        concern=make_concern(dialogue=dialogue), reply_due="2022-01-01", **more
    )


def _to_do(dialogue, **more):
    make_follow_up(partner=dialogue.partner, **more)


@pytest.mark.parametrize("make", [_promise, _reply_due, _to_do])
def test_reading_what_is_restricted_on_the_page_is_logged(
    signed_in, indonesia, url, make
):
    dialogue = make_dialogue(partner=indonesia)
    client = signed_in("officer")
    client.get(url)
    before = AuditEvent.objects.filter(action=AuditEvent.Action.READ).count()
    make(dialogue, classification=RESTRICTED)

    client.get(url)

    assert before == 0
    assert AuditEvent.objects.filter(action=AuditEvent.Action.READ).count() == 1


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_the_page_costs_the_same_however_much_is_known(
    signed_in, indonesia, url, rows, django_assert_num_queries
):
    for _row in range(rows):
        dialogue = make_dialogue(partner=indonesia)
        make_round(dialogue=dialogue, status="held")
        make_round(dialogue=dialogue, starts_on="", status="planned")
        meeting = make_meeting(dialogue=dialogue)
        position = make_position()
        make_participation(
            meeting=meeting, person=position.person, institution=position.institution
        )
        concern = make_concern(dialogue=dialogue)
        make_raising(concern=concern, reply_due="2022-01-01")
        make_follow_up(concern=concern)
        minister = make_position(level="minister", since="2000").person
        make_participation(meeting=meeting, person=minister)
    client = signed_in("officer")
    client.get(url)

    with django_assert_num_queries(47):
        page = client.get(url)

    assert len(page.context["people"]) == min(2 * rows, 15)
    assert len(page.context["page"].political.contacts) == rows
