"""What the list of projects can be filtered by."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import YES_NO, RecordFilter, linked_filter, text_filter
from core.partial_dates import PartialDateFormField
from dialogues.filters.shared import (
    TopicFilter,
    choice,
    dialogue_filter,
    partner_filter,
)
from dialogues.models import Concern, Measure, Round, WorkingGroup
from partners.models import Institution
from projects.filters.money import BeyondAgreedFilter
from projects.models import Project, ProjectPartner


def _institutions_with_a_role(request):
    """Only those whose role in a project the reader may see."""
    roles = ProjectPartner.objects.visible_to(request.user).current().order_by()
    return Institution.objects.filter(pk__in=roles.values("institution"))


class _SpanFilter(django_filters.Filter):
    field_class = PartialDateFormField


class ProjectFilter(RecordFilter):
    q = text_filter()
    partner = partner_filter(field_name="partners")
    dialogue = dialogue_filter(field_name="dialogues")
    topic = TopicFilter(method="about")
    status = choice(
        _("Status"),
        [*Project.Status.choices, ("not_known", _("Not known"))],
        method="in_status",
    )
    institution = django_filters.ModelChoiceFilter(
        label=_("Institution"),
        queryset=_institutions_with_a_role,
        method="with_institution",
    )
    running_in = _SpanFilter(label=_("Running in"), method="in_period")
    money = BeyondAgreedFilter()
    report = choice(_("Report missing"), YES_NO[:1], method="lacks_report")
    whose = choice(
        _("Whose"),
        [("ours", _("Ours")), ("others", _("Other countries’"))],
        method="of_whom",
    )
    without = choice(
        _("Without"),
        [("topics", _("Topic")), ("dialogues", _("Dialogue"))],
        method="naming_no",
    )

    measure = linked_filter(
        Measure.objects.all(), label=_("Measure"), field_name="measures"
    )
    concern = linked_filter(
        Concern.objects.all(), label=_("Concern"), field_name="concerns"
    )
    working_group = linked_filter(
        WorkingGroup.objects.all(),
        label=_("Working group"),
        field_name="working_groups",
    )
    round = linked_filter(
        Round.objects.all(), label=_("Round"), method="agreed_at_the_round"
    )

    def agreed_at_the_round(self, rows, name, round_):
        return rows.agreed_at(round_, self.request.user)

    def about(self, rows, name, topic):
        return rows.about(topic)

    def in_status(self, rows, name, status):
        return rows.filter(status="" if status == "not_known" else status)

    def with_institution(self, rows, name, institution):
        return rows.with_partner_institution(institution, self.request.user)

    def in_period(self, rows, name, date):
        return rows.within(date, date)

    def lacks_report(self, rows, name, answer):
        return rows.lacking_report(timezone.localdate())

    def naming_no(self, rows, name, what):
        return rows.naming_no(what, self.request.user)

    def of_whom(self, rows, name, whose):
        return rows.filter(comparator="") if whose == "ours" else rows.compared()
