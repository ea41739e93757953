"""Every list: filtered by its address, sorted, paged, and as a file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from core.exports import csv_response

ROWS_ON_A_PAGE = 50


@dataclass(frozen=True)
class Column:
    """One column of a list, on the screen and in the file.

    `name` is the field's word and the header of the file. `value` is the name of an
    attribute, or a function of the row; `code` gives what the file says instead (the
    stable code of a choice). `order` names the fields to sort by. `kind` decides how a
    cell is drawn: text, date, due, marking, status, number, yes_no. `tone` gives the
    colour of a status. `link` gives the address that a cell leads to.
    """

    name: str
    label: Any
    value: str | Callable[[Any], Any] = ""
    code: str | Callable[[Any], Any] | None = None
    order: tuple = ()
    kind: str = "text"
    tone: Callable[[Any], str] | None = None
    link: Callable[[Any], str | None] | None = None
    on_screen: bool = True

    def for_screen(self, row):
        return _read(row, self.value or self.name)

    def for_file(self, row):
        return _read(row, self.code or self.value or self.name)


def choice_column(name, label, **more):
    """A choice: its words on the screen, its code in the file."""
    return Column(
        name,
        label,
        value=lambda row: getattr(row, f"get_{name}_display")(),
        code=name,
        order=more.pop("order", (name,)),
        **more,
    )


def marking_column():
    return Column(
        "classification",
        _("Marking"),
        value="marking",
        code=lambda row: _marking_code(row.marking),
        order=("marking",),
        kind="marking",
    )


def _marking_code(level):
    from core.models import Classification

    return Classification(level).name.lower()


def _read(row, what):
    if callable(what):
        return what(row)
    value = row
    for part in what.split("__"):
        value = getattr(value, part, None)
    return value


def list_page(request, filters, columns, *, name, heading, new_url=None, **context):
    """Shows the rows of a bound filter set, or sends them as a file.

    `filters` is a `core.filters.RecordFilter`; its rows must start at `visible_to`.
    Costs a fixed number of queries whatever the number of rows.
    """
    rows = _sorted(filters.qs, columns, request.GET.get("sort", ""))
    if request.GET.get("format") == "csv":
        return csv_response(request, rows, columns, name)
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    shown = [column for column in columns if column.on_screen]
    context |= {
        "filters": filters,
        "chips": filters.chips(),
        "columns": _heads(request, shown),
        "rows": [_row(row, shown) for row in page.object_list],
        "page_obj": page,
        "count": page.paginator.count,
        "csv_url": _with(request, format="csv", page=None),
        "heading": heading,
        "new_url": new_url,
    }
    template = "core/_list_rows.html" if _wants_rows(request) else "core/list.html"
    response = render(request, template, context)
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


def _wants_rows(request):
    return request.htmx and not request.htmx.history_restore_request


def _sorted(rows, columns, sort):
    down, name = sort.startswith("-"), sort.lstrip("-")
    for column in columns:
        if column.name == name and column.order:
            order = [f"-{field}" if down else field for field in column.order]
            return rows.order_by(*order, "-pk" if down else "pk")
    return rows


def _heads(request, columns):
    sort = request.GET.get("sort", "")
    heads = []
    for column in columns:
        sorted_ = {column.name: "asc", f"-{column.name}": "desc"}.get(sort, "")
        following = f"-{column.name}" if sorted_ == "asc" else column.name
        url = _with(request, sort=following, page=None) if column.order else ""
        heads.append(
            {
                "label": column.label,
                "sort_url": url,
                "sorted": sorted_,
                "numeric": column.kind == "number",
            }
        )
    return heads


def _row(row, columns):
    return {
        "record": row,
        "cells": [
            {
                "label": column.label,
                "value": column.for_screen(row),
                "kind": column.kind,
                "tone": column.tone(row) if column.tone else "",
                "url": column.link(row) if column.link else "",
            }
            for column in columns
        ],
    }


def _with(request, **changes):
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"
