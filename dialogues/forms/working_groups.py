"""The form of what a working group was asked at a round, and what it reported."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from dialogues.models import GroupReport
from partners.forms.known import KnownPerson, NamesPeople


class GroupReportForm(NamesPeople, RecordForm):
    """A report of the group that its instance names."""

    people = ("moderator", "rapporteur")

    moderator = KnownPerson(_("Moderator"))
    rapporteur = KnownPerson(_("Rapporteur"))

    class Meta:
        model = GroupReport
        fields = (
            "round",
            "moderator",
            "rapporteur",
            "guiding_questions",
            "report",
            "classification",
        )
        widgets = {
            "guiding_questions": forms.Textarea(attrs={"rows": 4}),
            "report": forms.Textarea(attrs={"rows": 8}),
        }
        help_texts = {
            "guiding_questions": _("What the group was asked, as it was sent."),
            "report": _("What it told the plenary."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("round", None)
        else:
            field = self.fields["round"]
            dialogue = self.instance.working_group.dialogue
            field.queryset = field.queryset.of_dialogue(dialogue).newest_first()

    def clean_round(self):
        round_ = self.cleaned_data["round"]
        # Rules look at every report, hidden ones as well.
        if GroupReport.objects.is_taken(self.instance.working_group, round_):
            raise ValidationError(
                _("This group has a report of this round already."), code="taken"
            )
        return round_
