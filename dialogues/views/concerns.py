"""Concerns: what was raised, on each occasion, and what was answered."""

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
from dialogues import tones
from dialogues.forms.concerns import ConcernForm, RaisingForm, ReplyForm
from dialogues.ledger import Ledger
from dialogues.models import Concern, FollowUp, OtherStep, Raising, Reply
from dialogues.models.raisings import with_replies
from dialogues.page_parts import around, fact, link_to, long_facts
from dialogues.permissions import require_write_on
from dialogues.promises import measures_of
from dialogues.views.named import breadcrumbs, named_in_address, named_partner


@requires(any_member)
def concern_detail(request, pk):
    user = request.user
    concerns = Concern.objects.with_visible(user, "partner", "dialogue", "topic")
    concern = visible_or_404(concerns, user, pk=pk)
    raisings = concern.raisings.visible_to(user).with_replies(user)
    ledger = Ledger(concern, [row for row in raisings if row.counts])
    measures = measures_of(user, concern)
    steps = list(OtherStep.objects.of_concern(concern, user))
    shown = [*with_replies(raisings), *measures["rows"], *steps]
    log_reading(request, concern, parts=shown)
    parts = around(request, concern)
    context = parts | {
        "concern": concern,
        "ledger": ledger,
        "measures": measures,
        "steps": steps,
        "step_url": _new_step(concern) if parts["can_change"] else "",
        "archived": [row for row in raisings if not row.counts],
        "follow_ups": FollowUp.objects.of_concern(concern, user),
        "facts": [
            *_facts(concern),
            *_ledger_facts(ledger),
            *long_facts((_("Summary"), concern.summary)),
        ],
        "status_tone": tones.CONCERN_STATUS[concern.status],
        "breadcrumbs": breadcrumbs(_("Concerns"), "concern_list", concern.partner),
        "actions": _actions(concern) if parts["can_change"] else [],
    }
    return render(request, "dialogues/concern_detail.html", context)


def _new_step(concern):
    return f"{reverse('dialogues:other_step_new')}?concern={concern.pk}"


def _facts(concern):
    priority = concern.get_priority_display()
    tone = tones.PRIORITY[concern.priority]
    return [
        fact(_("Reference"), concern.reference),
        fact(_("Raised by"), concern.get_raised_by_display()),
        fact(_("Kind"), concern.get_kind_display()),
        link_to(_("Topic"), concern.topic),
        fact(_("Scope"), concern.get_scope_display()),
        fact(_("Affected group"), concern.affected_group),
        fact(_("Priority"), priority, kind="status", tone=tone),
        link_to(_("Dialogue"), concern.dialogue),
    ]


def _ledger_facts(ledger):
    facts = [fact(_("Times raised"), ledger.times_raised, kind="number")]
    if ledger.raisings:
        if level := ledger.highest_level:
            facts.append(fact(_("Highest level"), level))
        facts.append(fact(_("First raised"), ledger.first_raised, kind="date"))
    if since := ledger.unanswered_since:
        facts.append(fact(_("Unanswered since"), since, kind="date"))
    if due := ledger.reply_due:
        facts.append(fact(_("Reply due"), due, kind="due"))
    return facts


def _actions(concern):
    again = reverse("dialogues:raising_new", args=[concern.pk])
    task = f"{reverse('dialogues:follow_up_new')}?concern={concern.pk}"
    return [
        {"label": _("Raise again"), "url": again, "icon": "Plus", "primary": True},
        {"label": _("Add follow-up"), "url": task, "icon": "TasklistStart"},
        {"label": _("Edit"), "url": concern.url_for("edit"), "icon": "Pencil"},
    ]


@requires(writer)
@in_one_transaction
def concern_new(request):
    named = named_in_address(request, "dialogue", "topic")
    partner = named_partner(request)
    if "dialogue" in named:
        partner = named["dialogue"].partner
    if partner:
        require_write_on(request.user, partner)
        named["partner"] = partner
    form = ConcernForm(*typed(request), by=request.user, initial=named)
    return record_form(
        request,
        form,
        heading=_("New concern"),
        back=reverse("dialogues:concern_list"),
    )


@requires(writer)
@in_one_transaction
def concern_edit(request, pk):
    concern = changeable_or_403(Concern.objects, request.user, pk=pk)
    form = ConcernForm(*typed(request), by=request.user, instance=concern)
    return record_form(
        request,
        form,
        heading=_("Edit the concern"),
        back=concern.get_absolute_url(),
        record=concern,
    )


@requires(writer)
@in_one_transaction
def raising_new(request, pk):
    concern = changeable_or_403(Concern.objects, request.user, pk=pk)
    form = RaisingForm(
        *typed(request),
        by=request.user,
        instance=Raising(concern=concern),
        initial=named_in_address(request, "meeting"),
    )
    return record_form(
        request,
        form,
        heading=_("Raised: %(concern)s") % {"concern": concern.title},
        back=concern.get_absolute_url(),
    )


@requires(writer)
@in_one_transaction
def raising_edit(request, pk):
    raising = changeable_or_403(Raising.objects, request.user, pk=pk)
    form = RaisingForm(*typed(request), by=request.user, instance=raising)
    return record_form(
        request,
        form,
        heading=_("Edit the occasion"),
        back=raising.get_absolute_url(),
        record=raising,
    )


@requires(writer)
@in_one_transaction
def reply_new(request, pk):
    raising = changeable_or_403(Raising.objects, request.user, pk=pk)
    changeable_or_403(Concern.objects, request.user, pk=raising.concern_id)
    reply = Reply(raising=raising)
    form = ReplyForm(*typed(request), by=request.user, instance=reply)
    return record_form(
        request,
        form,
        heading=_("Reply to: %(concern)s") % {"concern": raising.concern.title},
        back=raising.get_absolute_url(),
    )


@requires(writer)
@in_one_transaction
def reply_edit(request, pk):
    reply = changeable_or_403(Reply.objects, request.user, pk=pk)
    form = ReplyForm(*typed(request), by=request.user, instance=reply)
    return record_form(
        request,
        form,
        heading=_("Edit the reply"),
        back=reply.get_absolute_url(),
        record=reply,
    )
