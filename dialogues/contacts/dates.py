"""On which days somebody, or an institution, was met: at meetings and at rounds."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from dialogues.contacts.in_sql import leading
from dialogues.contacts.occasions import LED_BY_THEM, LED_BY_US, over, rounds_held
from dialogues.models import Participation
from partners.last_contact import knows_contacts


@knows_contacts
def meetings(user, role):
    """Meetings at which they were present."""
    rows = Participation.objects.visible_to(user).current()
    rows = rows.filter(
        **{role: OuterRef("pk")},
        attendance=Participation.Attendance.PRESENT,
        meeting__archived_at__isnull=True,
    )
    return over(rows, "meeting__", timezone.localdate())


@knows_contacts
def rounds(user, role):
    """Rounds that they headed or opened, or that somebody of theirs did."""
    rows = rounds_held(user, timezone.localdate())
    if role == "institution":
        ours = Exists(leading(user, LED_BY_US, "pk"))
        return rows.filter(ours | Exists(leading(user, LED_BY_THEM, "pk")))
    led = Q()
    for name in (*LED_BY_US, *LED_BY_THEM):
        led |= Q(**{name: OuterRef("pk")})
    return rows.filter(led)
