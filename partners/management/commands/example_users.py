"""Makes the example people with whom the product can be tried out."""

import os

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction

from core.models import AuditEvent, Classification, User
from partners.models import Assignment, Partner

_OFFICER, _LEAD = Assignment.Role.RESPONSIBLE, Assignment.Role.LEAD
# Address → name, role, clearance, desks and the role on them, administration.
PEOPLE = {
    "indonesia@example.org": (
        *("Ingunn Skarvatn", "Officer", Classification.CONFIDENTIAL),
        *(("ID", "VN"), _OFFICER, False),
    ),
    "china@example.org": (
        *("Marius Fjellheimsli", "Officer", Classification.CONFIDENTIAL),
        *(("CN",), _OFFICER, False),
    ),
    "lead@example.org": (
        *("Torunn Ekrehagen", "Desk lead", Classification.CONFIDENTIAL),
        *(("ID", "VN", "CN"), _LEAD, False),
    ),
    "analyst@example.org": (
        *("Jakob Nordliskog", "Analyst", Classification.RESTRICTED),
        *((), "", False),
    ),
    "auditor@example.org": (
        *("Berit Aasgardsvik", "Auditor", Classification.CONFIDENTIAL),
        *((), "", False),
    ),
    "admin@example.org": (
        *("Sindre Lomsdalen", "Administrator", Classification.INTERNAL),
        *((), "", True),
    ),
}


class Command(BaseCommand):
    help = (
        "Make or update the example people; their password is EXAMPLE_PASSWORD. "
        "Load the record first: it makes the countries of their desks."
    )

    @no_translations
    @transaction.atomic
    def handle(self, **options):
        password = os.environ.get("EXAMPLE_PASSWORD")
        if not password:
            raise CommandError(
                "Set EXAMPLE_PASSWORD to the password that the example people get."
            )
        # SECURITY: people whose password is known to many, beside people who are real.
        real = User.objects.exclude(email__in=PEOPLE)
        if real.exists() and not settings.DEBUG:
            raise CommandError(
                "There are other users here than the example people. "
                "Nothing was done: this looks like a ministry's own record."
            )
        for email, person in PEOPLE.items():
            changed = _set_up(email, password, *person)
            self.stdout.write(f"{email:<22}  {changed or 'as it was'}")
        wanted = {code for person in PEOPLE.values() for code in person[3]}
        known = set(Partner.objects.values_list("code", flat=True))
        if missing := sorted(wanted - known):
            self.stdout.write(f"No such desk yet: {', '.join(missing)}")


def _set_up(email, password, name, role, clearance, desks, desk_role, is_staff):
    """Make or update one person; says what changed, and nothing when nothing did."""
    user = User.objects.filter(email=email).first() or User(email=email)
    made = user.pk is None
    values = {
        "name": name,
        "clearance": clearance,
        "is_staff": is_staff,
        "is_superuser": False,
        "is_active": True,
    }
    changes = {
        key: value for key, value in values.items() if getattr(user, key) != value
    }
    for key, value in changes.items():
        setattr(user, key, value)
    # A password that is set anew, even to the same, signs its owner out everywhere.
    if made or not check_password(password, user.password):
        user.set_password(password)
        changes |= {"password": "set"}
    if made or changes:
        user.save()
    if [group.name for group in user.groups.all()] != [role]:
        user.groups.set([Group.objects.get(name=role)])
        changes["roles"] = [role]
    for partner in Partner.objects.filter(code__in=desks):
        _desk, new = user.assignments.get_or_create(
            partner=partner, defaults={"role": desk_role}
        )
        if new:
            changes.setdefault("desks", []).append(partner.code)
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": True, "primary": True}
    )
    if changes:
        detail = {"user": user.pk, "example": True, "changes": changes}
        AuditEvent.objects.record(AuditEvent.Action.RIGHTS_CHANGED, detail=detail)
    return "made" if made else ", ".join(changes)
