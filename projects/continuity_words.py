"""The continuity of a dialogue's projects, in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.continuity import Continuity, Row


def summary(continuity: Continuity) -> str:
    """How many priorities have had a project, and the longest time without one."""
    rows = continuity.priority_rows
    if not rows:
        return ""
    told = [_had(len(rows), sum(row.ran_as_priority for row in rows))]
    unsure = sum(row.may_have_run and not row.ran_as_priority for row in rows)
    if unsure:
        told.append(_("Of %(n)d more it is not known.") % {"n": unsure})
    if gap := continuity.longest_gap:
        words = {"years": gap.years, "topic": gap.topic, "n": gap.length}
        told.append(
            ngettext(
                "Longest gap: %(years)s (%(n)d year), %(topic)s.",
                "Longest gap: %(years)s (%(n)d years), %(topic)s.",
                gap.length,
            )
            % words
        )
    return " ".join(told)


def _had(n, had):
    if not had:
        words = ngettext(
            "The one priority topic has had no project while it was one.",
            "None of the %(n)d priority topics has had a project while it was one.",
            n,
        )
    else:
        words = ngettext(
            "Of %(n)d priority topic, %(had)d has had a project while it was one.",
            "Of %(n)d priority topics, %(had)d have had a project while they were one.",
            n,
        )
    return words % {"n": n, "had": had}


def beside(row: Row) -> str:
    """What there is of a priority topic without a project, short of one that ran."""
    known = [
        (
            row.planned,
            ngettext("%d is planned", "%d are planned", len(row.planned)),
        ),
        (
            row.undated,
            ngettext("%d of unknown period", "%d of unknown period", len(row.undated)),
        ),
        (row.ideas, ngettext("%d idea", "%d ideas", len(row.ideas))),
    ]
    told = [words % len(rows) for rows, words in known if rows]
    unsure = {
        project.pk for cell in row.cells.values() for project in cell.projects["may"]
    }
    if unsure:
        words = ngettext("%d may have run", "%d may have run", len(unsure))
        told.insert(0, words % len(unsure))
    return _(", ").join(told)
