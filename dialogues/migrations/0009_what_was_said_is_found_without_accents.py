"""Raisings, replies and minutes get a folded copy of their words, as concerns have."""

from importlib import import_module

from django.db import migrations, models

from core.folding import words

# SQLite builds a table anew to add a column, and forgets its triggers by it.
_TRIGGERS = import_module(
    "dialogues.migrations.0003_a_reply_is_not_older_than_what_it_answers"
)
_FOLDED_FROM = (("Raising", "wording"), ("Reply", "text"), ("Minutes", "text"))
_AT_A_TIME = 500


def _folded():
    return models.TextField(blank=True, default="", editable=False)


def fold_what_was_said(apps, schema_editor):
    for name, field in _FOLDED_FROM:
        model = apps.get_model("dialogues", name)
        rows = model.objects.exclude(**{field: ""}).only("pk", field)
        some = []
        for row in rows.iterator(chunk_size=_AT_A_TIME):
            row.folded = " ".join(words(getattr(row, field)))
            some.append(row)
            if len(some) == _AT_A_TIME:
                model.objects.bulk_update(some, ["folded"])
                some = []
        model.objects.bulk_update(some, ["folded"])


class Migration(migrations.Migration):
    dependencies = [
        ("dialogues", "0008_what_has_high_priority_is_verified"),
    ]

    operations = [
        migrations.RunPython(_TRIGGERS.drop_triggers, _TRIGGERS.make_triggers),
        *(
            migrations.AddField(model_name=name, name="folded", field=_folded())
            for name in (
                "historicalminutes",
                "historicalraising",
                "historicalreply",
                "minutes",
                "raising",
                "reply",
            )
        ),
        migrations.RunPython(_TRIGGERS.make_triggers, _TRIGGERS.drop_triggers),
        migrations.RunPython(fold_what_was_said, migrations.RunPython.noop),
    ]
