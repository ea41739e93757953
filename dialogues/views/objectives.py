"""Objectives of a dialogue, their assessment, and measures of trust."""

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
from core.editing import record_form, typed
from core.lists import list_page
from dialogues import columns, tones
from dialogues.actions import lock_objective
from dialogues.filters import ObjectiveFilter
from dialogues.forms.objectives import AssessmentForm, ObjectiveForm, TrustForm
from dialogues.models import Assessment, Dialogue, Objective, Round, Trust
from dialogues.page_parts import around, edit_action, fact, link_to, long_facts
from dialogues.views.named import breadcrumbs, named_in_address
from dialogues.views.refusals import say_why_not


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
    context = parts | {
        "objective": objective,
        "assessments": [(row, tones.RATING[row.rating]) for row in assessments],
        "can_lock": parts["can_change"] and not objective.is_locked,
        "facts": _facts(objective),
        "breadcrumbs": breadcrumbs(
            _("Objectives"),
            "objective_list",
            getattr(objective.dialogue, "partner", None),
        ),
        "actions": _actions(objective) if parts["can_change"] else [],
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
        facts.append(fact(_("Locked on"), objective.locked_on, kind="date"))
        facts.append(fact(_("Locked by"), str(objective.locked_by or "")))
    indicator, note = objective.indicator, objective.note
    return facts + long_facts((_("Indicator"), indicator), (_("Note"), note))


def _actions(objective):
    assess = reverse("dialogues:assessment_new", args=[objective.pk])
    return [
        {"label": _("Assess"), "url": assess, "icon": "Plus", "primary": True},
        *edit_action(objective),
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
    return redirect(objective)


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
            "round": objective.round_id,
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
