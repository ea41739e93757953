"""Every row that names a record, found from the models themselves."""

from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models


@dataclass(frozen=True)
class Way:
    """One way in which rows of a model name another record: a key, or what hangs on it.

    `field` is what changes when such a row is to name another; `kind_field` is set for
    sources and documents, which hang on any record.
    """

    model: Any
    field: str
    kind_field: str = ""

    def rows(self, record):
        """All of them, also what nobody here may see, past every manager."""
        named = {self.field: record.pk}
        if self.kind_field:
            named[self.kind_field] = ContentType.objects.get_for_model(record)
        return self.model._base_manager.filter(**named).order_by("pk")

    @property
    def key(self):
        return self.model._meta.get_field(self.field).attname


def ways_to(model):
    """How rows name a record of this model; also by relations without a way back.

    Only models that keep a history: logs and the history itself stay as they were.
    """
    relations = model._meta.get_fields(include_hidden=True)
    ways = [
        Way(relation.related_model, relation.field.name)
        for relation in relations
        if (relation.one_to_many or relation.one_to_one)
        and relation.auto_created
        and not relation.concrete
        and hasattr(relation.related_model, "history")
    ]
    ways += [
        Way(other, hanging.fk_field, hanging.ct_field)
        for other in apps.get_models()
        for hanging in other._meta.private_fields
        if isinstance(hanging, GenericForeignKey) and hasattr(other, "history")
    ]
    return sorted(ways, key=lambda way: (way.model._meta.label, way.field))


@dataclass
class Step:
    """What becomes of one row: it names the other record, or it is archived.

    `changes` gives the old and the new value of each key.
    """

    row: Any
    changes: dict = field(default_factory=dict)
    archived: bool = False


def steps(kept, merged, by):
    """What becomes of every row that names `merged`, in the order of doing it."""
    found = {}
    both = {(type(kept), kept.pk), (type(kept), merged.pk)}
    for way in ways_to(type(kept)):
        for row in way.rows(merged).select_for_update():
            if (way.model, row.pk) not in both:
                step = found.setdefault((way.model, row.pk), Step(row))
                step.changes[way.key] = (merged.pk, kept.pk)
    for model, one, other in collisions(kept, merged):
        gives_way = _gives_way(model, one, other, by)
        row = model._base_manager.select_for_update().get(pk=gives_way)
        found[model, gives_way] = Step(row, archived=True)
    for step in found.values():
        if step.changes and names_itself(step):
            step.changes, step.archived = {}, True
    return sorted(found.values(), key=lambda step: not step.archived)


def collisions(kept, merged):
    """`(model, row of merged, row of kept)` of which only one may remain."""
    found = []
    for way in ways_to(type(kept)):
        for constraint in way.model._meta.constraints:
            if not isinstance(constraint, models.UniqueConstraint):
                continue
            if way.field in constraint.fields:
                found += _collisions(way, constraint, kept, merged)
    return found


def _collisions(way, constraint, kept, merged):
    others = [name for name in constraint.fields if name != way.field]
    bound = constraint.condition or models.Q()
    there = {
        tuple(key): pk
        for pk, *key in way.rows(kept).filter(bound).values_list("pk", *others)
    }
    return [
        (way.model, pk, there[tuple(key)])
        for pk, *key in way.rows(merged).filter(bound).values_list("pk", *others)
        if tuple(key) in there and None not in key
    ]


def _gives_way(model, of_merged, of_kept, by):
    """Which of two rows is archived: that of the merged record.

    SECURITY: unless the other is hidden from whoever merges. The one that they know
    must not vanish because of one that they may not know of.
    """
    both = model.objects.visible_to(by).filter(pk__in=(of_merged, of_kept))
    seen = set(both.values_list("pk", flat=True))
    return of_kept if seen == {of_merged} else of_merged


def names_itself(step):
    """Whether the row would say that the record goes with itself, as a link would.

    The row's own rules decide; they are asked only where two keys would be the same.
    """
    row = copy(step.row)
    for key, (_old, new) in step.changes.items():
        setattr(row, key, new)
    [(_old, new), *_more] = step.changes.values()
    kinds = {row._meta.get_field(key).related_model for key in step.changes} - {None}
    keys = [f.attname for f in row._meta.concrete_fields if f.related_model in kinds]
    if [getattr(row, key) for key in keys].count(new) < 2:
        return False
    rules = [c for c in row._meta.constraints if isinstance(c, models.CheckConstraint)]
    try:
        for rule in rules:
            rule.validate(type(row), row)
    except ValidationError:
        return True
    return False
