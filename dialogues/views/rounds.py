"""The page of a round, with everything that it was made of, and its forms."""

from django.db.models import Max
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
from core.claims import claims_of
from core.editing import record_form, typed
from core.templatetags.ui import span_of_dates
from dialogues.agenda import agenda_warnings
from dialogues.checklist import checklist
from dialogues.costs import amount, money, with_currency
from dialogues.forms.agenda import AgendaItemForm
from dialogues.forms.rounds import PEOPLE, RoundForm
from dialogues.models import AgendaItem, Briefing, Dialogue, Round
from dialogues.models.raisings import with_replies
from dialogues.page_parts import around, crumb, fact, link_to, long_facts
from dialogues.progress import RoundProgress
from dialogues.promises import measures_of
from dialogues.round_record import RoundRecord
from dialogues.tones import ROUND_STATUS
from dialogues.views.agenda import agenda_links
from dialogues.views.named import named_in_address
from dialogues.views.round_life import reopen_action, steps_of


@requires(any_member)
def round_detail(request, pk):
    user = request.user
    rows = Round.objects.with_visible(user, "dialogue__partner", *PEOPLE)
    round_ = visible_or_404(rows, user, pk=pk)
    record = RoundRecord(round_, user)
    measures = measures_of(user, round_)
    parts = [*with_replies(record.raisings), *record.notes, *record.group_reports]
    progress = RoundProgress(round_, user)
    parts += [*measures["rows"], *progress.rows]
    log_reading(request, round_, parts=parts)
    context = {
        "round": round_,
        "status": _("Held and closed") if round_.is_closed else None,
        "status_tone": ROUND_STATUS[round_.status],
        "breadcrumbs": _breadcrumbs(round_),
        "facts": _facts(round_),
        "record": record,
        "measures": measures,
        "progress": progress,
        **_neighbours(round_, user),
        **around(request, round_),
    }
    claims = claims_of(round_, context["sources"])
    context["conflicts"] = [claim for claim in claims if claim.in_conflict]
    context |= _life(round_, user, context["can_change"])
    context["is_open"] = context["can_change"] and not round_.is_closed
    context["agenda_links"] = agenda_links(round_, context["can_change"])
    context["agenda_warnings"] = agenda_warnings(round_, user)
    if context["can_change"]:
        context["progress_links"] = progress.links
        steps = steps_of(round_, user, following=context["next"])
        context["actions"], context["more"] = steps
    context["parts"] = _parts(context)
    return render(request, "dialogues/round_detail.html", context)


def _parts(context):
    """The parts of the page, in their order; of those at the end, what is there."""
    at_the_side = [
        ("checklist", _("Checklist"), context["checklist"]),
        ("briefings", _("Briefings"), True),
        ("open", _("What is open"), True),
        ("delegations", _("Delegations"), True),
        ("sources", _("Sources"), True),
    ]
    return [
        ("concerns", _("What each side raised")),
        ("measures", _("Promises")),
        ("meetings", _("Meetings")),
        ("agenda", _("Agenda")),
        ("working-groups", _("Working groups")),
        ("objectives", _("Objectives")),
        ("statements", _("Said in public")),
        ("incidents", _("Incidents")),
        *((key, label) for key, label, is_there in at_the_side if is_there),
    ]


def _life(round_, user, can_change):
    """What is done and what is left, and what our own people are told."""
    to_come = round_.status in Round.TO_COME
    rounds = Round.objects.visible_to(user)
    last = rounds.last_held_before(round_) if to_come else None
    briefings = Briefing.objects.of_round(round_, user)
    return {
        "reopen": reopen_action(user, round_),
        "briefings": list(briefings),
        "checklist": checklist(round_, user, can_change=can_change, last=last),
    }


def _breadcrumbs(round_):
    dialogue = round_.dialogue
    return [
        crumb(_("Dialogues"), reverse("dialogues:dialogue_list")),
        crumb(dialogue, dialogue.get_absolute_url()),
    ]


def _neighbours(round_, user):
    """The rounds before and after it, of those that the reader may see."""
    rounds = round_.dialogue.rounds.visible_to(user).current()
    shown = list(rounds.newest_first())
    place = next((n for n, row in enumerate(shown) if row.pk == round_.pk), None)
    if place is None:
        return {"previous": None, "next": None}
    return {
        "previous": next(iter(shown[place + 1 :]), None),
        "next": shown[place - 1] if place else None,
    }


