"""Dates as far as they are known: what is understood, how they sort and compare."""

import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from core.partial_dates import (
    DayField,
    PartialDate,
    PartialDateFormField,
    between,
    in_words,
)
from dialogues.models import Meeting, Round
from tests.factories import make_dialogue, make_meeting, make_round


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1997", "1997"),
        ("1998-06", "1998-06"),
        ("1998-6", "1998-06"),
        ("1998-06-16", "1998-06-16"),
        ("  1998-06-16  ", "1998-06-16"),
        ("16.6.1998", "1998-06-16"),
        ("16.06.1998", "1998-06-16"),
        ("16/6/1998", "1998-06-16"),
        ("6/1998", "1998-06"),
        ("6.1998", "1998-06"),
        ("June 1998", "1998-06"),
        ("june   1998", "1998-06"),
        ("juni 1998", "1998-06"),
        ("JUN 1998", "1998-06"),
        ("16 June 1998", "1998-06-16"),
        ("16. juni 1998", "1998-06-16"),
        ("1. des. 2022", "2022-12-01"),
        ("oktober 2001", "2001-10"),
        ("mai 1999", "1999-05"),
        ("Nov 18 2026", "2026-11-18"),
        ("18 Nov 2026", "2026-11-18"),
        ("November 18, 2026", "2026-11-18"),
        ("Nov. 18,2026", "2026-11-18"),
        ("November, 2026", "2026-11"),
        ("29.2.2000", "2000-02-29"),
        ("9999", "9999"),
    ],
)
def test_what_people_type_is_understood(typed, kept):
    assert PartialDate.parse(typed) == kept


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("31 Feb 1998", "February 1998 has no day 31"),
        ("29.2.1999", "February 1999 has no day 29"),
        ("1998-02-31", "has no day 31"),
        ("0.6.1998", "has no day 0"),
        ("1998-13", "no month number 13"),
        ("13/1998", "no month number 13"),
        ("1998-00", "no month number 0"),
        ("0098", "four digits"),
        ("98", "Give a year"),
        ("19988", "four digits"),
        ("9.11.22026", "four digits"),
        ("Nov 41 2026", "no day 41"),
        ("16.6.98", "Give a year"),
        ("6/16/1998", "no month number 16"),
        ("ma 1998", "Give a year"),
        ("sometime", "Give a year"),
        ("smarch 1998", "Give a year"),
        ("-1998", "Give a year"),
        ("1998-06-16T10:00", "Give a year"),
        ("🗓 1998", "Give a year"),
        ("1998\x00", "Give a year"),
        ("١٩٩٨-١٣", "no month number 13"),
        ("9" * 10_000, "Give a year"),
        ("juni " * 2_000 + "1998", "Give a year"),
        ("1998", None),
    ],
)
def test_what_is_no_date_is_refused_in_a_sentence(typed, complaint):
    if complaint is None:
        assert PartialDateFormField().clean(typed) == typed
        return

    with pytest.raises(ValidationError) as refusal:
        PartialDateFormField().clean(typed)

    assert complaint in refusal.value.messages[0]
    assert refusal.value.messages[0].endswith(".")


def test_digits_of_another_script_are_kept_as_plain_ones():
    assert PartialDate.parse("１９９８-٠٦") == "1998-06"


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_complaint(text):
    try:
        date = PartialDate.parse(text)
    except ValidationError:
        return
    assert PartialDate.parse(date) == date
    assert date.earliest <= date.latest


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_every_day_survives_and_lies_in_its_month_and_year(day):
    date = PartialDate.parse(day.isoformat())

    assert date == day.isoformat()
    assert date.earliest == date.latest == day
    month, year = PartialDate.parse(date[:7]), PartialDate.parse(date[:4])
    assert year.earliest <= month.earliest <= day <= month.latest <= year.latest


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("1998", (1998, 1, 1), (1998, 12, 31)),
        ("1998-06", (1998, 6, 1), (1998, 6, 30)),
        ("2000-02", (2000, 2, 1), (2000, 2, 29)),
        ("1999-12", (1999, 12, 1), (1999, 12, 31)),
        ("9999-12", (9999, 12, 1), (9999, 12, 31)),
        ("1998-06-16", (1998, 6, 16), (1998, 6, 16)),
    ],
)
def test_the_days_that_it_can_mean(date, first, last):
    date = PartialDate(date)

    assert date.earliest == datetime.date(*first)
    assert date.latest == datetime.date(*last)


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("1997", "1998", True),
        ("1998", "1997", False),
        ("1998", "1998-06", False),
        ("1998-05", "1998-06-16", True),
        ("1998-06", "1998-06-16", False),
        ("1998-06-15", "1998-06-16", True),
        ("1998-06-16", "1998-06-16", False),
    ],
)
def test_before_means_certainly_before(one, other, before):
    assert PartialDate(one).is_before(PartialDate(other)) == before


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["1998", "June 1998", "16 June 1998"]),
        ("nb", ["1998", "juni 1998", "16 juni 1998"]),
    ],
)
def test_it_is_said_in_the_readers_language(language, words):
    dates = [PartialDate(text) for text in ("1998", "1998-06", "1998-06-16")]

    with translation.override(language):
        # Norwegian writes the day with a dot; the catalogue of texts says so.
        assert [date.words.replace(".", "") for date in dates] == words


