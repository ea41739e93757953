"""Where each name, band and line of the picture of a network goes, in pixels.

Pure computation; the template writes it down as SVG.
"""

from dataclasses import dataclass
from itertools import zip_longest

from dialogues.network.picture import Band, Node
from dialogues.network.wrapping import wrapped


@dataclass(frozen=True)
class Sheet:
    """The proportions of a drawing, in pixels."""

    name: str
    width: int
    column: int
    size: float
    leading: float
    lines: int
    head: int = 34

    @property
    def room(self):
        """How wide a name may be: the column without its margin and the dot."""
        return self.column - 30

    @property
    def inner(self):
        """How wide the place of a name is, for the pointer and the focus."""
        return self.column - 2


WIDE = Sheet("wide", width=940, column=330, size=13.5, leading=17, lines=2)
# For a phone: names on more lines, so that both sides stand on the screen at once.
NARROW = Sheet("narrow", width=328, column=126, size=11, leading=13.5, lines=5)
PADDING, GAP, DOT = 5, 6, 4.5


@dataclass(frozen=True)
class Placed:
    """A node with its place on a sheet."""

    node: Node
    top: float
    height: float
    y: float
    text: list


@dataclass(frozen=True)
class Column:
    """One side of a band."""

    title: list
    nodes: list
    empty_at: float


@dataclass(frozen=True)
class Stripe:
    """A band with its place on a sheet."""

    band: Band
    top: float
    height: float
    home: Column
    partner: Column


class Drawing:
    """A picture on a sheet: what the template writes down as SVG."""

    def __init__(self, picture, sheet):
        self.sheet = sheet
        self.left_edge = sheet.column
        self.right_edge = sheet.width - sheet.column
        self.dot = DOT
        self.home_dot, self.partner_dot = self.left_edge - 10, self.right_edge + 10
        self.home_text, self.partner_text = self.left_edge - 22, self.right_edge + 22
        self.stripes, top = [], sheet.head
        for band in picture.bands:
            stripe = self._stripe(band, top)
            self.stripes.append(stripe)
            top += stripe.height + GAP
        self.height = round(top, 1)
        self.lines = self._curves(picture.lines)

    def _stripe(self, band, top):
        """Rows are as high on both sides, so that lines within a band run straight."""
        size = self.sheet.size * 0.9
        title = wrapped(band.name, self.sheet.room, size, self.sheet.lines)
        head = PADDING + len(title) * self.sheet.leading
        sides = [
            [(node, self._wrapped(node)) for node in side]
            for side in (band.home, band.partner)
        ]
        heights = [
            max(self._height(text) for _node, text in filter(None, row))
            for row in zip_longest(*sides)
        ]
        title = self._on_lines(title, top + PADDING)
        columns = [self._column(title, side, top + head, heights) for side in sides]
        return Stripe(band, top, round(head + sum(heights) + PADDING, 1), *columns)

    def _column(self, title, side, top, heights):
        nodes, first = [], self._on_lines([""], top + PADDING)[0][0]
        for (node, text), height in zip(side, heights, strict=False):
            space = (height - self._height(text)) / 2
            lines = self._on_lines(text, top + space + PADDING)
            middle = round(top + height / 2, 1)
            nodes.append(Placed(node, round(top, 1), round(height, 1), middle, lines))
            top += height
        return Column(title, nodes, first)

    def _wrapped(self, node):
        return wrapped(node.name, self.sheet.room, self.sheet.size, self.sheet.lines)

    def _height(self, text):
        return len(text) * self.sheet.leading + 2 * PADDING

    def _on_lines(self, text, top):
        """Each line with the height of its foot."""
        first = top + self.sheet.leading * 0.78
        return [
            (round(first + number * self.sheet.leading, 1), line)
            for number, line in enumerate(text)
        ]

    def _curves(self, lines):
        at = {
            placed.node: placed.y
            for stripe in self.stripes
            for column in (stripe.home, stripe.partner)
            for placed in column.nodes
        }
        start, end = self.home_dot, self.partner_dot
        bend = round((start + end) / 2, 1)
        return [
            {
                "line": line,
                "health": line.health,
                "path": f"M{start} {at[line.home]}C{bend} {at[line.home]} "
                f"{bend} {at[line.partner]} {end} {at[line.partner]}",
            }
            for line in lines
        ]
