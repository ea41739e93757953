"""Who meets whom in a dialogue: the picture, the table, and the matrix of sectors."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import any_member, log_reading, requires, visible_or_404
from core.exports import file_links, file_of_rows, wants_file
from core.lists import as_table
from dialogues.forms.network import NetworkFilterForm
from dialogues.models import Dialogue
from dialogues.network.drawing import NARROW, WIDE, Drawing
from dialogues.network.growth import Growth
from dialogues.network.pairing import Matrix
from dialogues.network.picture import Picture, legend
from dialogues.network.record import NetworkRecord
from dialogues.network.sectors import sectors_of
from dialogues.network.table import pair_columns, pair_rows
from dialogues.page_parts import crumb
from partners.countries import home_country_name

NOTHING = ([], [], [])


@requires(any_member)
def dialogue_network(request, slug):
    dialogue, record = _record(request, slug)
    form = NetworkFilterForm(
        request, sectors_of(record.home), sectors_of(record.partner)
    )
    # What is refused shows nothing; the page says what is wrong.
    home, partner, pairs = record.narrowed(form.chosen) if form.chosen else NOTHING
    _log(request, dialogue, home, partner, pairs)
    rows = pair_rows(
        pairs,
        dialogue_url=reverse("dialogues:dialogue_network", args=[slug]),
        may_record=record.may_record(),
    )
    columns = pair_columns(home_country_name(), dialogue.partner.local_name)
    if wants_file(request) and form.is_valid():
        title = _("Who meets whom: %(dialogue)s") % {"dialogue": dialogue}
        told = {"title": title, "chips": form.chips}
        return file_of_rows(request, rows, columns, "network", **told)
    context = {
        **_frame(dialogue),
        "actions": [_way_to(dialogue, "pairing", _("Pairing matrix"), "Table")],
        "form": form,
        "chips": form.chips(),
        "table": as_table(rows, [column for column in columns if column.on_screen]),
        "files": file_links(request),
        **_picture(form, home, partner, pairs),
    }
    return _whole_or_rows(request, context)


@requires(any_member)
def dialogue_pairing(request, slug):
    dialogue, record = _record(request, slug)
    pairs = record.pairs()
    _log(request, dialogue, record.home, record.partner, pairs)
    network_url = reverse("dialogues:dialogue_network", args=[slug])
    matrix = Matrix(
        record.home,
        record.partner,
        pairs,
        people=record.people,
        address=lambda **query: f"{network_url}?{urlencode(query)}",
    )
    growth = Growth(pairs, record.rounds_held(), until=record.today.year)
    context = {
        **_frame(dialogue),
        "actions": [_way_to(dialogue, "network", _("Who meets whom"), "LineGraphDot")],
        "lead": " ".join(matrix.sentences()),
        "matrix": matrix,
        "growth": growth,
        "network_url": network_url,
    }
    return render(request, "dialogues/pairing_matrix.html", context)


def _record(request, slug):
    dialogues = Dialogue.objects.with_visible(request.user, "partner")
    dialogue = visible_or_404(dialogues, request.user, slug=slug)
    return dialogue, NetworkRecord(dialogue, request.user, today=timezone.localdate())


def _log(request, dialogue, home, partner, pairs):
    """What stands on the page may be for fewer eyes than the dialogue."""
    links = [link for pair in pairs for link in pair.links]
    people = [pair.single_person for pair in pairs if pair.single_person]
    events = [contact.event for pair in pairs for contact in pair.contacts]
    parts = [*home, *partner, *links, *people, *events]
    log_reading(request, dialogue, parts=parts)


def _frame(dialogue):
    address = dialogue.get_absolute_url()
    return {
        "dialogue": dialogue,
        "record": dialogue,
        "breadcrumbs": [
            crumb(_("Dialogues"), reverse("dialogues:dialogue_list")),
            crumb(dialogue, address),
        ],
        "home_name": home_country_name(),
        "partner_name": dialogue.partner.local_name,
    }


def _whole_or_rows(request, context):
    """The page, or what changes with the filter where the page asks for that alone."""
    rows = request.htmx and not request.htmx.history_restore_request
    name = "network_rows" if rows else "network_picture"
    response = render(request, f"dialogues/{name}.html", context)
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


def _way_to(dialogue, name, label, icon):
    url = reverse(f"dialogues:dialogue_{name}", args=[dialogue.slug])
    return {"label": label, "url": url, "icon": icon}


def _picture(form, home, partner, pairs):
    picture = Picture(
        home,
        partner,
        pairs,
        unfolded=form.chosen.get("band", ""),
        band_url=lambda code: form.address_with(band=code),
    )
    return {
        "picture": picture,
        "drawings": [Drawing(picture, sheet) for sheet in (WIDE, NARROW)],
        "summary": picture.summary(),
        "legend": legend(),
    }
