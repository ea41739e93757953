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
def _translations(language, standard="iso3166-1"):
    try:
        return translation(standard, pycountry.LOCALES_DIR, languages=[language])
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


def home_currency():
    """The code of the currency in which costs are counted; empty when nobody says.

    A currency of one country has that country's number in ISO 4217; a shared one, such
    as the euro, is named in the settings.
    """
    if settings.HOME_CURRENCY:
        return settings.HOME_CURRENCY
    country = pycountry.countries.get(alpha_2=settings.HOME_COUNTRY)
    own = country and pycountry.currencies.get(numeric=country.numeric)
    return own.alpha_3 if own else ""


def home_currency_name():
    """For example "Norwegian Krone (NOK)"; empty when nobody says."""
    code = home_currency()
    currency = pycountry.currencies.get(alpha_3=code) if code else None
    if currency is None:
        return code
    language = (get_language() or "en").split("-")[0]
    name = _translations(language, "iso4217").gettext(currency.name)
    return f"{name} ({code})"


country_name_lazy = lazy(country_name, str)


def country_choices():
    """Codes and names, in the order of the names."""
    codes = {country.alpha_2 for country in pycountry.countries} | {"EU"}
    return sorted(((code, country_name(code)) for code in codes), key=lambda c: c[1])
