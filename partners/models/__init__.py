"""Partner countries, desks, institutions and people."""

from partners.models.fields import CountryField, Level
from partners.models.institutions import Institution, Sector
from partners.models.partner import Assignment, CountryDeskQuerySet, Partner
from partners.models.people import Person, Position

__all__ = [
    "Assignment",
    "CountryDeskQuerySet",
    "CountryField",
    "Institution",
    "Level",
    "Partner",
    "Person",
    "Position",
    "Sector",
]
