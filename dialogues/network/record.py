"""Which institutions and pairs of a dialogue somebody sees."""

from django.conf import settings

from core.access import writer
from dialogues.contacts.pairs import pairs
from dialogues.network.sectors import code_of
from partners.models import Institution, Person
from partners.permissions import can_keep_country


class NetworkRecord:
    """The institutions of both countries and the pairs between them, for one reader."""

    def __init__(self, dialogue, user, *, today):
        self.dialogue, self.user, self.today = dialogue, user, today
        self.code = dialogue.partner.code
        rows = Institution.objects.visible_to(user).current().select_related("sector")
        rows = rows.filter(country__in=(settings.HOME_COUNTRY, self.code))
        rows = list(rows.order_by("name", "pk"))
        self.home = [row for row in rows if row.country == settings.HOME_COUNTRY]
        self.partner = [row for row in rows if row.country == self.code]

    def pairs(self, *, topic=None, since=None, until=None):
        """The pairs between institutions that are not archived, with their sectors.

        A topic and years narrow what is counted as a contact.
        """
        known = {row.pk: row for row in [*self.home, *self.partner]}
        found = pairs(
            self.user,
            today=self.today,
            dialogue=self.dialogue,
            topic=topic,
            since_year=since,
            until_year=until,
        )
        kept = [p for p in found if p.home.pk in known and p.partner.pk in known]
        for pair in kept:
            pair.home, pair.partner = known[pair.home.pk], known[pair.partner.pk]
        return kept

    def narrowed(self, chosen):
        """Institutions of both sides and their pairs, as the filter has them."""
        met = self.pairs(
            topic=chosen["topic"], since=chosen["since"], until=chosen["until"]
        )
        met = [pair for pair in met if _fits(pair, chosen)]
        inside = {row.pk for pair in met for row in (pair.home, pair.partner)}
        whole = chosen["only"] != "contacts"
        sides = [
            [
                row
                for row in rows
                if row.pk in inside or (whole and _belongs(row, chosen, own))
            ]
            for rows, own in (
                (self.home, chosen["home_sector"]),
                (self.partner, chosen["partner_sector"]),
            )
        ]
        return *sides, met

    def rounds_held(self):
        """The years of the rounds that were held, one for each round."""
        rounds = self.dialogue.rounds.visible_to(self.user).current()
        held = rounds.filter(status="held").exclude(starts_on="")
        return [int(day[:4]) for day in held.values_list("starts_on", flat=True)]

    def people(self, keys):
        """Those of these people whom the reader may see, by their keys."""
        # Asked with 0 as well, so that it is one query whether or not there is anybody.
        return Person.objects.visible_to(self.user).in_bulk({*keys, 0})

    def may_record(self):
        """Whether the reader may record links with this country."""
        return writer(self.user) and can_keep_country(self.user, self.code)


def _fits(pair, chosen):
    codes = code_of(pair.home.sector), code_of(pair.partner.sector)
    return (
        (pair.times or chosen["only"] != "contacts")
        and chosen["sector"] in ("", *codes)
        and chosen["home_sector"] in ("", codes[0])
        and chosen["partner_sector"] in ("", codes[1])
    )


def _belongs(row, chosen, own_sector):
    code = code_of(row.sector)
    return chosen["sector"] in ("", code) and own_sector in ("", code)
