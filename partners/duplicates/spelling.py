"""Names in Latin letters, whatever script they are written in."""

import re
from functools import lru_cache

from anyascii import anyascii

from core.folding import words

LETTER_OF_A_WORD = 1
# Scripts that write no spaces: each of their letters is a syllable of its own.
_SYLLABLES = re.compile(r"([\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3])")


@lru_cache(maxsize=30_000)
def latin_words(text):
    """`王毅` gives wang, yi; `Мария` mariya; `Trần Đức` tran, duc."""
    parted = _SYLLABLES.sub(r" \1 ", text)
    return tuple(words(anyascii(parted.replace("’", "").replace("'", ""))))
