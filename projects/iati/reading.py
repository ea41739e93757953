"""Activities from an IATI 2.03 file, whoever published it."""

import re
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.importing.sheets import MOST_BYTES, refused
from core.partial_dates import PartialDate
from projects.iati import standard
from projects.iati.activity import Activity, Budget, Found, Money, Organisation, Value

MOST_ACTIVITIES = 5000
_MOST_DEPTH = 40


class _Builder(ElementTree.TreeBuilder):
    """SECURITY: no file of IATI has a DTD, in which entities multiply or reach out."""

    def __init__(self):
        super().__init__()
        self.depth = 0

    def doctype(self, name, pubid, system):
        raise refused(_("The file declares a document type, which IATI does not have."))

    def start(self, tag, attributes):
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise refused(_("The file is no IATI file: its elements lie too deep."))
        return super().start(tag, attributes)

    def end(self, tag):
        self.depth -= 1
        return super().end(tag)


def read_activities(content):
    """The activities of a file; raises ValidationError for any other file."""
    if len(content) > MOST_BYTES:
        raise refused(
            _("The file has %(size)s; at most %(most)s are taken."),
            size=filesizeformat(len(content)),
            most=filesizeformat(MOST_BYTES),
        )
    root = _parsed(content)
    if root.tag != "iati-activities":
        raise refused(
            _(
                "This is no file of IATI activities: it begins with <%(tag)s>, and "
                "<iati-activities> was expected."
            ),
            tag=str(root.tag)[:60],
        )
    version = root.get("version", "")
    if not version.startswith("2."):
        raise refused(
            _("This is version %(version)s of IATI; 2.03 is taken."),
            version=version[:10] or "–",
        )
    elements = root.findall("iati-activity")
    if not elements:
        raise refused(_("There is no activity in the file."))
    if len(elements) > MOST_ACTIVITIES:
        raise refused(
            _("The file has more than %(most)s activities. Bring it in parts."),
            most=number_format(MOST_ACTIVITIES, force_grouping=True),
        )
    return [_activity(element) for element in elements]


def _parsed(content):
    if not content.strip():
        raise refused(_("The file is empty."))
    # The parser's own builder refuses what does harm before anything is expanded.
    parser = ElementTree.XMLParser(target=_Builder())  # noqa: S314
    try:
        parser.feed(content)
        return parser.close()
    except ElementTree.ParseError as error:
        raise refused(
            _("The file is no XML that can be read, from line %(line)s on."),
            line=error.position[0],
        ) from None


def _activity(element):
    identifier = _text(element.find("iati-identifier"))
    reporter = element.find("reporting-org")
    ref = "" if reporter is None else reporter.get("ref", "").strip()
    number = identifier.removeprefix(f"{ref}-") if ref else identifier
    for other in element.findall("other-identifier"):
        if other.get("type") == standard.INTERNAL_NUMBER and other.get("ref"):
            number = other.get("ref").strip()
    activity = Activity(number, _narrative(element.find("title")), identifier)
    currency = element.get("default-currency", "").strip()
    try:
        _read_texts(element, activity)
        _read_dates(element, activity)
        _read_places(element, activity)
        _read_organisations(element, activity, ref)
        _read_money(element, activity, currency)
        activity.results = [_result(e, activity) for e in element.findall("result")]
    except ValidationError as refusal:
        activity.problems.append(" ".join(refusal.messages))
    return activity


def _read_texts(element, activity):
    for described in element.findall("description"):
        text = _narrative(described)
        if described.get(_own("says")) == "stopped_why":
            activity.stopped_why = text
        elif text != activity.title:
            parts = (activity.summary, text)
            activity.summary = "\n\n".join(filter(None, parts))
    code = _attribute(element.find("activity-status"), "code")
    activity.status = standard.STATUS_OF.get(code, "")
    if code and not activity.status:
        activity.not_kept.append(_("Status %(code)s of IATI") % {"code": code[:10]})


def _read_dates(element, activity):
    dates = {}
    for dated in element.findall("activity-date"):
        day = _day(dated.get("iso-date"))
        said = _text(dated.find("narrative"))
        # Ours says in words how far a date is known.
        known = day.startswith(said) and re.fullmatch(r"\d{4}(-\d\d)?", said)
        dates[dated.get("type")] = PartialDate(said) if known else day
    start = dates.get(standard.START) or dates.get(standard.PLANNED_START)
    end = dates.get(standard.END) or dates.get(standard.PLANNED_END)
    activity.since, activity.until = start or "", end or ""


def _read_places(element, activity):
    for country in element.findall("recipient-country"):
        code = country.get("code", "").strip().upper()
        if code and code not in activity.countries:
            activity.countries.append(code)
    for sector in element.findall("sector"):
        if sector.get("vocabulary", standard.DAC_5_DIGITS) == standard.DAC_5_DIGITS:
            activity.sectors.append((sector.get("code", ""), _narrative(sector)))


def _read_organisations(element, activity, ref):
    for named in element.findall("participating-org"):
        if named.get("ref", "").strip() == ref and ref == settings.IATI_REPORTING_ORG:
            continue  # the ministry itself
        name = _narrative(named) or named.get("ref", "").strip()
        role = named.get(_own("role")) or standard.ROLE_OF.get(named.get("role"))
        if name and role in standard.ROLES:
            activity.organisations.append(Organisation(name, role))