IN_ORDER = ["", "1997", "1997-12-31", "1998", "1998-01", "1998-01-01", "1998-06"]
IN_ORDER += ["1998-06-01", "1998-06-16", "1998-10", "1999"]


def test_dates_sort_in_time_a_coarser_one_first(indonesia):
    dialogue = make_dialogue(partner=indonesia)
    for date in sorted(IN_ORDER, key=lambda date: date[::-1]):
        make_meeting(dialogue=dialogue, date=date)

    rows = Meeting.objects.order_by("date")

    assert [row.date for row in rows] == IN_ORDER
    assert all(isinstance(row.date, PartialDate) for row in rows if row.date)


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("", "", IN_ORDER),
        ("1998", "", IN_ORDER[3:]),
        ("1998-06", "", ["1998", *IN_ORDER[6:]]),
        ("1998-06-10", "", ["1998", "1998-06", *IN_ORDER[8:]]),
        ("", "1997", IN_ORDER[1:3]),
        ("", "1998-01", IN_ORDER[1:6]),
        ("", "1998-06-01", IN_ORDER[1:8]),
        ("1998", "1998", IN_ORDER[3:10]),
        ("1998-06-16", "1998-06-16", ["1998", "1998-06", "1998-06-16"]),
        ("1999", "1998", []),
    ],
)
def test_a_span_finds_whatever_can_lie_in_it(indonesia, since, until, found):
    dialogue = make_dialogue(partner=indonesia)
    for date in IN_ORDER:
        make_meeting(dialogue=dialogue, date=date)

    rows = Meeting.objects.filter(between("date", since, until)).order_by("date")

    assert [row.date for row in rows] == found


@pytest.mark.parametrize(
    ("begins", "ends", "goes"),
    [
        ("1998", "1997", False),
        ("1998-06", "1998-05-31", False),
        ("1998-06-16", "1998-06-15", False),
        ("1998-06-16", "1998-06-16", True),
        ("1998-06-16", "1998", True),
        ("1998-06", "1998", True),
        ("1998", "1998-01", True),
        ("1998-12", "1999", True),
        ("1998", "", True),
        ("", "", True),
    ],
)
def test_the_database_refuses_an_end_that_is_certainly_before_the_beginning(
    indonesia, begins, ends, goes
):
    dialogue = make_dialogue(partner=indonesia)

    if goes:
        assert make_round(dialogue=dialogue, starts_on=begins, ends_on=ends).pk
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        make_round(dialogue=dialogue, starts_on=begins, ends_on=ends)
    assert not Round.objects.exists()


@pytest.mark.parametrize("typed", ["2026-11-09", "9.11.2026", "9 November 2026"])
def test_a_whole_day_is_typed_like_any_other_date(typed):
    assert DayField().clean(typed) == datetime.date(2026, 11, 9)


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("November 2026", "Give the day as well."),
        ("2026", "Give the day as well."),
        ("22026-11-09", "four digits"),
        ("31.11.2026", "has no day 31"),
        ("soon", "Give a day, like"),
    ],
)
def test_what_is_no_whole_day_is_refused_in_a_sentence(typed, complaint):
    with pytest.raises(ValidationError) as refusal:
        DayField().clean(typed)

    assert complaint in refusal.value.messages[0]


def test_a_day_is_shown_as_it_may_be_typed_and_may_be_left_out():
    class Form(forms.Form):
        due = DayField(required=False, initial=datetime.date(2026, 11, 9))

    html = str(Form()["due"])

    assert 'type="text"' in html
    assert 'value="2026-11-09"' in html
    assert Form({"due": "9.11.2026"}).has_changed() is False
    assert DayField(required=False).clean("") is None


def test_dates_and_moments_are_written_one_way_in_each_language():
    moment = datetime.datetime(2026, 11, 9, 21, 23, tzinfo=datetime.UTC)

    assert in_words(datetime.date(2026, 11, 9)) == "9 November 2026"
    for pattern in ("DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"):
        written = date_format(timezone.localtime(moment), pattern)
        assert written == in_words(moment) == "9 November 2026, 22:23"
    with translation.override("nb"):
        assert in_words(PartialDate("2026-11-09")) == "9. november 2026"
        assert in_words(moment) == "9. november 2026, 22:23"
