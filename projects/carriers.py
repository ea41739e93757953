"""Who carries a project: institutions by their side and their role."""

from django.conf import settings
from django.utils.translation import gettext as _

from partners.countries import country_name


def institutions_by_side(project):
    """`(country, roles)`, ours first; needs `visible_roles`."""
    sides = {}
    for role in project.visible_roles:
        sides.setdefault(role.institution.country, []).append(role)
    home = settings.HOME_COUNTRY
    return [
        (country_name(code) if code else _("Country not known"), _in_order(sides[code]))
        for code in sorted(sides, key=lambda code: (code != home, code))
    ]


def _in_order(roles):
    order = list(type(roles[0]).Role)
    return sorted(roles, key=lambda row: (order.index(row.role), row.institution.name))
