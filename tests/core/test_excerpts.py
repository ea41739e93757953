"""Long texts show the part in which the words stand that somebody looked for."""

import pytest

from core.excerpts import ROOM, excerpt

LONG = " ".join(["before"] * 200 + ["Trần Đức was asked about."] + ["after"] * 200)


def _said(pieces):
    return "".join(piece for piece, _found in pieces)


def _found(pieces):
    return [piece for piece, found in pieces if found]


def test_a_short_text_is_shown_whole_with_what_was_found():
    pieces = excerpt("Visits to prisons, and prison rules.", "PRISÓN")

    assert _said(pieces) == "Visits to prisons, and prison rules."
    assert _found(pieces) == ["prisons", "prison"]


@pytest.mark.parametrize("asked", ["duc", "TRẦN", "asked about"])
def test_a_long_text_begins_shortly_before_what_was_found(asked):
    pieces = excerpt(LONG, asked)

    assert "Trần Đức was asked about." in _said(pieces)
    assert _said(pieces).startswith("…before")
    assert _said(pieces).endswith("after…")
    assert len(_said(pieces)) <= ROOM + 2
    assert _found(pieces)


@pytest.mark.parametrize("asked", ["", "nowhere", "…"])
def test_where_nothing_is_found_a_text_begins_at_its_beginning(asked):
    pieces = excerpt(LONG, asked)

    assert _said(pieces).startswith("before before")
    assert _found(pieces) == []
    assert len(_said(pieces)) <= ROOM + 1


@pytest.mark.parametrize("text", ["", "x" * 5000, " " * 5000, f"a {'x' * 5000} a"])
@pytest.mark.parametrize("asked", ["", "x", "a"])
def test_no_text_is_too_odd(text, asked):
    said = _said(excerpt(text, asked))

    assert said.strip("…") in text
    assert len(said) <= ROOM + 2
