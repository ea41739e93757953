"""What a working group did over the rounds, as far as one reader may see it."""

from functools import cached_property

from django.db.models import Prefetch

from dialogues.models import (
    AgendaItem,
    GroupReport,
    Meeting,
    Raising,
    Round,
    Topic,
    WorkingGroup,
)


class GroupRecord:
    """One working group for one reader, in a fixed number of queries."""

    def __init__(self, group: WorkingGroup, user):
        self.group, self.user = group, user

    @cached_property
    def rounds(self) -> list[Round]:
        """Those in which it met or reported, the newest first."""
        named = self.group.rounds.visible_to(self.user).values_list("pk", flat=True)
        met = {row.round_id for row in (*self.meetings, *self.reports)} | set(named)
        rounds = Round.objects.visible_to(self.user).current()
        rounds = rounds.of_dialogue(self.group.dialogue).newest_first()
        return [row for row in rounds if row.pk in met]

    @cached_property
    def meetings(self) -> list[Meeting]:
        """The oldest first, each with the agenda and raisings that may be seen."""
        items = AgendaItem.objects.visible_to(self.user).current()
        raisings = Raising.objects.visible_to(self.user).current()
        raisings = raisings.with_visible(self.user, "concern__topic")
        meetings = self.group.meetings.visible_to(self.user).current()
        return list(
            meetings.order_by("date", "pk").prefetch_related(
                Prefetch(
                    "agenda_items",
                    items.select_related("topic"),
                    to_attr="visible_agenda_items",
                ),
                Prefetch("raisings", raisings, to_attr="visible_raisings"),
            )
        )

    @cached_property
    def reports(self) -> list[GroupReport]:
        reports = GroupReport.objects.told_to(self.user).of_group(self.group)
        return list(reports)

    @property
    def by_round(self) -> list[tuple[Round, GroupReport | None, list[Meeting]]]:
        reports = {row.round_id: row for row in self.reports}
        return [
            (
                row,
                reports.get(row.pk),
                [meeting for meeting in self.meetings if meeting.round_id == row.pk],
            )
            for row in self.rounds
        ]

    @property
    def between_rounds(self) -> list[Meeting]:
        """Its meetings outside the rounds that are shown."""
        shown = {row.pk for row in self.rounds}
        return [row for row in self.meetings if row.round_id not in shown]

    @property
    def topics(self) -> list[tuple[Topic, int]]:
        """What came up at its meetings, and at how many of them."""
        found: dict = {}
        for meeting in self.meetings:
            named = {item.topic for item in meeting.visible_agenda_items}
            named |= {row.concern.topic for row in _standing(meeting)}
            for topic in named - {None}:
                found[topic] = found.get(topic, 0) + 1
        return sorted(found.items(), key=lambda one: (-one[1], str(one[0])))

    @property
    def rows(self) -> list:
        """Everything on its page that may be for fewer eyes than the group."""
        rows = [*self.reports, *self.meetings]
        for meeting in self.meetings:
            rows += [*meeting.visible_agenda_items, *meeting.visible_raisings]
        return rows


def _standing(meeting):
    return [row for row in meeting.visible_raisings if not row.concern.is_archived]
