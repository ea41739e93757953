"""Forms of countries, institutions, people, networks and links."""

from partners.forms.countries import PartnerForm
from partners.forms.institutions import InstitutionForm
from partners.forms.people import PersonForm, PositionForm

__all__ = ["InstitutionForm", "PartnerForm", "PersonForm", "PositionForm"]
