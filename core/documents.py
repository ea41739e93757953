"""Which files may be put on a record: by ending, by content and by size."""

import hashlib
from pathlib import Path

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

_ZIP = {"application/zip"}
# What each allowed ending may hold, as the content shows. Nothing that a browser runs.
ALLOWED = {
    ".pdf": {"application/pdf"},
    ".docx": _ZIP
    | {"application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    ".xlsx": _ZIP
    | {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    ".pptx": _ZIP
    | {"application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    ".odt": _ZIP | {"application/vnd.oasis.opendocument.text"},
    ".ods": _ZIP | {"application/vnd.oasis.opendocument.spreadsheet"},
    ".png": {"image/png"},
    ".jpg": {"image/jpeg"},
    ".jpeg": {"image/jpeg"},
    ".txt": set(),
    ".csv": set(),
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
    file.seek(0)
    head = file.read(64 * 1024)
    file.seek(0)
    if not ALLOWED[ending]:
        return b"\x00" not in head
    try:
        found = puremagic.magic_string(head, filename=file.name)
    except (puremagic.PureError, ValueError):
        return False
    return any(match.mime_type in ALLOWED[ending] for match in found)


def fingerprint(file):
    """The SHA-256 of the content, in hexadecimal."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
