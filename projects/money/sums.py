"""Amounts added up: each currency for itself, and what is known of it at home."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from partners.countries import home_currency
from projects.page_parts import in_currency

ZERO = Decimal(0)
CENT = Decimal("0.01")


class Kind(StrEnum):
    """What an amount is. They are never added to one another."""

    BUDGET = "budget"
    AGREED = "agreed"
    PLANNED = "planned"
    DISBURSED = "disbursed"


def kind_in_words(kind):
    return {
        Kind.BUDGET: _("Budget"),
        Kind.AGREED: _("Agreed"),
        Kind.PLANNED: _("Planned"),
        Kind.DISBURSED: _("Disbursed"),
    }[kind]


@dataclass(frozen=True)
class Amount:
    """One budget line, agreement or payment, counted once.

    `at_home` is None where it could not be counted, and `why_not` says why.
    """

    kind: Kind
    amount: Decimal
    currency: str
    year: str
    marking: int
    at_home: Decimal | None = None
    rate: Any = None
    why_not: str = ""

    @classmethod
    def counted(cls, rates, date, **values):
        at_home, rate = rates.value(values["amount"], values["currency"], date)
        why_not = ""
        if at_home is None:
            why_not = _("no rate on record") if date else _("no date to count it by")
        return cls(at_home=at_home, rate=rate, why_not=why_not, **values)


@dataclass
class Part:
    """What of a sum is in one currency."""

    currency: str
    amount: Decimal = ZERO
    at_home: Decimal = ZERO
    # The reason, and how much that is: what was not counted in the home currency.
    left_out: dict = field(default_factory=dict)
    rates: dict = field(default_factory=dict)

    def add(self, one):
        self.amount += one.amount
        if one.at_home is None:
            before = self.left_out.get(one.why_not, ZERO)
            self.left_out[one.why_not] = before + one.amount
        else:
            self.at_home += one.at_home
        if one.rate is not None:
            self.rates[one.rate.pk] = one.rate

    @property
    def words(self):
        return in_currency(self.amount, self.currency)

    @property
    def not_counted(self):
        return sum(self.left_out.values(), ZERO)

    @property
    def is_home(self):
        return self.currency == home_currency()

    @property
    def rates_by_date(self):
        return sorted(self.rates.values(), key=lambda rate: rate.date)

    @property
    def in_cents_at_home(self):
        """What could be counted of it; None where nothing could."""
        if not self.is_home and not self.rates:
            return None
        return self.at_home.quantize(CENT, ROUND_HALF_UP)


class Sum:
    """Amounts of one kind. Different currencies are never added."""

    def __init__(self):
        self._parts = {}

    def add(self, one):
        self._parts.setdefault(one.currency, Part(one.currency)).add(one)

    def __bool__(self):
        return bool(self._parts)

    @property
    def parts(self):
        return [self._parts[code] for code in sorted(self._parts)]

    def of(self, currency):
        """What is in this currency, or None where nothing is."""
        part = self._parts.get(currency)
        return part.amount if part else None

    @property
    def at_home(self):
        """Its worth in the home currency; None where nothing could be counted."""
        counted = [part.at_home for part in self.parts if part.is_home or part.rates]
        if not counted:
            return None
        return sum(counted, ZERO).quantize(CENT, ROUND_HALF_UP)

    @property
    def has_other_currencies(self):
        return any(not part.is_home for part in self.parts)

    @property
    def at_home_words(self):
        """For people; a worth reckoned by a rate in whole amounts."""
        worth = self.at_home
        if worth is not None and self.rates:
            worth = worth.quantize(Decimal(1), ROUND_HALF_UP)
        return in_currency(worth, home_currency())

    @property
    def rates(self):
        return {key: rate for part in self.parts for key, rate in part.rates.items()}

    @property
    def not_counted(self):
        """A sentence for each currency and reason that the worth at home leaves out."""
        return [
            _("%(amount)s not counted: %(why)s")
            % {"amount": in_currency(amount, part.currency), "why": why}
            for part in self.parts
            for why, amount in part.left_out.items()
        ]


class Sums(dict):
    """A `Sum` for each kind, and the projects that are in it."""

    def __init__(self, kinds):
        super().__init__({kind: Sum() for kind in kinds})
        self.projects = set()

    def add(self, one):
        if one.kind in self:
            self[one.kind].add(one)

    @property
    def has_money(self):
        return any(self.values())


class RatesUsed:
    """The rates that some sums use, numbered by currency and date.

    `RatesUsed.numbers` of one sum are those under which a page lists its rates.
    """

    def __init__(self, sums):
        found = {key: rate for one in sums for key, rate in one.rates.items()}
        self.rows = sorted(found.values(), key=lambda rate: (rate.currency, rate.date))
        self._numbers = {rate.pk: n for n, rate in enumerate(self.rows, start=1)}

    def numbers(self, sum_):
        """For example "1–4, 7"."""
        spans = []
        for number in sorted(self._numbers[key] for key in sum_.rates):
            if spans and number == spans[-1][1] + 1:
                spans[-1][1] = number
            else:
                spans.append([number, number])
        return ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in spans)

    def shown(self, sum_):
        """What `projects/_sum.html` takes."""
        return {
            "parts": [part.words for part in sum_.parts],
            "at_home": sum_.at_home_words if sum_.has_other_currencies else "",
            "not_counted": sum_.not_counted,
            "rates": self.numbers(sum_),
        }
