"""What a briefing is drafted from: what is on record about each topic of a round."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce

from dialogues.models import (
    AgendaItem,
    Concern,
    GroupReport,
    Incident,
    Measure,
    MeasureStatus,
    Objective,
    Raising,
    Reply,
    Topic,
)
from dialogues.preparation import AT_MOST, Preparation

_GONE = (AgendaItem.Status.MOVED, AgendaItem.Status.REFUSED, AgendaItem.Status.DROPPED)


@dataclass
class Matter:
    """One topic on the agenda, or one item that names none; what is known of it."""

    topic: Topic | None
    items: list[AgendaItem]
    last_items: list[AgendaItem] = field(default_factory=list)
    reports: list[GroupReport] = field(default_factory=list)
    said_last: list[Raising] = field(default_factory=list)
    ours: list[Concern] = field(default_factory=list)
    theirs: list[Concern] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)


class BriefingDraft(Preparation):
    """One round for the author of its briefing, in a fixed number of queries."""

    @property
    def matters(self) -> list[Matter]:
        """What is on the agenda, each topic once, with what belongs to it."""
        return self._sorted[0]

    @property
    def elsewhere(self) -> Matter:
        """What is open and belongs to nothing on the agenda."""
        return self._sorted[1]

    @cached_property
    def objectives(self) -> list[Objective]:
        rows = self._seen(Objective).set_for(self.round)
        return list(rows.with_assessments(self.user)[:AT_MOST])

    @property
    def incidents_that_bear(self) -> list[Incident]:
        """Of this round; before it without an outcome, last time, or at this host."""
        own = self._seen(Incident).filter(round=self.round)
        own = own.with_visible(self.user, "round")[:AT_MOST]
        return [*own, *(row for row in self.incidents if self._bears(row))]

    def _bears(self, incident):
        at = incident.round
        same_host = bool(at and at.host and at.host == self.round.host)
        return not incident.outcome or same_host or (self.last and at == self.last)

    @cached_property
    def _sorted(self):
        matters, rest = self._on_agenda(), Matter(None, [])

        def of(topic):
            return _belongs_to(topic, matters) or rest

        for item in self._items:
            if self.last and item.in_round == self.last.pk:
                of(item.topic).last_items.append(item)
        for report in self._reports:
            of(report.working_group.topic).reports.append(report)
        for raising in self._said_last:
            of(raising.concern.topic).said_last.append(raising)
        for concern in self._concerns:
            theirs = concern.raised_by in Concern.FROM_PARTNER
            matter = of(concern.topic)
            (matter.theirs if theirs else matter.ours).append(concern)
        for measure in self._measures:
            of(self._topics.get(measure.on_topic)).measures.append(measure)
        return matters, rest

    def _on_agenda(self):
        matters = {}
        for item in self._items:
            if item.in_round == self.round.pk and item.status not in _GONE:
                key = item.topic_id or f"item {item.pk}"
                matter = matters.setdefault(key, Matter(item.topic, []))
                matter.items.append(item)
        return list(matters.values())

    @cached_property
    def _topics(self):
        return Topic.objects.in_bulk()

    @cached_property
    def _items(self):
        rounds = [row.pk for row in (self.round, self.last) if row]
        rows = self._seen(AgendaItem).in_rounds_of(self.dialogue)
        rows = rows.filter(in_round__in=rounds).select_related("topic")
        return list(rows.order_by("order", "pk"))

    @cached_property
    def _reports(self):
        if not self.last:
            return []
        rows = GroupReport.objects.told_to(self.user).of_round(self.last)
        rows = rows.exclude(report="").with_visible(self.user, "working_group__topic")
        return list(rows)

    @property
    def _told(self):
        """Raisings with their concern, speaker, meeting and `visible_replies`."""
        replies = self._seen(Reply).latest_first().with_visible(self.user, "by")
        rows = self._seen(Raising).with_visible(
            self.user, "concern__topic", "speaker", "meeting"
        )
        return rows.prefetch_related(
            Prefetch("replies", replies, to_attr="visible_replies")
        )

    @cached_property
    def _said_last(self):
        if not self.last:
            return []
        rows = self._told.filter(
            meeting__round=self.last, concern__archived_at__isnull=True
        )
        return list(rows.order_by("pk")[:AT_MOST])

    @cached_property
    def _concerns(self):
        """What is open, each with its `last_raising`, or None."""
        raised = self._seen(Raising).filter(concern=OuterRef("pk"))
        raised = raised.order_by("-date", "-pk").values("pk")[:1]
        rows = self._seen(Concern).filter(
            dialogue=self.dialogue, status=Concern.Status.OPEN
        )
        rows = rows.longest_unanswered_first(self.user).select_related("topic")
        rows = list(rows.annotate(last_raised_as=Subquery(raised))[:AT_MOST])
        told = self._told.in_bulk([row.last_raised_as for row in rows])
        for row in rows:
            row.last_raising = told.get(row.last_raised_as)
        return rows

    @cached_property
    def _measures(self):
        """What was proposed or promised and not ended, with its latest `states`."""
        rows = self._seen(Measure).filter(dialogue=self.dialogue)
        rows = rows.exclude(firmness=Measure.Firmness.IDEA).with_voices(self.user)
        rows = rows.still_open().annotate(on_topic=Coalesce("topic", "concern__topic"))
        rows = list(rows.due_first()[:AT_MOST])
        keys = [row.pk for row in rows]
        states = MeasureStatus.objects.latest_on(keys, self.user)
        for row in rows:
            row.states = [one for one in states if one.measure_id == row.pk]
        return rows


def _belongs_to(topic, matters):
    """The matter of a topic: its own, that of the one above, or of one below it."""
    if topic is None:
        return None
    with_topic = [matter for matter in matters if matter.topic]
    ways = (
        lambda other: other.pk == topic.pk,
        lambda other: other.pk == topic.parent_id,
        lambda other: other.parent_id == topic.pk,
    )
    for is_it in ways:
        for matter in with_topic:
            if is_it(matter.topic):
                return matter
    return None
