"""One agreement of a file: its project, and what the file would make of it."""

import copy

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.imports.cells import money
from projects.models import Project, ProjectPartner

CURRENCY = "NOK"  # of all amounts in these files
_COARSE = ("since", "until", "agreed_on")


class Agreement:
    """What all rows of one agreement number say together.

    `values` are fields of the project, the latest year's first; `institutions` the
    names that the file gives for each role.
    """

    def __init__(self, number):
        self.number = number
        self.project = None
        self.found = None
        self.is_new = False
        self.values = {}
        self.institutions = {}
        self.countries = {}
        self.phase = ""
        self.brought_by = None  # the number of the row that brought it
        self.refused = ""
        self.notes = []
        self.currency = CURRENCY  # of the agreed amount

    def hear(self, values, institutions, country):
        """Takes what a later row says over what an earlier one said."""
        self.values |= {name: value for name, value in values.items() if value}
        for role, name in institutions.items():
            if name and name not in self.institutions.setdefault(role, []):
                self.institutions[role].append(name)
        self.countries[country.pk] = country

    def fill(self, known, by):
        """Makes or changes the project, unsaved; returns the changes in words."""
        self.is_new = self.found is None
        self.project = Project() if self.is_new else copy.copy(self.found)
        changes = []
        for name, value in self.values.items():
            if change := self._set(name, value):
                changes.append(change)
        self._say_why_stopped()
        changes += self._add_countries(known)
        self._name_institutions(known, changes)
        if self.is_new:
            self.project.agreement_number = self.number
            self.project.created_by = by
            changes = []
        self._check()
        return changes

    def _set(self, name, value):
        project, old = self.project, getattr(self.project, name)
        if name == "summary" and old:
            return None  # what people wrote says more than the file does
        if name in _COARSE and old.startswith(value):
            return None  # known more exactly than the file has it
        if name == "agreed_amount":
            return self._set_agreed_amount(value)
        if name == "status" and old == Project.Status.STOPPED != value:
            # Somebody stopped it for a reason; a file gives none for going on.
            said = _("It was stopped, and stays so; the file says %(new)s.")
            self.notes.append(said % {"new": self._shown(name, value)})
            return None
        if old == value:
            return None
        setattr(project, name, value)
        return self._change(name, *(self._shown(name, v) for v in (old, value)))

    def _set_agreed_amount(self, value):
        project, old = self.project, self.project.agreed_amount
        if old is not None and project.currency != self.currency:
            said = _("The agreed amount stays %(old)s; the file says %(new)s.")
            shown = {
                "old": money(old, project.currency),
                "new": money(value, self.currency),
            }
            self.notes.append(said % shown)
            return None
        if old == value:
            return None
        project.agreed_amount, project.currency = value, self.currency
        shown = money(old, self.currency) if old is not None else ""
        return self._change("agreed_amount", shown, money(value, self.currency))

    def _say_why_stopped(self):
        if self.project.status == Project.Status.STOPPED:
            # Of the source, in its own words: no sentence of ours.
            self.project.stopped_why = self.project.stopped_why or self.phase

    def _add_countries(self, known):
        had = set() if self.is_new else known.countries_of[self.found.pk]
        self.new_countries = [p for pk, p in self.countries.items() if pk not in had]
        if self.is_new or not self.new_countries:
            return []
        names = [known.partners_by_pk[pk] for pk in had if pk in known.partners_by_pk]
        old = ", ".join(sorted(map(str, names)))
        new = ", ".join(sorted(map(str, [*names, *self.new_countries])))
        return [self._change("partners", old, new)]

    def _name_institutions(self, known, changes):
        """Gives roles to institutions on record; others stay in the file's words."""
        self.new_roles = []
        had = set() if self.is_new else set(known.roles_of[self.found.pk])
        words, open_ = [], not self.project.partners_in_words
        for role, names in self.institutions.items():
            label = str(ProjectPartner.Role(role).label)
            for name in names:
                institution = known.institution(name)
                if institution is None:
                    self.notes.append(
                        _("Not on record: %(name)s (%(role)s).")
                        % {"name": name[:100], "role": label.lower()}
                    )
                    words.append(f"{label}: {name}")
                elif (institution.pk, role) not in had:
                    had.add((institution.pk, role))
                    self.new_roles.append((institution, role))
                    changes.append([label, "–", str(institution)])
        if words and open_:
            self.project.partners_in_words = "\n".join(words)
            changes.append(self._change("partners_in_words", "", "; ".join(words)))

    def _check(self):
        """Raises ValidationError for what no field or constraint would take."""
        project = self.project
        if project.since and project.until and project.until.is_before(project.since):
            raise ValidationError(_("A project cannot end before it begins."))
        relations = {f.name for f in Project._meta.fields if f.is_relation}
        try:
            project.clean_fields(exclude=relations)
        except ValidationError as refusal:
            field, messages = next(iter(refusal.message_dict.items()))
            label = capfirst(Project._meta.get_field(field).verbose_name)
            raise ValidationError(f"{label}: {' '.join(messages)}") from None

    def _shown(self, name, value):
        if name == "status":
            return str(Project.Status(value).label) if value else ""
        return str(getattr(value, "words", value))

    def _change(self, name, old, new):
        label = str(capfirst(Project._meta.get_field(name).verbose_name))
        return [label, str(old)[:300] or "–", str(new)[:300] or "–"]
