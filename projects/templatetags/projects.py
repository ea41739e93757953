"""The projects of a topic, a measure, a country …, for pages of the apps further down.

Each panel holds what its reader may see, and leads to the page of the project, from
which one gets back in one step.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import log_reading, writer
from dialogues.models import Finding
from partners.models import Membership
from projects.models import Project, ProjectPartner
from projects.tones import PROJECT_STATUS

register = template.Library()

# So many are named; the list has them all.
AT_MOST = 20
# By which field a project names a record of this kind.
_NAMED = {
    "concern": "concerns",
    "dialogue": "dialogues",
    "follow_up": "follow_ups",
    "measure": "measures",
    "partner": "partners",
    "working_group": "working_groups",
}


@dataclass(frozen=True)
class Line:
    """One project; `note` says what it has to do with the page."""

    project: Project
    tone: str
    note: str = ""


@register.inclusion_tag("projects/_projects_of.html", takes_context=True)
def projects_of(context, record):
    """Those that name a measure, a concern, a dialogue, a country …"""
    kind = record.kind_name()
    rows = Project.objects.answering(_NAMED[kind], record)
    asked = {kind: record.pk}
    return _panel(context, record, rows, asked, may_add=context.get("can_change"))


@register.inclusion_tag("projects/_projects_of.html", takes_context=True)
def projects_of_follow_up(context, follow_up):
    """Only where there is one: most follow-ups have nothing to do with a project."""
    rows = Project.objects.answering("follow_ups", follow_up)
    return _panel(context, follow_up, rows, {}) | {"only_if_any": True}


@register.inclusion_tag("projects/_projects_of.html", takes_context=True)
def projects_of_topic(context, topic, partner=None):
    """Those on a topic or on one that belongs to it, with one country or with any."""
    rows, asked = Project.objects.about(topic), {"topic": topic.pk}
    if partner:
        rows, asked = rows.of_partner(partner), asked | {"partner": partner.pk}
    may_add = writer(context["request"].user)
    return _panel(context, topic, rows, asked, may_add=may_add)


@register.inclusion_tag("projects/_projects_of.html", takes_context=True)
def projects_of_round(context, round_):
    """Those that carry out what was agreed at a round."""
    user = context["request"].user
    rows = Project.objects.agreed_at(round_, user)
    title = _("Projects that carry out what was agreed here")
    new = {"dialogue": round_.dialogue_id}
    may_add = context.get("can_change")
    parts = _panel(context, round_, rows, {"round": round_.pk}, new, may_add)
    return parts | {"title": title}


@register.inclusion_tag("projects/_projects_of.html", takes_context=True)
def projects_of_evaluation(context, evaluation):
    """Those that answer one of its findings; a new one starts at a finding."""
    user = context["request"].user
    found = Finding.objects.of_evaluation(evaluation, user)
    rows = Project.objects.naming_any("findings", _keys(found))
    title = _("Projects that answer its findings")
    return _panel(context, evaluation, rows, {}) | {"title": title}


@register.inclusion_tag("projects/_projects_of.html", takes_context=True)
def projects_of_institution(context, institution):
    """Those that it carries, with what it does in each of them."""
    user = context["request"].user
    rows = Project.objects.with_partner_institution(institution, user)
    rows = rows.with_institutions(user)

    def roles(project):
        return ", ".join(
            role.get_role_display()
            for role in project.visible_roles
            if role.institution_id == institution.pk
        )

    asked = {"institution": institution.pk}
    return _panel(context, institution, rows, asked, note=roles)


@register.inclusion_tag("projects/_projects_of.html", takes_context=True)
def projects_of_network(context, network):
    """Those that institutions carry which are members now."""
    user = context["request"].user
    members = Membership.objects.visible_to(user).current().in_network(network)
    keys = members.lasting().order_by().values_list("institution", flat=True)
    roles = ProjectPartner.objects.visible_to(user).current().order_by()
    roles = roles.filter(institution__in=set(filter(None, keys)))
    rows = Project.objects.carried_in(roles)
    parts = _panel(context, network, rows, {})
    return parts | {"title": _("Projects of its members"), "only_if_any": True}


def _keys(rows):
    return list(rows.order_by().values_list("pk", flat=True))


def _panel(context, record, rows, asked, new=None, may_add=False, note=None):
    """What `projects/_projects_of.html` takes.

    `asked` narrows the list of projects to these; `new` fills in a new one, in place
    of what narrows the list.
    """
    request = context["request"]
    found = list(rows.visible_to(request.user).current()[: AT_MOST + 1])
    log_reading(request, record, parts=found)
    query = urlencode(new or asked)
    url = reverse("projects:project_new")
    more = len(found) > AT_MOST or (asked and found)
    return {
        "title": _("Projects"),
        "lines": [
            Line(
                row,
                PROJECT_STATUS.get(row.status, "neutral"),
                note(row) if note else "",
            )
            for row in found[:AT_MOST]
        ],
        "new_url": f"{url}?{query}" if may_add else "",
        "list_url": f"{reverse('projects:project_list')}?{urlencode(asked)}"
        if more and asked
        else "",
    }
