"""Two records of one person or institution are made one, and two again.

A merge keeps nothing but where it is written down: of every row that it changes, the
entries of its history before and after. No name is stored with it. What it does to
rows that whoever merges may not see is the same as to those they see.
"""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.models import AuditEvent, Record, User
from partners.duplicates.naming_rows import steps
from partners.duplicates.unmerging import Written
from partners.models import Institution, KeptApart, Merge

# The more careful of the two holds, whatever anybody chooses.
CAREFUL = ("classification", "protected", "do_not_contact", "consent_to_be_listed")
_NAMES = ("name", "name_original", "other_names")
KEPT, MERGED, BOTH = "kept", "merged", "both"


def choosable(model):
    """The fields of which one value is chosen for the record that stays."""
    ruled = {*CAREFUL, "other_names"}
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in ruled
    ]


def preselected(field, kept, merged):
    """The value of the record that is kept, or the other's where it has none."""
    known = getattr(kept, field.attname) not in ("", None)
    return KEPT if known or getattr(merged, field.attname) in ("", None) else MERGED


def refuse_unless_one(kept, merged):
    """Raises ValidationError where two records cannot be of the same."""
    if kept.pk == merged.pk:
        raise ValidationError(_("Choose two different records."))
    if kept.is_archived or merged.is_archived or merged.merged_into_id:
        raise ValidationError(
            _("One of the two has been archived or merged already. Look at it first.")
        )
    if kept.fictional != merged.fictional:
        raise ValidationError(_("One of the two is made up, the other is real."))
    at_home = {row.country == settings.HOME_COUNTRY for row in (kept, merged)}
    if isinstance(kept, Institution) and len(at_home) > 1:
        # A link has one of its institutions at home and the other abroad.
        raise ValidationError(
            _(
                "One of the two is at home and the other abroad. Correct the country "
                "first, if they are the same."
            )
        )


def why_not_one(kept, merged):
    """Why two records cannot be made one, in words; nothing where they can."""
    try:
        refuse_unless_one(kept, merged)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


@transaction.atomic
def merge(
    kept: Record, merged: Record, *, by: User, choices=None, reason: str = ""
) -> Merge:
    """Makes `merged` part of `kept`; `choices` says per field which value stays."""
    refuse_unless_one(kept, merged)
    # Found before anything moves: what the one becomes depends on where the other is.
    values = _values_of_kept(kept, merged, choices or {})
    done = []
    for step in steps(kept, merged, by):
        if step.archived:
            into = {
                "archived_at": timezone.now(),
                "archived_why": _("Another row says the same after a merge."),
            }
        else:
            into = {key: new for key, (_old, new) in step.changes.items()}
        why = _("Two records of the same were made one.")
        done.append(_change(step.row, into, by=by, reason=why))
    stays = {name: values[name] for name in CAREFUL if name in values}
    told = _("Made one with another record.")
    moved = {
        "rows": done,
        "kept": _change(kept, values, by=by, reason=reason or told),
        "merged": _change(
            merged,
            # What is archived is never for more eyes than what it became part of.
            {name: value for name, value in stays.items() if name != CAREFUL[3]}
            | {
                "merged_into_id": kept.pk,
                "archived_at": timezone.now(),
                "archived_why": f"{told} {reason}".strip(),
            },
            by=by,
            reason=reason or told,
        ),
        "apart": _keep_apart_what_was(kept, merged, by),
    }
    made = Merge.objects.create(
        kind=_kind(kept),
        kept_id=kept.pk,
        merged_id=merged.pk,
        reason=reason,
        moved=moved,
        by=by,
    )
    _log(AuditEvent.Action.ARCHIVED, merged, made, by)
    return made


def _values_of_kept(kept, merged, choices):
    values = {}
    for field in choosable(type(kept)):
        choice = choices.get(field.name) or preselected(field, kept, merged)
        mine, theirs = (getattr(row, field.attname) for row in (kept, merged))
        if choice == BOTH:
            values[field.attname] = "\n\n".join(filter(None, (mine, theirs)))
        else:
            values[field.attname] = theirs if choice == MERGED else mine
    if "parent_id" in values:
        values["parent_id"] = _whole_of(kept, merged, values["parent_id"])
    values["other_names"] = _aliases(kept, merged, values)
    for name in CAREFUL:
        if hasattr(kept, name):
            values[name] = careful(getattr(kept, name), getattr(merged, name), name)
    return values


