"""Briefings: what our own people are told before a round and after it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
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
from core.models import Classification
from dialogues.briefing_draft import BriefingDraft
from dialogues.briefing_text import BriefingText
from dialogues.forms.round_life import BriefingForm
from dialogues.models import Briefing, BriefingRead, Round
from dialogues.page_parts import around, crumb, edit_action


@requires(any_member)
@in_one_transaction
def briefing_read(request, pk):
    """Shows a briefing; somebody for whom it was made says here to have read it."""
    user = request.user
    rows = Briefing.objects.with_visible(user, "round__dialogue").with_readings()
    briefing = visible_or_404(rows, user, pk=pk)
    if request.method == "POST":
        if user not in briefing.for_whom:
            raise PermissionDenied
        BriefingRead.objects.get_or_create(briefing=briefing, user=user)
        messages.success(request, _("Noted that you have read it."))
        return redirect(briefing)
    log_reading(request, briefing)
    parts = around(request, briefing)
    context = parts | {
        "briefing": briefing,
        "heading": _heading(briefing.get_kind_display(), briefing.round),
        "asks_me": user in briefing.waiting_for,
        "breadcrumbs": [crumb(briefing.round, briefing.round.get_absolute_url())],
        "actions": edit_action(briefing) if parts["can_change"] else [],
    }
    return render(request, "dialogues/briefing.html", context)


def _heading(kind, round_):
    return _("%(kind)s: %(round)s") % {"kind": kind, "round": round_}


@requires(writer)
@in_one_transaction
def briefing_new(request, pk):
    """A briefing, empty or from a draft of what is open in the dialogue."""
    round_ = changeable_or_403(Round.objects, request.user, pk=pk)
    with_draft = request.GET.get("draft") == "open"
    initial = _start(request, round_, with_draft)
    draft = f"{request.path}?kind={initial['kind']}&draft=open"
    form = BriefingForm(
        *typed(request),
        by=request.user,
        instance=Briefing(round=round_),
        initial=initial,
        draft_url="" if with_draft else draft,
    )
    return record_form(
        request,
        form,
        heading=_heading(_("New briefing"), round_),
        back=round_.get_absolute_url(),
    )


def _start(request, round_, with_draft):
    kind = request.GET.get("kind")
    level, text = max(round_.marking, Classification.RESTRICTED), ""
    if with_draft:
        draft = BriefingText(BriefingDraft(round_, request.user))
        log_reading(request, round_, parts=draft.quoted)
        # What is drawn from a record is for no more eyes than the record itself.
        level, text = max(level, draft.marking), draft.text
    return {
        "kind": kind if kind in Briefing.Kind.values else Briefing.Kind.BEFORE,
        "text": text,
        "classification": level,
    }


@requires(writer)
@in_one_transaction
def briefing_edit(request, pk):
    briefing = changeable_or_403(Briefing.objects, request.user, pk=pk)
    form = BriefingForm(*typed(request), by=request.user, instance=briefing)
    return record_form(
        request,
        form,
        heading=_heading(_("Edit the briefing"), briefing.round),
        back=reverse("dialogues:briefing_read", args=[briefing.pk]),
        record=briefing,
    )
