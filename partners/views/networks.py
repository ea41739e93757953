"""Networks between the two countries, and who is in them."""

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
from core.lists import list_page
from core.models import Classification
from partners.facts_of_networks import facts_of_network
from partners.filters import NetworkFilter
from partners.forms.networks import MembershipForm, NetworkForm
from partners.models import Membership, Network
from partners.network_columns import (
    NETWORK_COLUMNS,
    STATUS_TONE,
    former_members,
    members_by_country,
    members_by_sector,
)
from partners.page_parts import around, new_url, with_sources


@requires(any_member)
def network_list(request):
    user = request.user
    rows = Network.objects.visible_to(user).select_related("responsible")
    rows = rows.with_visible_members(user).with_visible_partners(user)
    return list_page(
        request,
        NetworkFilter(request, rows.with_last_meeting(user)),
        NETWORK_COLUMNS,
        name="networks",
        heading=_("Networks"),
        new_url=new_url(request, "partners:network_new"),
    )


@requires(any_member)
def network_detail(request, pk):
    user = request.user
    rows = Network.objects.with_visible_partners(user).select_related("responsible")
    network = visible_or_404(rows, user, pk=pk)
    memberships = with_sources(Membership.objects.shown_in(network, user))
    log_reading(request, network, parts=memberships)
    present = [row for row in memberships if not row.until]
    former = [row for row in memberships if row.until]
    parts = around(request, network, _("Networks"), "network")
    context = {
        "network": network,
        "facts": facts_of_network(network, present),
        "status_tone": STATUS_TONE.get(network.status),
        "by_sector": members_by_sector(present, parts["can_change"]),
        "countries": members_by_country(present),
        "former": former_members(former, parts["can_change"]),
        **parts,
    }
    return render(request, "partners/network_detail.html", context)


@requires(writer)
@in_one_transaction
def network_new(request):
    desk = list(request.user.desk_partner_ids)
    start = {"partners": desk} if len(desk) == 1 else {}
    form = NetworkForm(*typed(request), by=request.user, initial=start)
    back = reverse("partners:network_list")
    return record_form(request, form, heading=_("New network"), back=back)


@requires(writer)
@in_one_transaction
def network_edit(request, pk):
    network = changeable_or_403(Network.objects, request.user, pk=pk)
    form = NetworkForm(*typed(request), by=request.user, instance=network)
    return record_form(
        request,
        form,
        heading=_("Change: %(network)s") % {"network": network},
        back=network.get_absolute_url(),
        record=network,
    )


@requires(writer)
@in_one_transaction
def membership_new(request, pk):
    """Adds one member after the other, until one is saved without asking for more."""
    network = changeable_or_403(Network.objects, request.user, pk=pk)
    # A new membership is never Open of itself, though the network may be.
    marking = max(network.marking, Classification.INTERNAL)
    form = MembershipForm(
        *typed(request),
        by=request.user,
        instance=Membership(network=network),
        initial={"classification": marking},
    )
    one_more = "another" in request.POST
    return record_form(
        request,
        form,
        template="partners/network_member_form.html",
        heading=_("New member: %(network)s") % {"network": network},
        back=network.get_absolute_url(),
        saved=lambda row: request.path if one_more else network.get_absolute_url(),
        members=Membership.objects.shown_in(network, request.user).lasting(),
    )


@requires(writer)
@in_one_transaction
def membership_edit(request, pk):
    membership = changeable_or_403(Membership.objects, request.user, pk=pk)
    form = MembershipForm(*typed(request), by=request.user, instance=membership)
    return record_form(
        request,
        form,
        # SECURITY: no name; the heading is the title of the tab and of a bookmark.
        heading=_("Change a membership"),
        back=membership.get_absolute_url(),
        record=membership,
    )
