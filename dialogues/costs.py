"""What a dialogue cost, by year; what is not known stays unknown."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from dialogues.models import Round, YearlyCost
from partners.countries import home_currency, home_currency_name

# From here on, what comes after the point says nothing of a cost.
_LARGE = 100


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
        return self.written(self.total)

    @staticmethod
    def written(value):
        return amount(value)

    @property
    def of_how_many(self):
        """For example "2 of 3 rounds with a figure"; nothing where none is missing."""
        if len(self.known) == len(self.values):
            return ""
        known = {"known": len(self.known), "all": len(self.values)}
        return _("%(known)s of %(all)s rounds with a figure") % known


class Money(Sum):
    """A sum of costs."""

    @staticmethod
    def written(value):
        return money(value)

    @property
    def words_with_currency(self):
        return with_currency(self.words) if self.known else self.words


def with_currency(words):
    return f"{words}\N{NO-BREAK SPACE}{home_currency()}".strip()


def money(value):
    """A cost as it is read: a large one in whole amounts."""
    if value is not None and abs(value) >= _LARGE:
        value = value.quantize(Decimal(1), ROUND_HALF_UP)
    return amount(value)


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
        return Money([row.cost for row in self.rounds])

    @property
    def staff_days(self):
        return Sum([row.staff_days for row in self.rounds])

    @property
    def beside_cost(self):
        return money(self.beside.cost) if self.beside else ""

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
    def currency(self):
        """The code of the currency, for the heads of a table; empty when not known."""
        return home_currency()

    @property
    def currency_name(self):
        return home_currency_name()

    @property
    def is_known(self):
        """Whether there is any figure at all."""
        figures = [row.cost for row in (*self._held, *self._yearly)]
        figures += [row.staff_days for row in (*self._held, *self._yearly)]
        return any(figure is not None for figure in figures)

    @property
    def cost(self):
        return Money([row.cost for row in self._held])

    @property
    def staff_days(self):
        return Sum([row.staff_days for row in self._held])

    @property
    def beside_cost(self):
        return money(Money([row.cost for row in self._yearly]).total)

    @property
    def beside_days(self):
        return amount(Sum([row.staff_days for row in self._yearly]).total)
