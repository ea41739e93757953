"""How the sections of a record file about partners are taken, in this order."""

from partners.record.countries import (
    country_of,
    foreign_ministry,
    institution_of,
    take_person,
    take_position,
)

from partners.record import networks, links  # isort: skip

__all__ = [
    "country_of",
    "foreign_ministry",
    "institution_of",
    "links",
    "networks",
    "take_person",
    "take_position",
]
