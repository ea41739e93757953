"""Bringing rows from a file into the record: the same for a trial and for the taking.

The machinery only. Each app registers its kinds of import in its `imports` module:
`@imports` on a subclass of `Importer`, which names its columns, finds the record of a
row among those that the person may see, and says who may keep it.
"""

import copy

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.module_loading import autodiscover_modules
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.utils import bulk_create_with_history

from core.access import writer
from core.importing.columns import EMPTY, ImportColumn
from core.importing.sheets import MOST_ROWS, read_sheet
from core.models import Classification, Stale

NEW, CHANGED, UNCHANGED, ERROR = "new", "changed", "unchanged", "error"
SKIPPED = "skipped"  # rightly in the file, and none of ours
ID = ImportColumn("id", "id", kept=False, help=gettext_lazy("From a downloaded list."))
# SECURITY: not the name of the file; histories are read by others.
REASON = "Imported from a file"
_AT_A_TIME = 500

_KINDS = {}


def imports(kind):
    """Registers a kind of import under its name, which stands in the address."""
    _KINDS[kind.name] = kind
    return kind


def kind_called(name):
    """The kind of import of that name, or None."""
    autodiscover_modules("imports")
    return _KINDS.get(name)


class Row:
    """One row of a file: its cells, what they say, and what is wrong with them."""

    def __init__(self, number, cells):
        self.number = number
        self.cells = cells
        self.values = {}
        self.problems = []

    def problem(self, column, what):
        """`column` is a column, or "" for the row as a whole."""
        label = capfirst(getattr(column, "label", column))
        complaint = [str(label), str(what)]
        if complaint not in self.problems:
            self.problems.append(complaint)

    def text(self, name):
        return self.values.get(name) or ""


