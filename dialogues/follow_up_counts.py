"""How much is open, by owner and by dialogue: the top of the list of follow-ups."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from dialogues.models import Dialogue, FollowUp

AT_MOST = 12


@dataclass(frozen=True)
class Count:
    """One owner or dialogue, with the way to its part of the list."""

    label: str
    count: int
    overdue: int
    url: str
    overdue_url: str


class FollowUpCounts:
    """Of the open rows that this user may see; asked for only where it is shown."""

    template = "dialogues/_follow_up_counts.html"

    def __init__(self, user, today):
        self.user, self.today = user, today

    def groups(self):
        """The heading and the counts of each group; one query for each, and names."""
        rows = FollowUp.objects.visible_to(self.user).current().open()
        owners = rows.counted_by_owner(self.today)[:AT_MOST]
        dialogues = rows.counted_by_dialogue(self.today)[:AT_MOST]
        named = Dialogue.objects.visible_to(self.user)
        named = named.in_bulk([pk for pk, *_rest in dialogues])
        groups = (
            (_("By owner"), [_count("owner", *row) for row in owners]),
            (
                _("By dialogue"),
                [
                    _count("dialogue", pk, str(named[pk]), count, overdue)
                    for pk, count, overdue in dialogues
                    if pk in named
                ],
            ),
        )
        return [(heading, counts) for heading, counts in groups if counts]


def _count(name, pk, label, count, overdue):
    url = f"{reverse('dialogues:follow_up_list')}?{name}={pk}"
    return Count(
        label, count, overdue, f"{url}&status=still_open", f"{url}&due=overdue"
    )
