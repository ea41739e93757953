"""For migrations that give permissions to a role."""


def permissions_for(apps, granted):
    """The rows of `(app, model, verbs)`, which are otherwise made after migrating."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    for app, model, verbs in granted:
        kind, _made = ContentType.objects.get_or_create(app_label=app, model=model)
        words = apps.get_model(app, model)._meta.verbose_name_raw
        for verb in verbs:
            permission, _made = Permission.objects.get_or_create(
                content_type=kind,
                codename=f"{verb}_{model}",
                defaults={"name": f"Can {verb} {words}"},
            )
            yield permission


def administrators(apps):
    return apps.get_model("auth", "Group").objects.get(name="Administrator")
