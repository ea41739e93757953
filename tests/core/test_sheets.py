"""Whatever is sent as a table is read as it is meant, or refused in a sentence."""

import datetime
import io
import unicodedata
import zipfile

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from core.importing.sheets import MOST_BYTES, MOST_ROWS, read_sheet

NORWEGIAN = "Navn;Land\r\nUtenriksdepartementet på Færøyene;Norge\r\nBjørn Åsen;NO\r\n"
CHINESE = "name,country\n外交部,CN\n最高人民法院,CN\n张伟,CN\n"
TAIWANESE = "name,country\n外交部,TW\n最高法院,TW\n司法改革委員會,TW\n"
VIETNAMESE = "name,country\nBộ Ngoại giao,VN\nNguyễn Thị Hương,VN\nTrần Đức Lương,VN\n"


def rows_of(content, name="table.csv"):
    sheet = read_sheet(name, content)
    return [sheet.header, *(cells for _number, cells in sheet.rows)]


def refusal(content, name="table.csv"):
    with pytest.raises(ValidationError) as caught:
        read_sheet(name, content)
    return caught.value.messages[0]


def as_windows_1258(text):
    """As Vietnamese Windows writes it: letters first, then their tones."""
    written = b""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(c for c in parts[1:] if c in "\u0300\u0301\u0303\u0309\u0323")
        base = "".join(c for c in parts if c not in tones)
        written += (unicodedata.normalize("NFC", base) + tones).encode("cp1258")
    return written


def workbook(*sheets, states=()):
    """An .xlsx file of sheets, each a list of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    for number, state in states:
        book.worksheets[number].sheet_state = state
    return saved(book)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def archive(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archived:
        for name, content in parts.items():
            archived.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


# --- Letters ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (NORWEGIAN, NORWEGIAN.encode()),
        (NORWEGIAN, NORWEGIAN.encode("utf-8-sig")),
        (NORWEGIAN, NORWEGIAN.encode("utf-16")),
        (NORWEGIAN, NORWEGIAN.encode("utf-16-le")),
        (NORWEGIAN, NORWEGIAN.encode("utf-16-be")),
        (NORWEGIAN, NORWEGIAN.encode("cp1252")),
        (NORWEGIAN, NORWEGIAN.encode("latin-1")),
        (CHINESE, CHINESE.encode("utf-8-sig")),
        (CHINESE, CHINESE.encode("utf-16")),
        (CHINESE, CHINESE.encode("gb18030")),
        (TAIWANESE, TAIWANESE.encode("big5")),
        (VIETNAMESE, as_windows_1258(VIETNAMESE)),
        (VIETNAMESE, unicodedata.normalize("NFD", VIETNAMESE).encode()),
    ],
)
def test_letters_are_read_as_they_were_written(text, content):
    separator = ";" if ";" in text else ","
    expected = [line.split(separator) for line in text.splitlines()]

    assert rows_of(content) == expected


def test_an_old_encoding_is_named_so_that_one_looks_at_the_letters():
    sheet = read_sheet("a.csv", NORWEGIAN.encode("cp1252"))

    assert "Windows-1252" in sheet.notes[0]


@pytest.mark.parametrize(
    "content",
    [
        "имя\nМинистерство иностранных дел".encode("cp1251"),
        "имя\nМинистерство иностранных дел".encode("koi8-r"),
        "名前\n外務省の法務".encode("shift_jis"),
        "이름\n외교부".encode("euc-kr"),
        "nazwa\nŁódź Kraków żółć".encode("cp1250"),
        "jméno\nČapek Šimek, Jiří Žižka".encode("cp1250"),
        NORWEGIAN.encode("cp865"),
        NORWEGIAN.encode("mac-roman"),
        NORWEGIAN.encode()[:-9] + b"\xc3\xff",
        b"\xff\xfen",
    ],
)
def test_letters_that_are_not_certain_are_refused(content):
    assert "CSV UTF-8" in refusal(content)


# --- Separators, quotes, rows -------------------------------------------------------


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_any_usual_separator_is_recognised(separator):
    content = separator.join(["name", "country", "note"]) + "\r\n"
    content += separator.join(["Ana", "NO", '"a, b; c\td ""e"""']) + "\r\n"

    assert rows_of(content.encode())[1] == ["Ana", "NO", 'a, b; c\td "e"']


