"""When somebody was last met: at meetings, and at rounds that they led."""

import pytest
from django.urls import reverse

from core.models import Classification
from partners.models import Institution, Person
from tests.factories import (
    make_dialogue,
    make_institution,
    make_meeting,
    make_participation,
    make_person,
    make_position,
    make_round,
)


@pytest.fixture
def head(indonesia):
    """A director who headed the round of June 2022 for the partner."""
    person = make_person(name="Sekar Head")
    ministry = make_institution(name="Ministry")
    make_position(person=person, institution=ministry, since="2020")
    make_round(
        dialogue=make_dialogue(partner=indonesia),
        starts_on="2022-06-20",
        status="held",
        head_partner=person,
    )
    return person


def _last(model, user, role, name):
    rows = model.objects.visible_to(user).with_last_contact(user, role)
    return rows.get(name=name).last_contact


def test_a_round_that_somebody_headed_is_a_contact(cast, head):
    assert _last(Person, cast["officer"], "person", "Sekar Head") == "2022-06-20"


def test_it_is_a_contact_with_their_institution_of_that_day(cast, head):
    former = make_institution(name="Former")
    make_position(person=head, institution=former, since="2010", until="2015")

    assert _last(Institution, cast["officer"], "institution", "Ministry") == (
        "2022-06-20"
    )
    assert _last(Institution, cast["officer"], "institution", "Former") == ""


def test_the_later_of_meeting_and_round_counts(cast, head, indonesia):
    meeting = make_meeting(partner=indonesia, date="2024-03")
    make_participation(meeting=meeting, person=head)

    assert _last(Person, cast["officer"], "person", "Sekar Head") == "2024-03"


def test_what_is_to_come_is_no_contact_yet(cast, head, indonesia):
    meeting = make_meeting(partner=indonesia, date="2199")
    make_participation(meeting=meeting, person=head)

    assert _last(Person, cast["officer"], "person", "Sekar Head") == "2022-06-20"


def test_a_round_that_one_may_not_see_tells_nothing(signed_in, cast, indonesia):
    person = make_person(name="Sekar Head")
    make_round(
        dialogue=make_dialogue(partner=indonesia),
        starts_on="2022-06-20",
        status="held",
        head_partner=person,
        classification=Classification.CONFIDENTIAL,
    )

    assert _last(Person, cast["junior"], "person", "Sekar Head") == ""
    assert _last(Person, cast["officer"], "person", "Sekar Head") == "2022-06-20"
    page = signed_in("junior").get(person.get_absolute_url()).text
    assert "2022" not in page.partition("record-foot")[0]


def test_the_page_of_a_person_names_the_rounds_they_headed(signed_in, head):
    page = signed_in("officer").get(head.get_absolute_url())

    assert "Headed or opened" in page.text
    assert "No meeting is recorded." not in page.text


# --- Found by what they are -----------------------------------------------------------


@pytest.mark.parametrize("typed", ["judge", "supreme", "lim judge", "Lím"])
def test_people_are_found_by_their_post(signed_in, typed):
    court = make_institution(name="Supreme Court")
    make_position(person=make_person(name="Ana Lim"), institution=court, title="Judge")
    make_person(name="Somebody Else")

    page = signed_in("officer").get(reverse("partners:person_list"), {"q": typed})

    assert [row["record"].name for row in page.context["rows"]] == ["Ana Lim"]


def test_a_post_that_one_may_not_see_finds_nobody(signed_in):
    court = make_institution(name="Court", classification=Classification.CONFIDENTIAL)
    make_position(person=make_person(name="Ana Lim"), institution=court, title="Judge")
    url = reverse("partners:person_list")

    assert signed_in("junior").get(url, {"q": "judge"}).context["rows"] == []
    assert len(signed_in("officer").get(url, {"q": "judge"}).context["rows"]) == 1


def test_only_institutions_of_the_asked_side_are_offered(signed_in):
    make_institution(name="Court of appeal", country="NO")
    make_institution(name="Court of cassation", country="ID")
    client, url = signed_in("officer"), reverse("partners:institution_suggest")

    home = client.post(f"{url}?side=home", {"q": "court"}).text
    abroad = client.post(f"{url}?side=abroad", {"q": "court"}).text

    assert ["appeal" in home, "cassation" in home] == [True, False]
    assert ["appeal" in abroad, "cassation" in abroad] == [False, True]
