"""People of either country."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import (
    any_member,
    changeable_or_403,
    in_one_transaction,
    ip_of,
    log_reading,
    requires,
    visible_or_404,
    writer,
)
from core.editing import record_form, typed
from core.lists import as_table, list_page
from core.models import AuditEvent
from partners.columns import PERSON_COLUMNS, positions_of_person
from partners.facts import facts_of_person
from partners.filters import PersonFilter
from partners.forms import ChangeOfPostForm, PersonForm
from partners.models import Person, Position
from partners.page_parts import (
    actions_of_list,
    actions_of_person,
    around,
    moved_on,
    new_url,
    only_known_by,
    own_country,
    positions_with,
)
from partners.suggestions import (
    MOST,
    describe_person,
    detail_of_person,
    suggestions,
    typed_in,
)
from partners.vcards import card_of, has_card


@requires(any_member)
def person_list(request):
    rows = Person.objects.visible_to(request.user).select_related("responsible")
    rows = rows.with_held_positions(request.user)
    rows = rows.prefetch_related("held__institution__sector")
    return list_page(
        request,
        PersonFilter(request, rows.with_last_contact(request.user, "person")),
        PERSON_COLUMNS,
        name="people",
        heading=_("People"),
        new_url=new_url(request, "partners:person_new"),
        actions=actions_of_list("people"),
    )


@requires(any_member)
def person_detail(request, pk):
    user = request.user
    rows = Person.objects.prefetch_related(positions_with(user, "institution"))
    rows = rows.with_last_contact(user, "person").select_related("responsible")
    person = visible_or_404(rows, user, pk=pk)
    log_reading(request, person, parts=person.visible_positions)
    parts = around(request, person, _("People"), "person")
    parts["actions"] += actions_of_person(person, parts["can_change"])
    columns = positions_of_person(parts["can_change"])
    context = {
        "person": person,
        "moved_on": moved_on(person, user),
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


@requires(writer)
@in_one_transaction
def person_change_post(request, pk):
    """What somebody leaves and takes up, or that they have moved on, in one go."""
    person = changeable_or_403(Person.objects, request.user, pk=pk)
    form = ChangeOfPostForm(*typed(request), by=request.user, instance=person)
    return record_form(
        request,
        form,
        # SECURITY: no name, as in `person_edit`.
        heading=_("Change of post"),
        back=person.get_absolute_url(),
        template="partners/person_change_post.html",
        record=person,
        name=f"{person.name} {person.name_original}".strip(),
        only_contact_at=only_known_by(person, form.held, request.user),
    )


@requires(any_member)
def person_vcard(request, pk):
    """The contact card of a person, for the address book of a telephone."""
    # SECURITY: a protected person has none, whoever asks, and no refusal either.
    rows = Person.objects.unprotected().current()
    person = visible_or_404(rows, request.user, pk=pk)
    if not has_card(person):
        refusal = _("No contact card is made of this person; the page says why.")
        messages.warning(request, refusal)
        return redirect(person)
    position = Position.objects.visible_to(request.user).held_by(person)
    AuditEvent.objects.record(
        AuditEvent.Action.EXPORTED,
        by=request.user,
        record=person,
        ip=ip_of(request),
        detail={"list": "vcard", "rows": 1},
    )
    return _as_file(card_of(person, position), f"contact-{person.pk}.vcf")


def _as_file(text, name):
    response = HttpResponse(text, content_type="text/vcard; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@requires(any_member)
def person_suggest(request):
    # SECURITY: the name of a protected person is never offered; whoever knows it and
    # may see the record finds it by typing the name in full.
    rows = Person.objects.none()
    if text := typed_in(request):
        rows = Person.objects.visible_to(request.user).unprotected().suggested(text)
    rows = rows.with_held_positions(request.user).with_former_positions(request.user)
    rows = rows[:MOST]
    return suggestions(request, rows, describe_person, detail_of_person)
