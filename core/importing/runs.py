"""A whole file, row by row: which column is which, and what becomes of each row."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.importing.columns import ignored, plain
from core.importing.kinds import ERROR, ID, Row
from core.importing.sheets import refused

# Of every file that a list exports, and of the report with the errors of an import.
_IGNORED = ignored("url", "fictional", "archived_at", "row", "reason")


def mapped(kind, header):
    """Which column of the file is which of ours: {position: column}; and the others.

    Refuses a file without the columns that a row cannot do without.
    """
    known = {
        plain(text): column
        for column in (ID, *kind.columns)
        for text in column.headers()
    }
    found, others = {}, []
    for position, text in enumerate(header):
        column = known.get(plain(text))
        if column in found.values():
            raise refused(
                _("Two columns mean the same: %(names)s."),
                names=f"“{column.name}”, “{text}”",
            )
        if column:
            found[position] = column
        elif plain(text) not in _IGNORED | kind.ignored:
            others.append(text or _("column %(number)s") % {"number": position + 1})
    named = {column.name for column in found.values()}
    given = named | {name.removesuffix("_id") for name in named}
    missing = [c for c in kind.columns if c.required and c.name not in given]
    if missing and "id" not in named:
        raise refused(
            _(
                "The first row must name the columns. Missing: %(names)s. The names "
                "that are understood stand below."
            ),
            names=", ".join(f"“{capfirst(column.label)}”" for column in missing),
        )
    return found, others


def run(kind, sheet, by, *, take=False):
    """The report on a file: a trial, or what was done with each row."""
    kind.refuse_shape(sheet)
    columns, others = mapped(kind, sheet.header)
    importer = kind(by)
    importer.load()
    given_rows = []
    for number, cells in sheet.rows:
        given = dict(enumerate(cells))
        row = Row(number, {c.name: given.get(at, "") for at, c in columns.items()})
        if any(given[at].strip() for at in given if at >= len(sheet.header)):
            row.problem("", _("The row has more cells than there are columns."))
        given_rows.append(row)
    importer.prepare(given_rows)
    rows = [importer.bring(row, take) for row in given_rows]
    importer.save_new()
    for told, (_number, cells) in zip(rows, sheet.rows, strict=True):
        if told["outcome"] == ERROR:
            told["cells"] = cells
    return {
        "counts": counts(kind, rows),
        "totals": importer.totals(rows),
        "columns": [
            [sheet.header[at], str(capfirst(c.label))] for at, c in columns.items()
        ],
        "not_understood": others,
        "left_out": [text for text in sheet.header if plain(text) in kind.ignored],
        "notes": sheet.notes,
        "header": sheet.header,
        "rows": rows,
    }


def counts(kind, rows):
    """How many rows came out in which way."""
    outcomes = [told["outcome"] for told in rows]
    return {outcome: outcomes.count(outcome) for outcome in kind.outcomes}
