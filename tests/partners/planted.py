"""Files for imports with errors planted in them; for the tests and the bench."""

import csv
import io
from itertools import count

from partners.models import Institution, Person
from tests.factories import make_institution, make_partner, make_person

LONG = "x" * 201


def institution(number):
    return {
        "name": f"Institute {number}",
        "country": ("ID", "Indonesia", "Norway", "NO")[number % 4],
        "sector": ("academia", "judicial_system", "")[number % 3],
        "active": ("yes", "nei", "")[number % 3],
        "parent": "",
        "phone": f"+62 21 {number}",
        "note": f"Line one\nline {number}; and more",
        "classification": ("internal", "Restricted", "")[number % 3],
    }


INSTITUTION_ERRORS = (
    {"country": "Atlantis"},
    {"sector": "astrology"},
    {"country": "CN"},  # another desk's
    {"name": LONG},
    {"name": "Institute 1", "country": "Indonesia"},  # stands above
    {"name": "Supreme Court", "country": "ID"},  # there are two
    {"parent": "No such ministry"},
    {"classification": "secret"},
    {"active": "perhaps"},
    {"name": ""},
)


def person(number):
    return {
        "name": f"Given{number} Family{number}",
        "country": ("ID", "Indonesia", "Norge", "")[number % 4],
        "email": f"person{number}@example.org",
        "languages": "English",
        "do_not_contact": ("no", "ja", "")[number % 3],
        "protected": "",
        "note": f"Met in {1990 + number % 30}",
        "classification": ("internal", "Begrenset", "")[number % 3],
    }


PERSON_ERRORS = (
    {"country": "Atlantis"},
    {"country": "Kina"},
    {"name": LONG},
    {"name": "Family1 Given1", "country": "Indonesia"},
    {"name": "Budi Santoso", "country": "ID"},
    {"email": "nobody at home"},
    {"protected": "yes", "classification": "internal"},
    {"classification": "secret"},
    {"do_not_contact": "perhaps"},
    {"name": ""},
)


def position(number):
    return {
        "person": f"Known Person{number}",
        "institution": f"Known Institute {number % 50}",
        "title": "Director",
        "level": ("minister", "Direktør", "")[number % 3],
        "since": ("2019", "5.2020", "2021-03-04", "")[number % 4],
        "until": ("2023", "", "")[number % 3],
        "left_because": "",
        "classification": "",
    }


POSITION_ERRORS = (
    {"person": "Nobody Known"},
    {"person": "Budi Santoso"},
    {"institution": "No such place"},
    {"since": "2020", "until": "2019"},
    {"since": "soon"},
    {"level": "emperor"},
    {"person": "Person1 Known", "institution": "Known Institute 1", "since": "5.2020"},
    {"person": "Abroad Person"},
    {"title": LONG},
    {"left_because": "retired", "until": ""},
)
KINDS = {
    "institutions": (institution, INSTITUTION_ERRORS),
    "people": (person, PERSON_ERRORS),
    "positions": (position, POSITION_ERRORS),
}


def prepare(kind, rows):
    """What the errors of a kind run into, and what its rows name."""
    make_partner("ID")
    make_partner("CN")
    for _twice in range(2):
        make_institution(name="Supreme Court")
        make_person(name="Budi Santoso")
    if kind == "positions":
        Institution.objects.bulk_create(
            Institution(name=f"Known Institute {n}", country="ID") for n in range(50)
        )
        Person.objects.bulk_create(
            Person(name=f"Known Person{n}", country="ID") for n in range(rows)
        )
        make_person(name="Abroad Person", country="CN")


def planted(kind, rows, errors=50):
    """A CSV file of so many rows, and the numbers of those that are wrong."""
    make, mistakes = KINDS[kind]
    every, wrong, lines = rows // errors, [], []
    mistake = count()
    for number in range(rows):
        line = make(number)
        if number % every == every - 1 and len(wrong) < errors:
            line |= mistakes[next(mistake) % len(mistakes)]
            wrong.append(number + 2)
        lines.append(line)
    text = io.StringIO()
    writer = csv.DictWriter(text, lines[0])
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode("utf-8-sig"), wrong
