"""An objective that was never locked asks for the same reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dialogues", "0010_what_a_verifier_checked_is_kept_in_full"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalround",
            name="closed_without",
            field=models.TextField(
                blank=True,
                editable=False,
                verbose_name="why it was closed all the same",
            ),
        ),
        migrations.AlterField(
            model_name="round",
            name="closed_without",
            field=models.TextField(
                blank=True,
                editable=False,
                verbose_name="why it was closed all the same",
            ),
        ),
    ]
