"""What a project answers, as far as somebody may know: the way back along the chain."""

from dataclasses import dataclass

from dialogues.promises import lines_of
from dialogues.tones import CONCERN_STATUS, FINDING_STATUS


@dataclass(frozen=True)
class Answers:
    """`measures` are lines with three voices, the others rows with their tone."""

    measures: list
    concerns: list
    findings: list
    groups: list

    @property
    def rows(self):
        """All of them, for the log of readings."""
        measures = [line.measure for line in self.measures]
        pairs = [row for row, _tone in (*self.concerns, *self.findings)]
        return [*measures, *pairs, *self.groups]


def answers_of(project, user):
    """A query for each kind and each way on from it, however many there are."""
    measures = project.measures.visible_to(user).current().with_voices(user)
    concerns = project.concerns.visible_to(user).current()
    findings = project.findings.visible_to(user).current()
    groups = project.working_groups.visible_to(user).current()
    return Answers(
        measures=lines_of(measures.with_visible(user, "round", "topic")),
        concerns=[
            (row, CONCERN_STATUS[row.status])
            for row in concerns.with_visible(user, "topic")
        ],
        findings=[
            (row, FINDING_STATUS[row.status])
            for row in findings.with_visible(user, "evaluation")
        ],
        groups=list(groups.with_visible(user, "dialogue")),
    )


def follow_ups_of(project, user):
    """What is to be done about it, the open ones first; each with its owner."""
    rows = project.follow_ups.visible_to(user).current()
    return list(rows.open_first().select_related("owner"))
