"""The ministry's grant system: a file with a row for each payment."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importing.kinds import imports
from projects.imports import headers
from projects.imports.agreement import CURRENCY
from projects.imports.agreements import AgreementImporter, Paid
from projects.imports.cells import CANCELLED, of_thousands, read_phase
from projects.imports.public_aid import PREFIX
from projects.models import Disbursement, ProjectPartner

Role = ProjectPartner.Role


@imports
class GrantPaymentImporter(AgreementImporter):
    name = "disbursements"
    label = gettext_lazy("Disbursements of the grant system")
    reason = "Imported from the grant system's file of disbursements"
    one_row = gettext_lazy("payment")
    columns = headers.GRANT_PAYMENTS
    ignored = headers.GRANT_PAYMENTS_NOT_KEPT
    number_column = "agreement_no"
    amount_column = "amount"

    def order_of(self, row):
        return row.text("date"), row.number

    def values_of(self, row):
        return {
            "title": " ".join(row.text("agreement_title").split()),
            "since": row.text("agreement_period_from"),
            "until": row.text("agreement_period_to"),
            "agreed_on": row.text("agreement_signed_date"),
            "status": read_phase(row.text("agr_phase")),
            "summary": row.text("agreement_description"),
        }

    def phase_of(self, row):
        return row.text("agr_phase")

    def institutions_of(self, row):
        return {
            Role.AGREEMENT_PARTNER: row.text("agreement_partner"),
            Role.IMPLEMENTING: row.text("impl_institution"),
        }

    def passed_over(self, row):
        if row.values.get("status_of_payment") == CANCELLED:
            return _("Cancelled in the grant system. If it is on record, archive it.")
        if row.amount == 0:
            return _("Nothing was paid.")
        return ""

    def _check_cells(self, row):
        super()._check_cells(row)
        year, date = row.text("year"), row.text("date")
        if year and date and date[:4] != year:
            said = _("The date is not in the year %(year)s.") % {"year": year}
            row.problem(self.by_name["date"], said)
        since, until = (row.text(f"agreement_period_{n}") for n in ("from", "to"))
        if since and until and until.is_before(since):
            said = _("The period ends before it begins.")
            row.problem(self.by_name["agreement_period_to"], said)
        currency = row.text("currency").upper()
        if currency not in ("", CURRENCY):
            said = _(
                "Amounts are taken as 1000 NOK, and this row says %(currency)s. Record "
                "the payment by hand."
            )
            row.problem(self.by_name["currency"], said % {"currency": currency[:10]})

    def paid(self, row):
        name = row.text("recipient")
        recipient = self.known.institution(name) if name else None
        return Paid(
            row.text("disb_code"),
            row.values["date"],
            of_thousands(row.amount),
            status=row.text("status_of_payment") or Disbursement.Status.PAID,
            partner=row.country,
            recipient=recipient,
            note=f"Recipient: {name}"[:300] if name and not recipient else "",
        )

    def stands_in_the_way(self, row, agreement, paid):
        if self._payment_on_record(agreement, paid) is not None:
            return ""
        year = paid.date[:4]
        if typed := self._typed_by_hand(agreement, paid):
            return _(
                "A payment of %(date)s without a reference is on record and may be "
                "this one. Write the reference %(reference)s on it, or archive it, and "
                "bring the file again: the money could count twice."
            ) % {"date": typed.date, "reference": paid.reference}
        sums = [
            payment
            for payment in self.known.of_project[self._key_of(agreement)]
            if payment.reference.startswith(f"{PREFIX}{year}")
            and payment.partner_id in (None, paid.partner.pk)
        ]
        if not sums or paid.status != Disbursement.Status.PAID:
            return ""
        return _(
            "The sum of %(year)s from the public aid file is on record. Archive that "
            "payment first: the money would count twice."
        ) % {"year": year}

    def _typed_by_hand(self, agreement, paid):
        """A payment of which only the year or month is known, and that may be this."""
        return next(
            (
                payment
                for payment in self.known.of_project[self._key_of(agreement)]
                if not payment.reference
                and payment.brought_by is None
                and payment.status == paid.status
                and payment.date != paid.date
                and paid.date.startswith(payment.date)
            ),
            None,
        )

    def _payment_on_record(self, agreement, paid):
        """By its reference; otherwise one without any, of the same day and amount."""
        known = super()._payment_on_record(agreement, paid)
        if known is not None:
            return known
        alike = (
            payment
            for payment in self.known.of_project[self._key_of(agreement)]
            if not payment.reference
            and payment.brought_by is None
            and (payment.date, payment.amount) == (paid.date, paid.amount)
            and payment.currency == CURRENCY
        )
        return next(alike, None)
