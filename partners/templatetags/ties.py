"""What binds people and institutions: their networks and links."""

from django import template

from core.access import log_reading, writer
from core.lists import as_table
from partners.models import Link, Membership
from partners.network_columns import (
    NETWORKS_OF_INSTITUTION,
    NETWORKS_OF_PERSON,
    address_of_new_link,
    links_of,
)

register = template.Library()


@register.inclusion_tag("partners/_networks_of.html", takes_context=True)
def networks_of_person(context, person):
    request = context["request"]
    rows = Membership.objects.shown_of(request.user, person=person)
    return _parted(request, person, rows, NETWORKS_OF_PERSON)


@register.inclusion_tag("partners/_networks_of.html", takes_context=True)
def networks_of_institution(context, institution):
    """Those in which it is, or somebody for it."""
    request = context["request"]
    rows = Membership.objects.shown_of(request.user, institution=institution)
    return _parted(request, institution, rows, NETWORKS_OF_INSTITUTION)


@register.inclusion_tag("partners/_links_of.html", takes_context=True)
def links_of_institution(context, institution):
    request = context["request"]
    rows = Link.objects.shown_of(institution, request.user)
    parted = _parted(request, institution, rows, links_of(institution))
    new_url = address_of_new_link(institution) if writer(request.user) else ""
    return parted | {"new_url": new_url}


def _parted(request, record, rows, columns):
    """What lasts, and what has ended, as two tables on the page of a record."""
    rows = list(rows)
    log_reading(request, record, parts=rows)
    return {
        "lasting": as_table([row for row in rows if not row.until], columns),
        "ended": as_table([row for row in rows if row.until], columns),
    }
