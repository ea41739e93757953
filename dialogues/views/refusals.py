"""What a rule refuses to do, said to whoever asked for it."""

from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction


@contextmanager
def say_why_not(request):
    """Undoes what a refused action has begun, and shows its reason as a message."""
    try:
        with transaction.atomic():
            yield
    except ValidationError as refusal:
        for reason in refusal.messages:
            messages.error(request, reason)


def stands_fast(request, record):
    """Whether nobody may change a record as things are; says why, if so."""
    why = record.stands_fast()
    if why:
        messages.error(request, why)
    return bool(why)
