"""Lists as files: streamed, safe to open in a spreadsheet, and logged."""

import csv
import datetime
import io
import re
from decimal import Decimal
from itertools import islice

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone, translation

from core.access import ip_of
from core.models import AuditEvent

_ROWS_AT_A_TIME = 500
# SECURITY: a cell that begins with one of these is a formula for a spreadsheet. Where
# semicolons part the cells (as in Norway), one that reads this file may begin in the
# middle of a text: after a semicolon, or on a new line.
_LIVE = re.compile(r"""((?:^|[;\t\r\n])[\s"]*)(?=[=+\-@＝＋－＠])""")
_HIDES_A_FORMULA = ("\t", "\r", "\n")


def csv_response(request, rows, columns, name):
    """A CSV file of `rows`; writes an audit event with the filter and the row count.

    `rows` is the very queryset of the list on screen, `columns` a list of
    `core.lists.Column`. The file begins with a byte-order mark: spreadsheets read
    UTF-8 only with it. Every record says whether it is fictional or archived.
    """
    _log(request, name, rows.count())
    header = ["id", "url", *(column.name for column in columns)]
    lines = (
        [row.pk, _address(request, row), *_cells(row, columns), *_nature(row)]
        for row in rows.iterator(chunk_size=_ROWS_AT_A_TIME)
    )
    return _sent([*header, "fictional", "archived_at"], lines, name)


def file_of_lines(request, header, lines, name):
    """A CSV file of lines that no single list holds; logged like any other."""
    _log(request, name, len(lines))
    return _sent(header, iter(lines), name)


def made_file(request, content, *, name, suffix, content_type, rows):
    """A file of another kind that was made of so many rows; logged like any other."""
    _log(request, name, rows)
    filename = f"{name}-{timezone.localdate():%Y-%m-%d}.{suffix}"
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


def _log(request, name, rows):
    AuditEvent.objects.record(
        AuditEvent.Action.EXPORTED,
        by=request.user,
        ip=ip_of(request),
        detail={
            "list": name,
            "filter": _filter_of(request),
            "rows": rows,
        },
    )


def _sent(header, lines, name):
    response = StreamingHttpResponse(
        _csv(header, lines, translation.get_language()),
        content_type="text/csv; charset=utf-8",
    )
    filename = f"{name}-{timezone.localdate():%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


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
