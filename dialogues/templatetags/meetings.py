"""The meetings of a person or an institution, for pages of apps further down."""

from urllib.parse import urlencode

from django import template
from django.db.models import Prefetch
from django.urls import reverse

from core.access import log_reading
from dialogues.models import Meeting, Participation, Round

register = template.Library()

SHOWN = 20


@register.inclusion_tag("partners/_meetings.html", takes_context=True)
def meetings_of_person(context, person):
    """The rounds that they headed or opened as well."""
    request = context["request"]
    rounds = Round.objects.visible_to(request.user).current().led_by(person)
    rounds = list(rounds.newest_first().with_visible(request.user, "dialogue"))
    log_reading(request, person, parts=[person, *rounds])
    return _meetings(request, person, person=person) | {"rounds": rounds}


@register.inclusion_tag("partners/_meetings.html", takes_context=True)
def meetings_of_institution(context, institution):
    return _meetings(context["request"], institution, institution=institution)


def _meetings(request, record, **whose):
    """The latest meetings that they took part in, as far as this user may know."""
    user = request.user
    taken_part = Participation.objects.visible_to(user).current().filter(**whose)
    rows = (
        Meeting.objects.visible_to(user)
        .current()
        .filter(pk__in=taken_part.order_by().values("meeting"))
        .newest_first()
    )
    own = Prefetch("participations", taken_part, to_attr="own")
    latest = list(rows.prefetch_related(own)[:SHOWN])
    taken = [one for row in latest for one in row.own]
    log_reading(request, record, parts=[*latest, *taken])
    count = len(latest) if len(latest) < SHOWN else rows.count()
    query = urlencode({name: row.pk for name, row in whose.items()})
    return {
        "list_url": f"{reverse('dialogues:meeting_list')}?{query}",
        "meetings": [{"meeting": row, "roles": _roles(row.own)} for row in latest],
        "more": count - len(latest),
    }


def _roles(participations):
    """In which roles they came, each once; absence is said."""
    present = Participation.Attendance.PRESENT
    said = [
        row.get_role_display()
        if row.attendance == present
        else f"{row.get_role_display()} ({row.get_attendance_display()})"
        for row in participations
    ]
    return ", ".join(dict.fromkeys(str(words) for words in said))