def test_line_breaks_in_cells_stay_and_rows_are_numbered_as_in_the_sheet():
    content = b'name,note\nAna,"one\ntwo\r\nthree"\n\n,,\nBo,\n'

    sheet = read_sheet("a.csv", content)

    assert sheet.rows == [(2, ["Ana", "one\ntwo\r\nthree"]), (5, ["Bo"])]


def test_a_line_that_names_the_separator_is_no_row():
    sheet = read_sheet("a.csv", b"sep=;\r\nname;note\r\nAna;a,b\r\n")

    assert (sheet.header, sheet.rows) == (["name", "note"], [(3, ["Ana", "a,b"])])


def test_a_table_of_one_column_needs_no_separator():
    assert rows_of(b"name\rAna\rBo") == [["name"], ["Ana"], ["Bo"]]


def test_letters_that_nobody_types_are_taken_out():
    assert rows_of(b"name,a\nAna\x07\x1b,\xef\xbf\xbf1")[1] == ["Ana", "1"]


# --- Refusals of text ---------------------------------------------------------------

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b";;;\n;;;", "empty"),
        (b"name,country\n", "no rows"),
        (b"name,country\n,\n", "no rows"),
        (b"a" * (MOST_BYTES + 1), "at most"),
        (b"name\n" + b"Ana\n" * (MOST_ROWS + 1), "20,000 rows"),
        (b",".join([b"c"] * 200) + b"\n1\n", "100 columns"),
        (b'name,note\nAna,"never closed\n', "Row 2"),
        (b'name,note\nAna,"closed" too early\n', "Row 2"),
        (b"name\n" + b"x" * 200_000, "Row 2"),
        (PNG, "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "picture"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"<!DOCTYPE html><table></table>", "web page"),
        (b"\n <html><table></table>", "web page"),
        (b"<?xml version='1.0'?><Workbook/>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
        (bytes(1000), "no text"),
        (b"name\0,\0\0country\n", "no text"),
        (b"PK\x03\x04" + b"broken", "cannot be read"),
        (archive(a_xml="<a/>"), "no workbook"),
        (archive(mimetype="application/vnd.oasis.opendocument"), "OpenDocument"),
        (archive(xl__workbook_xml="<a/>"), "cannot be read"),
        (archive(xl__workbook_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), "cannot be"),
        (archive(xl__workbook_xml="<a/>", bomb=bytes(65 * 1024 * 1024)), "too large"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(content, said):
    assert said in refusal(content)


def test_a_text_called_xlsx_is_refused():
    assert "workbook" in refusal(b"name\nAna", name="table.XLSX")


def test_a_workbook_is_known_by_its_content():
    assert rows_of(workbook([["name"], ["Ana"]]), "table.csv") == [["name"], ["Ana"]]


# --- Workbooks ----------------------------------------------------------------------


def test_cells_of_a_workbook_come_out_as_one_would_type_them():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["name", "phone", "since", "month", "year", "yes", "number", "empty"])
    days = [datetime.datetime(1998, 6, day) for day in (16, 1, 1)]  # noqa: DTZ001
    sheet.append(["Đức", 4722000000, *days, True, 2.5, None, "last"])
    sheet["C2"].number_format = "dd.mm.yyyy"
    sheet["D2"].number_format = 'mmmm "of" yyyy'
    sheet["E2"].number_format = "yyyy"

    rows = rows_of(saved(book))

    assert rows[1] == [
        *("Đức", "4722000000", "1998-06-16", "1998-06", "1998", "yes", "2.5", ""),
        "last",
    ]


def test_blank_and_merged_rows_keep_the_numbers_of_the_others():
    book = openpyxl.Workbook()
    for row in ([], ["name", "note"], [], ["Ana", "a"], [None, None], ["Bo", "b"]):
        book.active.append(row)
    book.active.merge_cells("A6:B6")

    sheet = read_sheet("a.xlsx", saved(book))

    assert sheet.header == ["name", "note"]
    assert sheet.rows == [(4, ["Ana", "a"]), (6, ["Bo"])]


def test_the_first_sheet_that_holds_anything_is_read_and_the_others_are_named():
    content = workbook([], [["name"], ["Ana"]], [["name"], ["Bo"]])

    sheet = read_sheet("a.xlsx", content)

    assert sheet.rows == [(2, ["Ana"])]
    assert "Sheet 2" in sheet.notes[0]
    assert "Sheet 3" in sheet.notes[0]


def test_hidden_sheets_are_not_read():
    rows = [["name"], ["Ana"]]
    content = workbook([["name"], ["Secret"]], rows, states=[(0, "hidden")])

    sheet = read_sheet("a.xlsx", content)

    assert sheet.rows == [(2, ["Ana"])]
    assert "Hidden sheets" in sheet.notes[0]
    assert "Sheet 1" not in " ".join(sheet.notes)


def test_a_workbook_of_which_only_hidden_sheets_hold_anything_is_refused():
    content = workbook([], [["name"], ["Ana"]], states=[(1, "veryHidden")])

    assert "hidden sheets" in refusal(content)


def test_a_formula_without_a_value_is_refused_and_one_with_a_value_is_read():
    book = openpyxl.Workbook()
    book.active.append(["name", "phone"])
    book.active.append(["Ana", "=1+1"])
    without = saved(book)
    with_value = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(without))
    with old, zipfile.ZipFile(with_value, "w") as new:
        for part in old.namelist():
            xml = old.read(part).replace(b"<v />", b"<v>2</v>")
            new.writestr(part, xml.replace(b"<v></v>", b"<v>2</v>"))

    assert "Row 2 has a formula" in refusal(without)
    assert rows_of(with_value.getvalue())[1] == ["Ana", "2"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (workbook([]), "empty"),
        (workbook([["name", "country"]]), "no rows"),
        (workbook([["c"] * 200, ["1"] * 200]), "100 columns"),
        (workbook([["name"], ["Ana"]])[:-200], "cannot be read"),
    ],
)
def test_a_workbook_without_a_fitting_table_is_refused(content, said):
    assert said in refusal(content, "a.xlsx")


