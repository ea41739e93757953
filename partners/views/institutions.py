"""Institutions of either country or a third."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import (
    any_member,
    changeable_or_403,
    in_one_transaction,
    log_reading,
    requires,
    visible_or_404,
    writer,
)
from core.editing import record_form, typed
from core.lists import as_table, list_page
from partners.columns import INSTITUTION_COLUMNS, PEOPLE_OF_INSTITUTION
from partners.facts import facts_of_institution
from partners.filters import InstitutionFilter
from partners.forms import InstitutionForm
from partners.models import Institution
from partners.page_parts import (
    actions_of_list,
    around,
    new_url,
    own_country,
    positions_with,
    tree_below,
)
from partners.suggestions import (
    MOST,
    describe_institution,
    detail_of_institution,
    suggestions,
    typed_in,
)


@requires(any_member)
def institution_list(request):
    rows = Institution.objects.visible_to(request.user).select_related("sector")
    rows = rows.with_last_contact(request.user, "institution")
    return list_page(
        request,
        InstitutionFilter(request, rows),
        INSTITUTION_COLUMNS,
        name="institutions",
        heading=_("Institutions"),
        new_url=new_url(request, "partners:institution_new"),
        actions=actions_of_list("institutions"),
    )


@requires(any_member)
def institution_detail(request, pk):
    user = request.user
    rows = Institution.objects.with_visible(user, "parent", "sector")
    rows = rows.prefetch_related(positions_with(user, "person"))
    rows = rows.with_last_contact(user, "institution")
    institution = visible_or_404(rows, user, pk=pk)
    log_reading(request, institution, parts=institution.visible_positions)
    held = [row for row in institution.visible_positions if row.is_held]
    former = [row for row in institution.visible_positions if not row.is_held]
    context = {
        "institution": institution,
        "facts": facts_of_institution(institution),
        "held": as_table(held, PEOPLE_OF_INSTITUTION),
        "former": as_table(former, PEOPLE_OF_INSTITUTION),
        "parts": tree_below(institution, user),
        **around(request, institution, _("Institutions"), "institution"),
    }
    return render(request, "partners/institution_detail.html", context)


@requires(writer)
@in_one_transaction
def institution_new(request):
    form = InstitutionForm(
        *typed(request), by=request.user, initial=own_country(request)
    )
    return record_form(
        request,
        form,
        heading=_("New institution"),
        back=reverse("partners:institution_list"),
    )


@requires(writer)
@in_one_transaction
def institution_edit(request, pk):
    institution = changeable_or_403(Institution.objects, request.user, pk=pk)
    form = InstitutionForm(*typed(request), by=request.user, instance=institution)
    return record_form(
        request,
        form,
        heading=_("Change an institution"),
        back=institution.get_absolute_url(),
        record=institution,
    )


@require_POST
@requires(any_member)
def institution_suggest(request):
    rows = Institution.objects.none()
    if text := typed_in(request):
        rows = Institution.objects.visible_to(request.user).suggested(text)
        rows = rows.on_side(request.GET.get("side"))
    rows = rows.own_desk_first(request.user).select_related("sector")[:MOST]
    return suggestions(request, rows, describe_institution, detail_of_institution)
