"""Incidents around a round, and steps beside the dialogue."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

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
from dialogues import columns
from dialogues.filters import IncidentFilter, OtherStepFilter
from dialogues.forms.events import IncidentForm, OtherStepForm
from dialogues.models import Incident, OtherStep
from dialogues.page_parts import around, edit_action, fact, link_to, long_facts, new_url
from dialogues.permissions import require_write_on
from dialogues.views.named import breadcrumbs, named_in_address, named_partner


@requires(any_member)
def incident_list(request):
    user = request.user
    rows = Incident.objects.visible_to(user)
    return list_page(
        request,
        IncidentFilter(request, rows.with_visible(user, "dialogue__partner", "round")),
        columns.INCIDENTS,
        name="incidents",
        heading=_("Incidents"),
        new_url=new_url(user, "incident_new"),
    )


@requires(any_member)
def incident_detail(request, pk):
    user = request.user
    rows = Incident.objects.with_visible(user, "dialogue__partner", "round", "meeting")
    incident = visible_or_404(rows, user, pk=pk)
    log_reading(request, incident)
    parts = around(request, incident)
    context = parts | {
        "record": incident,
        "title": incident.title,
        "facts": [
            fact(_("Kind"), incident.get_kind_display()),
            fact(_("Caused by"), incident.get_caused_by_display()),
            fact(_("Date"), incident.date, kind="date"),
            link_to(_("Dialogue"), incident.dialogue),
            link_to(_("Round"), incident.round),
            link_to(_("Meeting"), incident.meeting),
            *long_facts(
                (_("What happened"), incident.what_happened),
                (_("Outcome"), incident.outcome or _("Not known yet.")),
            ),
        ],
        "breadcrumbs": breadcrumbs(
            _("Incidents"),
            "incident_list",
            getattr(incident.dialogue, "partner", None),
        ),
        "actions": edit_action(incident) if parts["can_change"] else [],
    }
    return render(request, "core/record_detail.html", context)


@requires(writer)
@in_one_transaction
def incident_new(request):
    named = named_in_address(request, "dialogue", "round", "meeting")
    origin = next(iter(named.values()), None)
    dialogue = named.get("dialogue") or getattr(origin, "dialogue", None)
    if dialogue:
        require_write_on(request.user, dialogue.partner)
        named["dialogue"] = dialogue
    form = IncidentForm(
        *typed(request), by=request.user, initial=named, dialogue=dialogue
    )
    back = origin.get_absolute_url() if origin else reverse("dialogues:incident_list")
    return record_form(request, form, heading=_("New incident"), back=back)


@requires(writer)
@in_one_transaction
def incident_edit(request, pk):
    incident = changeable_or_403(Incident.objects, request.user, pk=pk)
    form = IncidentForm(*typed(request), by=request.user, instance=incident)
    return record_form(
        request,
        form,
        heading=_("Edit the incident"),
        back=incident.get_absolute_url(),
        record=incident,
    )


@requires(any_member)
def other_step_list(request):
    user = request.user
    rows = OtherStep.objects.visible_to(user)
    rows = rows.with_visible(user, "partner", "dialogue", "concern", "topic")
    return list_page(
        request,
        OtherStepFilter(request, rows),
        columns.OTHER_STEPS,
        name="other-steps",
        heading=_("Other steps"),
        new_url=new_url(user, "other_step_new"),
    )


@requires(any_member)
def other_step_detail(request, pk):
    user = request.user
    rows = OtherStep.objects.with_visible(
        user, "partner", "dialogue", "concern", "topic"
    )
    step = visible_or_404(rows, user, pk=pk)
    log_reading(request, step)
    parts = around(request, step)
    context = parts | {
        "record": step,
        "title": step.title,
        "facts": [
            fact(_("Kind"), step.get_kind_display()),
            fact(_("Date"), step.date, kind="date"),
            fact(_("Last day"), step.ends_on, kind="date"),
            link_to(_("Beside the dialogue"), step.dialogue),
            link_to(_("Concern"), step.concern),
            link_to(_("Topic"), step.topic),
            *long_facts((_("What was done, and what came of it"), step.text)),
        ],
        "breadcrumbs": breadcrumbs(_("Other steps"), "other_step_list", step.partner),
        "actions": edit_action(step) if parts["can_change"] else [],
    }
    return render(request, "core/record_detail.html", context)


@requires(writer)
@in_one_transaction
def other_step_new(request):
    named = named_in_address(request, "dialogue", "concern", "topic")
    partner = named_partner(request)
    for name in ("dialogue", "concern"):
        partner = partner or getattr(named.get(name), "partner", None)
    if partner:
        require_write_on(request.user, partner)
        named["partner"] = partner
    form = OtherStepForm(*typed(request), by=request.user, initial=named)
    origin = named.get("concern") or named.get("dialogue") or partner
    back = origin.get_absolute_url() if origin else reverse("dialogues:other_step_list")
    return record_form(request, form, heading=_("New step"), back=back)


@requires(writer)
@in_one_transaction
def other_step_edit(request, pk):
    step = changeable_or_403(OtherStep.objects, request.user, pk=pk)
    form = OtherStepForm(*typed(request), by=request.user, instance=step)
    return record_form(
        request,
        form,
        heading=_("Edit the step"),
        back=step.get_absolute_url(),
        record=step,
    )
