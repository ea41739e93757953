"""What payments and the totals of projects can be filtered by."""

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from core.filters import PartialDateFilter, RecordFilter
from dialogues.filters.shared import (
    TopicFilter,
    choice,
    dialogue_filter,
    partner_filter,
)
from partners.models import Institution
from projects.models import Disbursement, Project, ProjectPartner
from projects.money.agreement import keys_beyond_agreed


class BeyondAgreedFilter(django_filters.ChoiceFilter):
    """Of any list of projects: those that were paid more than was agreed."""

    def __init__(self, **kwargs):
        choices = [("yes", _("Disbursed beyond the agreed amount"))]
        super().__init__(label=_("Money"), choices=choices, **kwargs)

    def filter(self, rows, value):
        if value != "yes":
            return rows
        user = self.parent.request.user
        return rows.filter(pk__in=keys_beyond_agreed(rows, user))


class YearFilter(django_filters.Filter):
    """A year that the totals are asked for; it takes no project away."""

    field_class = forms.IntegerField

    def __init__(self, label):
        of_a_year = [MinValueValidator(1900), MaxValueValidator(2200)]
        super().__init__(label=label, validators=of_a_year)

    def filter(self, rows, value):
        return rows


def _in_projects(request):
    """Institutions with a role in a project, as far as the reader may know."""
    roles = ProjectPartner.objects.visible_to(request.user).current().order_by()
    return Institution.objects.filter(pk__in=roles.values("institution"))


def _paid(request):
    """Institutions that were paid, as far as the reader may know."""
    rows = Disbursement.objects.visible_to(request.user).current().order_by()
    return Institution.objects.filter(pk__in=rows.values("recipient"))


class MoneyFilter(RecordFilter):
    """Which projects count, and of which years."""

    partner = partner_filter(field_name="partners")
    dialogue = dialogue_filter(field_name="dialogues")
    topic = TopicFilter(method="on_topic")
    institution = django_filters.ModelChoiceFilter(
        label=_("Institution"), queryset=_in_projects, method="with_institution"
    )
    since = YearFilter(_("From the year"))
    until = YearFilter(_("To the year"))
    status = choice(
        _("Status"),
        [one for one in Project.Status.choices if one[0] != Project.Status.IDEA],
    )

    def on_topic(self, rows, name, topic):
        return rows.about(topic)

    def with_institution(self, rows, name, institution):
        return rows.with_partner_institution(institution, self.request.user)

    def asked(self):
        """What the totals take besides the projects."""
        cleaned = self.form.cleaned_data if self.is_valid() else {}
        return {name: cleaned.get(name) for name in ("partner", "since", "until")}


class DisbursementFilter(RecordFilter):
    project = django_filters.ModelChoiceFilter(
        label=_("Project"), queryset=Project.objects.all()
    )
    partner = partner_filter(field_name="project__partners")
    since = PartialDateFilter(label=_("Since"), field_name="date", end="since")
    until = PartialDateFilter(label=_("Until"), field_name="date", end="until")
    status = choice(_("Status"), Disbursement.Status.choices)
    recipient = django_filters.ModelChoiceFilter(label=_("Recipient"), queryset=_paid)
