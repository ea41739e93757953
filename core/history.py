"""What changed in a record, when and by whom, as far as the reader may know it."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.models import Classification
from core.partial_dates import in_words

# Kept by the house itself; a change in one of them alone is no change of the record.
_OWN = {"id", "version", "updated_at", "updated_by", "created_at", "created_by"}
_OWN |= {"folded", "loaded_as", "fictional", "file", "sha256", "size"}


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """One version of a record, compared with the one before."""

    pk: int
    at: object
    by: str
    reason: str
    created: bool
    version: int
    marking: int
    changes: list = field(default_factory=list)


def history_of(record, user):
    """The entries that this user may see, the newest first.

    `record` is one that they were let through to. An entry shows at the higher marking
    of the two versions that it compares; what it names shows only where that may be
    seen. Costs two queries, one for each kind of record that a field names, and one for
    each many-to-many field and version.
    """
    versions = list(record.history.select_related("history_user"))
    desk = type(record).objects.of_desk(user)
    on_desk = user.reads_all_desks or desk.filter(pk=record.pk).exists()
    names = _Names(record, versions, user)
    entries = []
    for new, old in zip(versions, [*versions[1:], None], strict=True):
        marking = max(new.classification, old.classification if old else 0)
        if marking > user.clearance:
            continue
        if marking > Classification.INTERNAL and not on_desk:
            continue
        changes = _changes(record, old, new, names)
        if old is None or changes:
            entries.append(
                Entry(
                    pk=new.history_id,
                    at=new.history_date,
                    by=str(new.history_user or _("The system")),
                    reason=new.history_change_reason or "",
                    created=old is None,
                    version=new.version,
                    marking=marking,
                    changes=changes,
                )
            )
    return entries


def _changes(record, old, new, names):
    changes = []
    for tracked in record._meta.fields:
        if tracked.name in _OWN:
            continue
        before = getattr(old, tracked.attname) if old else None
        after = getattr(new, tracked.attname)
        if before != after and not (old is None and after in (None, "", False)):
            changes.append(
                Change(
                    capfirst(str(tracked.verbose_name)),
                    names.of(tracked, before) if old else "",
                    names.of(tracked, after),
                )
            )
    for tracked in record._meta.many_to_many:
        before = names.of_many(tracked, old) if old else ""
        after = names.of_many(tracked, new)
        if before != after:
            changes.append(Change(capfirst(str(tracked.verbose_name)), before, after))
    return changes


class _Names:
    """What a field's value is called, without naming a row that is hidden."""

    def __init__(self, record, versions, user):
        self.user = user
        self.known = {}
        for tracked in record._meta.fields:
            if isinstance(tracked, models.ForeignKey) and tracked.name not in _OWN:
                keys = {getattr(v, tracked.attname) for v in versions} - {None}
                self._learn(tracked.related_model, keys)

    def _learn(self, model, keys):
        known = self.known.setdefault(model, {})
        missing = keys - known.keys()
        if not missing:
            return
        rows = model._default_manager.filter(pk__in=missing)
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(self.user)
        known.update({row.pk: str(row) for row in rows})

    def of(self, tracked, value):
        if value in (None, ""):
            return ""
        if isinstance(tracked, models.ForeignKey):
            return self.known[tracked.related_model].get(value, _("(not shown)"))
        if tracked.choices:
            return str(dict(tracked.flatchoices).get(value, value))
        if isinstance(tracked, models.BooleanField):
            return _("Yes") if value else _("No")
        return in_words(value)

    def of_many(self, tracked, version):
        rows = getattr(version, tracked.name).all()
        keys = {getattr(row, f"{tracked.m2m_reverse_field_name()}_id") for row in rows}
        self._learn(tracked.related_model, keys)
        known = self.known.get(tracked.related_model, {})
        return ", ".join(sorted(known.get(key, _("(not shown)")) for key in keys))


def revert(record, version, *, by, reason):
    """Brings back what a record said in an earlier version, as a new version.

    The higher marking of the two stays: an old wording never comes back for more eyes.
    Nor does somebody lose the protection of their name by it. Raises ValidationError
    when the earlier version does not go together with what is on record now.
    """
    _refuse_what_stands_fast(record)
    keep = _OWN | {"classification", "archived_at", "archived_why"}
    keep |= record.stays_on_revert()
    if getattr(record, "protected", False):
        keep.add("protected")
    for tracked in record._meta.fields:
        if tracked.name not in keep:
            setattr(record, tracked.attname, getattr(version, tracked.attname))
    record.classification = max(record.classification, version.classification)
    record.updated_by = by
    record._change_reason = reason
    record.before_revert_is_saved()
    _refuse_what_stands_fast(record)
    record.clean()
    record.validate_constraints()
    record.save()
    for tracked in record._meta.many_to_many:
        rows = getattr(version, tracked.name).all()
        keys = [getattr(row, f"{tracked.m2m_reverse_field_name()}_id") for row in rows]
        getattr(record, tracked.name).set(keys)
    return record


def _refuse_what_stands_fast(record):
    """Asked before and after: neither what it was nor what it becomes may be so."""
    if why := record.stands_fast():
        raise ValidationError(why)
