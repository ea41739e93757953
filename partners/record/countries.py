"""Countries, institutions and people."""

from django.conf import settings

from core.folding import fold
from core.record_file import Skip, loads
from partners.countries import country_choices
from partners.models import Institution, Level, Partner, Person, Position, Sector

_PARTNER_STATUS = {
    "active": Partner.Status.ACTIVE,
    "suspended": Partner.Status.PAUSED,
    "ended": Partner.Status.ENDED,
}


@loads("countries")
def load_country(row, load):
    """Countries of the file's dialogues become partners; the others need no row."""
    code = country_of(row, load, "code", required=True)
    row.refuse_if_broken()
    if code == settings.HOME_COUNTRY:
        raise Skip("the home country")
    ours = [d for d in load.sections.get("dialogues", ()) if d.get("country") == code]
    if not ours:
        raise Skip("no dialogue with it in this file")
    states = {str(dialogue.get("status")) for dialogue in ours}
    one = states.pop() if len(states) == 1 else "active"
    partner = load.take(
        row,
        "countries",
        code,
        Partner,
        same={"code": code},
        code=code,
        name=row.text("name", required=True),
        status=_PARTNER_STATUS.get(one, Partner.Status.ACTIVE),
        overview=row.words("overview", "note"),
    )
    load.cite_sources(row, partner)


@loads("institutions")
def load_institution(row, load):
    name = row.text("name", required=True)
    country = country_of(row, load, "country", required=True)
    code, in_source = row.text("sector"), row.text("sector_in_source")
    sector = Sector.objects.filter(code=code).first() if code else None
    if code and not sector:
        row.problem("sector", f"there is no sector “{code}”")
    active = row.flag("active")
    institution = load.take(
        row,
        "institutions",
        f"{country}/{name}",
        Institution,
        same={"country": country, "name": name},
        name=name,
        name_original=row.text("name_original"),
        country=country,
        sector=sector,
        parent=institution_of(row, load, "parent", country),
        active=True if active is None else active,
        other_names=row.words("other_names"),
        note=row.text("note"),
    )
    source = load.cite_sources(row, institution)
    if in_source != code:
        load.cite_value(row, institution, source, "sector", in_source)


@loads("people")
def load_person(row, load):
    country = country_of(row, load, "country")
    name, key = row.text("name", required=True), row.text("key")
    person = load.take(
        row,
        "people",
        key or f"{country}/{name}",
        Person,
        same=None if key else {"country": country, "name": name},
        name=name,
        name_original=row.text("name_original"),
        honorific=row.text("honorific"),
        country=country,
        consent_to_be_listed=row.flag("consent_to_be_listed"),
        do_not_contact=row.flag("do_not_contact") or False,
        protected=row.flag("protected") or False,
        note=row.text("note"),
    )
    load.cite_sources(row, person)
    if held := row.row("position"):
        institution = institution_of(
            held, load, "institution", country_of(held, load, "country") or country
        )
        if not institution:
            held.problem("institution", "is missing")
        take_position(
            held,
            load,
            person,
            institution,
            since=held.date("since"),
            until=held.date("until"),
        )


def take_person(row, load, country):
    """Somebody whom another row names, by country and name."""
    name = row.text("name", required=True)
    return load.take(
        row,
        "people",
        f"{country}/{name}",
        Person,
        same={"country": country, "name": name},
        shared=True,
        name=name,
        country=country,
    )


def take_position(row, load, person, institution, **values):
    """What the row says that this person is; nothing for a person entered by hand."""
    title = row.text("title")
    level = row.choice("level", Level)
    row.refuse_if_broken()
    if not load.is_from_a_file(person):
        return None
    _people, _colon, who = person.loaded_as.partition(":")
    return load.take(
        row,
        "people.positions",
        f"{who}/{institution.country}/{institution.name}/{title}",
        Position,
        shared=True,
        person=person,
        institution=institution,
        title=title,
        level=level,
        **values,
    )


def country_of(row, load, key, required=False):
    """A country's code; a problem when there is no such country."""
    code = row.text(key, required)
    if "countries" not in load.memo:
        load.memo["countries"] = {code for code, _name in country_choices()}
    if code and code not in load.memo["countries"]:
        row.problem(key, f"there is no country with the code “{code}”")
    return code


def institution_of(row, load, key, country):
    """The institution of a country that a row names, or None; a problem if unknown."""
    if not (name := row.text(key)):
        return None
    known = Institution.objects.current().filter(loaded_as="")
    found = load.find(Institution, "institutions", f"{country}/{name}") or (
        known.filter(country=country, name=name).first()
    )
    if not found:
        row.problem(key, f"“{name}” is no institution of {country} in this record")
        return None
    # What was merged into another stands for it.
    return found.merged_into or found


def foreign_ministry(load, country):
    """The ministry for which a country's delegation speaks, or None when unknown.

    The file names it in `_about`; otherwise it is the one that goes by that name.
    """
    named = load.about.values.get("foreign_ministries")
    name = named.get(country) if isinstance(named, dict) else None
    name = name or "Ministry of Foreign Affairs"
    rows = Institution.objects.current().filter(country=country).order_by("pk")
    return next((row for row in rows if fold(row.name) == fold(str(name))), None)