def careful(one, other, name):
    if name == "consent_to_be_listed":
        return False if False in (one, other) else (one and other)
    return max(one, other)


def _whole_of(kept, merged, chosen):
    """The nearest whole that is within neither of the two, so that no circle is made.

    The parts of both become parts of the one.
    """
    whole, passed = Institution._base_manager.filter(pk=chosen).first(), set()
    while whole is not None and (whole.is_within(kept) or whole.is_within(merged)):
        if whole.pk in passed:
            return None
        passed.add(whole.pk)
        whole = whole.parent
    return whole.pk if whole else None


def _aliases(kept, merged, values):
    """Every name of either that is not its name now, each once."""
    texts = [kept.other_names, *(getattr(kept, name) for name in _NAMES[:2])]
    texts += [getattr(merged, name) for name in _NAMES]
    names = dict.fromkeys(line.strip() for t in texts for line in t.splitlines())
    stays = {"", values["name"], values["name_original"]}
    return "\n".join(name for name in names if name not in stays)


def _keep_apart_what_was(kept, merged, by):
    """Whoever was found to be somebody else than the one is not the other either."""
    made = []
    for pair in KeptApart.objects.of(merged):
        other = pair.second_id if pair.first_id == merged.pk else pair.first_id
        if other != kept.pk:
            apart, new = KeptApart.objects.keep(type(kept), kept.pk, other, by=by)
            made += [apart.pk] if new else []
    return made


def _kind(record):
    return ContentType.objects.get_for_model(record)


def _log(action, record, made, by):
    AuditEvent.objects.record(action, by=by, record=record, detail={"merge": made.pk})


# --- Rows, as a merge writes them down --------------------------------------------


def _change(row, values, *, by, reason):
    """Saves the values; says which entries of the history stand before and after."""
    before = row.history.first()
    if before is None:
        row.save()  # Made past its history, by a tool; now it has one.
        before = row.history.first()
    for name, value in values.items():
        setattr(row, name, value)
    names = {row._meta.get_field(name).name for name in values}
    if isinstance(row, Record):
        row.updated_by = by
        names.add("updated_by")
    row._change_reason, row._history_user = reason[:100], by
    row.save(update_fields=names)
    after = row.history.first()
    return [row._meta.label, row.pk, before.history_id, after.history_id]


# --- Undoing ----------------------------------------------------------------------


@transaction.atomic
def undo(made: Merge, kept: Record, merged: Record, *, by: User) -> list:
    """Makes two of one again; returns the rows that stay because they were changed."""
    if made.undone_at:
        raise ValidationError(_("This merge has been undone already."))
    if kept.merged_into_id:
        raise ValidationError(
            _("The record that was kept has itself been merged. Undo that first.")
        )
    written = Written(made)
    reason = _("A merge was undone.")
    left = []
    # The last is undone first: a row moves away before another comes back to its place.
    for was in reversed(written.rows(lock=True)):
        if was.is_changed or not _goes_back(was, by, reason):
            left.append(was.row)
    more = Merge.objects.of(kept).exclude(pk=made.pk).exists()
    values = written.of_kept(kept).values_back(skip=CAREFUL if more else ())
    _change(kept, values, by=by, reason=reason)
    values = written.of_merged(merged).values_back()
    _change(merged, values | {"merged_into_id": None}, by=by, reason=reason)
    KeptApart.objects.filter(pk__in=made.moved.get("apart", [])).delete()
    made.undone_at, made.undone_by = timezone.now(), by
    made.save()
    _log(AuditEvent.Action.REVERTED, merged, made, by)
    return left


def _goes_back(was, by, reason):
    """Whether it can: something new may stand in its place by now."""
    values = was.values_back()
    for name, value in values.items():
        setattr(was.row, name, value)
    try:
        was.row.validate_constraints()
    except ValidationError:
        return False
    _change(was.row, values, by=by, reason=reason)
    return True


def label_of(field):
    return capfirst(str(field.verbose_name))


def is_long(field):
    return isinstance(field, models.TextField)
