"""Countries by their ISO 3166-1 alpha-2 code, with names in the reader's language."""

from functools import cache
from gettext import NullTranslations, translation

import pycountry
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language

# Short names as the ministry writes them, where ISO's own would read oddly.
_SHORT = {"VN": "Vietnam", "EU": "European Union", "XK": "Kosovo"}


@cache
def _translations(language):
    try:
        return translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language])
    except FileNotFoundError:
        return NullTranslations()


def country_name(code):
    """The name of a country; a code that is not known is its own name."""
    country = pycountry.countries.get(alpha_2=code)
    english = _SHORT.get(code) or (
        getattr(country, "common_name", country.name) if country else code
    )
    language = (get_language() or "en").split("-")[0]
    if language == "en" or not country:
        return english
    translated = _translations(language).gettext(country.name)
    return english if translated == country.name else translated


def home_country_name():
    return country_name(settings.HOME_COUNTRY)


country_name_lazy = lazy(country_name, str)


def country_choices():
    """Codes and names, in the order of the names."""
    codes = {country.alpha_2 for country in pycountry.countries} | {"EU"}
    return sorted(((code, country_name(code)) for code in codes), key=lambda c: c[1])
