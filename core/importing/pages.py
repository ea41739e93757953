"""What the page of a trial run shows, and the same page once the rows are taken."""

from django.core.paginator import Paginator
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.importing.kinds import CHANGED, ERROR, NEW, SKIPPED, UNCHANGED

ROWS_ON_A_PAGE = 50
# Errors come first: they are what one looks for.
_ORDER = {ERROR: 0, SKIPPED: 1, CHANGED: 2, NEW: 3, UNCHANGED: 4}
_TONES = {
    ERROR: "danger",
    SKIPPED: "neutral",
    CHANGED: "info",
    NEW: "success",
    UNCHANGED: "neutral",
}


def _words(outcome):
    return {
        NEW: _("New"),
        CHANGED: _("Changed"),
        UNCHANGED: _("Unchanged"),
        ERROR: _("Error"),
        SKIPPED: _("Skipped"),
    }[outcome]


def trial_page(request, file, kind):
    """Everything comes from the report; no record is asked for."""
    report = file.report
    chosen = request.GET.get("outcome", "")
    rows = [r for r in report["rows"] if chosen in ("", r["outcome"])]
    rows.sort(key=lambda told: (_ORDER[told["outcome"]], told["row"]))
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    counts = report["counts"]
    taken = file.taken_at is not None
    to_take = counts[NEW] + counts[CHANGED]
    return {
        "file": file,
        "kind": kind,
        "report": report,
        "heading": _heading(kind, taken),
        "said": _said(counts, taken),
        "tabs": _tabs(counts, chosen),
        "rows": [_row(told, kind, taken) for told in page.object_list],
        "page_obj": page,
        "take_label": "" if taken or not to_take else _take_label(to_take),
        "has_errors": counts[ERROR] > 0,
        "left_to_do": kind.left_to_do(request.user) if taken else None,
    }


def _heading(kind, taken):
    # SECURITY: no name of the file, which may be that of a person.
    words = _("Imported: %(kind)s") if taken else _("Trial run: %(kind)s")
    return words % {"kind": kind.label}


def _take_label(number):
    words = ngettext("Take the %(number)s row", "Take the %(number)s rows", number)
    return words % {"number": _grouped(number)}


def _grouped(number):
    return number_format(number, force_grouping=True)


def _said(counts, taken):
    """The result in one sentence."""
    if taken and not counts[NEW] + counts[CHANGED]:
        return _("Nothing was changed: no row said anything new.")
    if not counts[NEW] + counts[CHANGED]:
        if counts[ERROR]:
            return _("There is nothing to take: mend the rows with errors.")
        return _("There is nothing to take: everything is recorded like this already.")
    if taken:
        return _("The rows were taken. Those with errors were left out.")
    return _(
        "Nothing has been changed yet. Rows with errors are left out when you take the "
        "others."
    )


def _tabs(counts, chosen):
    tabs = [
        {
            "label": _("All"),
            "outcome": "",
            "count": _grouped(sum(counts.values())),
            "current": not chosen,
        }
    ]
    return tabs + [
        {
            "label": _words(outcome),
            "outcome": outcome,
            "count": _grouped(counts[outcome]),
            "current": chosen == outcome,
        }
        for outcome in counts
    ]


def _row(told, kind, taken):
    key = told.get("pk")
    return {
        "row": told["row"],
        "what": told["what"],
        "url": kind.url_of(key) if key else "",
        "outcome": _words(told["outcome"]),
        "tone": _TONES[told["outcome"]],
        "changes": told.get("changes", ()),
        "problems": told.get("problems", ()),
        "notes": told.get("notes", ()),
    }
