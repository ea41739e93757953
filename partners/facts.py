"""What is known about one record, as `components/facts.html` takes it."""

from django.utils.translation import gettext_lazy as _


def facts_of_institution(institution):
    """Needs `sector` and `parent` loaded as the reader may see them, `last_contact`."""
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
        _last_contact(institution),
        *_where_told(
            (_("Website"), institution.website, institution.website),
            (_("E-mail"), institution.email, f"mailto:{institution.email}"),
            (_("Telephone"), institution.phone, _to_call(institution.phone)),
        ),
        *_long(
            (_("Postal address"), institution.address),
            (_("Other names"), institution.other_names),
            (_("Note"), institution.note),
        ),
    ]


def facts_of_person(person):
    """Needs `last_contact`, as the reader may know it."""
    # What is not to be used is no link.
    write_to = "" if person.do_not_contact else f"mailto:{person.email}"
    call = "" if person.do_not_contact else _to_call(person.phone)
    return [
        {"label": _("Honorific"), "value": person.honorific or "–"},
        {"label": _("Country"), "value": person.country_name},
        *_where_told(
            (_("E-mail"), person.email, write_to),
            (_("Telephone"), person.phone, call),
            (_("Languages"), person.languages, ""),
        ),
        _last_contact(person),
        {"label": _("Kept by"), "value": str(person.responsible or "–")},
        {
            "label": _("Consents to be listed"),
            "value": person.consent_to_be_listed,
            "kind": "yes_no",
            "note": _consent(person),
        },
        {
            "label": _("Do not contact"),
            "value": person.do_not_contact,
            "kind": "yes_no",
        },
        *_long((_("Other names"), person.other_names), (_("Note"), person.note)),
    ]


def _consent(person):
    """What the answer does, beside the answer."""
    if person.consent_to_be_listed is None:
        return _("Ask before the name goes on a list that leaves the ministry.")
    if person.consent_to_be_listed:
        return _("May stand on lists of contacts, and be passed on as a contact card.")
    return _("E-mail and telephone stay out of files; there is no contact card.")


def _last_contact(record):
    return {"label": _("Last contact"), "value": record.last_contact, "kind": "date"}


def _to_call(phone):
    digits = "".join(c for c in phone if c.isdecimal() or c == "+")
    return f"tel:{digits}" if digits else ""


def _where_told(*facts):
    return [
        {"label": label, "value": value, "url": url}
        for label, value, url in facts
        if value
    ]


def _long(*texts):
    return [
        {"label": label, "value": text, "kind": "long"} for label, text in texts if text
    ]
