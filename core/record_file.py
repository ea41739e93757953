"""Record files: what is known of a ministry's dialogues, taken in from JSON.

The machinery only. Each app says in its `record.py` which sections it has a place for;
docs/record-file.md describes the format.
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, transaction
from django.utils.module_loading import autodiscover_modules

from core.models import AuditEvent, Classification, Source
from core.record_rows import BrokenFile, BrokenRow, Row, read

# Section → loader, in the order of INSTALLED_APPS and, within an app, of its record.py.
_LOADERS = {}
_MARKINGS = {marking.name.lower(): marking for marking in Classification}
_HISTORY_REASON_LENGTH = 100
# Keys of `_about` that are for people to read.
_SAID_OF_THE_FILE = ("title", "note", "rules", "keys", "made")
NO_PLACE = "no place for it yet"


def loads(section):
    """Makes a function the loader of a section; it is called as `loader(row, load)`."""

    def register(loader):
        _LOADERS[section] = loader
        return loader

    return register


class Skip(Exception):
    """Raised by a loader that leaves a row out, with the reason."""


@dataclass
class Tally:
    taken: int = 0
    there: int = 0
    skipped: list = field(default_factory=list)  # (label of the row, reason)


@dataclass
class Report:
    """What became of each section of a file."""

    sections: dict = field(default_factory=dict)
    not_taken: dict = field(default_factory=dict)  # (section, key) → numbers of rows
    notes: list = field(default_factory=list)

    def of(self, section):
        return self.sections.setdefault(section, Tally())

    @property
    def taken(self):
        return {name: t.taken for name, t in self.sections.items() if t.taken}


def load_file(path, *, dry_run=False) -> Report:
    """Take a file into the record, as a whole or not at all.

    Raises BrokenFile, which says what is wrong and where. A row that is there already
    is left alone. A dry run does everything and then takes it back.
    """
    path = Path(path)
    autodiscover_modules("record")
    about, sections = read(path)
    with transaction.atomic():
        load = Load(path.name, about, sections)
        for section, loader in _LOADERS.items():
            load.run(section, loader)
        load.skip_sections_without_a_place()
        if dry_run:
            transaction.set_rollback(True)
        elif load.report.taken:
            AuditEvent.objects.record(
                AuditEvent.Action.LOADED,
                detail={"file": path.name[:200], "taken": load.report.taken},
            )
    return load.report


class Load:
    """One file on its way into the record."""

    def __init__(self, name, about, sections):
        self.sections = sections
        self.report = Report()
        self.reason = f"Loaded from {name}"[:_HISTORY_REASON_LENGTH]
        self.home = about.text("home_country", required=True)
        self.fictional = about.flag("fictional") or False
        self.marking = _marking(about)
        self.about = about
        self.memo = {}  # what loaders have looked up and need again
        self._stands = {}  # identity → (record, where in the file)
        self._new = set()
        self._to_add = {}  # (record, many-to-many field) → records
        if self.home and self.home != settings.HOME_COUNTRY:
            about.problem(
                "home_country",
                f"this file is of the ministry of {self.home}, "
                f"but this record (HOME_COUNTRY) of that of {settings.HOME_COUNTRY}",
            )
        about.known("foreign_ministries", *_SAID_OF_THE_FILE)
        if about.problems:
            raise BrokenFile(about.problems)
        for key in about.not_taken():
            self.report.not_taken["_about", key] = []

    def run(self, section, loader):
        """Load a section; later ones stand on it, so its problems end the load."""
        problems = []
        for number, values in enumerate(self.sections.get(section, ()), start=1):
            row = Row(f"{section}, row {number}", values)
            self.report.of(section)
            try:
                loader(row, self)
                row.refuse_if_broken()
            except Skip as skip:
                self.report.of(section).skipped.append((row.label(), str(skip)))
            except BrokenRow:
                problems += row.problems
            else:
                for key in dict.fromkeys(row.not_taken()):
                    self.report.not_taken.setdefault((section, key), []).append(number)
        if problems:
            raise BrokenFile(problems)
        self._add_all()

    def skip_sections_without_a_place(self):
        for section, rows in self.sections.items():
            if section not in _LOADERS:
                skipped = [(f"row {n}", NO_PLACE) for n in range(1, len(rows) + 1)]
                self.report.of(section).skipped += skipped

    def take(self, row, part, key, model, *, same=None, shared=False, **values):
        """The record of a row: the one that is there already, or a new one.

        It is found again by `part` and `key`, or, when somebody has entered it by hand,
        by the values `same`. `shared`: several rows of a file may speak of it.
        """
        identity = identity_of(part, key)
        marking = _marking(row) or self.marking
        row.refuse_if_broken()
        if identity in self._stands:
            record, where = self._stands[identity]
            if not shared:
                row.problem("", f"the same is in {where} already")
                raise BrokenRow
            return record
        record = self.find(model, part, key)
        if record is None and same:
            record = model._base_manager.filter(loaded_as="", **same).first()
        if record is None:
            if marking:
                values["classification"] = marking
            values |= {"loaded_as": identity, "fictional": self.fictional}
            record = self._save(row, model(**values))
            self._new.add(identity)
            self.report.of(part).taken += 1
        elif record.fictional != self.fictional:
            kind = "an invented" if record.fictional else "a true"
            raise Skip(f"the record holds {kind} one in its place")
        else:
            self.report.of(part).there += 1
        self._stands[identity] = (record, row.where)
        return record

    def take_reference(self, row, part, model, *, same, **values):
        """A row of a reference list, which is no record and has no marking.

        It is found again by the values `same`, whoever has entered them.
        """
        row.refuse_if_broken()
        identity = identity_of(part, "/".join(map(str, same.values())))
        if identity in self._stands:
            row.problem("", f"the same is in {self._stands[identity][1]} already")
            raise BrokenRow
        entry = model._base_manager.filter(**same).first()
        if entry is None:
            entry = self._save(row, model(**same, **values))
            self.report.of(part).taken += 1
        else:
            self.report.of(part).there += 1
        self._stands[identity] = (entry, row.where)
        return entry

    def find(self, model, part, key):
        """A record that this or an earlier load has taken from a file, or None."""
        identity = identity_of(part, key)
        if identity in self._stands:
            return self._stands[identity][0]
        return model._base_manager.filter(loaded_as=identity).first()

    def is_new(self, record):
        """Whether this very load has made it."""
        return record.loaded_as in self._new

    def is_from_a_file(self, record):
        """Whether more may be added to it; what was entered by hand is left alone."""
        return bool(record.loaded_as)

    def cite(self, row, record, address, **fields):
        """Say where a new record, or one of its values, is known from."""
        if not self.is_new(record):
            return
        if not address:
            if value := fields.get("value"):
                self.note(row, f"“{value}” is not kept, since it has no source")
            return
        where = "url" if address.startswith(("http://", "https://")) else "citation"
        if where == "citation" and fields.get("citation"):
            fields["citation"] = f"{address}: {fields['citation']}"
        else:
            fields[where] = address
        self._save(row, Source(record=record, **fields))
        self.report.of("sources").taken += 1

    def cite_sources(self, row, record):
        """The row's `source` and `extra_sources`; gives the first back."""
        source, more = row.text("source"), row.texts("extra_sources")
        for address in dict.fromkeys([source, *more]):
            self.cite(row, record, address)
        return source

    def cite_value(self, row, record, address, name, value, **fields):
        """Keep a wording of the source, or a value that differs, beside the record."""
        if value:
            self.cite(row, record, address, field=name, value=value, **fields)

    def add(self, record, name, other):
        """Put a record into a many-to-many field of another at the section's end.

        Only while one of the two is new: what was taken out by hand stays out.
        """
        if self.is_new(record) or self.is_new(other):
            self._to_add.setdefault((record, name), []).append(other)

    def _add_all(self):
        for (record, name), others in self._to_add.items():
            record._change_reason = self.reason
            getattr(record, name).add(*others)
        self._to_add.clear()

    def note(self, row, what):
        self.report.notes.append(f"{row.where}: {what}")

    def _save(self, row, record):
        # What the record keeps for itself is not the file's to get wrong.
        own = {f.name for f in record._meta.fields if not f.editable}
        try:
            record.full_clean(exclude=own)
            record._change_reason = self.reason
            with transaction.atomic():
                record.save()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                key = "" if name == NON_FIELD_ERRORS else name
                row.problem(key, " ".join(messages))
        except DatabaseError as error:
            row.problem("", f"the database refuses it: {error}".splitlines()[0])
        row.refuse_if_broken()
        return record


def identity_of(part, key):
    """What `Record.loaded_as` holds for a row; long keys are cut, and stay distinct."""
    identity = f"{part}:{key}"
    if len(identity) > 200:
        digest = hashlib.sha256(identity.encode()).hexdigest()[:16]
        identity = f"{identity[:180]}…{digest}"
    return identity


def _marking(row):
    name = row.text("classification")
    if name and name not in _MARKINGS:
        row.problem("classification", f"“{name}” is none of: {', '.join(_MARKINGS)}")
    return _MARKINGS.get(name)
