"""Forms of a project: the project itself, what it answers, and who carries it."""

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm, refuse_what_is_to_come
from dialogues.forms.dialogues import DATE_HINT, SectionedForm
from dialogues.models import Evaluation
from partners.countries import currency_choices, currency_name, home_currency
from partners.forms.known import KnownInstitution
from projects.forms.money import AmountField
from projects.models import Project, ProjectPartner

# What a project can answer: chosen on a form of its own, or named by the address.
ANSWERED = ("measures", "concerns", "working_groups", "findings")


class LongChoice(forms.CheckboxSelectMultiple):
    """More boxes than one wants to pass by: they scroll in a frame."""

    def __init__(self, attrs=None, choices=()):
        super().__init__({"class": "options--long"} | (attrs or {}), choices)

    def create_option(self, *args, **kwargs):
        """The frame is around all boxes, not around each of them."""
        option = super().create_option(*args, **kwargs)
        option["attrs"].pop("class", None)
        return option


class ProjectForm(SectionedForm):
    agreed_amount = AmountField(label=_("Agreed amount"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), required=False)

    class Meta:
        model = Project
        fields = (
            "title",
            "summary",
            "partners",
            "dialogues",
            "topics",
            *ANSWERED,
            "status",
            "stopped_why",
            "since",
            "until",
            "agreement_number",
            "agreed_on",
            "agreed_amount",
            "currency",
            "comparator",
            "partners_in_words",
            "funding_in_words",
            "results_in_words",
            "reported_on",
            "completion_report",
            "note",
            "classification",
        )
        widgets = {
            "partners": forms.CheckboxSelectMultiple,
            "dialogues": forms.CheckboxSelectMultiple,
            "topics": LongChoice,
            **dict.fromkeys(ANSWERED, forms.CheckboxSelectMultiple),
            **{
                name: forms.Textarea(attrs={"rows": rows})
                for name, rows in (
                    ("summary", 4),
                    ("stopped_why", 2),
                    ("partners_in_words", 2),
                    ("results_in_words", 3),
                    ("completion_report", 5),
                    ("note", 3),
                )
            },
        }
        help_texts = dict.fromkeys(
            ("since", "until", "agreed_on", "reported_on"), DATE_HINT
        )

    layout = (
        (_("The project"), ("title", "summary", "partners", "dialogues", "topics")),
        (_("What it answers"), ANSWERED),
        (_("Where it stands"), ("status", "stopped_why", "since", "until")),
        (
            _("Agreement"),
            ("agreement_number", "agreed_on", "agreed_amount", "currency"),
        ),
        (_("How it ended"), ("reported_on", "completion_report")),
        (
            _("What sources say"),
            (
                "partners_in_words",
                "funding_in_words",
                "results_in_words",
                "comparator",
                "note",
            ),
        ),
        (_("Who may read it"), ("classification",)),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["comparator"].choices = [
            ("", _("No, it is ours")),
            *(
                (code, name)
                for code, name in self.fields["comparator"].choices
                if code and code != settings.HOME_COUNTRY
            ),
        ]
        self.fields["topics"].queryset = self.fields["topics"].queryset.in_tree_order()
        self.fields["topics"].label_from_instance = _in_tree
        self._offer_currencies()
        for name in ANSWERED:
            self._keep_what_is_named(name)

    def _offer_currencies(self):
        """Ours, and that which the amount is in, before all others."""
        near = filter(None, (self.instance.currency, home_currency()))
        first = [
            (code, f"{code} – {currency_name(code)}") for code in dict.fromkeys(near)
        ]
        self.fields["currency"].choices = [
            ("", "–"),
            (_("Most likely"), first),
            (_("All"), currency_choices()),
        ]

    def _keep_what_is_named(self, name):
        """On a new project only, and only what its address names."""
        named = {getattr(row, "pk", row) for row in self.initial.get(name) or []}
        if self.instance.pk or not named:
            del self.fields[name]
        else:
            field = self.fields[name]
            field.queryset = field.queryset.filter(pk__in=named)

    def clean(self):
        cleaned = super().clean()
        countries = cleaned.get("partners")
        if countries is not None:
            keys = {row.pk for row in countries}
            if not keys & set(self.by.desk_partner_ids):
                self.add_error(
                    "partners", _("Choose at least one country of your desk.")
                )
            self._check_dialogues(keys)
        if cleaned.get("status") == "stopped" and not cleaned.get("stopped_why"):
            self.add_error("stopped_why", _("Say why the project was stopped."))
        if cleaned.get("agreed_amount") is not None and not cleaned.get("currency"):
            self.add_error("currency", _("Say in which currency that is."))
        over = cleaned.get("status") == Project.Status.COMPLETED
        ends = ["until"] if over else []
        refuse_what_is_to_come(self, "agreed_on", "reported_on", *ends)
        return cleaned

    def _check_dialogues(self, countries):
        for dialogue in self.cleaned_data.get("dialogues") or ():
            if dialogue.partner_id not in countries:
                self.add_error(
                    "dialogues",
                    _("“%(dialogue)s” is with a country that the project is not with.")
                    % {"dialogue": dialogue},
                )


def _in_tree(topic):
    return f"– {topic}" if topic.parent_id else str(topic)


class AnswersForm(RecordForm):
    """What a project answers: rows of its own countries only."""

    class Meta:
        model = Project
        fields = ANSWERED
        widgets = dict.fromkeys(ANSWERED, LongChoice)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        countries = self.instance.partner_ids()
        judged = Evaluation.objects.filter(
            Q(dialogues__partner__in=countries) | Q(dialogues=None)
        )
        of_theirs = {
            "measures": Q(dialogue__partner__in=countries),
            "concerns": Q(partner__in=countries),
            "working_groups": Q(dialogue__partner__in=countries),
            "findings": Q(evaluation__in=judged.values("pk")),
        }
        for name, theirs in of_theirs.items():
            chosen = [getattr(row, "pk", row) for row in self.initial.get(name) or []]
            field = self.fields[name]
            field.queryset = field.queryset.filter(theirs | Q(pk__in=chosen))
        self._tell_apart()

    def _tell_apart(self):
        """Of which round a measure is, and of which evaluation a finding."""
        measures, findings = self.fields["measures"], self.fields["findings"]
        measures.queryset = measures.queryset.with_visible(self.by, "round")
        measures.label_from_instance = _with_its_round
        rows = findings.queryset.with_visible(self.by, "evaluation")
        findings.queryset = rows.order_by("-evaluation__date", "evaluation", "number")
        findings.label_from_instance = _with_its_evaluation


def _with_its_round(measure):
    return f"{measure} ({measure.round})" if measure.round else str(measure)


def _with_its_evaluation(finding):
    words = Truncator(finding.recommendation or finding.text).chars(120)
    return f"{finding.evaluation}: {words}" if finding.evaluation else words


class ProjectPartnerForm(RecordForm):
    institution = KnownInstitution(_("Institution"), required=True)

    class Meta:
        model = ProjectPartner
        fields = ("institution", "role", "since", "until", "note", "classification")
        help_texts = {"since": DATE_HINT, "until": DATE_HINT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("institution"):
            field.queryset = field.choosable(self.by, self.instance.institution_id)

    def clean(self):
        cleaned = super().clean()
        institution, role = cleaned.get("institution"), cleaned.get("role")
        if not (institution and role):
            return cleaned
        others = self.instance.project.roles.current().exclude(pk=self.instance.pk)
        others = others.holding(institution, role)
        if not others.exists():
            return cleaned
        if others.visible_to(self.by).exists():
            words = _("This institution has this role in the project already.")
        else:
            words = _("Something that you may not see stands in the way of this role.")
        self.add_error("role", words)
        return cleaned
