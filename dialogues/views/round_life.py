"""The life of a round: its status, its preparation, its close."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
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
from dialogues import lifecycle, tones
from dialogues.checklist import checklist
from dialogues.forms.round_life import CloseForm, ReopenForm, StatusForm
from dialogues.forms.rounds import PEOPLE
from dialogues.models import Briefing, Round
from dialogues.page_parts import crumb
from dialogues.permissions import can_close
from dialogues.preparation import Preparation, take_over
from dialogues.views.refusals import stands_fast


@requires(writer)
@in_one_transaction
def round_status(request, pk):
    """Confirms a round, holds it, stops it, or takes it up again."""
    round_ = changeable_or_403(Round.objects, request.user, pk=pk)
    form = StatusForm(
        *typed(request),
        by=request.user,
        instance=round_,
        initial={"status": request.GET.get("status", "")},
    )
    return record_form(
        request,
        form,
        template="dialogues/round_status.html",
        heading=_("What becomes of it: %(round)s") % {"round": round_},
        back=round_.get_absolute_url(),
        record=round_,
        now=(round_.get_status_display(), tones.ROUND_STATUS[round_.status]),
        can_become=lifecycle.may_become(round_),
        close_actions=close_actions(request.user, round_),
    )


def close_actions(user, round_):
    """What a desk lead does at the end of a round that was held."""
    if not can_close(user) or round_.status != Round.Status.HELD:
        return []
    if round_.is_closed:
        return [reopen_action(user, round_)]
    return [_step(_("Close the round"), "round_close", round_, "PadlockLocked")]


def reopen_action(user, round_):
    """How a closed round is opened again, for those who may; nothing otherwise."""
    if not (round_.is_closed and can_close(user) and may_change(user, round_)):
        return None
    label = _("Open the round again")
    return _step(label, "round_reopen", round_, "PadlockUnlocked")


def steps_of(round_, user, following):
    """What is done on the page of a round: at hand, and further away.

    The next step of its life comes first; `following` is the round after it, if any.
    """
    at_hand, further = _next_steps(round_, user, following), []
    was_held = round_.status == Round.Status.HELD
    query = f"?round={round_.pk}"
    meeting = _step(_("Record a meeting in this round"), "meeting_new", None, "Plus")
    task = _step(_("Add follow-up"), "follow_up_new", None, "TasklistStart")
    (at_hand if was_held else further).append(meeting)
    further.append(task)
    for step in (meeting, task):
        step["url"] += query
    if not round_.is_closed:
        edit = {"label": _("Edit"), "url": round_.url_for("edit"), "icon": "Pencil"}
        at_hand.append(edit)
        label = _("What becomes of it")
        further.append(_step(label, "round_status", round_, "ArrowsCirclepath"))
    at_hand[0]["primary"] = True
    return at_hand, further


def _next_steps(round_, user, following):
    """Where its life goes on."""
    steps = []
    if status := lifecycle.next_step(round_):
        step = _step(_NEXT[status], "round_status", round_, "ArrowRight")
        steps.append(step | {"url": f"{step['url']}?status={status}"})
    if round_.status != Round.Status.HELD:
        steps.append(_step(_("Prepare"), "round_prepare", round_, "TasklistStart"))
        return steps
    steps += [] if round_.is_closed else close_actions(user, round_)
    if following is None:
        step = _step(_("Plan the next round"), "round_new", round_.dialogue, "Calendar")
        steps.append(step | {"url": f"{step['url']}?round={round_.pk}"})
    return steps


_NEXT = {
    Round.Status.CONFIRMED: gettext_lazy("Confirm"),
    Round.Status.HELD: gettext_lazy("It was held"),
    Round.Status.PLANNED: gettext_lazy("Take it up again"),
}


def _step(label, name, row, icon):
    keys = [getattr(row, row.url_key)] if row else []
    url = reverse(f"dialogues:{name}", args=keys)
    return {"label": label, "url": url, "icon": icon}


@requires(writer)
@in_one_transaction
def round_close(request, pk):
    round_ = changeable_or_403(Round.objects, request.user, pk=pk)
    if not can_close(request.user):
        raise PermissionDenied
    form = CloseForm(*typed(request), by=request.user, instance=round_)
    return record_form(
        request,
        form,
        template="dialogues/round_close.html",
        heading=_("Close: %(round)s") % {"round": round_},
        back=round_.get_absolute_url(),
        record=round_,
        save_label=_("Close the round"),
    )


@requires(writer)
@in_one_transaction
def round_reopen(request, pk):
    round_ = changeable_or_403(Round.objects, request.user, pk=pk)
    if not can_close(request.user):
        raise PermissionDenied
    form = ReopenForm(*typed(request), by=request.user, instance=round_)
    return record_form(
        request,
        form,
        heading=_("Open again: %(round)s") % {"round": round_},
        back=round_.get_absolute_url(),
        record=round_,
        save_label=_("Open the round again"),
    )


@requires(any_member)
def round_prepare(request, pk):
    """All that is left from the last round, and what is to be done for this one."""
    user = request.user
    rows = Round.objects.with_visible(user, "dialogue__partner", *PEOPLE)
    round_ = visible_or_404(rows, user, pk=pk)
    work = Preparation(round_, user)
    log_reading(request, round_, parts=work.parts)
    can_change = may_change(user, round_) and not round_.is_closed
    context = {
        "round": round_,
        "work": work,
        "can_change": can_change,
        "checklist": checklist(round_, user, can_change=can_change, last=work.last),
        "now": (round_.get_status_display(), tones.ROUND_STATUS[round_.status]),
        "breadcrumbs": [
            crumb(round_.dialogue, round_.dialogue.get_absolute_url()),
            crumb(round_, round_.get_absolute_url()),
        ],
        "lists": _lists(round_),
        "actions": _starts(round_) if can_change else [],
    }
    return render(request, "dialogues/round_prepare.html", context)


def _lists(round_):
    """Where the whole of what the page shows the beginning of can be found."""
    query = f"?dialogue={round_.dialogue.pk}"
    return {
        "promises": f"{reverse('dialogues:measure_list')}{query}"
        "&firmness=commitment&status=still_open",
        "concerns": f"{reverse('dialogues:concern_list')}{query}&status=still_open",
        "incidents": f"{reverse('dialogues:incident_list')}{query}",
    }


def _starts(round_):
    """What one makes while preparing."""
    query = f"?round={round_.pk}"
    slug = round_.dialogue.slug
    objective = reverse("dialogues:objective_new", args=[slug]) + query
    meeting = reverse("dialogues:meeting_new") + query
    meeting += "&kind=civil_society_consultation"
    briefing = reverse("dialogues:briefing_new", args=[round_.pk])
    briefing += f"?kind={Briefing.Kind.BEFORE}&draft=open"
    return [
        {"label": _("Set an objective"), "url": objective, "icon": "Plus"},
        {"label": _("Consult civil society"), "url": meeting, "icon": "Plus"},
        {"label": _("Draft the briefing"), "url": briefing, "icon": "Plus"},
    ]


@require_POST
@requires(writer)
@in_one_transaction
def round_take_over(request, pk):
    """Puts the ticked items that were left over on the agenda of this round."""
    round_ = changeable_or_403(Round.objects, request.user, pk=pk)
    if stands_fast(request, round_):
        return redirect("dialogues:round_prepare", pk=round_.pk)
    keys = [int(key) for key in request.POST.getlist("item") if _is_key(key)]
    taken = take_over(round_, keys, by=request.user)
    if taken:
        done = ngettext(
            "%d item was taken over as proposed.",
            "%d items were taken over as proposed.",
            len(taken),
        )
        messages.success(request, done % len(taken))
    else:
        messages.info(request, _("No item was taken over: none was ticked anew."))
    return redirect("dialogues:round_prepare", pk=round_.pk)


def _is_key(text):
    return text.isdecimal() and text.isascii() and len(text) < 18
