"""The account of a dialogue: by which criteria, with which resources, to what result.

Parliament asks these three questions. The account answers them for any span of years,
from what one reader may see, and says where the record has nothing to say.
"""

from functools import cached_property

from django.db.models import OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.partial_dates import between
from dialogues import tones
from dialogues.account_lines import Line, lines_of_others
from dialogues.account_replies import answers_by_side
from dialogues.costs import Costs
from dialogues.models import (
    Assessment,
    Evaluation,
    Measure,
    MeasureStatus,
    Meeting,
    Objective,
    Participation,
    PriorityTopic,
    Raising,
    Reply,
    Round,
    YearlyCost,
)
from dialogues.models.counting import count_of
from partners.countries import home_country_name

# Those whom a round itself names at the head of either side.
_LEADERS = ("head_own", "opener_own", "head_partner", "opener_partner")


class Account:
    """One dialogue for one reader, between `since` and `until`; a fixed cost."""

    def __init__(self, dialogue, user, since="", until=""):
        self.dialogue, self.user = dialogue, user
        self.since, self.until = since, until
        self._found = {}

    def once(self, find):
        """What a function of another app finds for this account, looked up once."""
        if find not in self._found:
            self._found[find] = find(self)
        return self._found[find]

    def _rows(self, model):
        return model.objects.visible_to(self.user).current()

    def _in_time(self, name, undated=False):
        """A condition: the date lies in the span, or is not known."""
        if not (self.since or self.until):
            return Q()
        condition = between(name, self.since, self.until)
        return condition | Q(**{name: ""}) if undated else condition

    def _stands_in_time(self):
        """For rounds: no date is known, and none that follows from the number."""
        return Q(starts_on="") & (Q(stands_at="") | self._in_time("stands_at"))

    # --- By which criteria ------------------------------------------------------------

    @cached_property
    def priorities(self):
        """The topics that had priority at any time in the span."""
        rows = self._rows(PriorityTopic).filter(dialogue=self.dialogue)
        if self.until:
            rows = rows.filter(between("since", until=self.until) | Q(since=""))
        if self.since:
            rows = rows.filter(between("until", since=self.since) | Q(until=""))
        return list(rows.select_related("topic").order_by("since", "pk"))

    @cached_property
    def objectives(self):
        """Those of the dialogue as a whole, and of the rounds in the span."""
        rows = self._rows(Objective).filter(dialogue=self.dialogue)
        if self.since or self.until:
            shown = Q(round=None) | Q(round__in=[row.pk for row in self.rounds])
            rows = rows.filter(shown)
        rows = rows.with_visible(self.user, "round", "topic")
        return list(rows.order_by("due", "pk"))

    @property
    def gap_of_objectives(self):
        """What is to be said where the record of objectives begins late, or never."""
        if not self.objectives:
            return _("No objective is recorded.")
        first = min(_set_in(row) for row in self.objectives)
        began = self.since[:4] or self._began[:4]
        if began and int(began) < first:
            return _("No objective was recorded before %(year)s.") % {"year": first}
        return ""

    @property
    def _began(self):
        dates = [self.dialogue.started, *(row.starts_on for row in self.rounds)]
        return min(filter(None, dates), default="")

    # --- With which resources ---------------------------------------------------------

    @property
    def home_name(self):
        return home_country_name()

    @property
    def partner_name(self):
        partner = self.dialogue.partner
        return partner.local_name if partner else _("the partner")

    @cached_property
    def rounds(self):
        """The rounds in the span with `ours` and `theirs`: how many were there."""
        there = self._rows(Participation).filter(
            meeting__round=OuterRef("pk"),
            meeting__archived_at__isnull=True,
            attendance=Participation.Attendance.PRESENT,
            person__isnull=False,
        )
        sides = Participation.DelegationSide
        rows = self._rows(Round).filter(dialogue=self.dialogue).newest_first()
        # One without a date stands where its number puts it.
        if self.since or self.until:
            rows = rows.filter(self._in_time("starts_on") | self._stands_in_time())
        rows = rows.annotate(
            ours=_people(there, sides.OURS), theirs=_people(there, sides.PARTNER)
        )
        return list(rows.with_visible(self.user, *_LEADERS))

    @property
    def held(self):
        return [row for row in self.rounds if row.status == Round.Status.HELD]

    @cached_property
    def meetings(self):
        """How many meetings there were, in rounds and between them."""
        rows = self._rows(Meeting).filter(self._in_time("date"), dialogue=self.dialogue)
        return rows.count()

    @cached_property
    def yearly(self):
        rows = self._rows(YearlyCost).filter(dialogue=self.dialogue)
        if self.since:
            rows = rows.filter(year__gte=int(self.since[:4]))
        if self.until:
            rows = rows.filter(year__lte=int(self.until[:4]))
        return list(rows)

    @cached_property
    def costs(self):
        return Costs(self.rounds, self.yearly)

    # --- To what result ---------------------------------------------------------------

    @cached_property
    def assessments(self):
        """How far each objective had come, with the tone of its rating."""
        rows = self._rows(Assessment).filter(
            self._in_time("date"),
            objective__dialogue=self.dialogue,
            objective__archived_at__isnull=True,
        )
        rows = rows.with_visible(self.user, "objective", "round")
        return [(row, tones.RATING[row.rating]) for row in rows.order_by("date", "pk")]

    @cached_property
    def measures(self):
        """What was promised or recommended, and whatever else was assessed."""
        rows = self._rows(Measure).with_voices(self.user)
        rows = rows.filter(
            self._in_time("made_on", undated=True), dialogue=self.dialogue
        )
        firm = (Measure.Firmness.COMMITMENT, Measure.Firmness.RECOMMENDATION)
        counts = Q(firmness__in=firm) | Q(assessed_by_us__isnull=False)
        rows = rows.filter(counts).order_by("made_on", "pk")
        return [(row, _voices(row)) for row in rows]

    @property
    def done(self):
        state = MeasureStatus.State.DONE
        return [row for row, _said in self.measures if row.assessed_by_us == state]

    @property
    def done_in_words(self):
        number = len(self.done)
        if not number:
            return _("We hold none of them to be done.")
        words = ngettext(
            "We hold one of them to be done.",
            "We hold %(number)s of them to be done.",
            number,
        )
        return words % {"number": number}

    @cached_property
    def answers(self):
        """What each side replied in the span, and what it did not reply to."""
        return answers_by_side(self.partner_name, self._replies, self._unanswered)

    @property
    def _replies(self):
        in_time = self._in_time("date")
        if in_time:
            # A reply without a date is as old as what it answers.
            in_time |= Q(date="") & self._in_time("raising__date")
        rows = self._rows(Reply).filter(
            in_time,
            raising__concern__dialogue=self.dialogue,
            raising__archived_at__isnull=True,
            raising__concern__archived_at__isnull=True,
        )
        named = ("raising__concern", "raising__speaker", "by")
        rows = rows.latest_first().reverse().with_visible(self.user, *named)
        return list(rows)

    @property
    def _unanswered(self):
        """What either side raised in the span and has no answer, due by now or not."""
        rows = Raising.objects.unanswered_to(self.user).of_dialogue(self.dialogue)
        rows = rows.filter(self._in_time("date", undated=True))
        rows = rows.filter(concern__archived_at__isnull=True).order_by("date", "pk")
        return list(rows.with_visible(self.user, "concern", "speaker"))

    @cached_property
    def evaluations(self):
        rows = self._rows(Evaluation).of_dialogue(self.dialogue)
        rows = rows.filter(self._in_time("date", undated=True))
        return list(rows.with_findings(self.user).order_by("date", "pk"))

    # --- All of it --------------------------------------------------------------------

    @property
    def rows(self):
        """Everything that is shown, for the log of readings."""
        told = [line.row for line in self.lines]
        return [*told, *self._states, *self._people_named]

    @cached_property
    def _states(self):
        """What the three voices say: each may be for fewer eyes than its measure."""
        keys = [row.pk for row, _said in self.measures]
        return MeasureStatus.objects.latest_on(keys, self.user)

    @property
    def _people_named(self):
        named = [getattr(row, name) for row in self.rounds for name in _LEADERS]
        for answers in self.answers:
            named += [row.by for row in answers.given]
            named += [row.raising.speaker for row in answers.given]
            named += [one.raising.speaker for one in answers.silences]
        return filter(None, named)

    @property
    def highest(self):
        """The row of the highest marking; the account as a whole is handled by it."""
        return max([self.dialogue, *self.rows], key=lambda row: row.marking)

    @cached_property
    def lines(self):
        """The account as the lines of a file, each with its evidence."""
        return [*self._criteria(), *self._resources(), *self._results()]

    def _criteria(self):
        part = "criteria"
        if self.dialogue.aim:
            yield Line(part, "aim", "", self.dialogue.aim, "", "", self.dialogue)
        for row in self.priorities:
            chosen = row.get_chosen_by_display()
            yield Line(part, "priority", row.since, str(row), chosen, row.why, row)
        for row in self.objectives:
            detail = _joined(row.indicator, row.baseline, row.lateness)
            yield Line(part, "objective", row.due, row.title, row.target, detail, row)

    def _resources(self):
        part = "resources"
        for row in self.rounds:
            figures = row.cost, row.staff_days
            yield Line(part, "round", row.starts_on, str(row), *figures, row)
        for row in self.yearly:
            figures = row.cost, row.staff_days
            yield Line(part, "year", str(row.year), row.note, *figures, row)
        yield from lines_of_others(part, self)

    def _results(self):
        part = "results"
        for row, _tone in self.assessments:
            detail = _joined(row.value, row.contribution_why, row.evidence)
            what = row.objective.title
            yield Line(part, "assessment", row.date, what, row.rating, detail, row)
        for row, _said in self.measures:
            value = row.assessed_by_us or ""
            yield Line(part, "measure", row.made_on, row.title, value, row.wording, row)
        yield from self._answers()
        for row in self.evaluations:
            yield Line(
                part, "evaluation", row.date, row.title, row.kind, row.consequence, row
            )
            for one in row.visible_findings:
                yield Line(
                    part, "finding", "", one.text, one.response, one.what_changed, one
                )
        yield from lines_of_others(part, self)

    def _answers(self):
        for answers in self.answers:
            for row in answers.given:
                yield _line_of_reply(row, answers.side)
            for one in answers.silences:
                yield _line_of_silence(one, answers.side)


def _line_of_reply(row, side):
    what = row.raising.concern.title
    date = row.date or row.raising.date
    said = (date, what, row.quality, row.text)
    return Line("results", "reply", *said, row, side=side, who=_name(row.by))


def _line_of_silence(one, side):
    value = "overdue" if one.overdue_since else Reply.Quality.NONE
    said = (one.raising.date, one.raising.concern.title, value, one.overdue_since or "")
    return Line("results", "no_reply", *said, one.row, side=side)


def _name(person):
    return person.name if person else ""


def _set_in(objective):
    """The year in which an objective is known to have stood."""
    return (objective.locked_on or objective.created_at).year


def _people(there, side):
    return count_of(there.filter(side=side), "meeting__round", "person")


def _joined(*parts):
    return "\n".join(filter(None, parts))


def _voices(measure):
    """The heading of each of the three voices, and what it says: words and tone."""
    voices = (
        (_("The partner reports"), measure.said_by_them),
        (_("We assess"), measure.assessed_by_us),
        (_("Independent sources"), measure.said_by_others),
    )
    return [
        (label, (MeasureStatus.State(state).label, tones.MEASURE_STATE[state]))
        if state
        else (label, None)
        for label, state in voices
    ]
