"""Lists as files: streamed, safe to open in a spreadsheet, and logged."""

import csv
import datetime
import io
from itertools import islice

from django.http import StreamingHttpResponse
from django.utils import timezone

from core.access import ip_of
from core.models import AuditEvent

_ROWS_AT_A_TIME = 500
# A cell that begins with one of these is a formula, or hides one, for a spreadsheet.
_LIVE = frozenset("=+-@\t\r\n")


def csv_response(request, rows, columns, name):
    """A CSV file of `rows`; writes an audit event with the filter and the row count.

    `rows` is the very queryset of the list on screen, `columns` a list of
    `core.lists.Column`. The file begins with a byte-order mark: spreadsheets read
    UTF-8 only with it.
    """
    AuditEvent.objects.record(
        AuditEvent.Action.EXPORTED,
        by=request.user,
        ip=ip_of(request),
        detail={
            "list": name,
            "filter": request.GET.urlencode()[:2000],
            "rows": rows.count(),
        },
    )
    header = ["id", "url", *(column.name for column in columns)]
    lines = (
        [row.pk, _address(request, row), *_cells(row, columns)] for row in _each(rows)
    )
    response = StreamingHttpResponse(
        _csv(header, lines), content_type="text/csv; charset=utf-8"
    )
    filename = f"{name}-{timezone.localdate():%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _each(rows):
    return rows.iterator(chunk_size=_ROWS_AT_A_TIME)


def _address(request, row):
    return request.build_absolute_uri(row.get_absolute_url())


def _cells(row, columns):
    return [column.for_file(row) for column in columns]


def _csv(header, lines):
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\ufeff"
    writer.writerow(header)
    lines = iter(lines)
    while True:
        part = [
            [_safe(cell) for cell in line] for line in islice(lines, _ROWS_AT_A_TIME)
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
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text and text[0] in _LIVE else text
