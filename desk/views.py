"""What an officer sees first: their own desk, and one country at a glance."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import (
    any_member,
    log_reading,
    requires,
    visible_or_404,
    writer,
)
from desk import tasks
from desk.country import CountryPage, facts
from dialogues.page_parts import around
from partners.models import Partner


@requires(any_member)
def my_desk(request):
    user, today = request.user, timezone.localdate()
    has_desk = bool(user.desk_partner_ids)
    can_record = has_desk and writer(user)
    context = {
        "has_desk": has_desk,
        "actions": [_record_a_meeting()] if can_record else [],
        "partners": tasks.desk_partners(user),
        "overdue": tasks.overdue_follow_ups(user, today),
        "coming": tasks.coming_follow_ups(user, today),
        "waiting": tasks.waiting(user, today) if has_desk else {},
        "awaited": tasks.replies_awaited(user),
        "owed": tasks.replies_owed(user),
        "rounds": tasks.next_rounds(user, today),
        "meetings": tasks.meetings_around(user, today),
        "briefings": tasks.briefings_to_read(user),
        "questions": tasks.questions_to_answer(user),
        "findings": tasks.findings_to_see_to(user),
        "drafts": user.drafts.unsent()[: tasks.AT_MOST],
        "changes": tasks.latest_changes(user),
    }
    return render(request, "desk/my_desk.html", context)


def _record_a_meeting(query=""):
    return {
        "label": _("Record a meeting"),
        "url": f"{reverse('dialogues:meeting_new')}{query}",
        "icon": "Plus",
        "primary": True,
    }


@requires(any_member)
def country(request, code):
    if not (code.isascii() and code.isalpha()):
        raise Http404
    user = request.user
    partner = visible_or_404(Partner.objects, user, code=code.upper())
    log_reading(request, partner)
    page = CountryPage(partner, user, timezone.localdate())
    parts = around(request, partner)
    dialogues = page.dialogues()
    context = parts | {
        "partner": partner,
        "page": page,
        "query": f"?partner={partner.pk}",
        "dialogues": dialogues,
        "facts": facts(partner, page.last_round(), page.next_round(), page.today),
        "people": page.people_met(),
        "institutions": page.institutions_met(),
        "actions": _actions(partner, dialogues) if parts["can_change"] else [],
    }
    return render(request, "desk/country.html", context)


def _actions(partner, dialogues):
    """What an officer of this desk does most, with the country filled in."""
    query = f"?partner={partner.code}"
    meeting = f"?dialogue={dialogues[0][0].pk}" if dialogues else ""
    concern = reverse("dialogues:concern_new") + query
    task = reverse("dialogues:follow_up_new") + query
    return [
        _record_a_meeting(meeting),
        {"label": _("New concern"), "url": concern, "icon": "ChatExclamationmark"},
        {"label": _("New follow-up"), "url": task, "icon": "TasklistStart"},
        {"label": _("Edit"), "url": partner.url_for("edit"), "icon": "Pencil"},
    ]
