"""Statements: what either side said in public, side by side."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

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
from core.lists import list_page
from dialogues import columns, tones
from dialogues.actions import approve_statement, publish_statement
from dialogues.filters import StatementFilter
from dialogues.forms.accounts import StatementForm
from dialogues.models import Statement
from dialogues.page_parts import around, edit_action, fact, link_to, new_url
from dialogues.permissions import can_approve, require_write_on
from dialogues.views.named import breadcrumbs, named_in_address
from dialogues.views.refusals import say_why_not


@requires(any_member)
def statement_list(request):
    user = request.user
    rows = Statement.objects.visible_to(user)
    return list_page(
        request,
        StatementFilter(request, rows.with_visible(user, "dialogue__partner", "round")),
        columns.STATEMENTS,
        name="statements",
        heading=_("Statements"),
        new_url=new_url(user, "statement_new"),
    )


@requires(any_member)
def statement_detail(request, pk):
    user = request.user
    rows = Statement.objects.select_related("approved_by")
    rows = rows.with_visible(user, "dialogue__partner", "round")
    statement = visible_or_404(rows, user, pk=pk)
    log_reading(request, statement)
    parts = around(request, statement)
    may_approve = parts["can_change"] and can_approve(user, statement)
    context = parts | {
        "statement": statement,
        "beside": Statement.objects.beside(statement, user),
        "may_approve": may_approve,
        "facts": _facts(statement),
        "status_tone": tones.STATEMENT_STATUS[statement.status],
        "breadcrumbs": breadcrumbs(
            _("Statements"),
            "statement_list",
            getattr(statement.dialogue, "partner", None),
        ),
        "actions": _actions(statement) if parts["can_change"] else [],
    }
    return render(request, "dialogues/statement_detail.html", context)


def _actions(statement):
    if statement.status != Statement.Status.APPROVED:
        return edit_action(statement)
    publish = reverse("dialogues:statement_publish", args=[statement.pk])
    return [
        {"label": _("It is published"), "url": publish, "icon": "Megaphone"}
        | {"post": True, "primary": True},
        *edit_action(statement),
    ]


def _facts(statement):
    facts = [
        fact(_("Whose"), statement.get_side_display()),
        fact(_("Kind"), statement.get_kind_display()),
        fact(_("Speaker"), statement.speaker),
        fact(_("Date"), statement.date, kind="date"),
        link_to(_("Dialogue"), statement.dialogue),
        link_to(_("Round"), statement.round),
    ]
    if statement.approved_by:
        facts.append(fact(_("Approved by"), str(statement.approved_by)))
        facts.append(fact(_("Approved on"), statement.approved_on, kind="date"))
    return facts


@requires(writer)
@in_one_transaction
def statement_new(request):
    named = named_in_address(request, "dialogue", "round")
    origin = next(iter(named.values()), None)
    dialogue = named.get("dialogue") or getattr(origin, "dialogue", None)
    if dialogue:
        require_write_on(request.user, dialogue.partner)
        named["dialogue"] = dialogue
    form = StatementForm(
        *typed(request), by=request.user, initial=named, dialogue=dialogue
    )
    back = origin.get_absolute_url() if origin else reverse("dialogues:statement_list")
    return record_form(request, form, heading=_("New statement"), back=back)


@requires(writer)
@in_one_transaction
def statement_edit(request, pk):
    statement = changeable_or_403(Statement.objects, request.user, pk=pk)
    form = StatementForm(*typed(request), by=request.user, instance=statement)
    return record_form(
        request,
        form,
        heading=_("Edit the statement"),
        back=statement.get_absolute_url(),
        record=statement,
    )


@require_POST
@requires(writer)
@in_one_transaction
def statement_approve(request, pk):
    statement = changeable_or_403(Statement.objects, request.user, pk=pk)
    if not can_approve(request.user, statement):
        raise PermissionDenied
    if request.POST.get("version") != str(statement.version):
        messages.error(request, _("It was changed after you read it: read it again."))
        return redirect(statement)
    approve_statement(statement, by=request.user)
    messages.success(request, _("Approved."))
    return redirect(statement)


@require_POST
@requires(writer)
@in_one_transaction
def statement_publish(request, pk):
    """Says that the approved wording is out."""
    statement = changeable_or_403(Statement.objects, request.user, pk=pk)
    with say_why_not(request):
        publish_statement(statement, by=request.user)
        messages.success(request, _("Published."))
    return redirect(statement)
