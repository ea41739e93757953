"""Sectors in the order of the list that is kept; institutions without one come last."""

from django.utils.translation import gettext_lazy as _

# Stands for institutions of which no sector is known, in addresses.
NO_SECTOR = "none"


def code_of(sector):
    return sector.code if sector else NO_SECTOR


def name_of(sector):
    return str(sector or _("Sector not known"))


def sector_key(sector):
    return (0, sector.order, sector.code) if sector else (1, 0, "")


def sectors_of(institutions):
    """The sectors of these institutions; None among them when one has none."""
    return sorted({row.sector for row in institutions}, key=sector_key)
