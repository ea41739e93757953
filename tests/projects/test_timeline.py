"""Projects and rounds on one line of time: the drawing, the page, and the table."""

import csv
import io
from datetime import date
from itertools import pairwise

import pytest
from django.urls import reverse

from core.models import AuditEvent, Classification
from core.partial_dates import PartialDate
from dialogues.models import Round, Topic
from projects.drawing.timeline import NARROW, WIDE, Drawing
from projects.drawing.timeline_rows import Timeline, span_of
from projects.models import Activity, Project
from tests.factories import (
    make_activity,
    make_dialogue,
    make_institution,
    make_project,
    make_project_partner,
    make_round,
    make_topic,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
TODAY = date(2020, 7, 1)


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia, title="Dialogue with Indonesia")


def _url(dialogue):
    return reverse("projects:timeline", args=[dialogue.slug])


def _lines(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def _titles(page):
    return [row.title for row in page.context["picture"].projects]


# --- Computed without any database ----------------------------------------------------


def _date(text):
    return PartialDate(text) if text else ""


def _project(since="", until="", status="", activities=(), pk=1, **more):
    more = {"title": f"Project {pk}"} | more
    row = Project(pk=pk, since=_date(since), until=_date(until), status=status, **more)
    row.visible_activities = [
        Activity(title="Training", date=_date(when)) for when in activities
    ]
    return row


def _round(number, when, status="held", ends=""):
    return Round(
        pk=number,
        ordinal=number,
        starts_on=_date(when),
        ends_on=_date(ends),
        status=status,
    )


def _drawn(projects=(), rounds=(), sheet=WIDE):
    return Drawing(Timeline(list(projects), list(rounds), today=TODAY), sheet)


def _bars(drawing):
    return [bar for block in drawing.blocks for bar in block.bars]


@pytest.mark.parametrize(
    ("since", "until", "status", "span"),
    [
        ("2010", "2012", "completed", ("2010-01-01", "2012-12-31", "")),
        ("2010-05", "2012-02", "", ("2010-05-01", "2012-02-29", "")),
        ("2010", "", "completed", ("2010-01-01", "2010-12-31", "end")),
        ("2010", "", "", ("2010-01-01", "2010-12-31", "end")),
        ("2010", "", "running", ("2010-01-01", "2020-07-01", "on")),
        ("2010", "2012", "running", ("2010-01-01", "2012-12-31", "")),
        ("", "2012", "completed", ("2012-01-01", "2012-12-31", "start")),
        ("", "", "running", ("2020-07-01", "2020-07-01", "start on")),
        ("2022", "", "planned", ("2022-01-01", "2022-12-31", "end")),
    ],
)
def test_from_when_to_when_a_project_is_drawn(since, until, status, span):
    found = span_of(_project(since, until, status), TODAY)

    is_open = [
        word
        for word, true in (
            ("start", found.open_start),
            ("end", found.open_end),
            ("on", found.goes_on),
        )
        if true
    ]
    assert (str(found.first), str(found.last), " ".join(is_open)) == span


def test_a_project_of_unknown_period_has_no_bar_and_keeps_its_row():
    (bar,) = _bars(_drawn([_project()]))

    assert bar.box == {}
    assert bar.bar.note == "period not known"
    assert bar.text


def test_an_unknown_end_is_a_broken_tail_and_a_running_one_an_arrow():
    unknown, running = _bars(
        _drawn(
            [
                _project("2010", status="completed", pk=1),
                _project("2011", status="running", pk=2),
            ]
        )
    )

    assert len(unknown.tails) == 1
    assert unknown.bar.note == "end not known"
    assert not unknown.arrow
    assert running.tails == []
    assert running.arrow


def test_bars_and_rounds_stand_on_the_same_line_of_time():
    drawing = _drawn(
        [_project("2010", "2010")], [_round(1, "2010-01-01"), _round(2, "2011-01-01")]
    )

    (bar,), marks = _bars(drawing), drawing.marks

    assert bar.box["x"] == marks[0].x == WIDE.left
    assert bar.box["x"] + bar.box["width"] == pytest.approx(marks[1].x, abs=2)


def test_other_countries_projects_are_drawn_apart_and_last():
    rows = [_project("2000", "2001", comparator="AU", pk=1), _project("2010", pk=2)]

    drawing = _drawn(rows)

    assert [block.title for block in drawing.blocks] == [
        "",
        "Other countries’ projects, for comparison",
    ]
    assert drawing.blocks[1].bars[0].bar.look == "other"
    assert "Australia" in drawing.blocks[1].bars[0].bar.title


def test_activities_are_marks_on_the_bar_and_one_without_a_date_is_none():
    (bar,) = _bars(_drawn([_project("2010", "2012", activities=["2011-06", ""])]))

    assert len(bar.dots) == 1
    assert bar.box["x"] < bar.dots[0]["x"] < bar.box["x"] + bar.box["width"]


@pytest.mark.parametrize("sheet", [WIDE, NARROW])
def test_numbers_of_rounds_never_touch(sheet):
    rounds = [_round(n, f"{2000 + n}-06-01") for n in range(1, 18)]

    marks = _drawn([], rounds, sheet).marks

    written = [mark for mark in marks if mark.label_y is not None]
    for one in written:
        for other in written:
            if one is not other and one.label_y == other.label_y:
                assert abs(one.x - other.x) >= 24
    assert len(written) == 17


def test_years_that_are_written_down_do_not_touch():
    for sheet in (WIDE, NARROW):
        places = [
            one["x"] for one in _drawn([_project("1950", "2019")], (), sheet).years
        ]
        steps = [b - a for a, b in pairwise(places)]
        assert min(steps) >= 34


@pytest.mark.parametrize("sheet", [WIDE, NARROW])
def test_nothing_is_drawn_beside_the_sheet(sheet):
    rows = [
        _project("2010", pk=1),
        _project("", "2010", pk=2),
        _project("2019", "9999", "planned", pk=3),
        _project("2020", "", "running", pk=4),
    ]

    for bar in _bars(_drawn(rows, (), sheet)):
        for box in [bar.box, *bar.tails]:
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= sheet.width + 20


def test_a_round_without_a_date_is_named_and_not_drawn():
    picture = Timeline([], [_round(1, ""), _round(2, "2010")], today=TODAY)

    assert [mark.round.pk for mark in picture.marks] == [2]
    assert [row.pk for row in picture.undated_rounds] == [1]


def test_a_round_of_which_the_year_is_known_stands_in_its_middle():
    picture = Timeline([], [_round(1, "2010")], today=TODAY)

    assert picture.marks[0].middle == date(2010, 7, 2)


# --- The page -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marking", "who", "status"),
    [
        (INTERNAL, "officer", 200),
        (INTERNAL, "other_desk", 200),
        (INTERNAL, "analyst", 200),
        (INTERNAL, "visitor", 302),
        (RESTRICTED, "auditor", 200),
        (RESTRICTED, "other_desk", 404),
        (CONFIDENTIAL, "officer", 200),
        (CONFIDENTIAL, "junior", 404),
    ],
)
def test_who_may_open_the_timeline(signed_in, indonesia, marking, who, status):
    dialogue = make_dialogue(partner=indonesia, classification=marking)

    assert signed_in(who).get(_url(dialogue)).status_code == status


