"""Which of its own rules a record breaks, as far as one may know."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import UniqueConstraint
from django.utils.translation import gettext as _


def check_rules(record, user, exclude):
    """Raises ValidationError with every constraint of its model that a record breaks.

    As `Model.validate_constraints`, which knows no reader: fields in `exclude` are not
    looked at, and a rule about one field is told at that field.

    SECURITY: of a value taken by a row which `user` may not see, not even the rule is
    told, only that something is in the way. Nothing is kept from a command (None).
    """
    errors = {}
    for constraint in record._meta.constraints:
        try:
            constraint.validate(type(record), record, exclude=exclude)
        except ValidationError as refusal:
            place, sentence = _told_of(constraint, refusal, record, user)
            errors.setdefault(place, []).append(sentence)
    if errors:
        raise ValidationError(errors)


def _told_of(constraint, refusal, record, user):
    if not isinstance(constraint, UniqueConstraint):
        return NON_FIELD_ERRORS, refusal
    in_the_way = _in_the_way(constraint, record)
    if user is not None and not in_the_way.visible_to(user).exists():
        words = _("Something that you may not see stands in the way of this.")
        return NON_FIELD_ERRORS, ValidationError(words, code="hidden")
    alone = len(constraint.fields) == 1
    return constraint.fields[0] if alone else NON_FIELD_ERRORS, refusal


def _in_the_way(constraint, record):
    same = {name: getattr(record, name) for name in constraint.fields}
    rows = type(record).objects.filter(**same).exclude(pk=record.pk)
    return rows.filter(constraint.condition) if constraint.condition else rows
