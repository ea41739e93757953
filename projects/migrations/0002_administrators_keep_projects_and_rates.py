"""What administrators may do with the frame of projects and with exchange rates."""

from django.db import migrations

from core.migrations._permissions import administrators, permissions_for

_KEEP = ["add", "change", "view"]
GRANTED = [
    ("projects", "project", _KEEP),
    ("projects", "exchangerate", _KEEP),
]


def grant(apps, schema_editor):
    administrators(apps).permissions.add(*permissions_for(apps, GRANTED))


def withdraw(apps, schema_editor):
    administrators(apps).permissions.remove(*permissions_for(apps, GRANTED))


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0001_joint_projects_and_what_came_of_them"),
        ("core", "0004_administrators_keep_the_house"),
    ]

    operations = [migrations.RunPython(grant, withdraw)]
