"""What the list of projects shows, and its file."""

from django.conf import settings
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from core.lists import Column, known, marking_column
from dialogues.columns.shared import (
    dates_of_record,
    in_file,
    in_file_only,
    status_column,
    title_column,
)
from partners.countries import country_name
from projects.columns.money import beyond_agreed, beyond_agreed_column
from projects.models import Project
from projects.page_parts import in_currency, period_of
from projects.tones import PROJECT_STATUS

# What a row of the list names, as far as the reader may see it.
NAMED = ("partners", "dialogues", "topics")
# Of topics and institutions, so many stand in a cell.
AT_MOST = 1


def _joined(name, word=str):
    def in_words(project):
        return ", ".join(sorted(word(row) for row in getattr(project, name)))

    return in_words


def _institutions(project):
    """Those abroad before our own, each once."""
    rows = {role.institution for role in project.visible_roles}
    home = settings.HOME_COUNTRY
    rows = sorted(rows, key=lambda row: (row.country == home, row.name))
    return [row.name for row in rows]


def _first_of(names):
    """A cell names one; the page and the file have them all."""
    shown = ", ".join(names[:AT_MOST])
    more = len(names) - AT_MOST
    if more <= 0:
        return shown
    return now("%(names)s and %(number)s more") % {"names": shown, "number": more}


def _countries(project):
    names = sorted(row.local_name for row in project.visible_partners)
    words = ", ".join(names)
    if not project.comparator:
        return words
    return now("%(countries)s (a project of %(whose)s)") % {
        "countries": words,
        "whose": country_name(project.comparator),
    }


def _to_see_to(project):
    """What somebody has to look into; in the file each has a column of its own."""
    tags = []
    if more := beyond_agreed(project):
        paid = now("%(amount)s beyond the agreed") % {"amount": more}
        tags.append({"label": paid, "tone": "danger"})
    if project.lacks_report:
        tags.append({"label": now("Report missing"), "tone": "warning"})
    return tags


PROJECTS = [
    title_column(_("Project")),
    status_column(Project, PROJECT_STATUS),
    Column(
        "partners",
        _("Partner countries"),
        value=_countries,
        code=_joined("visible_partners", lambda row: row.local_name),
    ),
    in_file("comparator"),
    Column(
        "partner_codes",
        "partner_codes",
        value=_joined("visible_partners", lambda row: row.code),
        on_screen=False,
    ),
    Column(
        "topics",
        _("Topics"),
        value=lambda row: _first_of(sorted(map(str, row.visible_topics))),
        code=_joined("visible_topics"),
    ),
    Column(
        "topic_codes",
        "topic_codes",
        value=_joined("visible_topics", lambda row: row.code),
        on_screen=False,
    ),
    Column(
        "dialogues",
        _("Dialogues"),
        value=_joined("visible_dialogues"),
        on_screen=False,
    ),
    Column(
        "institutions",
        _("Institutions"),
        value=lambda row: _first_of(_institutions(row)),
        code=lambda row: ", ".join(_institutions(row)),
    ),
    Column(
        "since", _("Period"), value=period_of, code="since", order=(known("since"),)
    ),
    in_file("until"),
    in_file("agreement_number"),
    Column(
        "agreed_amount",
        _("Agreed amount"),
        value=lambda row: in_currency(row.agreed_amount, row.currency),
        code="agreed_amount",
        # Amounts of different currencies are not larger or smaller than each other.
        order=("currency", "agreed_amount"),
        kind="number",
    ),
    in_file("currency"),
    beyond_agreed_column(),
    Column(
        "lacks_report",
        _("Report missing"),
        value=lambda row: "yes" if row.lacks_report else "",
        on_screen=False,
    ),
    Column("to_see_to", _("To see to"), value=_to_see_to, kind="tags", in_file=False),
    *in_file_only(
        "agreed_on",
        "stopped_why",
        "summary",
        "partners_in_words",
        "funding_in_words",
        "results_in_words",
        "reported_on",
        "completion_report",
        "note",
    ),
    marking_column(),
    *dates_of_record(),
]
