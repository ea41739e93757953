"""What two institutions do together, and administrators who keep the list."""

from django.db import migrations

from core.migrations._permissions import administrators, permissions_for

KINDS = [
    ("joint_project", "Joint project", "Felles prosjekt"),
    ("agreement", "Agreement on cooperation", "Samarbeidsavtale"),
    ("exchange", "Exchange of staff and students", "Utveksling"),
    ("training", "Training", "Opplæring"),
    ("research", "Research and publication", "Forskning og publisering"),
    ("legal_advice", "Legal advice", "Juridisk rådgivning"),
    ("visits", "Mutual visits", "Gjensidige besøk"),
    ("information", "Exchange of information", "Informasjonsutveksling"),
]
_KEEP = ["add", "change", "view"]
GRANTED = [
    ("partners", name, _KEEP) for name in ("linkkind", "network", "membership", "link")
]


def start(apps, schema_editor):
    LinkKind = apps.get_model("partners", "LinkKind")
    for order, (code, name_en, name_nb) in enumerate(KINDS, start=1):
        LinkKind.objects.get_or_create(
            code=code,
            defaults={"name_en": name_en, "name_nb": name_nb, "order": order * 10},
        )
    administrators(apps).permissions.add(*permissions_for(apps, GRANTED))


def undo(apps, schema_editor):
    administrators(apps).permissions.remove(*permissions_for(apps, GRANTED))
    codes = [code for code, _name_en, _name_nb in KINDS]
    apps.get_model("partners", "LinkKind").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0004_networks_links_and_merges"),
        ("core", "0002_roles_are_groups"),
    ]

    operations = [migrations.RunPython(start, undo)]
