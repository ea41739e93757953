"""What the ministry's own files have in common: rows of payments of agreements.

A row is about an agreement, of which it says what all its rows say, and about money.
Everything on record is fetched before the first row; a row then costs no query in a
trial. When it is taken, a project that changes costs queries of its own; new roles and
payments are saved many at a time.
"""

import copy
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importing.kinds import CHANGED, ERROR, NEW, SKIPPED, UNCHANGED, Importer
from core.models import Classification, Stale
from projects.imports import shapes
from projects.imports.agreement import CURRENCY, Agreement
from projects.imports.cells import money
from projects.imports.on_record import OnRecord, Payment, same_number
from projects.imports.telling import Telling
from projects.models import Disbursement, Project, ProjectPartner

KINDS = ("public-aid", "disbursements", "iati")


@dataclass
class Paid:
    """The payment that a row is about."""

    reference: str
    date: str
    amount: Decimal
    currency: str = CURRENCY
    status: str = Disbursement.Status.PAID
    partner: object = None
    recipient: object = None
    note: str = ""


class AgreementImporter(Telling, Importer):
    """One of the ministry's own files, for one person."""

    model = Project
    list_name = "projects:project_list"
    list_label = gettext_lazy("Projects")
    page_name = "projects:project_detail"
    outcomes = (NEW, CHANGED, UNCHANGED, SKIPPED, ERROR)
    beside = KINDS
    separator = ";"
    amount_column = ""
    one_row = ""  # what a row of the file stands for
    rules = (
        gettext_lazy(
            "A project is found by its agreement number. One that is not on record is "
            "made, Internal, and belongs to the country of its rows."
        ),
        gettext_lazy(
            "Amounts are in 1000 NOK, with a decimal comma or point; days are written "
            "20120301. An empty cell leaves the field as it is."
        ),
        gettext_lazy(
            "Rows of countries that are no partner, or not on your desk, are skipped."
        ),
        gettext_lazy(
            "Partners are institutions on record by their name or another of their "
            "names; others stay in the words of the file, and the report says so."
        ),
        gettext_lazy(
            "Bringing a file again changes only what the file says differently. What "
            "the project does is taken only where nothing is written yet."
        ),
    )

    @classmethod
    def heading_of(cls, column):
        return str(column.label)

    @classmethod
    def by_number(cls):
        """The column that names the agreement."""
        return next(c for c in cls.columns if c.name == cls.number_column)

    @classmethod
    def refuse_shape(cls, sheet):
        shapes.refuse(cls, sheet)

    # What each file says for itself.

    def values_of(self, row):
        """Fields of the project as this row has them."""
        raise NotImplementedError

    def institutions_of(self, row):
        """Names of institutions by their role in the project."""
        raise NotImplementedError

    def phase_of(self, row):
        raise NotImplementedError

    def order_of(self, row):
        """The later row is believed, where two speak of one agreement."""
        raise NotImplementedError

    def passed_over(self, row):
        """Why a row is not taken though nothing is wrong with it, or ""."""
        return ""

    def paid(self, row):
        """The payment of a row, None where nothing was paid."""
        raise NotImplementedError

    def stands_in_the_way(self, row, agreement, paid):
        """Why the payment would count twice, or "" where it would not."""
        return ""

    # What is the same for all.

    def load(self):
        self.known = OnRecord(self.by)
        self.agreements = {}
        self._roles = []

    def prepare(self, rows):
        heard = defaultdict(list)
        for row in rows:
            self._read(row)
            row.amount = row.values.get(self.amount_column)
            row.country, row.skipped = self._country_of(row)
            row.skipped = row.skipped or self.passed_over(row)
            if not row.skipped:
                self._check_cells(row)
            if not row.skipped and not row.problems:
                heard[same_number(row.text(self.number_column))].append(row)
        for key, its in heard.items():
            self.agreements[key] = self._agreement(key, its)

    def look_up(self, agreement, key):
        """Finds its project, or says why it may not be changed."""
        pk = self.known.by_number.get(key)
        agreement.found = self.known.projects.get(pk)
        if pk and agreement.found is None:
            agreement.refused = _("This agreement is not yours to change.")
        elif agreement.found and agreement.found.is_archived:
            agreement.refused = _("This is archived. Bring it back first.")

    def _agreement(self, key, rows):
        agreement = Agreement(rows[0].text(self.number_column))
        self.look_up(agreement, key)
        for row in sorted(rows, key=self.order_of):
            row.agreement = agreement
            values, institutions = self.values_of(row), self.institutions_of(row)
            agreement.hear(values, institutions, row.country)
            agreement.phase = self.phase_of(row) or agreement.phase
        return agreement

    def _country_of(self, row):
        """The partner country of a row, or why there is none that one may take."""
        codes = [row.text(name) for name in self.country_columns]
        code = next((code for code in codes if code not in ("", "?")), "")
        said = self.country_said(row)
        partner = self.known.partners.get(code)
        if not said:
            row.problem(self.by_name[self.country_columns[0]], _("This is missing."))
            return None, ""
        if partner is None:
            why = _("“%(country)s” is no partner country.") % {"country": said[:60]}
            return None, why
        if partner.pk not in self.known.desk:
            why = _("%(country)s is not on your desk.") % {"country": partner}
            return None, why
        return partner, ""

    def _check_cells(self, row):
        if not row.text(self.number_column):
            row.problems = []
            said = _("Rows without an agreement number, such as totals, are not taken.")
            row.problem(self.by_number(), said)
            return
        for column in self.columns:
            if column.required and row.values.get(column.name) in ("", None):
                given = self.said(row, column.name)
                if not given or not row.problems:
                    row.problem(column, _("This is missing."))

    def bring(self, row, take):
        if row.skipped:
            row.problems = []
            return self._told(row, SKIPPED, notes=[row.skipped])
        if row.problems:
            return self._told(row, ERROR)
        agreement = row.agreement
        if agreement.refused:
            row.problem("", agreement.refused)
            return self._told(row, ERROR)
        changes = self._bring_agreement(row, agreement, take)
        if row.problems:
            return self._told(row, ERROR)
        return self._bring_payment(row, agreement, changes, take)

    # The agreement itself: with the first of its rows.

    def _bring_agreement(self, row, agreement, take):
        if agreement.brought_by is not None:
            return []
        try:
            changes = agreement.fill(self.known, self.by)
        except ValidationError as refusal:
            self._refuse(row, agreement, " ".join(refusal.messages))
            return []
        agreement.brought_by = row.number
        if take and (changes or agreement.is_new):
            self._save_agreement(row, agreement)
        return changes

    def _refuse(self, row, agreement, why):
        row.problem("", why)
        said = _("Its agreement cannot be taken, see row %(row)s: %(why)s")
        agreement.refused = said % {"row": row.number, "why": why}

    def _save_agreement(self, row, agreement):
        project = agreement.project
        project.updated_by = project._history_user = self.by
        project._change_reason = self.reason
        try:
            with transaction.atomic():
                project.save()
                if agreement.new_countries:
                    project.partners.add(*agreement.new_countries)
        except Stale:
            why = _("Somebody has just changed this. Bring the file again.")
            return self._refuse(row, agreement, why)
        except IntegrityError:
            why = _("This does not go together with what is recorded.")
            return self._refuse(row, agreement, why)
        for institution, role in agreement.new_roles:
            named = ProjectPartner(
                project=project, institution=institution, role=role, created_by=self.by
            )
            named.updated_by = self.by
            self._roles.append((row, named, {"outcome": ""}))
        return None

    # The payment.

    def _bring_payment(self, row, agreement, changes, take):
        made = agreement.is_new and agreement.brought_by == row.number
        notes = agreement.notes if agreement.brought_by == row.number else []
        paid = self.paid(row)
        if paid is None:
            outcome = NEW if made else CHANGED if changes else UNCHANGED
            return self._told(row, outcome, changes, notes, money=UNCHANGED)
        if why := self.stands_in_the_way(row, agreement, paid):
            if not changes and not made:
                return self._told(row, SKIPPED, notes=[*notes, why])
            outcome = NEW if made else CHANGED
            return self._told(row, outcome, changes, [*notes, why], money=SKIPPED)
        known = self._payment_on_record(agreement, paid)
        if known is not None:
            return self._change_payment(row, known, paid, changes, notes, take)
        payment = self._new_payment(agreement, paid)
        outcome = CHANGED if changes and not made else NEW
        told = self._told(row, outcome, changes, notes, money=NEW)
        self._remember(agreement, payment, row)
        if take:
            self._new.append((row, payment, told))
            if len(self._new) >= 500:
                self.save_new()
        return told

    def _payment_on_record(self, agreement, paid):
        key = (self._key_of(agreement), same_number(paid.reference))
        return self.known.payments.get(key)

    @staticmethod
    def _key_of(agreement):
        """Stands for a project, also for one that is not saved yet."""
        found = agreement.found
        return found.pk if found is not None else f"new {agreement.number}"

    def _new_payment(self, agreement, paid):
        payment = Disbursement(**vars(paid))
        if agreement.project.pk:
            payment.project = agreement.project
        payment.created_by = payment.updated_by = self.by
        return payment

    def _remember(self, agreement, payment, row):
        known = Payment(payment, payment)
        known.brought_by = row.number
        key = self._key_of(agreement)
        self.known.payments[key, same_number(payment.reference)] = known
        self.known.of_project[key].append(known)

    def _change_payment(self, row, known, paid, changes, notes, take):
        if known.brought_by is not None:
            said = _("Row %(row)s has the same reference, %(reference)s.")
            row.problem(
                "", said % {"row": known.brought_by, "reference": paid.reference}
            )
            return self._told(row, ERROR)
        if known.row is None:
            row.problem("", _("This payment is not yours to change."))
        elif known.row.is_archived:
            row.problem("", _("This payment is archived. Bring it back first."))
        elif known.currency != paid.currency:
            said = _("On record this payment is in %(old)s, in the file in %(new)s.")
            row.problem("", said % {"old": known.currency, "new": paid.currency})
        if row.problems:
            return self._told(row, ERROR)
        known.brought_by = row.number
        key = (self._key_of(row.agreement), same_number(paid.reference))
        self.known.payments[key] = known
        payment = copy.copy(known.row)
        changed = self._differences(payment, paid)
        if changed and take:
            self._save(row, payment)
        if row.problems:
            return self._told(row, ERROR)
        all_changes = [*changes, *changed]
        outcome = CHANGED if all_changes else UNCHANGED
        told = self._told(
            row, outcome, all_changes, notes, money=CHANGED if changed else UNCHANGED
        )
        if changed and payment.marking >= Classification.RESTRICTED:
            told["logged"] = True
        return told

    def _differences(self, payment, paid):
        changes = []
        for name, value in vars(paid).items():
            old = getattr(payment, name)
            coarser = name == "date" and old.startswith(value)
            if name in ("recipient", "partner"):
                old = getattr(payment, f"{name}_id")
                # SECURITY: what is hidden from this person stays, without a word.
                hidden = old and self._shown_payment(name, payment) == "–"
                same = value is None or old == value.pk or hidden
            elif name in ("note", "reference"):
                same = bool(old) or not value
            else:
                same = old == value
            if same or coarser:
                continue
            shown = self._shown_payment(name, payment), ""
            setattr(payment, name, value)
            label = str(capfirst(Disbursement._meta.get_field(name).verbose_name))
            changes.append([label, shown[0], self._shown_payment(name, payment)])
        return changes

    def _shown_payment(self, name, payment):
        if name == "amount":
            return money(payment.amount, payment.currency)
        if name == "status":
            return str(Disbursement.Status(payment.status).label)
        if name == "partner":
            return str(self.known.partners_by_pk.get(payment.partner_id, "–"))
        if name == "recipient":
            # SECURITY: an institution that is hidden from this person has no name.
            known = self.known.institutions.by_pk.get(payment.recipient_id)
            return str(known or "–")
        value = getattr(payment, name)
        return str(getattr(value, "words", value)) or "–"

    def save_new(self):
        roles, self._roles = self._roles, []
        self.save_many(ProjectPartner, roles)
        waiting, self._new = self._new, []
        self.save_many(Disbursement, waiting)

    def key_of(self, record):
        return record.project_id
