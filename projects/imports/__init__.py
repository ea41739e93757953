"""What can be brought from a file: agreements with their payments, and IATI."""

from projects.imports.grant_payments import GrantPaymentImporter
from projects.imports.iati import IatiImporter
from projects.imports.public_aid import PublicAidImporter

__all__ = ["GrantPaymentImporter", "IatiImporter", "PublicAidImporter"]