def _secrets(dialogue):
    out = {"classification": CONFIDENTIAL}
    project = make_project(
        title="Known project", dialogues=[dialogue], since="2010", until="2012"
    )
    make_activity(project=project, title="Hidden training", date="1981", **out)
    hidden = make_institution(name="Hidden institution", **out)
    make_project_partner(project=project, institution=hidden)
    make_project_partner(
        project=project, institution=make_institution(name="Hidden role"), **out
    )
    make_project(
        title="Hidden project",
        dialogues=[dialogue],
        topics=[make_topic("torture")],
        since="1983",
        **out,
    )
    make_round(dialogue=dialogue, starts_on="1985", city="Hidden city", **out)
    make_project(title="Hidden beside", partners=[dialogue.partner], **out)


def test_nothing_hidden_shows_in_the_picture_the_table_the_choices_or_the_file(
    signed_in, dialogue
):
    _secrets(dialogue)
    client = signed_in("junior")

    page = client.get(_url(dialogue))
    file = _lines(client.get(_url(dialogue), {"format": "csv"}))

    assert _titles(page) == ["Known project"]
    assert [line["title"] for line in file] == ["Known project"]
    assert page.context["picture"].first_year == 2010
    main = page.text.partition("<main")[2]
    for word in ("Hidden", str(make_topic("torture")), "not name this dialogue"):
        assert word not in main
    assert "Hidden" not in str(file)


def test_who_may_see_it_all_sees_it_all(signed_in, dialogue):
    _secrets(dialogue)

    page = signed_in("officer").get(_url(dialogue))

    words = "Hidden project", "Hidden training", "Hidden institution", "Hidden role"
    for word in (*words, "Hidden city", "does not name this dialogue"):
        assert word in page.text
    assert page.context["picture"].first_year == 1981


