"""What an activity says of the money and the results of its project."""

import copy
from collections import defaultdict

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.folding import fold
from dialogues.models import Confidence
from projects.imports.agreements import Paid
from projects.imports.cells import money
from projects.models import BudgetLine, Disbursement, Result, ResultValue


class Parts:
    """Of one importer: brings payments, budget lines, results and their values."""

    def load_parts(self):
        """What is on record, with None for a row that is hidden from this person."""
        self.budgets = defaultdict(list)
        lines = BudgetLine.objects.filter(project__in=self.known.projects).current()
        seen = {line.pk: line for line in lines.visible_to(self.by)}
        for line in lines.order_by("pk"):
            key = (line.project_id, line.year, fold(line.purpose), line.currency)
            self.budgets[(*key, line.partner_id)].append(seen.get(line.pk))
        self._load_results()

    def _load_results(self):
        seen = Result.objects.visible_to(self.by)
        seen = {r.pk: r for r in seen.filter(project__in=self.known.projects)}
        self.results = {}
        every = Result.objects.filter(project__in=self.known.projects)
        for result in every.current().order_by("-pk"):
            key = (result.project_id, result.level, fold(result.title))
            self.results[key] = seen.get(result.pk)
        self.values = {}
        rows = ResultValue.objects.filter(result__in=seen).current()
        seen = {value.pk: value for value in rows.visible_to(self.by)}
        for value in rows.order_by("-pk"):
            key = (value.result_id, value.kind, value.date, fold(value.group))
            self.values[key] = seen.get(value.pk)

    def _bring_parts(self, row, agreement, take):
        self.row, self.agreement, self.take, self.changes = row, agreement, take, []
        for payment in row.activity.payments:
            self._bring_money(payment)
        for budget in row.activity.budgets:
            self._bring_budget(budget)
        for result in row.activity.results:
            if result.level and result.title:
                self._bring_result(result)
        return self.changes

    def _keep(self, record, told):
        """Checks a part and saves it where rows are taken."""
        relations = {f.name for f in record._meta.fields if f.is_relation}
        try:
            record.clean_fields(exclude=relations)
        except ValidationError as refusal:
            field, messages = next(iter(refusal.message_dict.items()))
            label = record._meta.get_field(field).verbose_name
            said = [f"{told[0]}, {label}", " ".join(messages)]
            self.row.problem(*said)
            return
        self.changes.append(told)
        if self.take:
            record.created_by = record.created_by or self.by
            self._save(self.row, record)

    def _keep_changed(self, record, told, **values):
        """Sets what differs in a part that is on record."""
        if record is None:
            return  # SECURITY: hidden from this person, and left without a word
        differing = {n: v for n, v in values.items() if getattr(record, n) != v}
        if not differing:
            return
        record = copy.copy(record)
        old = ", ".join(str(getattr(record, name) or "–") for name in differing)
        for name, value in differing.items():
            setattr(record, name, value)
        new = ", ".join(str(value or "–") for value in differing.values())
        self._keep(record, [told, old, new])

    def _of_project(self, record):
        if self.agreement.project.pk:
            record.project = self.agreement.project
        return record

    def _bring_money(self, payment):
        if not payment.amount:
            return
        name = payment.recipient
        recipient = self.known.institution(name) if name else None
        words = f"Recipient: {name}" if name and not recipient else ""
        paid = Paid(
            payment.reference[:100],
            payment.date,
            payment.amount,
            payment.currency,
            payment.status,
            partner=self.known.partners.get(payment.country),
            recipient=recipient,
            note=(payment.note or words)[:300],
        )
        label = str(capfirst(Disbursement._meta.verbose_name))
        shown = f"{paid.date}: {money(paid.amount, paid.currency)}"
        known = self._payment_on_record(self.agreement, paid)
        if known is None:
            if self._counts_twice(paid):
                return
            self._keep(
                self._of_project(Disbursement(**vars(paid))), [label, "–", shown]
            )
            return
        known.brought_by = self.row.number
        # SECURITY: what is hidden from this person stays as it is, without a word.
        if known.row is None or known.row.is_archived:
            return
        if known.currency != paid.currency:
            said = _("On record this payment is in %(old)s, in the file in %(new)s.")
            shown = {"old": known.currency, "new": paid.currency}
            self.row.problem(label, said % shown)
            return
        record = copy.copy(known.row)
        for change in self._differences(record, paid):
            self._keep(record, [f"{label} {paid.date}, {change[0]}", *change[1:]])

    def _payment_on_record(self, agreement, paid):
        if paid.reference:
            return super()._payment_on_record(agreement, paid)
        same = (
            payment
            for payment in self.known.of_project[self._key_of(agreement)]
            if payment.brought_by is None
            and (payment.date, payment.amount) == (paid.date, paid.amount)
            and payment.currency == paid.currency
        )
        return next(same, None)

    def _counts_twice(self, paid):
        year = paid.date[:4]
        sums = [
            payment
            for payment in self.known.of_project[self._key_of(self.agreement)]
            if payment.reference.startswith(f"oda:{year}")
        ]
        if sums and paid.status == Disbursement.Status.PAID:
            said = _(
                "The sum of %(year)s from the public aid file is on record: the "
                "payments of that year are not taken."
            ) % {"year": year}
            if said not in self.agreement.notes:
                self.agreement.notes.append(said)
            return True
        return False

    def _bring_budget(self, budget):
        partner = self.known.partners.get(budget.country)
        key = (
            self._key_of(self.agreement),
            budget.year,
            fold(budget.purpose),
            budget.currency,
            getattr(partner, "pk", None),
        )
        known = self.budgets[key]
        label = f"{capfirst(BudgetLine._meta.verbose_name)} {budget.year}"
        if known:
            self._keep_changed(known.pop(0), label, amount=budget.amount)
            return
        line = BudgetLine(
            year=budget.year,
            purpose=budget.purpose,
            amount=budget.amount,
            currency=budget.currency,
            note=budget.note,
            partner=partner,
        )
        shown = money(budget.amount, budget.currency)
        self._keep(self._of_project(line), [label, "–", shown])

    def _bring_result(self, found):
        title = found.title[:300]
        key = (self._key_of(self.agreement), found.level, fold(title))
        label = str(capfirst(Result._meta.verbose_name))
        fields = {
            "indicator": found.indicator[:300],
            "unit": found.unit[:60],
            "baseline_on": found.baseline_on,
            "baseline_in_words": found.baseline_in_words[:300],
        }
        if found.baseline is not None:
            # A figure has an indicator and a unit.
            fields["indicator"] = fields["indicator"] or title
            fields["unit"] = fields["unit"] or "units"
            fields["baseline"] = found.baseline
        if key not in self.results:
            result = Result(level=found.level, title=title, **fields)
            self._keep(self._of_project(result), [label, "–", title])
            self.results[key] = result
        elif self.results[key] is None:
            return  # SECURITY: as above
        else:
            said = {name: value for name, value in fields.items() if value}
            self._keep_changed(self.results[key], f"{label} “{title}”", **said)
        for value in found.values:
            self._bring_value(self.results[key], value, f"{label} “{title}”")

    def _bring_value(self, result, value, label):
        key = (result.pk, value.kind, value.date, fold(value.group))
        said = {"value": value.value, "in_words": value.in_words[:300]}
        if value.value is None and not value.in_words:
            return
        if result.pk and key in self.values:
            self._keep_changed(self.values[key], label, **said)
            return
        record = ResultValue(
            kind=value.kind,
            date=value.date,
            group=value.group[:100],
            evidence=value.evidence,
            confidence=value.confidence if value.confidence in Confidence else "",
            **said,
        )
        if value.kind == ResultValue.Kind.ACTUAL:
            # Nobody here has looked at what others publish.
            record.evidence = record.evidence or f"IATI: {self.row.activity.identifier}"
            record.confidence = record.confidence or Confidence.LOW
        if result.pk:
            record.result = result
        shown = value.in_words if value.value is None else str(value.value)
        self._keep(record, [f"{label}, {value.date}", "–", shown])
