"""Which institutions of the record a text names."""

import re

from core.folding import words
from partners.models import Institution

# "Norwegian Confederation of Trade Unions (LO)": the name, and a short one.
_SHORT_NAME = re.compile(r"^(?P<name>[^()]+)\((?P<short>[^()]+)\)$")
_JOINING = {"and", "og", "the", "with", "as", "well"}
# A part of a name stands for it only when it is as long as this.
_WORDS_OF_A_PART = 3


def institutions_in(text, load):
    """The institutions that a text names, in its order, and whether it says no more.

    One counts when its name, its original name or another name of it occurs in the
    text, and no other institution bears that name.
    """
    return _named_in(text, _by_name(load))


def institutions_of_countries_in(text, load, countries):
    """The same of these countries alone, where a name may be borne in others as well.

    What stands inside a longer name, as "Ministry of Justice" does in that of a centre,
    is not counted by itself.
    """
    return _named_in(text, _by_name(load, countries), longest=True)


def _named_in(text, bearers, longest=False):
    said = words(text)
    places = {}
    for name, institution in bearers.items():
        at = _place(name, said)
        if at is not None:
            places.setdefault(institution, set()).update(range(at, at + len(name)))
    found = sorted(places, key=lambda institution: min(places[institution]))
    if longest:
        found = [one for one in found if not _inside_another(one, places)]
    named = set().union(*places.values())
    rest = {word for at, word in enumerate(said) if at not in named}
    return found, bool(found) and rest <= _JOINING


def _inside_another(institution, places):
    own = places[institution]
    return any(own < other for other in places.values())


def _place(name, said):
    last = len(said) - len(name)
    return next(
        (at for at in range(last + 1) if tuple(said[at : at + len(name)]) == name),
        None,
    )


def _by_name(load, countries=None):
    """Names as tuples of words → the one institution that bears them."""
    memo = ("institutions by name", tuple(countries or ()))
    if memo not in load.memo:
        bearers = {}
        rows = Institution.objects.current().filter(fictional=load.fictional)
        rows = rows.filter(country__in=countries) if countries else rows
        for institution in rows.order_by("pk"):
            for name in _names_of(institution):
                bearers.setdefault(tuple(words(name)), set()).add(institution)
        load.memo[memo] = {
            name: next(iter(them))
            for name, them in bearers.items()
            if name and len(them) == 1
        }
    return load.memo[memo]


def _names_of(institution):
    yield institution.name
    yield institution.name_original
    yield from institution.other_names.splitlines()
    if short := _SHORT_NAME.match(institution.name):
        yield from short.groups()
    first, comma, _where = institution.name.partition(",")
    if comma and len(words(first)) >= _WORDS_OF_A_PART:
        yield first
