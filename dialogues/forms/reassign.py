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
    """`plan` is what could go now; of it goes what was ticked on the page.

    After saving, `given` is what went, `refused` what was ticked and stays with the
    reason why, and `left` how many were not ticked.
    """

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
        self.given, self.refused, self.left = [], [], 0

    @property
    def ticked(self):
        """The keys of those that are ticked; all of them, at first."""
        if not self.is_bound:
            return {row.pk for row in self.plan.going}
        sent = self.data.getlist("going")
        return {int(key) for key in sent if key.isdecimal() and len(key) <= 18}

    def clean(self):
        if not self.ticked:
            raise ValidationError(_("Tick at least one follow-up."), code="nothing")
        return super().clean()

    def save(self):
        rows = [row for row in self.plan.going if row.pk in self.ticked]
        if not rows:
            raise ValidationError(
                _(
                    "Nothing of this can be given away any more. Go back to the list "
                    "and look at what is left."
                )
            )
        self.refused = self.plan.why_not(self.ticked)
        self.left = len(self.plan.going) - len(rows)
        reason = self.cleaned_data["reason"]
        reassign(rows, to=self.plan.to, by=self.plan.by, reason=reason)
        self.given = rows
        return self.plan.to
