"""Minutes: a draft is written, final ones are locked, a correction keeps both."""

import pytest
import time_machine
from django.urls import reverse

from core.models import Classification
from core.record_file import load_file
from dialogues.models import Minutes
from tests.dialogues.test_follow_ups import _open_form
from tests.factories import make_dialogue, make_meeting, make_minutes

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values


@pytest.fixture
def final(indonesia):
    meeting = make_meeting(dialogue=make_dialogue(partner=indonesia))
    return make_minutes(meeting=meeting, text="They agreed to ten.", status="final")


def _correct(client, minutes, **sent):
    url = minutes.url_for("correct")
    sent = {"text": "They agreed to two.", "why": "Misheard"} | sent
    return client.post(url, _open_form(client, url, **sent))


def _form(minutes):
    return minutes.meeting.url_for("minutes")


def test_the_form_of_final_minutes_is_refused_with_a_sentence(signed_in, final):
    client = signed_in("officer")

    page = client.get(_form(final), follow=True)

    assert "These minutes are final: correct them instead." in page.text
    assert _form(final) not in page.text
    assert final.url_for("correct") in page.text


def test_what_was_typed_while_they_became_final_is_shown_and_not_saved(
    signed_in, final
):
    Minutes.objects.filter(pk=final.pk).update(status="draft")
    client = signed_in("officer")
    data = _open_form(client, _form(final), text="Typed for an hour")
    Minutes.objects.filter(pk=final.pk).update(status="final")

    page = client.post(_form(final), data)

    assert "These minutes have become final" in page.text
    assert "Typed for an hour" in page.text
    final.refresh_from_db()
    assert final.text == "They agreed to ten."


@time_machine.travel("2026-03-03 12:00")
def test_a_correction_makes_a_new_edition_and_keeps_the_first(signed_in, final):
    client = signed_in("officer")

    _correct(client, final)

    final.refresh_from_db()
    assert (final.edition, final.text, final.status) == (
        2,
        "They agreed to two.",
        "final",
    )
    page = client.get(final.get_absolute_url()).text
    assert "Misheard" in page
    assert "Edition 1, final, " in page
    first = client.get(final.url_for("edition", 1))
    assert "They agreed to ten." in first.text
    assert client.get(final.url_for("edition", 2)).status_code == 404


def test_a_correction_says_why(signed_in, final):
    page = _correct(signed_in("officer"), final, why=" ")

    assert "Say why the minutes are corrected." in page.text
    final.refresh_from_db()
    assert final.edition == 1


def test_a_double_click_makes_one_edition(signed_in, final):
    client = signed_in("officer")
    url = final.url_for("correct")
    data = _open_form(client, url, text="They agreed to two.", why="Misheard")

    first, second = client.post(url, data), client.post(url, data)

    final.refresh_from_db()
    assert first.url == second.url
    assert final.edition == 2


def test_the_second_of_two_corrections_is_not_lost_and_not_saved(signed_in, final):
    url = final.url_for("correct")
    mine = _open_form(signed_in("officer"), url, text="Three.", why="Misheard")
    _correct(signed_in("lead"), final)

    page = signed_in("officer").post(url, mine)

    assert "Somebody has corrected the minutes while you were writing" in page.text
    assert "Three." in page.text
    final.refresh_from_db()
    assert (final.edition, final.text) == (2, "They agreed to two.")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("junior", 200),
        ("other_desk", 404),
        ("analyst", 403),
        ("auditor", 403),
        ("visitor", 302),
    ],
)
def test_who_may_correct_minutes(signed_in, final, who, status):
    assert signed_in(who).get(final.url_for("correct")).status_code == status
    agreed = signed_in(who).post(final.url_for("agreed"))
    assert agreed.status_code == (302 if status == 200 else status)


@pytest.mark.parametrize(("who", "accepted"), [("officer", False), ("lead", True)])
def test_only_a_lead_makes_a_draft_of_them_again(signed_in, final, who, accepted):
    client = signed_in(who)

    _correct(client, final, status="draft", why="Signed too early")

    final.refresh_from_db()
    assert (final.status == "draft") is accepted
    # What stood fast stays readable, whatever becomes of the draft.
    if accepted:
        client.post(_form(final), _open_form(client, _form(final), text="Another"))
        first = client.get(final.url_for("edition", 1))
        assert "They agreed to ten." in first.text


@pytest.mark.parametrize("verb", ["archive", "source_new", "document_new"])
def test_nothing_else_changes_final_minutes(signed_in, final, verb):
    assert signed_in("lead").get(final.url_for(verb)).status_code == 403


