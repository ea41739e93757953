"""What has high priority is done only once a second person has verified it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dialogues", "0007_what_was_closed_alone_waits_for_a_second_person"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("priority", "high"), ("status", "done"), _negated=True),
                    ("verified_by__isnull", False),
                    _connector="OR",
                ),
                name="followup_of_high_priority_is_verified",
                violation_error_message="A second person verifies what has high priority before it is done.",
            ),
        ),
    ]
