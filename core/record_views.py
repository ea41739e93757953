"""Views of every kind of record: history, revert, archive, restore, sources, files.

They take the model from the URLconf: see `record_paths`.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import (
    any_member,
    changeable_or_403,
    in_one_transaction,
    ip_of,
    log_reading,
    may_change,
    requires,
    visible_or_404,
    writer,
)
from core.editing import record_form, show_form, typed
from core.forms import ArchiveForm, DocumentForm, RevertForm, SourceForm
from core.history import history_of, revert
from core.models import AuditEvent


@requires(any_member)
def record_history(request, model, **key):
    record = visible_or_404(model.objects, request.user, **key)
    log_reading(request, record)
    newest, *earlier = history_of(record, request.user) or [None]
    can_change = may_change(request.user, record)
    entries = [(newest, "")] if newest else []
    entries += [
        (entry, record.url_for("revert", entry.pk) if can_change else "")
        for entry in earlier
    ]
    context = {
        "record": record,
        "entries": entries,
        "breadcrumbs": [{"label": str(record), "url": record.get_absolute_url()}],
    }
    return render(request, "core/record_history.html", context)


@requires(writer)
@in_one_transaction
def record_revert(request, model, entry, **key):
    """Brings an earlier version back, with a reason."""
    record = changeable_or_403(model.objects, request.user, **key)
    shown = {e.pk: e for e in history_of(record, request.user)}
    version = get_object_or_404(record.history, history_id=entry, pk__in=shown)
    form = RevertForm(*typed(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            revert(record, version, by=request.user, reason=reason)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            record.refresh_from_db()
        else:
            _log(request, record, AuditEvent.Action.REVERTED)
            messages.success(request, _("The earlier version is back."))
            return redirect(record)
    return show_form(
        request,
        form,
        "core/record_revert.html",
        record=record,
        entry=shown[entry],
        heading=_("Bring back an earlier version"),
        back=record.url_for("history"),
    )


@requires(writer)
@in_one_transaction
def record_archive(request, model, **key):
    record = changeable_or_403(model.objects, request.user, **key)
    if why := record.stands_in_place():
        messages.error(request, why)
        return redirect(record)
    form = ArchiveForm(*typed(request))
    if request.method == "POST" and form.is_valid():
        record.archived_at = timezone.now()
        record.archived_why = form.cleaned_data["reason"]
        record.updated_by = request.user
        record._change_reason = record.archived_why[:100]
        record.save()
        _log(request, record, AuditEvent.Action.ARCHIVED)
        messages.success(request, _("Archived. Nothing is lost."))
        return redirect(record)
    return show_form(
        request,
        form,
        "core/record_form.html",
        record=record,
        heading=_("Archive: %(record)s") % {"record": record},
        save_label=_("Archive"),
        back=record.get_absolute_url(),
    )


@require_POST
@requires(writer)
@in_one_transaction
def record_restore(request, model, **key):
    record = visible_or_404(model.objects, request.user, **key)
    desk = model.objects.of_desk(request.user)
    if not desk.filter(pk=record.pk).exists():
        raise PermissionDenied
    if getattr(record, "merged_into_id", None):
        messages.error(
            request, _("It is part of another record now. Undo the merge instead.")
        )
        return redirect(record)
    if why := record.stands_in_place():
        messages.error(request, why)
        return redirect(record)
    record = model.objects.select_for_update(of=("self",)).get(pk=record.pk)
    record.archived_at, record.archived_why = None, ""
    record.updated_by = request.user
    try:
        record.validate_constraints()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(record)
    record.save()
    messages.success(request, _("Brought back."))
    return redirect(record)


@requires(writer)
@in_one_transaction
def source_new(request, model, **key):
    record = changeable_or_403(model.objects, request.user, **key)
    data, _files = typed(request)
    form = SourceForm(data, record=record, by=request.user)
    return record_form(
        request,
        form,
        heading=_("New source"),
        back=record.get_absolute_url(),
        saved=lambda source: record.get_absolute_url(),
        record=record,
    )


@requires(writer)
@in_one_transaction
def document_new(request, model, **key):
    record = changeable_or_403(model.objects, request.user, **key)
    data, files = typed(request)
    form = DocumentForm(
        data,
        files,
        by=request.user,
        record=record,
        initial={"classification": record.marking},
    )
    return record_form(
        request,
        form,
        heading=_("New document"),
        back=record.get_absolute_url(),
        saved=lambda document: record.get_absolute_url(),
        record=record,
    )


def _log(request, record, action):
    AuditEvent.objects.record(action, by=request.user, record=record, ip=ip_of(request))


_VERBS = (
    ("history/", "history", record_history),
    ("history/<int:entry>/revert/", "revert", record_revert),
    ("archive/", "archive", record_archive),
    ("restore/", "restore", record_restore),
    ("sources/new/", "source_new", source_new),
    ("documents/new/", "document_new", document_new),
)


def record_paths(prefix, model, key="<int:pk>"):
    """The addresses of these views for one model: `<prefix>/<key>/history/` …

    They are named `<kind>_<verb>`, as `Record.url_for` expects.
    """
    return [
        path(
            f"{prefix}/{key}/{tail}",
            view,
            {"model": model},
            f"{model.kind_name()}_{verb}",
        )
        for tail, verb, view in _VERBS
    ]
