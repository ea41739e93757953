"""Institutions, people, positions and memberships from files."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.exports import _csv
from core.models import AuditEvent, Classification, ImportedFile
from core.models.imports import KEPT
from partners.models import Institution, Membership, Person, Position, Sector
from tests.factories import (
    make_institution,
    make_membership,
    make_network,
    make_person,
    make_position,
    make_user,
)
from tests.partners.planted import KINDS, planted, prepare

RESTRICTED = Classification.RESTRICTED
CONFIDENTIAL = Classification.CONFIDENTIAL
MODELS = {
    "institutions": Institution,
    "people": Person,
    "positions": Position,
    "memberships": Membership,
}


def send(client, kind, content, name="table.csv"):
    if isinstance(content, str):
        content = content.encode()
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("partners:import_new", args=[kind]), {"file": file})


def tried(client, kind, content, name="table.csv"):
    """The file after its trial run."""
    answer = send(client, kind, content, name)
    assert answer.status_code == 302, answer.context["form"].errors
    return ImportedFile.objects.order_by("pk").last()


def url_of(file):
    return reverse("partners:import_trial", args=[file.pk])


def taken(client, kind, content, name="table.csv"):
    """The file after its rows were taken."""
    file = tried(client, kind, content, name)
    client.post(url_of(file))
    file.refresh_from_db()
    return file


def counts(file):
    return {outcome: n for outcome, n in file.report["counts"].items() if n}


def problems(file):
    """The reasons of a file's first error, in one text."""
    wrong = [told for told in file.report["rows"] if told["outcome"] == "error"]
    return " ".join(": ".join(pair) for pair in wrong[0]["problems"])


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


# --- A trial, and the taking --------------------------------------------------------


def test_a_trial_changes_nothing_and_says_what_would_happen(officer):
    known = make_institution(name="Supreme Court", country="ID", phone="1")
    make_institution(name="Bar Association", country="ID")
    rows = (
        "Name,Land,Sektor,telefon,hobby\n"
        "SUPREME  court,Indonesia,,2,x\n"
        "Bar Association,id,,,x\n"
        "New Institute,IDN,Akademia,3,x\n"
        "Elsewhere,Atlantis,,,x\n"
    )

    file = tried(officer, "institutions", rows)
    page = officer.get(url_of(file)).text

    assert counts(file) == {"new": 1, "changed": 1, "unchanged": 1, "error": 1}
    assert Institution.objects.count() == 2
    known.refresh_from_db()
    assert (known.phone, known.history.count()) == ("1", 1)
    assert "“Atlantis” is no country" in page
    assert "<del>1</del>" in page
    assert "<ins>2</ins>" in page
    assert "hobby" in page
    assert "Take the 2 rows" in page
    assert page.index("Atlantis") < page.index("New Institute")


def test_taking_leaves_out_the_errors_and_saves_the_rest_with_history(officer, cast):
    known = make_institution(name="Supreme Court", phone="1")
    rows = "name,country,phone\nSupreme Court,ID,2\nNew,ID,3\nLost,XX,4\n"

    file = taken(officer, "institutions", rows)

    known.refresh_from_db()
    new = Institution.objects.get(name="New")
    assert counts(file) == {"new": 1, "changed": 1, "error": 1}
    assert (known.phone, known.version, known.updated_by) == ("2", 2, cast["officer"])
    assert (new.created_by, new.classification, new.folded) == (
        cast["officer"],
        Classification.INTERNAL,
        "new",
    )
    for record in (known, new):
        entry = record.history.first()
        assert entry.history_user == cast["officer"]
        assert entry.history_change_reason == "Imported from a file"
    assert not Institution.objects.filter(name="Lost").exists()
    page = officer.get(url_of(file)).text
    assert "The rows were taken" in page
    assert new.get_absolute_url() in page
    assert "Take the" not in page


