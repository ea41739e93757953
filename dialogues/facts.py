"""Finding what was raised, when, by whom and with what answer: for parliament."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.partial_dates import between
from dialogues.fact_sentences import GOES_TO, sentence_of
from dialogues.models import (
    Concern,
    Measure,
    Meeting,
    Minutes,
    Raising,
    Reply,
    Round,
    Statement,
)
from dialogues.tones import REPLY_QUALITY

# Of each kind, so many are shown; who finds more asks more narrowly.
AT_MOST = 20

LABELS = {
    "raising": gettext_lazy("Occasions on which it was raised"),
    "reply": gettext_lazy("Replies"),
    "concern": gettext_lazy("Concerns"),
    "meeting": gettext_lazy("Meetings"),
    "round": gettext_lazy("Rounds"),
    "measure": gettext_lazy("Promises and other measures"),
    "statement": gettext_lazy("Statements"),
}


@dataclass(frozen=True)
class Line:
    """One row of the record, as it is told to somebody who has to answer for it."""

    row: Any
    key: str
    title: str
    date: Any = ""
    end: Any = ""
    who: str = ""
    where: str = ""
    text: str = ""
    answers: list = field(default_factory=list)
    minutes: Minutes | None = None
    used: bool = False
    # The words for which it was found, if any.
    asked: str = ""

    @property
    def sentence(self):
        return sentence_of(self.row)

    @property
    def parts(self):
        """Every row of which the line shows a text, for the log of readings."""
        return [self.row, *(answer["row"] for answer in self.answers), *self._minutes]

    @property
    def _minutes(self):
        return [self.minutes] if self.minutes else []

    @property
    def goes_to(self):
        """What the link to it is called: "Open" is a marking and a status already."""
        return GOES_TO[self.row.kind_name()]


def line_of(row, used=False, asked=""):
    """The line of a row of any kind in `FactUsed.KINDS`, loaded with what it names."""
    kind = row.kind_name()
    key = f"{kind}:{row.pk}"
    return Line(row=row, key=key, used=used, asked=asked, **_TELLERS[kind](row))


def _joined(*parts):
    return ", ".join(str(part) for part in parts if part)


def _concern(row):
    return {
        "title": str(row),
        "who": row.get_raised_by_display(),
        "text": row.summary,
        "date": getattr(row, "last_raised", "") or "",
        "where": _("status: %(status)s") % {"status": row.get_status_display().lower()},
    }


def _raising(row):
    meeting = row.meeting.title if row.meeting else ""
    return {
        "title": row.concern.title,
        "date": row.date,
        "who": _joined(row.speaker and row.speaker.name, row.get_level_display()),
        "where": meeting or row.get_channel_display(),
        "text": row.wording,
        "answers": [_answer(reply) for reply in getattr(row, "visible_replies", ())],
    }


def _answer(reply):
    return {
        "quality": reply.get_quality_display(),
        "tone": REPLY_QUALITY[reply.quality],
        "text": reply.text,
        "date": reply.date,
        "row": reply,
    }


def _reply(row):
    return {
        "title": row.raising.concern.title,
        "date": row.date or row.raising.date,
        "who": row.by.name if row.by else "",
        "where": row.get_quality_display(),
        "text": row.text,
    }


def _meeting(row):
    return {
        "title": row.title,
        "date": row.date,
        "end": row.ends_on,
        "who": row.chair,
        "where": _joined(row.get_kind_display(), row.city),
        "text": row.summary,
        "minutes": getattr(row, "telling_minutes", None),
    }


def _round(row):
    dialogue = row.dialogue.title if row.dialogue else ""
    return {
        "title": _joined(row, dialogue),
        "date": row.starts_on,
        "end": row.ends_on,
        "where": _joined(row.get_status_display(), row.place),
        "text": row.public_summary or row.summary,
    }


def _measure(row):
    return {
        "title": str(row),
        "date": row.made_on,
        "who": row.get_side_display(),
        "where": row.get_firmness_display(),
        "text": row.wording,
    }


def _statement(row):
    return {
        "title": row.title,
        "date": row.date,
        "who": row.speaker or row.get_side_display(),
        "where": row.get_kind_display(),
        "text": row.text,
    }


_TELLERS = {
    "concern": _concern,
    "raising": _raising,
    "reply": _reply,
    "meeting": _meeting,
    "round": _round,
    "measure": _measure,
    "statement": _statement,
}


class FactSearch:
    """What the record tells about some words, a country, a topic and a span of years.

    Costs the same number of queries whatever the record holds. `used` are the
    `(kind, key)` that are noted already.
    """

    def __init__(self, user, *, q="", partner=None, topic=None, since="", until=""):
        self.user = user
        self.q, self.partner, self.topic = q, partner, topic
        self.since, self.until = since, until

    def groups(self, used=()):
        """By kind: label, lines of the newest, and whether there are more."""
        finders = {
            "raising": self._raisings,
            "reply": self._replies,
            "concern": self._concerns,
            "meeting": self._meetings,
            "round": self._rounds,
            "measure": self._measures,
            "statement": self._statements,
        }
        groups = []
        for kind, find in finders.items():
            rows = list(find())
            lines = [
                line_of(row, (kind, row.pk) in used, self.q) for row in rows[:AT_MOST]
            ]
            more = len(rows) > AT_MOST
            groups.append(
                {"kind": kind, "label": LABELS[kind], "lines": lines, "more": more}
            )
        return groups

    def _rows(self, model, *, partner, date):
        """The current rows of a model with this country and in this span."""
        rows = model.objects.visible_to(self.user).current()
        if self.partner:
            rows = rows.filter(**{partner: self.partner})
        if self.since or self.until:
            rows = rows.filter(between(date, self.since, self.until))
        return rows

    def _newest(self, rows, date, *paths):
        """The rows themselves, found by their keys: what is beside them is for few."""
        keys = rows.order_by(f"-{date}", "-pk").values_list("pk", flat=True)
        keys = list(keys[: AT_MOST + 1])
        found = rows.model.objects.visible_to(self.user).filter(pk__in=keys)
        return found.with_visible(self.user, *paths).order_by(f"-{date}", "-pk")

    def _raisings(self):
        rows = self._rows(Raising, partner="concern__partner", date="date")
        rows = rows.matching(self.q).filter(concern__archived_at__isnull=True)
        if self.topic:
            rows = rows.filter(concern__in=self._concerns_about())
        replies = Reply.objects.visible_to(self.user).filter(archived_at__isnull=True)
        replies = Prefetch("replies", replies, to_attr="visible_replies")
        rows = self._newest(rows, "date", "concern", "meeting", "speaker")
        return rows.prefetch_related(replies)

    def _replies(self):
        rows = self._rows(Reply, partner="raising__concern__partner", date="date")
        rows = rows.matching(self.q).filter(
            raising__archived_at__isnull=True,
            raising__concern__archived_at__isnull=True,
        )
        if self.topic:
            rows = rows.filter(raising__concern__in=self._concerns_about())
        return self._newest(rows, "date", "raising__concern", "by")

    def _concerns(self):
        """A concern has no date of its own: it counts when it was raised."""
        rows = Concern.objects.visible_to(self.user).current().matching(self.q)
        if self.partner:
            rows = rows.filter(partner=self.partner)
        if self.topic:
            rows = rows.about(self.topic)
        if self.since or self.until:
            raised = self._rows(Raising, partner="concern__partner", date="date")
            rows = rows.filter(pk__in=raised.order_by().values("concern"))
        keys = list(
            rows.order_by("-updated_at", "-pk").values_list("pk", flat=True)[
                : AT_MOST + 1
            ]
        )
        found = Concern.objects.visible_to(self.user).filter(pk__in=keys)
        return found.with_ledger(self.user).order_by("-updated_at", "-pk")

    def _concerns_about(self):
        return Concern.objects.about(self.topic).order_by().values("pk")

    def _meetings(self):
        rows = self._rows(Meeting, partner="partner", date="date")
        rows = rows.telling_of(self.q, self.user)
        if self.topic:
            rows = rows.about(self.topic, self.user)
        return self._newest(rows, "date").with_minutes_telling_of(self.q, self.user)

    def _rounds(self):
        rows = self._rows(Round, partner="dialogue__partner", date="starts_on")
        rows = rows.matching(self.q)
        if self.topic:
            rows = rows.about(self.topic, self.user)
        return self._newest(rows, "starts_on", "dialogue")

    def _measures(self):
        rows = self._rows(Measure, partner="dialogue__partner", date="made_on")
        rows = rows.matching(self.q)
        if self.topic:
            rows = rows.about(self.topic)
        return self._newest(rows, "made_on")

    def _statements(self):
        """A statement has no topic: it counts with the rounds that dealt with it."""
        rows = self._rows(Statement, partner="dialogue__partner", date="date")
        rows = rows.matching(self.q)
        if self.topic:
            rounds = Round.objects.visible_to(self.user).about(self.topic, self.user)
            rows = rows.filter(round__in=rounds.order_by().values("pk"))
        return self._newest(rows, "date")
