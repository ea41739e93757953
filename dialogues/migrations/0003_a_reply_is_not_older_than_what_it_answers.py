"""Two rows state this rule, so that triggers keep it and not a constraint.

Only the digits that both dates have are compared: a reply of 2006 may answer something
raised in June 2006.
"""

from django.db import migrations

_OLDER = """{reply} <> '' AND {raised} <> ''
    AND substr({reply}, 1, length({raised})) < substr({raised}, 1, length({reply}))"""
_REFUSAL = "reply_not_older_than_raising"

# No input reaches these statements: they are put together from this file alone.
_REPLY_IS_OLDER = f"""EXISTS (SELECT 1 FROM dialogues_raising r
    WHERE r.id = NEW.raising_id
    AND {_OLDER.format(reply="NEW.date", raised="r.date")})"""  # noqa: S608
_RAISING_IS_NEWER = f"""EXISTS (SELECT 1 FROM dialogues_reply a
    WHERE a.raising_id = NEW.id
    AND {_OLDER.format(reply="a.date", raised="NEW.date")})"""  # noqa: S608

_EVENTS = (
    ("reply_date_insert", "INSERT", "dialogues_reply", _REPLY_IS_OLDER),
    ("reply_date_update", "UPDATE", "dialogues_reply", _REPLY_IS_OLDER),
    ("raising_date_update", "UPDATE", "dialogues_raising", _RAISING_IS_NEWER),
)


def make_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, event, table, condition in _EVENTS:
            schema_editor.execute(
                f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN IF {condition} THEN
                RAISE EXCEPTION USING ERRCODE = 'check_violation',
                MESSAGE = '{_REFUSAL}'; END IF; RETURN NEW; END $$"""
            )
            schema_editor.execute(
                f"""CREATE TRIGGER {name} BEFORE {event} ON {table}
                FOR EACH ROW EXECUTE FUNCTION {name}()"""
            )
        return
    for name, event, table, condition in _EVENTS:
        schema_editor.execute(
            f"""CREATE TRIGGER {name} BEFORE {event} ON {table}
            WHEN {condition} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"""
        )


def drop_triggers(apps, schema_editor):
    for name, _event, table, _condition in _EVENTS:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("dialogues", "0002_topics_to_start_with")]

    operations = [migrations.RunPython(make_triggers, drop_triggers)]
