"""The tags and filters that every template has without loading anything."""

import datetime
import difflib
import re
from functools import cache
from html import unescape
from pathlib import Path

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import excerpts

register = template.Library()

TONES = ("neutral", "info", "success", "warning", "danger")
# A date that is at most this many days away is shown as near.
NEAR_DAYS = 14
# Longer texts are shown as a whole before and after, not word by word.
DIFF_WORDS = 2000
# Texts that share less than this are shown as a whole as well.
LIKE_ENOUGH = 0.3


# --- Icons ------------------------------------------------------------------------


@register.simple_tag
def icon(name, title=""):
    """An Aksel icon; decoration, unless `title` says what it means."""
    drawing = _drawing(name)
    if title:
        return format_html(
            '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>',
            title,
            drawing,
        )
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', drawing
    )


@cache
def _drawing(name):
    """What is inside the <svg> of an icon; a wrong name raises."""
    folder = Path(settings.BASE_DIR) / "node_modules/@navikt/aksel-icons/dist/svg"
    path = folder / f"{name}.svg"
    if not re.fullmatch(r"\w+", name) or not path.is_file():
        raise LookupError(f"There is no icon called {name!r} in {folder}")
    text = path.read_text(encoding="utf-8")
    inside = text[text.index(">") + 1 : text.rindex("</svg>")]
    # SECURITY: our own pinned file from npm, never anything that was typed.
    return SafeString(" ".join(inside.split()))


# --- Badges -----------------------------------------------------------------------


@register.inclusion_tag("components/marking.html")
def marking(record_or_level):
    """The classification of a record (or a level 1 to 4), as a word with its hue."""
    from core.models import Classification

    level = record_or_level
    if hasattr(level, "classification"):
        level = getattr(level, "marking", level.classification)
    if level in (None, ""):
        return {"level": None}
    level = Classification(int(level))
    return {"level": level.value, "code": level.name.lower(), "word": level.label}


@register.simple_tag
def excerpt(text, asked=""):
    """The part of a text that tells of the words asked for, which are marked."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", piece) if found else piece,)
            for piece, found in excerpts.excerpt(text, asked)
        ),
    )


@register.inclusion_tag("components/marking.html")
def marking_beside(part, record):
    """The marking of a part of a record, where it is for fewer eyes than the record."""
    own = getattr(part, "marking", part.classification)
    around = getattr(record, "marking", record.classification)
    return marking(own) if own > around else {"level": None}


@register.simple_tag
def marking_from_above(form):
    """The marking that a record has from what it is part of, if that is the higher."""
    from core.models import Classification

    own = form.initial.get("classification")
    shown = getattr(getattr(form, "instance", None), "marking", None)
    return Classification(shown).label if own and shown and shown > own else ""


@register.inclusion_tag("components/fictional.html")
def fictional(record):
    """A small tag on a made-up record; nothing on any other."""
    return {"is_fictional": bool(getattr(record, "fictional", False))}


@register.inclusion_tag("components/status_tag.html")
def status_tag(label, tone="neutral"):
    """A status in its colour. `tone` is one of TONES."""
    return {"label": label, "tone": tone if tone in TONES else "neutral"}


# --- Dates ------------------------------------------------------------------------


@register.filter
def partial_date(value):
    """A date as far as it is known: 1997, June 1998, 16 June 1998, or "Not known"."""
    if not value:
        return format_html('<span class="muted">{}</span>', _("Not known"))
    return format_html('<time datetime="{}">{}</time>', _iso(value), _in_words(value))


@register.filter
def date_time(value):
    """A moment, to the minute: 16 June 1998, 19:40."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        date_format(local, "DATETIME_FORMAT"),
    )


@register.simple_tag
def span_of_dates(start, end=""):
    """Two dates as one span, without saying anything twice: 8–9 June 2006."""
    if not start and not end:
        return partial_date("")
    if not end or (start and _iso(start) == _iso(end)):
        return partial_date(start)
    if not start:
        return format_html(_("until {}"), partial_date(end))
    return _span(_parts(start), _parts(end))


def _span(start, end):
    if len(start) == len(end) == 1:
        return f"{start[0]}–{end[0]}"
    if len(start) == len(end) == 3 and start[:2] == end[:2]:
        day = _format(start, pgettext("date format: day of a month", "j"))
        return format_html('<span class="nowrap">{}–{}</span>', day, _format(end))
    if len(start) > 1 and len(end) > 1 and start[0] == end[0]:
        if len(start) == 2:
            gap = "–" if len(end) == 2 else " – "
            return f"{_format(start, 'F')}{gap}{_format(end)}"
        day = _format(start, "MONTH_DAY_FORMAT")
        return f"{day} – {_format(end)}"
    return f"{_format(start)} – {_format(end)}"


@register.simple_tag
def due(value, done=False):
    """A date by which something is due, and how far away it is."""
    if not value:
        return format_html('<span class="muted">{}</span>', _("No date"))
    days = (_last_day(value) - timezone.localdate()).days
    tone, note = (None, "") if done else _distance(days)
    return format_html(
        '<span class="due{}"><time datetime="{}">{}</time>{}</span>',
        f" due--{tone}" if tone else "",
        _iso(value),
        _in_words(value),
        format_html(' <span class="due__note">{}</span>', note) if note else "",
    )