def test_the_page_says_what_is_understood(officer):
    page = officer.get(reverse("partners:import_new", args=["people"])).text

    assert "its id finds the record again" in page
    assert "Rows of other desks are not taken" in page


def test_the_content_is_emptied_and_the_import_is_logged_without_names(officer):
    file = taken(officer, "people", "name,country\nSiti Rahasia,ID\nBad,XX\n")

    event = AuditEvent.objects.get(action=AuditEvent.Action.LOADED)
    assert bytes(file.content) == b""
    assert event.detail == {
        "import": "people",
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "error": 1,
    }


def test_taking_twice_takes_once(officer):
    file = tried(officer, "people", "name,country\nSiti,ID\n")

    for _click in range(2):
        assert officer.post(url_of(file)).status_code == 302

    assert Person.objects.count() == 1
    assert AuditEvent.objects.filter(action=AuditEvent.Action.LOADED).count() == 1


def test_the_report_of_the_taking_says_what_was_really_done(officer):
    court = make_institution(name="Court", phone="1")
    file = tried(officer, "institutions", "name,country,phone\nCourt,ID,2\nBar,ID,3\n")
    court.phone = "2"
    court.save()
    make_institution(name="Bar", phone="9")

    officer.post(url_of(file))

    file.refresh_from_db()
    assert counts(file) == {"unchanged": 1, "changed": 1}
    assert file.report["rows"][1]["changes"] == [["Telephone", "9", "3"]]


@pytest.mark.parametrize("kind", KINDS)
def test_of_500_rows_the_50_wrong_ones_are_left_out(officer, kind):
    prepare(kind, 500)
    before = MODELS[kind].objects.count()
    content, wrong = planted(kind, 500)

    file = taken(officer, kind, content)
    rows = file.report["rows"]
    history = MODELS[kind].history.count()
    again = taken(officer, kind, content)

    assert [r["row"] for r in rows if r["outcome"] == "error"] == wrong
    assert counts(file) == {"new": 450, "error": 50}
    assert MODELS[kind].objects.count() == before + 450
    assert counts(again) == {"unchanged": 450, "error": 50}
    assert MODELS[kind].history.count() == history
    assert "Nothing was changed" in officer.get(url_of(again)).text


def test_the_rows_with_errors_come_back_mended(officer):
    rows = 'navn;land;notat\nSiti;ID;\nBudi;XX;"=1+1; ""two"""\n'
    file = taken(officer, "people", rows)

    sent = officer.get(url_of(file), {"format": "csv"})
    text = sent.content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    again = taken(officer, "people", text.replace("XX", "ID"))

    assert "people-errors.csv" in sent["Content-Disposition"]
    assert table[0] == ["navn", "land", "notat", "row", "reason"]
    assert table[1][:2] == ["Budi", "XX"]
    assert table[1][3] == "3"
    assert "is no country" in table[1][4]
    assert counts(again) == {"new": 1}
    assert Person.objects.get(name="Budi").note == '=1+1; "two"'


def test_the_rows_with_errors_come_as_a_workbook_that_can_be_brought(officer):
    rows = 'navn;land;notat\nBudi;XX;"=1+1; ""two"""\n'
    file = taken(officer, "people", rows)

    sent = officer.get(url_of(file), {"format": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sent)))
    book.active["B2"] = "ID"
    book.save(mended := io.BytesIO())
    again = taken(officer, "people", mended.getvalue(), "mended.xlsx")

    assert counts(again) == {"new": 1}
    assert Person.objects.get(name="Budi").note == '=1+1; "two"'


