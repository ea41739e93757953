"""The list of likely duplicates: its filter, its pairs, and its file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.lists import Column
from partners.countries import country_name
from partners.duplicates.alike import with_what_tells_apart
from partners.duplicates.likeness import Pair, likely_pairs
from partners.models import Institution, KeptApart, Person

KINDS = {"people": Person, "institutions": Institution}
_ROLE = {Person: "person", Institution: "institution"}


class DuplicateFilter(forms.Form):
    """What is looked through; an address that says nothing means people."""

    kind = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[("people", _("People")), ("institutions", _("Institutions"))],
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    state = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("Likely duplicates")), ("apart", _("Kept apart"))],
    )

    def __init__(self, request):
        super().__init__(request.GET, auto_id="id_%s")
        self.user = request.user
        self.model = KINDS.get(request.GET.get("kind"), Person)
        self.rows = self.model.objects.visible_to(request.user).current()
        codes = self.rows.order_by().values_list("country", flat=True).distinct()
        named = sorted(((c, country_name(c)) for c in codes if c), key=lambda c: c[1])
        self.fields["country"].choices = [("", _("All")), *named]

    @property
    def form(self):
        return self

    def pairs(self):
        """The pairs asked for; both of each are rows that the user may see."""
        if not self.is_valid():
            return []
        kept = KeptApart.objects.of_kind(self.model)
        if self.cleaned_data["state"]:
            pairs = self._kept_apart(kept)
        else:
            apart = set(kept.values_list("first_id", "second_id"))
            pairs = likely_pairs(self.rows)
            pairs = [pair for pair in pairs if (pair.first, pair.second) not in apart]
        country = self.cleaned_data["country"]
        return [pair for pair in pairs if not country or country in pair.countries]

    def _kept_apart(self, kept):
        known = dict(self.rows.order_by().values_list("pk", "country"))
        return [
            Pair(one.first_id, one.second_id, 0, frozenset(countries))
            for one in kept.order_by("-at", "-pk")
            if len(countries := [known[pk] for pk in _keys(one) if pk in known]) == 2
        ]

    def read(self, pairs):
        """The two rows of each pair, with what tells them apart."""
        keys = {pk for pair in pairs for pk in (pair.first, pair.second)}
        rows = with_what_tells_apart(self.rows, self.user)
        rows = rows.with_last_contact(self.user, _ROLE[self.model]).in_bulk(keys)
        # Whatever was archived a moment ago is no longer there.
        return [
            Couple(pair.score, rows[pair.first], rows[pair.second])
            for pair in pairs
            if {pair.first, pair.second} <= rows.keys()
        ]


def _keys(one):
    return one.first_id, one.second_id


@dataclass
class Couple:
    """Two rows that look alike, as a row of the list and of its file."""

    score: int
    first: Any
    second: Any
    archived_at: datetime | None = None

    @property
    def pk(self):
        return f"{self.first.pk}-{self.second.pk}"

    @property
    def marking(self):
        return max(self.first.marking, self.second.marking)

    @property
    def fictional(self):
        return self.first.fictional or self.second.fictional

    def get_absolute_url(self):
        return f"{self.first.url_for('merge')}?with={self.second.pk}"

    def compared(self):
        """`(label, of the first, of the second, kind)`, as a page shows them."""
        return [
            (_("Country"), *self._both(lambda row: row.country_name), "text"),
            (_("What they are"), *self._both(what_it_is), "text"),
            (_("Other names"), *self._both(_other_names), "text"),
            (_("Last contact"), *self._both(lambda row: row.last_contact), "date"),
            (_("Added"), *self._both(_added), "date"),
        ]

    def _both(self, read):
        return read(self.first), read(self.second)


def what_it_is(row):
    if isinstance(row, Institution):
        return str(row.sector or "")
    held = [(post.title, getattr(post.institution, "name", "")) for post in row.held]
    return "; ".join(", ".join(filter(None, post)) for post in held)


def _other_names(row):
    return ", ".join(filter(None, [row.name_original, *row.other_names.splitlines()]))


def _added(row):
    return timezone.localdate(row.created_at)


class Couples:
    """The couples as a file takes its rows."""

    def __init__(self, couples):
        self._couples = couples

    def count(self):
        return len(self._couples)

    def iterator(self, chunk_size=None):
        return iter(self._couples)


def _of(which, name, read):
    label = {"first": _("First"), "second": _("Second")}[which]
    return Column(f"{which}_{name}", label, value=lambda c: read(getattr(c, which)))


COUPLE_COLUMNS = [
    Column("score", capfirst(_("likeness")), kind="number"),
    *(
        _of(which, name, read)
        for which in ("first", "second")
        for name, read in (
            ("id", lambda row: row.pk),
            ("name", lambda row: row.name),
            ("other_names", _other_names),
            ("country", lambda row: row.country),
            ("what", what_it_is),
            ("last_contact", lambda row: row.last_contact),
            ("added", _added),
        )
    ),
]
