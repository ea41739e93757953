"""What the lists of statements and of parliamentary questions can be filtered by."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import PartialDateFilter, RecordFilter, linked_filter, text_filter
from dialogues.filters.shared import (
    TopicFilter,
    choice,
    dialogue_filter,
    partner_filter,
)
from dialogues.models import ParliamentaryQuestion, Round, Side, Statement


class StatementFilter(RecordFilter):
    q = text_filter()
    partner = partner_filter(field_name="dialogue__partner")
    dialogue = dialogue_filter()
    side = choice(_("Whose"), Side.choices)
    kind = choice(_("Kind"), Statement.Kind.choices)
    status = choice(_("Status"), Statement.Status.choices)
    since = PartialDateFilter(label=_("Since"), field_name="date", end="since")
    until = PartialDateFilter(label=_("Until"), field_name="date", end="until")
    round = linked_filter(Round.objects.all(), label=_("Round"))


class QuestionFilter(RecordFilter):
    q = text_filter()
    partner = partner_filter(field_name="partners")
    kind = choice(_("Kind"), ParliamentaryQuestion.Kind.choices)
    answered = choice(
        _("Answer"),
        [
            ("given", _("Given")),
            ("missing", _("Not given yet")),
            ("overdue", _("Overdue")),
        ],
        method="is_answered",
    )
    topic = TopicFilter(method="about")
    since = PartialDateFilter(
        label=_("Asked since"), field_name="asked_on", end="since"
    )
    until = PartialDateFilter(
        label=_("Asked until"), field_name="asked_on", end="until"
    )

    def is_answered(self, rows, name, answer):
        if answer == "given":
            return rows.exclude(answered_on="")
        rows = rows.unanswered()
        return rows.overdue(timezone.localdate()) if answer == "overdue" else rows

    def about(self, rows, name, topic):
        return rows.about(topic)
