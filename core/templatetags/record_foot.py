"""What `core/_record_foot.html` needs besides what its page gives it."""

from django import template
from django.middleware.csrf import get_token

from core.access import writer
from core.claims import claims_of

register = template.Library()

register.simple_tag(claims_of)


@register.simple_tag
def address_of(record, verb):
    """Where a record is archived, where its history is …"""
    return record.url_for(verb)


@register.inclusion_tag("core/_archived.html", takes_context=True)
def archived_banner(context, record):
    """Says that a record is archived and why; those who may can bring it back."""
    if not record.is_archived:
        return {"record": record}
    user = context.request.user
    # What was merged comes back by undoing the merge; its own page says how.
    is_merged = bool(getattr(record, "merged_into_id", None))
    desk = type(record).objects.of_desk(user)
    return {
        "record": record,
        "can_restore": not is_merged
        and writer(user)
        and desk.filter(pk=record.pk).exists(),
        "restore_url": record.url_for("restore"),
        "csrf_token": get_token(context.request),
    }
