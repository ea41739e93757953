"""A workbook holds what the record says, whatever somebody wrote there."""

import datetime
import io
import os
import tempfile
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pytest
from django.test import RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core import exports
from core.exports import file_of_lines
from core.models import AuditEvent, Classification
from core.partial_dates import PartialDate
from core.workbook import sheet_name, workbook_file
from tests.factories import make_concern, make_dialogue, make_user

LIST = "dialogues:concern_list"
LONGEST = 32_767


def book_of(*cells, title="Concerns"):
    """A workbook with one row of these, as openpyxl reads it."""
    header = [f"c{number}" for number in range(len(cells))]
    with workbook_file(title, header, [cells]) as file:
        return openpyxl.load_workbook(io.BytesIO(file.read()))


def cell_of(value):
    return book_of(value).active["A2"]


def sent(client, **query):
    """The workbook of the list of concerns."""
    answer = client.get(reverse(LIST), {"format": "xlsx"} | query)
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer)))


def about(book):
    """What the second sheet says, by its labels."""
    return dict(book.worksheets[1].iter_rows(values_only=True))


# --- One cell ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (True, "yes"),
        (False, "no"),
        (None, None),
        ("", None),
        (-3, -3),
        (Decimal("12.50"), 12.5),
        (0.25, 0.25),
        # More digits than Excel keeps.
        (1234567890123456789, "1234567890123456789"),
        (float("nan"), "nan"),
        ("007", "007"),
        ("https://example.org/", "https://example.org/"),
        ("First\r\nsecond\rthird\x0bfourth", "First\nsecond\nthird\nfourth"),
        ("Trần Đức, 陈 𠀀", "Trần Đức, 陈 𠀀"),
        ("  kept  ", "  kept  "),
        (PartialDate("1998"), "1998"),
        (PartialDate("1998-06"), "1998-06"),
        (PartialDate("1998-06-16"), datetime.datetime(1998, 6, 16)),  # noqa: DTZ001
        (PartialDate("1890-06-16"), "1890-06-16"),
        (datetime.date(2022, 6, 20), datetime.datetime(2022, 6, 20)),  # noqa: DTZ001
        (
            datetime.datetime(2022, 6, 20, 22, 30, tzinfo=datetime.UTC),
            datetime.datetime(2022, 6, 21, 0, 30),  # noqa: DTZ001
        ),
    ],
)
def test_a_cell_says_what_the_record_says(value, read):
    assert cell_of(value).value == read


def test_a_day_looks_like_a_day_and_an_amount_keeps_its_places():
    day, amount, month = book_of(
        PartialDate("1998-06-16"), Decimal("12.50"), PartialDate("1998-06")
    ).active[2]

    assert day.number_format == "yyyy-mm-dd"
    assert amount.number_format == "0.00"
    # Excel would make a day of it when somebody types in the cell.
    assert month.number_format == "@"


LIVE = [
    "=1+1",
    "=HYPERLINK(0)",
    "{=1+1}",
    "+1",
    "-1+2",
    "@SUM(1)",
    "\t=1",
    "http://a.example/?x=1",
    "mailto:a@example.org",
    "internal:Sheet1!A1",
    "<r><t>x</t></r>",
    "<r></t></is></c><c r='B2'><f>1+1</f><v>2</v></c><c r='C2'><is><t></r>",
]


@pytest.mark.parametrize("text", [*LIVE, *(f"{text} {'x' * 300}" for text in LIVE)])
def test_no_text_becomes_a_formula_or_a_link(text):
    with workbook_file(text, [text], [[text]]) as file:
        content = file.read()

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    xml = ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert [cell.data_type for row in sheet for cell in row] == ["s", "s"]
    assert sheet["A2"].value.rstrip() == text
    assert sheet["A2"].quotePrefix or sheet["A2"].number_format == "@"
    assert b"<f>" not in xml
    assert b"hyperlink" not in xml


@given(st.text(max_size=40))
def test_every_text_can_be_held(text):
    read = cell_of(text).value or ""

    assert "\x00" not in read
    kept = [letter for letter in text if letter.isalnum()]
    assert kept == [letter for letter in read if letter.isalnum()]


def test_what_no_xml_can_hold_is_left_out():
    text = "a\x00b\x01c\x1fd\ufffee\uffff\ud800f"

    assert cell_of(text).value == "abcdef"


@pytest.mark.parametrize("letter", ["x", "𠀀", "\n"])
def test_a_text_that_is_longer_than_a_cell_says_that_it_is_cut(letter):
    read = cell_of(letter * 40_000).value

    assert len(read.encode("utf-16-le")) / 2 <= LONGEST
    assert len(read.encode("utf-16-le")) / 2 > LONGEST - 10
    assert read.endswith(
        "… [Excel holds no more in a cell; the CSV file has all of it.]"
    )


def test_a_text_of_just_the_length_is_whole():
    assert cell_of("x" * LONGEST).value == "x" * LONGEST


