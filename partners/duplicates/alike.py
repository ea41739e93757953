"""Rows of the record that look like one that somebody is writing."""

from core.folding import words
from partners.duplicates.likeness import alike
from partners.models import KeptApart, Person
from partners.suggestions import (
    describe_institution,
    describe_person,
    detail_of_institution,
    detail_of_person,
)

MOST = 5
COMPARED = ("name", "name_original", "other_names", "country", "parent")


def look_alikes(record, user):
    """The current rows that look like it and that this user may see, best first.

    Whatever they may not see counts as if it were not there.
    """
    if len("".join(words(record.name))) < 2 and not record.name_original:
        return []
    rows = type(record).objects.visible_to(user).current()
    apart = {record.pk}
    if record.pk:
        pairs = KeptApart.objects.of(record).values_list("first_id", "second_id")
        apart |= {pk for pair in pairs for pk in pair}
    keys = [pk for pk in alike(record, rows) if pk not in apart][:MOST]
    found = with_what_tells_apart(rows, user).in_bulk(keys)
    return [found[pk] for pk in keys]


def with_what_tells_apart(rows, user):
    if rows.model is Person:
        return rows.with_held_positions(user)
    return rows.select_related("sector")


def in_short(row):
    """A line for the form. A protected person is named by number."""
    if isinstance(row, Person):
        detail = detail_of_person(row)
        if row.protected:
            return {"label": str(row), "url": row.get_absolute_url(), "detail": ""}
        return _line(row, describe_person(row), detail)
    return _line(row, describe_institution(row), detail_of_institution(row))


def _line(row, label, detail):
    return {"label": label, "url": row.get_absolute_url(), "detail": detail}
