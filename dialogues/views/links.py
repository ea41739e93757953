"""The list of links, with how alive each of them is."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import any_member, requires, writer
from core.lists import list_page
from dialogues.contacts.health import health_rule
from dialogues.contacts.in_sql import with_contacts
from dialogues.contacts.link_list import LINKS, LinkFilter
from partners.models import Link


@requires(any_member)
def link_list(request):
    user = request.user
    rows = Link.objects.visible_to(user)
    rows = with_contacts(rows, user, timezone.localdate())
    rows = rows.with_visible(user, "home_institution", "partner_institution")
    rows = rows.select_related("kind", "responsible")
    return list_page(
        request,
        LinkFilter(request, rows),
        LINKS,
        name="links",
        heading=_("Links between institutions"),
        lead=health_rule(),
        new_url=reverse("partners:link_new") if writer(user) else None,
    )
