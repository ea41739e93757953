"""The reason in the history of a follow-up may be longer than a line."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dialogues", "0009_what_was_said_is_found_without_accents"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalfollowup",
            name="history_change_reason",
            field=models.TextField(null=True),
        ),
    ]
