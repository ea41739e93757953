"""What a merge, or its undoing, will do: said before it is done.

SECURITY: only of rows that the reader may see, and nothing that could be subtracted;
what they may not see is done all the same, and the page says so in general.
"""

from dataclasses import dataclass

from django.utils.text import capfirst

from partners.duplicates.merging import CAREFUL, careful, label_of
from partners.duplicates.naming_rows import Step, collisions, names_itself, ways_to


@dataclass(frozen=True)
class Line:
    """A row in words: where it belongs, what it is, and where it is shown."""

    pk: int
    text: str
    url: str
    archived: bool


@dataclass(frozen=True)
class Group:
    label: str
    lines: list


def outlook(kept, merged, user):
    """`(moving, giving_way)`: groups of the rows that name `merged`, as they may know.

    Costs a fixed number of queries for each way in which rows can name a record.
    """
    twice = _known_collisions(kept, merged, user)
    moving, giving_way = [], []
    for way in ways_to(type(kept)):
        rows = _rows(way.model, user).filter(pk__in=way.rows(merged).values("pk"))
        rows = [row for row in rows if (type(row), row.pk) != (type(kept), kept.pk)]
        stays = [row for row in rows if _gives_way(way, row, kept, merged, twice)]
        goes = [row for row in rows if row not in stays]
        for found, groups in ((goes, moving), (stays, giving_way)):
            if found:
                groups.append(Group(_label(way), [_line(row, user) for row in found]))
    return moving, giving_way


def afterwards(kept, merged):
    """What nobody chooses, where the two differ: the more careful of both holds."""
    return [
        {
            "label": label_of(type(kept)._meta.get_field(name)),
            "value": careful(getattr(kept, name), getattr(merged, name), name),
            "kind": "marking" if name == "classification" else "yes_no",
        }
        for name in CAREFUL
        if getattr(kept, name, None) != getattr(merged, name, None)
    ]


def _gives_way(way, row, kept, merged, twice):
    step = Step(row, {way.key: (merged.pk, kept.pk)})
    return (way.model, row.pk) in twice or names_itself(step)


def _known_collisions(kept, merged, user):
    """Only where both rows are known to the reader: one must not betray the other."""
    found = collisions(kept, merged)
    seen = {
        model: set(
            model.objects.visible_to(user)
            .filter(pk__in=[pk for m, *both in found if m is model for pk in both])
            .values_list("pk", flat=True)
        )
        for model in {model for model, *_both in found}
    }
    return {(model, one) for model, one, other in found if {one, other} <= seen[model]}


def in_words(rows, user):
    """Groups of the rows that the reader may see, of `rows` of any models."""
    keys = {}
    for row in rows:
        keys.setdefault(type(row), []).append(row.pk)
    groups = []
    for model, pks in keys.items():
        lines = [_line(row, user) for row in _rows(model, user).filter(pk__in=pks)]
        if lines:
            groups.append(Group(capfirst(str(model._meta.verbose_name_plural)), lines))
    return groups


def _rows(model, user):
    """What they may see, with what `_line` says of it; sources go with the record."""
    rows = model.objects.all()
    if not hasattr(rows, "visible_to"):
        return rows
    paths = dict.fromkeys((*rows.part_of, *rows.seen_with))
    return rows.visible_to(user).with_visible(user, *paths).order_by("pk")


def _label(way):
    name = capfirst(str(way.model._meta.verbose_name_plural))
    if way.kind_field:
        return name
    others = [w for w in ways_to(_target(way)) if w.model is way.model]
    field = way.model._meta.get_field(way.field)
    return f"{name}: {label_of(field).lower()}" if len(others) > 1 else name


def _target(way):
    return way.model._meta.get_field(way.field).related_model


def _line(row, user):
    wholes = [
        getattr(row, name)
        for name in getattr(type(row).objects, "part_of", ())
        if "__" not in name
    ]
    return Line(
        row.pk,
        _text(row, wholes),
        row.get_absolute_url() if hasattr(row, "get_absolute_url") else "",
        bool(getattr(row, "archived_at", None)),
    )


def _text(row, wholes):
    parts = [str(whole) for whole in wholes if whole is not None]
    own = str(row)
    return " – ".join([*(part for part in parts if part not in own), own])
