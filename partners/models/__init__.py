"""Partner countries, desks, institutions, people, networks and links."""

from partners.models.duplicates import KeptApart, Merge
from partners.models.fields import CountryField, Level
from partners.models.institutions import Institution, Sector
from partners.models.links import Link, LinkKind
from partners.models.networks import Membership, Network
from partners.models.partner import Assignment, CountryDeskQuerySet, Partner
from partners.models.people import Person, Position

__all__ = [
    "Assignment",
    "CountryDeskQuerySet",
    "CountryField",
    "Institution",
    "KeptApart",
    "Level",
    "Link",
    "LinkKind",
    "Membership",
    "Merge",
    "Network",
    "Partner",
    "Person",
    "Position",
    "Sector",
]
