"""What the lists of institutions and people show, and their files."""

from django.utils.translation import gettext_lazy as _

from core.lists import Column, choice_column, known, marking_column, to_record
from partners.vcards import may_be_passed_on


def _country_column():
    return Column(
        "country",
        _("Country"),
        value="country_name",
        code="country",
        order=("country",),
    )


def _in_file(name, label, **more):
    return Column(name, label, on_screen=False, **more)


def _if_passed_on(name):
    """What is not to be passed on stays empty in the file: see `may_be_passed_on`."""
    return lambda person: getattr(person, name) if may_be_passed_on(person) else ""


def _last_contact_column():
    return Column(
        "last_contact", _("Last contact"), kind="date", order=(known("last_contact"),)
    )


def _name_columns():
    return [
        Column("name", _("Name"), order=("name",), link=to_record),
        Column("name_original", _("Name in original script"), order=("name_original",)),
    ]


INSTITUTION_COLUMNS = [
    *_name_columns(),
    _country_column(),
    Column("sector", _("Sector"), code="sector__code", order=("sector__order",)),
    Column("active", _("Still exists"), kind="yes_no", order=("active",)),
    _in_file("other_names", _("Other names")),
    _in_file("website", _("Website")),
    _in_file("email", _("E-mail")),
    _in_file("phone", _("Telephone")),
    _in_file("address", _("Postal address")),
    _last_contact_column(),
    marking_column(),
]


def _held(read):
    """A column's value out of the position that somebody holds now."""
    return lambda person: read(person.held[0]) if person.held else ""


def _position_in_words(position):
    return ", ".join(filter(None, [position.title, position.institution.name]))


PERSON_COLUMNS = [
    *_name_columns(),
    _country_column(),
    Column("position", _("Position"), value=_held(_position_in_words)),
    Column(
        "institution",
        _("Institution"),
        value=_held(lambda position: position.institution.name),
        on_screen=False,
    ),
    Column(
        "sector",
        _("Sector"),
        value=_held(lambda position: position.institution.sector),
        code=_held(lambda position: getattr(position.institution.sector, "code", "")),
    ),
    Column(
        "level",
        _("Level"),
        value=_held(lambda position: position.get_level_display()),
        code=_held(lambda position: position.level),
        on_screen=False,
    ),
    _in_file("other_names", _("Other names")),
    _in_file("honorific", _("Honorific")),
    _in_file("email", _("E-mail"), value=_if_passed_on("email")),
    _in_file("phone", _("Telephone"), value=_if_passed_on("phone")),
    _in_file("languages", _("Languages")),
    _in_file("responsible", _("Kept by")),
    _last_contact_column(),
    Column(
        "consent_to_be_listed",
        _("Consents to be listed"),
        kind="yes_no",
        on_screen=False,
    ),
    Column("do_not_contact", _("Do not contact"), kind="yes_no"),
    Column("protected", _("Protected"), kind="yes_no", on_screen=False),
    marking_column(),
]


def _until(position):
    if position.until:
        told = [position.get_left_because_display().lower(), position.left_note]
        why = ": ".join(filter(None, told))
        return f"{position.until.words} ({why})" if why else position.until.words
    return _("now") if position.is_held else _("not known")


def _since(position):
    if position.as_of and not position.since:
        return _("known as of %(date)s") % {"date": position.as_of.words}
    return position.since.words if position.since else _("not known")


def _period_columns():
    return [
        Column("since", _("Since"), value=_since),
        Column("until", _("Until"), value=_until),
        marking_column(),
    ]


def positions_of_person(can_change):
    """The columns of a person's positions; their titles lead to the form."""
    return [
        Column(
            "title",
            _("Title"),
            value=lambda row: row.title or _("Title not known"),
            link=(lambda row: row.url_for("edit")) if can_change else None,
        ),
        Column(
            "institution",
            _("Institution"),
            link=lambda row: row.institution.get_absolute_url(),
        ),
        choice_column("level", _("Level")),
        *_period_columns(),
        Column(
            "history",
            _("History"),
            value=lambda row: _("History"),
            link=lambda row: row.url_for("history"),
        ),
    ]


PEOPLE_OF_INSTITUTION = [
    Column(
        "person",
        _("Name"),
        value="person__name",
        link=to_record,
    ),
    Column("title", _("Title")),
    choice_column("level", _("Level")),
    *_period_columns(),
]
