"""A table as an Excel workbook: made row by row, with nothing in it that computes."""

import datetime
import math
import re
import tempfile
from decimal import Decimal
from itertools import chain

from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from core.partial_dates import PartialDate

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_576 - 1  # of any Excel sheet, below its header
_MOST_IN_A_CELL = 32_767  # of UTF-16
_MOST_IN_A_SHEET_NAME = 31
# Excel shows nothing but # where a longer text has the format of a text.
_MOST_SHOWN_AS_TEXT = 255
_MOST_DIGITS = 15  # that Excel keeps of a number
# Excel counts a 29 February 1900 that never was.
_FIRST_DAY = datetime.date(1900, 3, 1)
_ROWS_MEASURED = 200
_WIDEST = 60
# Line ends of every dress; what else no XML can hold.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def workbook_file(title, header, lines, *, about=None, marking=None):
    """An open temporary file with the lines on a sheet called `title`.

    `about` gives the pairs of the second sheet and `marking` the words at the foot of
    the printed page; both are asked for after the last line. The file has no name on
    the disk and is gone once it is closed.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever sends it closes it)
    try:
        with tempfile.TemporaryDirectory() as folder:
            _write(file, folder, title, header, lines, about, marking)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _write(file, folder, title, header, lines, about, marking):
    # SECURITY: whatever a text looks like, it becomes no formula, link or number.
    options = {
        "constant_memory": True,
        "tmpdir": folder,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(file, options) as book:
        about_name = _("About this file")
        sheet = _Sheet(book, sheet_name(title, but=about_name))
        second = _Sheet(book, sheet_name(about_name)) if about else None
        sheet.write(chain([header], lines))
        sheet.frame(len(header), marking() if marking else "")
        if second:
            book.set_properties({"title": _held(str(title))})
            second.write(about())
            second.widen()


class _Sheet:
    """One sheet, written from its first row to its last."""

    def __init__(self, book, name):
        self._sheet = book.add_worksheet(name)
        self._formats = {}
        self._book = book
        self._widths = {}
        self._last = 0

    def write(self, lines):
        for number, line in enumerate(lines):
            self._last = number
            for column, value in enumerate(line):
                shown = self._put(number, column, value)
                if number < _ROWS_MEASURED:
                    widest = max(self._widths.get(column, 0), shown)
                    self._widths[column] = widest

    def frame(self, columns, marking):
        """A header that stays and filters; pages that say how they are marked."""
        self._sheet.freeze_panes(1, 0)
        self._sheet.autofilter(0, 0, self._last, columns - 1)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.repeat_rows(0)
        self._sheet.set_footer(f"&L{marking.replace('&', '&&')}&R&P / &N")
        self.widen(room=3)

    def widen(self, room=1):
        for column, width in self._widths.items():
            self._sheet.set_column(column, column, min(max(width + room, 8), _WIDEST))

    def _put(self, row, column, value):
        """Writes a cell; gives about how many letters wide it is."""
        if isinstance(value, bool):
            value = "yes" if value else "no"
        day = _as_day(value)
        if day is not None:
            pattern, width = _DATES[isinstance(day, datetime.datetime)]
            style = self._format(num_format=pattern)
            self._sheet.write_datetime(row, column, day, style)
            return width
        if _is_number(value):
            style = self._format(num_format=_digits(value))
            self._sheet.write_number(row, column, value, style)
            return len(str(value))
        text = _held("" if value is None else str(value))
        if text:
            self._sheet.write_string(row, column, text, self._text_style(row, text))
        return max(map(len, text.split("\n")))

    def _text_style(self, row, text):
        # SECURITY: it stays a text also when somebody types in it; so does 1998-06.
        if row == 0:
            return self._format(bold=True, bottom=1, num_format="@")
        if len(text) > _MOST_SHOWN_AS_TEXT:
            return self._format(quote_prefix=True)
        return self._format(num_format="@")

    def _format(self, **properties):
        key = tuple(properties.items())
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]


_DATES = {False: ("yyyy-mm-dd", 10), True: ("yyyy-mm-dd hh:mm:ss", 19)}


def _as_day(value):
    """The day or moment that Excel can hold; None for anything else."""
    if isinstance(value, datetime.datetime):
        local = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
        return local if local.date() >= _FIRST_DAY else None
    if isinstance(value, PartialDate):
        value = value.earliest if len(value) == len("1998-06-16") else None
    if isinstance(value, datetime.date):
        return value if value >= _FIRST_DAY else None
    return None


def _is_number(value):
    if not isinstance(value, int | float | Decimal) or not math.isfinite(value):
        return False
    return len(f"{value:f}".strip("-0").replace(".", "")) <= _MOST_DIGITS


def _digits(value):
    places = -value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return "0." + "0" * places if places > 0 else "General"


def _held(text):
    """The text as far as a cell can hold it; where it is cut, it says so."""
    text = _NOT_IN_XML.sub("", _LINE_END.sub("\n", text))
    if len(text) * 2 > _MOST_IN_A_CELL and _units(text) > _MOST_IN_A_CELL:
        said = _("[Excel holds no more in a cell; the CSV file has all of it.]")
        room = 2 * (_MOST_IN_A_CELL - _units(said) - 2)
        kept = text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore")
        text = f"{kept}… {said}"
    # SECURITY: the library takes a text between these for XML of its own, and so would
    # let somebody write a formula.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _units(text):
    return len(text.encode("utf-16-le")) // 2


def sheet_name(title, but=""):
    """A name that Excel takes for a sheet, other than `but`."""
    name = _NOT_IN_XML.sub("", _NOT_IN_SHEET_NAME.sub(" ", str(title)))
    name = " ".join(name.split()).encode("utf-16-le")[: 2 * _MOST_IN_A_SHEET_NAME]
    name = name.decode("utf-16-le", "ignore").strip("' ")
    # Excel keeps this name to itself.
    if not name or name.lower() in ("history", sheet_name(but).lower() if but else ""):
        return _("List")
    return name
