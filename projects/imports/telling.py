"""What the report of an import says of a row of money, and its control totals."""

from decimal import Decimal

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.importing.kinds import CHANGED, ERROR, NEW, SKIPPED, UNCHANGED
from core.models import Classification
from projects.imports.cells import thousands
from projects.models import Project


class Telling:
    """The part of an importer that says what happened, and what is left to do."""

    number_column = ""
    country_columns = ("recipient_country",)

    @classmethod
    def left_to_do(cls, user):
        mine = Project.objects.visible_to(user).current().of_desk(user)
        labels = {
            "topics": _("Projects without a topic"),
            "dialogues": _("Projects without a dialogue"),
        }
        links = [
            {"label": label, "url": f"{reverse(cls.list_name)}?without={name}"}
            for name, label in labels.items()
            if mine.naming_no(name, user).exists()
        ]
        words = _(
            "No file says which topics a project is about and to which dialogue it "
            "belongs. Until somebody does, no topic and no dialogue shows it."
        )
        return {"words": words, "links": links} if links else None

    @staticmethod
    def said(row, name):
        return row.cells.get(name, "").strip()

    def country_said(self, row):
        return next(filter(None, (self.said(row, n) for n in self.country_columns)), "")

    def _told(self, row, outcome, changes=(), notes=(), money=""):
        told = {
            "row": row.number,
            "outcome": outcome,
            "what": self.described(row, None)[:200],
            "money": money or outcome,
            "amount": "" if row.amount is None else str(row.amount),
        }
        project = getattr(getattr(row, "agreement", None), "project", None)
        if project is not None and project.pk and outcome in (CHANGED, UNCHANGED, NEW):
            told["pk"] = project.pk
        if changes:
            told["changes"] = changes
        if notes:
            told["notes"] = [str(note) for note in notes]
        shown = (changes or notes) and told.get("pk")
        if shown and getattr(project, "marking", 0) >= Classification.RESTRICTED:
            told["logged"] = True
        if outcome == ERROR:
            told["problems"] = row.problems
        return told

    def described(self, row, found):
        parts = [
            self.said(row, self.number_column),
            self.said(row, "agreement_title"),
            self.country_said(row),
            self.said(row, "year") or self.said(row, "date"),
        ]
        return ", ".join(filter(None, parts))

    def totals(self, told):
        """What was read is what was taken, was there, was skipped or was refused."""
        sums = {}
        for words, outcomes in (
            (_("Read"), (NEW, CHANGED, UNCHANGED, SKIPPED, ERROR)),
            (_("New or changed"), (NEW, CHANGED)),
            (_("On record like this"), (UNCHANGED,)),
            (_("Skipped"), (SKIPPED,)),
            (_("Refused"), (ERROR,)),
        ):
            rows = [t for t in told if self._money_of(t) in outcomes]
            amounts = [Decimal(t["amount"]) for t in rows if t["amount"]]
            sums[words] = (sum(amounts, Decimal(0)), len(rows))
        lines = [
            [str(words), thousands(total), number_format(rows, force_grouping=True)]
            for words, (total, rows) in sums.items()
        ]
        if without := sum(not t["amount"] for t in told):
            lines.append([_("Without an amount that can be read"), "–", str(without)])
        return lines

    @staticmethod
    def _money_of(told):
        return ERROR if told["outcome"] == ERROR else told["money"]
