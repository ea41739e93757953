"""Activities as an IATI 2.03 file, its elements in the prescribed order."""

import re
from xml.etree import ElementTree

from django.conf import settings
from django.utils import timezone

from core.partial_dates import PartialDate
from projects.iati import standard

ElementTree.register_namespace("record", standard.OWN)


def file_of(activities):
    """The whole file, as bytes."""
    root = ElementTree.Element("iati-activities", version=standard.VERSION)
    root.set("generated-datetime", timezone.now().isoformat(timespec="seconds"))
    for activity in activities:
        _write(root, activity)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _write(root, activity):
    element = ElementTree.SubElement(root, "iati-activity", {standard.LANGUAGE: "en"})
    if activity.commitments:
        element.set("default-currency", activity.commitments[0].currency)
    _add(element, "iati-identifier", _identifier(activity.number))
    attributes = {"ref": _reporter(), "type": standard.GOVERNMENT}
    _said(element, "reporting-org", settings.IATI_REPORTING_NAME, **attributes)
    _said(element, "title", activity.title)
    general = activity.summary or activity.title
    _said(element, "description", general, type=standard.GENERAL)
    if activity.stopped_why:
        why = _said(element, "description", activity.stopped_why, type=standard.OTHER)
        why.set(_own("says"), "stopped_why")
    _write_organisations(element, activity)
    attributes = {"ref": activity.number, "type": standard.INTERNAL_NUMBER}
    _add(element, "other-identifier", **attributes)
    _add(element, "activity-status", code=standard.STATUS[activity.status])
    _write_dates(element, activity)
    for code in activity.countries:
        _add(element, "recipient-country", code=code)
    for code, words in activity.sectors:
        attributes = {"vocabulary": standard.DAC_5_DIGITS, "code": code}
        _said(element, "sector", words, **attributes)
    for budget in activity.budgets:
        _write_budget(element, budget)
    planned = [p for p in activity.payments if p.status == standard.PLANNED]
    for payment in planned:
        _write_planned(element, payment)
    for money in activity.commitments:
        _write_transaction(element, standard.COMMITMENT, money)
    for payment in activity.payments:
        if payment.status == standard.PAID:
            _write_transaction(element, standard.DISBURSEMENT, payment)
    for result in activity.results:
        _write_result(element, result)


def _reporter():
    return settings.IATI_REPORTING_ORG


def _identifier(number):
    """No identifier has these signs in it; the number itself follows in another."""
    return "-".join([_reporter(), *re.split(r"[/&|?\s]+", number)])


def _write_organisations(element, activity):
    attributes = {"ref": _reporter(), "type": standard.GOVERNMENT}
    name = settings.IATI_REPORTING_NAME
    role = standard.EXTENDING
    _said(element, "participating-org", name, role=role, **attributes)
    for organisation in activity.organisations:
        code = standard.ROLES[organisation.role]
        named = _said(element, "participating-org", organisation.name, role=code)
        if standard.ROLE_OF[code] != organisation.role:
            named.set(_own("role"), organisation.role)


def _write_dates(element, activity):
    planned = activity.status == "planned"
    over = activity.status in ("completed", "stopped")
    start = standard.PLANNED_START if planned else standard.START
    end = standard.END if over else standard.PLANNED_END
    for date, code, edge in (
        (activity.since, start, "earliest"),
        (activity.until, end, "latest"),
    ):
        if date:
            day = getattr(PartialDate(date), edge).isoformat()
            dated = _add(element, "activity-date", **{"iso-date": day, "type": code})
            if day != date:
                # As far as it is known.
                _narrative(dated, date)


def _write_period(element, date):
    date = PartialDate(date)
    _add(element, "period-start", **{"iso-date": date.earliest.isoformat()})
    _add(element, "period-end", **{"iso-date": date.latest.isoformat()})


def _write_value(element, money, day):
    attributes = {"currency": money.currency, "value-date": day.isoformat()}
    _add(element, "value", f"{money.amount:f}", **attributes)