def _with_sheet(xml):
    """A whole workbook of which the only sheet says what it likes."""
    out = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(workbook([["name"], ["Ana"]])))
    with old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            own = part.startswith("xl/worksheets/")
            new.writestr(part, xml if own else old.read(part))
    return out.getvalue()


_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "%s<sheetData>%s</sheetData></worksheet>"
)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="999999999999"><c r="A1"><v>1</v></c></row>',
        '<row r="x"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A1"><v>one</v></c></row>',
        "<row>" + "<c/>" * 400_000 + "</row>",
        '<row r="1"><c r="??"><v>1</v></c></row>',
        '<row r="-5"><c r="A1"><v>1</v></c></row>',
        "<row><c>",
    ],
)
def test_a_sheet_that_lies_is_refused_or_read_within_bounds(rows):
    content = _with_sheet(_SHEET % ('<dimension ref="A1:XFD1048576"/>', rows))

    with pytest.raises(ValidationError):
        read_sheet("a.xlsx", content)


def test_cells_beyond_the_last_column_of_a_table_are_not_all_read():
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="XFD{n}"><v>1</v></c></row>'
        for n in (1, 2, 1_048_576)
    )

    sheet = read_sheet("a.xlsx", _with_sheet(_SHEET % ("", rows)))

    assert [number for number, _cells in sheet.rows] == [2, 1_048_576]
