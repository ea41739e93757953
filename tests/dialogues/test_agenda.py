"""Agendas: order, status, notes that stay here, what is handed over, and warnings."""

import pytest
from django.urls import reverse

from core.models import AuditEvent, Classification
from dialogues.agenda import (
    OpenTopic,
    agenda_warnings,
    left_open,
    missing,
    too_wide,
)
from dialogues.models import AgendaItem, Meeting, SpeakingNote, Topic
from tests.dialogues.test_follow_ups import _open_form
from tests.dialogues.test_topic_matrix import BELOW, A, B, _mention, _round
from tests.factories import (
    make_agenda_item,
    make_concern,
    make_dialogue,
    make_meeting,
    make_participation,
    make_raising,
    make_round,
    make_speaking_note,
    make_topic,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia, title="Dialogue with Indonesia")


@pytest.fixture
def round_(dialogue):
    return make_round(dialogue=dialogue, starts_on="2027", status="planned")


def _page(client, round_):
    return client.get(round_.get_absolute_url())


# --- Warnings: computed from what they are given --------------------------------------


@pytest.mark.parametrize(
    ("topics", "before", "said"),
    [
        (0, [], ""),
        (8, [], ""),
        (9, [], "9 topics stand on this agenda; more than 8 are many"),
        (5, [5, 5, 5], ""),
        (5, [4, 6, 5], ""),
        (6, [4, 6, 5], "6 topics stand on this agenda; the last rounds had 5"),
        (6, [5, 6], "the last rounds had 5.5 as a rule"),
        (2, [1], "2 topics stand on this agenda; the round before had 1."),
        (10, [12, 12], "more than 8 are many for one round"),
        (1, [1], ""),
    ],
)
def test_an_agenda_is_too_wide(topics, before, said):
    words = too_wide(topics, before)

    assert said in words
    assert bool(words) is bool(said)
    assert ("Fewer topics leave more time for each." in words) is bool(said)


@pytest.mark.parametrize(
    ("open_", "on_agenda", "gone"),
    [
        ([A], [], [A]),
        ([A], [A], []),
        ([A, B], [A], [B]),
        ([BELOW], [A], []),
        ([A], [BELOW], []),
        ([BELOW], [B], [BELOW]),
        ([A, A], [], [A]),
        ([], [A], []),
    ],
)
def test_what_was_left_open_is_missing_from_an_agenda(open_, on_agenda, gone):
    left = [OpenTopic(topic, "why", None) for topic in open_]

    assert [one.topic for one in missing(left, on_agenda)] == gone


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"kind": "raising", "is_open": True}, "still waits for an answer"),
        ({"kind": "raising", "is_open": False}, None),
        ({"state": "moved"}, "was moved or not reached"),
        ({"state": "discussed"}, None),
        ({"state": "refused"}, None),
        ({"moved_to": 9, "although": "Moved"}, "came up, and was moved"),
    ],
)
def test_what_a_round_leaves_open(more, why):
    found = left_open([_mention(A, _round(1), **more)])

    assert bool(found) is bool(why)
    assert all(why in one.why for one in found)


# --- Warnings on the page of a round to come ------------------------------------------


def _last_round(dialogue, **more):
    """One with a concern that waits, and an item that was not reached."""
    last = make_round(dialogue=dialogue, starts_on="2024", status="held")
    concern = make_concern(dialogue=dialogue, topic=make_topic(), title="Executions")
    meeting = make_meeting(round=last)
    make_raising(concern=concern, meeting=meeting, channel="meeting", **more)
    torture = make_topic("torture")
    make_agenda_item(
        round=last, topic=torture, title="Prisons", discussed=False, **more
    )
    return last, concern


def test_what_stayed_open_last_time_is_missed_on_the_agenda(signed_in, round_):
    _last_round(round_.dialogue)

    page = _page(signed_in("officer"), round_)

    assert "Left open before, and not on this agenda:" in page.text
    assert "the concern “Executions” still waits for an answer" in page.text
    assert "“Prisons” was moved or not reached" in page.text


def test_what_is_on_the_agenda_is_not_missed(cast, round_):
    _last_round(round_.dialogue)
    make_agenda_item(round=round_, topic=make_topic())
    make_agenda_item(meeting=make_meeting(round=round_), topic=make_topic("torture"))

    warnings = agenda_warnings(round_, cast["officer"])

    assert "missing" not in [one.kind for one in warnings]


