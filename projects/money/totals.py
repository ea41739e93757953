"""What projects cost together: by dialogue, topic, institution and year."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from projects.money.amounts import amounts_of
from projects.money.rates import Rates
from projects.money.sums import Kind, RatesUsed, Sums

KINDS = (Kind.BUDGET, Kind.AGREED, Kind.DISBURSED)


@dataclass
class Line:
    """One dialogue, topic, institution or year with its sums."""

    key: str
    name: str
    sums: Sums
    url: str = ""
    is_rest: bool = False


class Totals:
    """Sums of projects that were loaded by `to_be_counted`.

    A project that names several dialogues, topics or institutions counts whole in each
    of them, and once in `whole`. `since` and `until` are years.
    """

    def __init__(self, projects, rates=None, *, partner=None, since=None, until=None):
        self._on_record = rates or Rates()
        self.home = self._on_record.home
        self.whole = Line("", _("Together"), Sums(KINDS))
        self.markings = []
        # Projects of which nothing is known in the years asked for.
        self.without_figures = 0
        self._groups = {name: {} for name in ("dialogue", "topic", "institution")}
        self._years = defaultdict(lambda: Sums(KINDS))
        self._since, self._until = since, until
        for project in projects:
            self._add(project, partner)
        every = [self.whole.sums, *self._years.values()]
        self.rates = RatesUsed(sum_ for sums in every for sum_ in sums.values())

    def _add(self, project, partner):
        found = amounts_of(project, self._on_record, partner)
        amounts = [
            one for one in found if one.kind in KINDS and self.asks_for(one.year)
        ]
        if not amounts:
            self.without_figures += 1
        if not amounts and (self._since or self._until):
            return
        self.markings += [project.marking, *(one.marking for one in amounts)]
        for sums in [self.whole.sums, *self._sums_of(project)]:
            sums.projects.add(project.pk)
            for one in amounts:
                sums.add(one)
        for one in amounts:
            self._years[one.year].projects.add(project.pk)
            self._years[one.year].add(one)

    def asks_for(self, year):
        """Whether a year, "" for none, is among those that are told."""
        if self._since and (not year or int(year) < self._since):
            return False
        return not self._until or (bool(year) and int(year) <= self._until)

    def _sums_of(self, project):
        institutions = {
            role.institution.pk: role.institution
            for role in project.visible_roles
            if role.institution is not None
        }
        named = {
            "dialogue": project.visible_dialogues,
            "topic": project.visible_topics,
            "institution": institutions.values(),
        }
        for group, rows in named.items():
            lines = self._groups[group]
            for row in list(rows) or [None]:
                key = row.pk if row is not None else None
                if key not in lines:
                    lines[key] = _line_of(group, row)
                yield lines[key].sums

    def of(self, group):
        """The lines of a group by name, what names none of it last."""
        lines = self._groups[group].values()
        return sorted(lines, key=lambda line: (line.is_rest, line.name.casefold()))

    @property
    def years(self):
        """A line for each year, the latest first; what has none last."""
        known = sorted(filter(None, self._years), reverse=True)
        unknown = [""] if "" in self._years else []
        return [
            Line(year, year or _("Year not known"), self._years[year], "", not year)
            for year in [*known, *unknown]
        ]

    @property
    def groups(self):
        """`(name, heading, lines)` of all four."""
        return [
            ("dialogue", _("By dialogue"), self.of("dialogue")),
            ("topic", _("By topic"), self.of("topic")),
            ("institution", _("By institution"), self.of("institution")),
            ("year", _("By year"), self.years),
        ]

    @property
    def marking(self):
        """The highest of all that is counted; None where nothing is."""
        return max(self.markings, default=None)


def _line_of(group, row):
    if row is None:
        words = {
            "dialogue": _("No dialogue that you may see"),
            "topic": _("No topic"),
            "institution": _("No institution that you may see"),
        }
        return Line("", words[group], Sums(KINDS), is_rest=True)
    return Line(str(row.pk), str(row), Sums(KINDS), row.get_absolute_url())


def to_be_counted(rows, user):
    """Projects with what they name and what they cost, as far as a user may see it."""
    return (
        rows.with_visible_named(user, "dialogues", "topics")
        .with_institutions(user)
        .with_money(user)
    )
