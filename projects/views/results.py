"""Results of projects, their values over time, and how they compare."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
from dialogues.page_parts import around, crumb, fact, link_to, long_facts
from projects import columns
from projects.attainment import attainment_of, by_level, stops_at_outputs
from projects.filters import ResultFilter
from projects.forms.results import ResultForm, ResultValueForm
from projects.models import Project, Result, ResultValue
from projects.page_parts import project_crumbs, result_actions

LEVELS_EXPLAINED = gettext_lazy(
    "An output is what a project made, an outcome what others did with it, impact what "
    "changed in people's lives. A training count is not a result in the courts."
)
# So many can be held side by side on one page; filters narrow them.
COMPARED_AT_MOST = 300


@requires(any_member)
def result_list(request):
    user = request.user
    rows = Result.objects.visible_to(user).with_values(user).nearest_first()
    return list_page(
        request,
        ResultFilter(request, rows.with_visible(user, "project", "topic")),
        columns.RESULTS,
        name="results",
        heading=_("Results"),
        lead=LEVELS_EXPLAINED,
        above={"template": "projects/_to_comparison.html"},
        empty_text=_("A result is recorded on the page of its project."),
    )


@requires(any_member)
def result_comparison(request):
    """Results of several projects side by side, level by level."""
    user = request.user
    rows = Result.objects.visible_to(user).with_values(user)
    rows = rows.with_visible(user, "project", "topic").nearest_first()
    filters = ResultFilter(request, rows)
    compared = list(filters.qs[: COMPARED_AT_MOST + 1])
    levels = by_level(compared[:COMPARED_AT_MOST])
    context = {
        "lead": LEVELS_EXPLAINED,
        "most": COMPARED_AT_MOST,
        "has_more": len(compared) > COMPARED_AT_MOST,
        "breadcrumbs": [crumb(_("Results"), reverse("projects:result_list"))],
        "filters": filters,
        "chips": filters.chips(),
        "levels": levels,
        "stops_at_outputs": stops_at_outputs(levels),
    }
    rows_only = request.htmx and not request.htmx.history_restore_request
    template = "_comparison_rows.html" if rows_only else "result_comparison.html"
    return render(request, f"projects/{template}", context)


@requires(any_member)
def result_detail(request, pk):
    user = request.user
    rows = Result.objects.with_visible(user, "project", "topic").with_values(user)
    result = visible_or_404(rows, user, pk=pk)
    log_reading(request, result, parts=result.visible_values)
    parts = around(request, result)
    context = parts | {
        "result": result,
        "attained": attainment_of(result),
        "facts": _facts(result),
        "breadcrumbs": project_crumbs(result.project),
        "actions": result_actions(result) if parts["can_change"] else [],
    }
    return render(request, "projects/result_detail.html", context)


def _facts(result):
    return [
        link_to(_("Project"), result.project),
        fact(_("Level"), result.get_level_display()),
        link_to(_("Topic"), result.topic),
        fact(_("Indicator"), result.indicator),
        fact(_("Unit"), result.unit),
        fact(_("Baseline"), result.baseline_words),
        fact(_("Baseline of"), result.baseline_on, kind="date"),
        *long_facts((_("Note"), result.note)),
    ]


@requires(writer)
@in_one_transaction
def result_new(request, pk):
    project = changeable_or_403(Project.objects, request.user, pk=pk)
    form = ResultForm(
        *typed(request),
        by=request.user,
        instance=Result(project=project),
        initial={"classification": project.marking},
    )
    return record_form(
        request, form, heading=_("New result"), back=project.get_absolute_url()
    )


@requires(writer)
@in_one_transaction
def result_edit(request, pk):
    result = changeable_or_403(Result.objects, request.user, pk=pk)
    form = ResultForm(*typed(request), by=request.user, instance=result)
    return record_form(
        request,
        form,
        heading=_("Edit the result"),
        back=result.get_absolute_url(),
        record=result,
    )


@requires(writer)
@in_one_transaction
def result_value_new(request, pk):
    result = changeable_or_403(Result.objects, request.user, pk=pk)
    kind = request.GET.get("kind")
    form = ResultValueForm(
        *typed(request),
        by=request.user,
        instance=ResultValue(result=result),
        initial={
            "kind": kind if kind in ResultValue.Kind.values else "",
            "date": timezone.localdate().isoformat(),
            "classification": result.marking,
        },
    )
    return record_form(
        request,
        form,
        heading=_("New value: %(result)s") % {"result": result},
        back=result.get_absolute_url(),
    )


@requires(writer)
@in_one_transaction
def result_value_edit(request, pk):
    value = changeable_or_403(ResultValue.objects, request.user, pk=pk)
    form = ResultValueForm(*typed(request), by=request.user, instance=value)
    return record_form(
        request,
        form,
        heading=_("Edit the value"),
        back=value.get_absolute_url(),
        record=value,
    )
