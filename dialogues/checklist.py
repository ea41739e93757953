"""What is done for a round and what is left, computed from the record for one reader.

Nothing in it is ticked by hand, and nothing is counted that the reader may not see.
"""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.partial_dates import between
from dialogues.models import (
    AgendaItem,
    Assessment,
    Briefing,
    Incident,
    Measure,
    MeasureStatus,
    Meeting,
    Minutes,
    Objective,
    Participation,
    Raising,
    Round,
    Statement,
    Trust,
)

Kind = Meeting.Kind
# So long after a round its checklist is at work; what is left later is history.
IN_HAND = datetime.timedelta(days=183)


@dataclass(frozen=True)
class Item:
    """One thing to do; `url` leads to where it is done, `action` says what one does."""

    label: str
    done: bool
    note: str = ""
    url: str = ""
    action: str = ""


def checklist(round_: Round, user, *, can_change: bool, last: Round | None):
    """Before a round or after it; None where nothing is to be done any more.

    `last` is the round that was held before this one, as far as the reader may see.
    """
    if round_.status in Round.TO_COME:
        return Before(round_, user, can_change, last)
    if round_.status == Round.Status.HELD and not round_.is_closed:
        return After(round_, user, can_change, last)
    return None


class _Checklist:
    def __init__(self, round_, user, can_change, last):
        self.round, self.user, self.last = round_, user, last
        self.can_change = can_change
        self.today = timezone.localdate()

    @cached_property
    def items(self) -> list[Item]:
        return [step() for step in self.steps()]

    @property
    def is_in_hand(self) -> bool:
        """Whether one works with it now, so that it is shown unfolded."""
        if self.round.status in Round.TO_COME:
            return True
        last_day = self.round.ends_on or self.round.starts_on
        return bool(last_day) and self.today - last_day.latest <= IN_HAND

    @property
    def done(self) -> int:
        return sum(item.done for item in self.items)

    def seen(self, model):
        return model.objects.visible_to(self.user).current()

    def to_do(self, name, *args, query="") -> str:
        """Where one does it; nowhere for those who may only read."""
        return (
            reverse(f"dialogues:{name}", args=args) + query if self.can_change else ""
        )

    def here(self, name) -> str:
        """The form of something new in this round."""
        return self.to_do(name, query=f"?round={self.round.pk}")

    @property
    def _objectives(self):
        return self.seen(Objective).set_for(self.round).order_by("pk")

    @cached_property
    def objectives_set(self) -> list[Objective]:
        rows = list(self._objectives)
        for row in rows:
            row.round = self.round
        return rows

    def briefing(self, kind, label) -> Item:
        made = [row for row in self._briefings if row.kind == kind]
        if not made:
            url = self.to_do("briefing_new", self.round.pk, query=f"?kind={kind}")
            return Item(label, False, _("None made yet."), url, _("Write a briefing"))
        waiting = {str(user) for row in made for user in row.waiting_for}
        readers = {str(one.user) for row in made for one in row.read_by}
        said = [_("Read by %s.") % ", ".join(sorted(readers))] if readers else []
        if waiting:
            said.append(_("Not yet read by %s.") % ", ".join(sorted(waiting)))
        if not readers | waiting:
            said.append(_("It is meant for nobody yet."))
        url = made[0].get_absolute_url()
        done = bool(readers) and not waiting
        return Item(label, done, " ".join(said), url, _("Open the briefing"))

    @cached_property
    def _briefings(self):
        return list(Briefing.objects.of_round(self.round, self.user))


def _late(objectives):
    """How many were locked too late to count as set beforehand."""
    late = sum(row.is_locked and row.is_late for row in objectives)
    return _("%d locked, but not before the round.") % late if late else ""


def _with(*sentences):
    return " ".join(filter(None, sentences))


