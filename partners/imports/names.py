"""Finding a record by its name, among those that somebody may see."""

from collections import defaultdict

from core.folding import words


def in_order(name):
    """A name as it is compared: without case, accents and signs."""
    return " ".join(words(name)) or name.strip().casefold()


def in_any_order(name):
    """The same for people: in which order a name is written differs by country."""
    return " ".join(sorted(words(name))) or name.strip().casefold()


class Names:
    """Rows by every name that they bear; what is archived is not found by name."""

    def __init__(self, rows, compared=in_order):
        self.compared = compared
        self.by_pk = {}
        self._by_name = defaultdict(dict)
        for row in rows:
            self.add(row)

    def add(self, row):
        if row.pk:
            self.by_pk[row.pk] = row
        if row.is_archived:
            return
        names = [row.name, getattr(row, "name_original", "")]
        for name in [*names, *row.other_names.splitlines()]:
            if name.strip():
                self._by_name[self.compared(name)][id(row)] = row

    def called(self, name, country=None):
        """Those that bear the name, of a country where one is given."""
        found = self._by_name.get(self.compared(name), {}).values()
        return [row for row in found if country is None or row.country == country]
