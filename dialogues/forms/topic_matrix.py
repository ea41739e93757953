"""What the matrix of topics and rounds can be narrowed to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogues.models import WorkingGroup

_YEARS = {"min_value": 1000, "max_value": 9999, "required": False}


class MatrixFilterForm(forms.Form):
    """A plain GET form; `groups` are those of the dialogue that the reader may see."""

    group = forms.ModelChoiceField(
        label=_("Working group"),
        queryset=WorkingGroup.objects.none(),
        required=False,
        empty_label=_("All, and the plenary"),
    )
    since = forms.IntegerField(label=_("Since the year"), **_YEARS)
    until = forms.IntegerField(label=_("Until the year"), **_YEARS)
    level = forms.ChoiceField(
        label=_("Topics"),
        choices=[("", _("All topics")), ("first", _("First level only"))],
        required=False,
    )

    def __init__(self, data, *, groups):
        super().__init__(data)
        self.fields["group"].queryset = groups
