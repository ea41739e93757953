"""What administrators may do with partners, desks, institutions and people."""

from django.db import migrations

from core.migrations._permissions import administrators, permissions_for

_KEEP = ["add", "change", "view"]
GRANTED = [
    ("partners", "partner", _KEEP),
    # Nothing is deleted but a place on a desk, which leaves its history.
    ("partners", "assignment", [*_KEEP, "delete"]),
    ("partners", "sector", _KEEP),
    ("partners", "institution", _KEEP),
    ("partners", "person", _KEEP),
    ("partners", "position", _KEEP),
]


def grant(apps, schema_editor):
    administrators(apps).permissions.add(*permissions_for(apps, GRANTED))


def withdraw(apps, schema_editor):
    administrators(apps).permissions.remove(*permissions_for(apps, GRANTED))


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0002_sectors_to_start_with"),
        ("core", "0004_administrators_keep_the_house"),
    ]

    operations = [migrations.RunPython(grant, withdraw)]
