"""The account of a dialogue: what belongs to a span of years, and how it is told."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.test import override_settings
from django.urls import reverse
from django.utils.html import strip_tags

from core.models import Classification
from core.partial_dates import PartialDate
from dialogues.account_record import Account
from dialogues.costs import money
from dialogues.models import Dialogue
from tests.factories import (
    make_concern,
    make_dialogue,
    make_measure,
    make_measure_status,
    make_objective,
    make_person,
    make_raising,
    make_reply,
    make_round,
)


def _account(cast, dialogue, since="", until=""):
    user = cast["officer"]
    dialogue = Dialogue.objects.visible_to(user).get(pk=dialogue.pk)
    return Account(dialogue, user, PartialDate(since), PartialDate(until))


def test_a_round_without_a_date_stands_where_its_number_puts_it(cast, indonesia):
    dialogue = make_dialogue(partner=indonesia)
    make_round(dialogue=dialogue, ordinal=1, starts_on="2002-04", status="held")
    make_round(dialogue=dialogue, ordinal=2, starts_on="", status="held")
    make_round(dialogue=dialogue, ordinal=3, starts_on="2018", status="held")

    late = _account(cast, dialogue, "2016", "2026")
    early = _account(cast, dialogue, "2000", "2010")

    assert [row.ordinal for row in late.held] == [3]
    assert [row.ordinal for row in early.held] == [2, 1]


def test_what_was_recommended_and_not_done_is_told_as_well(cast, indonesia):
    dialogue = make_dialogue(partner=indonesia)
    told = make_measure(dialogue=dialogue, firmness="recommendation")
    make_measure_status(measure=told, voice="ours", state="not_done")
    make_measure(dialogue=dialogue, firmness="idea")

    account = _account(cast, dialogue)

    assert [row for row, _said in account.measures] == [told]
    assert account.done == []


def test_an_objective_is_known_since_it_was_locked(cast, indonesia):
    dialogue = make_dialogue(partner=indonesia)
    make_round(dialogue=dialogue, starts_on="2019", status="held")
    make_objective(dialogue=dialogue, locked_on="2021-10-18")

    assert "2021" in _account(cast, dialogue).gap_of_objectives


def test_the_account_is_handled_by_the_highest_marking_on_it(cast, indonesia):
    dialogue = make_dialogue(partner=indonesia, classification=Classification.OPEN)
    make_measure(dialogue=dialogue, classification=Classification.RESTRICTED)

    assert _account(cast, dialogue).highest.marking == Classification.RESTRICTED


def test_the_voice_on_a_measure_counts_for_the_marking_of_the_account(cast, indonesia):
    dialogue = make_dialogue(partner=indonesia, classification=Classification.OPEN)
    told = make_measure(dialogue=dialogue, classification=Classification.INTERNAL)
    make_measure_status(measure=told, classification=Classification.CONFIDENTIAL)

    assert _account(cast, dialogue).highest.marking == Classification.CONFIDENTIAL


# --- Replies of both sides ------------------------------------------------------------


def _raised(dialogue, title, by="ours", **more):
    concern = make_concern(dialogue=dialogue, title=title, raised_by=by)
    return make_raising(concern=concern, date="2022-05-02", **more)


def test_replies_are_told_by_side_with_who_and_when(signed_in, indonesia):
    dialogue = make_dialogue(partner=indonesia)
    ours = _raised(
        dialogue, "Prisons", speaker=make_person(name="Kari Asker", country="NO")
    )
    make_reply(raising=ours, date="2022-06-01", by=make_person(name="Budi Answerer"))
    theirs = _raised(dialogue, "Hate speech", by="partner_about_us")
    make_reply(raising=theirs, date="2022-07-03", text="We did.")

    url = reverse("dialogues:dialogue_account", args=[dialogue.slug])
    text = strip_tags(signed_in("officer").get(url).text)

    partner, home = text.index("Indonesia replied to"), text.index("Norway replied to")
    assert partner < text.index("Budi Answerer") < home
    assert partner < text.index("Kari Asker") < home
    assert partner < text.index("1 June 2022") < home < text.index("3 July 2022")


@time_machine.travel("2026-11-23 12:00")
def test_what_should_have_been_answered_is_told_as_not_answered(
    cast, indonesia, signed_in
):
    dialogue = make_dialogue(partner=indonesia)
    late = _raised(dialogue, "Late", reply_due="2026-11-20")
    waiting = _raised(dialogue, "Not yet due", reply_due="2026-12-20")
    answered = _raised(dialogue, "Answered late", reply_due="2022-06-01")
    make_reply(raising=answered, date="2023-01-01")
    owed = _raised(dialogue, "Ours to answer", "partner_priority", reply_due="2026-1-2")

    partner, home = _account(cast, dialogue).answers

    assert {one.raising: one.overdue_since for one in partner.silences} == {
        late: datetime.date(2026, 11, 20),
        waiting: None,
    }
    assert [one.raising for one in home.silences] == [owed]
    url = reverse("dialogues:dialogue_account", args=[dialogue.slug])
    assert "Overdue since 20 November 2026" in signed_in("officer").get(url).text


@time_machine.travel("2026-11-23 12:00")
def test_a_silence_that_is_noted_and_overdue_is_told_once(cast, indonesia):
    dialogue = make_dialogue(partner=indonesia)
    raising = _raised(dialogue, "Late", reply_due="2026-11-20")
    noted = make_reply(raising=raising, quality="none", text="")

    (partner,) = _account(cast, dialogue).answers

    (silence,) = partner.silences
    assert (silence.noted, partner.given) == (noted, [])
    assert silence.overdue_since.isoformat() == "2026-11-20"


@time_machine.travel("2026-11-23 12:00")
def test_what_is_overdue_and_hidden_is_not_told(signed_in, indonesia):
    dialogue = make_dialogue(partner=indonesia)
    _raised(
        dialogue,
        "In secret",
        reply_due="2026-11-20",
        classification=Classification.CONFIDENTIAL,
    )
    url = reverse("dialogues:dialogue_account", args=[dialogue.slug])

    assert "In secret" in signed_in("officer").get(url).text
    assert "In secret" not in signed_in("junior").get(url).text


# --- Delegations and costs ------------------------------------------------------------


@pytest.mark.parametrize(("who", "shown"), [("officer", True), ("junior", False)])
def test_heads_of_delegation_are_named_by_side(signed_in, indonesia, who, shown):
    hidden = Classification.CONFIDENTIAL
    dialogue = make_dialogue(partner=indonesia)
    make_round(
        dialogue=dialogue,
        status="held",
        starts_on="2022",
        head_own=make_person(name="Kari Asker", country="NO"),
        head_partner=make_person(name="Budi Secret", classification=hidden),
    )

    url = reverse("dialogues:dialogue_account", args=[dialogue.slug])
    page = signed_in(who).get(url).text

    assert "Delegation of Norway" in page
    assert "Kari Asker" in page
    assert ("Budi Secret" in page) is shown


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "We hold none of them to be done."),
        (1, "We hold one of them to be done."),
        (2, "We hold 2 of them to be done."),
    ],
)
def test_how_many_are_done_is_said_in_plain_words(cast, indonesia, number, words):
    dialogue = make_dialogue(partner=indonesia)
    make_measure(dialogue=dialogue)
    for _measure in range(number):
        measure = make_measure(dialogue=dialogue)
        make_measure_status(
            measure=measure, voice="ours", state="done", evidence="A letter"
        )

    assert _account(cast, dialogue).done_in_words == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1385000.50", "1,385,001"),
        ("1385000.00", "1,385,000"),
        ("12.50", "12.50"),
        ("0", "0"),
    ],
)
def test_a_large_cost_is_told_in_whole_amounts(value, words):
    assert money(Decimal(value)) == words


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "350\N{NO-BREAK SPACE}NOK"),
        ({"HOME_CURRENCY": "EUR"}, "350\N{NO-BREAK SPACE}EUR"),
        ({"HOME_COUNTRY": "CH"}, "350\N{NO-BREAK SPACE}CHF"),
        ({"HOME_COUNTRY": "DE"}, "350"),
    ],
)
def test_a_cost_names_its_currency(cast, indonesia, settings, told):
    dialogue = make_dialogue(partner=indonesia)
    make_round(dialogue=dialogue, status="held", starts_on="2022", cost=350)

    with override_settings(**settings):
        cost = _account(cast, dialogue).costs.cost.words_with_currency

    assert cost == told
