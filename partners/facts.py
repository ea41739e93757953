"""What is known about one record, as `components/facts.html` takes it."""

from django.utils.translation import gettext_lazy as _


def facts_of_institution(institution):
    """Needs `sector` and `parent` loaded as the reader may see them."""
    whole = institution.parent
    return [
        {"label": _("Country"), "value": institution.country_name},
        {"label": _("Sector"), "value": institution.sector},
        {
            "label": _("Part of"),
            "value": whole.name if whole else "–",
            "url": whole.get_absolute_url() if whole else "",
        },
        {"label": _("Still exists"), "value": institution.active, "kind": "yes_no"},
        *_note(institution),
    ]


def facts_of_person(person):
    return [
        {"label": _("Honorific"), "value": person.honorific or "–"},
        {"label": _("Country"), "value": person.country_name},
        {
            "label": _("Consents to be listed"),
            "value": person.consent_to_be_listed,
            "kind": "yes_no",
        },
        {
            "label": _("Do not contact"),
            "value": person.do_not_contact,
            "kind": "yes_no",
        },
        *_note(person),
    ]


def _note(record):
    if not record.note:
        return []
    return [{"label": _("Note"), "value": record.note, "kind": "long"}]
