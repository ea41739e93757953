"""Every list: filtered by its address, sorted, paged, and as a file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, F, Value, When
from django.db.models.functions import NullIf
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.exports import file_links, file_of_rows, wants_file

ROWS_ON_A_PAGE = 50


@dataclass(frozen=True)
class Column:
    """One column of a list, on the screen and in the file.

    `name` is the field's word and the header of the file. `value` is the name of an
    attribute, or a function of the row; `code` gives what the file says instead (the
    stable code of a choice). `order` names the fields to sort by, or holds expressions;
    what is not known comes last. `kind` decides how a cell is drawn: text, date, due,
    marking, status, tags, number, yes_no, sources. `tone` gives the colour of a status;
    the value of tags is a list of `{label, tone}`. `done` says that nothing is due any
    more. `link` gives the address that a cell leads to.
    """

    name: str
    label: Any
    value: str | Callable[[Any], Any] = ""
    code: str | Callable[[Any], Any] | None = None
    order: tuple = ()
    kind: str = "text"
    tone: Callable[[Any], str] | None = None
    done: Callable[[Any], bool] | None = None
    link: Callable[[Any], str | None] | None = None
    on_screen: bool = True
    in_file: bool = True

    def for_screen(self, row):
        return _read(row, self.value or self.name)

    def for_file(self, row):
        return _read(row, self.code or self.value or self.name)


def to_record(row):
    """The link of a cell that names the row itself."""
    return row.get_absolute_url()


def field_column(model, name, **more):
    """A field as it stands, under its own name."""
    return Column(name, capfirst(model._meta.get_field(name).verbose_name), **more)


def date_column(model, name, **more):
    """A partial date; sorted in time order."""
    return field_column(model, name, order=(known(name),), kind="date", **more)


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


def related_columns(name, label, *, order=(), linked=True, on_screen=True):
    """A record that the row names, and its `<name>_id` for the file.

    Load it through `with_visible`: one that is hidden leaves both empty.
    """

    def link(row):
        related = _read(row, name)
        return related.get_absolute_url() if related is not None else None

    column = name.rpartition("__")[2]
    return [
        Column(
            column,
            label,
            value=name,
            order=order,
            link=link if linked else None,
            on_screen=on_screen,
        ),
        Column(f"{column}_id", label, value=f"{name}__pk", on_screen=False),
    ]


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


def known(name):
    """Orders by a partial date; an empty one comes last, either way."""
    return NullIf(F(name), Value(""))


def ranked(name, choices):
    """Orders by a choice as its choices are listed, not by the letters of its code."""
    whens = [When(**{name: code}, then=n) for n, (code, _words) in enumerate(choices)]
    return Case(*whens)


def _read(row, what):
    if callable(what):
        return what(row)
    value = row
    for part in what.split("__"):
        value = getattr(value, part, None)
    return value


def list_page(
    request,
    filters,
    columns,
    *,
    name,
    heading,
    new_url=None,
    actions=(),
    **context,
):
    """Shows the rows of a bound filter set, or sends them as a file.

    `filters` is a `core.filters.RecordFilter`; its rows must start at `visible_to`.
    `actions` are what else one may do who may add a row.
    Costs a fixed number of queries whatever the number of rows. What cannot be
    filtered by is never sent as a file: the page says what is wrong.
    """
    rows = _sorted(filters.qs, columns, request.GET.get("sort", ""))
    if wants_file(request) and filters.is_valid():
        told = {"title": heading, "chips": filters.chips}
        kept = [column for column in columns if column.in_file]
        return file_of_rows(request, rows, kept, name, **told)
    page = _page(rows, request.GET.get("page"))
    shown = [column for column in columns if column.on_screen]
    context |= {
        "filters": filters,
        "chips": filters.chips(),
        "columns": _heads(request, shown),
        "rows": [_row(row, shown) for row in page.object_list],
        "page_obj": page,
        "count": _count_in_words(page.paginator.count, rows.model),
        "files": file_links(request),
        "heading": heading,
        **_way_on(new_url, actions, rows.model),
    }
    template = "core/_list_rows.html" if _wants_rows(request) else "core/list.html"
    response = render(request, template, context)
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


def _page(rows, number):
    """One page; what is computed beside a row is computed for its rows alone."""
    keys = rows.prefetch_related(None).values_list("pk", flat=True)
    page = Paginator(keys, ROWS_ON_A_PAGE).get_page(number)
    page.object_list = rows.filter(pk__in=page.object_list)
    return page


def _way_on(new_url, actions, model):
    """How one adds rows: as actions of the page, and where there is none yet."""
    if not new_url:
        return {}
    label = _("New %(kind)s") % {"kind": model._meta.verbose_name}
    new = {"label": label, "url": new_url, "icon": "Plus", "primary": True}
    return {"actions": [*actions, new], "new_url": new_url, "new_label": label}


def _wants_rows(request):
    return request.htmx and not request.htmx.history_restore_request


def _count_in_words(count, model):
    name = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
    return f"{number_format(count, force_grouping=True)} {name}"


def _sorted(rows, columns, sort):
    """In the order asked for; rows that are alike there keep the same order always."""
    down, name = sort.startswith("-"), sort.removeprefix("-")
    for column in columns:
        if column.name == name and column.order:
            order = [_direction(by, down) for by in column.order]
            return rows.order_by(*order, "-pk" if down else "pk")
    return rows.order_by(*(rows.query.order_by or rows.model._meta.ordering), "pk")


def _direction(by, down):
    if isinstance(by, str):
        down, by = down != by.startswith("-"), F(by.removeprefix("-"))
    return by.desc(nulls_last=True) if down else by.asc(nulls_last=True)


def _heads(request, columns):
    sort = request.GET.get("sort", "")
    heads = []
    for column in columns:
        sorted_ = {column.name: "asc", f"-{column.name}": "desc"}.get(sort, "")
        # The largest number and the newest date are what one looks for first.
        first = "desc" if column.kind in ("number", "date") else "asc"
        down = sorted_ == "asc" if sorted_ else first == "desc"
        following = f"-{column.name}" if down else column.name
        url = _with(request, sort=following, page=None) if column.order else ""
        heads.append(
            {
                "label": column.label,
                "sort_url": url,
                "sorted": sorted_ if column.order else "",
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
                "done": column.done(row) if column.done else False,
                "url": column.link(row) if column.link else "",
            }
            for column in columns
        ],
    }


def _with(request, **changes):
    query = request.GET.copy()
    query.pop("format", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"


def as_table(rows, columns):
    """What `components/table.html` takes, for a table inside a page."""
    return {
        "columns": [
            {"label": column.label, "numeric": column.kind == "number"}
            for column in columns
        ],
        "rows": [_row(row, columns) for row in rows],
    }
