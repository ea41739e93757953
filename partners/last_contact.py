"""When somebody or an institution was last met, whoever knows of the occasion.

What an occasion is, the apps above know: meetings and rounds, later projects. Each of
them names its own; see `dialogues.contacts.dates`.
"""

from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from core.partial_dates import PartialDateField

_SOURCES = []


def knows_contacts(source):
    """Marks a function of `(user, role)` that gives occasions with `held_on`.

    They are tied to the row of the list by `OuterRef("pk")`; `role` is "person" or
    "institution". Only what the user may see.
    """
    _SOURCES.append(source)
    return source


def latest_contact(user, role):
    """The latest `held_on` of all sources, as an expression; empty for none."""
    latest = [
        Coalesce(
            Subquery(rows.order_by("-held_on").values("held_on")[:1]),
            Value(""),
            output_field=PartialDateField(),
        )
        for rows in (source(user, role) for source in _SOURCES)
    ]
    return Greatest(*latest, Value(""), output_field=PartialDateField())
