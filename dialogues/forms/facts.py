"""Looking for facts, and noting them under an answer to parliament."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.partial_dates import PartialDateFormField
from dialogues.models import FactUsed, Topic
from partners.models import Partner


class _TopicField(forms.ModelChoiceField):
    def label_from_instance(self, topic):
        return f"– {topic}" if topic.parent_id else str(topic)


class FactSearchForm(forms.Form):
    """What to look for, for one person; it is the query string of its page."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    partner = forms.ModelChoiceField(
        label=_("Partner country"), queryset=Partner.objects.none(), required=False
    )
    topic = _TopicField(label=_("Topic"), queryset=Topic.objects.none(), required=False)
    since = PartialDateFormField(label=_("Since"), required=False)
    until = PartialDateFormField(label=_("Until"), required=False)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.visible_to(by).current()
        self.fields["topic"].queryset = Topic.objects.in_tree_order()

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(_("Say what to look for: a word is enough."))
        return cleaned


class FactsForm(forms.Form):
    """The ticked rows, noted as facts under an answer; only what `by` may see."""

    note = forms.CharField(
        label=_("For what"),
        max_length=300,
        required=False,
        help_text=_("For example: second paragraph of the answer."),
    )

    def __init__(self, *args, by, question, **kwargs):
        self.by, self.question = by, question
        super().__init__(*args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        chosen = {}
        for key in self.data.getlist("row"):
            kind, _colon, number = key.partition(":")
            if kind not in FactUsed.KINDS or not _is_key(number):
                raise ValidationError(_("Choose from the rows that are shown."))
            chosen.setdefault(kind, set()).add(int(number))
        cleaned["rows"] = [
            row for kind, keys in chosen.items() for row in self._visible(kind, keys)
        ]
        if not cleaned["rows"]:
            raise ValidationError(_("Tick at least one row."))
        return cleaned

    def _visible(self, kind, keys):
        rows = list(FactUsed.objects.rows_of_kind(kind, self.by, keys))
        if len(rows) < len(keys):
            raise ValidationError(_("Choose from the rows that are shown."))
        return rows


def _is_key(number):
    return number.isascii() and number.isdecimal() and len(number) < 18
