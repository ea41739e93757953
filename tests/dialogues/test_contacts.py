"""Which institutions are in touch, on whom that depends, and who may know of it."""

from datetime import date

import pytest
from django.utils import timezone

from core.models import Classification
from dialogues.contacts.pairs import Health, pair_of, pairs, pairs_of
from dialogues.models import Participation
from tests.factories import (
    make_agenda_item,
    make_dialogue,
    make_institution,
    make_link,
    make_meeting,
    make_participation,
    make_person,
    make_position,
    make_round,
    make_topic,
)

INTERNAL, RESTRICTED, CONFIDENTIAL = (
    Classification.INTERNAL,
    Classification.RESTRICTED,
    Classification.CONFIDENTIAL,
)
TODAY = date(2026, 11, 23)


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia)


@pytest.fixture
def home():
    return make_institution(name="Supreme Court of Norway", country="NO")


@pytest.fixture
def court():
    return make_institution(name="Mahkamah Agung")


def meet(home, partner, /, *, people=(None, None), **meeting):
    """A meeting at which both were; `people` came for them."""
    meeting = make_meeting(**meeting)
    for institution, person in zip((home, partner), people, strict=True):
        make_participation(meeting=meeting, institution=institution, person=person)
    return meeting


def lead(home, partner, **overrides):
    """A round of which somebody of each institution was the head."""
    ours, theirs = make_person(country="NO"), make_person()
    make_position(person=ours, institution=home, since="1990")
    make_position(person=theirs, institution=partner, since="1990")
    values = {"status": "held", "head_own": ours, "head_partner": theirs}
    return make_round(**(values | overrides))


def found(user, dialogue, **more):
    return pairs(user, dialogue=dialogue, today=TODAY, **more)


# --- What is a contact --------------------------------------------------------------


def test_two_institutions_at_one_meeting_were_in_contact(cast, dialogue, home, court):
    meeting = meet(home, court, dialogue=dialogue, date="2022-06-20")

    [pair] = found(cast["officer"], dialogue)

    assert (pair.home, pair.partner) == (home, court)
    assert (pair.times, pair.last) == (1, "2022-06-20")
    assert pair.contacts[0].event == meeting


@pytest.mark.parametrize(
    "meeting",
    [
        {"date": "2026-11-24"},
        {"date": "2026-12"},
        {"date": "2027"},
        {"date": ""},
        {"archived_at": timezone.now(), "archived_why": "A mistake."},
    ],
)
def test_what_is_to_come_undated_or_archived_is_no_contact(
    cast, dialogue, home, court, meeting
):
    meet(home, court, **({"dialogue": dialogue} | meeting))

    assert found(cast["officer"], dialogue) == []


@pytest.mark.parametrize("known", ["2026-11-23", "2026-11", "2026"])
def test_what_may_be_over_by_today_is_a_contact(cast, dialogue, home, court, known):
    meet(home, court, dialogue=dialogue, date=known)

    [pair] = found(cast["officer"], dialogue)

    assert (pair.last, pair.health) == (known, Health.ACTIVE)


@pytest.mark.parametrize("attendance", ["expected", "absent", "excluded"])
def test_who_was_not_there_was_in_no_contact(cast, dialogue, home, court, attendance):
    meet(home, court, dialogue=dialogue)
    Participation.objects.filter(institution=court).update(attendance=attendance)

    assert found(cast["officer"], dialogue) == []


def test_an_archived_participation_is_no_contact(cast, dialogue, home, court):
    meet(home, court, dialogue=dialogue)
    Participation.objects.filter(institution=court).update(
        archived_at=timezone.now(), archived_why="Taken off the list."
    )

    assert found(cast["officer"], dialogue) == []


def test_third_countries_are_in_contact_with_neither(cast, dialogue, home, court):
    meeting = meet(home, court, dialogue=dialogue)
    make_participation(meeting=meeting, institution=make_institution(country="VN"))

    assert len(found(cast["officer"], dialogue)) == 1