# --- What a list exports comes back as it is -----------------------------------------


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["institutions", "people"])
def test_an_exported_list_brought_back_changes_nothing(
    officer, cast, kind, file_format
):
    odd = {
        "note": "-",
        "phone": "+62 21 555",
        "other_names": "=SUM(1)\nAlso; -this",
        "responsible": cast["lead"],
    }
    if kind == "institutions":
        del odd["responsible"]
        make_institution(name="-Minus, Ltd", sector=Sector.objects.first(), **odd)
        make_institution(name="Twice")
        make_institution(name="Twice", country="CN", classification=Classification.OPEN)
        make_institution(name="'=Quoted", classification=RESTRICTED, active=False)
        make_institution(name="\t=Tab\n@home")
    else:
        make_position(person=make_person(name="@Ana", honorific="=Dr", **odd))
        make_person(name="Budi", protected=True, classification=RESTRICTED)
        make_person(name="Budi", country="", consent_to_be_listed=True)
        make_person(name="Gone", archived_at=timezone.now(), archived_why="Old.")
    url = reverse(MODELS[kind]._meta.app_label + f":{MODELS[kind].kind_name()}_list")
    sent = officer.get(url, {"format": file_format, "archived": "with"})
    content = b"".join(sent)

    file = taken(officer, kind, content, f"table.{file_format}")

    rows = MODELS[kind].objects.count()
    assert counts(file) == {"unchanged": rows}
    assert file.report["not_understood"] == []
    assert MODELS[kind].history.count() == rows


@pytest.mark.parametrize("kind", ["positions", "memberships"])
def test_a_file_with_ids_brought_back_changes_nothing(officer, kind):
    court = make_institution(name="Court")
    ana = make_person(name="Ana")
    make_person(name="Ana")  # of the same name: the id alone tells which is meant
    position = make_position(
        person=ana, institution=court, title="=Chair", since="2020-05", until="2022"
    )
    member = make_membership(
        network=make_network(name="-Net"), person=ana, institution=court, since="2020"
    )
    if kind == "positions":
        header = ["id", "person", "institution", "title", "level", "since", "until"]
        line = [position.pk, "Ana", "Court", "=Chair", "director", "2020-05", "2022"]
    else:
        header = ["id", "network", "network_id", "person", "institution", "role"]
        line = [member.pk, "-Net", member.network.pk, "Ana", "Court", "member"]
    content = "".join(
        _csv([*header, "classification"], iter([[*line, "internal"]]), "en")
    )

    file = taken(officer, kind, content)

    assert counts(file) == {"unchanged": 1}, problems(file)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_example_file_can_be_brought(officer, file_format):
    make_network(name="Example Network")
    for kind in MODELS:
        url = reverse("partners:import_example", args=[kind])
        example = officer.get(url, {"format": file_format})
        name = f"{kind}-example.{file_format}"
        assert name in example["Content-Disposition"]

        file = taken(officer, kind, b"".join(example), name)

        assert counts(file) == {"new": 1}, kind


# --- Who may bring what ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("junior", 200),
        ("lead", 200),
        ("analyst", 403),
        ("auditor", 403),
        ("administrator", 403),
        ("visitor", 302),
    ],
)
def test_only_writers_import(signed_in, who, status):
    client = signed_in(who)

    for kind in MODELS:
        url = reverse("partners:import_new", args=[kind])
        assert client.get(url).status_code == status
    for name in ("institution_list", "person_list"):
        page = client.get(reverse(f"partners:{name}")).text
        assert ("/imports/" in page) is (status == 200)


def test_a_kind_that_there_is_not_is_not_found(officer):
    assert officer.get("/imports/users/").status_code == 404
    assert officer.get("/imports/users/example/").status_code == 404


@pytest.mark.parametrize("who", ["junior", "other_desk", "lead", "auditor", "visitor"])
def test_a_file_is_its_owners_alone(signed_in, who):
    file = tried(signed_in("officer"), "people", "name\nSiti Rahasia\n")
    client = signed_in(who)
    hidden = {"visitor": 302, "auditor": 403}.get(who, 404)

    assert client.get(url_of(file)).status_code == hidden
    assert client.get(url_of(file), {"format": "csv"}).status_code == hidden
    assert client.post(url_of(file)).status_code == hidden
    assert client.post(f"{url_of(file)}give-up/").status_code == hidden
    assert Person.objects.count() == 0
    assert ImportedFile.objects.count() == 1


