"""Who carries a project: found in the words of a source, or named one by one."""

from dataclasses import dataclass

from dialogues.record.names import key_of
from partners.record import country_of, institution_of
from partners.record.naming import institutions_in, institutions_of_countries_in
from projects.models import ProjectPartner

_ROLE = ProjectPartner.Role


@dataclass(frozen=True)
class Piece:
    """One of the partners that a source lists, with the institutions in its words."""

    words: str
    found: list
    says_no_more: bool
    role: str


def pieces_of(row, load, partners, comparator):
    """What stands in `home_partner`, `partner_institution` and `funding`."""
    abroad = [partner.code for partner in partners]
    home = [comparator] if comparator else [load.home]
    cooperating = _ROLE.COOPERATING
    home_role = row.choice("home_role", _ROLE, cooperating)
    partner_role = row.choice("partner_role", _ROLE, cooperating)
    pieces = [
        _piece(words, load, home, home_role) for words in _split(row, "home_partner")
    ]
    for words in _split(row, "partner_institution"):
        piece = _piece(words, load, abroad, partner_role)
        pieces.append(piece if piece.found else _anywhere(words, load, partner_role))
    return pieces


def funders_of(row, load):
    """Institutions of the home country that the words on the money name."""
    found, _no_more = institutions_of_countries_in(
        row.text("funding"), load, [load.home]
    )
    return found


def _split(row, key):
    return filter(None, map(str.strip, row.text(key).split(";")))


def _piece(words, load, countries, role):
    found, no_more = institutions_of_countries_in(words, load, countries)
    return Piece(words, found, no_more, role)


def _anywhere(words, load, role):
    """Of a third country: a Nordic institute that takes part, say."""
    found, no_more = institutions_in(words, load)
    return Piece(words, found, no_more, role)


def take_roles_in_words(row, load, project, pieces):
    for piece in pieces:
        for institution in piece.found:
            _take(row, load, project, institution, piece.role)
    if not project.comparator:
        for institution in funders_of(row, load):
            _take(row, load, project, institution, _ROLE.FUNDER)


def take_named_roles(row, load, project):
    """Those that the row lists in `institutions`, of its home country or another."""
    for named in row.rows("institutions"):
        country = country_of(named, load, "country", required=True)
        institution = institution_of(named, load, "name", country)
        named.text("name", required=True)
        named.refuse_if_broken()
        role = named.choice("role", _ROLE, _ROLE.COOPERATING)
        _take(
            named,
            load,
            project,
            institution,
            role,
            since=named.date("since"),
            until=named.date("until"),
            note=named.text("note"),
        )


def _take(row, load, project, institution, role, **more):
    key = f"{key_of(project)}/{institution.country}/{institution.name}/{role}"
    known = load.find(ProjectPartner, "projects.institutions", key)
    if not known and project.roles.current().holding(institution, role).exists():
        # Entered by hand, or of an institution that was merged into this one.
        return
    load.take(
        row,
        "projects.institutions",
        key,
        ProjectPartner,
        shared=True,
        project=project,
        institution=institution,
        role=role,
        **more,
    )
