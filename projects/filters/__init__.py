"""What the lists of this app can be filtered by."""

from projects.filters.activities import ActivityFilter
from projects.filters.money import DisbursementFilter, MoneyFilter
from projects.filters.projects import ProjectFilter
from projects.filters.results import ResultFilter

__all__ = [
    "ActivityFilter",
    "DisbursementFilter",
    "MoneyFilter",
    "ProjectFilter",
    "ResultFilter",
]