def test_a_file_that_is_given_up_is_gone(officer):
    file = tried(officer, "people", "name\nSiti\n")

    officer.post(f"{url_of(file)}give-up/")

    assert not ImportedFile.objects.exists()
    assert officer.get(url_of(file)).status_code == 404


def test_files_older_than_a_day_are_removed_when_somebody_brings_one(signed_in):
    old = tried(signed_in("officer"), "people", "name\nSiti\n")
    old.uploaded_at = timezone.now() - KEPT - timedelta(minutes=1)
    old.save()
    assert signed_in("officer").get(url_of(old)).status_code == 404

    tried(signed_in("lead"), "people", "name\nBudi\n")

    assert not ImportedFile.objects.filter(pk=old.pk).exists()


def test_rows_of_another_desk_are_errors(officer):
    theirs = make_institution(name="Their Court", country="CN")
    own = make_institution(name="Own Court")
    rows = (
        "id,name,country,phone\n"
        ",New in China,CN,1\n"
        f"{theirs.pk},,,2\n"
        f"{own.pk},,China,\n"
        ",In no one's country,Fiji,\n"
        ",At home,NO,\n"
    )

    file = taken(officer, "institutions", rows)

    assert counts(file) == {"new": 2, "error": 3}
    assert "Another desk looks after this country" in problems(file)
    theirs.refresh_from_db()
    assert theirs.phone == ""


HIDDEN = [
    ("junior", {"classification": CONFIDENTIAL}),
    ("other_desk", {"classification": RESTRICTED}),
    ("other_desk", {"classification": RESTRICTED, "protected": True}),
]


@pytest.mark.parametrize(("who", "hidden"), HIDDEN)
def test_a_hidden_person_is_neither_matched_nor_hinted_at(signed_in, who, hidden):
    # Of a country without a desk, which both may write about.
    secret = make_person(name="Siti Rahasia", country="ID", phone="1", **hidden)
    client = signed_in(who)
    country = "ID" if who == "junior" else "CN"
    rows = f"name,country,phone\nSiti Rahasia,{country},2\n"
    without = f"name,country,phone\nSiti Anders,{country},2\n"
    by_id = f"id,phone\n{secret.pk},2\n"
    no_id = f"id,phone\n{secret.pk + 1000},2\n"

    seen = tried(client, "people", rows).report["rows"][0]
    alike = tried(client, "people", without).report["rows"][0]
    known = problems(tried(client, "people", by_id))
    unknown = problems(tried(client, "people", no_id))
    file = taken(client, "people", rows)

    assert {**seen, "what": ""} == {**alike, "what": ""}
    assert known == unknown.replace(str(secret.pk + 1000), str(secret.pk))
    assert f"There is no person {secret.pk}." in known
    assert counts(file) == {"new": 1}
    secret.refresh_from_db()
    assert (secret.phone, secret.version) == ("1", 1)
    assert "Rahasia" not in str(AuditEvent.objects.last().detail)


def test_a_protected_person_of_no_desk_is_not_hinted_at_to_an_officer_without_right(
    indonesia,
):
    from django.contrib.auth.models import Permission
    from django.test import Client

    user = make_user(role=None, desks=[indonesia])
    user.user_permissions.add(Permission.objects.get(codename="write_record"))
    client = Client()
    client.force_login(user)
    secret = make_person(name="Budi Saksi", protected=True, classification=RESTRICTED)

    file = taken(client, "people", "name,country\nBudi Saksi,ID\nsaksi budi,ID\n")
    marked = tried(client, "people", "name,country,protected\nNew,ID,yes\n")

    assert counts(file) == {"new": 1, "error": 1}
    assert problems(file) == ": Row 2 means the same."
    assert "You may not say" in problems(marked)
    assert secret.history.count() == 1


