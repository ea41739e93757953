"""Record files: what is taken, what is left alone, and what is said of a broken one."""

import copy
import json
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import override_settings

from core import record_file
from core.models import AuditEvent, Classification, Source
from core.record_file import NO_PLACE, load_file
from core.record_rows import BrokenFile
from dialogues.models import (
    AgendaItem,
    Concern,
    Dialogue,
    FollowUp,
    Meeting,
    Minutes,
    Participation,
    Raising,
    Reply,
    Round,
    WorkingGroup,
)
from partners.models import Institution, Partner, Person, Position
from tests.factories import (
    make_dialogue,
    make_institution,
    make_partner,
    make_person,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db

DATA = Path(__file__).resolve().parent.parent.parent / "data"
NORWAY = DATA / "record-norway.json"
FICTIONAL = DATA / "fictional-norway.json"
RECORDS = (
    *(Partner, Institution, Person, Position, Dialogue, Round, WorkingGroup, Meeting),
    *(Participation, AgendaItem, Minutes, Concern, Raising, Reply, FollowUp),
)

# A small file that has something in every section and in most of the fields.
SMALL = {
    "_about": {"home_country": "NO", "classification": "open"},
    "countries": [
        {"code": "NO", "name": "Norway"},
        {"code": "ID", "name": "Indonesia"},
    ],
    "institutions": [
        {"name": "Ministry of Foreign Affairs", "country": "NO"},
        {
            "name": "Ministry of Foreign Affairs",
            "country": "ID",
            "sector": "civil_service",
            "sector_in_source": "ministry",
            "source": "https://example.org/list",
        },
    ],
    "people": [
        {
            "key": "judge",
            "name": "Sri Made-Up",
            "country": "ID",
            "position": {
                "institution": "Ministry of Foreign Affairs",
                "title": "Judge",
                "level": "expert",
                "since": "2020-03",
            },
        }
    ],
    "dialogues": [
        {
            "id": "NO-ID",
            "country": "ID",
            "title": "Human rights dialogue",
            "slug": "norway-indonesia",
            "started": "2002-04",
            "working_methods": ["plenary", "working groups"],
            "source": "https://example.org/dialogue",
        }
    ],
    "rounds": [
        {
            "dialogue": "NO-ID",
            "ordinal": 1,
            "starts_on": "2002-04",
            "host": "ID",
            "city": "Jakarta",
            "level": "minister/minister",
            "heads": {
                "own": [{"name": "Kari Head", "title": "Minister", "role": "head"}],
                "partner": [],
            },
            "topics": ["death penalty", "something nobody has named yet"],
            "field_visits": ["A prison near Jakarta"],
            "conflicts": [
                {
                    "field": "starts_on",
                    "value": "2002-05",
                    "source": "https://example.org/other",
                    "note": "a newspaper",
                }
            ],
            "source": "https://example.org/round",
        },
        {"dialogue": "NO-ID", "ordinal": 2, "starts_on": None, "source": None},
    ],
    "working_groups": [
        {
            "dialogue": "NO-ID",
            "title": "Rights of the child",
            "topic": "child-rights",
            "rounds": [{"ordinal": 1, "named": "children"}],
            "source": "https://example.org/round",
        }
    ],
    "meetings": [
        {
            "key": "seminar",
            "dialogue": "NO-ID",
            "round": 1,
            "title": "Seminar",
            "kind": "expert_seminar",
            "date": "2002-04-10",
            "time": "09:30",
            "classification": "restricted",
            "participants": [{"person": "judge", "side": "partner"}],
            "agenda": [{"topic": "child-rights", "title": "Custody"}],
            "minutes": {"text": "What was said."},
        }
    ],
    "concerns": [
        {
            "key": "custody",
            "dialogue": "NO-ID",
            "title": "Children in custody",
            "topic": "child-rights",
            "raised_by": "ours",
            "kind": "concern",
            "raisings": [
                {
                    "meeting": "seminar",
                    "date": "2002-04-10",
                    "speaker": "judge",
                    "wording": "Asked.",
                    "reply_due": "2002-06-01",
                    "replies": [
                        {"date": "2002-05", "text": "Soon.", "quality": "general"}
                    ],
                }
            ],
        }
    ],
    "follow_ups": [
        {
            "key": "call",
            "meeting": "seminar",
            "title": "Call them",
            "owner": "kari@example.org",
            "due": "2002-07-01",
        }
    ],
}


@pytest.fixture
def load(tmp_path):
    """`load(data)` writes the data as a file and loads it."""

    def write_and_load(data, **options):
        path = tmp_path / "small.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        return load_file(path, **options)

    return write_and_load


@pytest.fixture
def small():
    return copy.deepcopy(SMALL)


def counts():
    """How many rows and how many versions there are of everything."""
    rows = {m.__name__: (m.objects.count(), m.history.count()) for m in RECORDS}
    rows["Source"] = (Source.objects.count(), Source.history.count())
    rows["AuditEvent"] = AuditEvent.objects.count()
    return rows


def refusal(load, data):
    with pytest.raises(BrokenFile) as caught:
        load(data)
    return str(caught.value)


# --- The files that come with the product -----------------------------------------


def test_the_public_record_of_norway_is_taken_as_a_whole():
    report = load_file(NORWAY)

    assert Partner.objects.count() == 3
    assert Dialogue.objects.count() == 3
    assert Round.objects.count() == 32
    assert Institution.objects.count() == 65
    assert WorkingGroup.objects.count() == 9
    assert report.not_taken == {}
    assert report.notes == []
    for model in RECORDS:
        assert not model.objects.exclude(classification=Classification.OPEN).exists()
        assert not model.objects.filter(fictional=True).exists()


def test_what_the_public_record_says_of_rounds_arrives_in_its_fields():
    load_file(NORWAY)

    seventh = Round.objects.get(dialogue__slug="norway-indonesia", ordinal=7)
    assert (seventh.starts_on, seventh.ends_on) == ("2008-04-15", "2008-04-16")
    assert seventh.host == "ID"
    assert seventh.status == Round.Status.HELD
    assert seventh.level_own == "deputy_minister"
    assert seventh.head_own.name == "Elisabeth Walaas"
    assert seventh.head_partner is None
    assert seventh.opener_partner.name == "Rezlan Izhar Jenie"
    assert "also opener: Harkristuti Harkrisnowo" in seventh.heads_note
    assert seventh.participants_count == 130
    assert seventh.summary.startswith("plenary, then working groups")
    assert seventh.working_groups.count() == 3
    items = list(seventh.agenda_items.all())
    assert items[0].title == "children's rights"
    assert items[0].topic.code == "child-rights"
    assert {(item.discussed, item.status) for item in items} == {(True, "")}
    position = Position.objects.get(person=seventh.head_own)
    assert str(position.institution) == "Ministry of Foreign Affairs (NO)"
    assert (position.title, position.level) == ("State Secretary", "deputy_minister")


def test_unknown_stays_unknown():
    load_file(NORWAY)

    fourth = Round.objects.get(dialogue__slug="norway-china", ordinal=4)
    assert (fourth.starts_on, fourth.host, fourth.city, fourth.mode) == ("", "", "", "")
    assert (fourth.level_own, fourth.head_own) == ("", None)
    assert fourth.participants_count is None
    assert fourth.status == Round.Status.HELD


def test_values_on_which_sources_disagree_are_all_kept():
    load_file(NORWAY)

    round_ = Round.objects.get(dialogue__slug="norway-china", ordinal=13)
    said = Source.objects.of(round_).filter(field="starts_on")
    assert sorted(said.values_list("value", flat=True)) == ["2010-06-10", "2010-06-28"]
    assert round_.starts_on == "2010-06-28"


@time_machine.travel("2026-11-23 12:00Z", tick=False)
def test_everything_in_the_invented_file_is_marked_as_invented():
    load_file(NORWAY)
    for name in ("indonesia", "china", "lead"):
        make_user(email=f"{name}@example.org")

    report = load_file(FICTIONAL)

    assert Round.objects.filter(fictional=True).count() == 2
    assert Meeting.objects.filter(fictional=True).count() == 11
    assert Concern.objects.filter(fictional=True).count() == 16
    assert FollowUp.objects.filter(fictional=True).count() == 18
    for model in (Participation, Minutes, Concern, Raising, Reply, FollowUp):
        assert not model.objects.filter(fictional=False).exists()
    assert report.not_taken == {}
    assert not any(tally.skipped for tally in report.sections.values())


def test_invented_rows_take_the_marking_of_the_file_or_the_usual_one():
    load_file(NORWAY)

    load_file(FICTIONAL)

    meeting = Meeting.objects.get(loaded_as="meetings:vn-demarche-2026")
    assert meeting.classification == Classification.CONFIDENTIAL
    assert Concern.objects.first().classification == Classification.INTERNAL
    assert Raising.objects.first().classification == Classification.RESTRICTED
    other_desk = make_user(desks=[Partner.objects.get(code="CN")])
    own_desk = make_user(desks=[Partner.objects.get(code="VN")])
    assert meeting not in Meeting.objects.visible_to(other_desk)
    assert meeting in Meeting.objects.visible_to(own_desk)


# --- Loading again ----------------------------------------------------------------


def test_a_second_load_changes_nothing():
    load_file(NORWAY)
    load_file(FICTIONAL)
    before = counts()

    report = load_file(NORWAY)
    load_file(FICTIONAL)

    assert counts() == before
    assert report.taken == {}
    assert report.of("rounds").there == 32


def test_a_correction_by_an_officer_is_never_overwritten(load, small):
    load(small)
    round_ = Round.objects.get(ordinal=1)
    round_.city = "Bandung"
    round_.ordinal = 3
    round_.save()

    report = load(small)

    round_.refresh_from_db()
    assert (round_.city, round_.ordinal) == ("Bandung", 3)
    assert Round.objects.count() == 2
    assert report.of("rounds").there == 2


def test_what_was_archived_does_not_come_back(load, small):
    load(small)
    meeting = Meeting.objects.get(title="Seminar")
    meeting.archived_at = "2026-01-01T12:00Z"
    meeting.archived_why = "Held somewhere else."
    meeting.save()

    load(small)

    assert Meeting.objects.filter(title="Seminar").count() == 1


def test_what_was_entered_by_hand_is_left_alone(load, small):
    indonesia = make_partner("ID")
    dialogue = make_dialogue(partner=indonesia, slug="norway-indonesia")
    round_ = make_round(dialogue=dialogue, ordinal=1, city="Bali")
    make_institution(name="Ministry of Foreign Affairs", country="NO")
    make_person(name="Kari Head", country="NO")

    report = load(small)

    round_.refresh_from_db()
    assert (round_.city, round_.version) == ("Bali", 1)
    assert not round_.agenda_items.filter(meeting=None).exists()
    assert not round_.working_groups.exists()
    assert Dialogue.objects.count() == 1
    assert Person.objects.filter(name="Kari Head").count() == 1
    assert Institution.objects.filter(country="NO").count() == 1
    assert (report.of("rounds").taken, report.of("rounds").there) == (1, 1)


def test_a_true_round_does_not_take_the_place_of_an_invented_one(load, small):
    invented = {**small, "_about": {"home_country": "NO", "fictional": True}}
    load(invented)

    report = load(small)

    reasons = {reason for _label, reason in report.of("rounds").skipped}
    assert reasons == {"the record holds an invented one in its place"}


def test_new_parts_of_a_row_that_is_there_are_taken(load, small):
    load(small)
    small["concerns"][0]["raisings"].append(
        {"channel": "letter", "date": "2003-01", "wording": "Asked again."}
    )

    report = load(small)

    assert report.taken == {"concerns.raisings": 1}
    assert Raising.objects.count() == 2


# --- What is written down ---------------------------------------------------------


def test_a_load_is_in_the_audit_log_and_in_the_history(load, small):
    load(small)

    event = AuditEvent.objects.get(action=AuditEvent.Action.LOADED)
    assert event.detail["file"] == "small.json"
    assert event.detail["taken"]["rounds"] == 2
    version = Round.objects.get(ordinal=1).history.first()
    assert version.history_change_reason == "Loaded from small.json"


def test_a_dry_run_says_the_same_and_changes_nothing(load, small):
    before = counts()

    dry = load(small, dry_run=True)

    assert counts() == before
    assert dry.sections == load(small).sections


def test_a_key_without_a_field_is_reported(load, small):
    small["_about"]["clasification"] = "restricted"
    small["rounds"][1]["weather"] = "fine"
    small["rounds"][1]["snow"] = None
    small["meetings"][0]["participants"][0]["hat"] = "blue"

    report = load(small)

    assert report.not_taken == {
        ("_about", "clasification"): [],
        ("rounds", "weather"): [2],
        ("meetings", "participants.hat"): [1],
    }


def test_a_wording_that_is_no_topic_stays_on_the_agenda(load, small):
    report = load(small)

    item = AgendaItem.objects.get(title="something nobody has named yet")
    assert item.topic is None
    assert "something nobody has named yet" in report.notes[0]


def test_a_wording_without_a_source_is_reported(load, small):
    small["rounds"][1]["level"] = "vice minister"

    report = load(small)

    assert "“vice minister” is not kept, since it has no source" in report.notes[-1]


def test_a_section_without_a_place_is_skipped_and_said_so(load, small):
    small["treaties_of_the_moon"] = [{"title": "One"}, {"title": "Two"}]

    report = load(small)

    skipped = report.of("treaties_of_the_moon").skipped
    assert skipped == [("row 1", NO_PLACE), ("row 2", NO_PLACE)]


def test_a_later_app_adds_its_own_section(load, small, monkeypatch):
    seen = []
    loaders = {**record_file._LOADERS}
    monkeypatch.setattr(record_file, "_LOADERS", loaders)
    record_file.loads("projects")(lambda row, load: seen.append(row.text("title")))
    small["projects"] = [{"title": "Training of judges"}]

    report = load(small)

    assert seen == ["Training of judges"]
    assert not report.of("projects").skipped


def test_a_follow_up_waits_for_its_owner(load, small):
    report = load(small)

    assert not FollowUp.objects.exists()
    [(label, reason)] = report.of("follow_ups").skipped
    assert (label, "kari@example.org" in reason) == ("call", True)

    make_user(email="kari@example.org")
    load(small)

    assert FollowUp.objects.get().partner.code == "ID"


@time_machine.travel("2026-11-23 12:00Z", tick=False)
@pytest.mark.parametrize(
    ("starts_on", "status"),
    [
        ("2026-11-22", "held"),
        ("2027-03", "planned"),
        ("2026", "planned"),
        (None, "held"),
    ],
)
def test_a_round_of_the_past_has_been_held(load, small, starts_on, status):
    small["rounds"][1]["starts_on"] = starts_on

    load(small)

    assert Round.objects.get(ordinal=2).status == status


def test_without_a_marking_in_the_file_rows_get_the_usual_one(load, small):
    del small["_about"]["classification"]

    load(small)

    assert Round.objects.get(ordinal=1).classification == Classification.INTERNAL
    assert Minutes.objects.get().classification == Classification.RESTRICTED


def test_every_section_that_is_taken_is_described(load, small):
    load(small)

    guide = (DATA.parent / "docs" / "record-file.md").read_text(encoding="utf-8")
    missing = [name for name in record_file._LOADERS if f"### `{name}`" not in guide]
    assert missing == []


def test_no_name_of_a_person_is_in_the_report(load, small):
    small["people"][0] |= {"protected": True, "classification": "restricted"}
    del small["people"][0]["key"]
    del small["meetings"], small["concerns"], small["follow_ups"]
    load(small)
    small["_about"]["fictional"] = True

    report = load(small)

    assert [label for label, _reason in report.of("people").skipped] == ["row 1"]
    assert "Sri Made-Up" not in repr(report)


# --- Another ministry -------------------------------------------------------------

SWISS = {
    "_about": {
        "home_country": "CH",
        "foreign_ministries": {"CH": "Federal Department of Foreign Affairs"},
    },
    "countries": [
        {"code": "CH", "name": "Switzerland"},
        {"code": "VN", "name": "Viet Nam"},
    ],
    "institutions": [
        {"name": "Federal Department of Foreign Affairs", "country": "CH"}
    ],
    "dialogues": [{"id": "CH-VN", "country": "VN", "title": "Dialogue with Vietnam"}],
    "rounds": [
        {
            "dialogue": "CH-VN",
            "year": 2005,
            "partner_ordinal": 3,
            "host": "CH",
            "heads": {
                "own": [{"name": "Anna Head", "title": "Ambassador"}],
                "partner": [{"name": "Bui Head", "title": "Director"}],
            },
        }
    ],
}


@override_settings(HOME_COUNTRY="CH")
def test_another_ministry_loads_its_own_file(load):
    report = load(SWISS)

    round_ = Round.objects.get()
    assert round_.dialogue.slug == "ch-vn"
    assert (round_.starts_on, round_.ordinal) == ("2005", None)
    assert round_.partner_ordinal == 3
    assert round_.head_own.country == "CH"
    assert round_.head_partner.country == "VN"
    position = Position.objects.get()
    assert position.institution.name == "Federal Department of Foreign Affairs"
    assert report.notes == [
        "rounds, row 1, heads, partner 1: no foreign ministry of VN "
        "to put “Director” at"
    ]


def test_the_file_of_another_ministry_is_refused(load):
    said = refusal(load, SWISS)

    assert "this file is of the ministry of CH" in said
    assert "(HOME_COUNTRY) of that of NO" in said
    assert not Partner.objects.exists()


# --- Broken files -----------------------------------------------------------------


def put(data, path, value):
    """Change one place of the data: `rounds.0.host`."""
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in way:
        data = data[step]
    if value is KeyError:
        del data[last]
    else:
        data[last] = value


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("_about.home_country", None, "_about, home_country: is missing"),
        ("_about.classification", "secret", "“secret” is none of: open, internal"),
        ("countries.1.code", "QQ", "countries, row 2, code: there is no country"),
        ("countries.1.name", KeyError, "countries, row 2, name: is missing"),
        ("institutions.0.name", "  ", "institutions, row 1, name: is missing"),
        ("institutions.1.sector", "magic", "row 2, sector: there is no sector “magic”"),
        ("institutions.1.source", "https://a b", "institutions, row 2, url: "),
        ("people.0.position.institution", "Nil", "position, institution: “Nil” is no"),
        ("people.0.position.level", "king", "“king” is none of: head_of_government"),
        ("people.0.position.until", "1999", "cannot end before it begins"),
        ("people.0.name", "N" * 201, "people, row 1, name: "),
        ("people.0.name", "a\x00b", "people, row 1, name: holds a character"),
        ("dialogues.0.country", "CN", "dialogues, row 1, country: CN is no partner"),
        ("dialogues.0.lead_party", "AU", "dialogues, row 1, lead_party: "),
        ("dialogues.0.status", "ended", "Say why the dialogue is suspended or has"),
        ("rounds.0.dialogue", "NO-XX", "there is no dialogue “NO-XX”"),
        (
            "rounds.0.ordinal",
            "1",
            'ordinal: must be a whole number, not "1"',
        ),
        ("rounds.0.ordinal", True, "rounds, row 1, ordinal: must be a whole number"),
        ("rounds.1.ordinal", 1, "rounds, row 2: the same is in rounds, row 1 already"),
        ("rounds.1.ordinal", None, "rounds, row 2, ordinal: give a number"),
        ("rounds.0.starts_on", "2002-02-30", "“2002-02-30” is no date. February 2002"),
        ("rounds.0.ends_on", "2001", "A round cannot end before it begins."),
        ("rounds.0.host", "XX", "rounds, row 1, host: there is no country"),
        ("rounds.0.mode", "telepathy", "rounds, row 1, mode: “telepathy” is none of: "),
        ("rounds.0.topics", "all", "rounds, row 1, topics: must be a list of texts"),
        ("rounds.0.topics", [1], "rounds, row 1, topics: must be a list of texts"),
        ("rounds.0.heads", [], "rounds, row 1, heads: must be an object"),
        ("rounds.0.heads.own.0.role", "cook", "heads, own 1, role: “cook” is none of"),
        ("rounds.0.conflicts.0.source", None, "conflicts 1, source: is missing"),
        ("working_groups.0.topic", "magic", "there is no topic “magic”"),
        ("working_groups.0.rounds.0.ordinal", 9, "rounds 1, ordinal: NO-ID has no rou"),
        ("meetings.0.time", "25:00", "meetings, row 1, time: “25:00” is no time"),
        ("meetings.0.kind", None, "meetings, row 1, kind: is missing"),
        ("meetings.0.round", 9, "meetings, row 1, round: NO-ID has no round 9"),
        (
            "meetings.0.participants.0.person",
            "x",
            "no person with the key “x”",
        ),
        ("meetings.0.participants.0.person", None, "names neither a person nor an"),
        ("concerns.0.raisings.0.meeting", "x", "no meeting with the key “x”"),
        ("concerns.0.raisings.0.meeting", None, "raisings 1, channel: is missing"),
        ("concerns.0.raisings.0.reply_due", "2002-06", "must be a full date"),
        (
            "concerns.0.raisings.0.replies.0.date",
            "2001",
            "cannot be older than what",
        ),
        ("follow_ups.0.due", None, "follow_ups, row 1, due: is missing"),
        ("follow_ups.0.status", "done", "A closed follow-up has the date"),
        ("follow_ups.0.concern", "x", "there is no concern with the key “x”"),
        ("rounds", {}, "rounds: must be a list of objects"),
        ("rounds.0", "first", "rounds, row 1: must be an object"),
    ],
)
def test_a_broken_file_says_where_and_changes_nothing(load, small, path, value, said):
    make_user(email="kari@example.org")
    put(small, path, value)

    assert said in refusal(load, small)
    assert not Partner.objects.exists()
    assert not Source.objects.exists()
    assert not AuditEvent.objects.exists()


