"""What the list of evaluations can be filtered by."""

from django.utils.translation import gettext_lazy as _

from core.filters import YES_NO, PartialDateFilter, RecordFilter, text_filter
from dialogues.filters.shared import choice, dialogue_filter, partner_filter
from dialogues.models import Evaluation


class EvaluationFilter(RecordFilter):
    q = text_filter()
    partner = partner_filter(method="about_partner")
    dialogue = dialogue_filter(field_name="dialogues")
    kind = choice(_("Kind"), Evaluation.Kind.choices)
    publication = choice(_("Publication"), Evaluation.Publication.choices)
    open = choice(_("Has open findings"), YES_NO, method="has_open_findings")
    since = PartialDateFilter(label=_("Since"), field_name="date", end="since")
    until = PartialDateFilter(label=_("Until"), field_name="date", end="until")

    def about_partner(self, rows, name, partner):
        return rows.about_partner(partner, self.request.user)

    def has_open_findings(self, rows, name, answer):
        return rows.filter(
            **{"findings_open__gt" if answer == "yes" else "findings_open": 0}
        )
