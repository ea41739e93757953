"""Working groups: threads over many rounds, and what they reported at each."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import (
    any_member,
    changeable_or_403,
    in_one_transaction,
    log_reading,
    requires,
    visible_or_404,
    writer,
)
from core.editing import record_form, typed
from dialogues.forms.agenda import starts_as
from dialogues.forms.working_groups import GroupReportForm
from dialogues.group_record import GroupRecord
from dialogues.models import GroupReport, WorkingGroup
from dialogues.page_parts import around, crumb, fact, link_to
from dialogues.views.named import named_in_address


@requires(any_member)
def working_group_detail(request, pk):
    user = request.user
    groups = WorkingGroup.objects.with_visible(user, "dialogue", "topic")
    group = visible_or_404(groups, user, pk=pk)
    record = GroupRecord(group, user)
    log_reading(request, group, parts=record.rows)
    parts = around(request, group)
    context = parts | {
        "group": group,
        "record": record,
        "facts": _facts(group, record),
        "breadcrumbs": [
            crumb(_("Dialogues"), reverse("dialogues:dialogue_list")),
            crumb(group.dialogue, group.dialogue.get_absolute_url()),
        ],
        "actions": _actions(group) if parts["can_change"] else [],
    }
    return render(request, "dialogues/working_group_detail.html", context)


def _facts(group, record):
    return [
        link_to(_("Topic"), group.topic),
        fact(_("Rounds in which it met"), len(record.rounds)),
        link_to(_("First"), record.rounds[-1] if record.rounds else None),
        link_to(_("Last"), record.rounds[0] if record.rounds else None),
    ]


def _actions(group):
    report = reverse("dialogues:group_report_new", args=[group.pk])
    matrix = reverse("dialogues:dialogue_matrix", args=[group.dialogue.slug])
    return [
        {"label": _("Report back"), "url": report, "icon": "Plus", "primary": True},
        {"label": _("Topics by round"), "url": f"{matrix}?group={group.pk}"},
        {"label": _("Edit"), "url": group.url_for("edit"), "icon": "Pencil"},
    ]


@requires(writer)
@in_one_transaction
def group_report_new(request, pk):
    """A report of a working group, of the round that the address names or is chosen."""
    group = changeable_or_403(WorkingGroup.objects, request.user, pk=pk)
    form = GroupReportForm(
        *typed(request),
        by=request.user,
        instance=GroupReport(working_group=group),
        initial={
            "classification": starts_as(request.user, group),
            **named_in_address(request, "round"),
        },
    )
    return record_form(
        request,
        form,
        heading=_("Report back: %(group)s") % {"group": group},
        back=group.get_absolute_url(),
        saved=_at_its_round,
    )


@requires(writer)
@in_one_transaction
def group_report_edit(request, pk):
    report = changeable_or_403(GroupReport.objects, request.user, pk=pk)
    form = GroupReportForm(*typed(request), by=request.user, instance=report)
    return record_form(
        request,
        form,
        heading=_("Edit the report of a working group"),
        back=_at_its_round(report),
        saved=_at_its_round,
        record=report,
    )


def _at_its_round(report):
    """Where it stands on the page of the group."""
    return f"{report.working_group.get_absolute_url()}#round-{report.round_id}"