def test_all_that_is_wrong_in_a_section_is_said_at_once(load, small):
    small["rounds"][0] |= {"host": "XX", "mode": "telepathy"}
    small["rounds"][1]["starts_on"] = "soon"

    said = refusal(load, small)

    assert len(said.splitlines()) == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"rounds": [\n  {"ordinal": 1,}\n]}', "line 2, column 1"),
        (b"", "line 1, column 1: not JSON: "),
        (b"[]", "the file must be one object"),
        (b'{"_about": "NO"}', "_about: must be an object"),
        (b'{"rounds": [{"ordinal": 1, "ordinal": 2}]}', "“ordinal” stands twice"),
        (b'{"title": "\xff"}', "the file is not in UTF-8"),
        (b"[" * 100_000, "too many brackets"),
    ],
)
def test_what_is_no_record_file_is_refused_in_plain_words(tmp_path, content, said):
    path = tmp_path / "broken.json"
    path.write_bytes(content)

    with pytest.raises(BrokenFile) as caught:
        load_file(path)

    assert said in str(caught.value)


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(BrokenFile, match="cannot be read: No such file"):
        load_file(tmp_path / "none.json")


def test_a_refusal_by_the_database_itself_is_reported(load, small, monkeypatch):
    monkeypatch.setattr(Round, "full_clean", lambda self, exclude: None)
    small["rounds"][1]["ordinal"] = 0
    small["rounds"][1]["key"] = "zero"

    said = refusal(load, small)

    assert "rounds, row 2: the database refuses it" in said
    assert connection.is_usable()
    assert not Partner.objects.exists()
