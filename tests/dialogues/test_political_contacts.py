"""Contacts at political level: what counts, at which level, and who may know of it."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent, Classification
from core.partial_dates import PartialDate
from dialogues.models import Meeting, Participation
from dialogues.political.contacts import political_contacts
from dialogues.political.line import line_of
from dialogues.political.rules import (
    highest,
    interval_grows,
    is_to_come,
    level_sinks,
    reached_by_both,
    silence_grows,
    usual_interval,
    warnings_in_words,
)
from partners.models import Level
from tests.factories import (
    make_dialogue,
    make_meeting,
    make_participation,
    make_person,
    make_position,
    make_round,
)

INTERNAL = Classification.INTERNAL
RESTRICTED = Classification.RESTRICTED
CONFIDENTIAL = Classification.CONFIDENTIAL
MINISTER, DEPUTY = Level.MINISTER.value, Level.DEPUTY_MINISTER.value
DIRECTOR = Level.DIRECTOR.value
TODAY = datetime.date(2026, 11, 23)
UNKNOWN = ""


def dated(*contacts):
    return [(PartialDate(day), level) for day, level in contacts]


def at(*days):
    return dated(*((day, MINISTER) for day in days))


# --- Levels -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "partner", "reached"),
    [
        (MINISTER, MINISTER, MINISTER),
        (MINISTER, DIRECTOR, DIRECTOR),
        (DIRECTOR, MINISTER, DIRECTOR),
        (MINISTER, UNKNOWN, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_a_contact_is_at_the_level_that_both_sides_reached(own, partner, reached):
    assert reached_by_both(own, partner) == reached


def test_the_highest_of_one_side_counts_and_what_is_not_known_does_not():
    assert highest([DIRECTOR, UNKNOWN, MINISTER]) == MINISTER
    assert highest([UNKNOWN]) == UNKNOWN


@pytest.mark.parametrize(
    ("day", "to_come"),
    [
        ("2026-11-24", True),
        ("2026-11-23", False),
        ("2026-12", True),
        ("2026-11", False),
        ("2026", False),
        ("2027", True),
        ("", False),
    ],
)
def test_only_what_certainly_lies_ahead_is_to_come(day, to_come):
    assert is_to_come(PartialDate(day), TODAY) is to_come


# --- A level that sinks -------------------------------------------------------------


@pytest.mark.parametrize(
    ("contacts", "sinks"),
    [
        ([], None),
        ([("2020", MINISTER)], None),
        ([("2020", MINISTER), ("2022", DIRECTOR)], (DIRECTOR, MINISTER, True)),
        ([("2020", DIRECTOR), ("2022", MINISTER)], None),
        ([("2020", MINISTER), ("2022", MINISTER)], None),
        # Dates as far as they are known.
        ([("1997", MINISTER), ("1998-06", DEPUTY)], (DEPUTY, MINISTER, True)),
        # Either may have been the last.
        ([("1998", MINISTER), ("1998-06", DEPUTY)], None),
        ([("1998-06-16", MINISTER), ("1998-06", DEPUTY)], None),
        ([("1998-05", MINISTER), ("1998-06-16", DEPUTY)], (DEPUTY, MINISTER, True)),
        # On one day the highest counts.
        (
            [("2020", MINISTER), ("2022-05-02", DIRECTOR), ("2022-05-02", MINISTER)],
            None,
        ),
        # What is not known is neither higher nor lower.
        ([("2020", MINISTER), ("2022", UNKNOWN)], None),
        ([("2020", UNKNOWN), ("2022", DIRECTOR)], None),
        (
            [("2018", MINISTER), ("2020", UNKNOWN), ("2022", DIRECTOR)],
            (DIRECTOR, MINISTER, False),
        ),
        # What is to come has not taken place.
        ([("2020", MINISTER), ("2027", DIRECTOR)], None),
        (
            [("2019", MINISTER), ("2022", DIRECTOR), ("2027-03-09", MINISTER)],
            (DIRECTOR, MINISTER, True),
        ),
    ],
)
def test_when_the_level_sinks(contacts, sinks):
    assert level_sinks(dated(*contacts), TODAY) == sinks


def test_the_order_in_which_contacts_are_given_does_not_matter():
    contacts = dated(("2022", DIRECTOR), ("2020", MINISTER))

    assert level_sinks(contacts, TODAY) == (DIRECTOR, MINISTER, True)


# --- An interval that grows ---------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "warns"),
    [
        ([], False),
        # One contact has no usual interval.
        (["2010"], False),
        (["2020-01-01", "2021-01-01", "2022-01-01"], True),
        (["2023-01-01", "2024-01-01", "2025-01-01", "2026-01-01"], False),
        # Over a year, but not half as long again as usual.
        (["2020-01-01", "2022-06-01", "2024-11-01"], False),
        # Half as long again as usual, but not over a year.
        (["2026-01-01", "2026-02-01", "2026-03-01"], False),
        # It may have been as late as the end of that year, or month.
        (["2023", "2024", "2025"], False),
        (["2021", "2022", "2023"], True),
        (["2022-10", "2023-10", "2024-10"], True),
        # What is to come does not end the silence.
        (["2020-01-01", "2021-01-01", "2027-03-09"], True),
        # Twice on one day is one occasion.
        (["2025-01-01", "2025-01-01", "2026-09-01"], False),
    ],
)
def test_when_the_silence_is_longer_than_usual(days, warns):
    assert (silence_grows(at(*days), TODAY) is not None) is warns


@pytest.mark.parametrize(
    ("days", "warns"),
    [
        (["2010", "2020"], False),
        (["2010-01-01", "2011-01-01", "2014-01-01"], True),
        (["2010-01-01", "2011-01-01", "2012-01-01"], False),
        (["2020-01-01", "2020-02-01", "2020-12-01"], False),
        # From the end of 1998 to the beginning of 2000 it may be but a year.
        (["1997", "1998", "2000"], False),
        (["1997", "1998", "2001"], True),
        (["1997-06", "1998-06", "2001-06"], True),
        (["2010-01-01", "2011-01-01", "2030-01-01"], False),
    ],
)
def test_when_the_last_interval_is_longer_than_those_before(days, warns):
    assert (interval_grows(at(*days), TODAY) is not None) is warns


def test_the_usual_interval_is_the_median():
    days = at("2000-01-01", "2001-01-01", "2002-01-01", "2012-01-01")

    assert usual_interval(days, TODAY) == 366


def test_contacts_of_unknown_level_count_for_the_intervals():
    contacts = [(day, UNKNOWN) for day, _level in at("2020", "2021", "2022")]

    assert silence_grows(contacts, TODAY) is not None


def test_the_warnings_are_sentences():
    sunk = dated(
        ("2021-01-01", MINISTER), ("2022-01-01", MINISTER), ("2026-01-01", DIRECTOR)
    )
    silent = dated(("2020-01-01", MINISTER), ("2021-01-01", MINISTER))

    assert warnings_in_words(sunk, TODAY) == [
        "The last contact was at the level of director; the one before at minister.",
        "Between the last two contacts lay 4 years; "
        "the usual interval before was 1 year.",
    ]
    assert "The last contact was 5 years" in warnings_in_words(silent, TODAY)[0]
    assert warnings_in_words(at("2025-06", "2026-06"), TODAY) == []


# --- What is a contact --------------------------------------------------------------


def meet(partner, *, own=None, other=None, date="2022-06-20", **more):
    """A meeting of people who hold posts of these levels, since 2020."""
    meeting = make_meeting(partner=partner, date=date, **more)
    for side, level, country in (("ours", own, "NO"), ("partner", other, "ID")):
        if level is not None:
            attend(meeting, level, side=side, country=country)
    return meeting


def attend(meeting, level, *, side="partner", country="ID", **more):
    person = more.pop("person", None) or make_person(country=country)
    make_position(person=person, title=f"Title of {level}", level=level, since="1980")
    return make_participation(meeting=meeting, person=person, side=side, **more)


@pytest.fixture
def found(cast, indonesia):
    """What the officer of Indonesia finds, as `found()`; or somebody else."""

    def find(who="officer"):
        return political_contacts(cast[who], indonesia, TODAY).contacts

    return find


@pytest.mark.parametrize(
    ("own", "other", "is_contact", "level"),
    [
        (MINISTER, MINISTER, True, MINISTER),
        (MINISTER, DIRECTOR, True, DIRECTOR),
        (None, DEPUTY, True, UNKNOWN),
        ("head_of_government", "head_of_government", True, "head_of_government"),
        (DIRECTOR, "director_general", False, None),
        (None, None, False, None),
    ],
)
def test_a_meeting_counts_by_who_was_there(
    found, indonesia, own, other, is_contact, level
):
    meet(indonesia, own=own, other=other)

    contacts = found()

    assert [one.level for one in contacts] == ([level] if is_contact else [])


@pytest.mark.parametrize(
    "kind", [Meeting.Kind.POLITICAL_CONTACT, Meeting.Kind.POLITICAL_CONSULTATION]
)
def test_a_meeting_counts_by_its_kind_whoever_came(found, indonesia, kind):
    meet(indonesia, own=DIRECTOR, other=DIRECTOR, kind=kind)
    meet(indonesia, kind=kind, date="2020")

    assert [one.level for one in found()] == [DIRECTOR, UNKNOWN]


@pytest.mark.parametrize(
    ("held", "counts"),
    [
        ({"since": "2019", "until": "2021-01"}, False),
        ({"since": "2019", "until": "2023"}, True),
        ({"since": "2022-07"}, False),
        ({"as_of": "2020-05-30"}, True),
        ({"as_of": "2016"}, False),
        ({}, False),
    ],
)
def test_the_position_on_that_day_counts(found, indonesia, held, counts):
    minister = make_person()
    make_position(person=minister, level=MINISTER, **held)
    make_participation(meeting=make_meeting(partner=indonesia), person=minister)

    assert bool(found()) is counts


def test_of_posts_that_are_known_of_one_day_the_nearest_counts(found, indonesia):
    person = make_person()
    make_position(person=person, title="DG", level="director_general", as_of="2010-10")
    make_position(person=person, title="Minister", level=MINISTER, as_of="2014-10")
    for date in ("2011-06-21", "2013-12-01"):
        make_participation(
            meeting=make_meeting(
                partner=indonesia, date=date, kind=Meeting.Kind.POLITICAL_CONTACT
            ),
            person=person,
        )

    contacts = found()

    assert [one.partner.named[0].title for one in contacts] == ["Minister", "DG"]


@pytest.mark.parametrize(
    "there",
    [
        {"attendance": Participation.Attendance.ABSENT},
        {"attendance": Participation.Attendance.EXCLUDED},
        {"attendance": Participation.Attendance.EXPECTED},
        {"side": "other"},
        {"role": Participation.Role.INTERPRETER},
        {"role": Participation.Role.OBSERVER},
        {"archived_at": timezone.now(), "archived_why": "By mistake"},
    ],
)
def test_who_was_not_there_for_a_side_does_not_count(found, indonesia, there):
    meeting = make_meeting(partner=indonesia)
    attend(meeting, MINISTER, **there)

    assert found() == []


def test_a_meeting_to_come_counts_those_who_are_expected(found, indonesia):
    meeting = make_meeting(partner=indonesia, date="2027-03")
    expected = Participation.Attendance.EXPECTED
    attend(meeting, MINISTER, attendance=expected)
    attend(meeting, MINISTER, side="ours", attendance=expected)

    (contact,) = found()

    assert contact.planned
    assert contact.level == MINISTER


def test_a_held_round_counts_by_its_levels_heads_and_openers(found, indonesia):
    dialogue = make_dialogue(partner=indonesia)
    minister, director = make_person(name="M"), make_person(name="D")
    make_position(person=minister, level=MINISTER, since="2000", title="Minister")
    make_position(person=director, level=DIRECTOR, since="2000", title="Director")
    held = {"dialogue": dialogue, "status": "held"}
    make_round(**held, starts_on="2021", level_own=MINISTER, level_partner=DEPUTY)
    make_round(**held, starts_on="2020", opener_own=minister, head_partner=director)
    make_round(**held, starts_on="2019", level_own=DIRECTOR, level_partner=DIRECTOR)
    make_round(dialogue=dialogue, starts_on="2027", level_own=MINISTER)
    called_off = {"status": "cancelled", "status_why": "The talks were called off"}
    make_round(dialogue=dialogue, starts_on="2018", opener_own=minister, **called_off)

    contacts = found()

    assert [(one.date, one.level) for one in contacts] == [
        ("2021", DEPUTY),
        ("2020", DIRECTOR),
    ]
    assert [one.person for one in contacts[1].own.named] == [minister]


def test_a_round_and_its_meetings_on_the_same_days_are_one_contact(found, indonesia):
    round_ = make_round(
        dialogue=make_dialogue(partner=indonesia),
        status="held",
        starts_on="2022-06-20",
        ends_on="2022-06-21",
        level_own=DIRECTOR,
        host="NO",
        city="Oslo",
    )
    consultation = meet(indonesia, own=DEPUTY, other=MINISTER, round=round_)
    meet(indonesia, own=DIRECTOR, other=DIRECTOR, round=round_)
    before = meet(indonesia, own=DEPUTY, round=round_, date="2022-04-01")

    first, second = found()

    assert (first.event, first.meetings) == (round_, [consultation])
    assert (first.own.level, first.partner.level) == (DEPUTY, MINISTER)
    assert first.place == "Oslo, Norway"
    assert (second.event, second.meetings) == (before, [])


def test_a_meeting_without_a_date_stands_on_the_days_of_its_round(found, indonesia):
    round_ = make_round(
        dialogue=make_dialogue(partner=indonesia), status="held", starts_on="2022-06"
    )
    meet(indonesia, own=DEPUTY, other=DEPUTY, round=round_, date="")

    (contact,) = found()

    assert (contact.event, contact.date, contact.level) == (round_, "2022-06", DEPUTY)


def test_a_contact_without_any_date_comes_last_and_is_on_no_line(found, indonesia):
    kind = Meeting.Kind.POLITICAL_CONTACT
    undated = meet(indonesia, kind=kind, date="")
    meet(indonesia, kind=kind, date="1997")

    contacts = found()

    assert contacts[-1].event == undated
    assert len(line_of(contacts, [], TODAY).dots) == 1
    assert line_of(contacts[-1:], [], TODAY) is None


def test_contacts_with_other_countries_and_archived_ones_are_left_out(
    found, indonesia, china
):
    meet(china, own=MINISTER, other=MINISTER)
    meet(
        indonesia,
        own=MINISTER,
        archived_at=timezone.now(),
        archived_why="Entered twice",
    )

    assert found() == []


# --- Who may know -------------------------------------------------------------------

TABLE = [
    (INTERNAL, "officer", True),
    (INTERNAL, "other_desk", True),
    (INTERNAL, "analyst", True),
    (INTERNAL, "administrator", True),
    (RESTRICTED, "junior", True),
    (RESTRICTED, "analyst", True),
    (RESTRICTED, "other_desk", False),
    (RESTRICTED, "administrator", False),
    (CONFIDENTIAL, "officer", True),
    (CONFIDENTIAL, "auditor", True),
    (CONFIDENTIAL, "junior", False),
    (CONFIDENTIAL, "other_desk", False),
]


def seen_by(client, partner):
    """The own page, the country page, the file, and what htmx asks for."""
    url = reverse("desk:political_contacts", args=[partner.code])
    file = b"".join(client.get(url, {"format": "csv"})).decode()
    return [
        client.get(url).text,
        client.get(partner.get_absolute_url()).text.split('id="political"')[1],
        file,
        client.get(url, headers={"HX-Request": "true"}).text,
    ]


def political_part(text):
    return text.split('id="timeline"')[0]


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
def test_who_sees_a_meeting(signed_in, indonesia, marking, who, seen):
    meet(
        indonesia,
        own=MINISTER,
        other=MINISTER,
        title="Secret talks",
        classification=marking,
    )

    pages = seen_by(signed_in(who), indonesia)

    assert ["Secret talks" in page for page in pages] == [seen] * 4


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
@pytest.mark.parametrize("marked", ["round", "dialogue"])
def test_who_sees_a_round(signed_in, indonesia, marked, marking, who, seen):
    markings = {marked: {"classification": marking}}
    dialogue = make_dialogue(partner=indonesia, **markings.get("dialogue", {}))
    round_ = make_round(
        dialogue=dialogue,
        status="held",
        city="Secretville",
        level_own=MINISTER,
        **markings.get("round", {}),
    )
    meet(indonesia, own=MINISTER, round=round_, title="In Secretville")

    pages = seen_by(signed_in(who), indonesia)

    assert ["Secretville" in page for page in pages] == [seen] * 4


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
@pytest.mark.parametrize("marked", ["person", "participation", "position"])
def test_a_hidden_person_makes_no_contact(
    signed_in, indonesia, marked, marking, who, seen
):
    markings = {marked: {"classification": marking}}
    person = make_person(name="Menteri Rahasia", **markings.get("person", {}))
    make_position(
        person=person, level=MINISTER, since="2000", **markings.get("position", {})
    )
    make_participation(
        meeting=make_meeting(partner=indonesia, title="The only talks"),
        person=person,
        **markings.get("participation", {}),
    )

    pages = [political_part(page) for page in seen_by(signed_in(who), indonesia)]

    assert ["The only talks" in page for page in pages] == [seen] * 4
    assert ["Menteri Rahasia" in page for page in pages] == [seen] * 4


@pytest.mark.parametrize(
    ("who", "seen"),
    [("officer", True), ("junior", True), ("analyst", False), ("other_desk", False)],
)
def test_a_protected_person_is_not_there_for_those_who_may_not_know(
    signed_in, indonesia, who, seen
):
    witness = make_person(name="Budi Saksi", protected=True, classification=RESTRICTED)
    make_position(person=witness, level=MINISTER, since="2000")
    shown = meet(indonesia, own=MINISTER, other=DIRECTOR, title="Shown anyway")
    make_participation(meeting=shown, person=witness)
    dialogue = make_dialogue(partner=indonesia)
    make_round(
        dialogue=dialogue, status="held", opener_partner=witness, city="Quiet town"
    )

    pages = [political_part(page) for page in seen_by(signed_in(who), indonesia)]

    assert ["Budi" in page for page in pages] == [seen] * 4
    assert ["and 1 other" in page for page in pages] == [False] * 4
    assert all("Shown anyway" in page for page in pages)
    contact = next(
        one
        for one in political_contacts(
            signed_in(who).get("/").wsgi_request.user, indonesia, TODAY
        ).contacts
        if one.event == shown
    )
    assert contact.partner.level == (MINISTER if seen else DIRECTOR)
    assert ("Quiet town" in pages[2]) is seen


@pytest.mark.parametrize(
    ("who", "last"), [("officer", "director"), ("other_desk", None)]
)
def test_the_warnings_know_no_more_than_their_reader(signed_in, indonesia, who, last):
    meet(indonesia, own=MINISTER, other=MINISTER, date="2025-01-10")
    meet(
        indonesia,
        own=MINISTER,
        other=DIRECTOR,
        date="2026-01-10",
        classification=RESTRICTED,
    )

    pages = seen_by(signed_in(who), indonesia)

    warned = "The last contact was at the level of director" in pages[0]
    assert warned is (last == "director")
    assert ("The last contact was at" in political_part(pages[1])) is warned


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 200), ("other_desk", 200), ("analyst", 200), ("visitor", 302)],
)
def test_who_may_open_the_page(signed_in, indonesia, who, status):
    url = reverse("desk:political_contacts", args=["id"])

    assert signed_in(who).get(url).status_code == status
    assert signed_in("officer").get(url.replace("/id/", "/XX/")).status_code == 404


@pytest.mark.parametrize(("marking", "logged"), [(INTERNAL, 0), (RESTRICTED, 1)])
def test_reading_what_is_restricted_is_logged(signed_in, indonesia, marking, logged):
    meet(indonesia, own=MINISTER, classification=marking)

    signed_in("officer").get(reverse("desk:political_contacts", args=["ID"]))

    read = AuditEvent.objects.filter(action=AuditEvent.Action.READ, kind="partner")
    assert read.count() == logged


# --- The page -----------------------------------------------------------------------


@pytest.fixture
def four(indonesia):
    meet(indonesia, own=MINISTER, other=MINISTER, date="2018-05-02", title="Highest")
    meet(indonesia, own=MINISTER, other=DEPUTY, date="2020-03", title="Middle")
    meet(indonesia, own=DEPUTY, other=DIRECTOR, date="2022", title="Lowest")
    kind = Meeting.Kind.POLITICAL_CONTACT
    meet(indonesia, own=MINISTER, date="", title="Undated", kind=kind)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, ["Lowest", "Middle", "Highest", "Undated"]),
        ({"level": MINISTER}, ["Highest"]),
        ({"level": DEPUTY}, ["Middle", "Highest"]),
        ({"level": MINISTER, "side": "ours"}, ["Middle", "Highest"]),
        ({"level": DEPUTY, "side": "partner"}, ["Middle", "Highest"]),
        ({"side": "ours"}, ["Lowest", "Middle", "Highest", "Undated"]),
        ({"since": "2020"}, ["Lowest", "Middle"]),
        ({"since": "2022-06"}, ["Lowest"]),
        ({"until": "2020-01"}, ["Highest"]),
        ({"since": "2019", "until": "2021"}, ["Middle"]),
        ({"since": "2030"}, []),
        ({"level": "emperor"}, []),
        ({"since": "soon"}, []),
    ],
)
def test_it_is_filtered_by_its_address_and_the_file_is_the_list(
    signed_in, four, query, titles
):
    client = signed_in("officer")
    url = reverse("desk:political_contacts", args=["ID"])

    page = client.get(url, query)
    answer = client.get(url, query | {"format": "csv"})

    assert [one.title for one in page.context["shown"].contacts] == titles
    if query.get("level") == "emperor" or query.get("since") == "soon":
        assert answer["Content-Type"].startswith("text/html")
        return
    file = b"".join(answer).decode().removeprefix("\ufeff")
    assert [row["title"] for row in csv.DictReader(io.StringIO(file))] == titles


def test_the_file_says_who_met_whom_and_is_logged(signed_in, indonesia):
    meeting = meet(indonesia, own=MINISTER, date="2022-06-20", city="Oslo")
    who = make_person(name="=Retno")
    make_position(person=who, title="Director", level=DIRECTOR, since="2000")
    make_participation(meeting=meeting, person=who, title="Acting head")
    url = reverse("desk:political_contacts", args=["ID"])

    answer = signed_in("officer").get(url, {"format": "csv"})

    file = b"".join(answer).decode().removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(file))
    assert row["date"] == "2022-06-20"
    assert (row["kind"], row["city"], row["planned"]) == ("plenary", "Oslo", "no")
    assert (row["level_own"], row["level"]) == (MINISTER, DIRECTOR)
    assert row["people_partner"] == "'=Retno (Acting head)"
    assert row["url"].endswith(meeting.get_absolute_url())
    event = AuditEvent.objects.get(action=AuditEvent.Action.EXPORTED)
    assert event.detail["rows"] == 1


def test_the_file_is_marked_as_high_as_anything_in_a_line(signed_in, indonesia):
    meeting = meet(indonesia, own=MINISTER)
    attend(meeting, DIRECTOR, classification=CONFIDENTIAL)
    url = reverse("desk:political_contacts", args=["ID"])

    file = b"".join(signed_in("officer").get(url, {"format": "csv"})).decode()

    assert "confidential" in file


def test_the_drawing_and_the_table_say_the_same(signed_in, four):
    page = signed_in("officer").get(reverse("desk:political_contacts", args=["ID"]))

    table = page.text.split("<tbody>")[1]
    drawn = page.text.split('class="political__line"')[1].split("</figure>")[0]
    assert 'aria-labelledby="political-title political-says"' in drawn
    for title in ("Highest", "Middle", "Lowest"):
        assert title in drawn
        assert title in table
    assert "Undated" not in drawn
    assert "Undated" in table
    assert "style=" not in drawn


# --- The drawing --------------------------------------------------------------------


def test_the_highest_level_is_on_top_and_time_runs_to_the_right(found, four):
    line = line_of(found(), [], TODAY)

    assert [row["level"] for row in line.rows][:4] == [
        MINISTER,
        DEPUTY,
        "director_general",
        DIRECTOR,
    ]
    assert [dot["contact"].title for dot in line.dots] == [
        "Highest",
        "Middle",
        "Lowest",
    ]
    assert [dot["x"] for dot in line.dots] == sorted(dot["x"] for dot in line.dots)
    assert [dot["y"] for dot in line.dots] == sorted(dot["y"] for dot in line.dots)
    # A year reaches further than a month, and a day does not reach at all.
    reach = [dot["to"] - dot["from"] if dot["from"] else 0 for dot in line.dots]
    assert reach[0] == 0 < reach[1] < reach[2]


def test_long_gaps_are_drawn_up_to_today(found, indonesia):
    for date in ("2010-01-01", "2011-01-01", "2012-01-01", "2013-01-01"):
        meet(indonesia, own=MINISTER, other=MINISTER, date=date)

    line = line_of(found(), [], TODAY)
    cut = line_of(found(), [], TODAY, PartialDate("2014"))

    assert [gap["says"] for gap in line.gaps] == ["13 years"]
    assert line.today == 97.5
    assert (cut.gaps, cut.today) == ([], None)


def test_a_round_without_political_level_is_marked_below(found, cast, indonesia):
    meet(indonesia, own=MINISTER)
    make_round(
        dialogue=make_dialogue(partner=indonesia), status="held", starts_on="1999"
    )

    seen = political_contacts(cast["officer"], indonesia, TODAY)

    assert len(seen.other_rounds) == 1
    line = line_of(seen.contacts, seen.other_rounds, TODAY)
    assert len(line.rounds) == 1
    assert line.rounds[0] < line.dots[0]["x"]


@pytest.mark.parametrize("first", ["1", "1997", "2026-11-23", "2027-01-01"])
def test_any_span_can_be_drawn(found, indonesia, first):
    day = first if len(first) > 1 else "1001"
    meet(indonesia, kind=Meeting.Kind.POLITICAL_CONTACT, date=day)

    line = line_of(found(), [], TODAY)

    assert 0 < line.dots[0]["x"] < 100
    assert 0 < len(line.years) <= 7 or line.today


def test_the_widest_span_can_be_drawn(found, indonesia):
    for day in ("1001", "9999"):
        meet(indonesia, kind=Meeting.Kind.POLITICAL_CONTACT, date=day)

    line = line_of(found(), [], TODAY)

    assert [year["year"] for year in line.years] == [4000, 6000, 8000]


def test_a_reader_who_looks_far_ahead_gets_the_same_drawing(found, indonesia):
    meet(indonesia, own=MINISTER, other=MINISTER, date="2010-01-01")
    contacts = found()

    line = line_of(contacts, [], TODAY)
    ahead = line_of(contacts, [], TODAY, PartialDate("9999"))

    assert (ahead.years, ahead.dots) == (line.years, line.dots)


# --- Costs --------------------------------------------------------------------------


@pytest.mark.parametrize("meetings", [3, 300])
def test_it_costs_the_same_however_many_meetings_there_are(
    cast, indonesia, meetings, django_assert_num_queries
):
    dialogue = make_dialogue(partner=indonesia)
    for number in range(meetings):
        held = {"dialogue": dialogue, "date": f"{1990 + number % 30}-05-01"}
        meeting = meet(indonesia, own=MINISTER, other=DEPUTY, **held)
        if number % 10 == 0:
            head = meeting.participations.first().person
            make_round(dialogue=dialogue, status="held", head_own=head)

    officer = cast["officer"]
    political_contacts(officer, indonesia, TODAY)  # who they are is asked once

    with django_assert_num_queries(7):
        seen = political_contacts(officer, indonesia, TODAY)

    assert len(seen.contacts) == meetings + -(-meetings // 10)
    assert len(line_of(seen.contacts, seen.other_rounds, TODAY).dots) > meetings
