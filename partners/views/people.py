"""People of either country."""

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
from core.lists import list_page
from partners.columns import PERSON_COLUMNS, as_table, positions_of_person
from partners.facts import facts_of_person
from partners.filters import PersonFilter
from partners.forms import PersonForm
from partners.models import Person
from partners.page_parts import around, new_url, own_country, positions_with
from partners.suggestions import (
    MOST,
    describe_person,
    detail_of_person,
    suggestions,
    typed_in,
)


@requires(any_member)
def person_list(request):
    rows = Person.objects.visible_to(request.user)
    rows = rows.with_held_positions(request.user)
    rows = rows.prefetch_related("held__institution__sector")
    return list_page(
        request,
        PersonFilter(request, rows.with_last_contact(request.user, "person")),
        PERSON_COLUMNS,
        name="people",
        heading=_("People"),
        new_url=new_url(request, "partners:person_new"),
    )


@requires(any_member)
def person_detail(request, pk):
    rows = Person.objects.prefetch_related(positions_with(request.user, "institution"))
    person = visible_or_404(rows, request.user, pk=pk)
    log_reading(request, person)
    parts = around(request, person, _("People"), "person")
    columns = positions_of_person(parts["can_change"])
    context = {
        "person": person,
        "facts": facts_of_person(person),
        "positions": as_table(person.visible_positions, columns),
        **parts,
    }
    return render(request, "partners/person_detail.html", context)


@requires(writer)
@in_one_transaction
def person_new(request):
    form = PersonForm(*typed(request), by=request.user, initial=own_country(request))
    return record_form(
        request, form, heading=_("New person"), back=reverse("partners:person_list")
    )


@requires(writer)
@in_one_transaction
def person_edit(request, pk):
    person = changeable_or_403(Person.objects, request.user, pk=pk)
    form = PersonForm(*typed(request), by=request.user, instance=person)
    return record_form(
        request,
        form,
        # SECURITY: no name; the heading is the title of the tab and of a bookmark.
        heading=_("Change a person"),
        back=person.get_absolute_url(),
        record=person,
    )


@require_POST
@requires(any_member)
def person_suggest(request):
    # SECURITY: the name of a protected person is never offered; whoever knows it and
    # may see the record finds it by typing the name in full.
    rows = Person.objects.none()
    if text := typed_in(request):
        rows = Person.objects.visible_to(request.user).unprotected().suggested(text)
    rows = rows.with_held_positions(request.user)[:MOST]
    return suggestions(request, rows, describe_person, detail_of_person)
