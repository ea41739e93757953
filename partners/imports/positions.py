"""Positions from a file: who is what, where, and from when until when."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importing.columns import (
    ImportColumn,
    choice_column,
    date_column,
    field_column,
    marking_column,
)
from core.importing.kinds import imports
from partners.countries import country_name
from partners.imports import columns as words
from partners.imports.institutions import CountryImporter, listed
from partners.imports.names import Names, in_any_order, in_order
from partners.imports.people import People
from partners.models import Institution, Position

_LEFT = (
    ("ny stilling", Position.LeftBecause.OTHER_POST),
    ("åremål utløpt", Position.LeftBecause.END_OF_TERM),
    ("pensjonert", Position.LeftBecause.RETIRED),
    ("avsatt", Position.LeftBecause.DISMISSED),
    ("fengslet", Position.LeftBecause.DETAINED),
    ("død", Position.LeftBecause.DIED),
    ("ukjent", Position.LeftBecause.UNKNOWN),
)


def key_column(name, label):
    """The id of a record that a row names, as lists have it in their files."""
    return ImportColumn(
        name, label, kept=False, help=gettext_lazy("Instead of the name.")
    )


class EndsImporter(CountryImporter):
    """Records that name people and institutions, and that begin and end."""

    ends_early = ""  # what its constraint says of an end before the beginning

    def load(self):
        self.people = People(self.by)
        rows = Institution.objects.visible_to(self.by).order_by("pk")
        self.institutions = Names(rows)

    def may_keep(self, record):
        return record.person.country not in self.other_desks

    def related(self, name, pk):
        known = self.people.names if name == "person" else self.institutions
        return known.by_pk.get(pk)

    def look_up(self, row, name, rows, called, told_apart):
        """The record that a row names by its id or its name; complains if none."""
        column, key = self.by_name[name], row.text(f"{name}_id")
        if key:
            found = rows.by_pk.get(int(key) if key.isdecimal() else None)
            if found is None:
                row.problem(self.by_name[f"{name}_id"], _("None has this id."))
            return found
        if not row.text(name):
            return None
        found = called(row.text(name))
        if not found:
            row.problem(column, _("Nobody and nothing is recorded under this name."))
        elif len(found) > 1:
            row.problem(column, told_apart(found))
        return found[0] if len(found) == 1 else None

    def person_of(self, row):
        country, place = row.text("country") or None, row.text("institution")
        return self.look_up(
            row,
            "person",
            self.people.names,
            lambda name: self.people.called(name, country, place),
            self.people.told_apart,
        )

    def institution_of(self, row, country=None):
        """Of the person's country where there is one; otherwise of any."""

        def called(name):
            own = country or row.text("country")
            near = self.institutions.called(name, own) if own else []
            return near or self.institutions.called(name)

        return self.look_up(
            row, "institution", self.institutions, called, self._told_apart
        )

    def _told_apart(self, rows):
        said = "; ".join(
            listed(r.name, r.name_original, r.country_name, r.pk) for r in rows[:5]
        )
        return _("Several institutions are called that: %(rows)s. Give the id.") % {
            "rows": said
        }

    def forget_what_stays(self, row, found, *names):
        """A name that the record of an id bears already needs no looking up."""
        for name in names:
            own = getattr(getattr(found, name), "name", "")
            same = in_any_order(own) == in_any_order(row.text(name))
            if f"{name}_id" not in row.values and same:
                row.values.pop(name, None)

    def at_the_time(self, row, known):
        """Of several records that differ in time only, the one that a row means."""
        since = row.text("since")
        if since:
            fits = [r for r in known if r.since == since]
            fits = fits or [
                r for r in known if not r.since or _is_finer(r.since, since)
            ]
            known = fits
        if len(known) > 1:
            said = _("There are several such records. Give the id, or since when.")
            row.problem(self.by_name["since"], said)
        return known[0] if len(known) == 1 else None

    def check(self, row, record):
        if record.since and record.until and record.until.is_before(record.since):
            row.problem(self.by_name["until"], self.ends_early)


def _is_finer(one, other):
    """Whether two partial dates can be the same, known to different degrees."""
    return one.startswith(other) or other.startswith(one)


@imports
class PositionImporter(EndsImporter):
    name = "positions"
    label = gettext_lazy("Positions")
    model = Position
    list_name = "partners:person_list"
    page_name = "partners:position_history"
    found_by = ("person", "institution", "title")
    ends_early = gettext_lazy("A position cannot end before it begins.")
    columns = (
        field_column(
            Position, "person", "navn", "name", required=True, example="Ima Example"
        ),
        key_column("person_id", gettext_lazy("id of the person")),
        ImportColumn(
            "country",
            gettext_lazy("country"),
            read=words.read_country,
            words=words.COUNTRY_WORDS,
            kept=False,
            example="ID",
            help=gettext_lazy("Of the person; tells people of one name apart."),
        ),
        field_column(
            Position,
            "institution",
            "institusjon",
            required=True,
            example="Institute of Example Studies",
        ),
        key_column("institution_id", gettext_lazy("id of the institution")),
        field_column(
            Position, "title", "tittel", "stilling", "position", example="Director"
        ),
        words.level_column(Position),
        date_column(Position, "since", *words.SINCE_WORDS, example="2021-05"),
        date_column(Position, "until", *words.UNTIL_WORDS),
        date_column(Position, "as_of", "kjent per"),
        choice_column(
            Position,
            "left_because",
            "sluttårsak",
            "hvorfor den endte",
            choices=Position.LeftBecause,
            also=_LEFT,
        ),
        field_column(Position, "left_note", "merknad om slutten"),
        marking_column(Position),
    )

    def load(self):
        super().load()
        self.of_person = {}
        for position in Position.objects.visible_to(self.by).order_by("pk"):
            self.by_pk[position.pk] = position
            self._place(position)

    def remember(self, record):
        self._place(record)

    def _place(self, position):
        """Puts its person and institution at hand without asking the database."""
        if person := self.people.names.by_pk.get(position.person_id):
            position.person = person
        if place := self.institutions.by_pk.get(position.institution_id):
            position.institution = place
        if not position.is_archived:
            key = (position.person_id, position.institution_id)
            self.of_person.setdefault(key, []).append(position)

    def find(self, row):
        person, place = self._named(row)
        if not person or not place:
            return None
        title = in_order(row.text("title"))
        known = self.of_person.get((person.pk, place.pk), [])
        return self.at_the_time(row, [p for p in known if in_order(p.title) == title])

    def resolve(self, row, found):
        if "id" in row.values:
            self.forget_what_stays(row, found, "person", "institution")
            self._named(row, found)

    def _named(self, row, found=None):
        """The person and the institution of a row, put in place of their names."""
        person = self.person_of(row)
        country = getattr(person or getattr(found, "person", None), "country", None)
        place = self.institution_of(row, country)
        for name, record in (("person", person), ("institution", place)):
            if record is not None:
                row.values[name] = record
        return person, place

    def check(self, row, record):
        super().check(row, record)
        if record.left_because and not record.until:
            row.problem(self.by_name["until"], _("Say when the position ended."))

    def described(self, row, found):
        person = row.cells.get("person") or getattr(found, "person", "")
        place = row.cells.get("institution") or getattr(found, "institution", "")
        country = country_name(row.text("country")) if row.text("country") else ""
        parts = [person, row.cells.get("title"), place, country]
        return ", ".join(str(part) for part in parts if part)
