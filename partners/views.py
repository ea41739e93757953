"""Institutions, people and their positions; the country itself is shown by the desk."""

from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import (
    any_member,
    changeable_or_403,
    in_one_transaction,
    log_reading,
    may_change,
    requires,
    visible_or_404,
    writer,
)
from core.editing import record_form, typed
from core.lists import list_page
from core.models import Document, Source
from partners.columns import (
    INSTITUTION_COLUMNS,
    PEOPLE_OF_INSTITUTION,
    PERSON_COLUMNS,
    as_table,
    positions_of_person,
)
from partners.facts import facts_of_institution, facts_of_person
from partners.filters import InstitutionFilter, PersonFilter
from partners.forms import InstitutionForm, PartnerForm, PersonForm, PositionForm
from partners.models import Institution, Partner, Person, Position
from partners.suggestions import (
    MOST,
    describe_institution,
    describe_person,
    detail_of_institution,
    detail_of_person,
    suggestions,
    typed_in,
)


@requires(writer)
@in_one_transaction
def partner_edit(request, code):
    partner = changeable_or_403(Partner.objects, request.user, code=code)
    form = PartnerForm(*typed(request), by=request.user, instance=partner)
    return record_form(
        request,
        form,
        heading=_("Change: %(country)s") % {"country": partner},
        back=partner.get_absolute_url(),
        record=partner,
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
        new_url=_new_url(request, "partners:institution_new"),
    )


@requires(any_member)
def institution_detail(request, pk):
    user = request.user
    parts = Institution.objects.visible_to(user).current()
    rows = Institution.objects.with_visible(user, "parent", "sector").prefetch_related(
        Prefetch("parts", parts, to_attr="visible_parts"),
        _positions(user, "person"),
    )
    institution = visible_or_404(rows, user, pk=pk)
    log_reading(request, institution)
    held = [row for row in institution.visible_positions if row.is_held]
    former = [row for row in institution.visible_positions if not row.is_held]
    context = {
        "institution": institution,
        "facts": facts_of_institution(institution),
        "held": as_table(held, PEOPLE_OF_INSTITUTION),
        "former": as_table(former, PEOPLE_OF_INSTITUTION),
        **_around(request, institution, _("Institutions"), "institution"),
    }
    return render(request, "partners/institution_detail.html", context)


@requires(writer)
@in_one_transaction
def institution_new(request):
    form = InstitutionForm(
        *typed(request), by=request.user, initial=_own_country(request)
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
    rows = rows.own_desk_first(request.user).select_related("sector")[:MOST]
    return suggestions(request, rows, describe_institution, detail_of_institution)


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
        new_url=_new_url(request, "partners:person_new"),
    )


@requires(any_member)
def person_detail(request, pk):
    rows = Person.objects.prefetch_related(_positions(request.user, "institution"))
    person = visible_or_404(rows, request.user, pk=pk)
    log_reading(request, person)
    around = _around(request, person, _("People"), "person")
    columns = positions_of_person(around["can_change"])
    context = {
        "person": person,
        "facts": facts_of_person(person),
        "positions": as_table(person.visible_positions, columns),
        **around,
    }
    return render(request, "partners/person_detail.html", context)


@requires(writer)
@in_one_transaction
def person_new(request):
    form = PersonForm(*typed(request), by=request.user, initial=_own_country(request))
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


@requires(writer)
@in_one_transaction
def position_new(request, pk):
    person = changeable_or_403(Person.objects, request.user, pk=pk)
    form = PositionForm(
        *typed(request),
        by=request.user,
        instance=Position(person=person),
        initial={"classification": person.marking},
    )
    return record_form(
        request, form, heading=_("New position"), back=person.get_absolute_url()
    )


@requires(writer)
@in_one_transaction
def position_edit(request, pk):
    position = changeable_or_403(Position.objects, request.user, pk=pk)
    form = PositionForm(*typed(request), by=request.user, instance=position)
    return record_form(
        request,
        form,
        heading=_("Change a position"),
        back=position.get_absolute_url(),
        record=position,
    )


def _positions(user, other_end):
    rows = Position.objects.visible_to(user).current().held_first()
    rows = rows.with_visible(user, other_end)
    return Prefetch("positions", rows, to_attr="visible_positions")


def _around(request, record, plural, kind):
    """What stands above and below every record: the way here, changes, sources."""
    can_change = may_change(request.user, record)
    actions = []
    if can_change:
        edit = {"label": _("Change"), "icon": "Pencil", "primary": True}
        actions = [edit | {"url": record.url_for("edit")}]
    return {
        "record": record,
        "can_change": can_change,
        "breadcrumbs": [{"label": plural, "url": reverse(f"partners:{kind}_list")}],
        "actions": actions,
        "sources": Source.objects.of(record),
        "documents": Document.objects.visible_to(request.user).current().of(record),
    }


def _new_url(request, name):
    return reverse(name) if writer(request.user) else None


def _own_country(request):
    """The country that somebody with one desk most likely writes about."""
    desk = request.user.desk_countries
    return {"country": desk[0]} if len(desk) == 1 else {}
