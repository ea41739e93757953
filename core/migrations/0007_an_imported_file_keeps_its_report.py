from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_hand_overs_are_audited"),
    ]

    operations = [
        migrations.AddField(
            model_name="importedfile",
            name="report",
            field=models.JSONField(default=dict, verbose_name="report"),
        ),
    ]
