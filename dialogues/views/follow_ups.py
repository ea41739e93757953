"""Follow-ups: who does what by when."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
from core.history import history_of
from dialogues import tones
from dialogues.filters import FollowUpFilter
from dialogues.forms.follow_ups import (
    FROM_ELSEWHERE,
    FollowUpCloseForm,
    FollowUpForm,
    FollowUpVerifyForm,
    renewing,
)
from dialogues.forms.reassign import NewOwnerForm, ReassignForm
from dialogues.models import FollowUp
from dialogues.page_parts import around, fact, link_to, long_facts
from dialogues.permissions import (
    can_verify,
    countries_of,
    only_one_on_desk,
    require_write_on,
)
from dialogues.reassigning import Reassignment
from dialogues.views.named import breadcrumbs, named_in_address, named_partner

# A link is called by its two ends.
LINK = ("link__home_institution", "link__partner_institution")
# So many that were not given away are named; of more, only their number.
REFUSED_AT_MOST = 5


@requires(any_member)
def follow_up_detail(request, pk):
    user = request.user
    rows = FollowUp.objects.select_related("owner", "verified_by")
    rows = rows.with_visible(user, "partner", "meeting", "concern", *LINK)
    rows = rows.with_visible(
        user, "round", "measure", "finding__evaluation", "question"
    )
    follow_up = visible_or_404(rows, user, pk=pk)
    log_reading(request, follow_up)
    parts = around(request, follow_up)
    context = parts | {
        "follow_up": follow_up,
        "facts": _facts(follow_up),
        "last_reason": _last_reason(follow_up, user),
        "status_tone": tones.FOLLOW_UP_STATUS[follow_up.status],
        "breadcrumbs": breadcrumbs(
            _("Follow-ups"), "follow_up_list", follow_up.partner
        ),
        "actions": _actions(follow_up, user) if parts["can_change"] else [],
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
    named = (
        (_("Measure"), follow_up.measure),
        (_("Round"), follow_up.round),
        (_("Finding"), follow_up.finding),
        (_("Parliamentary question"), follow_up.question),
    )
    facts += [link_to(label, row) for label, row in named if row]
    if closed_on := follow_up.closed_on:
        facts.append(fact(_("Closed on"), closed_on, kind="date"))
    if follow_up.verified_by:
        facts.append(fact(_("Verified by"), str(follow_up.verified_by)))
        facts.append(fact(_("Verified on"), follow_up.verified_on, kind="date"))
    texts = (_("Note"), follow_up.note), (_("What came of it"), follow_up.outcome)
    return facts + long_facts(*texts)


def _last_reason(follow_up, user):
    """Why it was moved, sent back, passed on or verified last, if anybody said so."""
    return next((e for e in history_of(follow_up, user) if e.reason), None)


def _actions(follow_up, user):
    close = {
        "label": _("Close"),
        "url": follow_up.url_for("close"),
        "icon": "Checkmark",
        "primary": True,
    }
    edit = {"label": _("Edit"), "url": follow_up.url_for("edit"), "icon": "Pencil"}
    if follow_up.status == FollowUp.Status.TO_VERIFY:
        verify = {"label": _("Verify"), "url": follow_up.url_for("verify")}
        verify |= {"icon": "CheckmarkCircle", "primary": True}
        return [verify, edit] if can_verify(user, follow_up) else [edit]
    return [close, edit] if follow_up.is_open else [edit]


@requires(writer)
@in_one_transaction
def follow_up_new(request):
    named = named_in_address(request, "meeting", "concern", "link", *FROM_ELSEWHERE)
    partner = named_partner(request) or _country_of(named, request.user)
    named["title"] = request.GET.get("title", "")[:200]
    if link := named.get("link"):
        named["title"] = renewing(link)
    if partner:
        require_write_on(request.user, partner)
        named["partner"] = partner
    form = FollowUpForm(
        *typed(request), by=request.user, initial=named, partner=partner
    )
    origins = [row for row in named.values() if hasattr(row, "get_absolute_url")]
    back = origins[0].get_absolute_url() if origins else _list_of_all()
    return record_form(request, form, heading=_("New follow-up"), back=back)


def _list_of_all():
    return reverse("dialogues:follow_up_list")


def _country_of(named, user):
    """The country that what is named is about; raises PermissionDenied off the desk.

    A finding or a question may be about several: then the form asks.
    """
    for name, origin in named.items():
        if name not in ("finding", "question"):
            return next(iter(countries_of(origin, user)), None)
        if not type(origin).objects.of_desk(user).filter(pk=origin.pk).exists():
            raise PermissionDenied
        return only_one_on_desk(countries_of(origin, user), user)
    return None


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


@requires(writer)
@in_one_transaction
def follow_up_verify(request, pk):
    """A second person looks at what somebody says is done."""
    user = request.user
    follow_up = changeable_or_403(FollowUp.objects, user, pk=pk)
    if not can_verify(user, follow_up):
        raise PermissionDenied
    if request.method != "POST" and follow_up.status != FollowUp.Status.TO_VERIFY:
        return redirect(follow_up)
    form = FollowUpVerifyForm(*typed(request), by=user, instance=follow_up)
    return record_form(
        request,
        form,
        template="dialogues/follow_up_verify.html",
        heading=_("Verify: %(follow_up)s") % {"follow_up": follow_up.title},
        back=follow_up.get_absolute_url(),
        record=follow_up,
    )


@requires(writer)
@in_one_transaction
def follow_up_reassign(request):
    """Gives what the list shows to somebody else, after a look at what would go."""
    user = request.user
    chosen = NewOwnerForm(request.GET if "to" in request.GET else None)
    to = chosen.cleaned_data["to"] if chosen.is_bound and chosen.is_valid() else None
    rows = FollowUp.objects.visible_to(user).current().open().order_by("due", "pk")
    rows = rows.with_visible(user, "partner", "owner")
    plan = Reassignment(FollowUpFilter(request, rows).qs, by=user, to=to)
    query = request.GET.copy()
    query.pop("to", None)
    form = ReassignForm(*typed(request), plan=plan)
    page = record_form(
        request,
        form,
        template="dialogues/follow_up_reassign.html",
        heading=_("Give follow-ups to somebody else"),
        back=f"{_list_of_all()}?{query.urlencode()}",
        saved=lambda to: f"{_list_of_all()}?owner={to.pk}&status=still_open",
        chosen=chosen,
        plan=plan,
        kept=[(name, value) for name, values in query.lists() for value in values],
    )
    _say_what_went(request, form)
    return page


def _say_what_went(request, form):
    """Of what was ticked, how much has a new owner now, and why anything has not."""
    if not form.given:
        return
    number, names = len(form.given), {"name": form.plan.to}
    text = ngettext(
        "%(number)d follow-up is now with %(name)s.",
        "%(number)d follow-ups are now with %(name)s.",
        number,
    )
    messages.success(request, text % (names | {"number": number}))
    if form.left:
        text = ngettext(
            "%(number)d that was not ticked stays where it is.",
            "%(number)d that were not ticked stay where they are.",
            form.left,
        )
        messages.info(request, text % {"number": form.left})
    for row, why in form.refused[:REFUSED_AT_MOST]:
        title = Truncator(row.title).chars(80)
        text = _("“%(title)s” was not given away. %(why)s")
        messages.warning(request, text % {"title": title, "why": why})
    if more := form.refused[REFUSED_AT_MOST:]:
        text = ngettext(
            "%(number)d more was not given away.",
            "%(number)d more were not given away.",
            len(more),
        )
        messages.warning(request, text % {"number": len(more)})
