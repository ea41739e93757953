"""What somebody is, where, and since when."""

from django.utils.translation import gettext as _

from core.access import changeable_or_403, in_one_transaction, requires, writer
from core.editing import record_form, typed
from partners.forms import PositionForm
from partners.models import Person, Position


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
