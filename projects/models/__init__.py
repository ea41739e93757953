"""Joint projects in the areas that the dialogues cover."""

from projects.models.activities import Activity, Attendance
from projects.models.money import BudgetLine, Disbursement, ExchangeRate
from projects.models.project import Project, ProjectPartner
from projects.models.results import Result, ResultValue

__all__ = [
    "Activity",
    "Attendance",
    "BudgetLine",
    "Disbursement",
    "ExchangeRate",
    "Project",
    "ProjectPartner",
    "Result",
    "ResultValue",
]
