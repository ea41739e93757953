"""What a merge wrote down, read again."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps

# What a record has of itself, whoever changes it.
_OWN = ("version", "updated_at", "updated_by", "folded", "file")


def compared(row, entry):
    """The fields in which a row is not as an entry of its history has it."""
    return [
        field
        for field in row._meta.concrete_fields
        if field.name not in _OWN
        and getattr(row, field.attname) != getattr(entry, field.attname)
    ]


def touched_fields(before, after):
    """The fields that a merge changed in one row."""
    model = before.instance_type
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in _OWN
        and getattr(before, field.attname) != getattr(after, field.attname)
    ]


@dataclass
class Was:
    """One row that a merge changed: as it is, and as it was before and after."""

    row: Any
    before: Any
    after: Any

    @cached_property
    def is_changed(self):
        """Whether somebody has changed it since."""
        return bool(compared(self.row, self.after))

    def fields_left(self):
        """The fields that the merge changed and somebody has changed again since."""
        return [
            field
            for field in touched_fields(self.before, self.after)
            if field.name != "other_names" and not self._untouched(field)
        ]

    def values_back(self, skip=()):
        """What is as the merge left it, as it was before; names that came are taken."""
        values = {
            field.attname: getattr(self.before, field.attname)
            for field in touched_fields(self.before, self.after)
            if field.name not in skip and self._untouched(field)
        }
        came = getattr(self.after, "other_names", "")
        if came and "other_names" not in values:
            values["other_names"] = self._names_without(came.splitlines())
        return values

    def _untouched(self, field):
        now, then = (getattr(row, field.attname) for row in (self.row, self.after))
        return now == then

    def _names_without(self, came):
        own = self.before.other_names.splitlines()
        gone = {line.strip() for line in came} - {line.strip() for line in own}
        lines = self.row.other_names.splitlines()
        return "\n".join(line for line in lines if line.strip() not in gone)


class Written:
    """The rows of one merge with their entries, in a few queries for each model."""

    def __init__(self, made):
        self.moved = made.moved

    def rows(self, lock=False):
        by_model = {}
        for label, pk, before, after in self.moved["rows"]:
            by_model.setdefault(label, []).append((pk, before, after))
        found = {
            (label, was.row.pk): was
            for label, noted in by_model.items()
            for was in _read(apps.get_model(label), noted, lock)
        }
        keys = [(label, pk) for label, pk, _before, _after in self.moved["rows"]]
        return [found[key] for key in keys if key in found]

    def of_kept(self, kept):
        return self._of("kept", kept)

    def of_merged(self, merged):
        return self._of("merged", merged)

    def _of(self, which, record):
        _label, _pk, before, after = self.moved[which]
        entries = type(record).history.in_bulk([before, after])
        return Was(record, entries[before], entries[after])


def _read(model, noted, lock):
    rows = model._base_manager.all()
    rows = rows.select_for_update() if lock else rows
    rows = rows.in_bulk([pk for pk, *_entries in noted])
    entries = model.history.in_bulk([e for _pk, *both in noted for e in both])
    return [
        Was(rows[pk], entries[before], entries[after])
        for pk, before, after in noted
        if pk in rows
    ]
