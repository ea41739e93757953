"""What a dialogue cost, by year; what is not known stays unknown."""

from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from dialogues.models import Round, YearlyCost


@dataclass
class Sum:
    """A sum that says how many figures it was made from, of how many."""

    values: list = field(default_factory=list)

    @property
    def known(self):
        return [value for value in self.values if value is not None]

    @property
    def total(self):
        return sum(self.known) if self.known else None

    @property
    def words(self):
        if not self.known:
            return _("Not known")
        return amount(self.total)

    @property
    def of_how_many(self):
        """For example "2 of 3 rounds with a figure"; nothing where none is missing."""
        if len(self.known) == len(self.values):
            return ""
        known = {"known": len(self.known), "all": len(self.values)}
        return _("%(known)s of %(all)s rounds with a figure") % known


def amount(value):
    """A figure as it is read: grouped, and without decimals that say nothing."""
    if value is None:
        return ""
    places = 0 if value == value.to_integral_value() else None
    return number_format(value, decimal_pos=places, force_grouping=True)


@dataclass
class Year:
    """One year of a dialogue: its rounds, and what it cost beside them."""

    year: str
    rounds: list = field(default_factory=list)
    beside: YearlyCost | None = None

    @property
    def cost(self):
        return Sum([row.cost for row in self.rounds])

    @property
    def staff_days(self):
        return Sum([row.staff_days for row in self.rounds])

    @property
    def beside_cost(self):
        return amount(self.beside.cost) if self.beside else ""

    @property
    def beside_days(self):
        return amount(self.beside.staff_days) if self.beside else ""


class Costs:
    """Rounds that were held, with what each year cost beside them.

    Counts only what it was given: rows that the reader may see.
    """

    def __init__(self, rounds: list[Round], yearly: list[YearlyCost]):
        held = [row for row in rounds if row.status == Round.Status.HELD]
        years: dict = {}
        for row in held:
            key = row.starts_on[:4]
            years.setdefault(key, Year(key)).rounds.append(row)
        for row in yearly:
            key = str(row.year)
            years.setdefault(key, Year(key)).beside = row
        self.years = [years[key] for key in sorted(years, reverse=True)]
        self._held, self._yearly = held, yearly

    @property
    def known_years(self):
        """Those of which any figure is known."""
        return [
            year
            for year in self.years
            if year.beside or year.cost.known or year.staff_days.known
        ]

    @property
    def is_known(self):
        """Whether there is any figure at all."""
        figures = [row.cost for row in (*self._held, *self._yearly)]
        figures += [row.staff_days for row in (*self._held, *self._yearly)]
        return any(figure is not None for figure in figures)

    @property
    def cost(self):
        return Sum([row.cost for row in self._held])

    @property
    def staff_days(self):
        return Sum([row.staff_days for row in self._held])

    @property
    def beside_cost(self):
        return amount(Sum([row.cost for row in self._yearly]).total)

    @property
    def beside_days(self):
        return amount(Sum([row.staff_days for row in self._yearly]).total)