@pytest.mark.parametrize("status", ["refused", "dropped", "moved"])
def test_what_is_off_the_agenda_again_is_missed(cast, round_, status):
    _last_round(round_.dialogue)
    make_agenda_item(round=round_, topic=make_topic(), status=status)

    (warning,) = agenda_warnings(round_, cast["officer"])

    assert {one.topic.code for one in warning.topics} == {"death-penalty", "torture"}


def test_an_answered_concern_is_not_missed(cast, round_):
    _last, concern = _last_round(round_.dialogue)
    concern.status = "answered"
    concern.save()

    (warning,) = agenda_warnings(round_, cast["officer"])

    assert [one.topic.code for one in warning.topics] == ["torture"]


def test_an_item_that_was_moved_to_this_round_is_missed_however_old(cast, round_):
    long_ago = make_round(dialogue=round_.dialogue, starts_on="2010", status="held")
    make_round(dialogue=round_.dialogue, starts_on="2024", status="held")
    make_agenda_item(
        round=long_ago, topic=make_topic(), status="moved", moved_to=round_
    )

    (warning,) = agenda_warnings(round_, cast["officer"])

    assert [one.topic.code for one in warning.topics] == ["death-penalty"]


def test_a_warning_tells_nothing_hidden(signed_in, round_):
    _last_round(round_.dialogue, classification=CONFIDENTIAL)

    junior = _page(signed_in("junior"), round_).context["agenda_warnings"]
    officer = _page(signed_in("officer"), round_).context["agenda_warnings"]

    assert junior == []
    assert len(officer[0].topics) == 2


@pytest.mark.parametrize("status", ["held", "cancelled", "postponed"])
def test_only_a_round_to_come_is_warned_about(cast, dialogue, status):
    _last_round(dialogue)
    why = {} if status == "held" else {"status_why": "Elections"}
    round_ = make_round(dialogue=dialogue, starts_on="2025", status=status, **why)

    assert agenda_warnings(round_, cast["officer"]) == []


def test_an_agenda_wider_than_the_rounds_before_is_warned_about(signed_in, round_):
    topics = Topic.objects.current()[:4]
    last = make_round(dialogue=round_.dialogue, starts_on="2024", status="held")
    make_agenda_item(round=last, topic=topics[0], discussed=True)
    for topic in topics:
        make_agenda_item(round=round_, topic=topic, status="proposed")

    page = _page(signed_in("officer"), round_)

    assert "4 topics stand on this agenda; the round before had 1." in page.text


# --- Items: status, order, where they moved -------------------------------------------


def _send(client, url, **values):
    return client.post(url, _open_form(client, url, **values))


def test_an_item_is_moved_to_another_round_of_the_dialogue(signed_in, round_):
    later = make_round(dialogue=round_.dialogue, starts_on="2028")
    elsewhere = make_round(starts_on="2029")
    item = make_agenda_item(round=round_, order=1)
    client = signed_in("officer")

    form = client.get(item.url_for("edit")).context["form"]
    _send(client, item.url_for("edit"), status="moved", moved_to=str(later.pk))

    assert set(form.fields["moved_to"].queryset) == {later}
    assert elsewhere not in form.fields["moved_to"].queryset
    item.refresh_from_db()
    assert item.moved_to == later
    assert later.get_absolute_url() in _page(client, round_).text


def test_a_round_is_given_only_with_the_status_moved(signed_in, round_):
    later = make_round(dialogue=round_.dialogue, starts_on="2028")
    item = make_agenda_item(round=round_, order=1)
    client = signed_in("officer")

    page = _send(client, item.url_for("edit"), status="agreed", moved_to=str(later.pk))

    assert "Choose the status “Moved” as well, or leave this empty." in page.text


def test_an_item_that_is_agreed_after_all_is_moved_nowhere(signed_in, round_):
    later = make_round(dialogue=round_.dialogue, starts_on="2028")
    item = make_agenda_item(round=round_, order=1, status="moved", moved_to=later)

    _send(signed_in("officer"), item.url_for("edit"), status="agreed")

    item.refresh_from_db()
    assert (item.status, item.moved_to) == ("agreed", None)


