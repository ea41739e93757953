"""Measures: what either side would do, in exact words, and what became of it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
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
from dialogues import columns, tones
from dialogues.filters import MeasureFilter
from dialogues.forms.measures import MeasureForm, MeasureStatusForm
from dialogues.models import Concern, FollowUp, Measure, MeasureStatus, Side
from dialogues.page_parts import around, fact, link_to, long_facts
from dialogues.permissions import require_write_on
from dialogues.views.named import breadcrumbs, named_in_address


@requires(any_member)
def measure_list(request):
    user = request.user
    rows = Measure.objects.visible_to(user).with_voices(user)
    rows = rows.with_visible(user, "dialogue__partner", "round", "concern", "topic")
    return list_page(
        request,
        MeasureFilter(request, rows),
        columns.MEASURES,
        name="measures",
        heading=_("Measures"),
        new_url=reverse("dialogues:measure_new") if writer(user) else None,
    )


@requires(any_member)
def measure_detail(request, pk):
    user = request.user
    rows = Measure.objects.with_visible(
        user, "dialogue__partner", "round", "meeting", "concern", "topic"
    )
    measure = visible_or_404(rows, user, pk=pk)
    voices = MeasureStatus.objects.voices_on(measure, user)
    log_reading(
        request, measure, parts=[row for _voice, rows in voices for row in rows]
    )
    parts = around(request, measure)
    context = parts | {
        "measure": measure,
        "voices": [
            (voice, [(row, tones.MEASURE_STATE[row.state]) for row in rows])
            for voice, rows in voices
        ],
        "follow_ups": FollowUp.objects.of_measure(measure, user),
        "facts": _facts(measure),
        "breadcrumbs": breadcrumbs(
            _("Measures"), "measure_list", getattr(measure.dialogue, "partner", None)
        ),
        "actions": _actions(measure) if parts["can_change"] else [],
    }
    return render(request, "dialogues/measure_detail.html", context)


def _facts(measure):
    tone = "warning" if measure.is_overdue(timezone.localdate()) else "neutral"
    return [
        fact(_("Firmness"), measure.get_firmness_display()),
        fact(_("Who would act"), measure.get_side_display()),
        fact(_("Proposed by"), measure.get_proposed_by_display()),
        fact(_("Date"), measure.made_on, kind="date"),
        fact(_("Due"), measure.due.words, kind="status", tone=tone)
        if measure.due
        else fact(_("Due"), None),
        link_to(_("Dialogue"), measure.dialogue),
        link_to(_("Round"), measure.round),
        link_to(_("Meeting"), measure.meeting),
        link_to(_("Concern"), measure.concern),
        link_to(_("Topic"), measure.topic),
        *long_facts(
            (
                _("How effective the partner believes it to be"),
                measure.expected_effect,
            ),
            (_("Note"), measure.note),
        ),
    ]


def _actions(measure):
    state = reverse("dialogues:measure_status_new", args=[measure.pk])
    task = f"{reverse('dialogues:follow_up_new')}?measure={measure.pk}"
    return [
        {"label": _("How far it is"), "url": state, "icon": "Plus", "primary": True},
        {"label": _("Add follow-up"), "url": task, "icon": "TasklistStart"},
        {"label": _("Edit"), "url": measure.url_for("edit"), "icon": "Pencil"},
    ]


@requires(writer)
@in_one_transaction
def measure_new(request):
    named = named_in_address(
        request, "dialogue", "round", "meeting", "concern", "topic"
    )
    origin = next(iter(named.values()), None)
    if reply := named_in_address(request, "reply").get("reply"):
        named, origin = _promised_in(reply, request.user), reply.raising.concern
        require_write_on(request.user, origin.partner)
    dialogue = named.get("dialogue") or getattr(origin, "dialogue", None)
    if dialogue:
        require_write_on(request.user, dialogue.partner)
        named["dialogue"] = dialogue
    form = MeasureForm(
        *typed(request), by=request.user, initial=named, dialogue=dialogue
    )
    back = origin.get_absolute_url() if origin else reverse("dialogues:measure_list")
    return record_form(request, form, heading=_("New measure"), back=back)


def _promised_in(reply, user):
    """A reply as the promise that it is: of whoever was asked, in their words.

    Whoever sees the reply sees what it is part of.
    """
    raising, concern = reply.raising, reply.raising.concern
    ours = concern.raised_by in Concern.FROM_PARTNER
    found = {
        "concern": concern,
        "meeting": raising.meeting,
        "dialogue": getattr(raising.meeting, "dialogue", None) or concern.dialogue,
        "topic": concern.topic,
        "wording": reply.text,
        "firmness": Measure.Firmness.COMMITMENT,
        "side": Side.OURS if ours else Side.PARTNER,
        "made_on": reply.date,
        "classification": min(reply.marking, user.clearance),
    }
    return {name: value for name, value in found.items() if value}


@requires(writer)
@in_one_transaction
def measure_edit(request, pk):
    measure = changeable_or_403(Measure.objects, request.user, pk=pk)
    form = MeasureForm(*typed(request), by=request.user, instance=measure)
    return record_form(
        request,
        form,
        heading=_("Edit the measure"),
        back=measure.get_absolute_url(),
        record=measure,
    )


@requires(writer)
@in_one_transaction
def measure_status_new(request, pk):
    measure = changeable_or_403(Measure.objects, request.user, pk=pk)
    form = MeasureStatusForm(
        *typed(request),
        by=request.user,
        instance=MeasureStatus(measure=measure),
        initial={
            "date": timezone.localdate().isoformat(),
            "classification": measure.marking,
            **named_in_address(request, "round"),
        },
    )
    return record_form(
        request,
        form,
        heading=_("How far it is: %(measure)s") % {"measure": measure},
        back=measure.get_absolute_url(),
    )


@requires(writer)
@in_one_transaction
def measure_status_edit(request, pk):
    state = changeable_or_403(MeasureStatus.objects, request.user, pk=pk)
    form = MeasureStatusForm(*typed(request), by=request.user, instance=state)
    return record_form(
        request,
        form,
        heading=_("Edit how far it is"),
        back=state.get_absolute_url(),
        record=state,
    )
