"""What administrators may do with users; what is delicate stays out of their reach."""

from django.db import migrations

from core.migrations._permissions import administrators, permissions_for

GRANTED = [
    ("core", "user", ["add", "change", "view"]),
    ("auth", "group", ["view"]),
]


def grant(apps, schema_editor):
    administrators(apps).permissions.add(*permissions_for(apps, GRANTED))


def withdraw(apps, schema_editor):
    administrators(apps).permissions.remove(*permissions_for(apps, GRANTED))


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_audit_events_are_append_only"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, withdraw)]
