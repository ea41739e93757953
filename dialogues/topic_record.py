"""How a topic went through the rounds, as far as one reader may see it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Prefetch
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogues.models import (
    AgendaItem,
    Concern,
    Meeting,
    PriorityTopic,
    Raising,
    Reply,
    Round,
    Topic,
)
from dialogues.tones import REPLY_QUALITY
from partners.models import Partner


class Counts:
    """How many concerns and rounds each topic has, of those that a user may see."""

    def __init__(self, user):
        concerns = Concern.objects.visible_to(user).current().order_by()
        numbers = concerns.values_list("topic").annotate(number=Count("pk"))
        self._concerns = Counter(dict(numbers))
        self._rounds = defaultdict(set)
        shown = Round.objects.visible_to(user).current()
        shown = set(shown.values_list("pk", flat=True))
        for topic, round_ in [*_on_agendas(user), *_raised(user)]:
            if round_ in shown:
                self._rounds[topic].add(round_)

    def concerns(self, *topics):
        return sum(self._concerns[topic.pk] for topic in topics)

    def rounds(self, *topics):
        return len(set().union(*(self._rounds[topic.pk] for topic in topics)))


def _on_agendas(user):
    items = AgendaItem.objects.visible_to(user).current().order_by()
    rows = items.values_list(
        "topic", "round", "meeting", "meeting__round", "meeting__archived_at"
    ).distinct()
    return [
        (topic, of_meeting if meeting else round_)
        for topic, round_, meeting, of_meeting, archived in rows
        if not archived
    ]


def _raised(user):
    raisings = Raising.objects.visible_to(user).current().order_by()
    rows = raisings.values_list(
        "concern__topic",
        "meeting__round",
        "concern__archived_at",
        "meeting__archived_at",
    ).distinct()
    return [(topic, round_) for topic, round_, *archived in rows if not any(archived)]


@dataclass
class Occasion:
    """One round's own agenda, one meeting, or one letter, in which it came up.

    `components/timeline.html` takes it as an event.
    """

    title: str
    url: str
    date: str
    end: str
    stands_at: tuple
    # The round that a meeting was part of.
    round: Round | None = None
    agenda: list[AgendaItem] = field(default_factory=list)
    raisings: list[Raising] = field(default_factory=list)

    @property
    def replies(self):
        return [reply for row in self.raisings for reply in row.visible_replies]

    @property
    def text(self):
        raised, replied = len(self.raisings), len(self.replies)
        said = [
            (self.agenda, _("on the agenda")),
            (raised, ngettext("raised once", "raised several times", raised)),
            (replied, ngettext("one reply", "several replies", replied)),
        ]
        told = capfirst(", ".join(words for known, words in said if known))
        return f"{told} · {self.round}" if self.round else told

    @property
    def tone(self):
        if self.replies:
            return "info"
        return "warning" if self.raisings else "neutral"


class TopicRecord:
    """One topic, with those that belong to it, for one reader; a fixed cost.

    With the code of a country, only what was said with that one.
    """

    def __init__(self, topic: Topic, user, code: str = ""):
        self.topic, self.user, self._code = topic, user, code
        self.family = list(_family(topic, user))
        rounds = Round.objects.visible_to(user).current().newest_first()
        self._rounds = {row.pk: row for row in rounds.with_visible(user, "dialogue")}

    @property
    def children(self):
        return self.family[1:]

    @cached_property
    def partners(self) -> list[Partner]:
        """The countries with which it came up, whichever is chosen."""
        rows = [
            *self._all("visible_concerns"),
            *self._standing_agenda,
            *self._standing_priorities,
        ]
        keys = {_partner_of(row) for row in rows}
        partners = Partner.objects.visible_to(self.user).filter(pk__in=keys)
        return sorted(partners, key=str)

    @cached_property
    def partner(self) -> Partner | None:
        """The country that is chosen; one that nothing is known with chooses none."""
        return next((row for row in self.partners if row.code == self._code), None)

    def _chosen(self, rows):
        if self.partner is None:
            return rows
        return [row for row in rows if _partner_of(row) == self.partner.pk]

    @cached_property
    def concerns(self):
        return self._chosen(self._all("visible_concerns"))

    @cached_property
    def priorities(self):
        return self._chosen(self._standing_priorities)

    @cached_property
    def _standing_priorities(self):
        rows = self._all("visible_priorities")
        return [row for row in rows if not row.dialogue.is_archived]

    @cached_property
    def meetings(self) -> list[Meeting]:
        rows = [item.meeting for item in self._agenda]
        rows += [raising.meeting for raising in self.raisings]
        found = {row.pk: row for row in rows if row is not None}
        return sorted(found.values(), key=lambda row: (row.date, row.pk), reverse=True)

    @cached_property
    def line(self) -> list[tuple[str, list[Occasion]]]:
        """By dialogue, the occasions on which it came up, the oldest first."""
        found: dict = {}
        for item in self._agenda:
            self._occasion(found, item).agenda.append(item)
        for raising in self.raisings:
            self._occasion(found, raising).raisings.append(raising)
        return [
            (label, sorted(occasions.values(), key=lambda one: one.stands_at))
            for label, occasions in sorted(found.items())
        ]

    def _occasion(self, found, row):
        round_ = _round_of(row)
        round_ = round_ and self._rounds.get(round_.pk)
        on = row.meeting or round_ or row
        whose = row.concern if on is row else on
        whose = whose.dialogue or getattr(whose, "partner", None)
        occasions = found.setdefault(str(whose or "–"), {})
        key = (type(on), on.pk)
        if key not in occasions:
            occasions[key] = _occasion_of(on, round_)
        return occasions[key]

    @cached_property
    def _agenda(self):
        return self._chosen(self._standing_agenda)

    @cached_property
    def _standing_agenda(self):
        return [row for row in self._all("visible_agenda_items") if self._stands(row)]

    @cached_property
    def raisings(self):
        rows = [row for concern in self.concerns for row in concern.visible_raisings]
        for reply in (reply for row in rows for reply in row.visible_replies):
            reply.tone = REPLY_QUALITY[reply.quality]
        return [row for row in rows if self._stands(row)]

    def _stands(self, row):
        """Whether neither the meeting nor the round of a row is archived."""
        if row.meeting is not None and row.meeting.is_archived:
            return False
        round_ = _round_of(row)
        return round_ is None or round_.pk in self._rounds

    def _all(self, name):
        return [row for topic in self.family for row in getattr(topic, name)]


def _round_of(row):
    """The round of an agenda item or a raising, if any."""
    return row.meeting.round if row.meeting else getattr(row, "round", None)


def _partner_of(row):
    """The key of the country that a row of any kind is about."""
    on = getattr(row, "meeting", None) or row
    if hasattr(on, "partner_id"):
        return on.partner_id
    dialogue = on.round.dialogue if isinstance(on, AgendaItem) else on.dialogue
    return dialogue.partner_id


def _occasion_of(row, round_):
    """`round_` is the one that the row is, or is part of, if any.

    A meeting whose day is not known stands where its round does.
    """
    if row is round_:
        stands_at = (row.stands_at, row.ordinal or 0, row.pk)
        return Occasion(
            str(row), row.get_absolute_url(), row.starts_on, row.ends_on, stands_at
        )
    stands_at = (row.date or getattr(round_, "stands_at", ""), 0, row.pk)
    end = getattr(row, "ends_on", "")
    title = row.get_channel_display() if isinstance(row, Raising) else str(row)
    return Occasion(title, row.get_absolute_url(), row.date, end, stands_at, round_)


def _family(topic, user):
    replies = Reply.objects.visible_to(user).current().with_visible(user, "by")
    raisings = Raising.objects.with_visible(
        user, "meeting__round", "meeting__dialogue", "meeting__partner"
    ).prefetch_related(Prefetch("replies", replies, to_attr="visible_replies"))
    concerns = Concern.objects.with_visible(user, "dialogue", "partner")
    raisings = raisings.visible_to(user).current()
    shown = {
        "concerns": concerns.prefetch_related(
            Prefetch("raisings", raisings, to_attr="visible_raisings")
        ),
        "agenda_items": AgendaItem.objects.with_visible(
            user,
            "round__dialogue",
            "meeting__round",
            "meeting__dialogue",
            "meeting__partner",
        ),
        "priorities": PriorityTopic.objects.with_visible(user, "dialogue"),
    }
    return Topic.objects.family_of(topic).prefetch_related(
        *(
            Prefetch(name, rows.visible_to(user).current(), to_attr=f"visible_{name}")
            for name, rows in shown.items()
        )
    )
