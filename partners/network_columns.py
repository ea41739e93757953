"""What the list of networks shows, and the tables of members, networks and links."""

from collections import Counter
from itertools import groupby

from django.conf import settings
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.lists import (
    Column,
    as_table,
    choice_column,
    date_column,
    known,
    marking_column,
    ranked,
    to_record,
)
from partners.models import Membership, Network

STATUS_TONE = {
    Network.Status.ACTIVE: "success",
    Network.Status.DORMANT: "warning",
    Network.Status.ENDED: "neutral",
}


def _in_file(name, label, value=""):
    return Column(name, label, value=value, on_screen=False)


# --- The list of networks -----------------------------------------------------------


def partners_in_words(network):
    """Needs `visible_partners`."""
    return ", ".join(str(partner) for partner in network.visible_partners)


def sectors_in_words(network):
    return ", ".join(str(sector) for sector in network.sectors.all())


def _codes_of_partners(network):
    return ", ".join(partner.code for partner in network.visible_partners)


def _codes_of_sectors(network):
    return ", ".join(sector.code for sector in network.sectors.all())


def _number_of_members(network):
    # SECURITY: nothing is said where nothing is seen; there may be hidden members.
    return len(network.visible_members) or None


def _members_by_name(network):
    return "; ".join(row.member.name for row in network.visible_members)


NETWORK_COLUMNS = [
    Column("name", _("Name"), order=(Lower("name"),), link=to_record),
    Column(
        "partners",
        _("Partner countries"),
        value=partners_in_words,
        code=_codes_of_partners,
    ),
    Column("sectors", _("Sectors"), value=sectors_in_words, code=_codes_of_sectors),
    choice_column(
        "status",
        _("Status"),
        kind="status",
        order=(ranked("status", Network.Status.choices),),
        tone=lambda network: STATUS_TONE.get(network.status),
    ),
    date_column(Network, "since"),
    _in_file("until", _("Until")),
    Column("members", _("Members"), value=_number_of_members, kind="number"),
    _in_file("member_names", _("Members"), _members_by_name),
    _in_file("members_in_words", _("Members in words")),
    Column(
        "last_meeting",
        _("Last meeting"),
        value=lambda network: network.last_meeting or None,
        kind="date",
        order=(known("last_meeting"),),
    ),
    *(
        _in_file(name, Network._meta.get_field(name).verbose_name)
        for name in (
            "other_names",
            "purpose",
            "size",
            "website",
            "responsible",
            "note",
        )
    ),
    marking_column(),
]


# --- The members of a network ---------------------------------------------------------


def _name_of_member(membership):
    return membership.member.name


def _for_whom(membership):
    """The institution for which a person is in the network."""
    institution = membership.institution if membership.person else None
    return institution.name if institution else ""


def _country_of(membership):
    return membership.member.country_name or (
        membership.institution.country_name if membership.institution else ""
    )


def _member_columns(can_change, *, ended):
    columns = [
        Column(
            "member",
            _("Name"),
            value=_name_of_member,
            link=lambda row: row.member.get_absolute_url(),
        ),
        Column(
            "institution",
            _("For"),
            value=_for_whom,
            link=lambda row: (
                row.institution.get_absolute_url() if _for_whom(row) else None
            ),
        ),
        Column("country", _("Country"), value=_country_of),
        choice_column("role", _("Role")),
        Column("since", _("Since"), kind="date"),
    ]
    if ended:
        columns.append(Column("until", _("Until"), kind="date"))
    columns += [
        Column("note", _("Note")),
        Column("sources", _("Sources"), value="known_from", kind="sources"),
        marking_column(),
        history_column(),
    ]
    if can_change:
        columns.append(
            Column(
                "change",
                _("Change"),
                value=lambda row: _("Change or end"),
                link=lambda row: row.url_for("edit"),
            )
        )
    return columns


def history_column():
    return Column(
        "history",
        _("History"),
        value=lambda row: _("History"),
        link=lambda row: row.url_for("history"),
    )


def _sector_of(membership):
    return membership.institution.sector if membership.institution else None


_RANK = {role: number for number, role in enumerate(Membership.Role.values)}


def _place(membership):
    """By sector, within it by country, within that by role and name."""
    sector = _sector_of(membership)
    return (
        (sector.order, sector.pk) if sector else (10**6, 0),
        membership.institution is None,
        _country_of(membership),
        _RANK[membership.role],
        _name_of_member(membership).casefold(),
    )


def _heading_of(membership):
    if membership.institution is None:
        return _("By themselves")
    return _sector_of(membership) or _("Sector not known")


def members_by_sector(memberships, can_change):
    """Tables of present members, one for each sector, ordered by country.

    Needs `institution__sector` and `person` loaded as the reader may see them, and
    `known_from`.
    """
    columns = _member_columns(can_change, ended=False)
    return [
        {"title": str(title), **_as_short_table(list(rows), columns)}
        for title, rows in groupby(sorted(memberships, key=_place), _heading_of)
    ]


def _as_short_table(rows, columns):
    """Without the columns that say nothing of any of these members."""
    told = [
        column
        for column in columns
        if column.name not in ("institution", "note", "sources")
        or any(column.for_screen(row) for row in rows)
    ]
    return as_table(rows, told)


def members_by_country(memberships):
    """How many members there are of each country, as the reader sees them."""
    numbers = Counter(filter(None, map(_country_of, memberships)))
    return " · ".join(
        f"{country}: {number}" for country, number in sorted(numbers.items())
    )


def former_members(memberships, can_change):
    return _as_short_table(memberships, _member_columns(can_change, ended=True))


def in_role(memberships, role):
    """The names of those who have a role, as a fact takes them; None when unknown."""
    names = [row.member.name for row in memberships if row.role == role]
    return ", ".join(names) or None


# --- On the pages of people and institutions --------------------------------------


_PERIOD = [
    Column("since", _("Since"), kind="date"),
    Column(
        "until",
        _("Until"),
        value=lambda row: row.until.words if row.until else _("now"),
    ),
    marking_column(),
]

NETWORKS_OF_PERSON = [
    Column(
        "network",
        _("Network"),
        value="network__name",
        link=lambda row: row.network.get_absolute_url(),
    ),
    choice_column("role", _("Role")),
    Column("institution", _("For"), value="institution__name"),
    *_PERIOD,
]

NETWORKS_OF_INSTITUTION = [
    NETWORKS_OF_PERSON[0],
    choice_column("role", _("Role")),
    Column("person", _("Through"), value="person__name"),
    *_PERIOD,
]


def address_of_new_link(institution):
    """The form of a new link, with this institution filled in."""
    at_home = institution.country == settings.HOME_COUNTRY
    end = "home" if at_home else "partner"
    return f"{reverse('partners:link_new')}?{end}={institution.pk}"


def links_of(institution):
    """The columns of an institution's links: the other end, and what they do."""

    def other(link):
        at_home = link.home_institution_id == institution.pk
        return link.partner_institution if at_home else link.home_institution

    return [
        Column("link", _("With"), value=lambda row: str(other(row)), link=to_record),
        Column("kind", _("Kind")),
        *_PERIOD,
    ]
