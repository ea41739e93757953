"""Hand-overs: what an officer who leaves passes on, and who signs for it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.access import (
    any_member,
    in_one_transaction,
    ip_of,
    log_reading,
    requires,
    visible_or_404,
    writer,
)
from core.editing import saved_once, sent_before, show_form, typed
from core.lists import ROWS_ON_A_PAGE
from core.models import User
from core.models.drafts import owner_token
from desk.forms import HandOverForm
from desk.handing_over.action import sign
from desk.handing_over.handed import with_things
from desk.handing_over.owned import Owned, counted, grouped
from desk.models import HandOver
from desk.page_parts import facts_of, hand_over_table, hand_over_url
from desk.permissions import can_arrange, officers_led_by


@requires(any_member)
def hand_over_list(request):
    user = request.user
    rows = HandOver.objects.visible_to(user).unsigned_first().with_people()
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    own = {
        "label": _("Hand over what I own"),
        "url": hand_over_url(user),
        "icon": "ArrowRightLeft",
        "primary": True,
    }
    context = {
        "table": hand_over_table(with_things(page.object_list, user)),
        "page_obj": page,
        "officers": [(row, hand_over_url(row)) for row in officers_led_by(user)],
        "actions": [own] if writer(user) else [],
    }
    return render(request, "desk/hand_over_list.html", context)


@requires(writer)
@in_one_transaction
def hand_over_new(request):
    """Choose what goes to whom, look at what will happen, and do it."""
    giver = _giver_or_404(request)
    if not can_arrange(request.user, giver):
        raise PermissionDenied
    owned = Owned(giver, by=request.user, today=timezone.localdate())
    form = HandOverForm(*typed(request), owned=owned, ip=ip_of(request))
    step = request.POST.get("step")
    if step == "do":
        url = sent_before(request) or (form.is_valid() and saved_once(request, form))
        if url:
            _say_what_was_left_out(request, form)
            return redirect(url)
    if step == "preview" and form.is_valid():
        return _preview(request, form)
    return show_form(
        request,
        form,
        "desk/hand_over_new.html",
        owned=owned,
        back=reverse("desk:hand_over_list"),
        **_groups(owned),
    )


def _groups(owned):
    return {
        "groups": grouped(owned.things),
        "elsewhere": grouped(owned.elsewhere),
        "drafts": grouped(owned.drafts),
        "places": grouped(owned.places_to_give),
        "fixed_places": ", ".join(place.title for place in owned.fixed_places),
    }


def _giver_or_404(request):
    """Whose things they are: the reader's own, unless the address names somebody."""
    key = request.GET.get("from", "")
    if not key:
        return request.user
    if not (key.isascii() and key.isdecimal() and len(key) <= 18):
        raise Http404
    return get_object_or_404(User, pk=int(key))


def _preview(request, form):
    plan = form.plan
    return show_form(
        request,
        form,
        "desk/hand_over_preview.html",
        plan=plan,
        hidden=_hidden(request, form),
        in_words=counted(plan.going),
        going=grouped([*plan.things, *plan.drafts]),
        staying=grouped([*plan.staying, *plan.drafts_staying]),
    )


def _hidden(request, form):
    """What was chosen, for the next step or the one before."""
    chosen = form.cleaned_data
    sent = {
        "taken_by": chosen["taken_by"].pk,
        "note": chosen["note"],
        "end_places": "on" if form.plan.end_places else "",
        "submission": request.POST.get("submission", ""),
        "draft_owner": owner_token(request.user),
        "draft_path": request.get_full_path(),
    }
    fields = [{"name": name, "value": value} for name, value in sent.items()]
    fields += [{"name": "items", "value": key} for key in chosen["items"]]
    going = [thing.key for thing in form.plan.going]
    return fields + [{"name": "agreed", "value": key} for key in going]


def _say_what_was_left_out(request, form):
    if not form.left_out:
        return
    text = ngettext(
        "One thing had changed in the meantime and was left out: somebody has passed "
        "it on, closed it, or marked it too high for the new owner.",
        "%(number)s things had changed in the meantime and were left out: somebody has "
        "passed them on, closed them, or marked them too high for the new owner.",
        form.left_out,
    )
    messages.warning(request, text % {"number": form.left_out})


@requires(any_member)
def hand_over_detail(request, pk):
    user = request.user
    made = visible_or_404(HandOver.objects.with_people(), user, pk=pk)
    with_things([made], user)
    log_reading(request, made, [thing.record for thing in made.things])
    context = {
        "hand_over": made,
        "breadcrumbs": [
            {"label": _("Hand-overs"), "url": reverse("desk:hand_over_list")}
        ],
        "facts": facts_of(made),
        "groups": grouped(made.things),
        "in_words": counted(made.things),
        "can_sign": made.taken_by == user and not made.is_signed,
        "more_url": hand_over_url(made.given_by)
        if can_arrange(user, made.given_by)
        else "",
    }
    return render(request, "desk/hand_over_detail.html", context)


@require_POST
@requires(any_member)
@in_one_transaction
def hand_over_sign(request, pk):
    made = visible_or_404(HandOver.objects, request.user, pk=pk)
    if made.taken_by != request.user:
        raise PermissionDenied
    try:
        sign(made, by=request.user, ip=ip_of(request))
    except ValidationError as refusal:
        messages.info(request, refusal.message)
    else:
        messages.success(request, _("Signed. It is yours now."))
    return redirect(made)
