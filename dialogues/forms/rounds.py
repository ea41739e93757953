"""Forms of a round and of what stands on its agenda."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from dialogues.forms.dialogues import DATE_HINT, SectionedForm
from dialogues.models import AgendaItem, Round
from partners.forms.known import KnownPerson
from partners.models import Person

PEOPLE = ("head_own", "head_partner", "opener_own", "opener_partner")


class RoundForm(SectionedForm):
    """A round of the dialogue that its instance names."""

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
            "level_own",
            "level_partner",
            *PEOPLE,
            "heads_note",
            "participants_count",
            "participants_note",
            "working_groups",
            "summary",
            "public_summary",
            "cost",
            "staff_days",
            "classification",
        )
        widgets = {
            "status_why": forms.Textarea(attrs={"rows": 2}),
            "heads_note": forms.Textarea(attrs={"rows": 2}),
            "summary": forms.Textarea(attrs={"rows": 5}),
            "public_summary": forms.Textarea(attrs={"rows": 4}),
            "working_groups": forms.CheckboxSelectMultiple,
        }
        help_texts = {"starts_on": DATE_HINT, "ends_on": DATE_HINT}

    layout = (
        (
            _("The round"),
            ("ordinal", "partner_ordinal", "status", "status_by", "status_why"),
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
            ("summary", "public_summary", "cost", "staff_days", "classification"),
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._offer_people()
        groups = self.fields["working_groups"]
        groups.queryset = groups.queryset.filter(dialogue=self.instance.dialogue_id)

    def _offer_people(self):
        chosen = {name: self.initial.get(name) for name in PEOPLE}
        keys = [key for key in chosen.values() if key]
        seen = Person.objects.visible_to(self.by)
        offered = seen.current() | seen.filter(pk__in=keys)
        known = seen.in_bulk(keys) if keys else {}
        for name, key in chosen.items():
            self.fields[name].queryset = offered.with_held_positions(self.by)
            self.initial[name] = known.get(key)

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
        for name in PEOPLE:
            # Somebody whom this writer may not see stays, unless replaced.
            if not self.initial[name] and name in cleaned and not cleaned[name]:
                cleaned[name] = getattr(self.instance, name)
        return cleaned


class AgendaItemForm(RecordForm):
    class Meta:
        model = AgendaItem
        fields = (
            "title",
            "topic",
            "order",
            "proposed_by",
            "status",
            "discussed",
            "internal",
            "classification",
        )
