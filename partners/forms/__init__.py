"""Forms of countries, institutions, people, networks and links."""

from partners.forms.change_of_post import ChangeOfPostForm
from partners.forms.countries import PartnerForm
from partners.forms.institutions import InstitutionForm
from partners.forms.networks import LinkForm, MembershipForm, NetworkForm
from partners.forms.people import PersonForm, PositionForm

__all__ = [
    "ChangeOfPostForm",
    "InstitutionForm",
    "LinkForm",
    "MembershipForm",
    "NetworkForm",
    "PartnerForm",
    "PersonForm",
    "PositionForm",
]
