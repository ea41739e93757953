"""Activities of projects, and who took part in them."""

from django.shortcuts import render
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
from core.editing import record_form, show_form, typed
from core.lists import list_page
from dialogues.page_parts import around, edit_action, fact, link_to, long_facts
from projects import columns
from projects.filters import ActivityFilter
from projects.forms.activities import (
    ActivityForm,
    AttendanceForm,
    SeveralActivities,
)
from projects.models import Activity, Attendance, Project
from projects.page_parts import project_crumbs


@requires(any_member)
def activity_list(request):
    user = request.user
    rows = Activity.objects.visible_to(user).with_participants_counted(user)
    return list_page(
        request,
        ActivityFilter(request, rows.with_visible(user, "project", "institution")),
        columns.ACTIVITIES,
        name="activities",
        heading=_("Activities"),
        empty_text=_("An activity is recorded on the page of its project."),
    )


@requires(any_member)
def activity_detail(request, pk):
    user = request.user
    rows = Activity.objects.with_visible(user, "project", "institution")
    activity = visible_or_404(rows, user, pk=pk)
    attendance = list(Attendance.objects.of_activity(activity, user))
    log_reading(request, activity, parts=attendance)
    parts = around(request, activity)
    context = parts | {
        "activity": activity,
        "attendance": attendance,
        "facts": _facts(activity),
        "breadcrumbs": project_crumbs(activity.project),
        "actions": edit_action(activity) if parts["can_change"] else [],
    }
    return render(request, "projects/activity_detail.html", context)


def _facts(activity):
    return [
        link_to(_("Project"), activity.project),
        fact(_("Kind"), activity.get_kind_display()),
        fact(_("Status"), activity.get_status_display()),
        fact(_("Date"), activity.date, kind="date"),
        fact(_("Last day"), activity.ends_on, kind="date"),
        fact(_("Place"), activity.place),
        fact(_("Country"), activity.country_name),
        link_to(_("Held with"), activity.institution),
        fact(_("Completion report of"), activity.reported_on, kind="date"),
        *long_facts(
            (_("Description"), activity.description),
            (_("Completion report"), activity.completion_report),
        ),
    ]


@requires(writer)
@in_one_transaction
def activity_new(request, pk):
    project = changeable_or_403(Project.objects, request.user, pk=pk)
    form = ActivityForm(
        *typed(request),
        by=request.user,
        instance=Activity(project=project),
        initial={"classification": project.marking},
    )
    return record_form(
        request, form, heading=_("New activity"), back=project.get_absolute_url()
    )


@requires(writer)
@in_one_transaction
def activity_several(request, pk):
    """Ten activities, or more, in one form."""
    project = changeable_or_403(Project.objects, request.user, pk=pk)
    form = SeveralActivities(*typed(request), by=request.user, project=project)
    context = {
        "heading": _("Several activities"),
        "back": project.get_absolute_url(),
        "record": project,
    }
    template = "projects/activity_several.html"
    if form.asks_for_a_row:
        return show_form(request, form.unchecked(), template, **context)
    return record_form(request, form, template=template, **context)


@requires(writer)
@in_one_transaction
def activity_edit(request, pk):
    activity = changeable_or_403(Activity.objects, request.user, pk=pk)
    form = ActivityForm(*typed(request), by=request.user, instance=activity)
    return record_form(
        request,
        form,
        heading=_("Edit the activity"),
        back=activity.get_absolute_url(),
        record=activity,
    )


@requires(writer)
@in_one_transaction
def attendance_new(request, pk):
    activity = changeable_or_403(Activity.objects, request.user, pk=pk)
    form = AttendanceForm(
        *typed(request),
        by=request.user,
        instance=Attendance(activity=activity),
        initial={"classification": activity.marking},
    )
    return record_form(
        request,
        form,
        heading=_("Participants from a country"),
        back=activity.get_absolute_url(),
    )


@requires(writer)
@in_one_transaction
def attendance_edit(request, pk):
    attendance = changeable_or_403(Attendance.objects, request.user, pk=pk)
    form = AttendanceForm(*typed(request), by=request.user, instance=attendance)
    return record_form(
        request,
        form,
        heading=_("Participants from a country"),
        back=attendance.get_absolute_url(),
        record=attendance,
    )
