"""The account of a dialogue: what belongs to a span of years."""

from core.models import Classification
from core.partial_dates import PartialDate
from dialogues.account_record import Account
from dialogues.models import Dialogue
from tests.factories import (
    make_dialogue,
    make_measure,
    make_measure_status,
    make_objective,
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
