"""Forms of what stands on an agenda, in which order, and what is said on it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from core.models import Classification
from dialogues.models import AgendaItem, SpeakingNote


class AgendaItemForm(RecordForm):
    """An item on the agenda of a round, or of one of its meetings."""

    place = "meeting"

    class Meta:
        model = AgendaItem
        fields = (
            "title",
            "topic",
            "meeting",
            "order",
            "proposed_by",
            "status",
            "moved_to",
            "discussed",
            "internal",
            "classification",
        )
        help_texts = {
            "moved_to": _("Only with the status “Moved”. Empty when it is not agreed."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._offer_meetings()
        if "moved_to" in self.fields:
            field = self.fields["moved_to"]
            field.queryset = field.queryset.that_may_follow(self.instance)
            field.empty_label = _("Not known yet")

    def _offer_meetings(self):
        """Those of the round; an item of a meeting between rounds stays where it is."""
        if self.instance.round_id is None:
            self.fields.pop("meeting", None)
        elif "meeting" in self.fields:
            field = self.fields["meeting"]
            field.queryset = field.queryset.of_round(self.instance.round_id)
            field.empty_label = _("The round as a whole")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("status") == AgendaItem.Status.MOVED:
            return cleaned
        if "moved_to" in self.changed_data and cleaned.get("moved_to"):
            self.add_error(
                "moved_to",
                _("Choose the status “Moved” as well, or leave this empty."),
            )
        else:
            # It is moved no longer; so is what this writer may not see of it.
            cleaned["moved_to"] = self.instance.moved_to = None
        return cleaned


class AgendaItemStatusForm(forms.ModelForm):
    """Only the status: one choice and a button, beside the item."""

    class Meta:
        model = AgendaItem
        fields = ("status",)

    def __init__(self, *args, by, **kwargs):
        self.by = by
        super().__init__(*args, **kwargs)
        self.fields["status"].required = True

    def save(self, commit=True):
        self.instance.updated_by = self.by
        if self.instance.status != AgendaItem.Status.MOVED:
            self.instance.moved_to = None
        return super().save(commit)


class AgendaOrderForm(forms.Form):
    """A number for each item; `agendas` are lists of `(heading, items)`.

    After saving, each agenda is numbered from 1. Two items with the same number stay
    in the order in which they stood.
    """

    def __init__(self, data=None, files=None, *, agendas, by):
        super().__init__(data)
        self.agendas, self.by = agendas, by
        for _heading, items in agendas:
            for place, item in enumerate(items, start=1):
                self.fields[_name(item)] = forms.IntegerField(
                    label=item.title, min_value=0, max_value=9999, initial=place
                )

    @property
    def sections(self):
        return [
            (heading, [self[_name(item)] for item in items])
            for heading, items in self.agendas
        ]

    def save(self):
        for _heading, items in self.agendas:
            ordered = sorted(items, key=lambda item: self.cleaned_data[_name(item)])
            for place, item in enumerate(ordered, start=1):
                if item.order != place:
                    item.order, item.updated_by = place, self.by
                    item.save()


def _name(item):
    return f"order_{item.pk}"


class SpeakingNoteForm(RecordForm):
    class Meta:
        model = SpeakingNote
        fields = ("text", "classification")
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "text": _("What our side means to say. It never leaves the ministry."),
        }

    def save(self, commit=True):
        # What was archived comes back with the new text: an item has one note.
        self.instance.archived_at, self.instance.archived_why = None, ""
        return super().save(commit)


def starts_as(user, record):
    """The marking of something said in a closed room that is part of a record."""
    return min(max(Classification.RESTRICTED, record.marking), user.clearance)
