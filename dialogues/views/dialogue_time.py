"""A dialogue over the years, and what went on beside it."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access import (
    any_member,
    log_reading,
    marking_of,
    requires,
    visible_or_404,
)
from core.lists import Column, as_table, marking_column
from core.templatetags.ui import span_of_dates
from dialogues.in_time.drawing import drawing
from dialogues.in_time.lanes import InTime
from dialogues.models import Dialogue
from dialogues.page_parts import crumb

MARKS = [
    Column("title", _("Title"), link=lambda row: row.url),
    Column("date", _("Date"), value=lambda row: span_of_dates(row.starts, row.ends)),
    Column("kind", _("Kind")),
    marking_column(),
]


@requires(any_member)
def dialogue_time(request, slug):
    user = request.user
    dialogue = visible_or_404(Dialogue.objects, user, slug=slug)
    found = InTime(dialogue, user)
    parts = [mark.record for mark in found.marks]
    log_reading(request, dialogue, parts=parts)
    newest_first = found.newest_first
    context = {
        "dialogue": dialogue,
        "breadcrumbs": [crumb(dialogue, dialogue.get_absolute_url())],
        "highest": max(marking_of(row) for row in [dialogue, *parts]),
        "drawing": drawing(found.dated, timezone.localdate()),
        "marks": as_table(newest_first, MARKS),
        "count": len(newest_first),
        "undated": found.undated,
    }
    return render(request, "dialogues/dialogue_time.html", context)
