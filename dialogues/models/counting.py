"""Counts beside a row: of what the reader may see, and of nothing else."""

from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce


def count_of(rows, key, counted="pk"):
    """How many of `rows` there are, or how many different `counted` they name.

    `rows` is filtered to what somebody may see, and `key` is what it is tied to the
    outer row by: `count_of(meetings.filter(round=OuterRef("pk")), "round")`.
    """
    counts = rows.order_by().values(key).annotate(n=Count(counted, distinct=True))
    return Coalesce(Subquery(counts.values("n")), 0)


def rows_naming(model, relation):
    """The manager of the records that name a `model`, by the name of that relation.

    For querysets that look at models defined after their own.
    """
    return model._meta.get_field(relation).related_model.objects
