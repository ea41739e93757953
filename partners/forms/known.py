"""Fields that choose somebody, or an institution, that is in the record already."""

from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.widgets import RowOrName
from partners.models import Institution, Person
from partners.suggestions import describe_institution, describe_person


class _KnownRow(RowOrName):
    """A row of the record; the name of one that is not there is refused."""

    refusal, add = "", ""

    def to_python(self, value):
        row = super().to_python(value)
        if isinstance(row, str):
            raise ValidationError(
                format_html(self.refusal, row, self.add), code="unknown"
            )
        return row


class KnownPerson(_KnownRow):
    refusal = _(
        "{} is not among the people in the record. "
        '<a href="{}">Add the person first</a>, then choose the name here.'
    )
    add = reverse_lazy("partners:person_new")

    def __init__(self, label, required=False, **more):
        super().__init__(
            # The form that it stands on narrows it to whom the writer may see.
            queryset=Person.objects.all(),
            search="partners:person_suggest",
            describe=describe_person,
            required=required,
            label=label,
            **more,
        )

    @staticmethod
    def choosable(user, chosen=None):
        """Those whom somebody may name; whom the record names stays, also archived."""
        rows = Person.objects.visible_to(user)
        rows = rows.current() | rows.filter(pk=chosen)
        return rows.with_held_positions(user)


class KnownInstitution(_KnownRow):
    refusal = _(
        "{} is not among the institutions in the record. "
        '<a href="{}">Add the institution first</a>, then choose the name here.'
    )
    add = reverse_lazy("partners:institution_new")

    def __init__(self, label, required=False, side="", **more):
        """`side` is "home" or "abroad" where only one of them can be chosen."""
        super().__init__(
            # The form that it stands on narrows it to what the writer may see.
            queryset=Institution.objects.all(),
            search="partners:institution_suggest",
            describe=describe_institution,
            required=required,
            label=label,
            **more,
        )
        self.widget.asks_for = {"side": side} if side else {}

    @staticmethod
    def choosable(user, chosen=None):
        """Those that somebody may name; what the record names stays, also archived."""
        rows = Institution.objects.visible_to(user)
        return rows.current() | rows.filter(pk=chosen)


class NamesPeople:
    """For a form of a record that has fields of `KnownPerson`: `people` names them."""

    people = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = {name: self.initial.get(name) for name in self.people}
        keys = [key for key in chosen.values() if key]
        seen = Person.objects.visible_to(self.by)
        offered = seen.current() | seen.filter(pk__in=keys)
        known = seen.in_bulk(keys) if keys else {}
        for name, key in chosen.items():
            self.fields[name].queryset = offered.with_held_positions(self.by)
            self.initial[name] = known.get(key)

    def clean(self):
        cleaned = super().clean()
        for name in self.people:
            # Somebody whom this writer may not see stays, unless replaced.
            if not self.initial[name] and name in cleaned and not cleaned[name]:
                cleaned[name] = getattr(self.instance, name)
        return cleaned
