"""Breaks names into lines for a drawing: SVG does not do it by itself."""

import unicodedata

_NARROW = frozenset("iljtfrI.,:;'’!|()[]/- ")
_WIDE = frozenset("mwMW@%&")


def wrapped(text, width, size, lines):
    """The text on at most so many lines; what is left out ends in “…”.

    Widths are estimated for letters of `size` pixels, a little too wide rather than
    too narrow.
    """
    rows, row = [], ""
    for word in text.split():
        longer = f"{row} {word}".strip()
        if row and _width(longer, size) > width:
            rows.append(row)
            row = word
        else:
            row = longer
        while _width(row, size) > width:
            row, rest = _broken(row, width, size)
            rows.append(row)
            row = rest
    rows = [*rows, row] if row else rows
    if len(rows) <= lines:
        return rows
    return [*rows[: lines - 1], _cut(rows[lines - 1], width, size)]


def _broken(word, width, size):
    """The part of a long word that fits, and what goes on the next line."""
    fits = len(word) - 1
    while fits > 1 and _width(word[:fits], size) > width:
        fits -= 1
    return word[:fits], word[fits:]


def _cut(row, width, size):
    while row and _width(f"{row}…", size) > width:
        row = row[:-1]
    return f"{row.rstrip(' ,(')}…"


def _width(text, size):
    return sum(_share(letter) for letter in text) * size


def _share(letter):
    """How wide a letter is beside its height."""
    if letter in _NARROW:
        return 0.34
    if letter in _WIDE:
        return 0.9
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.02
    if unicodedata.combining(letter):
        return 0
    return 0.7 if letter.isupper() else 0.575
