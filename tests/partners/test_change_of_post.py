"""Somebody changes post, or moves on: in one go, and nothing is forgotten."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models import Classification, Stale
from partners.actions import Post, change_post
from partners.models import Institution, Person, Position
from tests.factories import (
    make_institution,
    make_person,
    make_position,
    make_user,
)

RESTRICTED = Classification.RESTRICTED


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


@pytest.fixture
def court(indonesia):
    return make_institution(name="Mahkamah Agung")


@pytest.fixture
def judge(court):
    """Somebody who holds one position."""
    judge = make_person(name="Siti")
    make_position(person=judge, institution=court, title="Judge", since="2019")
    return judge


def address(person):
    return reverse("partners:person_change_post", args=[person.pk])


def data(person, **overrides):
    """The form as it is sent for somebody who leaves everything they hold."""
    held = Position.objects.not_ended_by(person)
    return {
        "ends": [row.pk for row in held],
        "seen": ",".join(f"{row.pk}:{row.version}" for row in held),
        "until": "2024-06",
        "left_because": "",
        "email": person.email,
        "phone": person.phone,
        "classification": "2",
        "version": str(person.version),
    } | overrides


def errors(page):
    return page.context["form"].errors


# --- What it does -------------------------------------------------------------------


def test_one_saving_ends_the_old_post_and_opens_the_next(officer, cast, judge):
    ministry = make_institution(name="Ministry")

    sent = officer.post(
        address(judge),
        data(
            judge,
            institution=f"pk:{ministry.pk}",
            title="Adviser",
            level="director",
            left_note="Went by decree",
            email="siti@example.org",
            phone="+62 21 555",
        ),
    )

    old, new = Position.objects.order_by("pk")
    judge.refresh_from_db()
    assert sent.url == judge.get_absolute_url()
    assert (old.until, old.left_because) == ("2024-06", "other_post")
    assert old.left_note == "Went by decree"
    assert old.updated_by == cast["officer"]
    assert (new.institution, new.title, new.level) == (ministry, "Adviser", "director")
    assert (new.since, new.until) == ("2024-06", "")
    assert new.created_by == cast["officer"]
    assert (judge.email, judge.phone) == ("siti@example.org", "+62 21 555")
    assert [entry.until for entry in old.history.all()] == ["2024-06", ""]


def test_the_next_post_may_begin_on_a_day_of_its_own(officer, judge, court):
    officer.post(
        address(judge),
        data(judge, institution=f"pk:{court.pk}", title="President", since="2024-09"),
    )

    assert Position.objects.get(title="President").since == "2024-09"


def test_a_new_name_becomes_an_institution_of_the_same_country(officer, judge):
    officer.post(address(judge), data(judge, institution_q="Komnas HAM", title="Head"))

    made = Institution.objects.get(name="Komnas HAM")
    assert made.country == "ID"
    assert Position.objects.get(institution=made).person == judge


def test_a_new_institution_is_no_more_public_than_the_person(officer):
    person = make_person(classification=RESTRICTED)

    officer.post(
        address(person),
        data(person, institution_q="Komnas HAM", title="Head", classification="3"),
    )

    assert Institution.objects.get().classification == RESTRICTED


def test_a_known_institution_is_not_made_a_second_time(officer, judge, court):
    officer.post(
        address(judge), data(judge, institution_q="mahkamah agung", title="Clerk")
    )

    assert Institution.objects.get() == court


@pytest.mark.parametrize(
    ("because", "words"),
    [
        ("retired", "Moved on: retired, June 2024"),
        ("died", "Moved on: died, June 2024"),
        ("dismissed", "Moved on: dismissed, June 2024"),
        ("unknown", "Moved on: June 2024"),
        ("", "Moved on: June 2024"),
    ],
)
def test_who_has_moved_on_holds_nothing_and_the_page_says_so(
    officer, judge, because, words
):
    sent = officer.post(address(judge), data(judge, left_because=because), follow=True)

    assert not Position.objects.held_now().exists()
    assert words in sent.text


def test_who_holds_something_has_not_moved_on(officer, judge):
    make_position(person=judge, title="Clerk", until="2011", left_because="retired")

    assert "Moved on" not in officer.get(judge.get_absolute_url()).text


def test_somebody_without_any_post_takes_up_the_first(officer, court):
    person = make_person()

    page = officer.get(address(person))
    officer.post(
        address(person),
        data(person, institution=f"pk:{court.pk}", title="Judge", since="2024-01-15"),
    )

    assert "ends" not in page.context["form"].fields
    assert Position.objects.get().since == "2024-01-15"


def test_a_first_post_of_unknown_beginning_is_known_as_of_today(officer, court):
    person = make_person()

    officer.post(
        address(person), data(person, institution=f"pk:{court.pk}", title="Judge")
    )

    position = Position.objects.get()
    assert position.since == ""
    assert position.as_of
    assert position.is_held


def test_of_several_posts_only_the_chosen_one_ends(officer, judge, court):
    clerk = make_position(person=judge, institution=court, title="Clerk")

    page = officer.get(address(judge))
    officer.post(address(judge), data(judge, ends=[clerk.pk]))

    assert page.context["form"].initial["ends"] == []
    assert [row.title for row in Position.objects.held_now()] == ["Judge"]


def test_the_only_post_is_ticked_already(officer, judge):
    page = officer.get(address(judge))

    assert page.context["form"].initial["ends"] == [judge.positions.get().pk]


@pytest.mark.parametrize("as_of", ["2023-05", "2009"])
def test_a_post_that_is_known_of_one_day_only_can_end(officer, as_of):
    position = make_position(as_of=as_of)

    officer.post(address(position.person), data(position.person))

    position.refresh_from_db()
    assert (position.as_of, position.until) == (as_of, "2024-06")


# --- What it refuses ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "field", "complaint"),
    [
        ({"until": ""}, "until", "Say when it ended"),
        ({"until": "2018"}, "until", "Judge was taken up later than that."),
        ({"until": "2999"}, "until", "still to come"),
        ({"until": "soon"}, "until", "Give a year"),
        ({"ends": []}, "ends", "Tick the position that ended."),
        ({"title": "Adviser"}, "institution", "Say at which institution."),
        ({"ends": [], "until": ""}, "__all__", "Tick what ends, or name"),
        (
            {"institution_q": "Komnas", "left_because": "died"},
            "left_because",
            "Whoever has died",
        ),
        (
            {
                "ends": [],
                "until": "",
                "institution_q": "Mahkamah Agung",
                "title": "judge",
            },
            "institution",
            "This person holds that post already.",
        ),
        ({"email": "no address"}, "email", "valid email"),
    ],
)
def test_what_does_not_go_together_is_refused_and_nothing_is_saved(
    officer, judge, sent, field, complaint
):
    page = officer.post(address(judge), data(judge, **sent))

    position = Position.objects.get()
    assert complaint in errors(page)[field][0]
    assert (position.until, position.version) == ("", 1)
    assert Institution.objects.count() == 1


def test_a_post_does_not_end_before_a_day_on_which_it_was_held(officer):
    position = make_position(title="Judge", as_of="2024-08")

    page = officer.post(address(position.person), data(position.person))

    assert errors(page)["until"] == ["Judge is known to have been held after that."]


def test_a_new_institution_needs_a_country(officer):
    person = make_person(country="")

    page = officer.post(address(person), data(person, institution_q="Some office"))

    assert "add the institution" in errors(page)["institution"][0]


def test_positions_that_changed_meanwhile_are_shown_and_nothing_is_saved(
    officer, judge
):
    as_read = data(judge, institution_q="Komnas HAM", title="Head")
    position = judge.positions.get()
    position.title = "Chief judge"
    position.save()

    refused = officer.post(address(judge), as_read)
    as_shown = refused.context["form"].data["seen"]
    officer.post(address(judge), as_read | {"seen": as_shown})

    assert "Somebody has changed the positions" in errors(refused)["__all__"][0]
    assert "Chief judge" in refused.text
    assert "Komnas HAM" in refused.text
    assert list(Position.objects.held_now().values_list("title", flat=True)) == ["Head"]


def test_a_post_that_somebody_ended_meanwhile_is_not_ended_again(officer, judge):
    as_read = data(judge)
    position = judge.positions.get()
    position.until, position.left_because = "2023", "dismissed"
    position.save()

    page = officer.post(address(judge), as_read)

    position.refresh_from_db()
    assert list(errors(page)) == ["__all__"]
    assert (position.until, position.left_because) == ("2023", "dismissed")


def test_an_address_that_two_changed_is_chosen_by_the_second(officer, judge):
    as_read = data(judge, email="mine@example.org", phone="1")
    judge.email = "theirs@example.org"
    judge.save()

    page = officer.post(address(judge), as_read)

    [conflict] = [c for c in page.context["form"].conflicts if c.name == "email"]
    assert (conflict.theirs, conflict.mine) == (
        "theirs@example.org",
        "mine@example.org",
    )
    assert Position.objects.get().until == ""


def test_another_change_of_the_person_stands_in_nobodys_way(officer, judge):
    as_read = data(judge)
    judge.note = "Speaks softly."
    judge.save()

    officer.post(address(judge), as_read)

    judge.refresh_from_db()
    assert judge.note == "Speaks softly."
    assert Position.objects.get().until == "2024-06"


def test_sending_the_form_twice_changes_the_post_once(officer, judge):
    sent = data(judge, institution_q="Komnas HAM", title="Head")
    sent |= {"submission": str(uuid.uuid4())}

    first, second = (officer.post(address(judge), sent) for _ in range(2))

    assert first.url == second.url == judge.get_absolute_url()
    assert Position.objects.count() == 2
    assert Position.objects.get(title="Judge").version == 2


def test_the_person_has_no_new_version_when_only_the_post_changes(officer, judge):
    officer.post(address(judge), data(judge))

    judge.refresh_from_db()
    assert judge.version == 1


def test_nothing_is_half_done_when_the_second_end_is_refused(cast, judge):
    late = make_position(person=judge, title="Clerk", since="2025")
    early = judge.positions.get(title="Judge")

    with pytest.raises(ValidationError):
        change_post(judge, by=cast["officer"], ends=[early, late], on="2024")

    early.refresh_from_db()
    assert early.until == ""


def test_nothing_is_half_done_when_somebody_saved_a_position(cast, judge):
    position = judge.positions.get()
    Position.objects.get().save()
    post = Post(institution="Komnas HAM", title="Head")

    with pytest.raises(Stale):
        change_post(judge, by=cast["officer"], ends=[position], on="2024", next=post)

    assert Position.objects.count() == 1
    assert not Institution.objects.filter(name="Komnas HAM").exists()


# --- Who is left without a contact ----------------------------------------------------


def test_the_page_says_which_institution_loses_its_only_known_contact(officer, judge):
    assert "Mahkamah Agung" in only_contact(officer, judge)

    make_position(institution=judge.positions.get().institution)

    assert only_contact(officer, judge) == ""


def only_contact(client, person):
    page = client.get(address(person)).text
    _before, _found, after = page.partition('id="only-contact"')
    return after.split("</section>")[0]


def test_a_contact_that_one_may_not_see_is_not_told_of(signed_in, judge):
    court = judge.positions.get().institution
    make_position(
        institution=court,
        person=make_person(classification=Classification.CONFIDENTIAL),
    )

    assert "Mahkamah Agung" in only_contact(signed_in("junior"), judge)
    assert only_contact(signed_in("officer"), judge) == ""


def test_the_page_of_who_has_left_says_where_nobody_is_known_now(officer, judge, court):
    officer.post(address(judge), data(judge, left_because="retired"))

    before = officer.get(judge.get_absolute_url()).text
    make_position(institution=court)
    after = officer.get(judge.get_absolute_url()).text

    assert "No other contact is known at" in before
    assert "No other contact is known at" not in after


# --- Who may ------------------------------------------------------------------------


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
def test_only_the_desk_changes_a_post(signed_in, judge, who, status):
    client = signed_in(who)

    assert client.get(address(judge)).status_code == status
    if status != 200:
        assert client.post(address(judge), data(judge)).status_code == status
        assert Position.objects.get().until == ""
    offered = address(judge) in client.get(judge.get_absolute_url(), follow=True).text
    assert offered is (status == 200)


@pytest.mark.parametrize("marked", ["position", "institution"])
def test_a_hidden_position_is_neither_offered_nor_ended(signed_in, judge, marked):
    secret = {"classification": Classification.CONFIDENTIAL}
    hidden = make_position(
        person=judge,
        title="Agent",
        institution=make_institution(
            name="Palace", **(secret if marked == "institution" else {})
        ),
        **(secret if marked == "position" else {}),
    )
    client = signed_in("junior")

    page = client.get(address(judge))
    client.post(address(judge), data(judge, ends=[hidden.pk]))

    hidden.refresh_from_db()
    assert "Agent" not in page.text
    assert "Palace" not in page.text
    assert hidden.until == ""


def test_a_hidden_institution_cannot_be_chosen(signed_in, judge):
    hidden = make_institution(name="Palace", classification=Classification.CONFIDENTIAL)

    page = signed_in("junior").post(
        address(judge), data(judge, institution=f"pk:{hidden.pk}")
    )

    assert "institution" in errors(page)


def test_the_tab_and_the_message_name_nobody(officer, judge):
    page = officer.get(address(judge))
    sent = officer.post(address(judge), data(judge), follow=True)

    assert "Siti" not in page.text.split("<main")[0]
    assert not any("Siti" in str(message) for message in sent.context["messages"])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_many_positions(
    officer, rows, django_assert_num_queries
):
    person = make_person()
    for _ in range(rows):
        make_position(person=person)
    officer.get(address(person))

    with django_assert_num_queries(13):
        officer.get(address(person))


# --- Who keeps the contact -----------------------------------------------------------


def test_who_keeps_a_contact_is_an_active_user_who_writes(officer, cast):
    make_user(name="Gone Officer", is_active=False)

    page = officer.get(reverse("partners:person_new"))
    offered = [
        str(user) for user in page.context["form"].fields["responsible"].queryset
    ]

    assert "Olav Officer" in offered
    assert not {"Anne Analyst", "Gone Officer"} & set(offered)


def test_who_keeps_a_contact_today_stays_on_the_list_after_leaving(officer):
    gone = make_user(name="Gone Officer", is_active=False)
    person = make_person(name="Siti", responsible=gone)

    officer.post(
        person.url_for("edit"),
        {
            "name": "Siti A",
            "country": "ID",
            "classification": "2",
            "responsible": gone.pk,
            "version": "1",
        },
    )

    assert Person.objects.get().responsible == gone
    assert Person.objects.get().name == "Siti A"


def test_people_are_filtered_by_who_keeps_them(officer, cast):
    make_person(name="Mine", responsible=cast["officer"])
    make_person(name="Theirs", responsible=cast["lead"])
    url = reverse("partners:person_list")

    mine = officer.get(url, {"responsible": "me"})
    theirs = officer.get(url, {"responsible": cast["lead"].pk})

    assert [row["record"].name for row in mine.context["rows"]] == ["Mine"]
    assert [row["record"].name for row in theirs.context["rows"]] == ["Theirs"]
