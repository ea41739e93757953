"""How alike the names of two institutions of one country are."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import pycountry
from django.utils import translation
from rapidfuzz.distance import OSA

from partners.countries import country_name
from partners.duplicates.spelling import latin_words

_SMALL_WORDS = frozenset(
    (
        *("the", "of", "for", "and", "in", "on", "at", "to", "from", "s"),
        *("og", "i", "til", "ved", "pa", "av", "fra", "de", "del", "la"),
    )
)
# What British and American, and English and Norwegian, spell in two ways.
_ONE_SPELLING = {
    "centre": "center",
    "senter": "center",
    "senteret": "center",
    "labour": "labor",
    "defence": "defense",
    "programme": "program",
    "instituttet": "institute",
    "institutt": "institute",
}
_BRACKETS = re.compile(r"\(([^)]*)\)")
_TAIL = re.compile(r",\s+|\s+[–—-]\s+|;\s+")
_SHORT_FORM = re.compile(r"[A-ZÆØÅÖÄÜĐ][\w&.-]*[A-ZÆØÅÖÄÜĐ][\w&.-]*")

# Hunan and Henan, Shanxi and Shaanxi are places of their own.
LONG_ENOUGH = 7
SPELT_OTHERWISE = 5
OTHER_ORDER = 2
WITHOUT_ITS_WHOLE, SHORT_FORM, FIRST_LETTERS = 91, 90, 88


@dataclass(frozen=True)
class Names:
    """All names of one institution.

    `wholes` are lists of words, `heads` what stands before a comma, `shorts` the short
    forms that it bears itself, `letters` those that its words would give.
    """

    wholes: tuple
    heads: tuple
    shorts: frozenset
    letters: frozenset
    keys: frozenset


@lru_cache(maxsize=30_000)
def names_of(name, name_original, other_names, country):
    wholes, heads, shorts, letters = [], [], set(), set()
    for text in [name, name_original, *other_names.splitlines()]:
        shorts |= _short_forms(text)
        text = " ".join(_BRACKETS.sub(" ", text).split())
        head, *tail = _TAIL.split(text, maxsplit=1)
        if words := _words(text, country):
            wholes.append(words)
            letters |= _first_letters(head)
        if tail and (words := _words(head, country)):
            heads.append(words)
    keys = {key for words in (*wholes, *heads) for key in _keys(words)}
    keys |= {f"#{short}" for short in shorts | letters}
    return Names(
        tuple(dict.fromkeys(wholes)),
        tuple(dict.fromkeys(heads)),
        frozenset(shorts),
        frozenset(letters),
        frozenset(keys),
    )


def score(one, other):
    scores = [_score(a, b) for a in one.wholes for b in other.wholes]
    # Two heads with different tails are two faculties of law.
    for heads, wholes in ((one.heads, other.wholes), (other.heads, one.wholes)):
        if any(_score(a, b) >= 95 for a in heads for b in wholes):
            scores.append(WITHOUT_ITS_WHOLE)
    if one.shorts & other.shorts:
        scores.append(SHORT_FORM)
    if one.shorts & other.letters or other.shorts & one.letters:
        scores.append(FIRST_LETTERS)
    return max(scores, default=0)


def _short_forms(text):
    """`LeIP` out of `Law Institute (LeIP)`, and a name that is nothing else."""
    found = [*_BRACKETS.findall(text), text]
    return {
        part.strip().casefold()
        for part in found
        if _SHORT_FORM.fullmatch(part.strip()) and 3 <= len(part.strip()) <= 12
    }


def _first_letters(text):
    """NCHR for the Norwegian Centre for Human Rights; also with its small words."""
    every = latin_words(text)
    main = [word for word in every if word not in _SMALL_WORDS]
    return {
        "".join(word[0] for word in words) for words in (every, main) if len(words) >= 3
    }


def _words(text, country):
    words = [_ONE_SPELLING.get(w, w) for w in latin_words(text)]
    words = [re.sub(r"isation(s?)$", r"ization\1", word) for word in words]
    words = _without_country(" ".join(words), country).split()
    main = tuple(word for word in words if word not in _SMALL_WORDS)
    return main or tuple(words)


def _without_country(text, country):
    """A court of a country is the court there: the country is compared by itself."""
    if not country:
        return text
    names, stem = _names_of_country(country)
    for name in names:
        text = re.sub(rf"\bof (the )?{re.escape(name)}\b", " ", text)
    words = text.split()
    without = [word for word in words if not (stem and word.startswith(stem))]
    main = [word for word in without if word not in _SMALL_WORDS]
    return " ".join(without if len(main) > 1 else words)


@cache
def _names_of_country(code):
    """Its names, the longest first, and how its adjective begins."""
    country = pycountry.countries.get(alpha_2=code)
    with translation.override("en"):
        named = [country_name(code), getattr(country, "name", "")]
    named.append(getattr(country, "official_name", ""))
    plain = {" ".join(latin_words(name)) for name in named} - {""}
    plain |= {name.replace("viet nam", "vietnam") for name in plain}
    first = latin_words(named[0])[:1]
    stem = first[0][:4] if first and len(first[0]) >= 5 else ""
    return sorted(plain, key=len, reverse=True), stem


def _keys(words):
    ordered = sorted(words)
    yield "=" + " ".join(ordered)
    yield "+" + " ".join(word[:4] for word in ordered)
    if len(ordered) > 2:
        for left_out in range(len(ordered)):
            yield "&" + " ".join(ordered[:left_out] + ordered[left_out + 1 :])


def _score(a, b):
    if a == b:
        return 100
    if len(a) != len(b):
        return 0
    left = list(b)
    rest = [word for word in a if word not in left or left.remove(word)]
    if not rest:
        return 100 - OTHER_ORDER
    for word in rest:
        found = next((w for w in left if _misspelt(word, w)), None)
        if found is None:
            return 0
        left.remove(found)
    return 100 - SPELT_OTHERWISE * len(rest) if len(rest) < 3 else 0


def _misspelt(a, b):
    if min(len(a), len(b)) < LONG_ENOUGH or a[:2] != b[:2] or (a + b).isdecimal():
        # One right or many is no difference: a plural.
        return min(len(a), len(b)) > 3 and (a == f"{b}s" or b == f"{a}s")
    return OSA.distance(a, b) == 1
