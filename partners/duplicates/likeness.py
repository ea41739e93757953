"""Which records look like the same person or the same institution.

Names are compared, and nothing else is: the country, the original script and what is
part of what only take pairs away. A pair has a score out of 100:

- 100: the same words in the same order once case, accents, titles and the script are
  taken away (`Trần Đức` and `Tran Duc`, `王毅` and `Wang Yi`);
- 98: the same words in another order, or parted otherwise (`Yi Wang`, `Li Ke Qiang`);
- 88 to 96: one word is spelt in another way, stands as an initial only, or is left out,
  and the others are the same (`Muhammad`, `J. Hansen`, `Ina Marie Lund`);
- below that the pair shares a surname, a given name or a generic word, as people and
  courts do everywhere.

`LIKELY` is 85. Everything that counts against a pair costs 4 or more, so that one such
doubt leaves a spelling likely (90 - 4), two do not, and an initial together with an
unknown country (88 - 4) is no duplicate. tests/partners/test_likeness.py holds a table
of pairs on both sides of the line.

Nothing compares every row with every other: rows meet only where they share a key (see
`people` and `institutions` below), and a key that more than `MOST_OF_A_KEY` rows share
says nothing.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from partners.duplicates import institutions, people
from partners.models import Institution, Person

LIKELY = 85
MOST_OF_A_KEY = 40
# Exact homonyms meet however many there are, each with this many of the next.
NEIGHBOURS = 10
COUNTRY_UNKNOWN = 4
_HOW = {Person: people, Institution: institutions}


@dataclass(frozen=True)
class Row:
    """What a record is compared by."""

    pk: int | None
    country: str
    parent: int | None
    names: object


@dataclass(frozen=True)
class Pair:
    first: int
    second: int
    score: int
    countries: frozenset


def likely_pairs(rows):
    """Pairs of a queryset of people or institutions, the most alike first."""
    how = _HOW[rows.model]
    known = {row.pk: row for row in _read(rows)}
    pairs = []
    for first, second in _meetings(known.values()):
        score = _score(how, known[first], known[second])
        if score >= LIKELY and not _whole_and_part(known, first, second):
            countries = frozenset((known[first].country, known[second].country))
            pairs.append(Pair(first, second, score, countries))
    return sorted(pairs, key=lambda pair: (-pair.score, -pair.second, -pair.first))


def alike(record, rows):
    """Keys of the rows that look like `record`, the most alike first.

    `record` need not be saved; `rows` is a queryset of the same model.
    """
    how = _HOW[rows.model]
    here = _row(how, record.pk, *(getattr(record, name) for name in _fields(rows)))
    known = {row.pk: row for row in _read(rows)}
    known[here.pk] = here
    found = []
    for row in known.values():
        if row.pk == here.pk or here.names.keys.isdisjoint(row.names.keys):
            continue
        score = _score(how, here, row)
        if score >= LIKELY and not _whole_and_part(known, here.pk, row.pk):
            found.append((-score, row.pk))
    return [pk for _score_down, pk in sorted(found)]


def _fields(rows):
    parent = ("parent_id",) if rows.model is Institution else ()
    return ("country", "name", "name_original", "other_names", *parent)


def _read(rows):
    how = _HOW[rows.model]
    return [
        _row(how, *values)
        for values in rows.order_by().values_list("pk", *_fields(rows))
    ]


def _row(how, pk, country, name, name_original, other_names, parent=None):
    names = how.names_of(name, name_original, other_names, country)
    return Row(pk, country, parent, names)


def _meetings(rows):
    """Pairs of keys of rows that share a key of their names, each once."""
    blocks = defaultdict(list)
    for row in rows:
        for key in row.names.keys:
            blocks[key].append(row.pk)
    met = set()
    for key, block in blocks.items():
        if len(block) < 2:
            continue
        block.sort()
        if len(block) <= MOST_OF_A_KEY:
            met.update(combinations(block, 2))
        elif key.startswith("="):
            for number, first in enumerate(block):
                following = block[number + 1 : number + 1 + NEIGHBOURS]
                met.update((first, second) for second in following)
    return met


def _score(how, one, other):
    if one.country and other.country and one.country != other.country:
        return 0
    doubt = 0 if one.country == other.country else COUNTRY_UNKNOWN
    return how.score(one.names, other.names) - doubt


def _whole_and_part(known, first, second):
    return _is_above(known, first, second) or _is_above(known, second, first)


def _is_above(known, whole, part):
    passed = set()
    while part in known and part not in passed:
        passed.add(part)
        part = known[part].parent
        if part is not None and part == whole:
            return True
    return False
