"""The rows of a record file: reading them, and saying in plain words what is wrong."""

import datetime
import json
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError

from core.partial_dates import PartialDate


@dataclass(frozen=True)
class Problem:
    """Something that keeps a file from being loaded."""

    where: str
    field: str
    what: str

    def __str__(self):
        return f"{', '.join(filter(None, [self.where, self.field]))}: {self.what}"


class BrokenFile(Exception):
    """The file cannot be loaded; nothing of it has been."""

    def __init__(self, problems):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class BrokenRow(Exception):
    """The row cannot be taken; its `problems` say why."""


class Row:
    """One object of a file: hands out its values, and collects what is wrong in it."""

    def __init__(self, where, values, problems=None):
        self.where = where
        self.values = values
        self.problems = [] if problems is None else problems
        self._read = set()
        self._inner = []

    def problem(self, key, what):
        self.problems.append(Problem(self.where, key, what))

    def refuse_if_broken(self):
        if self.problems:
            raise BrokenRow

    def text(self, key, required=False):
        """A text; empty when the file does not know it."""
        text = (self._value(key, str, "a text", required) or "").strip()
        if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
            self.problem(key, "holds a character that is none")
            return ""
        if required and not text and isinstance(self.values.get(key), str):
            self.problem(key, "is missing")
        return text

    def texts(self, key):
        texts = self._value(key, list, "a list of texts") or []
        if not all(isinstance(text, str) for text in texts):
            self.problem(key, "must be a list of texts")
            return []
        return [text.strip() for text in texts if text.strip()]

    def words(self, *keys):
        """Several texts, or lists of texts, as paragraphs of one."""
        found = []
        for key in keys:
            listed = isinstance(self.values.get(key), list)
            found += self.texts(key) if listed else [self.text(key)]
        return "\n".join(filter(None, found))

    def choice(self, key, choices, default="", required=False):
        """The value of one of a model's choices."""
        value = self.text(key, required)
        if value and value not in choices.values:
            known = ", ".join(choices.values)
            self.problem(key, f"“{value}” is none of: {known}")
            return default
        return value or default

    def whole(self, key):
        return self._value(key, int, "a whole number")

    def number(self, key):
        """A number, whole or with decimals; exact, as it stands in the file."""
        value = self._value(key, int | float, "a number")
        if isinstance(value, bool):
            self.problem(key, f"must be a number, not {json.dumps(value)}")
            return None
        return None if value is None else Decimal(str(value))

    def flag(self, key):
        return self._value(key, bool, "true or false")

    def date(self, key):
        """A partial date; empty when the file does not know it."""
        if isinstance(self.values.get(key), int):
            return self._date(key, str(self.whole(key)))
        return self._date(key, self.text(key))

    def day(self, key, required=False):
        """A full date, or None."""
        date = self._date(key, self.text(key, required))
        if date and len(date) != 10:
            self.problem(key, f"“{date}” must be a full date, like 2026-06-16")
            return None
        return date.earliest if date else None

    def time(self, key):
        text = self.text(key)
        try:
            return datetime.time.fromisoformat(text) if text else None
        except ValueError:
            self.problem(key, f"“{text}” is no time of day, like 09:30")
            return None

    def row(self, key):
        """An object within this one, or None."""
        values = self._value(key, dict, "an object")
        return self._inside(key, values) if values else None

    def rows(self, key):
        """A list of objects within this one."""
        listed = self._value(key, list, "a list of objects") or []
        if not all(isinstance(values, dict) for values in listed):
            self.problem(key, "must be a list of objects")
            return []
        return [
            self._inside(f"{key} {number}", values)
            for number, values in enumerate(listed, start=1)
        ]

    def known(self, *keys):
        """Keys that need not be taken: another key says the same."""
        self._read.update(keys)

    def not_taken(self):
        """Keys that hold something and that nobody has asked for."""
        for key, value in self.values.items():
            if key not in self._read and value not in (None, "", [], {}):
                yield key
        for name, row in self._inner:
            yield from (f"{name.split()[0]}.{key}" for key in row.not_taken())

    def label(self):
        # SECURITY: not by name, which may be that of a protected person.
        for key in ("key", "id", "code", "title"):
            if isinstance(self.values.get(key), str):
                return self.values[key]
        return self.where.rpartition(", ")[2]

    def _inside(self, name, values):
        row = Row(f"{self.where}, {name}", values, self.problems)
        self._inner.append((name, row))
        return row

    def _value(self, key, kind, said, required=False):
        self._read.add(key)
        value = self.values.get(key)
        if value is None:
            if required:
                self.problem(key, "is missing")
        elif not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.problem(key, f"must be {said}, not {json.dumps(value)[:60]}")
        else:
            return value
        return None

    def _date(self, key, text):
        try:
            return PartialDate.parse(text) if text else ""
        except ValidationError as error:
            self.problem(key, f"“{text}” is no date. {' '.join(error.messages)}")
            return ""


def read(path):
    """The file's `_about` and its sections; raises BrokenFile."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = json.loads(text, object_pairs_hook=_no_key_twice)
    except OSError as error:
        raise _broken(f"the file cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise _broken("the file is not in UTF-8") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BrokenFile([Problem(place, "", f"not JSON: {error.msg}")]) from None
    except RecursionError:
        raise _broken("the file has too many brackets within brackets") from None
    if not isinstance(data, dict):
        raise _broken("the file must be one object with a list for each section")
    about = Row("_about", data.get("_about") or {})
    if not isinstance(about.values, dict):
        raise BrokenFile([Problem("_about", "", "must be an object")])
    sections = {name: rows for name, rows in data.items() if not name.startswith("_")}
    for name, rows in sections.items():
        if not isinstance(rows, list):
            raise BrokenFile([Problem(name, "", "must be a list of objects")])
        for number, row in enumerate(rows, start=1):
            if not isinstance(row, dict):
                where = f"{name}, row {number}"
                raise BrokenFile([Problem(where, "", "must be an object")])
    return about, sections


def _no_key_twice(pairs):
    values = dict(pairs)
    if len(values) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _broken(f"the key “{twice}” stands twice in one object")
    return values


def _broken(what):
    return BrokenFile([Problem("", "", what)])
