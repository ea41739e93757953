"""Excel workbooks, read row by row and within bounds; nothing in them is computed."""

import datetime
import io
import re
import warnings
import zipfile
from itertools import pairwise

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._reader import WorkSheetParser

from core.importing.sheets import MOST_COLUMNS, refused

# SECURITY: what a small archive may unpack to, as a whole and in one row of the table.
_MOST_UNPACKED = 64 * 1024 * 1024
_MOST_IN_A_ROW = 1024 * 1024
_MOST_PARTS = 2000
_LAST_ROW = 1_048_576  # of any Excel sheet
_ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_DEFINES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_WORKBOOK = "xl/workbook.xml"


def rows_of_workbook(content, notes):
    """The rows of the first sheet that shows and holds any, as (number, cells)."""
    _refuse_what_does_harm(content)
    try:
        # What openpyxl leaves out (pictures, validation …) it says as a warning.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield from _rows(content, notes)
    except (MemoryError, RecursionError):
        raise
    except Exception as error:
        # A broken workbook fails in as many ways as there are parts in it.
        if hasattr(error, "error_list"):
            raise
        raise _broken() from error


def _broken():
    return refused(_("The workbook cannot be read. Save it anew, or as CSV UTF-8."))


def _refuse_what_does_harm(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "mimetype" in names and _WORKBOOK not in names:
                raise refused(
                    _("This is an OpenDocument file. Save it as .xlsx or CSV UTF-8.")
                )
            if _WORKBOOK not in names:
                raise refused(
                    _("This is no workbook. Save the table as .xlsx or CSV UTF-8.")
                )
            unpacked = sum(part.file_size for part in parts)
            if unpacked > _MOST_UNPACKED or len(parts) > _MOST_PARTS:
                raise refused(
                    _("The workbook is far too large when it is unpacked. Bring CSV.")
                )
            for name in names:
                if name.endswith((".xml", ".rels")):
                    _refuse_part(archive.read(name))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise _broken() from None
    except RuntimeError:
        raise refused(
            _("The workbook is protected with a password. Save it without one.")
        ) from None
    except zipfile.zlib.error:
        raise _broken() from None


def _refuse_part(xml):
    # SECURITY: no workbook needs entities, which multiply when they are read.
    if _DEFINES.search(xml[:4096]):
        raise _broken()
    starts = [*(match.start() for match in _ROW.finditer(xml)), len(xml)]
    if any(end - start > _MOST_IN_A_ROW for start, end in pairwise(starts)):
        raise refused(_("A row of the table is far too long. Bring it as CSV UTF-8."))


def _rows(content, notes):
    book = load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    try:
        shown = [s for s in book.worksheets if s.sheet_state == "visible"]
        found = next((sheet for sheet in shown if _holds_anything(sheet)), None)
        if found is None:
            if any(_holds_anything(sheet) for sheet in book.worksheets):
                raise refused(_("Only hidden sheets of this workbook hold anything."))
            return
        others = [s.title for s in shown if s is not found and _holds_anything(s)]
        if others:
            notes.append(
                _("Only the sheet “%(read)s” was read, and not: %(others)s.")
                % {"read": found.title, "others": ", ".join(others)}
            )
        if len(shown) < len(book.worksheets):
            notes.append(_("Hidden sheets were not read."))
        _refuse_formulas_without_value(content, found)
        for number, cells in _cells(found):
            yield number, _in_their_columns(cells)
    finally:
        book.close()


def _cells(sheet):
    """The rows that the sheet has, without the blank ones between them.

    openpyxl's own `iter_rows` makes up a row for every blank one, of which there may be
    a million; and it believes what a sheet says of its own size.
    """
    book = sheet.parent
    last = 0
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            if not last < number <= _LAST_ROW:
                raise _broken()
            last = number
            near = [cell for cell in cells if cell["column"] <= MOST_COLUMNS + 1]
            yield number, [ReadOnlyCell(sheet, **cell) for cell in near]


def _in_their_columns(cells):
    texts = [""] * max((cell.column for cell in cells), default=0)
    for cell in cells:
        texts[cell.column - 1] = _text(cell)
    return texts


def _holds_anything(sheet):
    return any(
        cell.value not in (None, "")
        for _number, cells in _cells(sheet)
        for cell in cells
    )


def _refuse_formulas_without_value(content, sheet):
    with sheet._get_source() as source:
        if not _FORMULA.search(source.read()):
            return
    known = {
        (cell.row, cell.column)
        for _number, cells in _cells(sheet)
        for cell in cells
        if cell.value is not None
    }
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        for number, cells in _cells(book[sheet.title]):
            for cell in cells:
                if cell.data_type == "f" and (cell.row, cell.column) not in known:
                    raise refused(
                        _(
                            "Row %(number)s has a formula that was never computed. "
                            "Open the file in a spreadsheet, save it, and bring it "
                            "again."
                        ),
                        number=number,
                    )
    finally:
        book.close()


def _text(cell):
    """A cell as somebody would type it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return _date(value, cell.number_format or "")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _date(value, pattern):
    """A date as far as the cell shows it: Excel has a day for every month."""
    pattern = re.sub(r'\[[^\]]*\]|"[^"]*"|\\.', "", pattern).lower()
    if "y" in pattern and "d" not in pattern:
        return value.strftime("%Y-%m" if "m" in pattern else "%Y")
    if value.time() == datetime.time(0):
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="minutes")
