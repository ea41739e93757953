"""Two records are made one, and two again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.access import (
    changeable_or_403,
    in_one_transaction,
    log_reading,
    requires,
    visible_or_404,
    writer,
)
from core.editing import record_form, sent_before, typed
from partners.duplicates.alike import in_short, look_alikes
from partners.duplicates.merging import undo, why_not_one
from partners.duplicates.outlook import afterwards, in_words, outlook
from partners.duplicates.unmerging import Written
from partners.forms.duplicates import MergeForm, OtherRecordForm
from partners.models import Institution, Merge, Person


@requires(writer)
@in_one_transaction
def person_merge(request, pk):
    return _merge(request, Person, pk)


@requires(writer)
@in_one_transaction
def institution_merge(request, pk):
    return _merge(request, Institution, pk)


def _merge(request, model, pk):
    # A second sending comes first: its own merge has archived one of the two.
    if request.method == "POST" and (url := sent_before(request)):
        return redirect(url)
    other = request.GET.get("with", "")
    if not other:
        return _choose(request, changeable_or_403(model.objects, request.user, pk=pk))
    if not other.isdecimal() or len(other) > 18 or int(other) == pk:
        raise Http404
    # Always in the same order, so that no two requests wait for one another.
    rows = {
        key: changeable_or_403(model.objects, request.user, pk=key)
        for key in sorted((pk, int(other)))
    }
    kept, merged = rows[pk], rows[int(other)]
    for row in (kept, merged):
        log_reading(request, row)
    form = MergeForm(*typed(request), kept=kept, merged=merged, by=request.user)
    moving, giving_way = outlook(kept, merged, request.user)
    return record_form(
        request,
        form,
        # SECURITY: no name; the heading is the title of the tab and of a bookmark.
        heading=_("Make two records one"),
        back=kept.get_absolute_url(),
        template="partners/merge.html",
        kept=kept,
        merged=merged,
        swap_url=f"{merged.url_for('merge')}?with={kept.pk}",
        refusal=why_not_one(kept, merged),
        moving=moving,
        giving_way=giving_way,
        afterwards=afterwards(kept, merged),
    )


def _choose(request, record):
    form = OtherRecordForm(request.POST or None, record=record, by=request.user)
    if request.method == "POST" and form.is_valid():
        other = form.cleaned_data["other"]
        return redirect(f"{record.url_for('merge')}?with={other.pk}")
    rows = look_alikes(record, request.user)
    context = {
        "form": form,
        "record": record,
        "heading": _("Make two records one"),
        "back": record.get_absolute_url(),
        "alike": [
            in_short(row) | {"url": f"{record.url_for('merge')}?with={row.pk}"}
            for row in rows
        ],
    }
    return render(request, "partners/merge_choose.html", context)


@requires(writer)
@in_one_transaction
def merge_undo(request, pk):
    made = get_object_or_404(Merge.objects.select_related("kind", "by"), pk=pk)
    model = made.kind.model_class()
    kept = visible_or_404(model.objects, request.user, pk=made.kept_id)
    merged = visible_or_404(model.objects, request.user, pk=made.merged_id)
    theirs = model.objects.changeable_by(request.user)
    if len(theirs.in_bulk([kept.pk, merged.pk])) < 2:
        raise PermissionDenied
    if made.undone_at:
        messages.info(request, _("This merge has been undone already."))
        return redirect(merged)
    if request.method == "POST":
        return _undone(request, made, model)
    written = Written(made)
    user, rows = request.user, written.rows()
    context = {
        "made": made,
        "kept": kept,
        "merged": merged,
        "is_merged_itself": kept.merged_into_id is not None,
        "back": kept.get_absolute_url(),
        "going": in_words([was.row for was in rows if not was.is_changed], user),
        "staying": in_words([was.row for was in rows if was.is_changed], user),
        "fields_left": written.of_kept(kept).fields_left(),
    }
    return render(request, "partners/merge_undo.html", context)


def _undone(request, made, model):
    first, second = sorted((made.kept_id, made.merged_id))
    rows = {
        key: model.objects.select_for_update(of=("self",)).get(pk=key)
        for key in (first, second)
    }
    made = Merge.objects.select_for_update(of=("self",)).get(pk=made.pk)
    kept, merged = rows[made.kept_id], rows[made.merged_id]
    try:
        left = undo(made, kept, merged, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(kept)
    messages.success(request, _("Undone. There are two records again."))
    for group in in_words(left, request.user):
        for line in group.lines:
            said = {"kind": group.label, "row": line.text}
            messages.warning(request, _("Stays where it is: %(kind)s, %(row)s") % said)
    return redirect(merged)
