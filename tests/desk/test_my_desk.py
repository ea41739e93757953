"""The first page of every user: what waits for them and what has changed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Classification, Draft
from dialogues.models import Meeting, Raising, Reply
from tests.factories import (
    make_concern,
    make_dialogue,
    make_follow_up,
    make_meeting,
    make_raising,
    make_reply,
    make_round,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
URL = "/"


def _in(days):
    return timezone.localdate() + timedelta(days=days)


# --- What waits ---------------------------------------------------------------------


def test_my_follow_ups_are_split_into_overdue_and_coming(signed_in, cast, indonesia):
    mine = {"partner": indonesia, "owner": cast["officer"]}
    late = make_follow_up(due=_in(-1), **mine)
    today = make_follow_up(due=_in(0), **mine)
    soon = make_follow_up(due=_in(30), **mine)
    make_follow_up(due=_in(31), **mine)
    make_follow_up(due=_in(-1), status="done", closed_on=_in(0), **mine)
    make_follow_up(due=_in(-1), partner=indonesia, owner=cast["lead"])

    page = signed_in("officer").get(URL)

    assert list(page.context["overdue"]) == [late]
    assert list(page.context["coming"]) == [today, soon]


def test_a_follow_up_that_its_owner_may_no_longer_see_is_left_out(
    signed_in, cast, indonesia
):
    make_follow_up(
        title="Above their clearance",
        due=_in(-1),
        partner=indonesia,
        owner=cast["junior"],
        classification=CONFIDENTIAL,
    )

    page = signed_in("junior").get(URL)

    assert "Above their clearance" not in page.text
    assert list(page.context["overdue"]) == []


def test_replies_due_on_my_desk_the_most_urgent_first(signed_in, indonesia, china):
    later, overdue, answered, unheard = (
        make_raising(
            concern=make_concern(partner=indonesia),
            reply_due=_in(days),
            classification=INTERNAL,
        )
        for days in (5, -5, -5, 9)
    )
    make_reply(raising=answered, classification=INTERNAL)
    make_reply(raising=unheard, quality=Reply.Quality.NONE, classification=INTERNAL)
    closed = make_concern(partner=indonesia, status="closed")
    make_raising(concern=closed, reply_due=_in(-5))
    make_raising(concern=make_concern(partner=china), reply_due=_in(-5))

    page = signed_in("officer").get(URL)

    assert list(page.context["awaited"]) == [overdue, later, unheard]
    assert list(page.context["owed"]) == []


@pytest.mark.parametrize(
    ("raised_by", "ours_to_give"),
    [
        ("ours", False),
        ("civil_society", False),
        ("partner_about_us", True),
        ("partner_priority", True),
    ],
)
@pytest.mark.parametrize("where", ["desk", "country"])
def test_what_the_partner_raised_is_ours_to_answer(
    signed_in, indonesia, where, raised_by, ours_to_give
):
    make_raising(
        concern=make_concern(partner=indonesia, raised_by=raised_by), reply_due=_in(5)
    )

    page = signed_in("officer").get(
        URL if where == "desk" else indonesia.get_absolute_url()
    )

    assert ("We owe a reply" in page.text) is ours_to_give
    assert ("We wait for a reply" in page.text) is not ours_to_give


def test_all_my_follow_ups_are_those_that_are_still_open(signed_in):
    page = signed_in("officer").get(URL)

    assert "?owner=me&amp;status=still_open" in page.text


def test_a_hidden_raising_is_not_due_and_a_hidden_reply_answers_nothing(
    signed_in, indonesia
):
    hidden = make_raising(
        concern=make_concern(partner=indonesia, title="A hidden matter"),
        reply_due=_in(1),
        classification=CONFIDENTIAL,
    )
    answered = make_raising(concern=make_concern(partner=indonesia), reply_due=_in(1))
    make_reply(raising=answered, classification=CONFIDENTIAL)

    assert list(signed_in("junior").get(URL).context["awaited"]) == [answered]
    assert list(signed_in("officer").get(URL).context["awaited"]) == [hidden]


def test_next_rounds_and_meetings_around_now(signed_in, indonesia, china):
    dialogue = make_dialogue(partner=indonesia)
    undated = make_round(dialogue=dialogue, starts_on="", status="planned")
    planned = make_round(
        dialogue=dialogue, starts_on=_in(40).isoformat(), status="confirmed"
    )
    make_round(dialogue=dialogue, starts_on="2019", status="held")
    make_round(dialogue=make_dialogue(partner=china), starts_on="", status="planned")
    last_week = make_meeting(dialogue=dialogue, date=_in(-7).isoformat())
    next_week = make_meeting(dialogue=dialogue, date=_in(7).isoformat())
    begun = make_meeting(
        dialogue=dialogue, date=_in(-20).isoformat(), ends_on=_in(-3).isoformat()
    )
    make_meeting(dialogue=dialogue, date=_in(-15).isoformat())
    make_meeting(dialogue=dialogue, date=_in(15).isoformat())
    make_meeting(partner=china, date=_in(1).isoformat())

    page = signed_in("officer").get(URL)

    assert list(page.context["rounds"]) == [planned, undated]
    assert list(page.context["meetings"]) == [next_week, last_week, begun]


@pytest.mark.parametrize(
    ("who", "seen"), [("officer", True), ("junior", False), ("other_desk", False)]
)
def test_hidden_rows_are_in_no_list(signed_in, indonesia, who, seen):
    high = {"classification": CONFIDENTIAL}
    dialogue = make_dialogue(partner=indonesia)
    make_meeting(dialogue=dialogue, title="Hidden one", date=_in(1).isoformat(), **high)
    make_round(dialogue=dialogue, city="Hidden two", starts_on="", **high)
    concern = make_concern(partner=indonesia, title="Hidden three", **high)
    make_raising(concern=concern, reply_due=_in(1))
    make_dialogue(partner=indonesia, title="Hidden four", **high)

    page = signed_in(who).get(URL)

    for text in ("Hidden one", "Hidden two", "Hidden three", "Hidden four"):
        assert (text in page.text) is seen


def test_drafts_can_be_opened_and_thrown_away(signed_in, cast):
    own = Draft.objects.create(
        user=cast["officer"], path="/meetings/new/?round=1", title="Half a meeting"
    )
    Draft.objects.create(user=cast["lead"], path="/meetings/new/", title="Not mine")
    client = signed_in("officer")

    page = client.get(URL)
    gone = client.post(f"{reverse('core:draft_discard', args=[own.pk])}?desk")

    assert 'href="/meetings/new/?round=1"' in page.text
    assert "Half a meeting" in page.text
    assert "Not mine" not in page.text
    assert gone.url == URL
    assert not cast["officer"].drafts.exists()
    assert cast["lead"].drafts.exists()


# --- What has changed ---------------------------------------------------------------


def _titles(page):
    return [(change.title, change.what) for change in page.context["changes"]]


def test_changes_are_told_the_newest_first_with_who_made_them(
    signed_in, cast, indonesia, china
):
    concern = make_concern(partner=indonesia, title="Old title")
    make_concern(partner=china, title="Of another desk")
    concern.title = "New title"
    concern._history_user = cast["lead"]
    concern.save()

    page = signed_in("officer").get(URL)

    [change] = page.context["changes"]
    assert change.title == f"{concern.reference} New title"
    assert (change.what, change.times) == ("added, changed", 2)
    assert change.by.startswith("Liv Lead, ")
    assert "2 entries" in page.text


def test_a_record_changed_again_and_again_stands_there_once(signed_in, indonesia):
    busy = make_concern(partner=indonesia, title="Busy")
    for _time in range(20):
        busy.save()
    quiet = make_follow_up(partner=indonesia, title="Quiet")
    busy.save()

    titles = [title for title, _what in _titles(signed_in("officer").get(URL))]

    assert titles == [str(busy), quiet.title]


def test_changes_tell_of_archiving(signed_in, indonesia):
    follow_up = make_follow_up(partner=indonesia, title="Twice")
    client = signed_in("officer")
    client.post(follow_up.url_for("archive"), {"reason": "Entered twice"})
    client.post(follow_up.url_for("restore"))

    [(_title, what)] = _titles(client.get(URL))
    assert what == "added, archived, brought back"


def test_lowering_a_marking_does_not_show_the_old_title_or_the_change(
    signed_in, indonesia
):
    meeting = make_meeting(
        partner=indonesia, title="Secret title", classification=CONFIDENTIAL
    )
    meeting.title, meeting.classification = "Harmless title", INTERNAL
    meeting.save()
    meeting.city = "Oslo"
    meeting.save()

    junior = signed_in("junior").get(URL)
    officer = signed_in("officer").get(URL)

    [seen], [all_of_it] = junior.context["changes"], officer.context["changes"]
    assert (seen.title, seen.what, seen.times) == ("Harmless title", "changed", 1)
    assert "Secret title" not in junior.text
    assert all_of_it.times == 3


def test_raising_a_marking_hides_the_earlier_changes(signed_in, indonesia):
    meeting = make_meeting(partner=indonesia, title="Once harmless")
    meeting.classification = CONFIDENTIAL
    meeting.save()

    assert _titles(signed_in("junior").get(URL)) == []
    [change] = signed_in("officer").get(URL).context["changes"]
    assert change.times == 2


def test_a_meeting_in_a_hidden_round_is_in_no_change(signed_in, indonesia):
    hidden = make_round(
        dialogue=make_dialogue(partner=indonesia), classification=CONFIDENTIAL
    )
    make_meeting(round=hidden, title="Inside")

    assert _titles(signed_in("junior").get(URL)) == []


def test_only_the_last_fifteen_changes_are_told(signed_in, indonesia):
    for number in range(17):
        make_follow_up(partner=indonesia, title=f"Task {number}")

    titles = _titles(signed_in("officer").get(URL))

    assert len(titles) == 15
    assert titles[0] == ("Task 16", "added")


# --- For everybody ------------------------------------------------------------------


@pytest.mark.parametrize("who", ["analyst", "auditor", "administrator"])
def test_somebody_without_a_desk_is_led_to_the_lists(signed_in, indonesia, who):
    page = signed_in(who).get(URL)

    assert page.status_code == 200
    assert reverse("dialogues:concern_list") in page.text
    assert indonesia.get_absolute_url() in page.text
    assert reverse("dialogues:meeting_new") not in page.text


def test_an_officer_is_one_click_from_a_meeting_and_from_each_country(
    signed_in, indonesia, china
):
    dialogue = make_dialogue(partner=indonesia)

    page = signed_in("officer").get(URL)

    assert page.context["actions"][0]["url"] == reverse("dialogues:meeting_new")
    assert indonesia.get_absolute_url() in page.text
    assert dialogue.get_absolute_url() in page.text
    assert china.get_absolute_url() not in page.text


def test_a_visitor_is_asked_to_sign_in(signed_in):
    assert signed_in("visitor").get(URL).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_my_desk_costs_the_same_however_much_waits(
    signed_in, cast, indonesia, rows, django_assert_num_queries
):
    officer = cast["officer"]
    for number in range(rows):
        dialogue = make_dialogue(partner=indonesia)
        make_round(dialogue=dialogue, starts_on="", status="planned")
        meeting = make_meeting(dialogue=dialogue, date=_in(1).isoformat())
        raising = make_raising(
            concern=make_concern(dialogue=dialogue),
            channel=Raising.Channel.LETTER,
            reply_due=_in(3),
        )
        for due in (_in(-1), _in(1)):
            make_follow_up(
                meeting=meeting, concern=raising.concern, owner=officer, due=due
            )
        Draft.objects.create(user=officer, path=f"/meetings/{number}/edit/")
    client = signed_in("officer")

    with django_assert_num_queries(43):
        page = client.get(URL)

    assert len(page.context["awaited"]) == rows
    assert Meeting.objects.count() == rows
