"""One country at a glance, and all contacts at political level with it."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import any_member, log_reading, requires, visible_or_404
from core.exports import file_links, file_of_rows, wants_file
from desk.country import CountryPage, facts, ways_to_contacts
from desk.page_parts import record_a_meeting
from dialogues.page_parts import around, crumb
from dialogues.political.contacts import political_contacts as contacts_of
from dialogues.political.line import line_of
from dialogues.political.listed import COLUMNS, ContactFilter, ContactRows
from dialogues.political.rules import warnings_in_words
from partners.countries import home_country_name
from partners.models import Partner


def _partner_or_404(request, code):
    if not (code.isascii() and code.isalpha()):
        raise Http404
    return visible_or_404(Partner.objects, request.user, code=code.upper())


@requires(any_member)
def country(request, code):
    partner = _partner_or_404(request, code)
    page = CountryPage(partner, request.user, timezone.localdate())
    log_reading(request, partner, parts=page.rows())
    parts = around(request, partner)
    dialogues = page.dialogues
    context = parts | {
        "partner": partner,
        "page": page,
        "parts": _parts(partner),
        "query": f"?partner={partner.pk}",
        "dialogues": dialogues,
        "facts": facts(partner, page.last_round(), page.next_round(), page.today),
        "people": page.people_met(),
        "institutions": page.institutions_met(),
        "home": home_country_name(),
        "ways": ways_to_contacts(dialogues, partner),
        "actions": _actions(partner, dialogues) if parts["can_change"] else [],
    }
    return render(request, "desk/country.html", context)


@requires(any_member)
def political_contacts(request, code):
    partner, today = _partner_or_404(request, code), timezone.localdate()
    found = contacts_of(request.user, partner, today)
    filters = ContactFilter(request, partner)
    shown = filters.narrowed(found)
    log_reading(request, partner, parts=shown.rows)
    if wants_file(request) and not filters.errors:
        rows = ContactRows(shown.contacts)
        title = _("Political level: %(country)s") % {"country": partner.local_name}
        told = {"title": title, "chips": filters.chips}
        return file_of_rows(request, rows, COLUMNS, "political-contacts", **told)
    context = {
        "partner": partner,
        "breadcrumbs": [crumb(partner.local_name, partner.get_absolute_url())],
        "warnings": warnings_in_words(found.dated_levels, today),
        "filters": filters,
        "files": file_links(request),
        "shown": shown,
        "line": line_of(shown.contacts, shown.other_rounds, today, filters.until),
        "home": home_country_name(),
        "country": partner.local_name,
    }
    return _whole_or_rows(request, context)


def _whole_or_rows(request, context):
    """The page, or what changes on it while somebody filters."""
    rows = request.htmx and not request.htmx.history_restore_request
    part, whole = "dialogues/_political_rows.html", "desk/political_contacts.html"
    response = render(request, part if rows else whole, context)
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


def _parts(partner):
    """The parts of the page, in their order."""
    parts = [
        ("state", _("State")),
        ("replies", _("Replies due")),
        ("follow-ups", _("Follow-ups")),
        ("concerns", _("Concerns")),
        ("projects", _("Projects")),
        ("political", _("Political level")),
        ("timeline", _("Rounds and meetings")),
        ("contacts", _("Networks and contacts")),
        ("people", _("People")),
        ("institutions", _("Institutions")),
    ]
    return [*parts, ("overview", _("Overview"))] if partner.overview else parts


def _actions(partner, dialogues):
    """What an officer of this desk does most, with the country filled in."""
    query = f"?partner={partner.code}"
    meeting = f"?dialogue={dialogues[0][0].pk}" if dialogues else ""
    concern = reverse("dialogues:concern_new") + query
    task = reverse("dialogues:follow_up_new") + query
    return [
        record_a_meeting(meeting),
        {"label": _("New concern"), "url": concern, "icon": "ChatExclamationmark"},
        {"label": _("New follow-up"), "url": task, "icon": "TasklistStart"},
        {"label": _("Edit"), "url": partner.url_for("edit"), "icon": "Pencil"},
    ]
