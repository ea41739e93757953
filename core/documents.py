"""Which files may be put on a record: by ending, by content and by size."""

import hashlib
import zipfile
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

_ZIP = b"PK\x03\x04"
# How each allowed kind of file begins, and which part an archive of that kind has.
# Nothing that a browser runs; text is whatever has no null byte.
ALLOWED = {
    ".pdf": (b"%PDF-", None),
    ".docx": (_ZIP, "word/document.xml"),
    ".xlsx": (_ZIP, "xl/workbook.xml"),
    ".pptx": (_ZIP, "ppt/presentation.xml"),
    ".odt": (_ZIP, "content.xml"),
    ".ods": (_ZIP, "content.xml"),
    ".png": (b"\x89PNG\r\n\x1a\n", None),
    ".jpg": (b"\xff\xd8\xff", None),
    ".jpeg": (b"\xff\xd8\xff", None),
    ".txt": (b"", None),
    ".csv": (b"", None),
}


def checked(file):
    """The file, or a ValidationError that says what is wrong with it."""
    ending = Path(file.name).suffix.lower()
    if ending not in ALLOWED:
        raise ValidationError(
            _("Files of this kind are not taken. Allowed are: %(endings)s."),
            params={"endings": ", ".join(sorted(e[1:] for e in ALLOWED))},
        )
    if file.size > settings.DOCUMENT_MAX_BYTES:
        raise ValidationError(
            _("The file has %(size)s; at most %(most)s are taken."),
            params={
                "size": filesizeformat(file.size),
                "most": filesizeformat(settings.DOCUMENT_MAX_BYTES),
            },
        )
    if not _holds(ending, file):
        raise ValidationError(
            _("The file is not what its ending says (%(ending)s)."),
            params={"ending": ending[1:]},
        )
    return file


def _holds(ending, file):
    start, part = ALLOWED[ending]
    file.seek(0)
    head = file.read(64 * 1024)
    file.seek(0)
    if not start:
        return b"\x00" not in head
    return head.startswith(start) and (part is None or part in _names_inside(file))


def _names_inside(file):
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return []
    finally:
        file.seek(0)


def fingerprint(file):
    """The SHA-256 of the content, in hexadecimal."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
