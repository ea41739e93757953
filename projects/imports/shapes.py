"""Tables that were meant for something else, and are refused with what was expected."""

import re

from django.utils.translation import gettext as _

from core.importing.columns import plain
from core.importing.kinds import kind_called
from core.importing.sheets import refused

_ROWS_LOOKED_AT = 5
# So many cells of a row that are names of columns make it a head.
_A_HEAD = 3


def headers_of(kind):
    own = {plain(text) for column in kind.columns for text in column.headers()}
    return own | kind.ignored


def has_what_it_needs(kind, header):
    cells = {plain(cell) for cell in header}
    return all(
        cells & {plain(text) for text in column.headers()}
        for column in kind.columns
        if column.required
    )


def refuse(kind, sheet):
    """Raises ValidationError with the reason, where the head or the rows give one."""
    first = sheet.rows[:_ROWS_LOOKED_AT]
    if not has_what_it_needs(kind, sheet.header):
        for number, cells in first:
            # Where a title stands above the head, nothing says what parts its cells.
            parted = cells[0].split(";") if len(cells) == 1 else cells
            if has_what_it_needs(kind, parted):
                raise refused(
                    _(
                        "The names of the columns stand in row %(number)s. Take away "
                        "the rows above it."
                    ),
                    number=number,
                )
        _refuse_of_another_kind(kind, sheet.header)
        return
    known = headers_of(kind)
    for number, cells in first:
        named = [plain(cell) in known for cell in cells if cell.strip()]
        if len(named) >= _A_HEAD and all(named):
            raise refused(
                _(
                    "There are two rows with names of columns: row %(number)s is the "
                    "second. Keep one of them."
                ),
                number=number,
            )


def _refuse_of_another_kind(kind, header):
    for name in kind.beside:
        other = kind_called(name)
        if other is not kind and other.columns and has_what_it_needs(other, header):
            raise refused(
                _("This is the file of another import: %(kind)s. Bring it there."),
                kind=other.label,
            )
    cells = {plain(cell) for cell in header}
    numbers = {plain(text) for text in kind.by_number().headers()}
    by_year = any(re.fullmatch(r"(19|20)\d\d", cell.strip()) for cell in header)
    if not cells & numbers and (by_year or cells & headers_of(kind)):
        raise refused(
            _(
                "These are totals: the table has no agreement numbers. Expected is one "
                "row for each %(row)s, with these columns: %(names)s."
            ),
            row=kind.one_row,
            names=needed(kind),
        )


def needed(kind):
    return ", ".join(f"“{c.label}”" for c in kind.columns if c.required)
