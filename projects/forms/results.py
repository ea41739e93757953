"""Forms of a result and of its values."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import refuse_what_is_to_come
from dialogues.forms.dialogues import DATE_HINT, SectionedForm
from projects.models import Result, ResultValue


class ResultForm(SectionedForm):
    class Meta:
        model = Result
        fields = (
            "level",
            "title",
            "topic",
            "indicator",
            "unit",
            "baseline",
            "baseline_on",
            "baseline_in_words",
            "note",
            "classification",
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "baseline_on": DATE_HINT,
            "level": _(
                "What the project makes is an output; what others do with it an "
                "outcome; what changes in people's lives is impact."
            ),
        }

    layout = (
        (_("The result"), ("level", "title", "topic")),
        (
            _("By what one will know"),
            ("indicator", "unit", "baseline", "baseline_on", "baseline_in_words"),
        ),
        (_("More"), ("note", "classification")),
    )


class ResultValueForm(SectionedForm):
    class Meta:
        model = ResultValue
        fields = (
            "kind",
            "date",
            "value",
            "in_words",
            "group",
            "evidence",
            "confidence",
            "classification",
        )
        widgets = {"evidence": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"date": DATE_HINT}

    layout = (
        (_("The value"), ("kind", "date", "value", "in_words", "group")),
        (
            _("By what we know it"),
            ("evidence", "confidence", "classification"),
        ),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == ResultValue.Kind.ACTUAL:
            for name, refusal in (
                ("evidence", _("Say by what we know it.")),
                ("confidence", _("Say how sure we are.")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, refusal)
            refuse_what_is_to_come(self, "date")
        numbers = (cleaned.get("value"), cleaned.get("in_words"))
        if numbers == (None, "") and "value" not in self.errors:
            self.add_error("value", _("Give a figure, or say it in words."))
        return cleaned