def test_where_an_item_moved_is_not_told_to_who_may_not_see_that_round(
    signed_in, round_
):
    hidden = make_round(
        dialogue=round_.dialogue,
        starts_on="2028",
        city="Bogor",
        classification=CONFIDENTIAL,
    )
    item = make_agenda_item(round=round_, order=1, status="moved", moved_to=hidden)
    client = signed_in("junior")

    _send(client, item.url_for("edit"), title="Renamed")

    assert "Bogor" not in client.get(item.url_for("edit")).text
    assert "Bogor" not in _page(client, round_).text
    item.refresh_from_db()
    assert (item.title, item.moved_to) == ("Renamed", hidden)


def test_a_new_item_goes_to_a_meeting_of_the_round(signed_in, round_):
    meeting = make_meeting(round=round_)
    other = make_meeting(dialogue=round_.dialogue)
    client = signed_in("officer")
    url = reverse("dialogues:agenda_item_new", args=[round_.pk])

    form = client.get(f"{url}?meeting={meeting.pk}").context["form"]
    _send(client, url, title="Prisons", meeting=str(meeting.pk))

    assert form.initial["meeting"] == meeting
    assert set(form.fields["meeting"].queryset) == {meeting}
    assert other not in form.fields["meeting"].queryset
    assert AgendaItem.objects.get().meeting == meeting


@pytest.mark.parametrize("status", ["agreed", "refused", "dropped", "proposed"])
def test_the_status_changes_in_one_step(signed_in, round_, status):
    item = make_agenda_item(round=round_, status="")
    url = reverse("dialogues:agenda_item_status", args=[item.pk])

    response = signed_in("officer").post(url, {"status": status})

    item.refresh_from_db()
    assert item.status == status
    assert item.updated_by.name == "Olav Officer"
    assert response.url == f"{round_.get_absolute_url()}#item-{item.pk}"


def test_what_is_agreed_after_all_is_moved_nowhere(signed_in, round_):
    later = make_round(dialogue=round_.dialogue, starts_on="2028")
    item = make_agenda_item(round=round_, status="moved", moved_to=later)
    url = reverse("dialogues:agenda_item_status", args=[item.pk])

    signed_in("officer").post(url, {"status": "agreed"})

    item.refresh_from_db()
    assert (item.status, item.moved_to) == ("agreed", None)


def test_after_moved_it_is_asked_where_to(signed_in, round_):
    item = make_agenda_item(round=round_)
    url = reverse("dialogues:agenda_item_status", args=[item.pk])

    response = signed_in("officer").post(url, {"status": "moved"})

    assert response.url == f"{item.url_for('edit')}#id_moved_to"


@pytest.mark.parametrize(
    "wrong", [{}, {"status": ""}, {"status": "forgotten"}, {"status": "9" * 300}]
)
def test_a_status_that_there_is_not_changes_nothing(signed_in, round_, wrong):
    item = make_agenda_item(round=round_, status="agreed")
    client = signed_in("officer")

    page = client.post(
        reverse("dialogues:agenda_item_status", args=[item.pk]), wrong, follow=True
    )

    item.refresh_from_db()
    assert item.status == "agreed"
    assert "Choose one of the statuses of the list." in page.text


def test_the_order_is_given_by_numbers(signed_in, round_):
    a, b, c = (make_agenda_item(round=round_, title=t, order=0) for t in "abc")
    meeting = make_meeting(round=round_)
    x, y = (make_agenda_item(meeting=meeting, title=t, order=5) for t in "xy")
    url = reverse("dialogues:agenda_order", args=[round_.pk])

    _send(
        signed_in("officer"),
        url,
        **{f"order_{c.pk}": "0", f"order_{y.pk}": "1"},
    )

    def titles(rows):
        return [row.title for row in rows]

    assert titles(round_.agenda_items.filter(meeting=None)) == ["c", "a", "b"]
    assert titles(meeting.agenda_items.all()) == ["x", "y"]
    assert [row.order for row in meeting.agenda_items.all()] == [1, 2]
    assert {a.pk, b.pk, x.pk}