class Before(_Checklist):
    """What is to be done before a round is held."""

    title = property(lambda self: _("Before the round"))

    def steps(self):
        return (
            self.objectives,
            self.agenda,
            self.delegation,
            self.civil_society,
            self.promises,
            self.replies,
            self.incidents,
            lambda: self.briefing(Briefing.Kind.BEFORE, _("Briefing read")),
        )

    def objectives(self):
        rows = self.objectives_set
        label = _("Objectives set and locked")
        if not rows:
            slug = self.round.dialogue.slug
            url = self.to_do("objective_new", slug, query=f"?round={self.round.pk}")
            return Item(label, False, _("None set yet."), url, _("Set an objective"))
        left = [row for row in rows if not row.is_locked or row.is_late]
        note = _("%(locked)s of %(all)s locked.") % {
            "locked": len(rows) - len(left),
            "all": len(rows),
        }
        url = left[0].get_absolute_url() if left else ""
        action = _("Look at it and lock it")
        return Item(label, not left, _with(note, _late(rows)), url, action)

    def agenda(self):
        items = self.seen(AgendaItem).filter(round=self.round)
        items = items.exclude(meeting__kind__in=Meeting.BESIDE)
        found = list(items.order_by().values_list("status", flat=True))
        agreed = found.count(AgendaItem.Status.AGREED)
        undecided = found.count(AgendaItem.Status.PROPOSED)
        unsaid = found.count("")
        note = _("%(agreed)s agreed, %(undecided)s proposed and not decided.") % {
            "agreed": agreed,
            "undecided": undecided,
        }
        if unsaid:
            note = _with(note, _("%d without a status.") % unsaid)
        url, action = self.to_do("agenda_item_new", self.round.pk), _("Add an item")
        if undecided or unsaid:
            url = f"{self.round.get_absolute_url()}#agenda"
            action = _("Look at the agenda")
        done = bool(agreed) and not undecided and not unsaid
        return Item(_("Agenda agreed"), done, note, url, action)

    def delegation(self):
        expected = self.seen(Participation).filter(
            meeting__round=self.round,
            meeting__archived_at__isnull=True,
            attendance__in=("expected", "present"),
        )
        expected = expected.exclude(meeting__kind__in=Meeting.BESIDE)
        missing = [
            word
            for word, there in (
                (_("our head"), self.round.head_own),
                (_("the partner’s head"), self.round.head_partner),
                (
                    _("who is expected"),
                    self.round.participants_count or expected.exists(),
                ),
            )
            if not there
        ]
        note = _("Not known yet: %s.") % ", ".join(missing) if missing else ""
        url, action = self.to_do("round_edit", self.round.pk), _("Name them")
        if self.round.head_own and self.round.head_partner:
            url, action = self.here("meeting_new"), _("Record who is expected")
        return Item(_("Delegations complete"), not missing, note, url, action)

    def civil_society(self):
        """In this round, or for this dialogue or country since the last one."""
        own = Q(dialogue=self.round.dialogue_id)
        own |= Q(dialogue=None, partner=self.round.dialogue.partner_id)
        after = own & ~Q(date="") & Q(round=None)
        if self.last and self.last.starts_on:
            after &= between(
                "date", since=str(self.last.ends_on or self.last.starts_on)
            )
        rows = self.seen(Meeting).filter(Q(round=self.round) | after)
        rows = rows.filter(kind=Kind.CIVIL_SOCIETY).newest_first()
        rows = rows.exclude(date__gt=self.today.isoformat())
        held = rows.first()
        url = (
            held.get_absolute_url()
            if held
            else self.to_do(
                "meeting_new", query=f"?round={self.round.pk}&kind={Kind.CIVIL_SOCIETY}"
            )
        )
        action = _("Open the meeting") if held else _("Record a consultation")
        note = held.title if held else _("None since the last round.")
        return Item(_("Civil society consulted"), bool(held), note, url, action)

    def promises(self):
        """Each that is open has been looked at since the last round, in some voice."""
        news = self.seen(MeasureStatus).filter(measure=OuterRef("pk"))
        if self.last and self.last.starts_on:
            since = self.last.ends_on or self.last.starts_on
            news = news.filter(Q(round=self.round) | Q(date__gt=str(since)))
        rows = self.seen(Measure).filter(dialogue=self.round.dialogue_id).promises()
        rows = rows.with_voices(self.user).still_open().annotate(news=Exists(news))
        found = list(rows.order_by().values_list("news", flat=True))
        silent = found.count(False)
        note = _("%(all)s open, %(silent)s without news since the last round.") % {
            "all": len(found),
            "silent": silent,
        }
        query = f"?dialogue={self.round.dialogue_id}&firmness=commitment"
        url = f"{reverse('dialogues:measure_list')}{query}&status=still_open"
        action = _("Open promises")
        return Item(_("Promises looked at"), not silent, note, url, action)

    def replies(self):
        due = Raising.objects.due_to(self.user).of_dialogue(self.round.dialogue)
        days = list(due.values_list("reply_due", flat=True))
        late = sum(day < self.today for day in days)
        note = _("%(due)s due, %(late)s of them overdue.") % {
            "due": len(days),
            "late": late,
        }
        url = f"{reverse('dialogues:concern_list')}?dialogue={self.round.dialogue_id}"
        return Item(
            _("No reply overdue"), not late, note, f"{url}&overdue=yes", _("Overdue")
        )

    def incidents(self):
        label = _("Incidents of the last round settled")
        if self.last is None:
            return Item(label, True, _("No earlier round is known."))
        rows = self.seen(Incident).filter(round=self.last.pk).without_outcome()
        left = rows.count()
        note = (
            ngettext("%d without an outcome.", "%d without an outcome.", left) % left
            if left
            else ""
        )
        url = f"{reverse('dialogues:incident_list')}?round={self.last.pk}&settled=no"
        return Item(label, not left, note, url, _("Incidents"))