def test_a_hidden_institution_is_no_place_for_a_position(signed_in):
    make_institution(name="Secret Court", country="NO", classification=CONFIDENTIAL)
    make_person(name="Ana", country="NO")
    client = signed_in("junior")
    rows = "person,institution\nAna,Secret Court\nAna,No Court\n"

    file = tried(client, "positions", rows)

    first, second = (told["problems"] for told in file.report["rows"])
    assert first == second


def test_a_hidden_parent_stays_as_it_is(signed_in):
    ministry = make_institution(name="Ministry", classification=CONFIDENTIAL)
    office = make_institution(name="Office", parent=ministry)
    make_institution(name="Other")
    client = signed_in("junior")

    file = taken(client, "institutions", "name,country,parent\nOffice,ID,Other\n")

    office.refresh_from_db()
    assert office.parent == ministry
    assert counts(file) == {"unchanged": 1}


def test_markings_stay_within_the_clearance(signed_in):
    client = signed_in("junior")
    rows = "name,country,gradering\nA,ID,Konfidensielt\nB,ID,RESTRICTED\nC,ID,\n"

    file = taken(client, "people", rows)

    assert "above your clearance" in problems(file)
    marked = Person.objects.values_list("name", "classification")
    assert dict(marked) == {"B": RESTRICTED, "C": Classification.INTERNAL}


def test_a_protected_person_is_at_least_restricted(officer):
    rows = "name,country,protected,classification\nA,ID,ja,\nB,ID,yes,internal\n"

    file = taken(officer, "people", rows)

    assert Person.objects.get().classification == RESTRICTED
    assert "Restricted or Confidential" in problems(file)


def test_reading_what_is_restricted_in_a_trial_is_logged(officer):
    judge = make_person(name="Ana", classification=RESTRICTED, note="What we know.")

    tried(officer, "people", "name,country,note\nAna,ID,Something else\n")

    event = AuditEvent.objects.get(action=AuditEvent.Action.READ)
    assert event.detail == {"import": "people", "records": [judge.pk]}


# --- Which record a row means ---------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["tran duc", "Đức  Trần", "TRẦN ĐỨC", "陈德", "Old Duc"]
)
def test_a_person_is_found_by_any_name_in_any_order(officer, name):
    make_person(
        name="Trần Đức", name_original="陈德", other_names="Other\nDuc Old", phone="1"
    )

    file = tried(officer, "people", f"name,country,phone\n{name},ID,2\n")

    assert file.report["rows"][0]["changes"] == [["Telephone", "1", "2"]]


def test_people_of_one_name_are_told_apart_by_their_institution(officer):
    judge, _clerk = make_person(name="Budi"), make_person(name="Budi")
    court = make_institution(name="Supreme Court")
    make_position(person=judge, institution=court, title="Judge")

    told = tried(officer, "people", "name,country,note\nBudi,ID,x\n")
    file = taken(
        officer, "people", "name,country,institution,note\nBudi,ID,SUPREME COURT,x\n"
    )

    assert "Several people are called that" in problems(told)
    assert "Judge, Supreme Court" in problems(told)
    assert counts(file) == {"changed": 1}
    judge.refresh_from_db()
    assert judge.note == "x"


def test_the_same_name_in_another_country_is_another_institution(officer):
    make_institution(name="Supreme Court", country="CN")

    file = tried(officer, "institutions", "name,country\nSupreme Court,ID\n")

    assert counts(file) == {"new": 1}


