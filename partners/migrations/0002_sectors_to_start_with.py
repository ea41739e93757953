"""The sectors between which networks are built."""

from django.db import migrations

SECTORS = [
    ("political_level", "Political level", "Politisk ledelse"),
    ("civil_service", "Civil service", "Embetsverk og forvaltning"),
    ("judicial_system", "Judicial system", "Rettsvesen"),
    ("academia", "Academia", "Akademia"),
    ("ngo", "NGO", "Frivillig organisasjon"),
    (
        "nhri",
        "National human rights institution",
        "Nasjonal menneskerettighetsinstitusjon",
    ),
    ("parliament", "Parliament", "Parlament"),
    ("police_and_prisons", "Police and prisons", "Politi og kriminalomsorg"),
    ("armed_forces", "Armed forces", "Forsvaret"),
    ("media", "Media", "Medier"),
    (
        "unions_and_employers",
        "Trade unions and employers",
        "Fagforeninger og arbeidsgivere",
    ),
    ("faith_community", "Faith community", "Tros- og livssynssamfunn"),
    ("professional_association", "Professional association", "Profesjonsforening"),
    ("mass_organisation", "Mass organisation", "Masseorganisasjon"),
    (
        "international_organisation",
        "International organisation",
        "Internasjonal organisasjon",
    ),
]


def make_sectors(apps, schema_editor):
    Sector = apps.get_model("partners", "Sector")
    for order, (code, name_en, name_nb) in enumerate(SECTORS, start=1):
        Sector.objects.get_or_create(
            code=code,
            defaults={"name_en": name_en, "name_nb": name_nb, "order": order * 10},
        )


def remove_sectors(apps, schema_editor):
    codes = [code for code, _name_en, _name_nb in SECTORS]
    apps.get_model("partners", "Sector").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial")]

    operations = [migrations.RunPython(make_sectors, remove_sectors)]
