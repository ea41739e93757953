"""The agenda of a round: its order, what becomes of an item, notes, and what leaves."""

from django.contrib import messages
from django.shortcuts import redirect, render
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
from dialogues.forms.agenda import (
    AgendaItemStatusForm,
    AgendaOrderForm,
    SpeakingNoteForm,
    starts_as,
)
from dialogues.models import AgendaItem, Meeting, Round, SpeakingNote
from dialogues.page_parts import crumb
from dialogues.views.refusals import stands_fast
from partners.countries import home_country_name


@requires(any_member)
def round_agenda(request, pk):
    """The agenda as it is handed to the partner; to be printed."""
    user = request.user
    rounds = Round.objects.with_visible(user, "dialogue__partner")
    round_ = visible_or_404(rounds, user, pk=pk)
    parts = AgendaItem.objects.handed_over(round_, user)
    items = [item for _meeting, items in parts for item in items]
    log_reading(request, round_, parts=items)
    context = {
        "round": round_,
        "parts": parts,
        "home": home_country_name(),
        "higher": [item for item in items if item.marking > round_.marking],
        "breadcrumbs": [crumb(round_, round_.get_absolute_url())],
    }
    return render(request, "dialogues/round_agenda.html", context)


@requires(writer)
@in_one_transaction
def agenda_order(request, pk):
    """Puts the agendas of a round and its meetings in order, by numbers."""
    round_ = changeable_or_403(Round.objects, request.user, pk=pk)
    whole = [(_("The round as a whole"), round_.agenda_as_a_whole(request.user))]
    meetings = Meeting.objects.with_agendas(round_, request.user)
    agendas = whole + [(row.title, row.visible_agenda_items) for row in meetings]
    return _order(request, round_, round_, agendas)


@requires(writer)
@in_one_transaction
def meeting_agenda_order(request, pk):
    """Puts the agenda of one meeting in order, also of one between rounds."""
    meeting = changeable_or_403(Meeting.objects, request.user, pk=pk)
    items = AgendaItem.objects.of_meeting(meeting, request.user)
    return _order(request, meeting, meeting.round, [(meeting.title, items)])


def _order(request, record, round_, agendas):
    back = f"{record.get_absolute_url()}#agenda"
    if round_ and stands_fast(request, round_):
        return redirect(back)
    agendas = [(heading, list(items)) for heading, items in agendas]
    agendas = [(heading, items) for heading, items in agendas if items]
    form = AgendaOrderForm(*typed(request), agendas=agendas, by=request.user)
    return record_form(
        request,
        form,
        heading=_("Order of the agenda: %(record)s") % {"record": record},
        back=back,
        saved=lambda _nothing: back,
    )


@require_POST
@requires(writer)
@in_one_transaction
def agenda_item_status(request, pk):
    """What became of an item, in one step; to which round it moves is asked next."""
    item = changeable_or_403(AgendaItem.objects, request.user, pk=pk)
    if stands_fast(request, item):
        return redirect(item)
    form = AgendaItemStatusForm(request.POST, instance=item, by=request.user)
    if not form.is_valid():
        messages.error(request, _("Choose one of the statuses of the list."))
        return redirect(item)
    form.save()
    messages.success(request, _("Saved."))
    if item.status == AgendaItem.Status.MOVED and not item.moved_to_id:
        return redirect(f"{item.url_for('edit')}#id_moved_to")
    return redirect(item)


@requires(writer)
@in_one_transaction
def speaking_note_edit(request, pk):
    """Writes the note to speak from on an agenda item, or changes it."""
    user = request.user
    item = changeable_or_403(AgendaItem.objects, user, pk=pk)
    note = SpeakingNote.objects.on_item(item)
    back = item.get_absolute_url()
    if note and not SpeakingNote.objects.is_seen_by(note, user):
        text = _("Something that you may not see stands in the way of a note here.")
        messages.error(request, text)
        return redirect(back)
    form = SpeakingNoteForm(
        *typed(request),
        by=user,
        instance=note or SpeakingNote(agenda_item=item),
        initial={} if note else {"classification": starts_as(user, item)},
    )
    return record_form(
        request,
        form,
        heading=_("Speaking note: %(item)s") % {"item": item},
        back=back,
        record=note,
    )


def agenda_links(round_, can_change):
    """The ways on from the agenda of a round."""
    links = [
        crumb(
            _("Agenda for the partner"),
            reverse("dialogues:round_agenda", args=[round_.pk]),
        ),
        crumb(
            _("Topics by round"),
            reverse("dialogues:dialogue_matrix", args=[round_.dialogue.slug]),
        ),
    ]
    if can_change and not round_.is_closed:
        order = reverse("dialogues:agenda_order", args=[round_.pk])
        links.insert(0, crumb(_("Change the order"), order))
    return links
