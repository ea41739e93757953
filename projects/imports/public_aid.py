"""Norad's public file of Norwegian aid: agreements, and what was paid in each year.

The file has a row for each budget post from which something was paid. The rows of one
agreement, year and country are one payment, whose amount is their sum.
"""

from collections import defaultdict
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importing.kinds import ERROR, imports
from core.partial_dates import PartialDate
from projects.imports import headers
from projects.imports.agreement import CURRENCY
from projects.imports.agreements import AgreementImporter, Paid
from projects.imports.cells import money, of_thousands, read_phase
from projects.imports.on_record import same_number
from projects.models import Disbursement, ProjectPartner

PREFIX = "oda:"
Role = ProjectPartner.Role


class Year:
    """What the file says was paid under one agreement for one country in a year."""

    def __init__(self):
        self.rows = []
        self.wrong = None  # the number of a row that cannot be read
        self.told = None

    @property
    def total(self):
        return of_thousands(sum((row.amount for row in self.rows), Decimal(0)))


@imports
class PublicAidImporter(AgreementImporter):
    name = "public-aid"
    label = gettext_lazy("Norad's public aid file")
    reason = "Imported from Norad's public aid file"
    one_row = gettext_lazy("agreement and year")
    columns = headers.PUBLIC_AID
    ignored = headers.PUBLIC_AID_NOT_KEPT
    number_column = "agreement_number"
    amount_column = "disbursed_1000_nok"
    country_columns = ("recipient_country", "recipient_country_no", "iso3")

    def prepare(self, rows):
        super().prepare(rows)
        years = defaultdict(Year)
        for row in rows:
            if row.skipped or not row.country:
                continue
            key = same_number(row.text(self.number_column))
            row.in_year = years[key, row.text("year"), row.country.code]
            if row.problems:
                row.in_year.wrong = row.number
            else:
                row.in_year.rows.append(row)

    def order_of(self, row):
        return row.text("year"), row.number

    def values_of(self, row):
        since, until = row.values.get("agreement_period") or ("", "")
        agreed = row.values.get("agreement_amount_1000_nok")
        return {
            "title": " ".join(row.text("agreement_title").split()),
            "since": since,
            "until": until,
            "agreed_on": row.text("agreement_signed"),
            "status": read_phase(row.text("agreement_phase")),
            "agreed_amount": of_thousands(agreed) if agreed else None,
            "summary": row.text("description_of_agreement"),
        }

    def phase_of(self, row):
        return row.text("agreement_phase")

    def institutions_of(self, row):
        return {
            Role.AGREEMENT_PARTNER: row.text("agreement_partner"),
            Role.IMPLEMENTING: row.text("impl_inst"),
        }

    def bring(self, row, take):
        year = getattr(row, "in_year", None)
        if year is None or row.problems:
            return super().bring(row, take)
        if year.wrong:
            said = _(
                "Row %(row)s of the same agreement, year and country has an error: "
                "their sum would be wrong."
            )
            row.problem("", said % {"row": year.wrong})
            return self._told(row, ERROR)
        if year.told is None:
            year.told = super().bring(row, take)
            self._say_sum(year)
            return year.told
        return self._counted_with(row, year)

    def _say_sum(self, year):
        if len(year.rows) > 1 and year.told["outcome"] != ERROR:
            said = _("One payment of %(amount)s, counted from the rows %(rows)s.") % {
                "amount": money(year.total, CURRENCY),
                "rows": ", ".join(str(row.number) for row in year.rows),
            }
            year.told["notes"] = [*year.told.get("notes", []), said]

    def _counted_with(self, row, year):
        first = year.told["row"]
        if year.told["outcome"] == ERROR:
            said = _("Row %(row)s, with which it is counted, has an error.")
            row.problem("", said % {"row": first})
            return self._told(row, ERROR)
        said = _("Counted together with row %(row)s.") % {"row": first}
        return self._told(row, year.told["money"], notes=[said])

    def paid(self, row):
        year = row.text("year")
        total = row.in_year.total
        reference = f"{PREFIX}{year}:{row.country.code}"
        if not total:
            key = (self._key_of(row.agreement), same_number(reference))
            if key not in self.known.payments:
                return None
        return Paid(reference, PartialDate(year), total, partner=row.country)

    def stands_in_the_way(self, row, agreement, paid):
        if not paid.amount:
            return _(
                "The file says that nothing was paid in %(year)s, and a payment is on "
                "record. Archive it if that is right."
            ) % {"year": paid.date}
        others = [
            payment
            for payment in self.known.of_project[self._key_of(agreement)]
            if payment.status == Disbursement.Status.PAID
            and payment.date[:4] == paid.date
            and not payment.reference.startswith(PREFIX)
            and payment.partner_id in (None, paid.partner.pk)
        ]
        if not others:
            return ""
        if any(
            payment.row is None or payment.currency != CURRENCY for payment in others
        ):
            return _(
                "The payments of %(year)s are on record one by one. Their sum is not "
                "added: the money would count twice."
            ) % {"year": paid.date}
        return _(
            "The payments of %(year)s are on record one by one, together %(sum)s; the "
            "file says %(said)s. The sum is not added: the money would count twice."
        ) % {
            "year": paid.date,
            "sum": money(sum(payment.amount for payment in others), CURRENCY),
            "said": money(paid.amount, CURRENCY),
        }
