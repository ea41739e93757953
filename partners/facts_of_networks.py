"""What is known of a network or a link, as `components/facts.html` takes it."""

from django.utils.translation import gettext_lazy as _

from partners.models import Membership
from partners.network_columns import in_role, partners_in_words, sectors_in_words


def facts_of_network(network, present):
    """Needs `visible_partners`, and the present memberships as the reader sees them."""
    roles = Membership.Role
    known = (
        (_("Secretariat"), in_role(present, roles.SECRETARIAT)),
        (_("Funder"), in_role(present, roles.FUNDER)),
        (_("Size"), network.size),
        (_("Website"), network.website),
    )
    return [
        _fact(_("Partner countries"), partners_in_words(network) or _("None")),
        _fact(_("Sectors"), sectors_in_words(network)),
        _fact(_("Coordinator"), in_role(present, roles.COORDINATOR)),
        *(_fact(label, value) for label, value in known if value),
        *_period(network),
        _fact(_("Kept by"), str(network.responsible or "–")),
        *_long(
            (_("Purpose"), network.purpose),
            (_("Other names"), network.other_names),
            (_("Note"), network.note),
        ),
    ]


def facts_of_link(link):
    """Needs both institutions loaded."""
    ends = (
        (_("Institution at home"), link.home_institution),
        (_("Institution in the partner country"), link.partner_institution),
    )
    return [
        *(_fact(label, str(end), url=end.get_absolute_url()) for label, end in ends),
        _fact(_("Kind"), link.kind),
        *_period(link),
        _fact(_("Kept by"), str(link.responsible or "–")),
        *_long((_("What came of it"), link.led_to), (_("Note"), link.note)),
    ]


def _period(record):
    until = record.until
    ended = [_fact(_("Until"), until, kind="date")] if until else []
    return [_fact(_("Since"), record.since, kind="date"), *ended]


def _fact(label, value, **more):
    return {"label": label, "value": value, **more}


def _long(*texts):
    return [_fact(label, text, kind="long") for label, text in texts if text]
