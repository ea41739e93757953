"""Minutes: written as a draft, locked once final, corrected in a new edition."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import (
    any_member,
    in_one_transaction,
    log_reading,
    requires,
    visible_or_404,
    writer,
)
from core.editing import record_form, typed
from dialogues.actions import agree_on_minutes
from dialogues.editions import earlier_editions
from dialogues.forms.meetings import MinutesCorrectionForm
from dialogues.models import Minutes
from dialogues.page_parts import crumb
from dialogues.permissions import may_correct
from dialogues.views.refusals import say_why_not


@requires(writer)
@in_one_transaction
def minutes_correct(request, pk):
    """A new edition of final minutes, with a reason; the one before stays to be read.

    A second sending finds them as the first one left them: a lead's draft as well.
    """
    user = request.user
    minutes = visible_or_404(Minutes.objects, user, pk=pk)
    if not may_correct(user, minutes):
        raise PermissionDenied
    if request.method != "POST" and not minutes.is_locked:
        return redirect(minutes.meeting.url_for("minutes"))
    form = MinutesCorrectionForm(*typed(request), by=user, instance=minutes)
    return record_form(
        request,
        form,
        heading=_("Correct the minutes: edition %(number)s")
        % {"number": minutes.edition + 1},
        back=minutes.get_absolute_url(),
        template="dialogues/minutes_correct.html",
        record=minutes,
    )


@require_POST
@requires(writer)
@in_one_transaction
def minutes_agreed(request, pk):
    """Final minutes that the partner has agreed to, word for word."""
    minutes = visible_or_404(Minutes.objects, request.user, pk=pk)
    if not may_correct(request.user, minutes):
        raise PermissionDenied
    with say_why_not(request):
        agree_on_minutes(minutes, by=request.user)
    return redirect(minutes)


@requires(any_member)
def minutes_edition(request, pk, number):
    """An edition as it stood before it was corrected."""
    user = request.user
    rows = Minutes.objects.with_visible(user, "meeting")
    minutes = visible_or_404(rows, user, pk=pk)
    found = earlier_editions(minutes, user)
    edition = next((one for one in found if one.number == number), None)
    if edition is None:
        raise Http404
    log_reading(request, minutes, parts=[edition])
    context = {
        "edition": edition,
        "minutes": minutes,
        "breadcrumbs": [crumb(str(minutes.meeting), minutes.get_absolute_url())],
    }
    return render(request, "dialogues/minutes_edition.html", context)
