from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_a_file_is_kept_between_trial_and_taking"),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditevent",
            name="action",
            field=models.CharField(
                choices=[
                    ("signed_in", "Signed in"),
                    ("sign_in_failed", "Sign-in failed"),
                    ("signed_out", "Signed out"),
                    ("read", "Read"),
                    ("exported", "Exported"),
                    ("document_opened", "Document opened"),
                    ("rights_changed", "Rights changed"),
                    ("archived", "Archived"),
                    ("reverted", "Reverted"),
                    ("loaded", "File loaded"),
                    ("handed_over", "Handed over"),
                    ("signed_for", "Hand-over signed"),
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
    ]
