"""The first draft of a briefing in plain words: about two pages, to be edited."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.partial_dates import in_words
from dialogues.briefing_draft import BriefingDraft, Matter
from dialogues.models import Concern, MeasureStatus, Reply

# So much is quoted of a text, and so many rows of each kind stand under a heading.
_QUOTED = 180
_OF_EACH = 3
_ELSEWHERE = 6


class BriefingText:
    """Writes the draft; `quoted` are the rows that it is made of once it is written."""

    def __init__(self, draft: BriefingDraft):
        self.draft = draft
        self.quoted = [draft.round]
        self.text = "\n\n".join(filter(None, self._sections()))

    @property
    def marking(self) -> int:
        """The highest marking of anything that is quoted."""
        return max(row.marking for row in self.quoted)

    def _sections(self):
        draft = self.draft
        yield self._last_round()
        yield _section(_("Objectives of this round"), map(self._goal, draft.objectives))
        for number, matter in enumerate(draft.matters, start=1):
            yield self._matter(number, matter)
        yield from self._rest(draft.elsewhere)
        topics = [one for warning in draft.warnings for one in warning.topics]
        yield _section(
            _("Open last time and not on this agenda"),
            [self._left(one) for one in topics[:_ELSEWHERE]],
        )
        yield _section(
            _("Incidents to bear in mind"),
            self._some(draft.incidents_that_bear, self._incident, _ELSEWHERE),
        )

    # --- The round as a whole ---------------------------------------------------------

    def _last_round(self):
        last = self.draft.last
        if not last:
            return ""
        self.quoted.append(last)
        told = [_("The last round: %s") % last, _cut(last.summary, times=3)]
        agreed = [last.next_agreed] if last.next_agreed else []
        parts = ["\n".join(filter(None, told))]
        parts.append(_section(_("Agreed on this round"), agreed))
        return "\n\n".join(filter(None, parts))

    def _goal(self, row):
        self.quoted.append(row)
        more = [
            _("indicator: %s") % row.indicator if row.indicator else "",
            _("target: %s") % row.target if row.target else "",
        ]
        if row.visible_assessments:
            last = row.visible_assessments[0]
            self.quoted.append(last)
            more.append(_("last assessed: %s") % last.get_rating_display().lower())
        return _with_more(row.title, *more)

    # --- One topic --------------------------------------------------------------------

    def _matter(self, number, matter: Matter):
        self.quoted += matter.items
        titles = [item.title for item in matter.items]
        name = str(matter.topic or titles[0])
        parts = [f"{number}. {name}"]
        if matter.topic:
            parts.append(_("On the agenda: %s") % "; ".join(titles[:_ELSEWHERE]))
        parts += [
            _section(_("Last time:"), self._last_time(matter)),
            _section(_("Our open concerns:"), self._concerns(matter.ours)),
            _section(_("Their open concerns:"), self._concerns(matter.theirs)),
            _section(_("Promises and measures:"), self._measures(matter.measures)),
        ]
        if len(parts) - parts.count("") == 1 + bool(matter.topic):
            parts.append(_("Nothing else is on record that you may see."))
        return "\n".join(filter(None, parts))

    def _last_time(self, matter):
        lines = self._some(matter.reports, self._report)
        lines += self._some(matter.said_last, self._said_last)
        if not lines and matter.last_items:
            lines = self._some(matter.last_items, self._last_item)
        return lines

    def _report(self, row):
        self.quoted += [row, row.working_group]
        return f"{row.working_group.title}: {_cut(row.report)}"

    def _last_item(self, row):
        self.quoted.append(row)
        if row.discussed is None:
            return row.title
        came_up = _("came up") if row.discussed else _("did not come up")
        return f"{row.title} ({came_up})"

    def _said_last(self, row):
        """In full below where it is open still, and by its title alone here."""
        if row.pk in self._told_below:
            self.quoted += [row, row.concern]
            return _("%s (see below)") % row.concern.title
        return f"{row.concern.title}: {self._raised(row)}"

    @property
    def _told_below(self):
        return {
            concern.last_raising.pk
            for matter in self.draft.matters
            for concern in (*matter.ours[:_OF_EACH], *matter.theirs[:_OF_EACH])
            if concern.last_raising
        }

    def _concerns(self, rows):
        return self._some(rows, self._concern)

    def _concern(self, row):
        self.quoted.append(row)
        if not row.last_raising:
            return _("%s: not raised yet") % row.title
        return f"{row.title}: {self._raised(row.last_raising)}"

    def _raised(self, row):
        """When and by whom, in which words, and the last reply to it."""
        self.quoted += [row, row.concern]
        who = self._named(row.speaker)
        told = [_("raised"), in_words(row.date), _("by %s") % who if who else ""]
        said = " ".join(filter(None, told)) + _in_quotes(row.wording) + "."
        reply = next(iter(row.visible_replies), None)
        return f"{said} {self._replied(row, reply)}"

    def _replied(self, raising, reply):
        if reply is None or reply.quality == Reply.Quality.NONE:
            if reply:
                self.quoted.append(reply)
            due = raising.reply_due
            return _("No reply, due %s.") % in_words(due) if due else _("No reply.")
        self.quoted.append(reply)
        said = {
            "who": self._named(reply.by) or _answering(raising.concern),
            "day": in_words(reply.date or raising.date),
            "how": reply.get_quality_display().lower(),
        }
        words = _("%(who)s replied, %(day)s (%(how)s)") % said
        return f"{words}{_in_quotes(reply.text)}."

    def _measures(self, rows):
        return self._some(rows, self._measure)

    def _measure(self, row):
        self.quoted.append(row)
        bound = [row.get_firmness_display().lower(), row.get_side_display().lower()]
        if row.due:
            bound.append(_("due %s") % in_words(row.due))
        self.quoted += row.states
        state_of = {one.voice: one.get_state_display().lower() for one in row.states}
        # Of the other two voices nothing is said where they say nothing.
        ours = state_of.get(MeasureStatus.Voice.OURS) or _("nothing recorded")
        said = [_("we assess: %s") % ours]
        if theirs := state_of.get(MeasureStatus.Voice.PARTNER):
            said.append(_("they report: %s") % theirs)
        if others := state_of.get(MeasureStatus.Voice.INDEPENDENT):
            said.append(_("independent sources: %s") % others)
        said = "; ".join(said)
        return f"{row.title} ({', '.join(bound)}): {said}"

    # --- What else --------------------------------------------------------------------

    def _rest(self, rest: Matter):
        yield _section(
            _("Our open concerns on other matters"),
            self._some(rest.ours, self._concern, _ELSEWHERE),
        )
        yield _section(
            _("Their open concerns on other matters"),
            self._some(rest.theirs, self._concern, _ELSEWHERE),
        )
        yield _section(
            _("Promises and measures on other matters"),
            self._some(rest.measures, self._measure, _ELSEWHERE),
        )
        carried = [row for row in self.draft.carried if not row.taken]
        yield _section(
            _("Left from the last agenda"),
            self._some(carried, self._title, _ELSEWHERE),
        )

    def _title(self, row):
        self.quoted.append(row)
        return row.title

    def _left(self, one):
        self.quoted.append(one.mention)
        return f"{one.topic}: {one.why}"

    def _incident(self, row):
        self.quoted += filter(None, [row, row.round])
        where = [str(row.round or ""), row.get_kind_display().lower()]
        outcome = _cut(row.outcome) or _("no outcome yet")
        said = f"{row.title} ({', '.join(filter(None, where))})"
        what = f" {_cut(row.what_happened)}" if row.what_happened else ""
        return f"{said}:{what} {_('Outcome: %s') % outcome}"

    def _named(self, person):
        """The name of a speaker.

        SECURITY: a name at risk is never written into a text that others will read; no
        marking keeps it from those who may not see such names.
        """
        if person is None or person.protected:
            return ""
        self.quoted.append(person)
        return person.name

    def _some(self, rows, tell, at_most=_OF_EACH):
        """The first of them in words, and how many more the record holds."""
        lines = [tell(row) for row in rows[:at_most]]
        if more := len(rows) - at_most if len(rows) > at_most else 0:
            words = ngettext("and one more", "and %(number)s more", more)
            lines.append(words % {"number": more})
        return lines


def _section(heading, lines):
    told = [f"- {line}" for line in lines]
    return "\n".join([heading, *told]) if told else ""


def _with_more(title, *more):
    more = "; ".join(filter(None, more))
    return f"{title} ({more})" if more else title


def _cut(text, times=1):
    """A text on one line, as one point of a list, and cut where it is long."""
    return Truncator(" ".join(text.split())).chars(_QUOTED * times)


def _in_quotes(text):
    return f": “{_cut(text).rstrip('.')}”" if text else ""


def _answering(concern):
    from_partner = concern.raised_by in Concern.FROM_PARTNER
    return _("Our side") if from_partner else _("The partner")
