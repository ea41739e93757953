"""Rows from a file: brought, tried, looked at, and taken."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import in_one_transaction, requires, writer
from core.exports import file_links, wants_file
from core.importing.files import (
    ImportForm,
    bring,
    columns_in_words,
    errors_file,
    example_file,
    sent,
    take,
)
from core.importing.kinds import kind_called
from core.importing.pages import trial_page
from core.models import ImportedFile

# The kinds among which one may choose, in the order in which one brings them.
ORDER = ("institutions", "people", "positions", "memberships")


def kind_or_404(request, name):
    kind = kind_called(name)
    if kind is None or not kind.rule(request.user):
        raise Http404
    return kind


@requires(writer)
def import_new(request, kind):
    kind = kind_or_404(request, kind)
    form = ImportForm(*sent(request), kind=kind)
    if form.is_valid() and (file := bring(form, kind, request)):
        return redirect("partners:import_trial", file.pk)
    context = {
        "form": form,
        "kind": kind,
        "heading": _("Import: %(kind)s") % {"kind": kind.label},
        "rules": kind.rules,
        "columns": columns_in_words(kind),
        "others": [
            {"label": kind_called(name).label, "url": _url(name)}
            for name in kind.beside or ORDER
            if name != kind.name
        ],
        "example_files": _example_files(request, kind),
        "breadcrumbs": _way_here(kind),
    }
    return render(request, "core/import_new.html", context)


def _example_files(request, kind):
    url = reverse("partners:import_example", args=[kind.name])
    if kind.example():
        return [{"label": "XML", "url": url}]
    return [link | {"url": url + link["url"]} for link in file_links(request)]


@requires(writer)
def import_example(request, kind):
    """A table with the names of all columns and one made-up row."""
    kind = kind_or_404(request, kind)
    return example_file(request, kind)


@requires(writer)
@in_one_transaction
def import_trial(request, pk):
    """What the trial run found; on POST the rows are taken, and it says what was."""
    rows = ImportedFile.objects.of(request.user)
    if request.method == "POST":
        rows = rows.select_for_update()
    file = get_object_or_404(rows, pk=pk)
    kind = kind_or_404(request, file.kind)
    if request.method == "POST":
        if file.taken_at is None:
            take(file, kind, request)
        return redirect("partners:import_trial", file.pk)
    if wants_file(request):
        return errors_file(request, file)
    context = trial_page(request, file, kind) | {
        "new_url": _url(kind.name),
        "files": file_links(request, "outcome"),
        "give_up_url": reverse("partners:import_give_up", args=[file.pk]),
        "breadcrumbs": _way_here(kind),
    }
    return render(request, "core/import_trial.html", context)


@require_POST
@requires(writer)
def import_give_up(request, pk):
    file = get_object_or_404(ImportedFile.objects.of(request.user), pk=pk)
    file.delete()
    messages.success(request, _("Given up. Nothing was changed."))
    return redirect("partners:import_new", file.kind)


def _url(name):
    return reverse("partners:import_new", args=[name])


def _way_here(kind):
    return [{"label": kind.list_label or kind.label, "url": reverse(kind.list_name)}]
