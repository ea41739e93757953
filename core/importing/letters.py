"""In which letters a text file was written, where that is certain.

A guess is worth nothing here: a name that was read wrongly would be taken into the
record. So a file that is not Unicode is read only when nearly all of its letters are
such as people write in one encoding, and in no other.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# What Norwegian texts, and names of the neighbours, have beyond ASCII.
_WESTERN = frozenset(
    "æøåÆØÅäöüÄÖÜßéèêëÉÈÊËáàâÁÀÂóòôÓÔúùûÚíîïÍçÇñÑ–—’“”…«»§°·\N{NO-BREAK SPACE}"
)
_VIETNAMESE = frozenset("ăâđêôơưĂÂĐÊÔƠƯàáèéìíòóùúýÀÁÈÉÒÓÙÚ–—’“”…")
_TONES = re.compile("[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY][\u0300\u0301\u0303\u0309\u0323]")
# How far the best encoding must be right, and how much better than the next.
_CERTAIN, _APART = 0.9, 0.2


@dataclass(frozen=True)
class Letters:
    """What a file says, and in which encoding, where that is worth a word."""

    text: str
    encoding: str = ""


def read_letters(content):
    """The text of a file; raises ValidationError where that is not certain."""
    text, encoding = _unicode(content) or _of_one_country(content)
    if "\x00" in text:
        raise _no_text()
    return Letters(unicodedata.normalize("NFC", text), encoding)


def _unicode(content):
    if content.startswith(_UTF16_MARKS):
        return _decoded(content, "utf-16") or _refuse()
    if b"\x00" in content[:4096]:
        # Every other byte of a Latin header is null; otherwise it is no text at all.
        for encoding, at in (("utf-16-le", 1), ("utf-16-be", 0)):
            if content[at:200:2].count(0) > len(content[:200]) * 0.45:
                return _decoded(content, encoding) or _refuse()
        raise _no_text()
    return _decoded(content, "utf-8-sig")


def _decoded(content, encoding):
    try:
        return content.decode(encoding), ""
    except UnicodeDecodeError:
        return None


def _refuse():
    raise ValidationError(
        _(
            "It is not certain in which letters this file was written. In the "
            "spreadsheet choose “Save as” and “CSV UTF-8”, or save it as .xlsx, and "
            "bring it again."
        ),
        code="letters",
    )


def _no_text():
    return ValidationError(
        _("This is no text. Save the table as CSV UTF-8 or as .xlsx."), code="no_text"
    )


def _of_one_country(content):
    """The text and the name of the encoding, by the letters that people use."""
    found = []
    for encoding, name, share in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        found.append((share(content, text), text, name))
    found.sort(key=lambda guess: guess[0], reverse=True)
    if not found or found[0][0] < _CERTAIN:
        _refuse()
    best, text, name = found[0]
    if any(s > best - _APART and other != text for s, other, _name in found[1:]):
        _refuse()
    return text, name


def _beyond_ascii(text):
    return [letter for letter in text if letter > "\x7f"]


def _western(content, text):
    if re.search(rb"[\x80-\xff]{4}", content):
        return 0  # not in any word of these languages
    letters = _beyond_ascii(text)
    return sum(letter in _WESTERN for letter in letters) / len(letters)


def _vietnamese(content, text):
    toned = len(_TONES.findall(text))
    letters = _beyond_ascii(text)
    # A base letter with a tone is right as a whole; a tone that stands alone is not.
    usual = sum(letter in _VIETNAMESE for letter in letters)
    return (usual + toned) / len(letters) if toned else 0


def _chinese(first, last, trail):
    """The share of characters that are among the few thousand usual ones."""

    def share(content, text):
        pairs = re.findall(rb"[\x81-\xfe][\x30-\xfe]", content)
        usual = sum(first <= pair[0] <= last and pair[1] in trail for pair in pairs)
        return usual / len(pairs) if pairs else 0

    return share


_GB_TRAIL = frozenset(range(0xA1, 0xFF))
_BIG5_TRAIL = frozenset([*range(0x40, 0x7F), *range(0xA1, 0xFF)])
_ENCODINGS = (
    ("cp1252", "Windows-1252", _western),
    ("cp1258", "Windows-1258", _vietnamese),
    ("gb18030", "GB18030", _chinese(0xB0, 0xD7, _GB_TRAIL)),
    ("big5", "Big5", _chinese(0xA4, 0xC6, _BIG5_TRAIL)),
)
