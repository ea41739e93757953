"""How alike the names of two people are, in any script and order."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from rapidfuzz.distance import OSA

from partners.duplicates.spelling import LETTER_OF_A_WORD, latin_words

_TITLES = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "hr", "fr", "fru", "ong"),
        *("dr", "drs", "dra", "ir", "prof", "professor", "phd"),
        *("sir", "dame", "madam", "madame", "hon", "honourable", "excellency"),
        *("ambassador", "minister", "judge", "haji", "hj"),
    )
)
# Belongs to a name, and is as often left out.
_PARTICLES = frozenset(("al", "el", "bin", "binti", "bint", "ibn"))
_DEGREES = re.compile(
    r",\s*(?:S\.?\s?H|M\.?\s?H|M\.?\s?Hum|LL\.?\s?[MB]|Ph\.?\s?D|[BM]\.?\s?A|M\.?\s?Sc"
    r"|S\.?\s?Sos|M\.?\s?Si|S\.?\s?IP|S\.?\s?E)\b\.?",
    re.IGNORECASE,
)
_EXCELLENCY = re.compile(r"\bH\.\s?E\.\s?", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_TWICE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiouy]")

# Shorter words are told apart by every letter: Wang and Wan, Tuan and Tung.
LONG_ENOUGH = 6
# Where names are short and few: Yongli is not Yonglei, however long it is.
EVERY_LETTER_COUNTS = frozenset(("CN", "HK", "MO", "TW", "VN"))
SPELT_OTHERWISE = 10
SAME_CONSONANTS = 5
FIRST_INITIAL, NEXT_INITIAL = 12, 1
LEFT_OUT = 8


@dataclass(frozen=True)
class Names:
    """All names of one person: lists of words, keys to meet by, Chinese characters."""

    variants: tuple
    keys: frozenset
    han: frozenset
    every_letter: bool


@lru_cache(maxsize=30_000)
def names_of(name, name_original, other_names, country):
    texts = [name, name_original, *other_names.splitlines()]
    variants = tuple(dict.fromkeys(v for v in map(_words, texts) if v))
    keys = frozenset(key for words in variants for key in _keys(words))
    han = frozenset("".join(_HAN.findall(text)) for text in texts) - {""}
    return Names(variants, keys, han, country in EVERY_LETTER_COUNTS)


def score(one, other):
    # Chinese characters tell apart what the same Latin letters stand for. A name in
    # traditional characters is therefore not found beside the simplified one.
    if one.han and other.han and one.han.isdisjoint(other.han):
        return 0
    strict = one.every_letter or other.every_letter
    return max(
        (_score(a, b, strict) for a in one.variants for b in other.variants), default=0
    )


def _words(text):
    text = _DEGREES.sub("", _EXCELLENCY.sub("", re.sub(r"\([^)]*\)", " ", text)))
    words = [_squeezed(w) for w in latin_words(text) if w not in _TITLES]
    without = [word for word in words if word not in _PARTICLES]
    return tuple(without if len(without) > 1 else words)


def _squeezed(word):
    """Without what is written in several ways: Haakon and Håkon, Mariya and Maria."""
    word = word.replace("aa", "a").replace("oe", "o").replace("ae", "a")
    word = re.sub(r"iy(?=[aeou])", "i", word).replace("ph", "f").replace("ck", "k")
    # Not where it is Chinese: Xue is not Xu.
    word = re.sub(r"(?<=[bdfghkmrstwz])ue", "u", word)
    word = re.sub(r"(?<=[aeiou])h$", "", word)
    return _TWICE.sub(r"\1", word) if len(word) > 3 else word


def _consonants(word):
    return word[0] + _VOWELS.sub("", word[1:])


def _keys(words):
    yield "=" + " ".join(sorted(map(_consonants, words)))
    if len(words) < 2:
        return
    yield from ("+" + joined for joined in _turned(words))
    for a, b in combinations(sorted(set(words)), 2):
        yield f"&{a} {b}"
        yield from (f"~{w} {other[0]}" for w, other in ((a, b), (b, a)) if len(w) > 3)


def _turned(words):
    """Its words written as one, beginning with each of them."""
    return {"".join(words[n:] + words[:n]) for n in range(min(len(words), 5))}


def _score(a, b, strict):
    if a == b:
        return 100 if len(a) > 1 or len(a[0]) > 3 else 0
    if len(a) == 1 or len(b) == 1:
        return _score_of_one_word(a, b)
    if sorted(a) == sorted(b) or not _turned(a).isdisjoint(_turned(b)):
        return 98
    short, long = sorted((a, b), key=len)
    return _score_word_by_word(short, list(long), strict)


def _score_of_one_word(a, b):
    """One word is a surname to most, and the whole name of others."""
    one, other = "".join(a), "".join(b)
    if len(a) == len(b):
        return 88 if _same_consonants(one, other) else 0
    # 王毅 is one word to whoever does not part it: Wangyi.
    return 98 if one == other and len(one) > 4 else 0


def _score_word_by_word(short, long, strict):
    left_out = len(long) - len(short)
    rest = [word for word in short if word not in long or long.remove(word)]
    same = [word for word in short if word not in rest]
    cost, spelt, consonants, initials = LEFT_OUT * left_out, 0, 0, 0
    for word in rest:
        found = next((w for w in long if _same_consonants(word, w)), None)
        if found:
            consonants, cost = consonants + 1, cost + SAME_CONSONANTS
        elif found := next(
            (w for w in long if not strict and _misspelt(word, w)), None
        ):
            spelt, cost = spelt + 1, cost + SPELT_OTHERWISE
        elif found := next((w for w in long if _initial(word, w)), None):
            cost += NEXT_INITIAL if initials else FIRST_INITIAL
            initials += 1
        else:
            return 0
        long.remove(found)
    certain = [word for word in same if len(word) > 1]
    if spelt > 1 or not (certain or consonants):
        return 0
    if initials and max(map(len, certain), default=0) < 4:
        return 0
    # `Nguyen An` is half of many names: what is left out weighs by what is there.
    in_full = len(certain) + consonants
    if left_out and (in_full < 2 or sum(map(len, certain)) < 9 or spelt or initials):
        return 0
    return 100 - cost


def _same_consonants(a, b):
    """`mohamed` and `muhamad`; Arabic writes the consonants only: `mhmd`."""
    consonants = _consonants(a)
    if consonants != _consonants(b):
        return False
    if consonants in (a, b):
        return len(consonants) > 2
    return len(a) == len(b) and len(consonants) > 3


def _misspelt(a, b):
    if min(len(a), len(b)) < LONG_ENOUGH or a[0] != b[0]:
        return False
    # Henrik and Henrikke are two names.
    return not (a.startswith(b) or b.startswith(a)) and OSA.distance(a, b) == 1


def _initial(a, b):
    short, long = sorted((a, b), key=len)
    return len(short) == LETTER_OF_A_WORD and long.startswith(short)