# --- Sheets -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Concerns", "Concerns"),
        ("Account: [Norway] 3/4?", "Account Norway 3 4"),
        ("'Quoted'", "Quoted"),
        ("x" * 50, "x" * 31),
        ("𠀀" * 20, "𠀀" * 15),
        ("History", "List"),
        ("about THIS file", "List"),
        ("///", "List"),
        ("", "List"),
    ],
)
def test_a_sheet_has_a_name_that_excel_takes(title, name):
    assert sheet_name(title, but="About this file") == name
    assert book_of("a", title=title).sheetnames == [name]


def test_the_header_stays_and_filters():
    sheet = book_of("a", "b").active

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B2"
    assert [cell.font.bold for cell in sheet[1]] == [True, True]
    assert sheet.print_title_rows == "$1:$1"


def test_columns_are_as_wide_as_what_stands_in_them_within_reason():
    sheet = book_of("a", "x" * 25, "x" * 500).active

    widths = [sheet.column_dimensions[name].width for name in "ABC"]
    assert widths[0] < 12
    assert 25 < widths[1] < 35
    assert 55 < widths[2] < 65


# --- What the file says of itself -------------------------------------------------


def test_the_file_says_who_made_it_under_which_filter_and_how_it_is_marked(signed_in):
    make_concern(title="Prison visits", classification=Classification.CONFIDENTIAL)
    make_concern(title="Prison food")
    make_concern(title="Else")

    said = about(sent(signed_in("officer"), q="prison", archived="with"))

    assert said["About this file"] == "Concerns"
    assert said["Filter: Archived"] == "Shown as well"
    assert said["Made by"] == "Olav Officer"
    assert said["Rows"] == 2
    assert said["Highest marking"] == "Confidential"
    assert said["Column: title"] == "Concern"


def test_what_was_searched_for_is_not_repeated(signed_in):
    make_concern(title="Budi Saksi")

    said = about(sent(signed_in("officer"), q="budi"))

    assert "budi" not in str(said).lower()
    assert "Filter: Search in this list" in said


def test_the_printed_page_bears_the_highest_marking(signed_in):
    make_concern(classification=Classification.RESTRICTED)

    book = sent(signed_in("officer"))

    assert book.worksheets[0].oddFooter.left.text == "Restricted"


def test_a_marking_that_one_may_not_see_is_not_the_highest(signed_in):
    make_concern(title="Told", classification=Classification.RESTRICTED)
    make_concern(title="Hidden", classification=Classification.CONFIDENTIAL)

    book = sent(signed_in("junior"))

    assert "Hidden" not in str(list(book.worksheets[0].values))
    assert about(book)["Highest marking"] == "Restricted"
    assert about(book)["Rows"] == 1


def test_an_empty_list_is_a_file_with_its_header(signed_in):
    book = sent(signed_in("officer"))

    assert book.worksheets[0].max_row == 1
    assert book.worksheets[0]["A1"].value == "id"
    assert about(book)["Highest marking"] == "none: the file has no rows"


def test_the_file_is_written_in_the_language_of_its_reader(client, indonesia):
    make_concern(dialogue=make_dialogue(partner=indonesia))
    client.force_login(make_user(desks=[indonesia], language="nb"))

    header, row = sent(client).worksheets[0].iter_rows(values_only=True)

    assert dict(zip(header, row, strict=True))["partner"] == "Indonesia"


# --- Files on the disk, and what is too much --------------------------------------


def test_nothing_stays_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    with workbook_file("a", ["a"], [["x"]] * 1000) as file:
        assert os.listdir(tmp_path) == []
        assert file.read(2) == b"PK"


def test_nothing_stays_on_the_disk_when_it_cannot_be_made(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def lines():
        yield ["x"]
        raise LookupError

    with pytest.raises(LookupError):
        workbook_file("a", ["a"], lines())

    assert os.listdir(tmp_path) == []


def test_more_rows_than_a_sheet_holds_are_refused_in_words(signed_in, monkeypatch):
    monkeypatch.setattr(exports, "MOST_ROWS", 1)
    make_concern()
    make_concern()

    answer = signed_in("officer").get(
        reverse(LIST), {"sort": "title", "format": "xlsx"}, follow=True
    )

    assert answer.redirect_chain == [(f"{reverse(LIST)}?sort=title", 302)]
    assert "An Excel sheet holds at most 1 rows, and these are 2." in answer.text
    assert not AuditEvent.objects.filter(action="exported").exists()


def test_lines_of_no_single_list_say_the_marking_that_they_were_given(indonesia):
    request = RequestFactory().get("/", {"format": "xlsx"})
    request.user = make_user(desks=[indonesia])

    answer = file_of_lines(
        request, ["a"], [["x"]], "lines", title="Lines", markings=[3]
    )

    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))
    answer.close()
    assert about(book)["Highest marking"] == Classification(3).label
