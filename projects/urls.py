"""Addresses of joint projects."""

from django.urls import path

from core.record_views import record_paths
from projects.models import (
    Activity,
    Attendance,
    BudgetLine,
    Disbursement,
    Project,
    ProjectPartner,
    Result,
    ResultValue,
)
from projects.views import (
    activities,
    continuity,
    iati,
    money,
    projects,
    results,
    roles,
    timeline,
)

app_name = "projects"

urlpatterns = [
    path("projects/", projects.project_list, name="project_list"),
    path("projects/<int:pk>/", projects.project_detail, name="project_detail"),
    path(
        "projects/<int:pk>/activities/new/",
        activities.activity_new,
        name="activity_new",
    ),
    path(
        "projects/<int:pk>/activities/several/",
        activities.activity_several,
        name="activity_several",
    ),
    path("projects/<int:pk>/results/new/", results.result_new, name="result_new"),
    path("activities/", activities.activity_list, name="activity_list"),
    path("activities/<int:pk>/", activities.activity_detail, name="activity_detail"),
    path("activities/<int:pk>/edit/", activities.activity_edit, name="activity_edit"),
    path(
        "activities/<int:pk>/participants/new/",
        activities.attendance_new,
        name="attendance_new",
    ),
    path(
        "attendance/<int:pk>/edit/", activities.attendance_edit, name="attendance_edit"
    ),
    path("results/", results.result_list, name="result_list"),
    path("results/comparison/", results.result_comparison, name="result_comparison"),
    path("results/<int:pk>/", results.result_detail, name="result_detail"),
    path("results/<int:pk>/edit/", results.result_edit, name="result_edit"),
    path(
        "results/<int:pk>/values/new/",
        results.result_value_new,
        name="result_value_new",
    ),
    path(
        "result-values/<int:pk>/edit/",
        results.result_value_edit,
        name="result_value_edit",
    ),
    path("projects/new/", projects.project_new, name="project_new"),
    path("projects/<int:pk>/edit/", projects.project_edit, name="project_edit"),
    path(
        "projects/<int:pk>/answers/",
        projects.project_answers,
        name="project_answers",
    ),
    path(
        "projects/<int:pk>/institutions/new/",
        roles.project_partner_new,
        name="project_partner_new",
    ),
    path(
        "project-partners/<int:pk>/edit/",
        roles.project_partner_edit,
        name="project_partner_edit",
    ),
    path(
        "projects/<int:pk>/follow-ups/new/",
        roles.project_follow_up_new,
        name="project_follow_up_new",
    ),
    path("projects/iati/", iati.project_list_iati, name="project_list_iati"),
    path("projects/<int:pk>/iati/", iati.project_iati, name="project_iati"),
    path("projects/money/", money.money_totals, name="money_totals"),
    path(
        "projects/<int:pk>/budget-lines/new/",
        money.budget_line_new,
        name="budget_line_new",
    ),
    path(
        "budget-lines/<int:pk>/edit/", money.budget_line_edit, name="budget_line_edit"
    ),
    path(
        "projects/<int:pk>/disbursements/new/",
        money.disbursement_new,
        name="disbursement_new",
    ),
    path("disbursements/", money.disbursement_list, name="disbursement_list"),
    path(
        "disbursements/<int:pk>/edit/",
        money.disbursement_edit,
        name="disbursement_edit",
    ),
    path("exchange-rates/", money.exchange_rate_list, name="exchange_rate_list"),
    path("dialogues/<slug:slug>/continuity/", continuity.continuity, name="continuity"),
    path("dialogues/<slug:slug>/timeline/", timeline.timeline, name="timeline"),
    *record_paths("projects", Project),
    *record_paths("project-partners", ProjectPartner),
    *record_paths("activities", Activity),
    *record_paths("attendance", Attendance),
    *record_paths("results", Result),
    *record_paths("result-values", ResultValue),
    *record_paths("budget-lines", BudgetLine),
    *record_paths("disbursements", Disbursement),
]
