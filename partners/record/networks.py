"""Networks, and who is in them."""

import re

from core.record_file import loads
from partners.models import Membership, Network, Partner, Person, Sector
from partners.record.countries import country_of, institution_of
from partners.record.naming import institutions_in

# "2001 (joint annual courses to 2007)": a date, and words.
_DATE_AND_WORDS = re.compile(r"^(\d{4}(?:-\d{2}){0,2})\b(?P<words>.*)$", re.DOTALL)


@loads("networks")
def load_network(row, load):
    name = row.text("name", required=True)
    since, in_words = _since(row)
    members = row.text("members")
    named, says_no_more = institutions_in(members, load)
    partners, sectors = _partners(row, load), _sectors(row)
    network = load.take(
        row,
        "networks",
        name,
        Network,
        same={"name": name},
        name=name,
        other_names=row.words("other_names"),
        purpose=row.text("purpose"),
        status=row.choice("status", Network.Status),
        since=since,
        until=row.date("until"),
        members_in_words="" if says_no_more else members,
        size=row.text("size"),
        website=row.text("website"),
        note=row.text("note"),
    )
    source = load.cite_sources(row, network)
    load.cite_value(row, network, source, "since", in_words)
    if says_no_more:
        load.cite_value(row, network, source, "members_in_words", members)
    for partner in partners:
        load.add(network, "partners", partner)
    for sector in sectors:
        load.add(network, "sectors", sector)
    for inner in row.rows("institutions"):
        _take_listed(inner, load, network)
    for institution in named:
        _take_membership(row, load, network, institution=institution)


def _since(row):
    """When it began, and the source's words where these say more."""
    if not isinstance(row.values.get("since"), str):
        return row.date("since"), ""
    text = row.text("since")
    read = _DATE_AND_WORDS.match(text)
    if not read or not read["words"].strip():
        return row.date("since"), ""
    return read[1], text


def _partners(row, load):
    """The partner of the dialogue that it is related to, or those of `countries`."""
    codes = row.texts("countries")
    if name := row.text("related_dialogue"):
        found = [d for d in load.sections.get("dialogues", ()) if d.get("id") == name]
        codes += [dialogue.get("country") for dialogue in found]
        if not found:
            row.problem("related_dialogue", f"there is no dialogue “{name}” here")
    partners = Partner.objects.in_bulk(codes, field_name="code")
    for code in codes:
        if code not in partners:
            row.problem("countries", f"{code} is no partner")
    return [partners[code] for code in partners]


def _sectors(row):
    codes = row.texts("sectors")
    sectors = Sector.objects.in_bulk(codes, field_name="code")
    for code in codes:
        if code not in sectors:
            row.problem("sectors", f"there is no sector “{code}”")
    return list(sectors.values())


def _take_listed(row, load, network):
    """An institution that the row lists by name, with its role."""
    country = country_of(row, load, "country", required=True)
    row.text("name", required=True)
    institution = institution_of(row, load, "name", country)
    role = row.choice("role", Membership.Role, Membership.Role.MEMBER)
    row.refuse_if_broken()
    _take_membership(
        row,
        load,
        network,
        institution=institution,
        role=role,
        since=row.date("since"),
        until=row.date("until"),
    )


@loads("memberships")
def load_membership(row, load):
    """Somebody in a network of the record: a person, an institution, or both."""
    name = row.text("network", required=True)
    network = load.find(Network, "networks", name) or (
        Network.objects.current().filter(loaded_as="", name=name).first()
    )
    if name and not network:
        row.problem("network", f"there is no network “{name}” in this record")
    key = row.text("person")
    person = load.find(Person, "people", key) if key else None
    if key and not person:
        row.problem("person", f"there is no person with the key “{key}”")
    country = country_of(row, load, "country")
    institution = institution_of(row, load, "institution", country)
    if not key and not row.text("institution"):
        row.problem("", "names neither a person nor an institution")
    row.refuse_if_broken()
    _take_membership(
        row,
        load,
        network,
        part="memberships",
        person=person,
        institution=institution,
        role=row.choice("role", Membership.Role, Membership.Role.MEMBER),
        since=row.date("since"),
        until=row.date("until"),
        note=row.text("note"),
    )


def _take_membership(
    row,
    load,
    network,
    *,
    institution,
    person=None,
    part="networks.memberships",
    **values,
):
    """A membership, unless they are or were one: what was ended or moved stays so."""
    who = {"person": person} if person else {"person": None, "institution": institution}
    row.refuse_if_broken()
    there = Membership.objects.filter(network=network, **who)
    if not load.is_from_a_file(network) or there.exists():
        row.known("source", "extra_sources", "classification")
        load.report.of(part).there += 1
        return
    member = person or institution
    membership = load.take(
        row,
        part,
        f"{network.name}/{member.loaded_as or member.pk}",
        Membership,
        network=network,
        person=person,
        institution=institution,
        **values,
    )
    load.cite_sources(row, membership)
