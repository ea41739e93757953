"""A person as a card for an address book (vCard 3.0)."""

import unicodedata

import vobject

from partners.countries import country_name
from partners.models import Person, Position


def has_card(person: Person) -> bool:
    """Whether a card may be made: it leaves the house without any marking."""
    return not (person.protected or person.is_archived) and may_be_passed_on(person)


def may_be_passed_on(person: Person) -> bool:
    """Whether e-mail and telephone may stand in a file, which others may come to see.

    Whoever has refused to be listed, or is not to be contacted, may not be; of whom
    nobody has asked, they may.
    """
    if person.protected or person.do_not_contact:
        return False
    return person.consent_to_be_listed is not False


def card_of(person: Person, position: Position | None) -> str:
    """The text of the card; `position` is one that the reader may see, or None."""
    card = vobject.vCard()
    card.add("fn").value = _line(person.name)
    # Which part of a name is the family's, nobody has said: it stays in one piece.
    card.add("n").value = vobject.vcard.Name(
        family=_line(person.name), prefix=_line(person.honorific)
    )
    _add(card, "nickname", person.name_original)
    _add(card, "email", person.email, type_param="INTERNET")
    _add(card, "tel", person.phone, type_param="WORK")
    institution = position.institution if position else None
    if position:
        _add(card, "title", position.title)
    if institution:
        card.add("org").value = [_line(institution.name)]
    _add_address(card, person, institution)
    return card.serialize()


def _add_address(card, person, institution):
    code = institution.country if institution else person.country
    if not code:
        return
    lines = institution.address.splitlines() if institution else []
    address = card.add("adr")
    address.value = vobject.vcard.Address(
        street=", ".join(filter(None, map(_line, lines))), country=country_name(code)
    )
    address.type_param = "WORK"


def _add(card, name, value, type_param=""):
    if value := _line(value):
        line = card.add(name)
        line.value = value
        if type_param:
            line.type_param = type_param


def _line(value):
    # SECURITY: a line break in a name would begin a line of the card of its own.
    text = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
        for letter in str(value)
    )
    return " ".join(text.split())
