"""Institutions from a file."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importing.columns import (
    field_column,
    ignored,
    lines_column,
    marking_column,
    plain,
    unknown,
    yes_no_column,
)
from core.importing.kinds import Importer, imports
from partners.countries import country_name
from partners.imports import columns as words
from partners.imports.names import Names
from partners.models import Institution, Partner, Sector


class CountryImporter(Importer):
    """Records that belong to a country rather than to a partner."""

    def __init__(self, by):
        super().__init__(by)
        with_desk = set(Partner.objects.values_list("code", flat=True))
        self.other_desks = with_desk - set(by.desk_countries)

    def may_keep(self, record):
        return record.country not in self.other_desks

    def described(self, row, found):
        name = row.cells.get("name") or getattr(found, "name", "")
        country = row.text("country") or getattr(found, "country", "")
        return ", ".join(filter(None, [name, country and country_name(country)]))


@imports
class InstitutionImporter(CountryImporter):
    name = "institutions"
    label = gettext_lazy("Institutions")
    model = Institution
    list_name = "partners:institution_list"
    page_name = "partners:institution_detail"
    ignored = ignored("last_contact")
    columns = (
        field_column(
            Institution,
            "name",
            "navn",
            "institution",
            "institusjon",
            required=True,
            example="Institute of Example Studies",
        ),
        field_column(Institution, "name_original", *words.ORIGINAL_WORDS),
        lines_column(Institution, "other_names", *words.OTHER_NAMES_WORDS),
        words.country_column(Institution, required=True),
        field_column(
            Institution,
            "sector",
            "sektor",
            help=gettext_lazy("By its code or its name."),
            example="academia",
        ),
        field_column(
            Institution,
            "parent",
            "del av",
            "overordnet",
            help=gettext_lazy("The name of an institution of the same country."),
        ),
        yes_no_column(Institution, "active", "finnes fortsatt", "aktiv", example="yes"),
        field_column(Institution, "website", "nettsted", "nettside"),
        field_column(Institution, "email", *words.EMAIL_WORDS),
        field_column(
            Institution, "phone", *words.PHONE_WORDS, example="+62 21 555 0100"
        ),
        field_column(Institution, "address", "adresse", "postadresse"),
        field_column(Institution, "note", *words.NOTE_WORDS),
        marking_column(Institution),
    )

    def load(self):
        rows = Institution.objects.visible_to(self.by).order_by("pk")
        self.names = Names(rows)
        self.by_pk = self.names.by_pk
        self.sectors = {sector.pk: sector for sector in Sector.objects.all()}
        self.sectors_by_word = {
            plain(word): sector
            for sector in self.sectors.values()
            for word in (sector.name_nb, sector.name_en, sector.code)
        }

    def remember(self, record):
        self.names.add(record)

    def related(self, name, pk):
        return (self.sectors if name == "sector" else self.by_pk).get(pk)

    def find(self, row):
        if not row.text("name") or not row.text("country"):
            return None
        found = self.names.called(row.text("name"), row.text("country"))
        if len(found) < 2:
            return found[0] if found else None
        row.problem(
            self.by_name["name"],
            _("Several institutions are called that: %(rows)s. Give the id.")
            % {"rows": "; ".join(map(self._told_apart, found[:5]))},
        )
        return None

    def resolve(self, row, found):
        if text := row.text("sector"):
            row.values["sector"] = sector = self.sectors_by_word.get(plain(text))
            if sector is None:
                known = [sector.code for sector in self.sectors.values()]
                complaint = unknown(text, known)
                row.problem(self.by_name["sector"], complaint.messages[0])
        if row.text("parent"):
            country = row.text("country") or getattr(found, "country", "")
            try:
                row.values["parent"] = self._whole(row.text("parent"), country, found)
            except ValidationError as refusal:
                row.problem(self.by_name["parent"], refusal.messages[0])

    def _whole(self, name, country, found):
        called = self.names.called(name, country)
        if len(called) != 1:
            raise ValidationError(
                _("Several institutions are called that.")
                if called
                else _("There is no such institution. Put its own row above this one.")
            )
        here, passed = called[0], set()
        while here is not None and id(here) not in passed:
            passed.add(id(here))
            if found and here.pk == found.pk:
                raise ValidationError(
                    _("An institution cannot be part of itself or of one of its parts.")
                )
            here = self.by_pk.get(here.parent_id)
        return called[0]

    def _told_apart(self, row):
        sector = self.sectors.get(row.sector_id, "")
        return listed(row.name, row.name_original, str(sector), row.pk)


def listed(name, *details):
    """A record with what tells it apart from others of the same name; its id last."""
    *known, key = details
    known = [detail for detail in known if detail and detail != name]
    return f"{name} ({', '.join([*known, f'id {key}' if key else ''])})"