class After(_Checklist):
    """What is to be done after a round, until it is closed."""

    title = property(lambda self: _("After the round"))

    def steps(self):
        return (
            self.debrief,
            self.minutes,
            self.objectives,
            self.trust,
            self.cost,
            self.statement,
            lambda: self.briefing(
                Briefing.Kind.AFTER, _("Briefing after the round read")
            ),
        )

    @cached_property
    def _meetings(self):
        rows = self.seen(Meeting).filter(round=self.round).order_by("date", "pk")
        return list(rows.with_counts(self.user))

    def debrief(self):
        rows = [row for row in self._meetings if row.kind == Kind.DEBRIEF]
        held = [row for row in rows if row.date <= self.today.isoformat()]
        url, action = self.here("meeting_new"), _("Record the debrief")
        if url:
            url += f"&kind={Kind.DEBRIEF}"
        if held:
            url, action = held[0].get_absolute_url(), _("Open the meeting")
        return Item(_("Debrief done"), bool(held), "", url, action)

    def minutes(self):
        final = (Minutes.Status.FINAL, Minutes.Status.AGREED)
        left = [row for row in self._meetings if row.minutes_status not in final]
        note = _("%(final)s of %(all)s meetings.") % {
            "final": len(self._meetings) - len(left),
            "all": len(self._meetings),
        }
        url, action = self.here("meeting_new"), _("Record a meeting")
        if left:
            url, action = left[0].get_absolute_url(), _("Open the meeting")
        done = bool(self._meetings) and not left
        return Item(_("Minutes final"), done, note, url, action)

    def objectives(self):
        """Assessed at it, and locked: what never stood fast measures nothing."""
        rows = self.objectives_set
        assessments = Assessment.objects.visible_to(self.user)
        left = self._objectives.not_assessed_at(self.round, assessments)
        left = list(left.values_list("pk", flat=True))
        unlocked = [row for row in rows if not row.is_locked]
        note = _("%(done)s of %(all)s assessed at this round.") % {
            "done": len(rows) - len(left),
            "all": len(rows),
        }
        if unlocked:
            note = _with(note, _("%d never locked.") % len(unlocked))
        if not rows:
            note = _("None was set for this round.")
        url, action = "", _("Assess the next")
        if left:
            query = f"?round={self.round.pk}"
            url = self.to_do("assessment_new", left[0], query=query)
        elif unlocked:
            url, action = unlocked[0].get_absolute_url(), _("Look at it")
        done = not left and not unlocked
        note = _with(note, _late(rows))
        return Item(_("Objectives assessed"), done, note, url, action)

    def trust(self):
        found = self.seen(Trust).filter(round=self.round).exists()
        url = self.to_do("trust_edit", self.round.pk)
        action = _("Say how frank it was")
        return Item(_("Measure of trust written down"), found, "", url, action)

    def cost(self):
        missing = [
            word
            for word, value in (
                (_("cost"), self.round.cost),
                (_("staff days"), self.round.staff_days),
            )
            if value is None
        ]
        note = _("Not known yet: %s.") % ", ".join(missing) if missing else ""
        url = self.to_do("round_edit", self.round.pk)
        return Item(
            _("Cost and staff days recorded"),
            not missing,
            note,
            url,
            _("Write them down"),
        )

    def statement(self):
        found = self.seen(Statement).filter(round=self.round).exists()
        url, action = self.here("statement_new"), _("Write a statement")
        if found:
            url = f"{reverse('dialogues:statement_list')}?round={self.round.pk}"
            action = _("Statements")
        return Item(_("Statement recorded"), found, "", url, action)
