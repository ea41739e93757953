"""How the cells of the ministry's own files are read."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.importing.columns import plain, unknown
from core.partial_dates import PartialDate
from partners.imports.columns import read_country
from projects.models import Disbursement, Project

THOUSAND = 1000
# As exact as the record keeps an amount; beyond that lies what a spreadsheet computed.
_ORE = Decimal("0.01")
_SPACES = re.compile("[\\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]")
_PLAIN_AMOUNT = re.compile(r"\d+(?:[.,]\d+)?|\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
# Both signs, or one of them twice: only then is it certain which parts thousands.
_GROUPED = (
    (re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}"), "."),
    (re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}"), ","),
)
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_PERIODS = (
    re.compile(r"(\d{4})\s*[-–—/]\s*(\d{4})"),
    re.compile(r"(\d{8})\s*[-–—/]\s*(\d{8})"),
    re.compile(r"(\d{1,2}\.\d{1,2}\.\d{4})\s*[-–—]\s*(\d{1,2}\.\d{1,2}\.\d{4})"),
    re.compile(r"(\d{4}-\d\d(?:-\d\d)?)\s+[-–—]\s+(\d{4}-\d\d(?:-\d\d)?)"),
)
_PHASES = {
    Project.Status.PLANNED: (
        "planned",
        "pipeline",
        "preparation",
        "planning",
        "proposed",
        "planlagt",
        "under forberedelse",
        "forberedelse",
    ),
    Project.Status.RUNNING: (
        "agreed",
        "agreement",
        "ongoing",
        "on going",
        "active",
        "running",
        "implementation",
        "follow up",
        "inngått",
        "avtalt",
        "pågående",
        "løpende",
        "gjennomføring",
        "oppfølging",
    ),
    Project.Status.COMPLETED: (
        "completed",
        "concluded",
        "closed",
        "finished",
        "completion",
        "archived",
        "avsluttet",
        "ferdig",
    ),
    Project.Status.STOPPED: (
        "cancelled",
        "canceled",
        "terminated",
        "discontinued",
        "stopped",
        "kansellert",
        "avbrutt",
        "terminert",
        "stanset",
    ),
}
_STATUS_OF_PHASE = {plain(w): status for status, ws in _PHASES.items() for w in ws}
CANCELLED = "cancelled"
_PAYMENTS = {
    Disbursement.Status.PAID: ("paid", "disbursed", "utbetalt", "betalt", "effected"),
    Disbursement.Status.PLANNED: ("planned", "planlagt", "approved", "godkjent"),
    CANCELLED: ("cancelled", "canceled", "kansellert", "annullert"),
}
_STATUS_OF_PAYMENT = {plain(w): status for status, ws in _PAYMENTS.items() for w in ws}


def read_thousands(text):
    """An amount in thousands, as it stands: decimal comma or point, and spaces."""
    said = _SPACES.sub(" ", text).strip()[:60]
    negative = said.startswith(("-", "−", "(")) or said.endswith("-")
    digits = said.strip("-−() ")
    for pattern, sign in _GROUPED:
        if pattern.fullmatch(digits):
            digits = digits.replace(sign, "")
            break
    if not _PLAIN_AMOUNT.fullmatch(digits):
        raise ValidationError(
            _("“%(text)s” is no amount. Write it like 1 234,5 or 1234.5."),
            params={"text": text[:60]},
        )
    amount = Decimal(digits.replace(" ", "").replace(",", "."))
    if amount >= Decimal(10) ** 9:
        raise ValidationError(
            _("%(text)s thousand is more than any agreement."), params={"text": said}
        )
    amount = (amount * THOUSAND).quantize(_ORE) / THOUSAND
    return -amount if negative else amount


def of_thousands(amount):
    """The amount itself, as the record keeps it."""
    return (amount * THOUSAND).quantize(_ORE)


def money(amount, currency):
    """An amount as the report says it."""
    return f"{number_format(amount, 2, force_grouping=True)} {currency}"


def thousands(amount):
    """A sum as the file counts it, without zeros at its end."""
    amount = amount.quantize(Decimal("0.00001")).normalize()
    decimals = max(0, -amount.as_tuple().exponent)
    return number_format(amount, decimals, force_grouping=True)


def read_day(text):
    """A day as the grant system writes it (YYYYMMDD), or as people do."""
    if match := _DAY.fullmatch(text):
        text = "-".join(match.groups())
    return PartialDate.parse(text)


def at_most(letters):
    """Reads a text that the record keeps whole or not at all."""

    def read(text):
        text = " ".join(text.split())
        if len(text) > letters:
            raise ValidationError(
                _("This has %(number)s letters; at most %(most)s are kept."),
                params={"number": len(text), "most": letters},
            )
        return text

    return read


def read_year(text):
    if not re.fullmatch(r"(19|20|21)\d\d", text):
        raise ValidationError(
            _("“%(text)s” is no year. Write it with four digits."),
            params={"text": text[:60]},
        )
    return text


def read_period(text):
    """From when and until when, as a pair; `2012` alone is the whole year."""
    for pattern in _PERIODS:
        if match := pattern.fullmatch(text):
            since, until = map(read_day, match.groups())
            if until.is_before(since):
                raise ValidationError(_("The period ends before it begins."))
            return since, until
    since = read_day(text)
    return since, since


def read_phase(text):
    """The status that a phase of an agreement stands for; "" where nobody knows."""
    return _STATUS_OF_PHASE.get(plain(re.sub(r"^\W*\w{1,2}\s*[-–:]\s*", "", text)), "")


def read_payment_status(text):
    status = _STATUS_OF_PAYMENT.get(plain(text))
    if status is None:
        known = [words[0].capitalize() for words in _PAYMENTS.values()]
        raise unknown(text, known)
    return status


def read_recipient_country(text):
    """The code of a country; "?" for a region, the whole world, or nothing known."""
    try:
        return read_country(text)
    except ValidationError:
        return "?"
