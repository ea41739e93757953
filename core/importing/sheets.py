"""Tables as people send them: CSV in any dress, and Excel workbooks.

Everything comes out as text, row by row, as a person would type it. What cannot be read
raises ValidationError with a sentence for whoever has brought it. `core.workbooks`
reads those of Excel.
"""

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.importing.letters import read_letters

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 100
_SEPARATORS = ",;\t"
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Nothing that anybody types; neither database nor browser has a use for it.
_NO_LETTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass
class Sheet:
    """A table: the words of its head, and its rows with their numbers in the sheet."""

    header: list = field(default_factory=list)
    rows: list = field(default_factory=list)  # (number, cells)
    notes: list = field(default_factory=list)


def read_sheet(name, content):
    """The table in a file. `name` tells nothing but what its sender takes it for."""
    if not content:
        raise refused(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise refused(
            _("The file has %(size)s; at most %(most)s are taken."),
            size=filesizeformat(len(content)),
            most=filesizeformat(MOST_BYTES),
        )
    _refuse_other_kinds(content)
    if content.startswith(_ZIP):
        from core.importing.workbooks import rows_of_workbook

        sheet = Sheet()
        return _filled(sheet, rows_of_workbook(content, sheet.notes))
    if Path(name).suffix.lower() in (".xlsx", ".xlsm"):
        raise refused(
            _("This file cannot be opened: it is no whole workbook. Save it anew.")
        )
    return _csv_sheet(content)


def refused(sentence, **params):
    return ValidationError(sentence, code="refused", params=params)


def _refuse_other_kinds(content):
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise refused(
                _("The workbook is protected with a password. Save it without one.")
            )
        raise refused(
            _("This is an old Excel file (.xls). Save it as .xlsx or as CSV UTF-8.")
        )
    if content.startswith(b"%PDF-"):
        raise refused(_("This is a PDF. Save the table itself as .xlsx or CSV UTF-8."))
    if content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF")):
        raise refused(_("This is a picture. Save the table as .xlsx or CSV UTF-8."))
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml)", content[:200], re.I):
        raise refused(_("This is a web page. Save the table as .xlsx or CSV UTF-8."))


def _csv_sheet(content):
    letters = read_letters(content)
    text = letters.text
    sheet = Sheet()
    if letters.encoding:
        sheet.notes.append(
            _("The file was read as %(encoding)s. Look whether its letters are right.")
            % {"encoding": letters.encoding}
        )
    separator = _separator(text)
    if match := re.match(r'"?sep=(.)"?\r?\n', text):  # a first line for Excel alone
        separator, text = match[1], text[match.end() :]
    return _filled(sheet, _csv_rows(text, separator, 2 if match else 1))


def _separator(text):
    """What parts the cells of the head; a text in quotes does not count."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    head = re.sub(r'"[^"]*"', "", head)
    return max(_SEPARATORS, key=head.count)


def _csv_rows(text, separator, first):
    lines = text.splitlines(keepends=True) if "\n" not in text else _lines(text)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = first
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise refused(
                _(
                    "Row %(number)s cannot be read: a quotation mark is opened and not "
                    "closed, or the cell is too long."
                ),
                number=number,
            ) from None
        yield number, cells
        number += 1


def _lines(text):
    """The lines with their ends; only these letters end one in a CSV file."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)


def _filled(sheet, rows):
    """Fills the sheet, within bounds: the first row that holds anything is its head."""
    for number, cells in rows:
        cells = [_NO_LETTER.sub("", cell) for cell in cells]
        if not any(cell.strip() for cell in cells):
            continue
        while cells and not cells[-1].strip():
            cells.pop()
        if not sheet.header:
            sheet.header = [" ".join(cell.split()) for cell in cells]
            _refuse_too_wide(cells)
            continue
        if len(sheet.rows) == MOST_ROWS:
            raise refused(
                _("The table has more than %(most)s rows. Bring it in parts."),
                most=number_format(MOST_ROWS, force_grouping=True),
            )
        sheet.rows.append((number, cells[: MOST_COLUMNS + 1]))
    if not sheet.header:
        raise refused(_("The file is empty."))
    if not sheet.rows:
        raise refused(_("There are no rows below the names of the columns."))
    return sheet


def _refuse_too_wide(cells):
    if len(cells) > MOST_COLUMNS:
        raise refused(
            _("The table has more than %(most)s columns. Leave some out."),
            most=MOST_COLUMNS,
        )
