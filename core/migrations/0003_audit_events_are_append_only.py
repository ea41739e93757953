"""The database itself refuses to change or to delete an audit event."""

from django.db import migrations

_REFUSAL = "audit events are append-only"

SQLITE = (
    f"""CREATE TRIGGER audit_no_update BEFORE UPDATE ON core_auditevent
    BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    f"""CREATE TRIGGER audit_no_delete BEFORE DELETE ON core_auditevent
    BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
)
POSTGRESQL = (
    f"""CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$""",
    """CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON core_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
)


def make_triggers(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in POSTGRESQL if vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER audit_no_change ON core_auditevent")
        schema_editor.execute("DROP FUNCTION audit_refuse()")
    else:
        schema_editor.execute("DROP TRIGGER audit_no_update")
        schema_editor.execute("DROP TRIGGER audit_no_delete")


class Migration(migrations.Migration):
    dependencies = [("core", "0002_roles_are_groups")]

    operations = [migrations.RunPython(make_triggers, drop_triggers)]
