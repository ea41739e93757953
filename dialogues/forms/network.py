"""What the picture of a dialogue's network is filtered by; its state is the address."""

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from dialogues.models import Topic
from dialogues.network.sectors import code_of, name_of, sector_key

FIRST_YEAR, LAST_YEAR = 1900, 2200


class TopicField(forms.ModelChoiceField):
    """A topic, chosen from the tree; one of the first level finds all below it."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Topic.objects.in_tree_order(), **kwargs)

    def label_from_instance(self, topic):
        return f"– {topic}" if topic.parent_id else str(topic)


def _year(label):
    return forms.IntegerField(
        label=label, required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )


def _linked(label):
    """A choice made by a link: a chip, and no field on the form."""
    return forms.ChoiceField(label=label, required=False, widget=forms.HiddenInput)


class NetworkFilterForm(forms.Form):
    """Offers only sectors of which the reader sees an institution."""

    sector = forms.ChoiceField(label=_("Sector"), required=False)
    topic = TopicField(label=_("Topic"), required=False, empty_label="---------")
    since = _year(_("Since (year)"))
    until = _year(_("Until (year)"))
    only = forms.ChoiceField(
        label=_("Institutions"),
        required=False,
        choices=[("", _("All")), ("contacts", _("Only with contacts"))],
    )
    home_sector = _linked(_("Sector at home"))
    partner_sector = _linked(_("Sector in the partner country"))
    band = _linked(_("Shown whole"))

    def __init__(self, request, home_sectors, partner_sectors):
        super().__init__(request.GET)
        self._query = request.GET
        either = sorted({*home_sectors, *partner_sectors}, key=sector_key)
        self._offer("home_sector", home_sectors)
        self._offer("partner_sector", partner_sectors)
        self._offer("sector", either)
        self._offer("band", either)

    def _offer(self, name, sectors):
        named = [(code_of(sector), name_of(sector)) for sector in sectors]
        self.fields[name].choices = [("", "---------"), *named]

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("This year is before the first."))
        return cleaned

    @property
    def chosen(self):
        """What is filtered by; nothing when a value is refused."""
        return self.cleaned_data if self.is_valid() else {}

    def address_with(self, **changes):
        """The present address with changes; None takes a value away."""
        query = self._query.copy()
        for name in ("format", *changes):
            query.pop(name, None)
        for name, value in changes.items():
            if value is not None:
                query[name] = value
        return f"?{query.urlencode()}"

    def chips(self):
        """What is filtered by, each with the address without it, also if refused."""
        return [
            {
                "label": field.label,
                "value": self._in_words(name, field),
                "remove_url": self.address_with(**{name: None}),
            }
            for name, field in self.fields.items()
            if name in self.errors or self.cleaned_data.get(name)
        ]

    def _in_words(self, name, field):
        if name in self.errors:
            return Truncator(self[name].data).chars(40)
        value = self.cleaned_data[name]
        if isinstance(field, TopicField) or not hasattr(field, "choices"):
            return str(value)
        return dict(field.choices)[value]
