"""Institutions of a project, and what is to be done about it."""

from django.utils.translation import gettext as _

from core.access import changeable_or_403, in_one_transaction, requires, writer
from core.editing import record_form, typed
from projects.forms.follow_ups import ProjectFollowUpForm
from projects.forms.projects import ProjectPartnerForm
from projects.models import Project, ProjectPartner


@requires(writer)
@in_one_transaction
def project_partner_new(request, pk):
    project = changeable_or_403(Project.objects, request.user, pk=pk)
    form = ProjectPartnerForm(
        *typed(request),
        by=request.user,
        instance=ProjectPartner(project=project),
        initial={"classification": project.marking},
    )
    back = f"{project.get_absolute_url()}#institutions"
    return record_form(request, form, heading=_("Add an institution"), back=back)


@requires(writer)
@in_one_transaction
def project_partner_edit(request, pk):
    role = changeable_or_403(ProjectPartner.objects, request.user, pk=pk)
    form = ProjectPartnerForm(*typed(request), by=request.user, instance=role)
    return record_form(
        request,
        form,
        heading=_("Edit the institution's role"),
        back=f"{role.project.get_absolute_url()}#institutions",
        record=role,
    )


@requires(writer)
@in_one_transaction
def project_follow_up_new(request, pk):
    project = changeable_or_403(Project.objects, request.user, pk=pk)
    form = ProjectFollowUpForm(*typed(request), by=request.user, project=project)
    return record_form(
        request,
        form,
        heading=_("New follow-up of the project"),
        back=f"{project.get_absolute_url()}#follow-ups",
        saved=lambda follow_up: f"{project.get_absolute_url()}#follow-ups",
    )