def test_positions_differ_by_title_and_by_time(officer):
    ana, court = make_person(name="Ana"), make_institution(name="Court")
    make_position(person=ana, institution=court, title="Judge", since="2010")
    rows = (
        "person,institution,title,since,until\n"
        "Ana,Court,judge,5.2010,2014\n"
        "Ana,Court,Judge,2020,\n"
        "Ana,Court,President,2020,\n"
    )

    file = taken(officer, "positions", rows)
    again = taken(officer, "positions", rows)

    assert counts(file) == {"changed": 1, "new": 2}
    assert counts(again) == {"unchanged": 3}
    assert set(ana.positions.values_list("title", "since", "until")) == {
        ("Judge", "2010-05", "2014"),
        ("Judge", "2020", ""),
        ("President", "2020", ""),
    }


def test_memberships_are_found_by_network_and_member(officer):
    network = make_network(name="Prison Network")
    make_membership(network=network, institution=make_institution(name="Court"))
    make_person(name="Ana")
    rows = (
        "nettverk,institusjon,person,rolle\n"
        "prison network,Court,,Koordinator\n"
        "Prison Network,,Ana,observer\n"
        "Prison Network,,,member\n"
        "No network,Court,,member\n"
    )

    file = taken(officer, "memberships", rows)
    again = taken(officer, "memberships", rows)

    assert counts(file) == {"changed": 1, "new": 1, "error": 2}
    assert counts(again) == {"unchanged": 2, "error": 2}
    roles = network.memberships.values_list("role", flat=True)
    assert sorted(roles) == ["coordinator", "observer"]


def test_memberships_of_another_desks_network_are_errors(officer, china):
    make_network(name="Theirs", partners=[china])
    make_institution(name="Court")

    file = tried(officer, "memberships", "network,institution\nTheirs,Court\n")

    assert "Another desk looks after this network" in problems(file)


def test_two_rows_that_mean_the_same_are_one_and_an_error(officer):
    rows = "name,country\nSiti Ana,ID\nana SITI,Indonesia\n"

    file = taken(officer, "people", rows)

    assert counts(file) == {"new": 1, "error": 1}
    assert "Row 2 means the same." in problems(file)


def test_an_institution_may_be_part_of_one_in_a_row_above(officer):
    rows = "name,country,part of\nMinistry,ID,\nOffice,ID,ministry\nLost,ID,Nowhere\n"

    file = taken(officer, "institutions", rows)

    assert Institution.objects.get(name="Office").parent.name == "Ministry"
    assert "Put its own row above" in problems(file)
    assert counts(taken(officer, "institutions", rows))["unchanged"] == 2


def test_an_institution_is_not_part_of_itself(officer):
    whole = make_institution(name="Whole")
    make_institution(name="Part", parent=whole)

    file = tried(officer, "institutions", "name,country,parent\nWhole,ID,Part\n")

    assert "part of itself" in problems(file)


def test_what_is_archived_is_left_alone(officer):
    gone = make_person(name="Gone", archived_at=timezone.now(), archived_why="Old.")

    file = tried(officer, "people", f"id,note\n{gone.pk},x\n")

    assert "archived" in problems(file)


# --- Cells ------------------------------------------------------------------------


def test_an_empty_cell_leaves_and_a_dash_empties(officer):
    ana = make_person(name="Ana", phone="1", note="x", consent_to_be_listed=True)
    rows = f"id,name,phone,note,consent_to_be_listed\n{ana.pk},,,-,-\n"

    taken(officer, "people", rows)

    ana.refresh_from_db()
    assert (ana.name, ana.phone, ana.note) == ("Ana", "1", "")
    assert ana.consent_to_be_listed is None


@pytest.mark.parametrize("column", ["name", "do_not_contact", "classification"])
def test_what_every_person_has_cannot_be_emptied(officer, column):
    ana = make_person(name="Ana")

    file = tried(officer, "people", f"id,{column}\n{ana.pk},-\n")

    assert "cannot be emptied" in problems(file)


