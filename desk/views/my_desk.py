"""An officer's own desk: what waits for them and what has changed."""

from django.shortcuts import render
from django.utils import timezone

from core.access import any_member, requires, writer
from desk import tasks
from desk.page_parts import record_a_meeting


@requires(any_member)
def my_desk(request):
    user, today = request.user, timezone.localdate()
    has_desk = bool(user.desk_partner_ids)
    can_record = has_desk and writer(user)
    partners = list(tasks.desk_partners(user))
    going_dormant = tasks.going_dormant(user, partners, today) if has_desk else []
    context = {
        "has_desk": has_desk,
        "actions": [record_a_meeting()] if can_record else [],
        "hand_overs": tasks.hand_overs_to_sign(user),
        "partners": partners,
        "overdue": tasks.overdue_follow_ups(user, today),
        "coming": tasks.coming_follow_ups(user, today),
        "waiting": tasks.waiting(user, today) if has_desk else {},
        "awaited": tasks.replies_awaited(user),
        "owed": tasks.replies_owed(user),
        "rounds": tasks.next_rounds(user, today),
        "going_dormant": going_dormant,
        "meetings": tasks.meetings_around(user, today),
        "briefings": tasks.briefings_to_read(user),
        "questions": tasks.questions_to_answer(user),
        "findings": tasks.findings_to_see_to(user),
        "drafts": user.drafts.unsent()[: tasks.AT_MOST],
        "changes": tasks.latest_changes(user),
    }
    return render(request, "desk/my_desk.html", context)
