"""The list of contacts at political level: what it is filtered by, and its file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lists import Column, marking_column
from core.partial_dates import PartialDateFormField
from dialogues.political.contacts import Contact, Delegation, PoliticalContacts
from dialogues.political.rules import is_at_least
from partners.countries import home_country_name
from partners.models import Level, Partner

OURS, PARTNER = "ours", "partner"


class ContactFilterForm(forms.Form):
    side = forms.ChoiceField(label=_("Whose level"), required=False)
    level = forms.ChoiceField(
        label=_("At least at the level of"),
        choices=[("", _("Any")), *Level.choices],
        required=False,
    )
    since = PartialDateFormField(label=_("Since"), required=False)
    until = PartialDateFormField(label=_("Until"), required=False)

    def __init__(self, *args, partner: Partner, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = [
            ("", _("Both sides")),
            (OURS, home_country_name()),
            (PARTNER, partner.local_name),
        ]


class ContactFilter:
    """Narrows contacts down by the address, as core.filters does for rows."""

    def __init__(self, request, partner: Partner):
        self.request = request
        self.form = ContactFilterForm(request.GET, partner=partner)
        self.errors = self.form.errors

    def narrowed(self, found: PoliticalContacts) -> PoliticalContacts:
        """What fits; nothing where the address asks for what cannot be."""
        if not self.form.is_valid():
            return PoliticalContacts([], [])
        contacts = [one for one in found.contacts if self._fits(one)]
        rounds = [one for one in found.other_rounds if self._is_in_time(one.starts_on)]
        return PoliticalContacts(contacts, rounds)

    @property
    def until(self):
        return self.form.cleaned_data.get("until", "")

    def _fits(self, contact):
        wanted = self.form.cleaned_data
        side = {OURS: contact.own, PARTNER: contact.partner}.get(wanted["side"])
        level = (side or contact).level
        if wanted["level"] and not is_at_least(level, wanted["level"]):
            return False
        return self._is_in_time(contact.date)

    def _is_in_time(self, day):
        """Whether it may lie in the span; a year alone fits any month in it."""
        since, until = (self.form.cleaned_data[name] for name in ("since", "until"))
        if not day:
            return not since and not until
        too_early = since and day.latest < since.earliest
        too_late = until and day.earliest > until.latest
        return not too_early and not too_late

    def chips(self):
        """What it is filtered by, each with the address without it."""
        return [
            {
                "label": field.label,
                "value": self._in_words(name, field),
                "remove_url": self._without(name),
            }
            for name, field in self.form.fields.items()
            if name in self.errors or self.form.cleaned_data.get(name)
        ]

    def _in_words(self, name, field):
        if name in self.errors:
            return self.form[name].data[:40]
        value = self.form.cleaned_data[name]
        return dict(getattr(field, "choices", ())).get(value) or value.words

    def _without(self, name):
        query = self.request.GET.copy()
        for gone in (name, "format"):
            query.pop(gone, None)
        return f"?{query.urlencode()}"


class ContactRows:
    """Contacts as core.exports takes rows."""

    def __init__(self, contacts: list[Contact]):
        self._contacts = contacts

    def count(self):
        return len(self._contacts)

    def iterator(self, chunk_size):
        return iter(self._contacts)


def _who(side: Delegation):
    people = [(one.person.name, one.title) for one in side.in_order]
    return "; ".join(f"{name} ({title})" if title else name for name, title in people)


COLUMNS = [
    Column("date", _("Date")),
    Column("ends_on", _("last day"), value="ends"),
    Column("kind", _("Kind"), value="kind_code"),
    Column("title", _("Contact")),
    Column(
        "meetings",
        _("Meetings in the round"),
        value=lambda one: "; ".join(meeting.title for meeting in one.meetings),
    ),
    Column("city", _("City")),
    Column("country", _("Country"), value="country_code"),
    Column("planned", _("To come")),
    Column("level", _("Level of both sides")),
    Column("level_own", _("Our level"), value="own__level"),
    Column("level_partner", _("The partner’s level"), value="partner__level"),
    Column("people_own", _("Our side"), value=lambda one: _who(one.own)),
    Column("people_partner", _("The partner"), value=lambda one: _who(one.partner)),
    marking_column(),
]