@pytest.mark.parametrize(
    ("said", "means"),
    [
        *[("Vietnam", "VN"), ("viet nam", "VN"), ("Norge", "NO"), ("norway", "NO")],
        *[("gb", "GB"), ("UK", "GB"), ("Storbritannia", "GB"), ("USA", "US")],
        *[("Danmark", "DK"), ("eu", "EU"), ("Sør-Korea", "KR"), ("IDN", "ID")],
    ],
)
def test_a_country_is_known_by_code_and_by_name(said, means):
    from partners.imports.columns import read_country

    assert read_country(said) == means


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("#REF!", "Excel shows an error"),
        ("4.72E+10", "Excel has cut this number"),
    ],
)
def test_what_excel_has_spoilt_is_an_error(officer, cell, said):
    file = tried(officer, "people", f"name,phone\nAna,{cell}\n")

    assert said in problems(file)


def test_a_workbook_is_taken_like_a_text(officer):
    book = openpyxl.Workbook()
    book.active.append(["Navn", "Land", "Telefon", "Språk"])
    book.active.append(["Đức", "Norge", 4722000000, None])
    content = io.BytesIO()
    book.save(content)

    file = tried(officer, "people", content.getvalue(), "people.xlsx")
    officer.post(url_of(file))

    person = Person.objects.get()
    assert (person.name, person.country, person.phone) == ("Đức", "NO", "4722000000")


# --- Pages --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The file is empty"),
        ("name,country\n", "no rows"),
        ("hobby,colour\nx,y\n", "Missing: “Name”"),
        ("name,navn\nx,y\n", "mean the same"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "picture"),
        (b"a" * (10 * 1024 * 1024 + 1), "at most"),
        (b"\xff" * 50, "CSV UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(officer, content, said):
    answer = send(officer, "people", content)

    assert answer.status_code == 200
    assert said in str(answer.context["form"].errors["file"])
    assert said in answer.text
    assert not ImportedFile.objects.exists()


def test_no_file_is_refused_as_well(officer):
    answer = officer.post(reverse("partners:import_new", args=["people"]))

    assert "Choose a file." in answer.text


def test_more_cells_than_columns_are_an_error_of_the_row(officer):
    file = tried(officer, "people", "name,country\nAna,ID,Judge\nBo,ID,\n")

    assert counts(file) == {"new": 1, "error": 1}
    assert "more cells" in problems(file)


@pytest.mark.parametrize("rows", [1, 60])
def test_the_page_of_a_trial_costs_the_same_however_long(
    officer, rows, django_assert_num_queries
):
    lines = "".join(f"Person {n},ID\n" for n in range(rows))
    file = tried(officer, "people", f"name,country\n{lines}")

    with django_assert_num_queries(5):
        page = officer.get(url_of(file))

    assert page.text.count('class="import-table__number"') == min(rows, 50)


@pytest.mark.parametrize("rows", [1, 30])
def test_a_trial_asks_the_database_the_same_however_long(
    officer, rows, django_assert_num_queries
):
    lines = "".join(f"Person {n},ID,p{n}@example.org\n" for n in range(rows))

    with django_assert_num_queries(14):
        tried_ = send(officer, "people", f"name,country,email\n{lines}")

    assert tried_.status_code == 302


def test_the_rows_are_filtered_by_outcome_and_paged(officer):
    lines = "".join(f"Person {n},ID\n" for n in range(60))
    file = tried(officer, "people", f"name,country\nWrong,XX\n{lines}")

    wrong = officer.get(url_of(file), {"outcome": "error"}).text
    second = officer.get(url_of(file), {"page": "2"}).text
    odd = officer.get(url_of(file), {"outcome": "odd", "page": "x"})

    assert wrong.count('class="import-table__number"') == 1
    assert "Person 59" in second
    assert "Person 3," not in second
    assert odd.status_code == 200


def test_no_page_names_a_person_outside_its_content(officer):
    file = tried(
        officer, "people", "name,protected\nBudi Saksi,yes\n", "Budi Saksi.csv"
    )

    page = officer.get(url_of(file)).text

    assert "Budi" not in page.split("</title>")[0]
    assert "Budi" not in str(file)
