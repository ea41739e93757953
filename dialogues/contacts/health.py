"""How alive a contact is: computed from its last date, and never typed."""

import calendar
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.partial_dates import PartialDate

# In months, counted back from today.
GOING_DORMANT_AFTER = 12
DORMANT_AFTER = 24


class Health(models.TextChoices):
    """How alive a contact is."""

    ACTIVE = "active", _("Active")
    GOING_DORMANT = "going_dormant", _("Going dormant")
    DORMANT = "dormant", _("Dormant")
    NEVER = "never", _("No contact recorded")
    # Of what is on record as a link that is over.
    ENDED = "ended", _("Ended")

    @property
    def tone(self):
        """Its colour; the word beside it says the same."""
        return _TONES[self]


_TONES = {
    Health.ACTIVE: "success",
    Health.GOING_DORMANT: "warning",
    Health.DORMANT: "danger",
    Health.NEVER: "neutral",
    Health.ENDED: "neutral",
}


def active_since(today: date) -> date:
    """The first day on which a contact keeps the pair active."""
    return _months_before(today, GOING_DORMANT_AFTER) + timedelta(days=1)


def going_dormant_since(today: date) -> date:
    """The first day on which a contact keeps the pair from being dormant."""
    return _months_before(today, DORMANT_AFTER)


def _months_before(today, months):
    """The same day so many months ago, or the last of that month."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(today.day, last))


def health_of(last: PartialDate | None, today: date) -> Health:
    """What a last contact on this date comes to; a coarse date counts as its end."""
    if not last:
        return Health.NEVER
    if last.latest >= active_since(today):
        return Health.ACTIVE
    if last.latest >= going_dormant_since(today):
        return Health.GOING_DORMANT
    return Health.DORMANT


def health_rule() -> str:
    """The rule in one sentence, for every page that speaks of health."""
    return _(
        "A contact is active when the two sides last met less than %(some)s months "
        "ago, then going dormant, and dormant after more than %(many)s months; this "
        "is computed from the dated meetings and rounds that you may see."
    ) % {"some": GOING_DORMANT_AFTER, "many": DORMANT_AFTER}