@pytest.mark.parametrize(
    ("status", "day"), [("held", "2024-05-01"), ("cancelled", None), ("planned", None)]
)
def test_a_meeting_without_a_date_has_that_of_a_round_that_was_held(
    cast, dialogue, home, court, status, day
):
    why = {"status_why": "The elections."} if status == "cancelled" else {}
    round_ = make_round(dialogue=dialogue, starts_on="2024-05-01", status=status, **why)
    meet(home, court, round=round_, date="")

    last = [pair.last for pair in found(cast["officer"], dialogue)]

    assert last == ([day] if day else [])


def test_the_institutions_of_those_who_led_a_round_were_in_contact(
    cast, dialogue, home, court
):
    round_ = lead(home, court, dialogue=dialogue, starts_on="2023-03")

    [pair] = found(cast["officer"], dialogue)

    assert (pair.home, pair.partner, pair.last) == (home, court, "2023-03")
    assert pair.contacts[0].event == round_
    assert pair.contacts[0].home_people == {round_.head_own_id}
    assert pair.contacts[0].partner_people == {round_.head_partner_id}


def test_openers_count_as_heads_do(cast, dialogue, home, court):
    round_ = lead(home, court, dialogue=dialogue)
    round_.opener_own, round_.head_own = round_.head_own, None
    round_.opener_partner, round_.head_partner = round_.head_partner, None
    round_.save()

    assert len(found(cast["officer"], dialogue)) == 1


@pytest.mark.parametrize("status", ["planned", "confirmed", "cancelled"])
def test_a_round_that_was_not_held_is_no_contact(cast, dialogue, home, court, status):
    why = {"status_why": "The elections."} if status == "cancelled" else {}
    lead(home, court, dialogue=dialogue, status=status, **why)

    assert found(cast["officer"], dialogue) == []


@pytest.mark.parametrize(
    ("position", "counts"),
    [
        ({"since": "2022-06"}, True),
        ({"since": "2022-07"}, False),
        ({"since": "2019", "until": "2022"}, True),
        ({"since": "2019", "until": "2022-05"}, False),
        ({"as_of": "2018"}, True),
        ({"as_of": "2017"}, False),
        ({}, False),
    ],
)
def test_only_the_institution_on_the_day_of_the_round_counts(
    cast, dialogue, home, court, position, counts
):
    round_ = lead(home, court, dialogue=dialogue, starts_on="2022-06-20")
    other = make_institution(name="Kejaksaan Agung")
    make_position(person=round_.head_partner, institution=other, **position)

    partners = [pair.partner for pair in found(cast["officer"], dialogue)]

    assert (other in partners) is counts


# --- What is said of a pair ---------------------------------------------------------


def test_contacts_come_newest_first_and_are_counted_by_year(
    cast, dialogue, home, court
):
    for day in ("2019-01-10", "2021", "2021-03"):
        meet(home, court, dialogue=dialogue, date=day)

    [pair] = found(cast["officer"], dialogue)

    assert [contact.date for contact in pair.contacts] == [
        "2021-03",
        "2021",
        "2019-01-10",
    ]
    assert pair.years == {2021: 2, 2019: 1}
    assert (pair.times, pair.last) == (3, "2021-03")


def test_a_lasting_link_without_a_contact_is_a_pair(cast, dialogue, home, court):
    link = make_link(home_institution=home, partner_institution=court)

    [pair] = found(cast["officer"], dialogue)

    assert (pair.links, pair.times, pair.last) == ([link], 0, None)
    assert pair.health == Health.NEVER
    assert not pair.has_ended


def test_a_link_that_has_ended_is_a_pair_that_has_ended(cast, dialogue, home, court):
    link = make_link(home_institution=home, partner_institution=court, until="2017")

    [pair] = found(cast["officer"], dialogue)
    narrowed = found(cast["officer"], dialogue, since_year=2000)

    assert (pair.links, pair.times, pair.health) == ([link], 0, Health.ENDED)
    assert narrowed == []


def test_contacts_after_a_link_has_ended_say_how_alive_it_is(
    cast, dialogue, home, court
):
    make_link(home_institution=home, partner_institution=court, until="2017")
    meet(home, court, dialogue=dialogue, date="2010")

    [pair] = found(cast["officer"], dialogue)

    assert pair.has_ended
    assert pair.health == Health.DORMANT


