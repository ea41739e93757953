"""What was carried out in a project is a contact with its institutions."""

from django.db.models import F, OuterRef, Q
from django.db.models.functions import Substr
from django.utils import timezone

from partners.last_contact import knows_contacts
from projects.models import Activity, ProjectPartner


def _carried_out(user):
    """Of projects of ours; each with `held_on`, on or before today."""
    rows = Activity.objects.visible_to(user).current()
    rows = rows.filter(status=Activity.Status.HELD, date__gt="")
    rows = rows.filter(date__lte=timezone.localdate().isoformat())
    rows = rows.filter(project__archived_at__isnull=True, project__comparator="")
    return rows.annotate(held_on=F("date"))


@knows_contacts
def activities_held_with(user, role):
    """With an institution; who took part is counted and not named."""
    if role != "institution":
        return _carried_out(user).none()
    return _carried_out(user).filter(institution=OuterRef("pk"))


@knows_contacts
def activities_of_projects(user, role):
    """With every institution that had a role in the project in that year."""
    if role != "institution":
        return _carried_out(user).none()
    rows = ProjectPartner.objects.visible_to(user).current()
    rows = rows.filter(institution=OuterRef("pk")).annotate(
        activity=F("project__activities"), held_on=F("project__activities__date")
    )
    shown = _carried_out(user).order_by().values("pk")
    until = Q(until="") | Q(until__gte=Substr("held_on", 1, 4))
    return rows.filter(until, activity__in=shown)
