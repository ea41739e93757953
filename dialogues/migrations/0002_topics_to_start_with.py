"""The starting list of topics, from `dialogues/data/topics.json`."""

import json
from pathlib import Path

from django.db import migrations

TOPICS = Path(__file__).resolve().parent.parent / "data" / "topics.json"


def make_topics(apps, schema_editor):
    Topic = apps.get_model("dialogues", "Topic")
    topics = json.loads(TOPICS.read_text(encoding="utf-8"))
    made = {}
    for topic in sorted(topics, key=lambda topic: topic["parent"] is not None):
        made[topic["code"]], _made = Topic.objects.get_or_create(
            code=topic["code"],
            defaults={**topic, "parent": made.get(topic["parent"])},
        )


def remove_topics(apps, schema_editor):
    Topic = apps.get_model("dialogues", "Topic")
    Topic.objects.filter(parent__isnull=False).delete()
    Topic.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("dialogues", "0001_initial")]

    operations = [migrations.RunPython(make_topics, remove_topics)]