def test_a_link_that_lasts_beside_one_that_ended_has_not_ended(
    cast, dialogue, home, court
):
    for until in ("2017", ""):
        make_link(home_institution=home, partner_institution=court, until=until)

    [pair] = found(cast["officer"], dialogue)

    assert pair.health == Health.NEVER


def test_an_archived_institution_has_no_pair(cast, dialogue, home, court):
    meet(home, court, dialogue=dialogue)
    make_link(home_institution=home, partner_institution=court)
    court.archived_at, court.archived_why = timezone.now(), "Merged."
    court.save()

    assert found(cast["officer"], dialogue) == []


def test_a_dialogue_has_its_own_contacts_and_the_country_has_all(
    cast, indonesia, dialogue, home, court
):
    meet(home, court, dialogue=dialogue, date="2015")
    meet(home, court, partner=indonesia, date="2025-12-01")

    [of_dialogue] = found(cast["officer"], dialogue)
    [of_country] = pairs(cast["officer"], partner=indonesia, today=TODAY)

    assert (of_dialogue.times, of_country.times) == (1, 2)
    assert of_dialogue.last == of_country.last == "2025-12-01"
    assert of_dialogue.health == of_country.health == Health.ACTIVE


def test_years_narrow_the_contacts_and_not_the_health(cast, dialogue, home, court):
    for day in ("2010-05", "2015", "2026-01"):
        meet(home, court, dialogue=dialogue, date=day)
    make_link(home_institution=home)

    [pair] = found(cast["officer"], dialogue, since_year=2011, until_year=2015)

    assert [contact.date for contact in pair.contacts] == ["2015"]
    assert (pair.last, pair.health) == ("2026-01", Health.ACTIVE)


def test_a_topic_narrows_to_meetings_and_rounds_that_dealt_with_it(
    cast, dialogue, home, court
):
    topic, other = make_topic(), make_institution(name="Komnas HAM")
    meeting = meet(home, court, dialogue=dialogue)
    round_ = lead(home, other, dialogue=dialogue)
    meet(home, make_institution(), dialogue=dialogue)
    make_agenda_item(meeting=meeting, topic=topic)
    make_agenda_item(round=round_, topic=topic)

    partners = [pair.partner for pair in found(cast["officer"], dialogue, topic=topic)]

    assert partners == [other, court]


def test_a_pair_depends_on_the_one_person_who_always_came(cast, dialogue, home, court):
    judge = make_person()
    meet(home, court, dialogue=dialogue, people=(make_person(country="NO"), judge))
    [once] = found(cast["officer"], dialogue)
    meet(home, court, dialogue=dialogue, people=(make_person(country="NO"), judge))

    [twice] = found(cast["officer"], dialogue)

    assert once.single_person is None
    assert twice.single_person == judge


@pytest.mark.parametrize("second", ["another", "both", "nobody named"])
def test_a_pair_with_others_depends_on_nobody(cast, dialogue, home, court, second):
    judge, clerk = make_person(), make_person()
    meet(home, court, dialogue=dialogue, people=(None, judge))
    people = {"another": clerk, "both": judge, "nobody named": None}
    again = meet(home, court, dialogue=dialogue, people=(None, people[second]))
    if second == "both":
        make_participation(meeting=again, institution=court, person=clerk)

    [pair] = found(cast["officer"], dialogue)

    assert pair.single_person is None


def test_an_institution_has_its_pairs_whichever_country_it_is_of(
    cast, dialogue, home, court
):
    meet(home, court, dialogue=dialogue)
    meet(make_institution(country="NO"), make_institution(), dialogue=dialogue)

    ours = pairs_of(cast["officer"], home, today=TODAY)
    theirs = pairs_of(cast["officer"], court, today=TODAY)

    assert [pair.key for pair in ours] == [(home.pk, court.pk)]
    assert [pair.key for pair in theirs] == [(home.pk, court.pk)]


@pytest.mark.parametrize("many", [1, 3])
def test_pairs_cost_the_same_however_many_there_are(
    cast, django_assert_num_queries, dialogue, home, court, many
):
    topic, user = make_topic(), cast["officer"]
    for _n in range(many):
        other = make_institution()
        meeting = meet(home, other, dialogue=dialogue, people=(None, make_person()))
        make_agenda_item(meeting=meeting, topic=topic)
        lead(home, court, dialogue=dialogue)
        make_link(home_institution=home)
    found(user, dialogue)

    with django_assert_num_queries(8):
        found(user, dialogue)
    with django_assert_num_queries(10):
        found(user, dialogue, topic=topic)


