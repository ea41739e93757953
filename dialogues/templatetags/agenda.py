"""What the items of an agenda need in templates."""

from django import template

from dialogues.tones import AGENDA_STATUS

register = template.Library()


@register.filter
def agenda_tone(item):
    """The colour of the status of an item."""
    return AGENDA_STATUS.get(item.status, "neutral")
