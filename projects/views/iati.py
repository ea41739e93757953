"""Projects as IATI: first what would be published, then the file."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import log_reading, requires, visible_or_404, writer
from core.exports import made_file, wants_file
from core.models import Classification
from dialogues.page_parts import crumb
from projects.filters import ProjectFilter
from projects.iati.publishing import is_set_up, publication_of
from projects.iati.writing import file_of
from projects.models import Project

AT_MOST_NAMED = 100


def actions_of_list(request):
    """What else one may do with the list of projects, as it is filtered."""
    query = request.GET.copy()
    for name in ("page", "sort", "format"):
        query.pop(name, None)
    filtered = f"?{query.urlencode()}" if query else ""
    return [
        {
            "label": _("Import"),
            "url": reverse("partners:import_new", args=["public-aid"]),
            "icon": "Upload",
        },
        {
            "label": _("Publish as IATI"),
            "url": reverse("projects:project_list_iati") + filtered,
            "icon": "Download",
        },
    ]


def actions_of_iati(project):
    """Only where it is marked for everybody: others are not published anyway."""
    if project.marking > Classification.OPEN:
        return []
    url = reverse("projects:project_iati", args=[project.pk])
    return [{"label": _("Publish as IATI"), "url": url, "icon": "Download"}]


@requires(writer)
def project_iati(request, pk):
    project = visible_or_404(Project.objects, request.user, pk=pk)
    log_reading(request, project)
    rows = Project.objects.visible_to(request.user).filter(pk=project.pk)
    crumbs = [
        crumb(_("Projects"), reverse("projects:project_list")),
        crumb(project.title, project.get_absolute_url()),
    ]
    return _page_or_file(request, rows, crumbs)


@requires(writer)
def project_list_iati(request):
    """Of the rows of the list, as it is filtered."""
    filters = ProjectFilter(request, Project.objects.visible_to(request.user))
    crumbs = [crumb(_("Projects"), reverse("projects:project_list"))]
    return _page_or_file(request, filters.qs, crumbs)


def _page_or_file(request, rows, crumbs):
    found = publication_of(rows, request.user)
    ready = is_set_up() and bool(found.activities)
    if ready and wants_file(request, among=("xml",)):
        return made_file(
            request,
            file_of(found.activities),
            name="iati",
            suffix="xml",
            content_type="application/xml",
            rows=len(found.activities),
        )
    query = request.GET.copy()
    query["format"] = "xml"
    context = {
        "found": found,
        "named": found.refused[:AT_MOST_NAMED],
        "more": max(0, len(found.refused) - AT_MOST_NAMED),
        "is_set_up": is_set_up(),
        "file_url": f"?{query.urlencode()}" if ready else "",
        "breadcrumbs": crumbs,
    }
    return render(request, "projects/iati.html", context)