def _facts(round_):
    stopped = round_.get_status_by_display() if round_.status_by else ""
    levels = [
        fact(_("Our level"), round_.get_level_own_display()),
        fact(_("The partner's level"), round_.get_level_partner_display()),
    ]
    return [
        fact(_("Dates"), _dates(round_)),
        fact(_("Number"), round_.numbers),
        fact(_("Place"), round_.place),
        fact(_("Mode"), round_.get_mode_display()),
        *([fact(_("Stopped by"), stopped)] if stopped else []),
        *(levels if any(level["value"] for level in levels) else []),
        _head(_("Our head of delegation"), round_, round_.head_own),
        _head(_("The partner's head of delegation"), round_, round_.head_partner),
        link_to(_("Opened for us by"), round_.opener_own),
        link_to(_("Opened for the partner by"), round_.opener_partner),
        fact(
            _("Number of participants"),
            round_.participants_count,
            note=round_.participants_note,
        ),
        fact(_("Cost"), with_currency(money(round_.cost)) if round_.cost else None),
        fact(_("Staff days"), amount(round_.staff_days)),
        *_end(round_),
        *long_facts(
            (_("Why"), round_.status_why),
            (_("Conditions to resume"), round_.resume_conditions),
            (_("Why it was closed all the same"), round_.closed_without),
            (_("Note on the heads"), round_.heads_note),
            (_("Summary"), round_.summary),
            (_("Public summary"), round_.public_summary),
        ),
    ]


def _end(round_):
    """What was agreed at the close, and the close itself, if there was one."""
    facts = []
    if round_.next_agreed:
        facts.append(fact(_("Agreed on the next round"), round_.next_agreed))
    if round_.is_closed:
        facts.append(fact(_("Closed on"), round_.closed_on, kind="date"))
    return facts


def _head(label, round_, person):
    if person is None and round_.status in Round.TO_COME:
        return fact(label, _("Not yet named"))
    return link_to(label, person)


def _dates(round_):
    if not round_.starts_on:
        return _("Date not known")
    return span_of_dates(round_.starts_on, round_.ends_on)


@requires(writer)
@in_one_transaction
def round_new(request, slug):
    """A new round of a dialogue; it suggests the number and the host.

    It follows on the round that the address names, or on the last one.
    """
    dialogue = changeable_or_403(Dialogue.objects, request.user, slug=slug)
    form = RoundForm(
        *typed(request),
        by=request.user,
        instance=Round(dialogue=dialogue),
        initial=_suggested(
            dialogue, request.user, named_in_address(request, "round").get("round")
        ),
    )
    return record_form(
        request,
        form,
        heading=_("New round: %(dialogue)s") % {"dialogue": dialogue},
        back=dialogue.get_absolute_url(),
    )


def _suggested(dialogue, user, after):
    rounds = dialogue.rounds.visible_to(user).current()
    if after and after.dialogue_id == dialogue.pk:
        last, highest = after, after.ordinal
    else:
        last = rounds.newest_first().first()
        highest = rounds.aggregate(highest=Max("ordinal"))["highest"]
    return {
        "ordinal": highest + 1 if highest else None,
        "host": last.next_host() if last else "",
    }


@requires(writer)
@in_one_transaction
def round_edit(request, pk):
    round_ = changeable_or_403(Round.objects, request.user, pk=pk)
    form = RoundForm(*typed(request), by=request.user, instance=round_)
    return record_form(
        request,
        form,
        heading=_("Edit: %(round)s") % {"round": round_},
        back=round_.get_absolute_url(),
        record=round_,
    )


@requires(writer)
@in_one_transaction
def agenda_item_new(request, pk):
    """A new item on the agenda of a round, or of the meeting that is named."""
    round_ = changeable_or_403(Round.objects, request.user, pk=pk)
    items = round_.agenda_as_a_whole(request.user)
    last = items.aggregate(last=Max("order"))["last"]
    form = AgendaItemForm(
        *typed(request),
        by=request.user,
        instance=AgendaItem(round=round_),
        initial={"order": (last or 0) + 1}
        | named_in_address(request, "meeting", "topic"),
    )
    return record_form(
        request,
        form,
        heading=_("New agenda item: %(round)s") % {"round": round_},
        back=round_.get_absolute_url(),
    )


@requires(writer)
@in_one_transaction
def agenda_item_edit(request, pk):
    item = changeable_or_403(AgendaItem.objects, request.user, pk=pk)
    form = AgendaItemForm(*typed(request), by=request.user, instance=item)
    return record_form(
        request,
        form,
        heading=_("Edit the agenda item"),
        back=item.get_absolute_url(),
        record=item,
    )
