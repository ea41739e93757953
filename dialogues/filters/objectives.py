"""What the list of objectives can be filtered by."""

from django.utils.translation import gettext_lazy as _

from core.filters import YES_NO, RecordFilter, linked_filter
from dialogues.filters.shared import (
    TopicFilter,
    choice,
    dialogue_filter,
    partner_filter,
)
from dialogues.models import Assessment, Round


class ObjectiveFilter(RecordFilter):
    partner = partner_filter(field_name="dialogue__partner")
    dialogue = dialogue_filter()
    topic = TopicFilter(method="about")
    locked = choice(_("Locked"), YES_NO, method="is_locked")
    rating = choice(
        _("Last rating"),
        [*Assessment.Rating.choices, ("missing", _("Not assessed yet"))],
        method="last_rated",
    )
    round = linked_filter(Round.objects.all(), label=_("Round"))

    def about(self, rows, name, topic):
        return rows.about(topic)

    def is_locked(self, rows, name, answer):
        return rows.filter(locked_on__isnull=answer == "no")

    def last_rated(self, rows, name, rating):
        return rows.filter(last_rating=None if rating == "missing" else rating)