def _distance(days):
    if days < 0:
        return "danger", _late(-days)
    if days == 0:
        return "warning", _("today")
    if days <= NEAR_DAYS:
        return "warning", ngettext("in %d day", "in %d days", days) % days
    return None, ""


def _late(days):
    if days <= 60:
        return ngettext("%d day overdue", "%d days overdue", days) % days
    if days < 730:
        months = days // 30
        return ngettext("%d month overdue", "%d months overdue", months) % months
    years = days // 365
    return ngettext("%d year overdue", "%d years overdue", years) % years


def _iso(value):
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date().isoformat()
    return str(value)


def _parts(value):
    return [int(part) for part in _iso(value).split("-")]


def _last_day(value):
    parts = _parts(value)
    if len(parts) == 3:
        return datetime.date(*parts)
    year, month = [*parts, 12][:2]
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def _in_words(value):
    return _format(_parts(value))


def _format(parts, pattern=None):
    day = datetime.date(*[*parts, 1, 1][:3])
    if pattern is None:
        pattern = ("Y", "YEAR_MONTH_FORMAT", "DATE_FORMAT")[len(parts) - 1]
    return date_format(day, pattern)


# --- Boxes that wrap content --------------------------------------------------------


@register.simple_block_tag
def panel(
    content,
    title,
    id="",
    tone="plain",
    count=None,
    action_url="",
    action_label="",
    action_icon="Plus",
    level=2,
    flush=False,
):
    """A titled box. See components/panel.html for what it takes."""
    return render_to_string(
        "components/panel.html",
        {
            "content": content,
            "title": title,
            "id": id,
            "tone": tone,
            "count": count,
            "action_url": action_url,
            "action_label": action_label,
            "action_icon": action_icon,
            "heading": f"h{level}",
            "flush": flush,
        },
    )


@register.simple_block_tag
def disclosure(content, summary, open=False, note=""):
    """Content that is folded away behind its summary."""
    context = {"content": content, "summary": summary, "open": open, "note": note}
    return render_to_string("components/disclosure.html", context)


@register.simple_block_tag
def empty_state(content, title, icon="FileText"):
    """Says that there is nothing yet, and (as content) what one can do about it."""
    context = {"content": content, "title": title, "icon": icon}
    return render_to_string("components/empty.html", context)


# --- Addresses, errors, differences -------------------------------------------------


@register.simple_tag(takes_context=True)
def query_with(context, **changes):
    """The present query string with changes; a value of None or "" is left out."""
    query = context["request"].GET.copy()
    query.pop("format", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag
def error_list(form=None, formsets=None):
    """All complaints of a form and its formsets, each with the field to go to."""
    errors = _errors_of(form) if form is not None else []
    for formset in formsets or ():
        errors += [_complaint(text) for text in formset.non_form_errors()]
        for number, row in enumerate(formset.forms, start=1):
            kind = getattr(formset, "row_label", None)
            kind = kind or capfirst(_verbose_name(formset))
            errors += _errors_of(row, f"{kind} {number}: ")
    return errors


def _verbose_name(formset):
    model = getattr(formset, "model", None)
    return model._meta.verbose_name if model else _("row")


def _errors_of(form, before=""):
    complaints = [_complaint(text, before) for text in form.non_field_errors()]
    for field in form:
        if field.is_hidden and not field.errors:
            continue
        at = field.auto_id if field.use_fieldset else field.id_for_label
        href = f"#{at}" if at and not field.is_hidden else ""
        complaints += [
            _complaint(text, f"{before}{capfirst(field.label)}: ", href)
            for text in field.errors
        ]
    return complaints


def _complaint(text, before="", href=""):
    if isinstance(text, SafeString):
        # It may hold a link, and here it stands inside of one.
        text = unescape(strip_tags(text))
    return {"href": href, "text": f"{before}{text}"}


@register.simple_tag
def text_diff(old, new):
    """What left a text and what came into it, word by word."""
    before, after = (re.findall(r"\S+\s*", str(text)) for text in (old, new))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    long = len(before) + len(after) > DIFF_WORDS
    if long or matcher.quick_ratio() < LIKE_ENOUGH:
        whole = (("del", old), ("ins", new))
        return _pieces((tag, text) for tag, text in whole if text)
    pieces = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(("span", "".join(after[j1:j2])))
        else:
            changed = (("del", before[i1:i2]), ("ins", after[j1:j2]))
            pieces += [(tag, "".join(words)) for tag, words in changed if words]
    return _pieces(pieces)


def _pieces(pieces):
    rows = ((tag, text, tag) for tag, text in pieces)
    return format_html_join(" ", "<{}>{}</{}>", rows)


@register.simple_tag
def page_numbers(page_obj):
    """The numbers to offer below a list, with "…" where some are left out."""
    return list(
        page_obj.paginator.get_elided_page_range(
            page_obj.number, on_each_side=2, on_ends=1
        )
    )


@register.simple_tag
def filter_fields(form, shown=4):
    """The fields of a filter: the search text, those always shown, those folded away.

    `open` says whether one that is folded away is in use or in error.
    """
    fields = list(form)
    has_text = bool(fields) and fields[0].widget_type in ("text", "search")
    before = 1 if has_text else 0
    more = fields[before + shown :]
    return {
        "first": fields[0] if has_text else None,
        "main": fields[before : before + shown],
        "more": more,
        "open": any(field.errors or field.value() for field in more),
    }
