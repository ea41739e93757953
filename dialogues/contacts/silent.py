"""Contacts that have gone quiet, with what may be done about each."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import writer
from core.models import Classification, User
from dialogues.contacts.pairs import Pair, silent_pairs
from dialogues.models import FollowUp
from partners.models import Link, Partner

AT_MOST = 10


@dataclass
class SilentContact:
    """A pair; the follow-up that is to keep it alive, or else where to begin one."""

    pair: Pair
    link: Link | None
    follow_up: FollowUp | None
    renew_url: str = ""
    record_url: str = ""


def silent_contacts(
    user: User, partners: list[Partner], *, today: date, own_first: bool = False
) -> list[SilentContact]:
    """At most ten, the longest silence first; `own_first`: those kept by `user`."""
    pairs = silent_pairs(user, partners, today=today)
    if own_first:
        pairs.sort(key=lambda pair: not _is_kept_by(pair, user))
    pairs = pairs[:AT_MOST]
    tasks = _open_follow_ups(user, [link for pair in pairs for link in pair.links])
    may_write = writer(user)
    desks = {p.code: p for p in partners if p.pk in user.desk_partner_ids}
    return [
        _with_ways_on(pair, tasks, desks.get(pair.partner.country) if may_write else "")
        for pair in pairs
    ]


def by_home(contacts: list[SilentContact]) -> list[tuple]:
    """Each institution at home with its contacts, in the order in which they come."""
    groups = {}
    for contact in contacts:
        groups.setdefault(contact.pair.home, []).append(contact)
    return list(groups.items())


def _is_kept_by(pair, user):
    return any(link.responsible_id == user.pk for link in pair.links)


def _open_follow_ups(user, links):
    """By link, the one that is due first."""
    rows = FollowUp.objects.visible_to(user).current().open().order_by("-due", "-pk")
    # Asked with 0 as well, so that it is one query whether or not there is a link.
    rows = rows.filter(link__in=[0, *(link.pk for link in links)])
    return {row.link_id: row for row in rows}


def _with_ways_on(pair, tasks, partner):
    link = next((link for link in pair.links if not link.until), None)
    doing = next((tasks[one.pk] for one in pair.links if one.pk in tasks), None)
    found = SilentContact(pair, link, doing)
    if partner and not doing:
        found.renew_url = _renew_url(pair, link, partner)
    if partner and not link:
        ends = urlencode({"home": pair.home.pk, "partner": pair.partner.pk})
        found.record_url = f"{reverse('partners:link_new')}?{ends}"
    return found


def _renew_url(pair, link, partner):
    if link:
        named = {"link": link.pk}
    else:
        named = {"partner": partner.code, "title": _title(pair)}
    return f"{reverse('dialogues:follow_up_new')}?{urlencode(named)}"


def _title(pair):
    # SECURITY: addresses are logged on their way; only names that are no secret.
    if max(pair.home.marking, pair.partner.marking) > Classification.INTERNAL:
        return _("Renew the contact")
    names = {"home": pair.home.name, "partner": pair.partner.name}
    return _("Renew the contact: %(home)s – %(partner)s") % names
