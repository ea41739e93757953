"""The part of a long text that somebody looks for, with the words that were found."""

import re

from core.folding import fold, words

_WORD = re.compile(r"[^\W_]+")
ROOM = 400
# So much of what comes before is shown, to be understood.
_BEFORE = 100


def excerpt(text: str, asked: str = "", room: int = ROOM) -> list[tuple[str, bool]]:
    """Pieces of a text, each with whether it is a word that was asked for.

    At most about `room` characters from the first such word on, in any spelling, or
    from the beginning; an ellipsis stands where something is left out.
    """
    looked_for = words(asked)[:12]
    first = next(_found(text, looked_for), (0, 0))
    start, end = _cut(text, first, room)
    pieces, at = [("…", False)] if start else [], start
    for begins, ends in _found(text, looked_for, start, end):
        pieces += [(text[at:begins], False), (text[begins:ends], True)]
        at = ends
    pieces.append((text[at:end], False))
    pieces += [("…", False)] if end < len(text) else []
    return [(piece, is_found) for piece, is_found in pieces if piece]


def _found(text, looked_for, start=0, end=None):
    """Where the words of the text stand in which one is that is looked for."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        if any(word in fold(match.group()) for word in looked_for):
            yield match.span()


def _cut(text, found, room):
    """Where to begin and to end, never within a word."""
    first, last = found
    if len(text) <= room:
        return 0, len(text)
    start = 0
    if last > room - _BEFORE:
        start = text.find(" ", max(first - _BEFORE, 0), first) + 1 or first
    end = start + room
    if end >= len(text):
        return start, len(text)
    return start, max(text.rfind(" ", start, end), last) if last < end else end
