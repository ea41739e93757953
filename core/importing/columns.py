"""The columns of an import: the words for them, and how their cells are read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from core.exports import _safe
from core.folding import fold, words
from core.models import Classification
from core.partial_dates import PartialDate, in_words

# What a cell holds that empties the field; an empty cell leaves it as it is.
EMPTY = "-"
_YES = {"yes", "y", "true", "1", "x", "ja", "j", "sant"}
_NO = {"no", "n", "false", "0", "nei", "usant"}
_NOT_KNOWN = {"not known", "unknown", "ukjent", "ikke kjent", "vet ikke"}
_MARKINGS = {
    Classification.OPEN: ("åpen", "åpent", "ugradert"),
    Classification.INTERNAL: ("intern", "internt"),
    Classification.RESTRICTED: ("begrenset", "begrensa"),
    Classification.CONFIDENTIAL: ("konfidensielt", "konfidensiell", "fortrolig"),
}
# What Excel shows where a formula failed, and where it has cut a long number.
_EXCEL_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}
_SHORTENED = re.compile(r"\d[.,]\d+E\+\d+", re.I)


@dataclass(frozen=True)
class ImportColumn:
    """One column that an import understands.

    `words` are other headers for it, mostly Norwegian; its name and its label are
    headers anyway. `read` makes a value of a text, or raises ValidationError. A column
    that is not `kept` is no field: it only helps to find the record. `shown` gives the
    value for people, `written` as our own files have it.
    """

    name: str
    label: Any
    read: Callable[[str], Any] = str
    words: tuple = ()
    help: Any = ""
    example: str = ""
    required: bool = False
    kept: bool = True
    shown: Callable[[Any], str] = in_words
    written: Callable[[Any], Any] = lambda value: value

    def headers(self):
        yield self.name
        yield from self.words
        yield str(self.label)
        with translation.override(None):
            yield str(self.label)

    def value_of(self, cell):
        """What a cell that is not empty says; "" and None empty a field."""
        if cell in _EXCEL_ERRORS:
            raise ValidationError(_("Excel shows an error in this cell."))
        if _SHORTENED.fullmatch(cell):
            raise ValidationError(
                _("Excel has cut this number. Give the column the format “Text”.")
            )
        return self.read(unguarded(cell))

    def is_as_written(self, cell, value):
        """Whether the cell is what our own file says for this value.

        CSV guards what looks like a formula; a workbook has no need to.
        """
        written = self.written(value)
        return _lines(cell) in (_lines(str(_safe(written))), _lines(str(written)))


_GUARDED = re.compile(r"""((?:^|[;\t\r\n])[\s"]*)'(?=[=+\-@＝＋－＠])""")


def unguarded(cell):
    """The text without the apostrophes that keep a spreadsheet from computing it."""
    if cell.startswith("'") and cell[1:2] in ("\t", "\r", "\n"):
        cell = cell[1:]
    return _GUARDED.sub(r"\1", cell).strip()


def _lines(text):
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def plain(header):
    """A header as it is compared: whatever its case, spaces and signs."""
    return " ".join(words(header.replace("’", "").replace("'", "")))


# --- Kinds of columns --------------------------------------------------------------


def field_column(model, name, *more, **options):
    """A field under its own name; a text is taken as it stands."""
    options.setdefault("label", model._meta.get_field(name).verbose_name)
    return ImportColumn(name, words=more, **options)


def lines_column(model, name, *more, **options):
    """A text of several lines; in a cell they may be parted by semicolons as well."""

    def read(text):
        return "\n".join(filter(None, (p.strip() for p in re.split(r"[;\n]", text))))

    return field_column(model, name, *more, read=read, **options)


def date_column(model, name, *more, **options):
    return field_column(model, name, *more, read=PartialDate.parse, **options)


def yes_no_column(model, name, *more, **options):
    nullable = model._meta.get_field(name).null

    def read(text):
        said = fold(text)
        if said in _YES:
            return True
        if said in _NO:
            return False
        if nullable and said in _NOT_KNOWN:
            return None
        raise ValidationError(_("“%(text)s” is neither yes nor no."), params=_cut(text))

    return field_column(model, name, *more, read=read, shown=_yes_no, **options)


def _yes_no(value):
    if value is None:
        return _("Not known")
    return _("Yes") if value else _("No")


def choice_column(model, name, *more, choices, also=(), **options):
    """A choice by its code or by its words; `also` gives further words for codes."""

    def read(text):
        code = _choices_by_words(choices, tuple(also)).get(plain(text))
        if code is None:
            raise unknown(text, [label for _code, label in choices.choices])
        return code

    def shown(value):
        return str(dict(choices.choices).get(value, value))

    return field_column(model, name, *more, read=read, shown=shown, **options)


@cache
def _choices_by_words(choices, also):
    known = {}
    for language in ("en", "nb"):
        with translation.override(language):
            for code, label in choices.choices:
                for part in [str(label), *str(label).split(" or ")]:
                    known.setdefault(plain(part), code)
    known |= {plain(text): code for text, code in also}
    return known | {plain(str(code)): code for code in choices.values}


def marking_column(model, **options):
    """The marking by its code or its words, as the lists and their files name it."""
    also = [(m.name, m) for m in Classification]
    also += [(text, m) for m, texts in _MARKINGS.items() for text in texts]
    return choice_column(
        model,
        "classification",
        "gradering",
        "merking",
        choices=Classification,
        also=tuple(also),
        written=lambda value: Classification(value).name.lower(),
        example="internal",
        **options,
    )


def ignored(*headers):
    """Headers of our own files that hold nothing to be taken: what is computed."""
    return {plain(header) for header in headers}


def unknown(text, known, most=12):
    """A complaint that names what would be understood."""
    names = [str(name) for name in known]
    said = ", ".join(names[:most]) + (" …" if len(names) > most else "")
    return ValidationError(
        _("“%(text)s” is not known. Possible are: %(known)s."),
        params={**_cut(text), "known": said},
    )


def _cut(text):
    return {"text": text[:60]}