def test_no_earlier_version_comes_back_over_final_ones(signed_in, final):
    final.text = "Second"
    final.save()
    client = signed_in("lead")
    first = final.history.earliest()

    page = client.post(final.url_for("revert", first.pk), {"reason": "x"})

    assert page.status_code == 403
    assert "Bring back" not in client.get(final.url_for("history")).text


def test_a_version_that_comes_back_over_a_draft_does_not_count_the_editions_back(
    signed_in, final
):
    client = signed_in("lead")
    _correct(client, final, status="draft")
    first = final.history.earliest()

    client.post(final.url_for("revert", first.pk), {"reason": "It was right"})

    final.refresh_from_db()
    assert (final.text, final.edition) == ("They agreed to ten.", 2)
    assert final.status == "draft"


def test_what_both_sides_agreed_to_is_the_text_as_it_stands(signed_in, final):
    client = signed_in("officer")

    client.post(final.url_for("agreed"))
    final.refresh_from_db()
    agreed = (final.status, final.edition)
    _correct(client, final)

    final.refresh_from_db()
    assert agreed == ("agreed", 1)
    assert (final.status, final.edition) == ("final", 2)


def test_a_draft_is_not_agreed_by_a_click(signed_in, final):
    Minutes.objects.filter(pk=final.pk).update(status="draft")
    client = signed_in("officer")

    page = client.post(final.url_for("agreed"), follow=True)

    assert "These minutes are a draft." in page.text
    assert client.get(final.url_for("correct")).url == _form(final)


@pytest.mark.parametrize(
    ("first", "second", "who", "seen"),
    [
        (RESTRICTED, RESTRICTED, "junior", True),
        (CONFIDENTIAL, RESTRICTED, "junior", False),
        (CONFIDENTIAL, RESTRICTED, "officer", True),
        (RESTRICTED, INTERNAL, "other_desk", False),
        (RESTRICTED, INTERNAL, "auditor", True),
        (INTERNAL, INTERNAL, "other_desk", True),
    ],
)
def test_a_lower_marking_does_not_open_the_edition_before(
    signed_in, indonesia, first, second, who, seen
):
    meeting = make_meeting(dialogue=make_dialogue(partner=indonesia))
    minutes = make_minutes(
        meeting=meeting, text="The source is X.", status="final", classification=first
    )
    _correct(signed_in("officer"), minutes, classification=str(second))
    client = signed_in(who)

    page = client.get(minutes.get_absolute_url())
    edition = client.get(minutes.url_for("edition", 1))

    assert page.status_code == 200
    assert ("Edition 1" in page.text) is seen
    assert edition.status_code == (200 if seen else 404)
    assert ("The source is X." in edition.text) is seen


def test_minutes_that_one_may_not_see_are_not_written_a_second_time(
    signed_in, indonesia
):
    meeting = make_meeting(dialogue=make_dialogue(partner=indonesia))
    make_minutes(meeting=meeting, text="Hidden", classification=CONFIDENTIAL)
    client = signed_in("junior")
    url = meeting.url_for("minutes")

    page = client.post(url, _open_form(client, url, text="Mine"))

    assert "something stands in the way" in page.text.replace("\n", " ")
    assert "Hidden" not in page.text
    assert Minutes.objects.get().text == "Hidden"


def test_the_page_of_a_meeting_and_a_file_leave_final_minutes_alone(
    signed_in, final, tmp_path
):
    client = signed_in("officer")
    url = reverse("dialogues:meeting_add", args=[final.meeting.pk])

    form = client.get(url)
    client.post(url, {"minutes": "Other", "said_classification": "3"})

    final.refresh_from_db()
    assert 'name="minutes"' not in form.text
    assert final.text == "They agreed to ten."


def test_a_file_that_is_loaded_again_leaves_corrected_minutes_alone(
    signed_in, cast, tmp_path, indonesia
):
    dialogue = make_dialogue(partner=indonesia)
    path = tmp_path / "record.json"
    path.write_text(
        f"""{{"_about": {{"home_country": "NO"}}, "meetings": [{{
            "key": "m1", "country": "{dialogue.partner.code}", "title": "A meeting",
            "kind": "plenary", "date": "2022",
            "minutes": {{"text": "From the file", "status": "final"}}}}]}}"""
    )
    load_file(path)
    minutes = Minutes.objects.get()
    _correct(signed_in("officer"), minutes)

    load_file(path)

    minutes.refresh_from_db()
    assert (minutes.text, minutes.edition) == ("They agreed to two.", 2)