class Importer:
    """One kind of import, for one person and one file."""

    name = ""
    label = ""
    model = None
    columns = ()
    ignored = frozenset()
    list_name = ""  # the list from which one comes, and to which one returns
    list_label = ""  # where it is not that of the kind
    page_name = ""  # the page of one record
    # What finds a record without its id: another spelling of it changes nothing.
    found_by = ("name",)
    rule = staticmethod(writer)
    outcomes = (NEW, CHANGED, UNCHANGED, ERROR)
    reason = REASON
    beside = ()  # the kinds that one may choose instead, in the order of bringing
    files = gettext_lazy("CSV or Excel (.xlsx)")
    most = MOST_ROWS
    rules = (
        gettext_lazy(
            "The file that a list gives, CSV or Excel, can be mended and brought back "
            "as it is: its id finds the record again."
        ),
        gettext_lazy("An empty cell leaves the field as it is; a single - empties it."),
        gettext_lazy(
            "The order of the columns, and how their names are spelt, does not matter; "
            "English and Norwegian are understood."
        ),
        gettext_lazy(
            "Dates are given as far as they are known: 1998, 1998-06, 16.6.1998."
        ),
        gettext_lazy(
            "Rows of other desks are not taken. Without a marking a new row is "
            "Internal."
        ),
    )

    def __init__(self, by):
        self.by = by
        self.by_pk = {}
        self.by_name = {column.name: column for column in (ID, *self.columns)}
        self._lines = {}  # record → number of the row that spoke of it
        self._new = []  # what is to be saved, with its row and what is told of it

    @classmethod
    def run(cls, name, content, by, *, take=False):
        """The report on a file: a trial, or what was done with each of its rows."""
        from core.importing.runs import run  # which needs this module

        return run(cls, read_sheet(name, content), by, take=take)

    # What each kind says for itself.

    separator = ","  # of the example

    @classmethod
    def heading_of(cls, column):
        """What stands above a column in the example."""
        return column.name

    @classmethod
    def example(cls):
        """An example that is no table, as the bytes of an XML file."""
        return None

    @classmethod
    def refuse_shape(cls, sheet):
        """Raises ValidationError for a table that was meant for something else."""

    def prepare(self, rows):
        """Looks at all rows before the first is brought."""

    def totals(self, told):
        """Sums of what became of the rows, as [what, sum, number of rows]."""
        return []

    def load(self):
        """Fetches what rows may speak of: only what `self.by` may see."""
        raise NotImplementedError

    def find(self, row):
        """The record that a row without an id means, or None for a new one."""
        raise NotImplementedError

    def resolve(self, row, found):
        """Turns the names of other records in `row.values` into these records."""

    def check(self, row, record):
        """Complains of what no field says for itself."""

    def may_keep(self, record):
        """Whether the record is on the person's own desk."""
        raise NotImplementedError

    def remember(self, record):
        """Makes a new record known to the rows that follow."""

    def related(self, name, pk):
        """A record that one of these names, if the person may see it, or None."""

    def described(self, row, found):
        """What the row is about, for the report."""
        return row.cells.get("name") or str(found or "")

    @classmethod
    def left_to_do(cls, user):
        """What no file says and a person must, once rows are taken: words and links.

        None, or `{"words", "links"}` with a link for each list of such records.
        """
        return None

    @classmethod
    def url_of(cls, pk):
        return reverse(cls.page_name, args=[pk])

    not_kept = gettext_lazy(
        "Another desk looks after this country. Ask them to record it."
    )

    # What is the same for all.

    def bring(self, row, take):
        """What becomes of a row, as the report has it; only `take` changes anything."""
        found = record = None
        changes = []
        self._read(row)
        if not row.problems:
            found = self._found(row)
        if not row.problems:
            self.resolve(row, found)
        if not row.problems:
            record = copy.copy(found) if found else self.model()
            changes = self._fill(row, record, found)
            self._check(row, record, found, changes)
        if take and changes and not row.problems:
            self._save(row, record)
        if row.problems:
            return self._outcome(row, ERROR, found)
        if found:
            self._lines[found.pk] = row.number
            outcome = CHANGED if changes else UNCHANGED
            return self._outcome(row, outcome, record, changes)
        record._from_row = row.number
        self.remember(record)
        told = self._outcome(row, NEW, record)
        if take:
            self._put_by(row, record, told)
        return told

    def _read(self, row):
        for name, cell in row.cells.items():
            column, text = self.by_name[name], cell.strip()
            if text == EMPTY:
                self._empty(row, column)
            elif text:
                try:
                    row.values[name] = column.value_of(text)
                except ValidationError as refusal:
                    row.problem(column, " ".join(refusal.messages))

    def _empty(self, row, column):
        if not column.kept:
            return
        field = self.model._meta.get_field(column.name)
        if column.required or not (field.blank or field.null):
            row.problem(column, _("This cannot be emptied."))
        else:
            row.values[column.name] = None if field.null else ""

    def _found(self, row):
        if "id" not in row.values:
            found = self.find(row)
        else:
            key = row.text("id")
            found = self.by_pk.get(int(key) if key.isdecimal() else None)
            if found is None:
                kind = self.model._meta.verbose_name
                row.problem(ID, _("There is no %s.") % f"{kind} {key[:20]}")
        earlier = getattr(found, "_from_row", None)
        if earlier := earlier or self._lines.get(getattr(found, "pk", None)):
            row.problem("", _("Row %(row)s means the same.") % {"row": earlier})
        if found is None and not row.problems:
            for column in self.columns:
                if column.required and not row.values.get(column.name):
                    row.problem(column, _("This is missing."))
        return found

    def _fill(self, row, record, found):
        changes = []
        for name, value in row.values.items():
            column = self.by_name[name]
            finds = name in self.found_by and "id" not in row.values
            if not column.kept or (found and finds):
                continue
            if found is None:
                setattr(record, name, value)
            elif change := self._change(row, record, column, value):
                changes.append([str(capfirst(column.label)), *map(str, change)])
        return changes

    def _change(self, row, record, column, value):
        """Sets one field of a record that is there; the old and the new in words."""
        field = self.model._meta.get_field(column.name)
        if field.is_relation:
            key = getattr(record, field.attname)
            old = self.related(column.name, key) if key else None
            # SECURITY: what is hidden from this person stays as it is, without a word.
            same = value.pk == key and key if value else key is None
            if same or (key and old is None):
                return None
        else:
            old = getattr(record, column.name)
            if value == old or column.is_as_written(
                row.cells.get(column.name, ""), old
            ):
                return None
            if column.name == "classification" and value == record.marking:
                return None
        setattr(record, column.name, value)
        return column.shown(old) or "–", column.shown(value) or "–"

    def _check(self, row, record, found, changes):
        if found is None or changes:
            self._check_fields(row, record)
            self.check(row, record)
            kept = self.may_keep(record) and (not found or self.may_keep(found))
            if not kept:
                row.problem("", self.not_kept)
            elif found and found.is_archived:
                row.problem("", _("This is archived. Bring it back first."))

    def _check_fields(self, row, record):
        unasked = {
            field.name
            for field in self.model._meta.fields
            if field.is_relation or field.name not in row.values
        }
        try:
            record.clean_fields(exclude=unasked)
        except ValidationError as refusal:
            for name, messages in refusal.message_dict.items():
                column = "" if name == NON_FIELD_ERRORS else self.by_name[name]
                row.problem(column, " ".join(messages))
        if record.classification > self.by.clearance:
            row.problem(
                self.by_name["classification"], _("This is above your clearance.")
            )

    def _put_by(self, row, record, told):
        """New records are saved many at a time; `told` is put right if that fails."""
        record.created_by = record.updated_by = self.by
        if hasattr(record, "refold"):
            record.refold()
        if self._waits_for_another(record):
            self.save_new()
        if self._waits_for_another(record):
            row.problem("", _("This does not go together with what is recorded."))
            told |= {"outcome": ERROR, "problems": row.problems}
            return
        self._new.append((row, record, told))
        if len(self._new) == _AT_A_TIME:
            self.save_new()

    def _waits_for_another(self, record):
        """Whether it names a record of an earlier row that is not saved yet."""
        for field in self.model._meta.fields:
            named = field.is_relation and field.is_cached(record)
            if named and (other := field.get_cached_value(record)):
                if other.pk is None:
                    return True
                setattr(record, field.attname, other.pk)
        return False

    def save_new(self):
        """Saves what was put by; one that the database refuses becomes an error."""
        waiting, self._new = self._new, []
        self.save_many(self.model, waiting)

    def save_many(self, model, waiting):
        """The same for records of any kind, as (row, record, what is told of it)."""
        records = [record for _row, record, _told in waiting]
        try:
            with transaction.atomic():
                bulk_create_with_history(
                    records,
                    model,
                    default_user=self.by,
                    default_change_reason=self.reason,
                )
        except IntegrityError:
            for row, record, told in waiting:
                record.pk, record._state.adding = None, True
                self._save(row, record)
                if row.problems:
                    told |= {"outcome": ERROR, "problems": row.problems}
        for _row, record, told in waiting:
            if told["outcome"] == NEW:
                told["pk"] = self.key_of(record)

    def key_of(self, record):
        """Stands for the page on which one finds the record."""
        return record.pk

    def _save(self, row, record):
        record.updated_by = record._history_user = self.by
        record._change_reason = self.reason
        try:
            with transaction.atomic():
                record.save()
        except Stale:
            row.problem("", _("Somebody has just changed this. Bring the file again."))
        except IntegrityError:
            row.problem("", _("This does not go together with what is recorded."))

    def _outcome(self, row, outcome, record, changes=()):
        told = {
            "row": row.number,
            "outcome": outcome,
            "what": self.described(row, record)[:200],
        }
        if record is not None and record.pk and outcome != ERROR:
            told["pk"] = record.pk
        if changes:
            told["changes"] = changes
            if getattr(record, "marking", 0) >= Classification.RESTRICTED:
                told["logged"] = True
        if outcome == ERROR:
            told["problems"] = row.problems
        return told
