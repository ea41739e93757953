"""What is on record when a file of projects is brought; fetched once, in few queries.

SECURITY: rules look at every row, so that nothing is made twice; a person learns only
of what is on their own desk, and otherwise that something is not theirs to change.
"""

from collections import defaultdict

from core.folding import fold
from partners.imports.names import Names
from partners.models import Institution, Partner
from projects.models import Disbursement, Project, ProjectPartner


def same_number(text):
    """An agreement number as it is compared: whatever its case and spaces."""
    return fold(" ".join(text.split()))


class OnRecord:
    """Projects, roles, payments, institutions and countries, for one import.

    Costs eight queries, however many rows the file has.
    """

    def __init__(self, by):
        self.by = by
        self.partners = {p.code: p for p in Partner.objects.visible_to(by).current()}
        self.partners_by_pk = {p.pk: p for p in self.partners.values()}
        self.desk = set(by.desk_partner_ids)
        institutions = Institution.objects.visible_to(by).order_by("pk")
        self.institutions = Names(institutions)
        self._load_projects()
        self._load_roles()
        self._load_payments()

    def _load_projects(self):
        mine = Project.objects.visible_to(self.by).of_desk(self.by)
        self.projects = {p.pk: p for p in mine.exclude(agreement_number="")}
        self.by_number = {}
        rows = Project.objects.exclude(agreement_number="").order_by("pk")
        for pk, number, archived in rows.values_list(
            "pk", "agreement_number", "archived_at"
        ):
            key = same_number(number)
            # What is archived stands back behind the one that took its place.
            if archived is None or key not in self.by_number:
                self.by_number[key] = pk
        self.countries_of = defaultdict(set)
        named = Project.partners.through.objects.filter(project__in=self.projects)
        for project, partner in named.values_list("project", "partner"):
            self.countries_of[project].add(partner)

    def _load_roles(self):
        rows = ProjectPartner.objects.filter(project__in=self.projects)
        # One that somebody archived is not put back by a file.
        self.roles_of = defaultdict(set)
        for project, *role in rows.values_list("project", "institution", "role"):
            self.roles_of[project].add(tuple(role))

    def _load_payments(self):
        rows = Disbursement.objects.filter(project__in=self.projects).order_by("pk")
        seen = {row.pk: row for row in rows.visible_to(self.by)}
        self.payments = {}
        self.of_project = defaultdict(list)
        for row in rows:
            payment = Payment(row, seen.get(row.pk))
            if row.archived_at is None:
                self.of_project[row.project_id].append(payment)
            key = (row.project_id, same_number(row.reference))
            if row.reference and (row.archived_at is None or key not in self.payments):
                self.payments[key] = payment

    def institution(self, name, country=None):
        """The one institution of that name, or None: several are as good as none."""
        found = self.institutions.called(name)
        if len(found) > 1 and country:
            found = [row for row in found if row.country == country]
        return found[0] if len(found) == 1 else None


class Payment:
    """One on record: what the rules look at, and the row as far as one may see it."""

    def __init__(self, row, seen):
        self.date = row.date
        self.amount = row.amount
        self.currency = row.currency
        self.status = row.status
        self.partner_id = row.partner_id
        self.reference = row.reference
        self.row = seen
        self.brought_by = None
