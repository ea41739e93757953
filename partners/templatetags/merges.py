"""That a record was made one with another, on the pages of both."""

from django import template
from django.urls import reverse

from core.access import may_change, writer
from partners.models import Merge

register = template.Library()


@register.inclusion_tag("partners/_merge_notes.html", takes_context=True)
def merge_notes(context, record):
    """What was merged here, and the way to merge or to undo; four queries at most."""
    user = context["request"].user
    rows = type(record).objects.visible_to(user)
    into = rows.filter(pk=record.merged_into_id).first()
    can_change = may_change(user, record)
    taken = {made.merged_id: made for made in Merge.objects.of(record)}
    shown = rows.in_bulk(taken) if taken else {}
    return {
        "is_merged": record.merged_into_id is not None,
        "into": into,
        "undo_url": _undo_url(record, into, user),
        "taken": [
            {
                "record": shown[pk],
                "at": made.at,
                "undo_url": _url(made) if can_change else "",
            }
            for pk, made in taken.items()
            if pk in shown
        ],
        "merge_url": record.url_for("merge") if can_change else "",
        "list_url": reverse("partners:duplicate_list"),
    }


def _undo_url(record, into, user):
    """Where whoever keeps both records can part them again."""
    if into is None or not writer(user) or not may_change(user, into):
        return ""
    made = Merge.objects.that_took(record).first()
    return _url(made) if made else ""


def _url(made):
    return reverse("partners:merge_undo", args=[made.pk])
