"""What can be brought from a file: institutions, people, positions, memberships."""

from partners.imports.institutions import InstitutionImporter
from partners.imports.memberships import MembershipImporter
from partners.imports.people import PersonImporter
from partners.imports.positions import PositionImporter

__all__ = [
    "InstitutionImporter",
    "MembershipImporter",
    "PersonImporter",
    "PositionImporter",
]