def _read_money(element, activity, currency):
    for budget in element.findall("budget"):
        start = _day(_attribute(budget.find("period-start"), "iso-date"))
        amount, own = _value(budget, currency)
        year = Budget(int(start[:4]), amount, own)
        _take_own(budget, year, "purpose", "note", "country")
        activity.budgets.append(year)
    for planned in element.findall("planned-disbursement"):
        amount, own = _value(planned, currency)
        money = Money(_period(planned), amount, own, status=standard.PLANNED)
        _take_own(planned, money, "reference", "note", "country")
        money.recipient = _narrative(planned.find("receiver-org"))
        activity.payments.append(money)
    others = 0
    for transaction in element.findall("transaction"):
        code = _attribute(transaction.find("transaction-type"), "code")
        if code == standard.COMMITMENT:
            activity.commitments.append(_transaction(transaction, currency))
        elif code == standard.DISBURSEMENT:
            activity.payments.append(_transaction(transaction, currency))
        else:
            others += 1
    if others:
        said = _("%(number)s transactions that are neither commitment nor disbursement")
        activity.not_kept.append(said % {"number": others})


def _transaction(element, currency):
    amount, own = _value(element, currency)
    day = _day(_attribute(element.find("transaction-date"), "iso-date"))
    said = element.get(_own("date"), "")
    if re.fullmatch(r"\d{4}(-\d\d)?", said) and day.startswith(said):
        day = PartialDate(said)
    return Money(
        day,
        amount,
        own,
        reference=element.get("ref", "").strip(),
        country=_attribute(element.find("recipient-country"), "code").upper(),
        recipient=_narrative(element.find("receiver-org")),
        note=_narrative(element.find("description")),
    )


def _result(element, activity):
    title = _narrative(element.find("title"))
    level = standard.LEVEL_OF.get(element.get("type"), "")
    if not level:
        activity.not_kept.append(
            _("The result “%(title)s”: it is neither output, outcome nor impact")
            % {"title": title[:80]}
        )
    result = Found(level, title)
    indicators = element.findall("indicator")
    if len(indicators) > 1:
        said = _("All indicators but the first of the result “%(title)s”")
        activity.not_kept.append(said % {"title": title[:80]})
    for indicator in indicators[:1]:
        _read_indicator(indicator, result)
    return result


def _read_indicator(element, result):
    named = _narrative(element.find("title"))
    result.indicator = "" if named == result.title else named
    result.unit = element.get(_own("unit"), "")
    if not result.unit and element.get("measure") == standard.PERCENTAGE:
        result.unit = "percent"
    baseline = element.find("baseline")
    if baseline is not None:
        result.baseline = _number(baseline.get("value"))
        day = baseline.get("iso-date") or baseline.get("year") or ""
        result.baseline_on = PartialDate.parse(baseline.get(_own("date")) or day)
        result.baseline_in_words = _narrative(baseline.find("comment"))
    else:
        result.baseline = _number(element.get(_own("baseline")))
        result.baseline_in_words = element.get(_own("baseline_in_words"), "")
    for period in element.findall("period"):
        date = _period(period)
        for kind in ("target", "actual"):
            for measured in period.findall(kind):
                result.values.append(_measured(measured, kind, date))


def _measured(element, kind, date):
    value = Value(kind, date, _number(element.get("value")))
    comment = element.find("comment")
    if comment is not None:
        _take_own(comment, value, "evidence", "confidence")
        if comment.get(_own("says")) != "evidence":
            value.in_words = _narrative(comment)
    groups = [d.get("value", "") for d in element.findall("dimension")]
    value.group = ", ".join(filter(None, groups))
    return value


def _period(element):
    """A period as a partial date: a year, a month, a day; otherwise its last day."""
    start = _day(_attribute(element.find("period-start"), "iso-date"))
    ended = element.find("period-end")
    end = _day(ended.get("iso-date")) if ended is not None else start
    for length in (4, 7):
        date = PartialDate(start[:length])
        if (date.earliest.isoformat(), date.latest.isoformat()) == (start, end):
            return date
    return end


def _day(text):
    text = (text or "").strip()
    if not re.match(r"\d{4}-\d\d-\d\d", text):
        raise ValidationError(
            _("“%(text)s” is no date of IATI, which has year, month and day."),
            params={"text": text[:40]},
        )
    return PartialDate.parse(text[:10])


def _value(element, currency):
    value = element.find("value")
    amount = _number(_text(value))
    own = (_attribute(value, "currency") or currency).upper()
    if amount is None or not re.fullmatch("[A-Z]{3}", own):
        raise ValidationError(_("An amount or its currency is missing."))
    return amount.quantize(Decimal("0.01")), own


def _number(text):
    text = (text or "").strip().replace(",", "")
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 12:
        raise ValidationError(_("“%(text)s” is no number."), params={"text": text[:40]})
    return number


def _narrative(element):
    """What an element says, in English where it says it in several languages."""
    if element is None:
        return ""
    said = element.findall("narrative")
    english = [n for n in said if n.get(standard.LANGUAGE, "en") == "en"]
    return next(filter(None, map(_text, [*english, *said])), "")


def _text(element):
    return "" if element is None else (element.text or "").strip()


def _attribute(element, name):
    return "" if element is None else element.get(name, "").strip()


def _own(name):
    return f"{{{standard.OWN}}}{name}"


def _take_own(element, thing, *names):
    for name in names:
        setattr(thing, name, element.get(_own(name), "").strip())
