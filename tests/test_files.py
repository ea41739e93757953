"""Every list comes as CSV and as Excel, and both say the same."""

import ast
import csv
import datetime
import inspect
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from core.exports import FORMATS
from core.models import AuditEvent, Classification
from partners.models import Sector
from tests.factories import (
    make_activity,
    make_agenda_item,
    make_concern,
    make_dialogue,
    make_disbursement,
    make_evaluation,
    make_follow_up,
    make_incident,
    make_institution,
    make_link,
    make_measure,
    make_meeting,
    make_membership,
    make_network,
    make_objective,
    make_other_step,
    make_participation,
    make_person,
    make_position,
    make_priority_topic,
    make_project,
    make_project_partner,
    make_question,
    make_result,
    make_round,
    make_statement,
    make_topic,
    make_yearly_cost,
)
from tests.test_policies import CODE, OURS, _name, _tree

SLUG = {"slug": "with-files"}
# What comes as a file, and what stands in its address.
FILES = {
    "partners:institution_list": {},
    "partners:person_list": {},
    "partners:network_list": {},
    "partners:duplicate_list": {},
    "dialogues:dialogue_list": {},
    "dialogues:round_list": {},
    "dialogues:meeting_list": {},
    "dialogues:concern_list": {},
    "dialogues:link_list": {},
    "dialogues:measure_list": {},
    "dialogues:follow_up_list": {},
    "dialogues:incident_list": {},
    "dialogues:other_step_list": {},
    "dialogues:statement_list": {},
    "dialogues:evaluation_list": {},
    "dialogues:parliamentary_question_list": {},
    "dialogues:objective_list": {},
    "dialogues:dialogue_network": SLUG,
    "dialogues:dialogue_matrix": SLUG,
    "dialogues:dialogue_account": SLUG,
    "projects:project_list": {},
    "projects:activity_list": {},
    "projects:result_list": {},
    "projects:disbursement_list": {},
    "projects:money_totals": {},
    "projects:continuity": SLUG,
    "projects:timeline": SLUG,
    "desk:political_contacts": {"code": "ID"},
}
# Other views that send one, and why they stand in no test here.
ELSEWHERE = {
    "import_trial": "sends back what was brought; tests/partners/test_imports.py",
}
# Lists of another kind.
NO_FILE = {
    "topic_list": "a reference list, the same for everybody, with a tree and no filter",
    "exchange_rate_list": "a reference list, the same for everybody",
    "hand_over_list": "each is a letter between two people, not a row of data",
}
SECRET = "Hidden journalist"


@pytest.fixture
def record(cast, indonesia):
    """At least one row for each file."""
    text = 'Said; =1+1\r\n"and" more'
    dialogue = make_dialogue(partner=indonesia, slug=SLUG["slug"], aim=text)
    sector = Sector.objects.first()
    ours = make_institution(name="Supreme Court", country="NO", sector=sector)
    theirs = make_institution(name="Mahkamah Agung", sector=sector, note=text)
    kari, budi = make_person(country="NO"), make_person(name="Budi", note=text)
    make_person(name="Budi"), make_institution(name="Mahkamah Agung")
    for person, place in ((kari, ours), (budi, theirs)):
        make_position(person=person, institution=place, level="minister", since="2019")
    make_membership(network=make_network(partners=[indonesia]), person=budi)
    make_link(home_institution=ours, partner_institution=theirs, since="2019-05")
    held = make_round(dialogue=dialogue, status="held", cost="12.50", staff_days=3)
    topic = make_topic()
    make_agenda_item(round=held, topic=topic)
    meeting = make_meeting(round=held, dialogue=dialogue, date="2022-06-20")
    make_participation(meeting=meeting, person=kari, institution=ours, side="ours")
    make_participation(meeting=meeting, person=budi, institution=theirs)
    make_concern(dialogue=dialogue, topic=topic, title="=Said; -this", summary=text)
    make_measure(dialogue=dialogue, made_on="2022-06")
    make_follow_up(meeting=meeting, owner=cast["officer"])
    make_incident(dialogue=dialogue)
    make_other_step(dialogue=dialogue)
    make_statement(dialogue=dialogue)
    make_evaluation(dialogues=[dialogue])
    make_question(partners=[indonesia])
    make_objective(dialogue=dialogue)
    make_yearly_cost(dialogue=dialogue, cost=1000)
    _project(dialogue, topic, theirs, text)
    return dialogue


def _project(dialogue, topic, institution, text):
    make_priority_topic(dialogue=dialogue, topic=topic, since="2012")
    project = make_project(dialogues=[dialogue], topics=[topic], summary=text)
    make_project_partner(project=project, institution=institution)
    make_activity(project=project, title="=1+1", description=text)
    make_result(project=project, baseline="0.50", indicator="Rulings", unit="%")
    make_disbursement(project=project, amount="1250.50")


