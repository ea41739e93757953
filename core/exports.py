"""Lists as files, CSV or Excel: of any length, safe to open, and logged."""

import csv
import datetime
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from core.access import ip_of, marking_of
from core.models import AuditEvent, Classification
from core.workbook import CONTENT_TYPE, MOST_ROWS, workbook_file

CSV, XLSX = "csv", "xlsx"
FORMATS = {CSV: "CSV", XLSX: "Excel"}
_ROWS_AT_A_TIME = 500
# SECURITY: a cell that begins with one of these is a formula for a spreadsheet. Where
# semicolons part the cells (as in Norway), one that reads this file may begin in the
# middle of a text: after a semicolon, or on a new line.
_LIVE = re.compile(r"""((?:^|[;\t\r\n])[\s"]*)(?=[=+\-@＝＋－＠])""")
_HIDES_A_FORMULA = ("\t", "\r", "\n")


def wants_file(request, among=FORMATS):
    """Whether the address asks for a file in one of the formats."""
    return request.GET.get("format") in among


def file_links(request, *without):
    """What `components/files.html` takes: a file of what this address shows.

    `without` names what of the address is for the page alone.
    """
    query = request.GET.copy()
    for name in ("page", *without):
        query.pop(name, None)
    links = []
    for name, label in FORMATS.items():
        query["format"] = name
        links.append({"label": label, "url": f"?{query.urlencode()}"})
    return links


class RowsInHand:
    """Rows that were read already, as `file_of_rows` takes those of a query."""

    def __init__(self, rows):
        self._rows = rows

    def count(self):
        return len(self._rows)

    def iterator(self, chunk_size=None):
        return iter(self._rows)


def file_of_rows(request, rows, columns, name, *, title, chips=list):
    """A file of `rows`, in the format that the address asks for; it is logged.

    `rows` is the very queryset of the list on screen, `columns` a list of
    `core.lists.Column`, `chips` gives what it is filtered by. Every record says whether
    it is fictional or archived.
    """
    table = _Table(
        name=name,
        title=title,
        header=["id", "url", *(c.name for c in columns), "fictional", "archived_at"],
        words={column.name: column.label for column in columns},
        count=rows.count(),
        chips=chips,
    )
    table.lines = _lines(request, rows, columns, table.markings)
    return _file(request, table)


def file_of_lines(request, header, lines, name, *, title, markings, chips=list):
    """A file of lines that no single list holds; logged like any other."""
    table = _Table(
        name=name,
        title=title,
        header=header,
        lines=iter(lines),
        count=len(lines),
        chips=chips,
        markings=set(markings),
    )
    return _file(request, table)


def made_file(request, content, *, name, suffix, content_type, rows):
    """A file of another kind that was made of so many rows; logged like any other."""
    _log(request, name, rows, suffix)
    filename = f"{_dated(name)}.{suffix}"
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