@pytest.mark.parametrize("between", [True, False])
def test_the_agenda_of_a_meeting_is_put_in_order_too(signed_in, round_, between):
    where = {"dialogue": round_.dialogue} if between else {"round": round_}
    meeting = make_meeting(**where)
    first = make_agenda_item(meeting=meeting, title="One", order=1)
    second = make_agenda_item(meeting=meeting, title="Two", order=2)
    url = reverse("dialogues:meeting_agenda_order", args=[meeting.pk])
    client = signed_in("officer")

    offered = client.get(meeting.get_absolute_url()).text
    client.get(url)
    _send(client, url, **{f"order_{first.pk}": 2, f"order_{second.pk}": 1})

    assert url in offered
    order = meeting.agenda_items.order_by("order").values_list("title", flat=True)
    assert list(order) == ["Two", "One"]


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("other_desk", 403), ("analyst", 403)]
)
def test_only_the_desk_puts_the_agenda_of_a_meeting_in_order(
    signed_in, round_, who, status
):
    meeting = make_meeting(dialogue=round_.dialogue)
    url = reverse("dialogues:meeting_agenda_order", args=[meeting.pk])

    assert signed_in(who).get(url).status_code == status


@pytest.mark.parametrize(("status", "chosen"), [("", ""), ("agreed", "agreed")])
def test_no_status_is_chosen_where_none_is_recorded(signed_in, round_, status, chosen):
    make_agenda_item(round=round_, status=status)

    page = _page(signed_in("officer"), round_).text

    assert f'<option value="{chosen}" selected>' in page
    assert page.count("selected>") == 1


def test_what_one_may_not_see_is_not_put_in_order(signed_in, round_):
    make_agenda_item(round=round_, title="Known")
    make_agenda_item(round=round_, title="Hidden", classification=CONFIDENTIAL)
    url = reverse("dialogues:agenda_order", args=[round_.pk])

    page = signed_in("junior").get(url)

    assert "Known" in page.text
    assert "Hidden" not in page.text


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 302), ("other_desk", 403), ("analyst", 403)]
)
def test_only_the_desk_changes_an_agenda(signed_in, round_, who, status):
    item = make_agenda_item(round=round_)
    client = signed_in(who)

    changed = client.post(
        reverse("dialogues:agenda_item_status", args=[item.pk]), {"status": "agreed"}
    )
    order = client.get(reverse("dialogues:agenda_order", args=[round_.pk]))
    note = client.get(reverse("dialogues:speaking_note_edit", args=[item.pk]))

    assert changed.status_code == status
    assert order.status_code == note.status_code == (200 if status == 302 else 403)


# --- Speaking notes -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marking", "who", "sees"),
    [
        (INTERNAL, "other_desk", True),
        (RESTRICTED, "officer", True),
        (RESTRICTED, "junior", True),
        (RESTRICTED, "auditor", True),
        (RESTRICTED, "other_desk", False),
        (CONFIDENTIAL, "officer", True),
        (CONFIDENTIAL, "junior", False),
    ],
)
@pytest.mark.parametrize("on", ["round", "meeting"])
def test_who_may_read_a_speaking_note(signed_in, round_, marking, who, sees, on):
    rows = {"round": round_, "meeting": make_meeting(round=round_)}
    item = make_agenda_item(**{on: rows[on]})
    note = make_speaking_note(
        agenda_item=item, text="We are concerned.", classification=marking
    )
    client = signed_in(who)

    page = client.get(rows[on].get_absolute_url())
    history = client.get(note.url_for("history"))

    assert page.status_code == 200
    assert ("We are concerned." in page.text) is sees
    assert ("never leaves the ministry" in page.text) is sees
    assert history.status_code == (200 if sees else 404)


def test_a_note_starts_as_restricted_and_is_written_once(signed_in, round_):
    item = make_agenda_item(round=round_)
    url = reverse("dialogues:speaking_note_edit", args=[item.pk])
    client = signed_in("officer")

    _send(client, url, text="First")
    _send(client, url, text="Second")

    note = SpeakingNote.objects.get()
    assert (note.text, note.classification) == ("Second", RESTRICTED)
    assert note.history.count() == 2


def test_a_note_on_a_confidential_item_starts_as_confidential(signed_in, round_):
    item = make_agenda_item(round=round_, classification=CONFIDENTIAL)
    url = reverse("dialogues:speaking_note_edit", args=[item.pk])

    form = signed_in("officer").get(url).context["form"]

    assert form["classification"].value() == CONFIDENTIAL


