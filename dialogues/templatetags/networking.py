"""What came of networks and links, for pages of apps further down."""

from django import template
from django.urls import reverse

from core.access import log_reading, may_change
from dialogues.models import FollowUp, Meeting

register = template.Library()

SHOWN = 20


@register.inclusion_tag("partners/network_meetings.html", takes_context=True)
def meetings_of_network(context, network):
    """The latest meetings that it gave rise to, as far as this user may know."""
    request = context["request"]
    rows = Meeting.objects.visible_to(request.user).current()
    rows = rows.of_network(network).newest_first()
    latest = list(rows[:SHOWN])
    log_reading(request, network, parts=latest)
    count = len(latest) if len(latest) < SHOWN else rows.count()
    all_url = f"{reverse('dialogues:meeting_list')}?network={network.pk}"
    return {
        "meetings": latest,
        "all_url": all_url if count > len(latest) else "",
    }


@register.inclusion_tag("partners/link_follow_ups.html", takes_context=True)
def follow_ups_of_link(context, link):
    """What is and was done to keep a link alive, and the way to do more."""
    user = context["request"].user
    rows = list(FollowUp.objects.of_link(link, user).open_first())
    log_reading(context["request"], link, parts=rows)
    renew_url = f"{reverse('dialogues:follow_up_new')}?link={link.pk}"
    return {
        "open": [row for row in rows if row.is_open],
        "closed": [row for row in rows if not row.is_open],
        "renew_url": renew_url if may_change(user, link) else "",
    }