def address(name):
    return reverse(name, kwargs=FILES[name])


def lines_of_csv(client, name, **query):
    sent = b"".join(client.get(address(name), query | {"format": "csv"}))
    text = sent.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def book_of(client, name, **query):
    answer = client.get(address(name), query | {"format": "xlsx"})
    assert "spreadsheetml" in answer.headers["Content-Type"]
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer)))


def as_csv_has_it(value):
    """A cell of a workbook as the other file writes it."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time(0):
            return value.date().isoformat()
        return timezone.make_aware(value).isoformat()
    return str(value)


def as_excel_has_it(text):
    """A cell of the other file, without what guards it there."""
    for live in "=+-@":
        text = text.replace(f"'{live}", live)
    return text.replace("\r\n", "\n")


def same(one, other):
    """Numbers may be written with more or fewer noughts."""
    try:
        return one == other or float(one) == float(other)
    except ValueError:
        return False


@pytest.mark.parametrize("name", FILES)
def test_both_files_of_a_list_have_the_same_rows(signed_in, record, name):
    client = signed_in("officer")

    lines = lines_of_csv(client, name)
    rows = list(book_of(client, name).worksheets[0].iter_rows(values_only=True))

    assert len(lines) > 1
    assert len(rows) == len(lines)
    for line, row in zip(lines, rows, strict=True):
        wanted = [as_excel_has_it(cell) for cell in line]
        found = [as_csv_has_it(cell) for cell in row]
        assert [
            pair for pair in zip(wanted, found, strict=True) if not same(*pair)
        ] == []


@pytest.mark.parametrize("name", FILES)
def test_a_day_that_is_known_is_a_date_for_excel(signed_in, record, name):
    client = signed_in("officer")

    rows = list(book_of(client, name).worksheets[0].iter_rows(values_only=True))

    texts = [cell for row in rows for cell in row if isinstance(cell, str)]
    assert [text for text in texts if len(text) == 10 and _is_a_day(text)] == []


def _is_a_day(text):
    try:
        return bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


@pytest.mark.parametrize("name", FILES)
def test_a_page_offers_both_files(signed_in, record, name):
    page = signed_in("officer").get(address(name), {"page": "1"})

    for file_format, label in FORMATS.items():
        assert f'<a href="?format={file_format}">{label}</a>' in page.text


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_logged(signed_in, record, name):
    client = signed_in("officer")

    book = book_of(client, name)

    event = AuditEvent.objects.get(action="exported")
    assert event.detail["format"] == "xlsx"
    assert event.detail["rows"] == book.worksheets[0].max_row - 1


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("who", ["junior", "other_desk"])
def test_no_file_holds_what_its_reader_may_not_see(signed_in, record, name, who):
    hidden = {"classification": Classification.CONFIDENTIAL}
    concern = make_concern(dialogue=record, title=SECRET, **hidden)
    make_meeting(dialogue=record, title=SECRET, **hidden)
    make_measure(dialogue=record, title=SECRET, concern=concern, **hidden)
    make_objective(dialogue=record, title=SECRET, **hidden)
    project = make_project(dialogues=[record], title=SECRET, **hidden)
    make_activity(project=project, title=SECRET)
    make_result(project=project, title=SECRET)
    make_disbursement(project=project, note=SECRET)
    make_person(name=SECRET, **hidden), make_person(name=SECRET, **hidden)
    make_institution(name=SECRET, **hidden)
    make_other_step(dialogue=record, title=SECRET, **hidden)

    book = book_of(signed_in(who), name)

    cells = [cell for sheet in book for row in sheet.values for cell in row]
    assert SECRET not in " ".join(str(cell) for cell in cells)
    assert "Confidential" not in cells


# --- The code ---------------------------------------------------------------------


def _sends_a_file(view):
    source = inspect.getsource(inspect.unwrap(view))
    return "list_page(" in source or "wants_file(" in source


def test_every_list_is_tested_here():
    tested = {name.partition(":")[2] for name in FILES}
    sending = {view.__name__ for _route, view in OURS if _sends_a_file(view)}
    lists = {view.__name__ for _r, view in OURS if view.__name__.endswith("_list")}

    assert sending == tested | set(ELSEWHERE)
    assert lists - sending == set(NO_FILE)


def test_which_format_is_asked_for_is_read_in_one_place():
    """So that no list can offer one format and not the other."""
    reading = [
        _name(file)
        for file in CODE
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") == "get"
        and [getattr(a, "value", None) for a in node.args[:1]] == ["format"]
    ]

    assert set(reading) == {"core/exports.py"}