def test_who_may_not_see_the_note_does_not_write_over_it(signed_in, round_):
    note = make_speaking_note(
        agenda_item=make_agenda_item(round=round_),
        text="From a source",
        classification=CONFIDENTIAL,
    )
    url = reverse("dialogues:speaking_note_edit", args=[note.agenda_item_id])
    client = signed_in("junior")

    page = client.get(url, follow=True)
    client.post(url, {"text": "Mine", "classification": RESTRICTED})

    assert "From a source" not in page.text
    assert "that you may not see stands in the way" in page.text
    note.refresh_from_db()
    assert note.text == "From a source"


def test_an_archived_note_comes_back_when_it_is_written_anew(signed_in, round_):
    item = make_agenda_item(round=round_)
    make_speaking_note(
        agenda_item=item,
        text="Old words",
        archived_at="2026-01-01T00:00Z",
        archived_why="Outdated",
    )
    client = signed_in("officer")
    assert "Old words" not in _page(client, round_).text

    url = reverse("dialogues:speaking_note_edit", args=[item.pk])
    _send(client, url, text="New words")

    assert "New words" in _page(client, round_).text


def test_reading_a_note_is_logged(signed_in, round_):
    make_speaking_note(agenda_item=make_agenda_item(round=round_))

    _page(signed_in("officer"), round_)

    assert AuditEvent.objects.filter(action=AuditEvent.Action.READ).count() == 1


# --- What the partner gets ------------------------------------------------------------


def _handed_over(client, round_):
    return client.get(reverse("dialogues:round_agenda", args=[round_.pk]))


@pytest.mark.parametrize(
    ("values", "goes"),
    [
        ({"status": "agreed"}, True),
        ({"status": "proposed"}, True),
        ({"status": ""}, True),
        ({"status": "refused"}, False),
        ({"status": "dropped"}, False),
        ({"status": "moved"}, False),
        ({"status": "agreed", "internal": True}, False),
    ],
)
@pytest.mark.parametrize("on", ["round", "meeting"])
def test_what_leaves_with_the_agenda(signed_in, round_, values, goes, on):
    rows = {"round": round_, "meeting": make_meeting(round=round_)}
    item = make_agenda_item(title="Prisons", **{on: rows[on]}, **values)
    make_speaking_note(agenda_item=item, text="We are concerned.")

    page = _handed_over(signed_in("officer"), round_)

    assert ("Prisons" in page.text) is goes
    assert "We are concerned." not in page.text


@pytest.mark.parametrize("kind", Meeting.BESIDE)
def test_meetings_that_are_ours_alone_do_not_leave(signed_in, round_, kind):
    meeting = make_meeting(round=round_, kind=kind, title="Among ourselves")
    make_agenda_item(meeting=meeting, title="Our line")

    page = _handed_over(signed_in("officer"), round_)

    assert "Our line" not in page.text
    assert "Among ourselves" not in page.text


def test_a_preparatory_meeting_with_the_partner_is_no_secret_from_it(signed_in, round_):
    meeting = make_meeting(round=round_, kind="preparatory", title="In Jakarta")
    make_participation(meeting=meeting, side="partner")
    make_agenda_item(meeting=meeting, title="Dates")

    page = _handed_over(signed_in("officer"), round_)

    assert "Dates" in page.text


def test_the_partner_is_told_who_proposed_by_the_names_of_the_countries(
    signed_in, round_
):
    make_agenda_item(round=round_, status="proposed", proposed_by="ours")
    make_agenda_item(round=round_, status="proposed", proposed_by="partner")

    page = _handed_over(signed_in("officer"), round_).text

    assert "proposed by Norway" in page
    assert "proposed by Indonesia" in page


def test_what_is_marked_higher_is_named_before_it_leaves(signed_in, round_):
    make_agenda_item(round=round_, title="Delicate", classification=RESTRICTED)

    officer = _handed_over(signed_in("officer"), round_)
    other = _handed_over(signed_in("other_desk"), round_)

    assert "decide before you hand it over" in officer.text
    assert "Delicate" not in other.text


@pytest.mark.parametrize("items", [1, 3])
def test_the_agenda_for_the_partner_costs_the_same(
    signed_in, round_, items, django_assert_num_queries
):
    for _number in range(items):
        make_agenda_item(round=round_, topic=make_topic())
        make_agenda_item(meeting=make_meeting(round=round_), topic=make_topic())
    client = signed_in("officer")

    with django_assert_num_queries(15):
        _handed_over(client, round_)
