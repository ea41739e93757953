import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.test import RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.exports import _csv, file_of_rows
from core.lists import Column
from core.models import AuditEvent
from dialogues.models import Concern
from tests.factories import make_concern, make_dialogue, make_partner, make_user

LIVE = set("=+-@＝＋－＠")


def file_of(*cells):
    return "".join(_csv(["a", "b"], iter([["7", cell] for cell in cells]), "en"))


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n;,\"' a1＝"), max_size=12))
def test_no_text_becomes_a_formula_whatever_parts_the_cells(text):
    sent = file_of(text).removeprefix("\ufeff")

    for separator in ",;":
        for row in csv.reader(io.StringIO(sent, newline=""), delimiter=separator):
            assert not any(cell.strip()[:1] in LIVE for cell in row if cell.strip())


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("Asked; =HYPERLINK(0)", "Asked; '=HYPERLINK(0)"),
        ("First\n- second", "First\n'- second"),
        ("a well-known case; no reply", "a well-known case; no reply"),
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (-3, "-3"),
        (Decimal("12.50"), "12.50"),
        (datetime.date(2022, 6, 20), "2022-06-20"),
        ("Trần Đức, 陈", "Trần Đức, 陈"),
    ],
)
def test_a_cell_says_what_the_record_says(value, written):
    rows = list(csv.reader(io.StringIO(file_of(value), newline="")))

    assert rows[1] == ["7", written]


def test_the_file_begins_with_a_byte_order_mark():
    assert file_of().encode().startswith(b"\xef\xbb\xbfa,b\r\n")


def test_a_long_file_is_sent_in_parts():
    parts = list(_csv(["a"], iter([["x"]] * 1200), "en"))

    assert len(parts) == 1 + 3
    assert "".join(parts).count("x") == 1200


def test_the_file_is_written_in_the_language_of_its_reader(client, indonesia):
    reader = make_user(desks=[indonesia], language="nb")
    make_concern(dialogue=make_dialogue(partner=make_partner("CN")))
    client.force_login(reader)

    sent = client.get(reverse("dialogues:concern_list"), {"format": "csv"})

    row = next(csv.DictReader(io.StringIO(b"".join(sent).decode("utf-8-sig"))))
    assert row["partner"] == "Kina"


def test_every_file_says_what_is_fictional_and_what_is_archived(indonesia):
    make_concern(title="Made up", fictional=True)
    request = RequestFactory().get("/", {"format": "csv"})
    request.user = make_user(desks=[indonesia])
    columns = [Column("title", "Title")]

    rows = Concern.objects.all()
    sent = file_of_rows(request, rows, columns, "concerns", title="Concerns")

    row = next(csv.DictReader(io.StringIO(b"".join(sent).decode("utf-8-sig"))))
    assert row["fictional"] == "yes"
    assert row["archived_at"] == ""
    assert row["url"].startswith("http://testserver/concerns/")


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_file_is_logged_with_its_filter_and_the_number_of_rows(
    signed_in, file_format
):
    make_concern(title="Prison visits")
    make_concern(title="Something else")
    client = signed_in("officer")

    url = reverse("dialogues:concern_list")
    b"".join(client.get(url, {"q": "prison", "format": file_format}))

    event = AuditEvent.objects.get(action=AuditEvent.Action.EXPORTED)
    assert event.user.name == "Olav Officer"
    assert event.detail == {
        "list": "concerns",
        "format": file_format,
        "filter": f"q=*&format={file_format}",
        "rows": 1,
    }


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_what_cannot_be_filtered_by_is_no_file(signed_in, file_format):
    client = signed_in("officer")
    query = {"since": "31.2.2020", "format": file_format}

    answer = client.get(reverse("dialogues:concern_list"), query)

    assert answer.headers["Content-Type"].startswith("text/html")
    assert "February 2020 has no day 31." in answer.text
    assert not AuditEvent.objects.filter(action="exported").exists()
