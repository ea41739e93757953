"""For which years a dialogue is accounted for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.partial_dates import PartialDateFormField


class SpanForm(forms.Form):
    since = PartialDateFormField(label=_("Since"), required=False)
    until = PartialDateFormField(label=_("Until"), required=False)

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until.is_before(since):
            self.add_error("until", _("The end cannot come before the beginning."))
        return cleaned
