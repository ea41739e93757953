"""What the next round starts from, as far as one reader may see it."""

from functools import cached_property

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q

from core.folding import fold
from core.models import User
from dialogues.agenda import AgendaWarning, agenda_warnings, is_left_over
from dialogues.mentions import State, state_of
from dialogues.models import (
    AgendaItem,
    Concern,
    Incident,
    Measure,
    Raising,
    Reply,
    Round,
    Side,
)

# A page is prepared from what is most urgent; the lists hold all of it.
AT_MOST = 30


class Preparation:
    """One round to come for one reader, in a fixed number of queries."""

    def __init__(self, round_: Round, user: User):
        self.round, self.user = round_, user
        self.dialogue = round_.dialogue

    def _seen(self, model):
        return model.objects.visible_to(self.user).current()

    @cached_property
    def last(self) -> Round | None:
        """The round that was held before this one."""
        return Round.objects.visible_to(self.user).last_held_before(self.round)

    @cached_property
    def promises(self) -> list[tuple[str, list[Measure]]]:
        """What is promised and not kept yet, by who promised, the first due first."""
        rows = self._seen(Measure).filter(dialogue=self.dialogue).promises()
        rows = rows.with_voices(self.user).still_open().due_first()
        rows = list(rows.with_visible(self.user, "round")[:AT_MOST])
        sides = [
            (side.label, [row for row in rows if row.side == side])
            for side in (Side.PARTNER, Side.OURS, Side.BOTH)
        ]
        return [(label, found) for label, found in sides if found]

    @cached_property
    def awaited(self) -> list[Raising]:
        """What the partner still owes an answer to."""
        return list(self._due.not_from_partner()[:AT_MOST])

    @cached_property
    def owed(self) -> list[Raising]:
        """What we still owe an answer to."""
        return list(self._due.from_partner()[:AT_MOST])

    @property
    def _due(self):
        rows = Raising.objects.due_to(self.user).of_dialogue(self.dialogue)
        return rows.with_visible(self.user, "concern")

    @cached_property
    def unanswered(self) -> list[Concern]:
        """Concerns that were raised and never answered, the oldest first."""
        mine = {"concern": OuterRef("pk")}
        raised = self._seen(Raising).filter(**mine)
        answers = Reply.objects.answers_seen_by(self.user)
        answers = answers.filter(raising__concern=OuterRef("pk"))
        rows = self._seen(Concern).filter(
            Exists(raised),
            ~Exists(answers),
            dialogue=self.dialogue,
            status=Concern.Status.OPEN,
        )
        rows = rows.longest_unanswered_first(self.user)
        return list(rows.select_related("topic")[:AT_MOST])

    @cached_property
    def carried(self) -> list[AgendaItem]:
        """Moved here, or left over or dropped last time; `taken` once it is here."""
        rows = _candidates(self.round, self.last, self.user)
        rows = rows.with_visible(self.user, "round")
        rows = [row for row in rows if _is_carried(row)][:AT_MOST]
        there = _ever_on(self.round)
        for item in rows:
            item.taken = _mark(item) in there
        return rows

    @cached_property
    def warnings(self) -> list[AgendaWarning]:
        """What to look at in this agenda: too wide, or something open is missing."""
        return agenda_warnings(self.round, self.user)

    @cached_property
    def incidents(self) -> list[Incident]:
        """What went wrong at earlier rounds; first what has no outcome."""
        rows = self._seen(Incident).filter(dialogue=self.dialogue)
        rows = rows.filter(round__isnull=False).exclude(round=self.round)
        rows = rows.order_by(F("outcome").asc(), "-date", "-pk")
        return list(rows.with_visible(self.user, "round")[:AT_MOST])

    @property
    def parts(self) -> list:
        """Every row that stands on the page, for the log of readings."""
        promised = [row for _side, rows in self.promises for row in rows]
        rows = [*promised, *self.awaited, *self.owed, *self.unanswered]
        rows += [one.mention for warning in self.warnings for one in warning.topics]
        return [*rows, *self.carried, *self.incidents]


def _candidates(round_: Round, last: Round | None, user: User):
    """Agenda items moved to a round, and those of the `last` one moved nowhere yet."""
    wanted = Q(moved_to=round_)
    if last:
        wanted |= Q(round=last, moved_to=None)
    rows = AgendaItem.objects.visible_to(user).current().filter(wanted)
    rows = rows.filter(Q(meeting=None) | Q(meeting__archived_at=None))
    rows = rows.exclude(round=round_).select_related("topic")
    return rows.order_by("order", "pk")


def _is_carried(item: AgendaItem) -> bool:
    """By the rule of the agenda; what was dropped, or never decided, as well."""
    state = state_of(item.status, item.discussed)
    open_still = (State.DROPPED, State.PROPOSED)
    return state in open_still or is_left_over(state, item.moved_to_id)


def _ever_on(round_: Round) -> set:
    """What was ever put on the agenda of a round, whoever may see it now.

    Taken from the history, so that an item counts as taken over after it was renamed
    or archived there.
    """
    entries = AgendaItem.history.model.objects.filter(round=round_.pk, history_type="+")
    return {
        (fold(title), topic) for title, topic in entries.values_list("title", "topic")
    }


def _mark(item: AgendaItem) -> tuple:
    return fold(item.title), item.topic_id


@transaction.atomic
def take_over(round_: Round, keys, *, by: User) -> list[AgendaItem]:
    """Puts what was left over on the agenda of a round as proposed, each item once.

    `round_` is locked by its caller, so that two at once do not take the same twice.
    What stands on the agenda of a closed round stays there as it is.
    """
    last = Round.objects.visible_to(by).last_held_before(round_)
    rows = _candidates(round_, last, by).filter(pk__in=keys)
    there = _ever_on(round_)
    highest = AgendaItem.objects.filter(round=round_).aggregate(last=Max("order"))
    taken = []
    for item in rows.select_for_update(of=("self",)):
        if _mark(item) in there or not _is_carried(item):
            continue
        there.add(_mark(item))
        taken.append(_taken_over(item, round_, by, (highest["last"] or 0) + len(taken)))
    return taken


def _taken_over(item, round_, by, after):
    if not item.stands_fast():
        item.status, item.moved_to = AgendaItem.Status.MOVED, round_
        item.updated_by = by
        item.save()
    return AgendaItem.objects.create(
        round=round_,
        title=item.title,
        topic=item.topic,
        proposed_by=item.proposed_by,
        status=AgendaItem.Status.PROPOSED,
        internal=item.internal,
        order=after + 1,
        classification=item.marking,
        fictional=item.fictional,
        created_by=by,
        updated_by=by,
    )
