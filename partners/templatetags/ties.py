"""What binds people and institutions: their networks and links."""

from django import template

from core.access import writer
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
    rows = Membership.objects.shown_of(context["request"].user, person=person)
    return _parted(rows, NETWORKS_OF_PERSON)


@register.inclusion_tag("partners/_networks_of.html", takes_context=True)
def networks_of_institution(context, institution):
    """Those in which it is, or somebody for it."""
    user = context["request"].user
    rows = Membership.objects.shown_of(user, institution=institution)
    return _parted(rows, NETWORKS_OF_INSTITUTION)


@register.inclusion_tag("partners/_links_of.html", takes_context=True)
def links_of_institution(context, institution):
    user = context["request"].user
    rows = Link.objects.shown_of(institution, user)
    new_url = address_of_new_link(institution) if writer(user) else ""
    return _parted(rows, links_of(institution)) | {"new_url": new_url}


def _parted(rows, columns):
    """What lasts, and what has ended, as two tables."""
    rows = list(rows)
    return {
        "lasting": as_table([row for row in rows if not row.until], columns),
        "ended": as_table([row for row in rows if row.until], columns),
    }
