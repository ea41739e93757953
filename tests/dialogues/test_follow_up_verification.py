"""What has high priority is done only once a second person has looked at it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Classification
from dialogues.models import FollowUp
from tests.dialogues.test_follow_ups import _open_form
from tests.factories import make_follow_up, make_user

INTERNAL, CONFIDENTIAL = Classification.INTERNAL, Classification.CONFIDENTIAL


@pytest.fixture
def waiting(signed_in, cast, indonesia):
    """One that the junior officer says is done."""
    follow_up = make_follow_up(
        partner=indonesia,
        owner=cast["junior"],
        priority="high",
        title="Ask for figures",
    )
    client = signed_in("junior")
    close = follow_up.url_for("close")
    client.post(close, _open_form(client, close, status="done", outcome="They came."))
    follow_up.refresh_from_db()
    return follow_up


def _verify(client, follow_up, **sent):
    url = follow_up.url_for("verify")
    sent = {"verdict": "verified", "checked": "Saw the letter"} | sent
    return client.post(url, _open_form(client, url, **sent))


def test_done_with_high_priority_waits_for_a_second_person(waiting):
    assert (waiting.status, waiting.closed_on) == ("to_verify", None)
    assert waiting.outcome == "They came."


@pytest.mark.parametrize(
    ("priority", "status", "stands"),
    [
        ("high", "dropped", "dropped"),
        ("normal", "done", "done"),
        ("low", "done", "done"),
    ],
)
def test_nothing_else_waits(signed_in, indonesia, priority, status, stands):
    follow_up = make_follow_up(partner=indonesia, priority=priority)
    client = signed_in("officer")
    close = follow_up.url_for("close")

    client.post(close, _open_form(client, close, status=status, outcome="It is so."))

    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.closed_on) == (stands, timezone.localdate())


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("lead", 200),
        ("junior", 403),
        ("other_desk", 403),
        ("analyst", 403),
        ("auditor", 403),
        ("visitor", 302),
    ],
)
def test_who_may_be_the_second_person(signed_in, waiting, who, status):
    client = signed_in(who)

    assert client.get(waiting.url_for("verify")).status_code == status
    assert client.post(waiting.url_for("verify")).status_code == status


def test_who_may_not_see_it_finds_nothing_to_verify(signed_in, cast, indonesia):
    hidden = make_follow_up(
        partner=indonesia,
        owner=cast["officer"],
        status="to_verify",
        priority="high",
        title="In secret",
        classification=CONFIDENTIAL,
    )
    client = signed_in("junior")

    assert client.get(hidden.url_for("verify")).status_code == 404
    assert "In secret" not in client.get("/").text


def test_the_second_person_says_what_they_checked(signed_in, cast, waiting):
    client = signed_in("officer")

    _verify(client, waiting)

    waiting.refresh_from_db()
    assert (waiting.status, waiting.verified_by) == ("done", cast["officer"])
    assert waiting.verified_on == waiting.closed_on == timezone.localdate()
    assert "Saw the letter" in client.get(waiting.get_absolute_url()).text
    assert "Saw the letter" in client.get(waiting.url_for("history")).text


def test_what_was_checked_is_kept_in_full(signed_in, waiting):
    checked = "Read the letter with its four annexes; " * 20
    client = signed_in("officer")

    _verify(client, waiting, checked=checked)

    entry = waiting.history.first()
    assert entry.history_change_reason == checked.strip()
    assert checked.strip() in client.get(waiting.get_absolute_url()).text


def test_the_second_person_sends_it_back_with_a_reason(signed_in, waiting):
    client = signed_in("officer")

    _verify(client, waiting, verdict="sent_back", checked="The letter has no figures")

    waiting.refresh_from_db()
    assert (waiting.status, waiting.verified_by) == ("in_progress", None)
    page = signed_in("junior").get(waiting.get_absolute_url())
    assert "The letter has no figures" in page.text


@pytest.mark.parametrize("field", ["verdict", "checked"])
def test_both_are_said(signed_in, waiting, field):
    page = _verify(signed_in("officer"), waiting, **{field: ""})

    assert field in page.context["form"].errors
    waiting.refresh_from_db()
    assert waiting.status == "to_verify"


def test_sending_twice_verifies_once(signed_in, waiting):
    client = signed_in("officer")
    url = waiting.url_for("verify")
    data = _open_form(client, url, verdict="verified", checked="Saw it")

    first, second = client.post(url, data), client.post(url, data)

    waiting.refresh_from_db()
    assert first.url == second.url == waiting.get_absolute_url()
    assert waiting.history.filter(status="done").count() == 1


def test_what_was_changed_meanwhile_is_not_verified_unread(signed_in, waiting):
    url = waiting.url_for("verify")
    data = _open_form(signed_in("officer"), url, verdict="verified", checked="Saw it")
    waiting.outcome = "Something quite different."
    waiting.save()

    page = signed_in("officer").post(url, data)

    assert "Somebody changed this while you were reading." in page.text
    waiting.refresh_from_db()
    assert waiting.status == "to_verify"


def test_whoever_said_it_is_done_does_not_verify_it_as_former_owner(
    signed_in, cast, waiting
):
    client = signed_in("junior")
    edit = waiting.url_for("edit")

    client.post(edit, _open_form(client, edit, owner=str(cast["officer"].pk)))

    waiting.refresh_from_db()
    assert waiting.owner == cast["officer"]
    assert client.get(waiting.url_for("verify")).status_code == 403


# --- No way around it -----------------------------------------------------------------


def test_a_closed_one_does_not_become_important_afterwards(signed_in, indonesia):
    follow_up = make_follow_up(
        partner=indonesia, status="done", closed_on="2026-01-01", outcome="So"
    )
    client = signed_in("officer")
    edit = follow_up.url_for("edit")

    page = client.post(edit, _open_form(client, edit, priority="high"))

    assert "priority" in page.context["form"].errors
    follow_up.refresh_from_db()
    assert follow_up.priority == "normal"


def test_the_verifier_does_not_become_the_owner(signed_in, cast, waiting):
    client = signed_in("officer")
    _verify(client, waiting)
    edit = waiting.url_for("edit")

    page = client.post(edit, _open_form(client, edit, owner=str(cast["officer"].pk)))

    assert "has verified this" in page.context["form"].errors["owner"][0]


def test_opened_again_it_is_verified_again(signed_in, cast, waiting):
    client = signed_in("officer")
    _verify(client, waiting)
    edit, close = waiting.url_for("edit"), waiting.url_for("close")

    client.post(edit, _open_form(client, edit, status="open"))
    waiting.refresh_from_db()
    opened = (waiting.status, waiting.verified_by, waiting.verified_on)
    client.post(edit, _open_form(client, edit, owner=str(cast["officer"].pk)))
    client.post(close, _open_form(client, close, outcome="Done again"))

    waiting.refresh_from_db()
    assert opened == ("open", None, None)
    assert (waiting.status, waiting.owner) == ("to_verify", cast["officer"])


def test_another_outcome_is_verified_again(signed_in, waiting):
    client = signed_in("officer")
    _verify(client, waiting)
    close = waiting.url_for("close")

    client.post(close, _open_form(client, close, outcome="Something else"))

    waiting.refresh_from_db()
    assert (waiting.status, waiting.verified_by) == ("to_verify", None)


@pytest.mark.parametrize("at", ["open", "done"])
def test_an_earlier_version_brings_no_verification_back(signed_in, cast, indonesia, at):
    follow_up = make_follow_up(
        partner=indonesia, status="done", closed_on="2026-01-01", outcome="So"
    )
    # As it was closed before a second person was asked for.
    FollowUp.history.filter(id=follow_up.pk).update(priority="high")
    follow_up.title = "Changed since"
    if at == "open":
        follow_up.status, follow_up.closed_on = "open", None
    follow_up.save()
    client = signed_in("officer")
    first = follow_up.history.earliest()

    client.post(follow_up.url_for("revert", first.pk), {"reason": "Was right"})

    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.priority) == ("to_verify", "high")
    assert follow_up.verified_by is None


def test_nobody_sets_it_to_be_verified_without_saying_what_came_of_it(
    signed_in, indonesia
):
    follow_up = make_follow_up(partner=indonesia, priority="high")
    client = signed_in("officer")
    edit = follow_up.url_for("edit")

    for status in ("to_verify", "done"):
        page = client.post(edit, _open_form(client, edit, status=status))
        assert "status" in page.context["form"].errors


# --- Where it shows -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "seen"),
    [("officer", True), ("lead", True), ("junior", False), ("other_desk", False)],
)
def test_it_shows_on_the_desk_of_colleagues(signed_in, waiting, who, seen):
    page = signed_in(who).get("/")

    assert ('id="to-verify"' in page.text) is seen


def test_the_list_finds_what_is_to_be_verified(signed_in, indonesia, waiting):
    make_follow_up(partner=indonesia, title="Not said to be done", owner=make_user())

    page = signed_in("officer").get(
        reverse("dialogues:follow_up_list"), {"status": "to_verify"}
    )

    assert "Ask for figures" in page.text
    assert "Not said to be done" not in page.text
