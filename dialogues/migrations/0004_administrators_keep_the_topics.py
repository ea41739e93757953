"""What administrators may do with topics, dialogues and rounds.

Not with meetings, concerns and what was said: those have no place in the admin.
"""

from django.db import migrations

from core.migrations._permissions import administrators, permissions_for

_KEEP = ["add", "change", "view"]
GRANTED = [
    ("dialogues", "topic", _KEEP),
    ("dialogues", "dialogue", _KEEP),
    ("dialogues", "prioritytopic", _KEEP),
    ("dialogues", "workinggroup", _KEEP),
    ("dialogues", "round", _KEEP),
]


def grant(apps, schema_editor):
    administrators(apps).permissions.add(*permissions_for(apps, GRANTED))


def withdraw(apps, schema_editor):
    administrators(apps).permissions.remove(*permissions_for(apps, GRANTED))


class Migration(migrations.Migration):
    dependencies = [
        ("dialogues", "0003_a_reply_is_not_older_than_what_it_answers"),
        ("core", "0004_administrators_keep_the_house"),
    ]

    operations = [migrations.RunPython(grant, withdraw)]
