"""Evaluations, what they found, and what changed because of it."""

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
from core.lists import list_page
from dialogues import columns, tones
from dialogues.filters import EvaluationFilter
from dialogues.forms.evaluations import EvaluationForm, FindingForm
from dialogues.models import Evaluation, Finding
from dialogues.page_parts import around, edit_action, fact, long_facts, new_url
from dialogues.permissions import require_write_on
from dialogues.views.named import breadcrumbs, named_in_address


@requires(any_member)
def evaluation_list(request):
    user = request.user
    rows = Evaluation.objects.visible_to(user).with_findings_counted(user)
    return list_page(
        request,
        EvaluationFilter(request, rows.with_visible_dialogues(user)),
        columns.EVALUATIONS,
        name="evaluations",
        heading=_("Evaluations"),
        new_url=new_url(user, "evaluation_new"),
    )


@requires(any_member)
def evaluation_detail(request, pk):
    user = request.user
    rows = Evaluation.objects.with_visible_dialogues(user)
    evaluation = visible_or_404(rows, user, pk=pk)
    findings = list(Finding.objects.of_evaluation(evaluation, user))
    log_reading(request, evaluation, parts=findings)
    parts = around(request, evaluation)
    context = parts | {
        "evaluation": evaluation,
        "findings": [
            {
                "row": row,
                "tone": tones.FINDING_STATUS[row.status],
                # Whoever has to see to it says what came of it, on any desk.
                "can_edit": parts["can_change"]
                or (writer(user) and row.owner_id == user.pk),
            }
            for row in findings
        ],
        "facts": _facts(evaluation),
        "breadcrumbs": breadcrumbs(_("Evaluations"), "evaluation_list", None),
        "actions": edit_action(evaluation) if parts["can_change"] else [],
    }
    return render(request, "dialogues/evaluation_detail.html", context)


def _facts(evaluation):
    return [
        fact(_("Kind"), evaluation.get_kind_display()),
        fact(_("Evaluator"), evaluation.evaluator),
        fact(_("Date"), evaluation.date, kind="date"),
        fact(_("Publication"), evaluation.get_publication_display()),
        *long_facts(
            (_("Ground for withholding"), evaluation.publication_ground),
            (_("Summary"), evaluation.summary),
            (_("What came of it"), evaluation.consequence),
        ),
    ]


@requires(writer)
@in_one_transaction
def evaluation_new(request):
    named = named_in_address(request, "dialogue")
    for dialogue in named.values():
        require_write_on(request.user, dialogue.partner)
    initial = {"dialogues": list(named.values())}
    form = EvaluationForm(*typed(request), by=request.user, initial=initial)
    return record_form(
        request,
        form,
        heading=_("New evaluation"),
        back=reverse("dialogues:evaluation_list"),
    )


@requires(writer)
@in_one_transaction
def evaluation_edit(request, pk):
    evaluation = changeable_or_403(Evaluation.objects, request.user, pk=pk)
    form = EvaluationForm(*typed(request), by=request.user, instance=evaluation)
    return record_form(
        request,
        form,
        heading=_("Edit the evaluation"),
        back=evaluation.get_absolute_url(),
        record=evaluation,
    )


@requires(writer)
@in_one_transaction
def finding_new(request, pk):
    evaluation = changeable_or_403(Evaluation.objects, request.user, pk=pk)
    form = FindingForm(
        *typed(request),
        by=request.user,
        instance=Finding(evaluation=evaluation),
        initial={"classification": evaluation.marking},
    )
    return record_form(
        request,
        form,
        heading=_("New finding"),
        back=evaluation.get_absolute_url(),
    )


@requires(writer)
@in_one_transaction
def finding_edit(request, pk):
    finding = changeable_or_403(Finding.objects, request.user, pk=pk)
    form = FindingForm(*typed(request), by=request.user, instance=finding)
    return record_form(
        request,
        form,
        heading=_("Edit the finding"),
        back=finding.get_absolute_url(),
        record=finding,
    )
