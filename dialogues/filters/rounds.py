"""What the list of rounds can be filtered by."""

from django.utils.translation import gettext_lazy as _

from core.filters import (
    PartialDateFilter,
    RecordFilter,
)
from dialogues.filters.shared import (
    TopicFilter,
    choice,
    dialogue_filter,
    partner_filter,
)
from dialogues.models import (
    Round,
)
from partners.countries import country_name
from partners.models import Level


class RoundFilter(RecordFilter):
    partner = partner_filter(field_name="dialogue__partner")
    dialogue = dialogue_filter()
    status = choice(_("Status"), Round.Status.choices)
    host = choice(_("Host"), [])
    level = choice(_("Level of either side"), Level.choices, method="at_level")
    topic = TopicFilter(method="about")
    since = PartialDateFilter(label=_("Since"), field_name="starts_on", end="since")
    until = PartialDateFilter(label=_("Until"), field_name="starts_on", end="until")

    def __init__(self, request, queryset):
        super().__init__(request, queryset)
        hosts = queryset.order_by().values_list("host", flat=True).distinct()
        self.form.fields["host"].choices = sorted(
            ((code, country_name(code)) for code in hosts if code),
            key=lambda choice: choice[1],
        )

    def at_level(self, rows, name, level):
        return rows.at_level(level)

    def about(self, rows, name, topic):
        return rows.about(topic, self.request.user)