# --- Who may know of it -------------------------------------------------------------

WHO = [
    (RESTRICTED, "officer", True),
    (RESTRICTED, "junior", True),
    (RESTRICTED, "analyst", True),
    (RESTRICTED, "other_desk", False),
    (RESTRICTED, "administrator", False),
    (CONFIDENTIAL, "officer", True),
    (CONFIDENTIAL, "auditor", True),
    (CONFIDENTIAL, "junior", False),
    (CONFIDENTIAL, "other_desk", False),
]
HIDING = ["meeting", "participation", "person", "institution", "dialogue"]


@pytest.mark.parametrize(("marking", "who", "seen"), WHO)
@pytest.mark.parametrize("hidden", HIDING)
def test_who_knows_of_a_contact_at_a_meeting(
    cast, indonesia, home, marking, who, seen, hidden
):
    def marked(name):
        return {"classification": marking} if name == hidden else {}

    dialogue = make_dialogue(partner=indonesia, **marked("dialogue"))
    court = make_institution(**marked("institution"))
    meeting = make_meeting(dialogue=dialogue, **marked("meeting"))
    make_participation(meeting=meeting, institution=home)
    make_participation(
        meeting=meeting,
        institution=court,
        person=make_person(**marked("person")),
        **marked("participation"),
    )
    user = cast[who]

    of_country = pairs(user, partner=indonesia, today=TODAY)

    assert len(found(user, dialogue)) == len(of_country) == seen
    assert len(pairs_of(user, home, today=TODAY)) == seen


@pytest.mark.parametrize(("marking", "who", "seen"), WHO)
@pytest.mark.parametrize("hidden", ["round", "position", "person", "institution"])
def test_who_knows_of_a_contact_at_a_round(
    cast, dialogue, home, marking, who, seen, hidden
):
    court = make_institution()
    round_ = lead(home, court, dialogue=dialogue)
    row = {
        "round": round_,
        "position": round_.head_partner.positions.get(),
        "person": round_.head_partner,
        "institution": court,
    }[hidden]
    row.classification = marking
    row.save()

    assert len(found(cast[who], dialogue)) == seen


@pytest.mark.parametrize("hidden", ["home", "partner", "link"])
def test_a_hidden_link_or_institution_is_no_pair(cast, dialogue, home, court, hidden):
    link = make_link(home_institution=home, partner_institution=court)
    row = {"home": home, "partner": court, "link": link}[hidden]
    row.classification = CONFIDENTIAL
    row.save()

    assert len(found(cast["officer"], dialogue)) == 1
    assert found(cast["junior"], dialogue) == []


@pytest.mark.parametrize(("who", "seen"), [("officer", True), ("analyst", False)])
def test_a_protected_person_brings_no_contact_to_light(
    cast, dialogue, home, court, who, seen
):
    witness = make_person(protected=True, classification=RESTRICTED)
    for _n in range(2):
        meet(home, court, dialogue=dialogue, people=(None, witness))
    user = cast[who]

    known = found(user, dialogue)

    assert [pair.single_person for pair in known] == ([witness] if seen else [])
    assert len(pairs_of(user, home, today=TODAY)) == seen


def test_only_what_one_may_see_counts_towards_a_pair(cast, dialogue, home, court):
    meet(home, court, dialogue=dialogue, date="2020-01-01")
    meet(home, court, dialogue=dialogue, date="2026-01-01", classification=CONFIDENTIAL)
    link = make_link(home_institution=home, partner_institution=court)

    [all_of_it] = found(cast["officer"], dialogue)
    [some] = found(cast["junior"], dialogue)
    alone = pair_of(cast["junior"], link, today=TODAY)

    assert (all_of_it.times, all_of_it.last) == (2, "2026-01-01")
    assert (some.times, some.last) == (alone.times, alone.last) == (1, "2020-01-01")
    assert all_of_it.health == Health.ACTIVE
    assert some.health == alone.health == Health.DORMANT
    assert some.years == {2020: 1}