def small_file(request, lines, name, title, separator=","):
    """A file of what was brought by its reader, or made up; it says nothing of itself.

    The first of the lines is the header.
    """
    if request.GET.get("format") == XLSX:
        header, *rest = lines
        return _workbook_response(workbook_file(title, header, rest), name)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([_safe(cell) for cell in line] for line in lines)
    return HttpResponse(
        "\ufeff" + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


@dataclass
class _Table:
    """What goes into a file, whatever its format."""

    name: str
    title: Any
    header: Iterable[str]
    count: int
    chips: Callable[[], list]
    lines: Iterable = ()
    words: dict = field(default_factory=dict)
    # Of the rows that went into it; whole once the last line is read.
    markings: set = field(default_factory=set)


def _lines(request, rows, columns, markings):
    for row in rows.iterator(chunk_size=_ROWS_AT_A_TIME):
        markings.add(marking_of(row))
        yield [row.pk, _address(request, row), *_cells(row, columns), *_nature(row)]


def _file(request, table):
    if request.GET.get("format") == XLSX:
        if table.count > MOST_ROWS:
            return _refusal(request, table.count)
        _log(request, table.name, table.count, XLSX)
        return _as_workbook(request, table)
    _log(request, table.name, table.count, CSV)
    return _as_csv(table)


def _refusal(request, count):
    """Back to the page, which says why there is no file."""
    words = _(
        "An Excel sheet holds at most %(most)s rows, and these are %(count)s. Filter "
        "the list, or take the CSV file."
    )
    numbers = {"most": MOST_ROWS, "count": count}
    numbers = {k: number_format(n, force_grouping=True) for k, n in numbers.items()}
    messages.error(request, words % numbers)
    query = request.GET.copy()
    query.pop("format")
    return redirect(f"{request.path}?{query.urlencode()}")


def _log(request, name, rows, format):
    AuditEvent.objects.record(
        AuditEvent.Action.EXPORTED,
        by=request.user,
        ip=ip_of(request),
        detail={
            "list": name,
            "format": format,
            "filter": _filter_of(request),
            "rows": rows,
        },
    )


def _as_csv(table):
    """Begins with a byte-order mark: spreadsheets read UTF-8 only with it."""
    response = StreamingHttpResponse(
        _csv(table.header, table.lines, translation.get_language()),
        content_type="text/csv; charset=utf-8",
    )
    filename = f"{_dated(table.name)}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _as_workbook(request, table):
    file = workbook_file(
        table.title,
        table.header,
        table.lines,
        about=lambda: _about(request, table),
        marking=lambda: _highest(table.markings),
    )
    return _workbook_response(file, _dated(table.name))


def _workbook_response(file, name):
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.xlsx", content_type=CONTENT_TYPE
    )


def _dated(name):
    return f"{name}-{timezone.localdate():%Y-%m-%d}"


def _about(request, table):
    """What a file says of itself: for whoever gets it from somebody else."""
    now = timezone.localtime()
    yield _("About this file"), table.title
    for chip in table.chips():
        # SECURITY: as in the log, what was searched for may be a name at risk.
        masked = chip.get("name") == "q"
        value = _("words that are not repeated here") if masked else chip["value"]
        yield _("Filter: %(label)s") % chip, value
    yield _("Made by"), request.user.name
    yield _("Made on"), f"{date_format(now, 'DATETIME_FORMAT')} ({now.tzname()})"
    yield _("Rows"), table.count
    yield _("Highest marking"), _highest(table.markings)
    yield (
        _("What is in it"),
        _(
            "What the reader named above could see under this filter; others may see "
            "more or less. The file is handled by its highest marking."
        ),
    )
    words = {
        "id": _("Number of the record"),
        "url": _("Address of the record"),
        "fictional": _("Made up as an example"),
        "archived_at": _("Archived on"),
    }
    for name in table.header:
        label = table.words.get(name) or words.get(name)
        if label:
            yield _("Column: %(name)s") % {"name": name}, label


def _highest(markings):
    if not markings:
        return _("none: the file has no rows")
    return str(Classification(max(markings)).label)


def _filter_of(request):
    """The filter as the log keeps it.

    SECURITY: without what was typed to search by, which may be a name at risk.
    """
    query = request.GET.copy()
    if query.get("q"):
        query["q"] = "*"
    return query.urlencode(safe="*")[:2000]


def _address(request, row):
    return request.build_absolute_uri(row.get_absolute_url())


def _cells(row, columns):
    return [column.for_file(row) for column in columns]


def _nature(row):
    return [row.fictional, row.archived_at]


def _csv(header, lines, language):
    """The file, part by part; it is made when the page's own language is over."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\ufeff"
    writer.writerow(header)
    while True:
        with translation.override(language):
            part = [
                [_safe(cell) for cell in line]
                for line in islice(lines, _ROWS_AT_A_TIME)
            ]
        writer.writerows(part)
        yield buffer.getvalue()
        if len(part) < _ROWS_AT_A_TIME:
            return
        buffer.seek(0)
        buffer.truncate()


def _safe(value):
    """The value as text that no spreadsheet computes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        return value
    text = _LIVE.sub(r"\1'", str(value))
    return f"'{text}" if text.startswith(_HIDES_A_FORMULA) else text
