"""What is wrong with an agenda that is being planned: too wide, or something missing.

A dialogue with fewer topics gets further with each of them: the evaluation of 2002
said so of the Norwegian ones, and both sides have asked for it since.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogues.mentions import Mention, Mentions, State
from dialogues.models import Round, Topic

# More topics than this are many, whatever the rounds before had.
WIDE = 8
# The agenda is measured against so many rounds before it.
ROUNDS_BEFORE = 3


@dataclass(frozen=True)
class OpenTopic:
    """A topic that was left open, and what left it so."""

    topic: Topic
    why: str
    mention: Mention


@dataclass(frozen=True)
class AgendaWarning:
    kind: str  # wide | missing
    text: str
    topics: tuple[OpenTopic, ...] = ()


def too_wide(topics: int, before: Sequence[int]) -> str:
    """Why an agenda of so many topics is too wide, in words; empty when it is not.

    `before` says how many topics the last rounds had, those of which that is known.
    """
    usual = median(before) if before else None
    said = ngettext(
        "%(n)d topic stands on this agenda",
        "%(n)d topics stand on this agenda",
        topics,
    ) % {"n": topics}
    if usual is not None and topics > usual:
        compared = ngettext(
            "%(said)s; the round before had %(usual)s.",
            "%(said)s; the last rounds had %(usual)s as a rule.",
            len(before),
        ) % {"said": said, "usual": f"{usual:g}"}
    elif topics > WIDE:
        compared = _("%(said)s; more than %(wide)d are many for one round.") % {
            "said": said,
            "wide": WIDE,
        }
    else:
        return ""
    return f"{compared} {_('Fewer topics leave more time for each.')}"


def missing(left_open: Iterable[OpenTopic], on_agenda: Iterable[Topic]) -> list:
    """Those left open that are not on the agenda, each topic once.

    A topic is there as well when the one that it belongs to is there, or one below it.
    """
    here = {topic.pk for topic in on_agenda}
    above = {topic.parent_id for topic in on_agenda}
    found = {
        one.topic.pk: one
        for one in reversed(list(left_open))
        if not {one.topic.pk, one.topic.parent_id} & here and one.topic.pk not in above
    }
    return list(found.values())[::-1]


def is_left_over(state: State, moved_to: int | None) -> bool:
    """Whether an agenda item is left for another round; what was dropped is not."""
    return state == State.MOVED or moved_to is not None


def left_open(last: Sequence[Mention]) -> list[OpenTopic]:
    """What the mentions of one round leave open for the next."""
    found = []
    for mention in last:
        if mention.kind == "raising" and mention.is_open:
            why = _("the concern “%(title)s” still waits for an answer")
        elif mention.although and mention.moved_to:
            why = _("“%(title)s” came up, and was moved so that it goes on")
        elif mention.kind == "agenda_item" and is_left_over(
            mention.state, mention.moved_to
        ):
            why = _("“%(title)s” was moved or not reached")
        else:
            continue
        found.append(OpenTopic(mention.topic, why % {"title": mention.title}, mention))
    return found


def agenda_warnings(round_: Round, user) -> list[AgendaWarning]:
    """What to look at before the agenda of a round to come is agreed.

    Only from what this user may see; nothing for a round that is not to come.
    """
    if round_.status not in Round.TO_COME:
        return []
    mentions = Mentions(round_.dialogue, user)
    places = {row.pk: place for place, row in enumerate(mentions.rounds)}
    if round_.pk not in places:
        return []
    # What came up in preparing it is not on its agenda by that.
    items = [row for row in mentions.all if row.kind == "agenda_item"]
    planned = topics_of(items, round_)
    held = [
        row
        for row in mentions.rounds[: places[round_.pk]]
        if row.status == Round.Status.HELD
    ]
    known = [topics for row in held if (topics := topics_of(mentions.all, row))]
    words = too_wide(len(planned), [len(topics) for topics in known[-ROUNDS_BEFORE:]])
    warnings = [AgendaWarning("wide", words)] if words else []
    gone = missing(_left_open_for(round_, held, mentions), planned.values())
    if gone:
        text = _("Left open before, and not on this agenda:")
        warnings.append(AgendaWarning("missing", text, tuple(gone)))
    return warnings


def topics_of(mentions: Iterable[Mention], round_: Round) -> dict[int, Topic]:
    """The topics taken up in a round, or planned for one to come."""
    return {
        row.topic.pk: row.topic
        for row in mentions
        if row.round.pk == round_.pk and row.is_taken_up
    }


def _left_open_for(round_, held, mentions):
    """What the last round left open, and whatever was moved to this very one."""
    last = held[-1].pk if held else None
    return left_open(
        row
        for row in mentions.all
        if row.moved_to == round_.pk
        or (row.round.pk == last and row.moved_to in (None, round_.pk))
    )
