"""Forms with which several follow-ups get a new owner."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.models import User
from dialogues.actions import reassign


class NewOwnerForm(forms.Form):
    """Sent with GET: it only shows what would go."""

    to = forms.ModelChoiceField(
        label=_("New owner"),
        queryset=User.objects.none(),
        error_messages={"invalid_choice": _("Choose somebody who keeps the record.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.writers()


class ReassignForm(forms.Form):
    """`plan` is what would go now; of it goes what was on the page that was sent."""

    # As many characters as an entry of the history has for its reason.
    reason = forms.CharField(
        label=_("Why do they get a new owner?"),
        max_length=100,
        help_text=_("Stays in the history of each of them."),
        error_messages={"required": _("Say why they get a new owner.")},
    )

    def __init__(self, data=None, files=None, *, plan):
        super().__init__(data, files)
        self.plan = plan

    def save(self):
        sent = set(self.data.getlist("going"))
        rows = [row for row in self.plan.going if str(row.pk) in sent]
        if not rows:
            raise ValidationError(
                _(
                    "Nothing of this can be given away any more. Go back to the list "
                    "and look at what is left."
                )
            )
        reason = self.cleaned_data["reason"]
        reassign(rows, to=self.plan.to, by=self.plan.by, reason=reason)
        return self.plan.to
