"""What of the agreed amount was disbursed, what remains, and what is beyond it."""

from decimal import Decimal

from projects.models import Disbursement


class Agreement:
    """The agreed amount of a project against what was paid in its currency.

    Reckoned from payments that the reader may see. What was paid in another currency is
    held against nothing: two currencies are not compared.
    """

    def __init__(self, project):
        self.amount, self.currency = project.agreed_amount, project.currency
        self.paid = sum(
            (
                row.amount
                for row in project.visible_disbursements
                if row.status == Disbursement.Status.PAID
                and row.currency == self.currency
            ),
            Decimal(0),
        )

    @property
    def is_known(self):
        return self.amount is not None

    @property
    def remaining(self):
        """What is left of the agreed amount; None where more was paid."""
        left = self.amount - self.paid if self.is_known else -1
        return left if left >= 0 else None

    @property
    def beyond(self):
        """How much more was paid than agreed; None where nothing was."""
        more = self.paid - self.amount if self.is_known else 0
        return more if more > 0 else None


def keys_beyond_agreed(rows, user):
    """Of these projects, those with payments beyond what was agreed."""
    agreed = rows.prefetch_related(None).filter(agreed_amount__isnull=False)
    loaded = agreed.with_money(user)
    return [row.pk for row in loaded if Agreement(row).beyond is not None]
