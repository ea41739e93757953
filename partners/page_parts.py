"""What the pages of this app have in common."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import may_change, writer
from core.models import Document, Source
from partners.models import Institution, Position
from partners.vcards import has_card

# How many floors of an institution's parts a page shows.
DEEPEST = 5


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


def new_url(request, name, *args):
    return reverse(name, args=args) if writer(request.user) else None


def actions_of_list(kind):
    """What those who write do with all people, or all institutions."""
    alike = f"{reverse('partners:duplicate_list')}?kind={kind}"
    table = reverse("partners:import_new", args=[kind])
    return [
        {"label": _("Likely duplicates"), "url": alike, "icon": "Files"},
        {"label": _("Import"), "url": table, "icon": "Upload"},
    ]


def own_country(request):
    """The country that somebody with one desk most likely writes about."""
    desk = request.user.desk_countries
    return {"country": desk[0]} if len(desk) == 1 else {}


def with_sources(rows):
    """Records of one kind, each with its `known_from`; one query for all."""
    rows = list(rows)
    known = Source.objects.of_each(rows)
    for row in rows:
        row.known_from = known.get(row.pk, [])
    return rows


# --- A person -----------------------------------------------------------------------


def actions_of_person(person, can_change):
    """What one does with a person besides changing what is written about them."""
    actions = []
    if can_change:
        change = {"label": _("Change post"), "icon": "ArrowRightLeft"}
        actions.append(change | {"url": person.url_for("change_post")})
    if has_card(person):
        card = {"label": _("Contact card"), "icon": "Download"}
        actions.append(card | {"url": person.url_for("vcard")})
    return actions


def moved_on(person, user):
    """How somebody left who holds nothing any more, or None.

    Needs `visible_positions`. `lost` are the institutions at which the reader knows
    nobody now.
    """
    positions = person.visible_positions
    if not positions or not all(row.until for row in positions):
        return None
    last = max(positions, key=lambda row: row.until)
    why = last.get_left_because_display()
    if last.left_because == Position.LeftBecause.UNKNOWN:
        why = ""
    told = ", ".join(filter(None, [f"{why[:1].lower()}{why[1:]}", last.until.words]))
    left = [row for row in positions if row.until == last.until]
    return {
        "title": _("Moved on: %(how)s") % {"how": told},
        "note": last.left_note,
        "lost": only_known_by(person, left, user),
    }


def only_known_by(person, positions, user):
    """The institutions of these positions at which the reader knows nobody else now."""
    places = {row.institution_id: row.institution for row in positions}
    others = Position.objects.visible_to(user).of_others_at(places, person)
    known = set(others.order_by().values_list("institution", flat=True))
    return [place for key, place in places.items() if key not in known]


# --- An institution -----------------------------------------------------------------


def tree_below(institution, user):
    """The visible parts, each with its own as `shown_parts`, in one query.

    What stands below a hidden part is left out: it would tell of what is above it.
    """
    below = {}
    rows = Institution.objects.visible_to(user).current()
    for row in rows.filter(parent__isnull=False):
        below.setdefault(row.parent_id, []).append(row)

    def grow(row, depth):
        row.shown_parts = below.get(row.pk, []) if depth < DEEPEST else []
        for part in row.shown_parts:
            grow(part, depth + 1)
        return row.shown_parts

    return grow(institution, 0)
