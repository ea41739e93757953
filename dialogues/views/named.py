"""What an address names beforehand, and the way back from a page.

For example `?dialogue=3&topic=torture` or `?partner=ID`.
"""

from django.http import Http404
from django.urls import reverse

from dialogues.models import (
    Concern,
    Dialogue,
    Finding,
    Measure,
    Meeting,
    ParliamentaryQuestion,
    Reply,
    Round,
    Topic,
    WorkingGroup,
)
from dialogues.page_parts import crumb
from partners.models import Link, Network, Partner

# Model, and what stands for a row where it is not a number.
_ROWS = {
    "dialogue": (Dialogue, "slug"),
    "topic": (Topic, "code"),
    "finding": (Finding, ""),
    "question": (ParliamentaryQuestion, ""),
    "reply": (Reply, ""),
    "round": (Round, ""),
    "meeting": (Meeting, ""),
    "measure": (Measure, ""),
    "concern": (Concern, ""),
    "working_group": (WorkingGroup, ""),
    "link": (Link, ""),
    "network": (Network, ""),
    "partner": (Partner, "code__iexact"),
}


def named_in_address(request, *names):
    """The named rows that this user may see, by name; others are left out."""
    found = {name: _row(request, name) for name in names}
    return {name: row for name, row in found.items() if row}


def named_partner(request):
    """The partner that the address names, or None; raises Http404 for a wrong one."""
    if not request.GET.get("partner"):
        return None
    partner = _row(request, "partner")
    if partner is None:
        raise Http404
    return partner


def _row(request, name):
    model, key = _ROWS[name]
    value = request.GET.get(name, "")
    rows = model.objects.visible_to(request.user)
    if value.isdecimal() and len(value) < 18:
        return rows.filter(pk=int(value)).first()
    return rows.filter(**{key: value}).first() if key and value else None


def breadcrumbs(label, list_name, partner):
    """The partner, where it may be seen, and the list that a record stands in."""
    crumbs = [crumb(label, reverse(f"dialogues:{list_name}"))]
    if partner is None:
        return crumbs
    return [crumb(str(partner), partner.get_absolute_url()), *crumbs]
