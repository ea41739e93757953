"""Memberships in networks from a file."""

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
from partners.imports import columns as words
from partners.imports.institutions import listed
from partners.imports.names import Names
from partners.imports.positions import EndsImporter, key_column
from partners.models import Membership, Network

_ROLES = (
    ("koordinator", Membership.Role.COORDINATOR),
    ("sekretariat", Membership.Role.SECRETARIAT),
    ("medlem", Membership.Role.MEMBER),
    ("bidragsyter", Membership.Role.FUNDER),
    ("finansierer", Membership.Role.FUNDER),
    ("observatør", Membership.Role.OBSERVER),
)


@imports
class MembershipImporter(EndsImporter):
    name = "memberships"
    label = gettext_lazy("Memberships")
    model = Membership
    list_name = "partners:network_list"
    page_name = "partners:membership_history"
    found_by = ("network", "person")
    ends_early = gettext_lazy("A membership cannot end before it begins.")
    not_kept = gettext_lazy("Another desk looks after this network. Ask them.")
    columns = (
        field_column(
            Membership, "network", "nettverk", required=True, example="Example Network"
        ),
        key_column("network_id", gettext_lazy("id of the network")),
        field_column(Membership, "person", "navn", "name", example="Ima Example"),
        key_column("person_id", gettext_lazy("id of the person")),
        field_column(
            Membership,
            "institution",
            "institusjon",
            example="Institute of Example Studies",
        ),
        key_column("institution_id", gettext_lazy("id of the institution")),
        ImportColumn(
            "country",
            gettext_lazy("country"),
            read=words.read_country,
            words=words.COUNTRY_WORDS,
            kept=False,
            example="ID",
            help=gettext_lazy("Of the member; tells members of one name apart."),
        ),
        choice_column(
            Membership,
            "role",
            "rolle",
            choices=Membership.Role,
            also=_ROLES,
            example="member",
        ),
        date_column(Membership, "since", *words.SINCE_WORDS, example="2021"),
        date_column(Membership, "until", *words.UNTIL_WORDS),
        field_column(Membership, "note", *words.NOTE_WORDS),
        marking_column(Membership),
    )

    def load(self):
        super().load()
        networks = Network.objects.visible_to(self.by).order_by("pk")
        self.networks = Names(networks)
        self.own = set(networks.of_desk(self.by).values_list("pk", flat=True))
        self.of_member = {}
        for membership in Membership.objects.visible_to(self.by).order_by("pk"):
            self.by_pk[membership.pk] = membership
            self.remember(membership)

    def remember(self, record):
        for name in ("network", "person", "institution"):
            if known := self.related(name, getattr(record, f"{name}_id")):
                setattr(record, name, known)
        if not record.is_archived:
            self.of_member.setdefault(self._key(record), []).append(record)

    def _key(self, record):
        """An institution is a member by itself only where no person is named."""
        place = None if record.person_id else record.institution_id
        return record.network_id, record.person_id, place

    def related(self, name, pk):
        if name == "network":
            return self.networks.by_pk.get(pk)
        return super().related(name, pk)

    def may_keep(self, record):
        return record.network_id in self.own

    def find(self, row):
        self._named(row)
        network, person = row.values.get("network"), row.values.get("person")
        place = None if person else row.values.get("institution")
        if row.problems or not network:
            return None
        if not person and not place:
            row.problem(self.by_name["person"], _("Name a person or an institution."))
            return None
        key = (network.pk, getattr(person, "pk", None), getattr(place, "pk", None))
        known = self.of_member.get(key, [])
        return self.at_the_time(row, known)

    def resolve(self, row, found):
        if "id" in row.values:
            self.forget_what_stays(row, found, "network", "person", "institution")
            self._named(row)

    def _named(self, row):
        network = self.look_up(
            row, "network", self.networks, self.networks.called, self._several
        )
        person = self.person_of(row)
        place = self.institution_of(row, getattr(person, "country", None))
        for name, record in (
            ("network", network),
            ("person", person),
            ("institution", place),
        ):
            if record is not None:
                row.values[name] = record

    def _several(self, rows):
        said = "; ".join(listed(r.name, r.purpose[:60], r.pk) for r in rows[:5])
        return _("Several networks are called that: %(rows)s. Give the id.") % {
            "rows": said
        }

    def check(self, row, record):
        super().check(row, record)
        if not record.person_id and not record.institution_id:
            row.problem(self.by_name["person"], _("Name a person or an institution."))
        if record.until:
            return
        for other in self.of_member.get(self._key(record), []):
            if other.pk != record.pk and not other.until:
                row.problem("", _("This member is in this network already."))

    def described(self, row, found):
        names = ("network", "person", "institution")
        parts = [row.cells.get(name) or getattr(found, name, "") for name in names]
        return ", ".join(str(part) for part in parts if part)
