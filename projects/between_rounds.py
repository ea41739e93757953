"""The projects that ran between two rounds, as one reader may see them."""

from dataclasses import dataclass

from django.utils import timezone

from dialogues.models import Round
from projects.models import Project


@dataclass(frozen=True)
class Between:
    """`ran` for certain; `may`: the dates given leave it open."""

    previous: Round
    round: Round
    ran: list[Project]
    may: list[Project]

    @property
    def is_known(self) -> bool:
        """Whether the record has the days between which to look."""
        return bool(self.previous.starts_on)

    @property
    def found(self) -> list[Project]:
        return [*self.ran, *self.may]


def projects_since_the_last(round_: Round, user) -> Between | None:
    """From the round held before this one; None where none is known."""
    previous = Round.objects.visible_to(user).last_held_before(round_)
    return projects_between(previous, round_, user) if previous else None


def projects_between(previous: Round, round_: Round, user) -> Between:
    """Projects of the dialogue from one round to the next, in two queries at most.

    Up to today where the later round has no date. What is only planned did not run.
    """
    today = timezone.localdate()
    rows = Project.objects.visible_to(user).current()
    rows = rows.between_rounds(previous, round_, today).order_by("since", "title", "pk")
    rows = rows.with_visible_named(user, "topics")
    found = [row for row in rows if row.status != Project.Status.PLANNED]
    ran = [row for row in found if _ran(row, previous, round_, today)]
    return Between(previous, round_, ran, [row for row in found if row not in ran])


def _ran(project, previous, round_, today):
    start = (previous.ends_on or previous.starts_on).latest
    end = round_.starts_on.earliest if round_.starts_on else today
    dates = [date for date in (project.since, project.until) if date]
    if any(start <= date.earliest and date.latest <= end for date in dates):
        return True
    if project.until:
        last = project.until.earliest
    else:
        last = today if project.status == Project.Status.RUNNING else None
    begun = bool(project.since) and project.since.latest <= end
    return bool(begun and last and last >= start)
