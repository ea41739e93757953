"""Forms of a round and of what stands on its agenda."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dialogues.forms.dialogues import DATE_HINT, SectionedForm
from dialogues.forms.round_life import refuse_what_lacks
from dialogues.models import Round
from partners.forms.known import KnownPerson, NamesPeople

STATUS = ("status", "status_by", "status_why", "resume_conditions")
PEOPLE = ("head_own", "head_partner", "opener_own", "opener_partner")


class RoundForm(NamesPeople, SectionedForm):
    """A round of the dialogue that its instance names.

    What becomes of a round that is there already is said on a page of its own, which
    knows the rules; here it may only keep what its status needs.
    """

    head_own = KnownPerson(_("Our head of delegation"))
    head_partner = KnownPerson(_("The partner's head of delegation"))
    opener_own = KnownPerson(_("Opened for us by"))
    opener_partner = KnownPerson(_("Opened for the partner by"))

    class Meta:
        model = Round
        fields = (
            "ordinal",
            "partner_ordinal",
            "starts_on",
            "ends_on",
            "host",
            "city",
            "mode",
            "status",
            "status_by",
            "status_why",
            "resume_conditions",
            "level_own",
            "level_partner",
            *PEOPLE,
            "heads_note",
            "participants_count",
            "participants_note",
            "working_groups",
            "summary",
            "public_summary",
            "next_agreed",
            "cost",
            "staff_days",
            "classification",
        )
        widgets = {
            "status_why": forms.Textarea(attrs={"rows": 2}),
            "resume_conditions": forms.Textarea(attrs={"rows": 2}),
            "heads_note": forms.Textarea(attrs={"rows": 2}),
            "summary": forms.Textarea(attrs={"rows": 5}),
            "public_summary": forms.Textarea(attrs={"rows": 4}),
            "working_groups": forms.CheckboxSelectMultiple,
        }
        help_texts = {"starts_on": DATE_HINT, "ends_on": DATE_HINT}

    people = PEOPLE
    layout = (
        (
            _("The round"),
            ("ordinal", "partner_ordinal", *STATUS),
        ),
        (_("When and where"), ("starts_on", "ends_on", "host", "city", "mode")),
        (
            _("The delegations"),
            (
                "level_own",
                "level_partner",
                *PEOPLE,
                "heads_note",
                "participants_count",
                "participants_note",
                "working_groups",
            ),
        ),
        (
            _("What came of it"),
            (
                "summary",
                "public_summary",
                "next_agreed",
                "cost",
                "staff_days",
                "classification",
            ),
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in STATUS:
                del self.fields[name]
        groups = self.fields["working_groups"]
        groups.queryset = groups.queryset.filter(dialogue=self.instance.dialogue_id)

    def clean_ordinal(self):
        ordinal = self.cleaned_data["ordinal"]
        # Rules look at every round, archived and hidden ones as well.
        others = Round.objects.filter(dialogue=self.instance.dialogue_id)
        if ordinal and others.filter(ordinal=ordinal).exclude(pk=self.instance.pk):
            raise ValidationError(
                _("This dialogue has a round with this number already."), code="taken"
            )
        return ordinal

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            # The past kept to no rule: what has been missing may stay so.
            refuse_what_lacks(self, self.instance.status, cleaned, self.changed_data)
        else:
            refuse_what_lacks(self, cleaned.get("status"), cleaned)
        return cleaned
