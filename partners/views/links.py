"""Links between two institutions of the two countries."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import (
    any_member,
    changeable_or_403,
    in_one_transaction,
    log_reading,
    requires,
    visible_or_404,
    writer,
)
from core.editing import record_form, typed
from partners.facts_of_networks import facts_of_link
from partners.forms.networks import LinkForm
from partners.models import Institution, Link
from partners.page_parts import around


@requires(any_member)
def link_detail(request, pk):
    user = request.user
    rows = Link.objects.with_visible(user, "home_institution", "partner_institution")
    rows = rows.select_related("kind", "responsible")
    link = visible_or_404(rows, user, pk=pk)
    ends = link.home_institution, link.partner_institution
    log_reading(request, link, parts=ends)
    context = {
        "link": link,
        "facts": facts_of_link(link),
        **around(request, link, _("Institutions"), "institution"),
        "breadcrumbs": [{"label": _("Links"), "url": _all_links()}],
    }
    return render(request, "partners/link_detail.html", context)


@requires(writer)
@in_one_transaction
def link_new(request):
    ends = _ends_in_address(request)
    form = LinkForm(*typed(request), by=request.user, initial=ends)
    back = next((end.get_absolute_url() for end in ends.values()), _all_links())
    heading = _("New link between two institutions")
    return record_form(request, form, heading=heading, back=back)


def _all_links():
    # The list says how alive each link is, which the app of the dialogues knows.
    return reverse("dialogues:link_list")


def _ends_in_address(request):
    """What `?home=3&partner=7` names, as far as this user may see it."""
    ends = {}
    for name in ("home", "partner"):
        key = request.GET.get(name, "")
        if key.isdecimal() and len(key) < 18:
            rows = Institution.objects.visible_to(request.user).current()
            if row := rows.filter(pk=int(key)).first():
                ends[f"{name}_institution"] = row
    return ends


@requires(writer)
@in_one_transaction
def link_edit(request, pk):
    link = changeable_or_403(Link.objects, request.user, pk=pk)
    form = LinkForm(*typed(request), by=request.user, instance=link)
    return record_form(
        request,
        form,
        heading=_("Change a link"),
        back=link.get_absolute_url(),
        record=link,
    )
