"""What stands on the pages of a round and a dialogue beside the talks themselves.

Objectives with their assessment, trust, statements, incidents, evaluations, costs and
other steps, as far as one reader may see them; each costs a fixed number of queries.
"""

from functools import cached_property

from django.urls import reverse

from dialogues import tones
from dialogues.costs import Costs
from dialogues.models import (
    Evaluation,
    Incident,
    Objective,
    OtherStep,
    Side,
    Statement,
    Trust,
    YearlyCost,
)

# So many rounds stand side by side, and so many rows of a kind on a page.
ROUNDS_BESIDE = 8
AT_MOST = 8


def with_ratings(objectives):
    """Each objective with its assessments, `(assessment, tone)`, the latest first."""
    return [
        (row, [(one, tones.RATING[one.rating]) for one in row.visible_assessments])
        for row in objectives
    ]


def _links(query, dialogue, *names):
    """Where a new row of each kind is made, for the page that `query` names."""
    urls = {name: f"{reverse(f'dialogues:{name}_new')}?{query}" for name in names}
    set_here = reverse("dialogues:objective_new", args=[dialogue.slug])
    return urls | {"objective": f"{set_here}?{query}"}


class RoundProgress:
    """What one round was to bring about, what was said of it, and what went wrong."""

    def __init__(self, round_, user):
        self.round, self.user = round_, user

    @cached_property
    def objectives(self):
        rows = Objective.objects.visible_to(self.user).current().set_for(self.round)
        rows = list(rows.with_assessments(self.user))
        for row in rows:
            row.round = self.round
        return rows

    @property
    def rated(self):
        return with_ratings(self.objectives)

    @property
    def links(self):
        """Once the round is closed, only what may still be told of it."""
        query = f"round={self.round.pk}"
        links = _links(query, self.round.dialogue, "statement", "incident")
        if self.round.is_closed:
            return links | {"objective": ""}
        return links | {"trust": reverse("dialogues:trust_edit", args=[self.round.pk])}

    @cached_property
    def trust(self):
        rows = Trust.objects.visible_to(self.user).current()
        return rows.of_round(self.round)

    @cached_property
    def statements(self):
        rows = Statement.objects.visible_to(self.user).current()
        return list(rows.of_round(self.round).order_by("date", "pk"))

    @property
    def by_side(self):
        """Ours, theirs and joint ones, side by side; a side that said nothing as well.

        Nothing at all where nobody said anything.
        """
        if not self.statements:
            return []
        return [
            (
                side.label,
                [
                    (row, tones.STATEMENT_STATUS[row.status])
                    for row in self.statements
                    if row.side == side
                ],
            )
            for side in Side
        ]

    @cached_property
    def incidents(self):
        return list(Incident.objects.of_round(self.round, self.user))

    @property
    def rows(self):
        """Everything that is shown, for the log of readings."""
        rated = [one for row in self.objectives for one in row.visible_assessments]
        trust = [self.trust] if self.trust else []
        return [*self.objectives, *rated, *trust, *self.statements, *self.incidents]


class DialogueProgress:
    """What a dialogue was to bring about, and how far it has come through its rounds.

    `rounds` are those that the reader may see, the newest first.
    """

    def __init__(self, dialogue, user, rounds):
        self.dialogue, self.user, self.rounds = dialogue, user, rounds

    @cached_property
    def objectives(self):
        rows = Objective.objects.visible_to(self.user).current()
        rows = rows.of_dialogue(self.dialogue).with_assessments(self.user)
        return list(rows.with_visible(self.user, "round"))

    @property
    def rated(self):
        return with_ratings(self.objectives)

    @property
    def links(self):
        query = f"dialogue={self.dialogue.pk}"
        names = ("evaluation", "other_step", "statement", "incident")
        links = _links(query, self.dialogue, *names)
        cost = reverse("dialogues:yearly_cost_new", args=[self.dialogue.slug])
        return links | {"cost": cost, "step": links["other_step"]}

    @cached_property
    def compared(self):
        """The rounds at which anything was assessed, the newest last, and the table."""
        at = {
            one.round_id for row in self.objectives for one in row.visible_assessments
        }
        rounds = [row for row in self.rounds if row.pk in at][:ROUNDS_BESIDE][::-1]
        return {
            "rounds": rounds,
            "rows": [(row, _ratings(row, rounds)) for row in self.objectives],
        }

    @cached_property
    def trust(self):
        """Each round of which trust was measured, with it."""
        rows = Trust.objects.visible_to(self.user).current().of_dialogue(self.dialogue)
        of_round = {row.round_id: row for row in rows}
        return [(row, of_round[row.pk]) for row in self.rounds if row.pk in of_round][
            :ROUNDS_BESIDE
        ]

    @cached_property
    def evaluations(self):
        rows = Evaluation.objects.visible_to(self.user).current()
        rows = rows.of_dialogue(self.dialogue).with_findings(self.user)
        return list(rows[:AT_MOST])

    @property
    def changed(self):
        """The findings because of which something changed."""
        return [
            (evaluation, finding)
            for evaluation in self.evaluations
            for finding in evaluation.visible_findings
            if finding.what_changed
        ]

    @cached_property
    def incidents(self):
        return list(Incident.objects.of_dialogue(self.dialogue, self.user)[:AT_MOST])

    @cached_property
    def steps(self):
        return list(OtherStep.objects.of_dialogue(self.dialogue, self.user)[:AT_MOST])

    @cached_property
    def yearly(self):
        rows = YearlyCost.objects.visible_to(self.user).current()
        return list(rows.of_dialogue(self.dialogue))

    @cached_property
    def costs(self):
        return Costs(self.rounds, self.yearly)

    @property
    def rows(self):
        """Everything that is shown, for the log of readings."""
        rated = [one for row in self.objectives for one in row.visible_assessments]
        findings = [one for row in self.evaluations for one in row.visible_findings]
        trust = [row for _round, row in self.trust]
        return [
            *self.objectives,
            *rated,
            *trust,
            *self.evaluations,
            *findings,
            *self.incidents,
            *self.steps,
            *self.yearly,
        ]


def _ratings(objective, rounds):
    """Of one objective, what was found at each of these rounds, and since outside."""
    at = {one.round_id: one for one in objective.visible_assessments}
    found = [at.get(row.pk) for row in rounds] + [at.get(None)]
    return [(one, tones.RATING[one.rating]) if one else None for one in found]
