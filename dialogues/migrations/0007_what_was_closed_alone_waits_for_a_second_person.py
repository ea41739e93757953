"""Follow-ups of high priority that one person closed wait for a second one."""

from django.db import migrations


def ask_for_a_second_person(apps, schema_editor):
    FollowUp = apps.get_model("dialogues", "FollowUp")
    closed_alone = FollowUp.objects.filter(priority="high", status="done")
    closed_alone.update(status="to_verify", closed_on=None)


class Migration(migrations.Migration):
    dependencies = [
        ("dialogues", "0006_promises_objectives_evaluations_and_accounts"),
    ]

    operations = [
        migrations.RunPython(ask_for_a_second_person, migrations.RunPython.noop)
    ]
