"""Files on records: which are taken, where they lie, and who gets them back."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile

from core.forms import DocumentForm
from core.models import AuditEvent, Classification, Document
from tests.factories import make_concern

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
HTML = b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def _zip(*names, comment=b""):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            # The day of a ZipInfo is fixed: pytest makes names of tests from the bytes,
            # and they must be the same in every process.
            archive.writestr(
                zipfile.ZipInfo(name), "x" * 100, compress_type=zipfile.ZIP_DEFLATED
            )
        archive.comment = comment
    return buffer.getvalue()


DOCX = _zip("[Content_Types].xml", "_rels/.rels", "word/document.xml")
XLSX = _zip("[Content_Types].xml", "xl/workbook.xml")
PPTX = _zip("[Content_Types].xml", "ppt/presentation.xml")
ODT = _zip("mimetype", "content.xml", "META-INF/manifest.xml")


def _content(response):
    """All of it, which also closes the file."""
    return response.getvalue()


def _form(user, record, name, content, **data):
    data = {"title": "A note", "classification": "2"} | data
    files = {"file": SimpleUploadedFile(name, content)}
    return DocumentForm(data, files, by=user, record=record)


@pytest.fixture
def concern(indonesia):
    return make_concern(partner=indonesia)


@pytest.fixture
def put(cast, concern):
    """`put(name, content)` is the stored document, or fails with what was wrong."""

    def put(name, content, **data):
        form = _form(cast["officer"], concern, name, content, **data)
        assert form.is_valid(), form.errors
        return form.save()

    return put


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("note.pdf", PDF),
        ("NOTE.PDF", PDF),
        ("note.docx", DOCX),
        ("table.xlsx", XLSX),
        ("slides.pptx", PPTX),
        ("note.odt", ODT),
        ("table.ods", ODT),
        ("scan.png", PNG),
        ("scan.jpg", JPEG),
        ("scan.jpeg", JPEG),
        ("note.txt", "Blåbær, Trần Đức 陈".encode()),
        ("table.csv", b"a;b\n1;2\n"),
        ("minutes.of.the.talks.pdf", PDF),
    ],
)
def test_files_of_the_ministry_are_taken_as_they_are(put, name, content):
    document = put(name, content)

    with document.file.open("rb") as stored:
        assert stored.read() == content
    assert document.size == len(content)
    assert document.original_name == name


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("page.html", HTML, "Files of this kind"),
        ("drawing.svg", SVG, "Files of this kind"),
        ("setup.exe", EXE, "Files of this kind"),
        ("macro.docm", DOCX, "Files of this kind"),
        ("archive.zip", DOCX, "Files of this kind"),
        ("note", PDF, "Files of this kind"),
        (".pdf", PDF, "Files of this kind"),
        ("note.pdf.exe", PDF, "Files of this kind"),
        ("note.pdf ", PDF, "Files of this kind"),
        ("page.pdf", HTML, "not what its ending says (pdf)"),
        ("page.png", HTML, "not what its ending says"),
        ("page.docx", HTML, "not what its ending says"),
        ("setup.pdf", EXE, "not what its ending says"),
        ("setup.docx", EXE, "not what its ending says"),
        ("setup.txt", EXE, "not what its ending says"),
        ("scan.png", JPEG, "not what its ending says"),
        ("scan.pdf", b"\n" * 2000 + PDF, "not what its ending says"),
        ("late.pdf", HTML + PDF, "not what its ending says"),
        ("script.pdf", b"#!/bin/sh\nrm -r *\n%%EOF\n", "not what its ending says"),
        ("page.jpg", b"GIF89a" + HTML, "not what its ending says"),
        ("archive.docx", _zip("run.sh"), "not what its ending says"),
        ("table.docx", XLSX, "not what its ending says"),
        ("program.docx", _zip("META-INF/MANIFEST.MF"), "not what its ending says"),
        ("exe-and-zip.docx", EXE + DOCX, "not what its ending says"),
        ("cut.docx", DOCX[:60], "not what its ending says"),
        ("empty.pdf", b"", "empty"),
        ("empty.txt", b"", "empty"),
    ],
)
def test_anything_else_is_refused_with_a_reason(
    cast, concern, name, content, complaint
):
    form = _form(cast["officer"], concern, name, content)

    assert complaint in " ".join(form.errors["file"])
    assert not Document.objects.exists()


def test_a_file_that_is_too_large_says_how_much_is_taken(cast, concern, settings):
    settings.DOCUMENT_MAX_BYTES = 2048

    form = _form(cast["officer"], concern, "note.pdf", PDF + bytes(2048))

    assert "at most 2.0" in form.errors["file"][0]


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [
            "../../etc/passwd.pdf",
            "C:\\secret\\note.pdf",
            "Nama Korban.pdf",
            "Trần Đức 陈.pdf",
            "note\u202efdp.exe.pdf",
            "a\nb.pdf",
        ],
    )
    def test_the_name_on_disk_says_nothing(self, signed_in, concern, name):
        data = {"title": "A note", "classification": "2"}
        file = SimpleUploadedFile("x.pdf", PDF)
        file.name = name

        signed_in("officer").post(
            concern.url_for("document_new"), data | {"file": file}
        )

        document = Document.objects.get()
        assert re.fullmatch(r"\d{4}/\d{2}/[0-9a-f]{32}\.pdf", document.file.name)
        root = Path(django_settings.MEDIA_ROOT).resolve()
        assert Path(document.file.path).resolve().is_relative_to(root)
        assert "/" not in document.original_name
        assert document.original_name.isprintable()

    def test_a_name_that_is_too_long_says_so(self, cast, concern):
        form = _form(cast["officer"], concern, "x" * 300 + ".pdf", PDF)

        assert "at most 200 characters" in form.errors["file"][0]

    def test_the_same_file_twice_lies_in_two_places(self, put):
        one, other = put("note.pdf", PDF), put("note.pdf", PDF)

        assert one.file.name != other.file.name
        assert one.sha256 == other.sha256

    def test_no_address_serves_the_folder(self, client, put):
        document = put("note.pdf", PDF)

        for prefix in ("/media/", "/documents/", "/static/", "/"):
            url = prefix + document.file.name
            assert client.get(url).status_code in (302, 404)


class TestDownload:
    ROWS = [
        (INTERNAL, "officer", 200),
        (INTERNAL, "other_desk", 200),
        (RESTRICTED, "junior", 200),
        (RESTRICTED, "other_desk", 404),
        (CONFIDENTIAL, "officer", 200),
        (CONFIDENTIAL, "junior", 404),
        (CONFIDENTIAL, "auditor", 200),
        (CONFIDENTIAL, "administrator", 404),
        (INTERNAL, "visitor", 302),
    ]

    @pytest.mark.parametrize(("marking", "who", "status"), ROWS)
    def test_by_the_marking_of_the_file(self, signed_in, put, marking, who, status):
        document = put("note.pdf", PDF)
        document.classification = marking
        document.save()

        response = signed_in(who).get(document.get_absolute_url())

        assert response.status_code == status
        assert (_content(response) == PDF) == (status == 200)

    @pytest.mark.parametrize(("marking", "who", "status"), ROWS)
    def test_by_the_marking_of_its_record(
        self, signed_in, put, concern, marking, who, status
    ):
        document = put("note.pdf", PDF)
        concern.classification = marking
        concern.save()

        response = signed_in(who).get(document.get_absolute_url())

        assert response.status_code == status
        assert (_content(response) == PDF) == (status == 200)
        opened = AuditEvent.objects.filter(action="document_opened")
        assert opened.count() == (1 if status == 200 else 0)

    def test_no_browser_shows_it_and_no_name_travels_with_it(self, signed_in, put):
        document = put("Nama Korban.pdf", PDF)

        response = signed_in("officer").get(document.get_absolute_url())
        _content(response)

        headers = response.headers
        assert headers["Content-Type"] == "application/octet-stream"
        assert headers["Content-Disposition"] == (
            f'attachment; filename="document-{document.pk}.pdf"'
        )
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in headers["Content-Security-Policy"]
        assert "no-store" in headers["Cache-Control"]

    def test_the_event_names_the_file_by_its_number_only(self, signed_in, put, cast):
        document = put("Nama Korban.pdf", PDF, title="Nama Korban")

        _content(signed_in("officer").get(document.get_absolute_url()))

        event = AuditEvent.objects.get(action="document_opened")
        assert (event.user, event.kind) == (cast["officer"], "document")
        assert event.object_id == document.pk
        assert "Nama" not in str(vars(event))


class TestOnThePage:
    def _post(self, client, concern, **data):
        data = {"title": "A note", "classification": "2"} | data
        data.setdefault("file", SimpleUploadedFile("note.pdf", PDF))
        return client.post(concern.url_for("document_new"), data)

    def test_an_officer_of_the_desk_adds_a_file(self, signed_in, cast, concern):
        response = self._post(signed_in("officer"), concern)

        assert response.url == concern.get_absolute_url()
        document = Document.objects.of(concern).get()
        assert document.created_by == cast["officer"]

    @pytest.mark.parametrize(
        ("who", "status"), [("other_desk", 403), ("auditor", 403), ("visitor", 302)]
    )
    def test_nobody_else_does(self, signed_in, concern, who, status):
        assert self._post(signed_in(who), concern).status_code == status
        assert not Document.objects.exists()

    def test_a_refused_file_keeps_the_rest_of_the_form(self, signed_in, concern):
        page = self._post(
            signed_in("officer"),
            concern,
            title="Letter of 3 May",
            file=SimpleUploadedFile("page.pdf", HTML),
        )

        assert page.status_code == 200
        assert "Letter of 3 May" in page.content.decode()
        assert "not what its ending says" in page.content.decode()

    def test_it_starts_with_the_marking_of_its_record(self, signed_in, indonesia):
        concern = make_concern(partner=indonesia, classification=CONFIDENTIAL)

        page = signed_in("officer").get(concern.url_for("document_new"))

        assert page.context["form"]["classification"].value() == CONFIDENTIAL
