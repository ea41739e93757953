"""The life of a round: what may follow on what, its close, and its preparation."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from core.models import Classification
from dialogues import lifecycle
from dialogues.models import AgendaItem, Round
from tests.factories import (
    make_agenda_item,
    make_assessment,
    make_concern,
    make_dialogue,
    make_incident,
    make_measure,
    make_measure_status,
    make_meeting,
    make_objective,
    make_raising,
    make_reply,
    make_round,
    make_topic,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
PLANNED, CONFIRMED, HELD = "planned", "confirmed", "held"
POSTPONED, SUSPENDED, CANCELLED = "postponed", "suspended", "cancelled"
STOPPED = (POSTPONED, SUSPENDED, CANCELLED)


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia, title="Dialogue with Indonesia")


def _make(dialogue, status, **more):
    why = {"status_by": "partner", "status_why": "An election."}
    return make_round(
        dialogue=dialogue, status=status, **(why if status in STOPPED else {}), **more
    )


def _url(round_, verb="status"):
    return reverse(f"dialogues:round_{verb}", args=[round_.pk])


def _sent(round_, **changes):
    sent = {
        "starts_on": round_.starts_on,
        "ends_on": round_.ends_on,
        "city": round_.city,
        "version": round_.version,
        "submission": str(uuid.uuid4()),
    }
    return sent | changes


STOP = {"status_by": "ours", "status_why": "No visas.", "resume_conditions": "Visas."}


# --- What may follow on what ----------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        (PLANNED, CONFIRMED, True),
        (PLANNED, HELD, True),
        (PLANNED, POSTPONED, True),
        (PLANNED, SUSPENDED, True),
        (PLANNED, CANCELLED, True),
        (PLANNED, PLANNED, False),
        (CONFIRMED, HELD, True),
        (CONFIRMED, PLANNED, True),
        (CONFIRMED, POSTPONED, True),
        (CONFIRMED, SUSPENDED, True),
        (CONFIRMED, CANCELLED, True),
        (CONFIRMED, CONFIRMED, False),
        (HELD, PLANNED, True),
        (HELD, CONFIRMED, False),
        (HELD, POSTPONED, False),
        (HELD, SUSPENDED, False),
        (HELD, CANCELLED, False),
        (HELD, HELD, False),
        (POSTPONED, PLANNED, True),
        (POSTPONED, CONFIRMED, True),
        (POSTPONED, SUSPENDED, True),
        (POSTPONED, CANCELLED, True),
        (POSTPONED, POSTPONED, True),
        (POSTPONED, HELD, False),
        (SUSPENDED, PLANNED, True),
        (SUSPENDED, CONFIRMED, True),
        (SUSPENDED, CANCELLED, True),
        (SUSPENDED, HELD, False),
        (CANCELLED, PLANNED, True),
        (CANCELLED, CANCELLED, True),
        (CANCELLED, CONFIRMED, False),
        (CANCELLED, HELD, False),
        (CANCELLED, POSTPONED, False),
    ],
)
def test_a_status_follows_on_another_or_is_refused_in_a_sentence(
    signed_in, dialogue, before, after, allowed
):
    round_ = _make(dialogue, before)
    sent = _sent(round_, status=after, **(STOP if after in STOPPED else {}))

    page = signed_in("officer").post(_url(round_), sent)
    round_.refresh_from_db()

    assert round_.status == (after if allowed else before)
    if allowed:
        assert page.url == round_.get_absolute_url()
    else:
        (refusal,) = page.context["form"].errors["status"]
        assert refusal.startswith("This round is ")
        assert refusal in page.text


def test_only_what_may_follow_is_offered(signed_in, dialogue):
    round_ = _make(dialogue, POSTPONED)

    form = signed_in("officer").get(_url(round_)).context["form"]

    offered = [value for value, _word in form["status"].field.widget.choices]
    assert offered == [PLANNED, CONFIRMED, POSTPONED, SUSPENDED, CANCELLED]


@pytest.mark.parametrize(
    ("status", "changes", "field", "refusal"),
    [
        (CONFIRMED, {"starts_on": ""}, "starts_on", "Say when the round begins before"),
        (CONFIRMED, {"city": ""}, "city", "Say in which city it takes place"),
        (HELD, {"starts_on": ""}, "starts_on", "Say when the round began."),
        (HELD, {"starts_on": "2199-01"}, "starts_on", "A round that is still to begin"),
        (POSTPONED, {"status_why": ""}, "status_why", "Say why the round is"),
        (SUSPENDED, {"status_by": ""}, "status_by", "Say by whom the round is"),
        (CANCELLED, {"status_by": "", "status_why": " "}, "status_why", "Say why"),
    ],
)
def test_what_a_status_needs_is_asked_for_beside_its_field(
    signed_in, dialogue, status, changes, field, refusal
):
    round_ = _make(dialogue, PLANNED)
    stop = STOP if status in STOPPED else {}

    page = signed_in("officer").post(
        _url(round_), _sent(round_, status=status, **stop) | changes
    )
    round_.refresh_from_db()

    assert round_.status == PLANNED
    assert page.context["form"].errors[field][0].startswith(refusal)


def test_a_round_that_begins_today_is_held_and_one_of_tomorrow_is_not(
    signed_in, dialogue
):
    today = timezone.localdate()
    tomorrow = today + datetime.timedelta(days=1)
    one = _make(dialogue, PLANNED, starts_on=today.isoformat())
    other = _make(dialogue, PLANNED, starts_on=tomorrow.isoformat())
    client = signed_in("officer")

    for round_ in (one, other):
        client.post(_url(round_), _sent(round_, status=HELD))
        round_.refresh_from_db()

    assert (one.status, other.status) == (HELD, PLANNED)


def test_an_online_round_is_confirmed_without_a_city(signed_in, dialogue):
    round_ = _make(dialogue, PLANNED, city="")

    signed_in("officer").post(
        _url(round_), _sent(round_, status=CONFIRMED, mode="online")
    )
    round_.refresh_from_db()

    assert round_.status == CONFIRMED


def test_a_stopped_round_says_by_whom_why_and_what_has_to_happen(signed_in, dialogue):
    round_ = _make(dialogue, CONFIRMED)
    client = signed_in("officer")

    client.post(_url(round_), _sent(round_, status=SUSPENDED, **STOP))
    page = client.get(round_.get_absolute_url())

    facts = {str(fact["label"]): fact["value"] for fact in page.context["facts"]}
    assert facts["Stopped by"] == "Our side"
    assert facts["Why"] == "No visas."
    assert facts["Conditions to resume"] == "Visas."


def test_taken_up_again_only_the_history_says_why_it_had_stopped(signed_in, dialogue):
    round_ = _make(dialogue, POSTPONED, resume_conditions="A new date.")

    signed_in("officer").post(
        _url(round_), _sent(round_, status=PLANNED, status_why="An election.")
    )
    round_.refresh_from_db()

    assert (round_.status, round_.status_by, round_.status_why) == (PLANNED, "", "")
    assert round_.resume_conditions == ""
    assert round_.history.earliest().status_why == "An election."


@pytest.mark.parametrize("verb", ["status", "close", "reopen", "take_over", "prepare"])
@pytest.mark.parametrize(
    ("marking", "who", "reads", "writes"),
    [
        (INTERNAL, "officer", True, True),
        (INTERNAL, "lead", True, True),
        (INTERNAL, "other_desk", True, False),
        (INTERNAL, "analyst", True, False),
        (CONFIDENTIAL, "junior", False, False),
        (CONFIDENTIAL, "other_desk", False, False),
    ],
)
def test_who_leads_a_round_through_its_life(
    signed_in, dialogue, verb, marking, who, reads, writes
):
    round_ = _make(dialogue, HELD, classification=marking)
    client = signed_in(who)

    send = client.post if verb == "take_over" else client.get
    answer = send(_url(round_, verb)).status_code

    if verb == "prepare":
        assert answer == (200 if reads else 404)
    elif verb in ("close", "reopen") and who == "officer":
        assert answer == 403
    elif writes:
        assert answer == (302 if verb == "take_over" else 200)
    else:
        assert answer == (403 if reads or who == "analyst" else 404)


# --- The form of a round does not go past the rules -----------------------------------


def test_a_round_that_is_there_is_edited_without_its_status(signed_in, dialogue):
    round_ = _make(dialogue, PLANNED)
    client = signed_in("officer")

    form = client.get(round_.url_for("edit"))
    client.post(
        round_.url_for("edit"),
        _sent(round_, status=HELD, classification=INTERNAL, city="Bandung"),
    )
    round_.refresh_from_db()

    assert 'name="status"' not in form.text
    assert (round_.status, round_.city) == (PLANNED, "Bandung")


@pytest.mark.parametrize(
    ("status", "changes", "saved"),
    [
        (HELD, {"starts_on": "2199"}, False),
        (HELD, {"starts_on": ""}, False),
        (HELD, {"starts_on": "2022-06"}, True),
        (CONFIRMED, {"city": ""}, False),
        (PLANNED, {"starts_on": "2199"}, True),
    ],
)
def test_editing_does_not_take_away_what_the_status_needs(
    signed_in, dialogue, status, changes, saved
):
    round_ = _make(dialogue, status)

    signed_in("officer").post(
        round_.url_for("edit"), _sent(round_, classification=INTERNAL) | changes
    )
    round_.refresh_from_db()

    assert (round_.version == 2) is saved


def test_what_the_past_left_out_may_stay_out(signed_in, dialogue):
    round_ = _make(dialogue, HELD, starts_on="", city="")

    signed_in("officer").post(
        round_.url_for("edit"), _sent(round_, classification=INTERNAL, summary="x")
    )
    round_.refresh_from_db()

    assert round_.summary == "x"


@pytest.mark.parametrize(
    ("sent", "made"),
    [
        ({"status": HELD, "starts_on": "2012-05"}, True),
        ({"status": HELD}, False),
        ({"status": CONFIRMED, "starts_on": "2199"}, False),
        ({"status": POSTPONED, "status_why": "Floods."}, False),
        ({"status": POSTPONED, "status_why": "Floods.", "status_by": "both"}, True),
    ],
)
def test_a_new_round_starts_with_what_its_status_needs(signed_in, dialogue, sent, made):
    url = reverse("dialogues:round_new", args=[dialogue.slug])

    signed_in("officer").post(
        url, {"classification": INTERNAL, "submission": str(uuid.uuid4())} | sent
    )

    assert Round.objects.exists() is made


def test_an_earlier_version_does_not_bring_an_earlier_status_back(signed_in, dialogue):
    round_ = _make(dialogue, HELD, city="Oslo")
    lifecycle.close_round(round_, by=None)
    first = round_.history.earliest()

    signed_in("officer").post(
        round_.url_for("revert", first.pk), {"reason": "It was better."}
    )
    round_.refresh_from_db()

    assert round_.version == 2
    assert round_.is_closed


# --- Close ----------------------------------------------------------------------------


def _close(client, round_, **changes):
    sent = {"version": round_.version, "submission": str(uuid.uuid4())}
    page = client.post(_url(round_, "close"), sent | changes)
    round_.refresh_from_db()
    return page


@pytest.mark.parametrize("status", [PLANNED, CONFIRMED, *STOPPED])
def test_only_a_round_that_was_held_is_closed(signed_in, dialogue, status):
    round_ = _make(dialogue, status)

    page = _close(signed_in("lead"), round_)

    assert "Only a round that was held can be closed." in page.text
    assert not round_.is_closed


def test_a_round_whose_objectives_are_assessed_at_it_is_closed(signed_in, dialogue):
    round_ = _make(dialogue, HELD)
    objective = make_objective(round=round_, locked_on="2022-01-01")
    make_assessment(objective=objective, round=round_)
    make_objective(dialogue=dialogue)  # of the dialogue as a whole
    client = signed_in("lead")

    _close(client, round_, next_agreed="Jakarta, 2024")
    page = client.get(round_.get_absolute_url())

    assert round_.closed_on == timezone.localdate()
    assert (round_.closed_without, round_.next_agreed) == ("", "Jakarta, 2024")
    for text in ("Held and closed", "Closed on", "Jakarta, 2024"):
        assert text in page.text


def test_an_assessment_at_another_round_is_none_at_this_one(signed_in, dialogue):
    round_ = _make(dialogue, HELD)
    objective = make_objective(round=round_, title="Fewer executions")
    make_assessment(objective=objective, round=_make(dialogue, HELD))
    make_assessment(
        objective=objective,
        round=round_,
        archived_at=timezone.now(),
        archived_why="Wrong",
    )

    page = _close(signed_in("lead"), round_)

    assert "Not assessed at this round: Fewer executions." in page.text
    assert not round_.is_closed


def test_a_round_is_closed_without_an_assessment_for_a_reason(signed_in, dialogue):
    round_ = _make(dialogue, HELD)
    make_objective(round=round_)
    client = signed_in("lead")

    _close(client, round_, without="   ")
    without_reason = round_.is_closed
    _close(client, round_, without="No figures before May.")

    assert not without_reason
    assert round_.closed_without == "No figures before May."
    assert "No figures before May." in client.get(round_.get_absolute_url()).text


def test_a_hidden_objective_stands_in_the_way_and_is_not_told(dialogue, cast):
    round_ = _make(dialogue, HELD)
    make_objective(round=round_, title="Secret objective", classification=CONFIDENTIAL)

    with pytest.raises(ValidationError) as refused:
        lifecycle.close_round(round_, by=cast["junior"])

    assert refused.value.messages == [
        "Something that you may not see stands in the way.",
        "Say why the round is closed all the same.",
    ]


@pytest.mark.parametrize(
    ("locked_on", "assessed", "said"),
    [
        ("2022-01-01", True, []),
        (None, True, ["Never locked: Fewer executions."]),
        ("2022-01-01", False, ["Not assessed at this round: Fewer executions."]),
    ],
)
def test_closing_asks_why_once_where_something_is_left_open(
    signed_in, dialogue, locked_on, assessed, said
):
    round_ = _make(dialogue, HELD)
    objective = make_objective(
        round=round_, title="Fewer executions", locked_on=locked_on
    )
    if assessed:
        make_assessment(objective=objective, round=round_)
    client = signed_in("lead")

    shown = client.get(_url(round_, "close"))
    page = _close(client, round_)

    form = shown.context["form"]
    assert form.left_open == said
    assert all(one in shown.text for one in said)
    assert ("without" in form.fields) is bool(said)
    if said:
        assert form.fields["without"].required
        why = "Say why the round is closed all the same."
        assert page.context["form"].errors == {"without": [why]}
        assert not round_.is_closed
    else:
        assert round_.is_closed


@pytest.mark.parametrize(("who", "closed"), [("lead", False), ("officer", True)])
def test_a_desk_lead_opens_a_closed_round_again_with_a_reason(
    signed_in, dialogue, cast, who, closed
):
    round_ = _make(dialogue, HELD)
    lifecycle.close_round(round_, by=cast["lead"])
    client = signed_in(who)
    sent = {"version": round_.version}

    client.post(_url(round_, "reopen"), sent | {"submission": str(uuid.uuid4())})
    round_.refresh_from_db()
    without_a_reason = round_.is_closed
    client.post(_url(round_, "reopen"), sent | {"why": "Minutes came late."})
    round_.refresh_from_db()

    assert without_a_reason
    assert round_.is_closed is closed
    if not closed:
        assert round_.history.first().history_change_reason == "Minutes came late."


def test_the_status_of_a_closed_round_stands_fast(signed_in, dialogue, cast):
    round_ = _make(dialogue, HELD)
    lifecycle.close_round(round_, by=cast["lead"])

    page = signed_in("officer").post(_url(round_), _sent(round_, status=PLANNED))
    round_.refresh_from_db()

    assert round_.status == HELD
    assert "A desk lead can open it again." in page.text


@pytest.mark.parametrize(("who", "offered"), [("lead", True), ("officer", False)])
def test_closing_is_offered_to_those_who_may(signed_in, dialogue, who, offered):
    round_ = _make(dialogue, HELD)

    page = signed_in(who).get(round_.get_absolute_url())

    assert (_url(round_, "close") in page.text) is offered
    assert _url(round_) in page.text


@pytest.mark.parametrize(
    ("who", "status", "starts_on", "closed", "first", "asked"),
    [
        ("officer", PLANNED, "2199", False, "Confirm", CONFIRMED),
        ("officer", PLANNED, "2022-06-20", False, "It was held", HELD),
        ("officer", CONFIRMED, "2022-06-20", False, "It was held", HELD),
        ("officer", CONFIRMED, "2199", False, "Prepare", None),
        ("officer", POSTPONED, "2199", False, "Take it up again", PLANNED),
        ("lead", HELD, "2022", False, "Close the round", None),
        ("officer", HELD, "2022", False, "Plan the next round", None),
        ("lead", HELD, "2022", True, "Plan the next round", None),
    ],
)
def test_the_next_step_of_its_life_is_the_first_button(
    signed_in, dialogue, who, status, starts_on, closed, first, asked
):
    round_ = _make(dialogue, status, starts_on=starts_on)
    if closed:
        lifecycle.close_round(round_, by=None)
    client = signed_in(who)

    button, *others = client.get(round_.get_absolute_url()).context["actions"]
    page = client.get(button["url"])

    assert (str(button["label"]), button["primary"]) == (first, True)
    assert not any(one.get("primary") for one in others)
    assert page.status_code == 200
    if asked:
        assert page.context["form"]["status"].value() == asked


# --- The next round -------------------------------------------------------------------


def test_the_next_round_is_planned_from_the_last(signed_in, dialogue):
    make_round(dialogue=dialogue, ordinal=30, starts_on="1990", host="ID")
    last = _make(dialogue, HELD, ordinal=16, starts_on="2022", host="ID")
    client = signed_in("officer")
    new = f"{reverse('dialogues:round_new', args=[dialogue.slug])}?round={last.pk}"

    page = client.get(last.get_absolute_url())
    form = client.get(new).context["form"]

    assert new in page.text
    assert (form["ordinal"].value(), form["host"].value()) == (17, "NO")


def test_only_the_last_round_offers_to_plan_the_next(signed_in, dialogue):
    held = _make(dialogue, HELD, ordinal=15, starts_on="2021")
    _make(dialogue, PLANNED, ordinal=16, starts_on="2199")

    page = signed_in("officer").get(held.get_absolute_url())

    assert "Plan the next round" not in page.text


def test_a_round_of_another_dialogue_suggests_nothing(signed_in, dialogue, china):
    other = make_round(dialogue=make_dialogue(partner=china), ordinal=7, host="NO")
    url = reverse("dialogues:round_new", args=[dialogue.slug])

    form = signed_in("officer").get(f"{url}?round={other.pk}").context["form"]

    assert form["ordinal"].value() is None


# --- Preparing ------------------------------------------------------------------------


@pytest.fixture
def last(dialogue):
    return make_round(
        dialogue=dialogue,
        ordinal=16,
        status=HELD,
        starts_on="2022-06-20",
        next_agreed="Jakarta, early 2023",
    )


@pytest.fixture
def coming(dialogue, last):
    return make_round(
        dialogue=dialogue, ordinal=17, status=PLANNED, starts_on="2199-03", city=""
    )


def test_what_is_left_from_the_last_round_stands_on_one_page(
    signed_in, dialogue, last, coming
):
    make_measure(round=last, title="Their promise", side="partner")
    make_measure(round=last, title="Our promise", side="ours")
    kept = make_measure(round=last, title="Kept promise")
    make_measure_status(measure=kept, voice="ours", state="done", evidence="Seen.")
    make_measure(round=last, title="Only an idea", firmness="idea")
    for title, by in (("They owe this", "ours"), ("We owe this", "partner_about_us")):
        concern = make_concern(dialogue=dialogue, title=title, raised_by=by)
        make_raising(concern=concern, reply_due="2022-12-01")
    answered = make_concern(dialogue=dialogue, title="Answered once")
    make_reply(raising=make_raising(concern=answered))
    make_concern(dialogue=dialogue, title="Never raised")
    make_incident(round=last, title="A visa refused")
    make_agenda_item(round=last, title="Left over", status="moved")

    page = signed_in("officer").get(_url(coming, "prepare"))

    work = page.context["work"]
    assert work.last == last
    assert [
        (str(side), [str(row) for row in rows]) for side, rows in work.promises
    ] == [
        ("The partner", ["Their promise"]),
        ("Our side", ["Our promise"]),
    ]
    assert [row.concern.title for row in work.awaited] == ["They owe this"]
    assert [row.concern.title for row in work.owed] == ["We owe this"]
    assert {row.title for row in work.unanswered} == {"They owe this", "We owe this"}
    assert [row.title for row in work.incidents] == ["A visa refused"]
    assert [row.title for row in work.carried] == ["Left over"]
    for text in ("Jakarta, early 2023", "Their promise", "A visa refused", "Left over"):
        assert text in page.text


def test_what_a_reader_may_not_see_is_not_prepared_from(
    signed_in, dialogue, last, coming
):
    hidden = {"classification": CONFIDENTIAL}
    make_measure(round=last, title="Hidden promise", **hidden)
    make_incident(round=last, title="Hidden incident", **hidden)
    make_agenda_item(round=last, title="Hidden item", status="moved", **hidden)
    concern = make_concern(
        dialogue=dialogue, title="Hidden concern", topic=make_topic(), **hidden
    )
    make_raising(
        concern=concern,
        meeting=make_meeting(round=last),
        channel="meeting",
        reply_due="2022-12-01",
    )
    client = signed_in("junior")

    page = client.get(_url(coming, "prepare"))
    draft = client.get(
        reverse("dialogues:briefing_new", args=[coming.pk]), {"draft": "open"}
    )
    sees = signed_in("officer").get(_url(coming, "prepare"))

    assert "Hidden" not in page.text
    assert "Hidden" not in draft.text
    assert str(make_topic()) not in page.text
    assert sees.text.count("Hidden") > 3


def test_a_topic_left_open_and_missing_from_the_agenda_is_told(
    signed_in, dialogue, last, coming
):
    concern = make_concern(dialogue=dialogue, topic=make_topic("torture"))
    make_raising(concern=concern, meeting=make_meeting(round=last), channel="meeting")
    client = signed_in("officer")

    before = client.get(_url(coming, "prepare"))
    make_agenda_item(round=coming, topic=make_topic("torture"), status="proposed")
    after = client.get(_url(coming, "prepare"))

    assert "Before the agenda is agreed" in before.text
    assert "Before the agenda is agreed" not in after.text


def test_what_was_left_over_is_taken_over_once_each(signed_in, last, coming, cast):
    meeting = make_meeting(round=last, classification=RESTRICTED)
    moved = make_agenda_item(
        meeting=meeting, title="Torture", status="moved", topic=make_topic("torture")
    )
    dropped = make_agenda_item(
        round=last, title="Trade unions", status="dropped", internal=True
    )
    left = make_agenda_item(round=last, title="Not ticked", status="dropped")
    agreed = make_agenda_item(round=last, title="Discussed", status="agreed")
    make_agenda_item(round=coming, title="There already", order=4)
    client = signed_in("officer")
    sent = {"item": [moved.pk, dropped.pk, agreed.pk]}

    client.post(_url(coming, "take_over"), sent)
    renamed = AgendaItem.objects.get(round=coming, title="Trade unions")
    renamed.title = "Trade unions and employers"
    renamed.save()
    client.post(_url(coming, "take_over"), sent)

    new = list(coming.agenda_items.order_by("order").values_list("title", "status"))
    assert new == [
        ("There already", ""),
        ("Torture", "proposed"),
        ("Trade unions and employers", "proposed"),
    ]
    torture = coming.agenda_items.get(title="Torture")
    assert torture.topic == make_topic("torture")
    assert torture.classification == RESTRICTED
    assert torture.created_by == cast["officer"]
    assert coming.agenda_items.get(order=6).internal
    for item, status, to in (
        (moved, "moved", coming),
        (dropped, "moved", coming),
        (left, "dropped", None),
        (agreed, "agreed", None),
    ):
        item.refresh_from_db()
        assert (item.status, item.moved_to) == (status, to)


def test_an_item_moved_here_from_any_round_is_offered(signed_in, dialogue, coming):
    older = make_round(dialogue=dialogue, ordinal=12, status=HELD, starts_on="2016")
    make_agenda_item(round=older, title="Long ago", status="moved", moved_to=coming)
    make_agenda_item(round=older, title="Forgotten", status="moved")

    page = signed_in("officer").get(_url(coming, "prepare"))

    assert [row.title for row in page.context["work"].carried] == ["Long ago"]


@pytest.mark.parametrize(
    ("status", "discussed", "offered", "missed"),
    [
        ("agreed", False, True, True),
        ("agreed", None, False, False),
        ("moved", None, True, True),
        ("moved", True, False, False),
        ("dropped", None, True, False),
        ("refused", False, False, False),
    ],
)
def test_what_is_missed_on_the_agenda_is_offered_to_be_taken_over(
    signed_in, last, coming, status, discussed, offered, missed
):
    make_agenda_item(
        round=last, status=status, discussed=discussed, topic=make_topic("torture")
    )

    work = signed_in("officer").get(_url(coming, "prepare")).context["work"]

    assert bool(work.carried) is offered
    assert bool(work.warnings) is missed


def test_a_hidden_item_cannot_be_taken_over(signed_in, last, coming):
    item = make_agenda_item(
        round=last, status="moved", title="x", classification=CONFIDENTIAL
    )

    signed_in("junior").post(_url(coming, "take_over"), {"item": [item.pk, "1e9", ""]})

    assert not coming.agenda_items.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_preparing_costs_the_same_however_much_is_open(
    signed_in, dialogue, last, coming, rows, django_assert_num_queries
):
    for number in range(rows):
        make_measure(round=last)
        topic = make_topic(("torture", "death-penalty", "womens-rights")[number])
        for by in ("ours", "partner_about_us"):
            concern = make_concern(dialogue=dialogue, raised_by=by, topic=topic)
            make_raising(
                concern=concern,
                meeting=make_meeting(round=last),
                channel="meeting",
                reply_due="2022-12-01",
            )
        make_incident(round=last)
        make_agenda_item(round=last, status="moved", topic=topic)
        make_agenda_item(round=coming)
    client = signed_in("officer")
    client.get(_url(coming, "prepare"))

    with django_assert_num_queries(41):
        page = client.get(_url(coming, "prepare"))

    assert len(page.context["work"].carried) == rows
    assert len(page.context["work"].owed) == rows
