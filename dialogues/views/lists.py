"""The lists: each takes its whole state from the query string."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import any_member, requires, writer
from core.lists import list_page
from dialogues import columns
from dialogues.filters import (
    ConcernFilter,
    DialogueFilter,
    FollowUpFilter,
    MeetingFilter,
    RoundFilter,
)
from dialogues.follow_up_counts import FollowUpCounts
from dialogues.models import Concern, Dialogue, FollowUp, Meeting, Round
from dialogues.page_parts import new_url


@requires(any_member)
def dialogue_list(request):
    user = request.user
    rows = Dialogue.objects.visible_to(user).with_counts(user)
    return list_page(
        request,
        DialogueFilter(request, rows.with_visible(user, "partner")),
        columns.DIALOGUES,
        name="dialogues",
        heading=_("Dialogues"),
        new_url=new_url(user, "dialogue_new"),
    )


@requires(any_member)
def round_list(request):
    user = request.user
    rows = Round.objects.visible_to(user).with_counts(user).newest_first()
    return list_page(
        request,
        RoundFilter(request, rows.with_visible(user, "dialogue__partner")),
        columns.ROUNDS,
        name="rounds",
        heading=_("Rounds"),
        empty_text=_("A round is planned on the page of its dialogue."),
    )


@requires(any_member)
def meeting_list(request):
    user = request.user
    rows = Meeting.objects.visible_to(user).with_counts(user).newest_first()
    rows = rows.with_visible(
        user, "partner", "dialogue", "round", "working_group", "network"
    )
    return list_page(
        request,
        MeetingFilter(request, rows),
        columns.MEETINGS,
        name="meetings",
        heading=_("Meetings"),
        new_url=new_url(user, "meeting_new"),
    )


@requires(any_member)
def concern_list(request):
    user = request.user
    rows = Concern.objects.visible_to(user).with_ledger(user)
    rows = rows.with_visible(user, "partner", "dialogue", "topic")
    return list_page(
        request,
        ConcernFilter(request, rows),
        columns.CONCERNS,
        name="concerns",
        heading=_("Concerns"),
        new_url=new_url(user, "concern_new"),
    )


@requires(any_member)
def follow_up_list(request):
    user = request.user
    rows = FollowUp.objects.visible_to(user).open_first()
    rows = rows.with_visible(
        user, "round", "measure", "finding__evaluation", "question"
    )
    rows = rows.with_visible(
        user,
        "partner",
        "owner",
        "concern",
        "meeting",
        "link__home_institution",
        "link__partner_institution",
    )
    return list_page(
        request,
        FollowUpFilter(request, rows),
        columns.FOLLOW_UPS,
        name="follow-ups",
        heading=_("Follow-ups"),
        new_url=new_url(user, "follow_up_new"),
        above=FollowUpCounts(user, timezone.localdate()),
        bulk=_give_away(request) if writer(user) else None,
    )


def _give_away(request):
    """The way from the list to a new owner of what it shows."""
    query = request.GET.copy()
    for name in ("page", "sort", "format"):
        query.pop(name, None)
    url = reverse("dialogues:follow_up_reassign")
    label = _("Give these to somebody else")
    return {"label": label, "url": f"{url}?{query.urlencode()}"}
