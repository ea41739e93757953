"""Objectives of a dialogue, their assessment, and measures of trust."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
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
from core.editing import record_form, show_form, typed
from core.lists import list_page
from dialogues import columns, tones
from dialogues.actions import lock_objective, unlock_objective
from dialogues.filters import ObjectiveFilter
from dialogues.forms.objectives import (
    AssessmentForm,
    ObjectiveForm,
    TrustForm,
    UnlockForm,
)
from dialogues.models import Assessment, Dialogue, Objective, Round, Trust
from dialogues.page_parts import around, edit_action, fact, link_to, long_facts
from dialogues.permissions import can_unlock
from dialogues.views.named import breadcrumbs, named_in_address
from dialogues.views.refusals import say_why_not, stands_fast


@requires(any_member)
def objective_list(request):
    user = request.user
    rows = Objective.objects.visible_to(user).with_last_rating(user)
    rows = rows.with_visible(user, "dialogue__partner", "round", "topic")
    return list_page(
        request,
        ObjectiveFilter(request, rows),
        columns.OBJECTIVES,
        name="objectives",
        heading=_("Objectives"),
        empty_text=_("An objective is set on the page of its dialogue or round."),
    )


@requires(any_member)
def objective_detail(request, pk):
    user = request.user
    rows = Objective.objects.select_related("locked_by")
    rows = rows.with_visible(user, "dialogue__partner", "round", "topic")
    objective = visible_or_404(rows, user, pk=pk)
    assessments = list(Assessment.objects.of_objective(objective, user))
    log_reading(request, objective, parts=assessments)
    parts = around(request, objective)
    why_fast = objective.stands_fast()
    is_open = parts["can_change"] and not why_fast
    context = parts | {
        "objective": objective,
        "assessments": [(row, tones.RATING[row.rating]) for row in assessments],
        "can_lock": is_open and not objective.is_locked,
        "why_fast": why_fast,
        "facts": _facts(objective),
        "breadcrumbs": breadcrumbs(
            _("Objectives"),
            "objective_list",
            getattr(objective.dialogue, "partner", None),
        ),
        "actions": _actions(objective, user, is_open) if parts["can_change"] else [],
    }
    return render(request, "dialogues/objective_detail.html", context)


def _facts(objective):
    facts = [
        link_to(_("Dialogue"), objective.dialogue),
        link_to(_("Set for the round"), objective.round),
        link_to(_("Topic"), objective.topic),
        fact(_("Due"), objective.due, kind="date"),
        fact(_("Baseline"), objective.baseline),
        fact(_("Target"), objective.target),
    ]
    if objective.is_locked:
        note = objective.lateness
        facts.append(fact(_("Locked on"), objective.locked_on, kind="date", note=note))
        facts.append(fact(_("Locked by"), str(objective.locked_by or "")))
    indicator, note = objective.indicator, objective.note
    return facts + long_facts((_("Indicator"), indicator), (_("Note"), note))


def _actions(objective, user, is_open):
    """A later round may still assess what was set for a closed one."""
    assess = reverse("dialogues:assessment_new", args=[objective.pk])
    unlock = reverse("dialogues:objective_unlock", args=[objective.pk])
    unlock = {"label": _("Unlock"), "url": unlock, "icon": "PadlockUnlocked"}
    return [
        {"label": _("Assess"), "url": assess, "icon": "Plus", "primary": True},
        *(edit_action(objective) if is_open else []),
        *([unlock] if is_open and can_unlock(user, objective) else []),
    ]


@requires(writer)
@in_one_transaction
def objective_new(request, slug):
    dialogue = changeable_or_403(Dialogue.objects, request.user, slug=slug)
    form = ObjectiveForm(
        *typed(request),
        by=request.user,
        instance=Objective(dialogue=dialogue),
        initial=named_in_address(request, "round", "topic"),
    )
    return record_form(
        request,
        form,
        heading=_("New objective"),
        back=dialogue.get_absolute_url(),
    )


@requires(writer)
@in_one_transaction
def objective_edit(request, pk):
    objective = changeable_or_403(Objective.objects, request.user, pk=pk)
    form = ObjectiveForm(*typed(request), by=request.user, instance=objective)
    return record_form(
        request,
        form,
        heading=_("Edit the objective"),
        back=objective.get_absolute_url(),
        record=objective,
    )


@require_POST
@requires(writer)
@in_one_transaction
def objective_lock(request, pk):
    objective = changeable_or_403(Objective.objects, request.user, pk=pk)
    with say_why_not(request):
        lock_objective(objective, by=request.user)
        messages.success(request, _locked(objective))
    return redirect(objective)


def _locked(objective):
    if objective.is_late:
        return _("Locked, and not before its round: that stands beside it.")
    return _("Locked. It can be measured by this now.")


@requires(writer)
@in_one_transaction
def objective_unlock(request, pk):
    """Opens a locked benchmark again, with a reason."""
    objective = changeable_or_403(Objective.objects, request.user, pk=pk)
    if not can_unlock(request.user, objective):
        raise PermissionDenied
    if stands_fast(request, objective):
        return redirect(objective)
    form = UnlockForm(*typed(request))
    if request.method == "POST" and form.is_valid():
        unlock_objective(objective, by=request.user, **form.cleaned_data)
        messages.success(request, _("Unlocked. The reason stands in the history."))
        return redirect(objective)
    return show_form(
        request,
        form,
        "core/record_form.html",
        record=objective,
        heading=_("Unlock: %(objective)s") % {"objective": objective},
        save_label=_("Unlock"),
        back=objective.get_absolute_url(),
    )


@requires(writer)
@in_one_transaction
def assessment_new(request, pk):
    objective = changeable_or_403(Objective.objects, request.user, pk=pk)
    form = AssessmentForm(
        *typed(request),
        by=request.user,
        instance=Assessment(objective=objective),
        initial={
            "date": timezone.localdate().isoformat(),
            "round": None if objective.stands_fast() else objective.round_id,
            "classification": objective.marking,
            **named_in_address(request, "round"),
        },
    )
    return record_form(
        request,
        form,
        heading=_("Assess: %(objective)s") % {"objective": objective},
        back=objective.get_absolute_url(),
    )


@requires(writer)
@in_one_transaction
def assessment_edit(request, pk):
    assessment = changeable_or_403(Assessment.objects, request.user, pk=pk)
    form = AssessmentForm(*typed(request), by=request.user, instance=assessment)
    return record_form(
        request,
        form,
        heading=_("Edit the assessment"),
        back=assessment.get_absolute_url(),
        record=assessment,
    )


@requires(writer)
@in_one_transaction
def trust_edit(request, pk):
    """Writes down the measure of trust of a round, or changes it."""
    round_ = changeable_or_403(Round.objects, request.user, pk=pk)
    trust = Trust.objects.of_round(round_)
    if trust:
        trust = changeable_or_403(Trust.objects, request.user, pk=trust.pk)
    form = TrustForm(
        *typed(request), by=request.user, instance=trust or Trust(round=round_)
    )
    return record_form(
        request,
        form,
        heading=_("How frank and open was it?"),
        back=round_.get_absolute_url(),
        record=trust,
    )
