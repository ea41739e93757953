"""Giving several follow-ups to somebody else: which go, which stay, and why."""

from django.utils.translation import gettext as _

from dialogues.models import FollowUp
from dialogues.permissions import can_pass_on

# One look must be enough to see what would go.
AT_MOST = 200


class Reassignment:
    """What would go to the new owner `to`, and what stays; of rows that `by` sees."""

    def __init__(self, rows, *, by, to):
        self.by, self.to = by, to
        self.rows = list(rows[: AT_MOST + 1]) if to else []
        self.is_cut = len(self.rows) > AT_MOST
        self.rows = self.rows[:AT_MOST]
        self.going, self.staying = [], []
        readable = self._readable() if to else set()
        for row in self.rows:
            why = self._why_it_stays(row, readable)
            if why:
                self.staying.append((row, why))
            else:
                self.going.append(row)

    def going_with_reason(self):
        """As the template lists them beside those that stay."""
        return [(row, "") for row in self.going]

    def why_not(self, keys):
        """Of what was ticked, what does not go after all: `(row, why)`.

        Only what `by` may see: of anything else there is nothing to say.
        """
        going = {row.pk for row in self.going}
        staying = [(row, why) for row, why in self.staying if row.pk in keys]
        told = going | {row.pk for row, _why in staying}
        gone = FollowUp.objects.visible_to(self.by).filter(pk__in=keys - told)
        return staying + [(row, _why_it_is_gone(row)) for row in gone.order_by("pk")]

    def _readable(self):
        """The keys of those that the new owner may read."""
        rows = FollowUp.objects.visible_to(self.to)
        rows = rows.filter(pk__in=[row.pk for row in self.rows]).order_by()
        return set(rows.values_list("pk", flat=True))

    def _why_it_stays(self, row, readable):
        name = {"name": self.to}
        if row.owner_id == self.to.pk:
            return _("It is with %(name)s already.") % name
        if not can_pass_on(self.by, row):
            return _("It is not yours, and you do not lead its desk.")
        if row.pk not in readable:
            return _("%(name)s may not read it: clearance or desk.") % name
        return ""


def _why_it_is_gone(row):
    """Why it was on the page and is not among the rows any more."""
    if row.is_archived:
        return _("It has been archived in the meantime.")
    if not row.is_open:
        return _("It has been closed in the meantime.")
    return _("It has changed, and is not on this list any more.")
