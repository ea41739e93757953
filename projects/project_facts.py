"""What is known of a project, as its page tells it."""

from django.utils.translation import gettext as _

from dialogues.page_parts import fact, long_facts
from partners.countries import country_name
from projects.page_parts import in_currency, period_of


def facts_of(project):
    return [
        *_whose(project),
        *([] if project.status else [fact(_("Status"), None)]),
        fact(_("Period"), period_of(project)),
        fact(_("Agreement number"), project.agreement_number),
        fact(_("Agreement signed"), project.agreed_on, kind="date"),
        fact(_("Agreed amount"), in_currency(project.agreed_amount, project.currency)),
        *_report(project),
        *long_facts(
            (_("Why it was stopped"), project.stopped_why),
            (_("What it does"), project.summary),
            (_("Partners in the words of the source"), project.partners_in_words),
            (_("Funding in the words of the source"), project.funding_in_words),
            (_("Results in the words of the source"), project.results_in_words),
            (_("Completion report"), project.completion_report),
            (_("Note"), project.note),
        ),
    ]


def _whose(project):
    """Only where it is not ours: it stands for comparison."""
    if not project.comparator:
        return []
    country = country_name(project.comparator)
    return [fact(_("Project of"), country, note=_("Kept for comparison; in no total."))]


def _report(project):
    if project.lacks_report:
        label = _("Missing")
        late = _("It counts as running, and its period has passed.")
        note = late if project.runs_late else ""
        return [
            fact(
                _("Completion report"), label, kind="status", tone="warning", note=note
            )
        ]
    if project.reported_on or project.completion_report:
        return [fact(_("Completion report of"), project.reported_on, kind="date")]
    return []
