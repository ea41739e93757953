"""The five roles, as groups of permissions."""

from django.db import migrations

ROLES = {
    "Officer": ["write_record", "read_names_at_risk"],
    "Desk lead": ["write_record", "lead_desk", "read_names_at_risk"],
    "Analyst": ["read_all_desks"],
    "Auditor": ["read_all_desks", "read_names_at_risk", "read_audit"],
    "Administrator": [],
}


def make_roles(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    # The permissions themselves are otherwise made only after all migrations.
    user, _made = ContentType.objects.get_or_create(app_label="core", model="user")
    names = dict(apps.get_model("core", "User")._meta.permissions)
    for role, codenames in ROLES.items():
        group, _made = Group.objects.get_or_create(name=role)
        for codename in codenames:
            permission, _made = Permission.objects.get_or_create(
                content_type=user,
                codename=codename,
                defaults={"name": names[codename]},
            )
            group.permissions.add(permission)


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, remove_roles)]
