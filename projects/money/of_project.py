"""The money of one project, as its page shows it."""

from projects.models import BudgetLine, Disbursement
from projects.money.agreement import Agreement
from projects.money.amounts import amounts_of
from projects.money.rates import Rates, rate_rule
from projects.money.sums import Kind, RatesUsed, Sums
from projects.page_parts import in_currency

KINDS = (Kind.BUDGET, Kind.PLANNED, Kind.DISBURSED)


class MoneyOfProject:
    """Its agreement, and by year and currency what was budgeted, planned and paid.

    Only of budget lines and payments that the reader may see.
    """

    def __init__(self, project, user):
        lines = BudgetLine.objects.of_project(project, user)
        payments = Disbursement.objects.of_project(project, user)
        self.budget_lines = list(lines.with_visible(user, "partner"))
        self.payments = list(payments.with_visible(user, "recipient", "partner"))
        project.visible_budget_lines = self.budget_lines
        project.visible_disbursements = self.payments
        self.agreement = Agreement(project)
        self._years, self._currencies, self._whole = {}, {}, Sums((*KINDS, Kind.AGREED))
        rates = Rates()
        self.home = rates.home
        for one in amounts_of(project, rates):
            self._add(one)
        self.rates = RatesUsed(self._whole.values())

    @property
    def rate_rule(self):
        return rate_rule()

    @property
    def rows(self):
        """What the page is made of, for the log of readings."""
        return [*self.budget_lines, *self.payments]

    def _add(self, one):
        self._whole.add(one)
        if one.kind in KINDS:
            year = self._years.setdefault((one.year, one.currency), Sums(KINDS))
            year.add(one)
            self._currencies.setdefault(one.currency, Sums(KINDS)).add(one)

    @property
    def years(self):
        """A line for each year and currency: `(year, currency, cells)`."""
        return [
            (year, currency, self._cells(sums, currency))
            for (year, currency), sums in sorted(self._years.items())
        ]

    @property
    def currencies(self):
        """A line for each currency over all years."""
        return [
            (currency, self._cells(sums, currency))
            for currency, sums in sorted(self._currencies.items())
        ]

    @staticmethod
    def _cells(sums, currency):
        return [in_currency(sums[kind].of(currency), "").strip() for kind in KINDS]

    @property
    def whole(self):
        """All years in the home currency alone: what `projects/_sum.html` takes."""
        return [self._at_home(self._whole[kind]) for kind in KINDS]

    def _at_home(self, sum_):
        words = sum_.at_home_words
        parts = [words] if words else []
        return self.rates.shown(sum_) | {"parts": parts, "at_home": ""}

    @property
    def has_other_currencies(self):
        return any(sum_.has_other_currencies for sum_ in self._whole.values())

    @property
    def agreed(self):
        shown = self.rates.shown(self._whole[Kind.AGREED])
        parts = [*shown["parts"], *filter(None, [shown["at_home"]])]
        return shown | {"parts": parts, "at_home": ""}

    @property
    def remaining(self):
        return in_currency(self.agreement.remaining, self.agreement.currency)

    @property
    def beyond(self):
        return in_currency(self.agreement.beyond, self.agreement.currency)

    @property
    def paid(self):
        return in_currency(self.agreement.paid, self.agreement.currency)

    @property
    def not_held_against(self):
        """What was paid in other currencies than that of the agreement."""
        if not self.agreement.is_known:
            return []
        parts = self._whole[Kind.DISBURSED].parts
        return [p.words for p in parts if p.currency != self.agreement.currency]
