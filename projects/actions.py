"""What is done with a project in one go."""

from django.db import transaction

from core.models import User
from projects.models import Activity, Attendance, Project


@transaction.atomic
def record_activity(
    project: Project,
    *,
    by: User,
    classification: int,
    country: str,
    women: int | None,
    men: int | None,
    unstated: int | None,
    **fields,
) -> Activity:
    """An activity, and how many took part in it from one country, if that is known."""
    stamp = {"created_by": by, "updated_by": by, "classification": classification}
    activity = Activity.objects.create(project=project, **fields, **stamp)
    numbers = {"women": women, "men": men, "unstated": unstated}
    if any(number is not None for number in numbers.values()):
        Attendance.objects.create(
            activity=activity, country=country, **numbers, **stamp
        )
    return activity
