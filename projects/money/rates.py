"""At which rate money of another currency is counted in the home currency."""

from bisect import bisect_right
from collections import defaultdict

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from partners.countries import home_currency
from projects.models import ExchangeRate


def rate_rule():
    """The rule of `Rates`, as pages say it."""
    return _(
        "An amount is counted at the latest rate on record that is not later than the "
        "last day that its date can mean: a payment of March 2012 at the latest rate "
        "up to 31 March 2012. A budget line has the last day of its year, an agreed "
        "amount the day on which the agreement was signed or, where nobody gave it, "
        "the beginning of the project. What has no such rate is named and not counted. "
        "Sums are rounded, the amounts in them are not."
    )


def rate_in_words(rate):
    """For example "5.5664": without zeros at the end that say nothing."""
    places = len(f"{rate.rate:f}".rstrip("0").partition(".")[2])
    return number_format(rate.rate, decimal_pos=max(places, 2))


class Rates:
    """The rates on record, read once.

    Money is counted at the latest rate on record that is not later than the last day
    that its date can mean (`PartialDate.latest`). Money in the home currency stays as
    it is, without any rate; money without a rate has no value in the home currency, and
    is never counted one to one.
    """

    def __init__(self, rows=None):
        self.home = home_currency()
        self._rows = defaultdict(list)
        rows = ExchangeRate.objects.all() if rows is None else rows
        for row in sorted(rows, key=lambda row: row.date):
            self._rows[row.currency].append(row)

    def latest(self, currency, date):
        """The rate for a partial date, or None."""
        rows = self._rows.get(currency)
        if not rows or not date:
            return None
        found = bisect_right(rows, date.latest, key=lambda row: row.date)
        return rows[found - 1] if found else None

    def value(self, amount, currency, date):
        """`(what it is worth at home, the rate)`; the first is None when not known."""
        if self.home and currency == self.home:
            return amount, None
        rate = self.latest(currency, date) if self.home else None
        return (None if rate is None else amount * rate.rate), rate
