"""A file on its way: brought, tried, kept for its owner, and taken once."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.access import ip_of
from core.exports import small_file
from core.importing.kinds import ERROR
from core.importing.sheets import MOST_BYTES
from core.models import AuditEvent, ImportedFile


class ImportForm(forms.Form):
    """One file; what is wrong with it stands beside it."""

    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose a file."),
            "missing": _("Choose a file."),
            "empty": _("The file is empty."),
        },
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "%(files)s, at most %(size)s and %(rows)s rows."
        ) % {
            "files": kind.files,
            "size": filesizeformat(MOST_BYTES),
            "rows": number_format(kind.most, force_grouping=True),
        }

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                _("The file has %(size)s; at most %(most)s are taken."),
                params={
                    "size": filesizeformat(file.size),
                    "most": filesizeformat(MOST_BYTES),
                },
            )
        return file


def sent(request):
    """What a form with a file is bound to."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def bring(form, kind, request):
    """Tries a file and keeps it with the report; None where it cannot be read.

    Nothing is changed, and no transaction is held open while it is tried.
    """
    ImportedFile.objects.outdated().delete()
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        report = kind.run(file.name, content, request.user)
    except ValidationError as refusal:
        form.add_error("file", refusal)
        return None
    _log_readings(report, kind, request)
    return ImportedFile.objects.create(
        user=request.user,
        kind=kind.name,
        name=file.name[-200:],
        content=content,
        report=report,
    )


def take(file, kind, request):
    """Takes the rows of a file that is locked; those with errors are left out."""
    content = bytes(file.content)
    file.report = kind.run(file.name, content, request.user, take=True)
    file.content = b""
    file.taken_at = timezone.now()
    file.save()
    # SECURITY: neither a name nor that of the file.
    AuditEvent.objects.record(
        AuditEvent.Action.LOADED,
        by=request.user,
        ip=ip_of(request),
        detail={"import": kind.name, **file.report["counts"]},
    )


def _log_readings(report, kind, request):
    """A trial shows what restricted records hold: that is reading them."""
    read = [told["pk"] for told in report["rows"] if told.pop("logged", False)]
    if read:
        AuditEvent.objects.record(
            AuditEvent.Action.READ,
            by=request.user,
            ip=ip_of(request),
            detail={"import": kind.name, "records": read},
        )


def example_file(request, kind):
    """A table with all names of columns and one made-up row."""
    if example := kind.example():
        return HttpResponse(
            example,
            content_type="application/xml",
            headers={
                "Content-Disposition": f'attachment; filename="{kind.name}-example.xml"'
            },
        )
    lines = [[kind.heading_of(c) for c in kind.columns]]
    lines.append([column.example for column in kind.columns])
    return small_file(
        request, lines, f"{kind.name}-example", kind.label, kind.separator
    )


def errors_file(request, file):
    """The rows that were left out, as they were brought, each with the reasons.

    Once they are mended, the file can be brought as it is.
    """
    header = file.report["header"]
    lines = [[*header, "row", "reason"]]
    for told in file.report["rows"]:
        if told["outcome"] == ERROR:
            cells = [*told["cells"], *[""] * len(header)][: len(header)]
            reasons = [": ".join(filter(None, pair)) for pair in told["problems"]]
            lines.append([*cells, told["row"], "; ".join(reasons)])
    return small_file(request, lines, f"{file.kind}-errors", _("Rows with errors"))


def columns_in_words(kind):
    """What each column is called and what stands in it, for the page."""
    return [
        {
            "name": column.name,
            "label": str(capfirst(column.label)),
            "words": ", ".join(column.words),
            "help": column.help,
            "required": column.required,
        }
        for column in kind.columns
    ]
