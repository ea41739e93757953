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
from projects.views import projects

app_name = "projects"

urlpatterns = [
    path("projects/", projects.project_list, name="project_list"),
    path("projects/<int:pk>/", projects.project_detail, name="project_detail"),
    *record_paths("projects", Project),
    *record_paths("project-partners", ProjectPartner),
    *record_paths("activities", Activity),
    *record_paths("attendance", Attendance),
    *record_paths("results", Result),
    *record_paths("result-values", ResultValue),
    *record_paths("budget-lines", BudgetLine),
    *record_paths("disbursements", Disbursement),
]
