"""Which of its own rules a record breaks, as far as one may know."""

from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint


def broken_rules(record, user):
    """The sentences of the constraints that a record breaks.

    SECURITY: that a value is taken by a row which this user may not see is not told.
    """
    sentences = []
    for constraint in record._meta.constraints:
        try:
            constraint.validate(type(record), record)
        except ValidationError as refusal:
            if _may_be_told(constraint, record, user):
                sentences += refusal.messages
    return sentences


def _may_be_told(constraint, record, user):
    if not isinstance(constraint, UniqueConstraint):
        return True
    same = {name: getattr(record, name) for name in constraint.fields}
    rows = type(record).objects.visible_to(user).filter(**same)
    if constraint.condition:
        rows = rows.filter(constraint.condition)
    return rows.exclude(pk=record.pk).exists()
