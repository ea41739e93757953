"""The list of projects, and the page of one."""

from django.core.exceptions import PermissionDenied
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
from dialogues.page_parts import around, crumb
from projects import columns, tones
from projects.carriers import institutions_by_side
from projects.done_and_reached import activities_of, results_of
from projects.filters import ProjectFilter
from projects.forms.projects import AnswersForm, ProjectForm
from projects.in_time import ways_in_time
from projects.models import Project
from projects.money.of_project import MoneyOfProject
from projects.project_facts import facts_of
from projects.views.iati import actions_of_iati, actions_of_list
from projects.views.named import named_beforehand
from projects.what_it_answers import answers_of, follow_ups_of


@requires(any_member)
def project_list(request):
    user = request.user
    rows = Project.objects.visible_to(user).with_institutions(user).with_money(user)
    return list_page(
        request,
        ProjectFilter(request, rows.with_visible_named(user, *columns.NAMED)),
        columns.PROJECTS,
        name="projects",
        heading=_("Projects"),
        above=ways_in_time(user),
        actions=actions_of_list(request),
        new_url=reverse("projects:project_new") if writer(user) else None,
    )


@requires(any_member)
def project_detail(request, pk):
    user = request.user
    rows = Project.objects.with_visible_named(user, "partners", "dialogues", "topics")
    project = visible_or_404(rows.with_institutions(user), user, pk=pk)
    answers = answers_of(project, user)
    parts = around(request, project)
    activities = activities_of(project, user, can_change=parts["can_change"])
    results = results_of(project, user)
    money = MoneyOfProject(project, user)
    log_reading(
        request,
        project,
        parts=[
            *answers.rows,
            *project.visible_roles,
            *project.visible_dialogues,
            *activities["seen"],
            *results["seen"],
            *money.rows,
        ],
    )
    context = parts | {
        "project": project,
        "status_tone": tones.PROJECT_STATUS.get(project.status, "neutral"),
        "facts": facts_of(project),
        "answers": answers,
        "institutions": institutions_by_side(project),
        "activities": activities,
        "results": results,
        "money": money,
        "follow_ups": follow_ups_of(project, user),
        "parts": _parts(),
        "breadcrumbs": [crumb(_("Projects"), reverse("projects:project_list"))],
        "actions": _actions(project) if parts["can_change"] else [],
    }
    return render(request, "projects/project_detail.html", context)


def _parts():
    """The parts of the page, in their order."""
    return [
        ("answers", _("What it answers")),
        ("institutions", _("Institutions")),
        ("activities", _("Activities")),
        ("results", _("Results")),
        ("money", _("Money")),
        ("follow-ups", _("Follow-ups")),
        ("sources", _("Sources")),
    ]


def _actions(project):
    return [
        {"label": _("Edit"), "url": project.url_for("edit"), "icon": "Pencil"},
        *actions_of_iati(project),
    ]


@requires(writer)
@in_one_transaction
def project_new(request):
    named, origin = named_beforehand(request)
    desk = set(request.user.desk_partner_ids)
    if not desk or (named["partners"] and not desk & _keys(named["partners"])):
        raise PermissionDenied
    form = ProjectForm(*typed(request), by=request.user, initial=named)
    back = origin.get_absolute_url() if origin else reverse("projects:project_list")
    return record_form(request, form, heading=_("New project"), back=back)


def _keys(rows):
    return {row.pk for row in rows}


@requires(writer)
@in_one_transaction
def project_edit(request, pk):
    project = changeable_or_403(Project.objects, request.user, pk=pk)
    form = ProjectForm(*typed(request), by=request.user, instance=project)
    return record_form(
        request,
        form,
        heading=_("Edit the project"),
        back=project.get_absolute_url(),
        record=project,
    )


@requires(writer)
@in_one_transaction
def project_answers(request, pk):
    project = changeable_or_403(Project.objects, request.user, pk=pk)
    form = AnswersForm(*typed(request), by=request.user, instance=project)
    return record_form(
        request,
        form,
        heading=_("What the project answers"),
        back=f"{project.get_absolute_url()}#answers",
        saved=lambda saved: f"{saved.get_absolute_url()}#answers",
        record=project,
    )
