"""Activities from IATI 2.03 files: projects with their money and their results."""

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importing.columns import ImportColumn
from core.importing.kinds import CHANGED, ERROR, NEW, SKIPPED, UNCHANGED, Row, imports
from core.importing.runs import counts
from projects.iati.activity import Activity, Budget, Money, Organisation
from projects.iati.reading import MOST_ACTIVITIES, read_activities
from projects.iati.writing import file_of
from projects.imports.agreement import CURRENCY, Agreement
from projects.imports.agreements import AgreementImporter
from projects.imports.iati_parts import Parts
from projects.imports.on_record import same_number

SECTORS = "DAC sectors: "


def element(name, label, **options):
    return ImportColumn(name, label, kept=False, **options)


class FromIati(Agreement):
    """An agreement whose sectors are kept in words."""

    def _set(self, name, value):
        if name != "note":
            return super()._set(name, value)
        old = self.project.note
        if value in old:
            return None
        self.project.note = "\n".join(filter(None, (old, value)))
        return self._change("note", "", value)


@imports
class IatiImporter(Parts, AgreementImporter):
    name = "iati"
    label = gettext_lazy("IATI activities")
    reason = "Imported from an IATI file"
    files = gettext_lazy("IATI 2.03 (.xml)")
    most = MOST_ACTIVITIES
    outcomes = (NEW, CHANGED, UNCHANGED, SKIPPED, ERROR)
    number_column = "iati-identifier"
    rules = (
        gettext_lazy(
            "A project is found by its agreement number: the identifier without that "
            "of the reporting organisation. One that is not on record is made, "
            "Internal."
        ),
        gettext_lazy(
            "Activities of countries that are no partner, or not on your desk, are "
            "skipped."
        ),
        gettext_lazy(
            "Payments are found by their reference, or by day and amount; results by "
            "their level and title. Nothing is taken away."
        ),
        gettext_lazy(
            "Sectors are kept in the note, and organisations that are not on record in "
            "the words of the file. A file with a document type is refused."
        ),
    )
    columns = (
        element("iati-identifier", gettext_lazy("agreement number"), required=True),
        element("title", gettext_lazy("title"), required=True),
        element("description", gettext_lazy("what it does")),
        element("participating-org", gettext_lazy("institutions and their roles")),
        element("activity-status", gettext_lazy("status")),
        element("activity-date", gettext_lazy("since and until")),
        element("recipient-country", gettext_lazy("partner countries"), required=True),
        element("sector", gettext_lazy("note")),
        element("budget", gettext_lazy("budget lines")),
        element("planned-disbursement", gettext_lazy("planned payments")),
        element("transaction", gettext_lazy("agreed amount, payments")),
        element("result", gettext_lazy("results, targets and actual values")),
    )

    @classmethod
    def run(cls, name, content, by, *, take=False):
        importer = cls(by)
        activities = read_activities(content)
        importer.load()
        rows = [importer.row_of(n, a) for n, a in enumerate(activities, 1)]
        importer.prepare(rows)
        told = [importer.bring(row, take) for row in rows]
        for line, row in zip(told, rows, strict=True):
            if line["outcome"] == ERROR:
                line["cells"] = list(row.cells.values())
        return {
            "counts": counts(cls, told),
            "totals": [],
            "columns": [[c.name, str(capfirst(c.label))] for c in cls.columns],
            "not_understood": [],
            "notes": [],
            "header": [cls.number_column, "title"],
            "rows": told,
        }

    @classmethod
    def example(cls):
        return file_of(
            [
                Activity(
                    "QZA-12/0001",
                    "Training of example judges",
                    summary="Courses on fair trial for judges of three provinces.",
                    status="completed",
                    since="2012-03-01",
                    until="2014",
                    countries=["ID"],
                    organisations=[
                        Organisation("Institute of Example Studies", "implementing")
                    ],
                    sectors=[("15160", "Human rights")],
                    budgets=[Budget(2012, 1_250_500, CURRENCY)],
                    payments=[Money("2012-03-15", 1_250_500, CURRENCY, "D-100001")],
                )
            ]
        )

    def row_of(self, number, activity):
        names = (self.number_column, "title")
        row = Row(
            number, dict(zip(names, (activity.number, activity.title), strict=True))
        )
        row.activity, row.amount, row.skipped = activity, None, ""
        return row

    def load(self):
        super().load()
        self.load_parts()

    def prepare(self, rows):
        known = {}
        for row in rows:
            activity = row.activity
            key = same_number(activity.number)
            for problem in activity.problems:
                row.problem("", problem)
            if not activity.number or not activity.title:
                row.problem("", _("Every activity has an identifier and a title."))
            elif len(activity.number) > 50:
                said = _("The identifier has more than 50 letters.")
                row.problem(self.by_number(), said)
            elif key in known:
                said = _("Row %(row)s means the same.") % {"row": known[key]}
                row.problem("", said)
            row.skipped = self._no_country_of_ours(activity)
            if not row.skipped and not row.problems:
                known[key] = row.number
                row.agreement = self.agreement_of(row, key)

    def _no_country_of_ours(self, activity):
        if not activity.countries:
            return _("The activity names no country.")
        found = [self.known.partners.get(code) for code in activity.countries]
        if not any(found):
            said = ", ".join(activity.countries)[:60]
            return _("“%(country)s” is no partner country.") % {"country": said}
        if not any(p.pk in self.known.desk for p in found if p):
            said = ", ".join(str(p) for p in found if p)
            return _("%(country)s is not on your desk.") % {"country": said}
        return ""

    def agreement_of(self, row, key):
        activity = row.activity
        agreement = FromIati(activity.number)
        self.look_up(agreement, key)
        agreement.phase = activity.stopped_why or _("Cancelled")
        partners = [self.known.partners.get(code) for code in activity.countries]
        for partner in filter(None, partners):
            agreement.hear({}, {}, partner)
        for organisation in activity.organisations:
            names = agreement.institutions.setdefault(organisation.role, [])
            names.append(organisation.name)
        agreement.values = self._values_of(activity, agreement)
        agreement.notes += [
            _("Not kept: %(what)s.") % {"what": what} for what in activity.not_kept
        ]
        return agreement

    def _values_of(self, activity, agreement):
        agreed = activity.commitments
        same = {money.currency for money in agreed}
        total = sum(money.amount for money in agreed) if len(same) == 1 else None
        if total is not None:
            agreement.currency = agreed[0].currency
        elif agreed:
            agreement.notes.append(_("Commitments in several currencies are not kept."))
        sectors = "; ".join(" ".join(filter(None, pair)) for pair in activity.sectors)
        values = {
            "title": activity.title,
            "summary": activity.summary,
            "status": activity.status,
            "since": activity.since,
            "until": activity.until,
            "agreed_on": agreed[0].date if agreed else "",
            "agreed_amount": total,
            "note": SECTORS + sectors if sectors else "",
        }
        return {name: value for name, value in values.items() if value}

    def bring(self, row, take):
        if row.skipped:
            row.problems = []
            return self._told(row, SKIPPED, notes=[row.skipped])
        agreement = getattr(row, "agreement", None)
        if not row.problems and agreement.refused:
            row.problem("", agreement.refused)
        if row.problems:
            return self._told(row, ERROR)
        with transaction.atomic():
            changes = self._bring_agreement(row, agreement, take)
            self.save_new()
            if not row.problems:
                changes = [*changes, *self._bring_parts(row, agreement, take)]
            if row.problems:
                transaction.set_rollback(True)
        if row.problems:
            return self._told(row, ERROR)
        if agreement.is_new:
            return self._told(row, NEW, notes=agreement.notes)
        outcome = CHANGED if changes else UNCHANGED
        return self._told(row, outcome, changes, agreement.notes)
