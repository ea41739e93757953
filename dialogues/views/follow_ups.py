"""Follow-ups: who does what by when."""

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
from dialogues import tones
from dialogues.forms.follow_ups import FollowUpCloseForm, FollowUpForm, renewing
from dialogues.models import FollowUp
from dialogues.page_parts import around, fact, link_to, long_facts
from dialogues.permissions import require_write_on
from dialogues.views.named import breadcrumbs, named_in_address, named_partner

# A link is called by its two ends.
LINK = ("link__home_institution", "link__partner_institution")


@requires(any_member)
def follow_up_detail(request, pk):
    user = request.user
    rows = FollowUp.objects.select_related("owner")
    rows = rows.with_visible(user, "partner", "meeting", "concern", *LINK)
    follow_up = visible_or_404(rows, user, pk=pk)
    log_reading(request, follow_up)
    parts = around(request, follow_up)
    context = parts | {
        "follow_up": follow_up,
        "facts": _facts(follow_up),
        "status_tone": tones.FOLLOW_UP_STATUS[follow_up.status],
        "breadcrumbs": breadcrumbs(
            _("Follow-ups"), "follow_up_list", follow_up.partner
        ),
        "actions": _actions(follow_up) if parts["can_change"] else [],
    }
    return render(request, "dialogues/follow_up_detail.html", context)


def _facts(follow_up):
    priority = follow_up.get_priority_display()
    tone = tones.PRIORITY[follow_up.priority]
    done = not follow_up.is_open
    facts = [
        fact(_("Owner"), str(follow_up.owner)),
        fact(_("Due"), follow_up.due, kind="due", done=done),
        fact(_("Priority"), priority, kind="status", tone=tone),
    ]
    if follow_up.meeting:
        facts.append(link_to(_("Meeting"), follow_up.meeting))
    if follow_up.concern:
        facts.append(link_to(_("Concern"), follow_up.concern))
    if follow_up.link:
        facts.append(link_to(_("Link"), follow_up.link))
    if closed_on := follow_up.closed_on:
        facts.append(fact(_("Closed on"), closed_on, kind="date"))
    texts = (_("Note"), follow_up.note), (_("What came of it"), follow_up.outcome)
    return facts + long_facts(*texts)


def _actions(follow_up):
    close = {
        "label": _("Close"),
        "url": follow_up.url_for("close"),
        "icon": "Checkmark",
        "primary": True,
    }
    edit = {"label": _("Edit"), "url": follow_up.url_for("edit"), "icon": "Pencil"}
    return [close, edit] if follow_up.is_open else [edit]


@requires(writer)
@in_one_transaction
def follow_up_new(request):
    named = named_in_address(request, "meeting", "concern", "link")
    named["title"] = request.GET.get("title", "")[:200]
    partner = named_partner(request)
    origin = named.get("meeting") or named.get("concern")
    link = named.get("link")
    if origin or link:
        partner = partner or (origin.partner if origin else link.find_partner())
    if link:
        named["title"] = renewing(link)
    if partner:
        require_write_on(request.user, partner)
        named["partner"] = partner
    form = FollowUpForm(
        *typed(request), by=request.user, initial=named, partner=partner
    )
    came_from = origin or link
    back = came_from.get_absolute_url() if came_from else _list_of_all()
    return record_form(request, form, heading=_("New follow-up"), back=back)


def _list_of_all():
    return reverse("dialogues:follow_up_list")


@requires(writer)
@in_one_transaction
def follow_up_edit(request, pk):
    follow_up = changeable_or_403(FollowUp.objects, request.user, pk=pk)
    form = FollowUpForm(*typed(request), by=request.user, instance=follow_up)
    return record_form(
        request,
        form,
        heading=_("Edit the follow-up"),
        back=follow_up.get_absolute_url(),
        record=follow_up,
    )


@requires(writer)
@in_one_transaction
def follow_up_close(request, pk):
    follow_up = changeable_or_403(FollowUp.objects, request.user, pk=pk)
    form = FollowUpCloseForm(*typed(request), by=request.user, instance=follow_up)
    return record_form(
        request,
        form,
        heading=_("Close: %(follow_up)s") % {"follow_up": follow_up.title},
        save_label=_("Close"),
        back=follow_up.get_absolute_url(),
        record=follow_up,
    )
