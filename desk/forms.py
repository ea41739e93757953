"""The form of a hand-over."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.models import User
from desk.handing_over.action import Plan, hand_over
from desk.models import HandOver


class Ticked(forms.MultipleChoiceField):
    """What is ticked; what has gone since is left out by the action, which says so."""

    def valid_value(self, value):
        return True


class HandOverForm(forms.ModelForm):
    """What goes from one officer to another; `plan` says what would happen."""

    items = Ticked(required=False)
    # What the preview said would go; nothing else does.
    agreed = Ticked(required=False)
    end_places = forms.BooleanField(
        required=False, help_text=_("Leave it open for somebody who is on leave.")
    )

    class Meta:
        model = HandOver
        fields = ("taken_by", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 4, "maxlength": 4000})}

    field_order = ("taken_by", "items", "end_places", "note")

    def __init__(self, data=None, files=None, *, owned, ip=None):
        self.owned, self.ip = owned, ip
        self.plan, self.left_out = None, 0
        super().__init__(data, instance=HandOver(given_by=owned.giver))
        field = self.fields["taken_by"]
        field.label = _("New owner")
        field.queryset = User.objects.writers().exclude(pk=owned.giver.pk)
        field.empty_label = _("Choose an officer")
        self.initial["items"] = [thing.key for thing in owned.things]
        if owned.is_own or not owned.places_to_give:
            del self.fields["end_places"]
        else:
            label = _("%(name)s leaves the desks that are ticked")
            self.fields["end_places"].label = label % {"name": owned.giver}

    @property
    def ticked(self):
        return set(self["items"].value() or ())

    def clean(self):
        cleaned = super().clean()
        taker, keys = cleaned.get("taken_by"), cleaned.get("items")
        if not keys:
            raise forms.ValidationError(_("Tick at least one thing."), code="nothing")
        if taker:
            self.plan = Plan(
                self.owned, taker, keys, end_places=cleaned.get("end_places", False)
            )
        return cleaned

    def save(self, commit=True):
        cleaned = self.cleaned_data
        made, done = hand_over(
            self.owned,
            cleaned["taken_by"],
            keys=set(cleaned["agreed"]),
            note=cleaned["note"],
            end_places=cleaned.get("end_places", False),
            ip=self.ip,
        )
        self.left_out = done.left_out
        return made