def _write_budget(element, budget):
    budgeted = _add(element, "budget", type="1", status="2")
    _own_attributes(budgeted, budget, "purpose", "note", "country")
    year = PartialDate(budget.year)
    _write_period(budgeted, year)
    _write_value(budgeted, budget, year.earliest)


def _write_planned(element, payment):
    planned = _add(element, "planned-disbursement", type="1")
    _own_attributes(planned, payment, "reference", "note", "country")
    _write_period(planned, payment.date)
    _write_value(planned, payment, PartialDate(payment.date).earliest)
    if payment.recipient:
        _said(planned, "receiver-org", payment.recipient)


def _write_transaction(element, code, money):
    transaction = _add(element, "transaction")
    if money.reference:
        transaction.set("ref", money.reference)
    day = PartialDate(money.date).latest
    if day.isoformat() != money.date:
        transaction.set(_own("date"), money.date)
    _add(transaction, "transaction-type", code=code)
    _add(transaction, "transaction-date", **{"iso-date": day.isoformat()})
    _write_value(transaction, money, day)
    if money.note:
        _said(transaction, "description", money.note)
    attributes = {"ref": _reporter(), "type": standard.GOVERNMENT}
    _said(transaction, "provider-org", settings.IATI_REPORTING_NAME, **attributes)
    if money.recipient:
        _said(transaction, "receiver-org", money.recipient)
    if money.country:
        _add(transaction, "recipient-country", code=money.country)


def _write_result(element, result):
    found = _add(element, "result", type=standard.LEVELS[result.level])
    _said(found, "title", result.title)
    indicator = _add(found, "indicator", measure=_measure(result))
    _own_attributes(indicator, result, "unit")
    _said(indicator, "title", result.indicator or result.title)
    _write_baseline(indicator, result)
    for date in sorted({value.date for value in result.values}):
        period = _add(indicator, "period")
        _write_period(period, date)
        values = [value for value in result.values if value.date == date]
        # The targets of a period come before what was measured.
        for value in sorted(values, key=lambda v: v.kind == "actual"):
            _write_measured(period, value)


def _measure(result):
    if not result.unit:
        return standard.QUALITATIVE
    percent = result.unit.strip().casefold() in ("%", "percent", "per cent", "prosent")
    return standard.PERCENTAGE if percent else standard.UNIT


def _write_baseline(indicator, result):
    date = PartialDate(result.baseline_on) if result.baseline_on else None
    if date is None:
        # The standard asks for its year, and one that is not known is not made up.
        _own_attributes(indicator, result, "baseline", "baseline_in_words")
        return
    baseline = _add(indicator, "baseline", year=date[:4])
    baseline.set("iso-date", date.latest.isoformat())
    if date.latest.isoformat() != date:
        baseline.set(_own("date"), date)
    if result.baseline is not None:
        baseline.set("value", f"{result.baseline:f}")
    if result.baseline_in_words:
        _said(baseline, "comment", result.baseline_in_words)


def _write_measured(period, value):
    measured = _add(period, value.kind)
    if value.value is not None:
        measured.set("value", f"{value.value:f}")
    if value.group:
        _add(measured, "dimension", name="group", value=value.group)
    if value.in_words or value.evidence:
        # Only the comment may carry more than the standard has.
        comment = _said(measured, "comment", value.in_words or value.evidence)
        _own_attributes(comment, value, "evidence", "confidence")
        if not value.in_words:
            comment.set(_own("says"), "evidence")


def _add(parent, tag, text="", /, **attributes):
    element = ElementTree.SubElement(parent, tag, attributes)
    element.text = text or None
    return element


def _said(parent, tag, text, /, **attributes):
    element = _add(parent, tag, **attributes)
    if text:
        _narrative(element, text)
    return element


def _narrative(element, text):
    _add(element, "narrative", text)


def _own(name):
    return f"{{{standard.OWN}}}{name}"


def _own_attributes(element, thing, *names):
    for name in names:
        if (value := getattr(thing, name)) not in ("", None):
            element.set(_own(name), str(value))
