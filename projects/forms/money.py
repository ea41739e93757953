"""Forms of budget lines and payments."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogues.forms.dialogues import DATE_HINT, SectionedForm
from partners.countries import currency_choices, currency_name, home_currency
from projects.models import BudgetLine, Disbursement, ProjectPartner

# No amount has more than two decimals, so that 1,200 and 1.200 can only be groups.
_GROUPED = re.compile(r"(-?\d{1,3}(?:([., ])\d{3})(?:\2\d{3})*)(?:[.,](\d{1,2}))?")
_PLAIN = re.compile(r"(-?\d+)()(?:[.,](\d{1,2}))?")
_MINUS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{RIGHT SINGLE QUOTATION MARK}": " "})


class AmountField(forms.DecimalField):
    """An amount of money, typed with or without marks between the thousands."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    default_error_messages = {
        "invalid": _("Write the amount in figures, such as 1200000 or 1 200 000.50."),
    }

    def __init__(self, **kwargs):
        super().__init__(**{"max_digits": 14, "decimal_places": 2, **kwargs})

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, Decimal):
            return super().to_python(value)
        text = " ".join(str(value).translate(_MINUS).split())
        found = _GROUPED.fullmatch(text) or _PLAIN.fullmatch(text)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        whole = re.sub(r"[., ]", "", found[1])
        return super().to_python(f"{whole}.{found[3] or 0}")

    def has_changed(self, initial, data):
        try:
            data = self.to_python(data)
        except ValidationError:
            return True
        return initial != data


class _MoneyForm(SectionedForm):
    """What a budget line and a payment have in common."""

    amount = AmountField(label=_("Amount"))
    currency = forms.ChoiceField(label=_("Currency"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        project = self.instance.project
        self._offer_currencies(project)
        self._offer_countries(project)

    def _offer_currencies(self, project):
        near = [self.instance.currency, project.currency, home_currency()]
        # One that is no more on the list of today stays with what was paid in it.
        first = list(dict.fromkeys(filter(None, near)))
        self.fields["currency"].choices = [
            ("", "–"),
            (
                _("Of this project"),
                [(code, f"{code} – {currency_name(code)}") for code in first],
            ),
            (
                _("All currencies"),
                [choice for choice in currency_choices() if choice[0] not in first],
            ),
        ]
        if not self.initial.get("currency"):
            self.initial["currency"] = project.currency or home_currency()

    def _offer_countries(self, project):
        """Asked only of a project of several countries."""
        field = self.fields.get("partner")
        if field is None:
            return
        keys = project.partner_ids() | ({self.instance.partner_id} - {None})
        if len(keys) < 2 and not self.instance.partner_id:
            del self.fields["partner"]
        else:
            field.queryset = field.queryset.filter(pk__in=keys)


class BudgetLineForm(_MoneyForm):
    class Meta:
        model = BudgetLine
        fields = (
            "year",
            "purpose",
            "amount",
            "currency",
            "partner",
            "note",
            "classification",
        )

    layout = (
        (_("What it is to cost"), ("year", "amount", "currency", "purpose")),
        (_("More about it"), ("partner", "note", "classification")),
    )

    def clean_year(self):
        year = self.cleaned_data["year"]
        if not 1900 <= year <= 2200:
            raise ValidationError(_("Write the year with four digits."))
        return year

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if amount < 0:
            raise ValidationError(_("A budget line cannot be negative."))
        return amount


class DisbursementForm(_MoneyForm):
    class Meta:
        model = Disbursement
        fields = (
            "date",
            "amount",
            "currency",
            "status",
            "recipient",
            "partner",
            "reference",
            "note",
            "classification",
        )
        help_texts = {"date": DATE_HINT}

    layout = (
        (_("The disbursement"), ("date", "amount", "currency", "status", "recipient")),
        (_("More about it"), ("partner", "reference", "note", "classification")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].help_text = _(
            "What was paid back to the ministry is negative."
        )
        if field := self.fields.get("recipient"):
            field.choices = self._recipients(field.queryset)

    def _recipients(self, rows):
        """Institutions of the project first."""
        roles = ProjectPartner.objects.of_project(self.instance.project, self.by)
        own = set(roles.values_list("institution", flat=True))
        found = [(row.pk, str(row)) for row in rows]
        return [
            ("", "–"),
            (_("Of this project"), [one for one in found if one[0] in own]),
            (_("Other institutions"), [one for one in found if one[0] not in own]),
        ]

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if amount == 0:
            raise ValidationError(_("A payment has an amount other than zero."))
        return amount

    def clean_reference(self):
        reference = self.cleaned_data["reference"]
        others = self.instance.others_with_reference(reference)
        if not others.exists():
            return reference
        # Another payment bars it whoever may see that; only then is it said which.
        if others.visible_to(self.by).exists():
            raise ValidationError(
                _("The project has a payment with this reference already.")
            )
        raise ValidationError(
            _("Something that you may not see stands in the way of this reference.")
        )

    def clean(self):
        cleaned = super().clean()
        date = cleaned.get("date")
        paid = cleaned.get("status") == Disbursement.Status.PAID
        if date and paid and date.earliest > timezone.localdate():
            self.add_error("status", _("What lies ahead is planned, not paid."))
        return cleaned
