"""The life of a round: its status, its preparation, its close."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
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


@requires(writer)
@in_one_transaction
def round_status(request, pk):
    """Confirms a round, holds it, stops it, or takes it up again."""
    round_ = changeable_or_403(Round.objects, request.user, pk=pk)
    form = StatusForm(*typed(request), by=request.user, instance=round_)
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
        url, label = "round_reopen", _("Open the round again")
    else:
        url, label = "round_close", _("Close the round")
    url = reverse(f"dialogues:{url}", args=[round_.pk])
    return [{"label": label, "url": url, "icon": "PadlockLocked"}]


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
    can_change = may_change(user, round_)
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
