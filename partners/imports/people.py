"""People from a file."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importing.columns import (
    ImportColumn,
    field_column,
    ignored,
    lines_column,
    marking_column,
    yes_no_column,
)
from core.importing.kinds import imports
from core.models import Classification, User
from partners.imports import columns as words
from partners.imports.institutions import CountryImporter, listed
from partners.imports.names import Names, in_any_order, in_order
from partners.models import Person, Position
from partners.permissions import can_protect


class People:
    """The people whom somebody may see, told apart by what they are."""

    def __init__(self, by):
        self.by = by
        self.names = Names(Person.objects.visible_to(by).order_by("pk"), in_any_order)
        self._held = None

    def called(self, name, country=None, institution=""):
        """Those that bear the name; one of them if the institution tells them apart."""
        found = self.names.called(name, country)
        if len(found) < 2 or not institution:
            return found
        place = in_order(institution)
        there = [
            person
            for person in found
            if any(in_order(p.institution.name) == place for p in self._of(person))
        ]
        return there if len(there) == 1 else found

    def told_apart(self, people):
        """A complaint that says how people of one name differ."""
        said = "; ".join(map(self._described, people[:5]))
        return _("Several people are called that: %(rows)s. Give the id.") % {
            "rows": said
        }

    def _described(self, person):
        posts = [
            ", ".join(filter(None, [p.title, p.institution.name]))
            for p in self._of(person)[:1]
        ]
        return listed(person.name, *posts, person.country_name, person.pk)

    def _of(self, person):
        if self._held is None:  # seldom needed, and then for all at once
            self._held = {}
            rows = Position.objects.visible_to(self.by).held_now().current()
            for position in rows.with_visible(self.by, "institution"):
                self._held.setdefault(position.person_id, []).append(position)
        return self._held.get(person.pk, [])


@imports
class PersonImporter(CountryImporter):
    name = "people"
    label = gettext_lazy("People")
    model = Person
    list_name = "partners:person_list"
    page_name = "partners:person_detail"
    # What somebody is where is brought as positions.
    ignored = ignored("position", "sector", "level", "last_contact", "title")
    columns = (
        field_column(
            Person,
            "name",
            "navn",
            "person",
            "fullt navn",
            "full name",
            required=True,
            example="Ima Example",
        ),
        field_column(Person, "name_original", *words.ORIGINAL_WORDS),
        lines_column(Person, "other_names", *words.OTHER_NAMES_WORDS),
        field_column(Person, "honorific", "tittel foran navn", example="Dr."),
        words.country_column(Person),
        ImportColumn(
            "institution",
            gettext_lazy("institution"),
            words=("institusjon",),
            kept=False,
            help=gettext_lazy(
                "Only tells people of one name apart; bring positions by themselves."
            ),
        ),
        field_column(Person, "email", *words.EMAIL_WORDS, example="ima@example.org"),
        field_column(Person, "phone", *words.PHONE_WORDS, example="+62 21 555 0101"),
        field_column(Person, "languages", "språk", example="English"),
        field_column(
            Person,
            "responsible",
            "ansvarlig",
            "kontaktansvarlig",
            help=gettext_lazy("The e-mail address or name of a colleague."),
        ),
        yes_no_column(Person, "consent_to_be_listed", "samtykke", "consent"),
        yes_no_column(Person, "do_not_contact", "ikke kontakt", "skal ikke kontaktes"),
        yes_no_column(Person, "protected", "beskyttet", example="no"),
        field_column(Person, "note", *words.NOTE_WORDS),
        marking_column(Person),
    )

    def load(self):
        self.people = People(self.by)
        self.by_pk = self.people.names.by_pk
        self.can_protect = can_protect(self.by)
        self._users = None

    def remember(self, record):
        self.people.names.add(record)

    def related(self, name, pk):
        return self.users.get(pk)

    @property
    def users(self):
        if self._users is None:  # seldom needed
            self._users = {user.pk: user for user in User.objects.all()}
            self._writers = set(User.objects.writers().values_list("pk", flat=True))
        return self._users

    def find(self, row):
        if not row.text("name"):
            return None
        place = row.text("institution")
        found = self.people.called(row.text("name"), row.text("country"), place)
        if len(found) > 1:
            row.problem(self.by_name["name"], self.people.told_apart(found))
            return None
        return found[0] if found else None

    def resolve(self, row, found):
        if text := row.text("responsible"):
            now = self.users.get(found.responsible_id) if found else None
            same = now and text in (str(now), now.email)
            row.values["responsible"] = now if same else self._colleague(row, text)
        lowest = Classification.RESTRICTED
        marking = getattr(found, "classification", Classification.OPEN)
        if row.values.get("protected") and marking < lowest:
            row.values.setdefault("classification", lowest)

    def _colleague(self, row, text):
        users = [u for pk, u in self.users.items() if pk in self._writers]
        called = [u for u in users if u.email == text.lower()] or [
            u for u in users if in_order(u.name) == in_order(text)
        ]
        if len(called) != 1:
            said = _("There is no such colleague who keeps the record.")
            row.problem(self.by_name["responsible"], said)
            return None
        return called[0]

    def check(self, row, record):
        if not record.protected:
            return
        if not self.can_protect and row.values.get("protected"):
            said = _("You may not say that a name puts somebody at risk.")
            row.problem(self.by_name["protected"], said)
        elif record.classification < Classification.RESTRICTED:
            said = _("A protected person is marked Restricted or Confidential.")
            row.problem(self.by_name["classification"], said)