def test_every_bar_and_every_round_is_a_link_with_a_title(signed_in, dialogue):
    project = make_project(
        title="Courts", dialogues=[dialogue], since="2010", status=""
    )
    round_ = make_round(dialogue=dialogue, starts_on="2011-05-02", status="held")

    text = signed_in("officer").get(_url(dialogue)).text
    svg = text.partition('<svg class="project-line project-line--wide')[2]
    svg = svg.partition("</svg>")[0]

    assert f'href="{project.get_absolute_url()}"' in svg
    assert "<title>Courts, 2010, end not known</title>" in svg
    assert f'href="{round_.get_absolute_url()}"' in svg
    assert f"<title>{round_}, 2 May 2011, Held</title>" in svg


def test_the_picture_is_narrowed_by_topic_institution_and_status(signed_in, dialogue):
    child = Topic.objects.current().filter(parent__isnull=False).first()
    courts = make_institution(name="The courts")
    first = make_project(
        title="First", dialogues=[dialogue], topics=[child], status="completed"
    )
    make_project_partner(project=first, institution=courts)
    make_project(title="Second", dialogues=[dialogue], status="")
    make_project(title="Third", dialogues=[dialogue], topics=[child.parent], status="")
    client = signed_in("officer")

    def found(**asked):
        return set(_titles(client.get(_url(dialogue), asked)))

    assert found() == {"First", "Second", "Third"}
    assert found(topic=child.pk) == {"First"}
    assert found(topic=child.parent.pk) == {"First", "Third"}
    assert found(institution=courts.pk) == {"First"}
    assert found(status="unknown") == {"Second", "Third"}
    assert found(status="completed", topic=child.pk) == {"First"}


@pytest.mark.parametrize(
    "wrong", [{"topic": "x"}, {"institution": "999"}, {"status": "late"}]
)
def test_what_cannot_be_read_narrows_to_nothing_and_is_no_file(
    signed_in, dialogue, wrong
):
    make_project(dialogues=[dialogue])

    page = signed_in("officer").get(_url(dialogue), wrong | {"format": "csv"})

    assert page["Content-Type"].startswith("text/html")
    assert _titles(page) == []


def test_the_table_and_the_file_have_the_rows_of_the_picture(signed_in, dialogue):
    for title, more in (
        ("=1+1", {"since": "2012"}),
        ("Undated", {"since": ""}),
        ("Theirs", {"since": "2001", "comparator": "AU"}),
    ):
        make_project(title=title, dialogues=[dialogue], status="completed", **more)
    client = signed_in("officer")

    page = client.get(_url(dialogue))
    file = _lines(client.get(_url(dialogue), {"format": "csv"}))

    in_tables = [
        row["record"].title
        for _label, table in page.context["tables"]
        for row in table["rows"]
    ]
    assert in_tables == _titles(page) == ["=1+1", "Undated", "Theirs"]
    assert [line["title"] for line in file] == ["'=1+1", "Undated", "Theirs"]
    assert [line["comparator"] for line in file] == ["", "", "AU"]


def test_an_empty_dialogue_says_so(signed_in, dialogue):
    page = signed_in("officer").get(_url(dialogue))

    assert "Neither a project nor a round is recorded" in page.text


def test_reading_a_restricted_activity_is_logged(signed_in, dialogue):
    project = make_project(dialogues=[dialogue])
    client = signed_in("officer")
    client.get(_url(dialogue))
    before = AuditEvent.objects.filter(action=AuditEvent.Action.READ).count()
    make_activity(project=project, classification=RESTRICTED)

    client.get(_url(dialogue))

    assert before == 0
    assert AuditEvent.objects.filter(action=AuditEvent.Action.READ).count() == 1


@pytest.mark.parametrize("rows", [3, 300])
def test_it_costs_the_same_however_many_rows(
    signed_in, dialogue, rows, django_assert_num_queries
):
    topics = list(Topic.objects.current()[:12])
    for number in range(rows):
        make_round(dialogue=dialogue, starts_on=str(1720 + number))
        project = make_project(
            dialogues=[dialogue],
            topics=[topics[number % 12]],
            since=str(1720 + number),
            until=str(1722 + number),
        )
        make_project_partner(project=project)
        make_activity(project=project, date=str(1721 + number))
    client = signed_in("officer")
    client.get(_url(dialogue))

    with django_assert_num_queries(15):
        page = client.get(_url(dialogue))

    assert len(_titles(page)) == rows
    assert len(page.context["picture"].marks) == rows
