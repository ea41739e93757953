"""Meetings: recorded in one page, completed later, each row edited for itself."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import time_format
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
from core.editing import record_form, show_form, typed
from core.models import Document, Source
from core.templatetags.ui import span_of_dates
from dialogues.editions import earlier_editions
from dialogues.forms.meeting_record import MeetingRecord
from dialogues.forms.meetings import MeetingForm, MinutesForm, ParticipationForm
from dialogues.models import (
    AgendaItem,
    Concern,
    FollowUp,
    Incident,
    Meeting,
    Minutes,
    Participation,
    Raising,
)
from dialogues.models.raisings import with_replies
from dialogues.page_parts import link_to
from dialogues.promises import measures_of
from dialogues.views.named import named_in_address
from partners.suggestions import suggestions, typed_in

RELATED = ("dialogue", "round", "working_group", "network")


@requires(any_member)
def meeting_detail(request, pk):
    user = request.user
    meetings = Meeting.objects.with_visible(user, *RELATED)
    meeting = visible_or_404(meetings, user, pk=pk)
    can_change = may_change(user, meeting)
    minutes = Minutes.objects.of_meeting(meeting, user)
    measures = measures_of(user, meeting)
    concerns = Raising.objects.by_side(meeting, user)
    said = [row for _side, raisings in concerns for row in with_replies(raisings)]
    incidents = list(Incident.objects.of_meeting(meeting, user))
    said += [*measures["rows"], *incidents]
    agenda = list(AgendaItem.objects.of_meeting(meeting, user).with_notes(user))
    notes = [item.visible_note for item in agenda]
    log_reading(request, meeting, parts=[*filter(None, [minutes, *notes]), *said])
    context = {
        "meeting": meeting,
        "can_change": can_change,
        "breadcrumbs": _breadcrumbs(meeting),
        "actions": _actions(meeting, minutes) if can_change else [],
        "facts": _facts(meeting),
        "delegations": Participation.objects.delegations_of(meeting, user),
        "agenda": agenda,
        **_agenda_actions(meeting, agenda, can_change),
        "concerns": concerns,
        "measures": measures,
        "follow_ups": FollowUp.objects.of_meeting(meeting, user),
        "incidents": incidents,
        "incident_url": _new_incident(meeting) if can_change else "",
        "minutes": minutes,
        "minutes_history": minutes.url_for("history") if minutes else "",
        "editions": earlier_editions(minutes, user),
        "can_correct": can_change and _is_locked(minutes),
        "sources": Source.objects.of(meeting),
        "documents": Document.objects.of(meeting).visible_to(user).current(),
    }
    return render(request, "dialogues/meeting_detail.html", context)


def _agenda_actions(meeting, agenda, can_change):
    """What is done with its agenda, as long as its round is not closed."""
    is_open = can_change and not (meeting.round and meeting.round.is_closed)
    order = reverse("dialogues:meeting_agenda_order", args=[meeting.pk])
    order_url = order if is_open and len(agenda) > 1 else ""
    return {"agenda_is_open": is_open, "agenda_order_url": order_url}


def _new_incident(meeting):
    return f"{reverse('dialogues:incident_new')}?meeting={meeting.pk}"


def _breadcrumbs(meeting):
    above = [meeting.dialogue, meeting.round]
    return [{"label": str(row), "url": row.get_absolute_url()} for row in above if row]


def _is_locked(minutes):
    return minutes is not None and minutes.is_locked


def _actions(meeting, minutes):
    write = {"label": _("Minutes"), "url": meeting.url_for("minutes")}
    return [
        {
            "label": _("Add to this meeting"),
            "url": reverse("dialogues:meeting_add", args=[meeting.pk]),
            "icon": "Plus",
            "primary": True,
        },
        *([] if _is_locked(minutes) else [write]),
        {"label": _("Edit"), "url": meeting.url_for("edit")},
    ]


def _facts(meeting):
    """What is known of the meeting, as the component for facts takes it."""
    group = meeting.working_group
    facts = [
        {"label": _("Date"), "value": span_of_dates(meeting.date, meeting.ends_on)},
        {"label": _("Place"), "value": _place(meeting)},
    ]
    known = (
        (_("Time"), meeting.time and time_format(meeting.time, "H:i")),
        (_("Mode"), meeting.get_mode_display()),
        (_("Chair"), meeting.chair),
    )
    facts += [{"label": label, "value": value} for label, value in known if value]
    if group:
        url = group.get_absolute_url()
        facts.append({"label": _("Working group"), "value": str(group), "url": url})
    if meeting.network:
        facts.append(link_to(_("Network"), meeting.network))
    long = (
        (_("Conditions of access"), meeting.access_conditions),
        (_("Summary"), meeting.summary),
    )
    return facts + [
        {"label": label, "value": value, "kind": "long"}
        for label, value in long
        if value
    ]


def _place(meeting):
    return ", ".join(filter(None, [meeting.place, meeting.city]))


@requires(writer)
@in_one_transaction
def meeting_new(request):
    record = MeetingRecord(
        *typed(request), by=request.user, initial=_where_it_starts(request)
    )
    context = {"heading": _("Record a meeting"), "back": _back(request)}
    template = "dialogues/meeting_record.html"
    if record.asks_for_a_row:
        return show_form(request, record.unchecked(), template, **context)
    return record_form(request, record, template=template, **context)


def _where_it_starts(request):
    """What the address already says: round, dialogue, network, as far as visible."""
    start = named_in_address(request, "round", "dialogue", "network")
    kind = request.GET.get("kind")
    if kind in Meeting.Kind.values:
        start["kind"] = kind
    if "round" in start:
        start["dialogue"] = start["round"].dialogue
    return start


def _back(request):
    start = _where_it_starts(request)
    row = start.get("round") or start.get("dialogue") or start.get("network")
    return row.get_absolute_url() if row else "/"


@requires(writer)
@in_one_transaction
def meeting_add(request, pk):
    """Adds participants, agenda items, concerns and follow-ups to a meeting."""
    meeting = changeable_or_403(Meeting.objects, request.user, pk=pk)
    record = MeetingRecord(*typed(request), by=request.user, meeting=meeting)
    context = {
        "heading": _("Add to this meeting"),
        "back": meeting.get_absolute_url(),
        "record": meeting,
    }
    template = "dialogues/meeting_record.html"
    if record.asks_for_a_row:
        return show_form(request, record.unchecked(), template, **context)
    return record_form(request, record, template=template, **context)


@requires(writer)
@in_one_transaction
def meeting_edit(request, pk):
    meeting = changeable_or_403(Meeting.objects, request.user, pk=pk)
    form = MeetingForm(*typed(request), by=request.user, instance=meeting)
    return record_form(
        request,
        form,
        heading=_("Edit the meeting"),
        back=meeting.get_absolute_url(),
        record=meeting,
    )


@requires(writer)
@in_one_transaction
def meeting_minutes(request, pk):
    """The minutes of a meeting, made at the first saving."""
    meeting = changeable_or_403(Meeting.objects, request.user, pk=pk)
    minutes = Minutes.objects.of_meeting(meeting, request.user)
    if _is_locked(minutes) and request.method != "POST":
        messages.info(request, _("These minutes are final: correct them instead."))
        return redirect(f"{meeting.get_absolute_url()}#minutes")
    form = MinutesForm(
        *typed(request),
        by=request.user,
        instance=minutes or Minutes(meeting=meeting),
    )
    return record_form(
        request,
        form,
        heading=_("Minutes"),
        back=meeting.get_absolute_url(),
        record=meeting,
    )


@requires(writer)
@in_one_transaction
def participation_edit(request, pk):
    participation = changeable_or_403(Participation.objects, request.user, pk=pk)
    form = ParticipationForm(*typed(request), by=request.user, instance=participation)
    return record_form(
        request,
        form,
        heading=_("Edit the participant"),
        back=participation.meeting.get_absolute_url(),
        record=participation,
    )


@require_POST
@requires(writer)
def concern_suggest(request):
    """Concerns on the writer's desk, for the field of the meeting form."""
    return suggestions(
        request,
        Concern.objects.suggested_to(request.user, typed_in(request)),
        str,
        lambda concern: concern.get_status_display(),
    )
