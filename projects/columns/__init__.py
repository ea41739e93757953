"""What the lists of this app show, and their files."""

from projects.columns.activities import ACTIVITIES
from projects.columns.money import DISBURSEMENTS, RATES
from projects.columns.projects import NAMED, PROJECTS
from projects.columns.results import RESULTS

__all__ = ["ACTIVITIES", "DISBURSEMENTS", "NAMED", "PROJECTS", "RATES", "RESULTS"]
