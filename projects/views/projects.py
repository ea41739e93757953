"""The list of projects, and the page of one."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access import any_member, log_reading, requires, visible_or_404
from core.lists import list_page
from dialogues.page_parts import around, crumb, edit_action
from projects import columns
from projects.filters import ProjectFilter
from projects.models import Project


@requires(any_member)
def project_list(request):
    rows = Project.objects.visible_to(request.user)
    return list_page(
        request,
        ProjectFilter(request, rows),
        columns.PROJECTS,
        name="projects",
        heading=_("Projects"),
    )


@requires(any_member)
def project_detail(request, pk):
    project = visible_or_404(Project.objects, request.user, pk=pk)
    log_reading(request, project)
    parts = around(request, project)
    context = parts | {
        "project": project,
        "breadcrumbs": [crumb(_("Projects"), "/projects/")],
        "actions": edit_action(project) if parts["can_change"] else [],
    }
    return render(request, "projects/project_detail.html", context)
