"""Likely duplicates: seen while typing, listed, kept apart."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import (
    any_member,
    changeable_or_403,
    in_one_transaction,
    requires,
    writer,
)
from core.exports import file_links, file_of_rows, wants_file
from core.filters import said_in
from partners.duplicates.alike import look_alikes
from partners.duplicates.review import (
    COUPLE_COLUMNS,
    KINDS,
    Couples,
    DuplicateFilter,
)
from partners.forms.duplicates import alike_context
from partners.models import Institution, KeptApart, Person

PAIRS_ON_A_PAGE = 20


@requires(any_member)
def duplicate_list(request):
    filters = DuplicateFilter(request)
    pairs = filters.pairs()
    if wants_file(request) and filters.is_valid():
        couples = Couples(filters.read(pairs))
        kind = filters.model._meta.verbose_name_plural
        told = {
            "title": _("Likely duplicates: %(kind)s") % {"kind": kind},
            "chips": lambda: said_in(filters),
        }
        return file_of_rows(request, couples, COUPLE_COLUMNS, "duplicates", **told)
    page = Paginator(pairs, PAIRS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page_obj": page,
        "couples": _with_actions(filters.read(page.object_list), request),
        "is_apart": bool(filters.is_valid() and filters.cleaned_data["state"]),
        "files": file_links(request),
    }
    template = "_duplicate_rows" if request.htmx else "duplicate_list"
    response = render(request, f"partners/{template}.html", context)
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


def _with_actions(couples, request):
    """Each couple with what the user may do to it; two queries for a page."""
    rows = [row for couple in couples for row in (couple.first, couple.second)]
    if not rows or not writer(request.user):
        return [(couple, None) for couple in couples]
    model = type(rows[0])
    keys = {row.pk for row in rows}
    theirs = model.objects.changeable_by(request.user).in_bulk(keys)
    apart = {
        (one.first_id, one.second_id): one.pk
        for one in KeptApart.objects.of_kind(model)
    }
    return [
        (couple, _actions(couple, apart))
        if {couple.first.pk, couple.second.pk} <= theirs.keys()
        else (couple, None)
        for couple in couples
    ]


def _actions(couple, apart):
    key = apart.get((couple.first.pk, couple.second.pk))
    return {
        "merge_url": couple.get_absolute_url(),
        "kind": couple.first.kind_name(),
        "together_url": key and reverse("partners:duplicate_together", args=[key]),
    }


@require_POST
@requires(writer)
@in_one_transaction
def duplicate_apart(request):
    """These two are not the same."""
    models = {model.kind_name(): model for model in KINDS.values()}
    model = models.get(request.POST.get("kind"))
    keys = [request.POST.get(name, "") for name in ("first", "second")]
    if not model or not all(key.isdecimal() and len(key) < 19 for key in keys):
        raise Http404
    one, other = _both(model, request.user, *map(int, keys))
    KeptApart.objects.keep(model, one.pk, other.pk, by=request.user)
    messages.success(request, _("Kept apart. “Show: Kept apart” brings the pair back."))
    return redirect(_list_url(model))


@require_POST
@requires(writer)
@in_one_transaction
def duplicate_together(request, pk):
    """These two may be the same after all."""
    apart = get_object_or_404(KeptApart, pk=pk)
    model = apart.kind.model_class()
    _both(model, request.user, apart.first_id, apart.second_id)
    apart.delete()
    messages.success(request, _("The pair is looked at again."))
    return redirect(_list_url(model))


def _both(model, user, one, other):
    if one == other:
        raise Http404
    # Always in the same order, so that no two requests wait for one another.
    first, second = sorted((one, other))
    return (
        changeable_or_403(model.objects, user, pk=first),
        changeable_or_403(model.objects, user, pk=second),
    )


def _list_url(model):
    kind = next(kind for kind, known in KINDS.items() if known is model)
    return f"{reverse('partners:duplicate_list')}?kind={kind}"


@require_POST
@requires(writer)
def person_alike(request):
    return _alike(request, Person)


@require_POST
@requires(writer)
def institution_alike(request):
    return _alike(request, Institution)


def _alike(request, model):
    """What looks like the name that is being typed, below its field."""
    record = model(
        pk=_key(request, "pk"),
        name=request.POST.get("name", "")[:200],
        name_original=request.POST.get("name_original", "")[:200],
        other_names=request.POST.get("other_names", "")[:2000],
        country=request.POST.get("country", "")[:2],
    )
    if model is Institution:
        record.parent_id = _key(request, "parent")
    found = look_alikes(record, request.user)
    context = alike_context(found, model.kind_name())
    return render(request, "partners/_alike.html", context)


def _key(request, name):
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 19 else None
