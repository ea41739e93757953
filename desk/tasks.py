"""What waits for one person, and what has changed on their desk lately.

Everything starts at `visible_to`; every list is cut, so that the page costs the same
whatever the record holds.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import NullIf
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.access import writer
from desk.handing_over.handed import with_things
from desk.models import HandOver
from dialogues.contacts.silent import by_home, silent_contacts
from dialogues.models import (
    Briefing,
    Concern,
    Dialogue,
    Finding,
    FollowUp,
    Measure,
    Meeting,
    ParliamentaryQuestion,
    Raising,
    Round,
)
from dialogues.promises import promises_due
from partners.models import Partner

AT_MOST = 15
ENTRIES_LOOKED_THROUGH = 60
SOON = timedelta(days=30)
AROUND_NOW = timedelta(days=14)


def hand_overs_to_sign(user):
    """What was handed over to them and is not signed for yet."""
    rows = HandOver.objects.to_sign(user).select_related("given_by")
    return with_things(rows[:AT_MOST], user)


def overdue_follow_ups(user, today):
    return _own_follow_ups(user).overdue(today)[:AT_MOST]


def coming_follow_ups(user, today):
    coming = _own_follow_ups(user).due_by(today + SOON).exclude(due__lt=today)
    return coming[:AT_MOST]


def _own_follow_ups(user):
    rows = FollowUp.objects.visible_to(user).current().open().owned_by(user)
    return rows.order_by("due", "pk").with_visible(user, "partner")


def briefings_to_read(user):
    """Those that were made for them and that they have not said to have read."""
    rows = Briefing.objects.unread_by(user).order_by("pk")
    return rows.with_visible(user, "round__dialogue__partner")[:AT_MOST]


def waiting(user, today):
    """What waits for a second person, and promises that fall due, on this desk."""
    rows = FollowUp.objects.visible_to(user).current().of_desk(user)
    rows = rows.to_verify().of_others(user).order_by("due", "pk")
    measures = Measure.objects.visible_to(user).of_desk(user)
    return {
        "to_verify": rows.select_related("owner")[:AT_MOST] if writer(user) else [],
        "promises": promises_due(measures, user, today),
        "with_partner": True,
    }


def questions_to_answer(user):
    """What parliament asks and this person answers, the next due first."""
    rows = ParliamentaryQuestion.objects.visible_to(user).current()
    rows = rows.unanswered().owned_by(user)
    return rows.order_by(F("due").asc(nulls_last=True), "pk")[:AT_MOST]


def findings_to_see_to(user):
    """What an evaluation found and this person sees to, the next due first."""
    rows = Finding.objects.visible_to(user).current().open().owned_by(user)
    rows = rows.order_by(F("due").asc(nulls_last=True), "pk")
    return rows.with_visible(user, "evaluation")[:AT_MOST]


def replies_awaited(user):
    """What the other side still owes an answer to, on this desk."""
    return _replies_due(user).not_from_partner()[:AT_MOST]


def replies_owed(user):
    """What we still owe the other side an answer to, on this desk."""
    return _replies_due(user).from_partner()[:AT_MOST]


def _replies_due(user):
    rows = Raising.objects.due_to(user).of_desk(user)
    return rows.with_visible(user, "concern__partner")


def going_dormant(user, partners, today):
    """Contacts of their countries that have gone quiet, those they keep first."""
    return by_home(silent_contacts(user, partners, today=today, own_first=True))


def next_rounds(user, today):
    rows = Round.objects.visible_to(user).current().of_desk(user).coming(today)
    return soonest_first(rows).with_visible(user, "dialogue__partner")[:AT_MOST]


def soonest_first(rounds):
    """Rounds of which the date is not set come last."""
    return rounds.order_by(NullIf("starts_on", Value("")).asc(nulls_last=True), "pk")


def meetings_around(user, today):
    """Meetings of the last and the next two weeks, the newest first."""
    since = (today - AROUND_NOW).isoformat()
    until = (today + AROUND_NOW).isoformat()
    return (
        Meeting.objects.visible_to(user)
        .current()
        .of_desk(user)
        .filter(Q(date__gte=since) | Q(ends_on__gte=since), date__lte=until)
        .newest_first()
        .with_visible(user, "partner")[:AT_MOST]
    )


def desk_partners(user):
    """The partners of this desk or, for somebody without one, all of them."""
    rows = Partner.objects.visible_to(user).current()
    if user.desk_partner_ids:
        rows = rows.of_desk(user)
    dialogues = Dialogue.objects.visible_to(user).current()
    return rows.prefetch_related(
        Prefetch("dialogues", dialogues, to_attr="visible_dialogues")
    )


@dataclass(frozen=True)
class DeskChange:
    """What was done to one record lately, as short as a desk needs it."""

    at: object
    by: str
    times: int
    kind: str
    what: str
    title: str
    url: str
    fictional: bool


def latest_changes(user):
    """What was last changed of meetings, rounds, concerns and follow-ups on this desk.

    Each record stands there once. A change shows to those who may see the record now,
    and both what it said before the change and after it. What a file brought is no
    news.
    """
    changes = []
    for model in (Meeting, Round, Concern, FollowUp):
        entries = {}
        for entry in _latest_entries(model, user):
            entries.setdefault(entry.id, []).append(entry)
        changes += map(_change, entries.values())
    return sorted(changes, key=lambda change: change.at, reverse=True)[:AT_MOST]


def _latest_entries(model, user):
    rows = model.objects.visible_to(user).of_desk(user)
    entries = model.history.model.objects
    earlier = entries.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    earlier = earlier.order_by("-history_id")
    return (
        entries.filter(id__in=rows.values("pk"), classification__lte=user.clearance)
        .exclude(~Q(loaded_as=""), history_user__isnull=True)
        .annotate(
            before=Subquery(earlier.values("classification")[:1]),
            was_archived_at=Subquery(earlier.values("archived_at")[:1]),
        )
        .filter(Q(before=None) | Q(before__lte=user.clearance))
        .select_related("history_user")
        .order_by("-history_date", "-history_id")[:ENTRIES_LOOKED_THROUGH]
    )


def _change(entries):
    """The entries of one record, the newest first, as one change."""
    latest = entries[0]
    record = latest.instance
    who = [str(entry.history_user or _("The system")) for entry in entries]
    done = [_what_happened(entry) for entry in reversed(entries)]
    return DeskChange(
        at=latest.history_date,
        by=", ".join(dict.fromkeys(who)),
        times=len(entries),
        kind=capfirst(record._meta.verbose_name),
        what=", ".join(dict.fromkeys(done)),
        title=str(record),
        url=record.get_absolute_url(),
        fictional=latest.fictional,
    )


def _what_happened(entry):
    if entry.history_type == "+":
        return _("added")
    if entry.archived_at and not entry.was_archived_at:
        return _("archived")
    if entry.was_archived_at and not entry.archived_at:
        return _("brought back")
    return _("changed")
