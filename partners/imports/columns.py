"""How the cells of countries, sectors, levels and users are read."""

from functools import cache

import pycountry
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from core.importing.columns import choice_column, field_column, plain
from partners.countries import country_choices, country_name
from partners.models import Level

_ALSO_COUNTRIES = {
    "uk": "GB",
    "usa": "US",
    "viet nam": "VN",
    "kina": "CN",
    "folkerepublikken kina": "CN",
    "sor korea": "KR",
    "south korea": "KR",
    "russia": "RU",
    "eu": "EU",
}
_LEVELS = (
    ("statsoverhode", Level.HEAD_OF_GOVERNMENT),
    ("statsminister", Level.HEAD_OF_GOVERNMENT),
    ("regjeringssjef", Level.HEAD_OF_GOVERNMENT),
    ("statsråd", Level.MINISTER),
    ("statssekretær", Level.DEPUTY_MINISTER),
    ("viseminister", Level.DEPUTY_MINISTER),
    ("ekspedisjonssjef", Level.DIRECTOR_GENERAL),
    ("generaldirektør", Level.DIRECTOR_GENERAL),
    ("direktør", Level.DIRECTOR),
    ("avdelingsdirektør", Level.DIRECTOR),
    ("embetsmann", Level.SENIOR_OFFICIAL),
    ("seniorrådgiver", Level.SENIOR_OFFICIAL),
    ("ekspert", Level.EXPERT),
    ("sakkyndig", Level.EXPERT),
)
COUNTRY_WORDS = ("land", "country code", "landkode")
SINCE_WORDS = ("fra", "siden", "from")
UNTIL_WORDS = ("til", "inntil", "to")
NOTE_WORDS = ("notat", "merknad", "kommentar")
OTHER_NAMES_WORDS = ("andre navn", "other name", "kortnavn", "short name")
ORIGINAL_WORDS = ("navn på originalspråket", "original name", "originalnavn")
EMAIL_WORDS = ("e-post", "epost", "email", "mail")
PHONE_WORDS = ("telefon", "phone", "tlf", "mobil", "mobile")


@cache
def _countries():
    known = dict(_ALSO_COUNTRIES)
    names = {"alpha_3", "name", "common_name", "official_name"}
    for country in pycountry.countries:
        for name in names & set(dir(country)):
            known.setdefault(plain(getattr(country, name)), country.alpha_2)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for code, name in country_choices():
                known[plain(name)] = code
    # A code is never taken for the name of another country.
    return known | {plain(code): code for code, _name in country_choices()}


def read_country(text):
    code = _countries().get(plain(text))
    if code is None:
        raise ValidationError(
            _("“%(text)s” is no country. Give its name or its code, like %(code)s."),
            params={"text": text[:60], "code": settings.HOME_COUNTRY},
        )
    return code


def country_column(model, **options):
    return field_column(
        model,
        "country",
        *COUNTRY_WORDS,
        read=read_country,
        shown=lambda code: country_name(code) if code else "",
        example="ID",
        **options,
    )


def level_column(model):
    return choice_column(
        model, "level", "nivå", choices=Level, also=_LEVELS, example="minister"
    )
