"""Contacts between institutions, for pages of apps further up."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import log_reading, writer
from core.lists import Column, as_table
from dialogues.contacts import health as contact_health
from dialogues.contacts.pairs import Health, pair_of, pairs_of
from dialogues.page_parts import fact
from partners.countries import home_country_name
from partners.models import Person
from partners.permissions import can_keep_country

register = template.Library()

SHOWN = 50


@register.simple_tag
def health_rule():
    return contact_health.health_rule()


@register.inclusion_tag("dialogues/link_contacts.html", takes_context=True)
def contacts_of_link(context, link):
    """What is between the two institutions of a link, as this user may know."""
    request = context["request"]
    pair = pair_of(request.user, link, today=timezone.localdate())
    shown = pair.contacts[:SHOWN]
    people = _people(request.user, shown)
    events = [contact.event for contact in pair.contacts]
    log_reading(request, link, parts=[*events, *people.values()])
    table = as_table(shown, _contact_columns(people))
    for row, contact in zip(table["rows"], shown, strict=True):
        row["record"] = contact.event
    return {
        "facts": _facts(pair, link),
        "table": table,
        "person": pair.single_person,
        "more": pair.times - len(shown),
        "ended": bool(link.until),
    }


def _facts(pair, link):
    years = ", ".join(
        f"{year}: {pair.years[year]}" for year in sorted(pair.years)[::-1]
    )
    known = [
        fact(_("Last contact"), pair.last, kind="date"),
        fact(_("Times met"), pair.times or None, kind="number"),
        fact(_("In each year"), years),
    ]
    if link.until:
        return known if pair.times else []
    health = pair.health
    alive = fact(_("Health"), health.label, kind="status", tone=health.tone)
    return [alive, *known] if pair.times else [alive]


def _people(user, contacts):
    """Of all who took part, those whom the user may see, by primary key."""
    keys = set()
    for contact in contacts:
        keys |= contact.home_people | contact.partner_people
    return Person.objects.visible_to(user).in_bulk(keys)


def _contact_columns(known):
    def people(side):
        def in_words(contact):
            came = [known[key].name for key in getattr(contact, side) if key in known]
            return ", ".join(sorted(came)) or _("no name recorded")

        return in_words

    return [
        Column(
            "event",
            _("Occasion"),
            link=lambda contact: contact.event.get_absolute_url(),
        ),
        Column("date", _("Date"), kind="date"),
        Column("home", home_country_name(), value=people("home_people")),
        Column("partner", _("Partner country"), value=people("partner_people")),
        Column("marking", _("Marking"), value="event__marking", kind="marking"),
    ]


@register.inclusion_tag("dialogues/institution_contacts.html", takes_context=True)
def contacts_of_institution(context, institution):
    """With whom of the other country it is in touch, the last contact first."""
    request = context["request"]
    is_ours = institution.country == settings.HOME_COUNTRY
    pairs = pairs_of(request.user, institution, today=timezone.localdate())
    pairs.sort(key=lambda pair: pair.last or "", reverse=True)
    log_reading(request, institution, parts=_parts_of(pairs))
    columns = _pair_columns(request.user, "partner" if is_ours else "home")
    return {
        "is_ours": is_ours,
        "home_country": home_country_name(),
        "table": as_table(pairs, columns),
    }


def _parts_of(pairs):
    """What the reader learns of from the rows of these pairs, for the log."""
    for pair in pairs:
        yield from (pair.home, pair.partner, *pair.links)
        yield from (contact.event for contact in pair.contacts)


def _pair_columns(user, other):
    may_write = writer(user)
    keeps = {}

    def can_record(pair):
        code = pair.partner.country
        if code not in keeps:
            keeps[code] = may_write and can_keep_country(user, code)
        return keeps[code]

    def link_in_words(pair):
        if pair.links:
            return ", ".join(dict.fromkeys(str(link.kind) for link in pair.links))
        return _("Record the link") if can_record(pair) else ""

    def link_address(pair):
        if pair.links:
            return pair.links[0].get_absolute_url()
        if not can_record(pair):
            return ""
        new = reverse("partners:link_new")
        return f"{new}?home={pair.home.pk}&partner={pair.partner.pk}"

    def health(pair):
        return Health.ENDED if pair.has_ended else pair.health

    return [
        Column(
            "institution",
            _("Institution"),
            value=f"{other}__name",
            link=lambda pair: getattr(pair, other).get_absolute_url(),
        ),
        Column("last", _("Last contact"), kind="date"),
        Column(
            "times",
            _("Times met"),
            value=lambda pair: pair.times or None,
            kind="number",
        ),
        Column(
            "health",
            _("Health"),
            value=lambda pair: health(pair).label,
            kind="status",
            tone=lambda pair: health(pair).tone,
        ),
        Column("link", _("Recorded link"), value=link_in_words, link=link_address),
    ]
