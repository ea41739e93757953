"""What the pages of this app have in common."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import may_change, writer
from core.models import Document, Source
from partners.models import Position


def positions_with(user, other_end):
    rows = Position.objects.visible_to(user).current().held_first()
    rows = rows.with_visible(user, other_end)
    return Prefetch("positions", rows, to_attr="visible_positions")


def around(request, record, plural, kind):
    """What stands above and below every record: the way here, changes, sources."""
    can_change = may_change(request.user, record)
    actions = []
    if can_change:
        edit = {"label": _("Change"), "icon": "Pencil", "primary": True}
        actions = [edit | {"url": record.url_for("edit")}]
    return {
        "record": record,
        "can_change": can_change,
        "breadcrumbs": [{"label": plural, "url": reverse(f"partners:{kind}_list")}],
        "actions": actions,
        "sources": Source.objects.of(record),
        "documents": Document.objects.visible_to(request.user).current().of(record),
    }


def new_url(request, name):
    return reverse(name) if writer(request.user) else None


def own_country(request):
    """The country that somebody with one desk most likely writes about."""
    desk = request.user.desk_countries
    return {"country": desk[0]} if len(desk) == 1 else {}
