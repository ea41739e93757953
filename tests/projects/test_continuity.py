"""Priority topics by years: the arithmetic, the page, its file, and other pages."""

import csv
import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent, Classification
from core.partial_dates import PartialDate
from dialogues.models import PriorityTopic, Topic
from projects.between_rounds import projects_between
from projects.continuity import Continuity, Priority, states_of
from projects.continuity_words import beside, summary
from projects.in_time import ProjectsInTime
from projects.models import Project
from tests.factories import (
    make_dialogue,
    make_priority_topic,
    make_project,
    make_round,
    make_topic,
    make_working_group,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
NOW = 2020


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia, title="Dialogue with Indonesia")


def _url(dialogue):
    return reverse("projects:continuity", args=[dialogue.slug])


def _lines(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


# --- Computed without any database ----------------------------------------------------


A, B = Topic(pk=1, code="a", name_en="A"), Topic(pk=2, code="b", name_en="B")
BELOW = Topic(pk=3, code="below", name_en="Below", parent_id=1)
TOPICS = {1: A, 3: BELOW, 2: B}
_keys = iter(range(1, 10_000))


def _date(text):
    return PartialDate(text) if text else ""


def _project(since, until="", status="", *, topics=(A,), **more):
    row = Project(
        pk=next(_keys), since=_date(since), until=_date(until), status=status, **more
    )
    row.visible_topics = list(topics)
    return row


def _priority(topic=A, since="2010", until=""):
    return PriorityTopic(topic_id=topic.pk, since=_date(since), until=_date(until))


def _continuity(priorities, projects, **more):
    return Continuity(priorities, projects, TOPICS, now=NOW, **more)


def _gaps(continuity):
    return [gap.years for row in continuity.priority_rows for gap in row.gaps]


def _years(project, state, earliest=2000):
    states = states_of(project, earliest, NOW)
    return sorted(year for year, found in states.items() if found == state)


@pytest.mark.parametrize(
    ("since", "until", "status", "ran"),
    [
        ("2011", "2013", "completed", [2011, 2012, 2013]),
        ("2011-12-31", "2012-01-01", "completed", [2011, 2012]),
        ("2011-06", "2011", "", [2011]),
        ("2018", "", "running", [2018, 2019, 2020]),
        ("2018", "2019", "running", [2018, 2019]),
        ("2018", "", "completed", [2018]),
        ("2018", "", "stopped", [2018]),
        ("2018", "", "", [2018]),
        ("", "2012", "completed", [2012]),
        ("", "", "running", [2020]),
        ("", "", "completed", []),
        ("2018", "2019", "planned", []),
        ("2018", "2019", "idea", []),
        ("2019", "2022", "running", [2019, 2020]),
    ],
)
def test_the_years_in_which_a_project_certainly_ran(since, until, status, ran):
    assert _years(_project(since, until, status), "ran") == ran


@pytest.mark.parametrize(
    ("since", "until", "status", "may"),
    [
        ("2018", "", "completed", [2019, 2020]),
        ("2018", "", "", [2019, 2020]),
        ("2018", "", "running", []),
        ("2018", "2019", "", []),
        ("", "2003", "completed", [2000, 2001, 2002]),
        ("", "", "running", [*range(2000, 2020)]),
        ("2018", "", "planned", []),
    ],
)
def test_an_end_that_nobody_knows_is_not_a_project_that_goes_on(
    since, until, status, may
):
    assert _years(_project(since, until, status), "may") == may


@pytest.mark.parametrize(
    ("since", "until", "status", "planned"),
    [
        ("2019", "2022", "running", [2021, 2022]),
        ("2021", "2022", "planned", [2021, 2022]),
        ("2021", "", "planned", [2021]),
        ("2022", "", "", [2022]),
    ],
)
def test_what_lies_ahead_is_planned(since, until, status, planned):
    assert _years(_project(since, until, status), "planned") == planned


@pytest.mark.parametrize(
    ("projects", "gaps"),
    [
        ([], ["2010–2020"]),
        ([("2010", "2020")], []),
        ([("2012", "2014")], ["2010–2011", "2015–2020"]),
        ([("2010", "2018-01-02"), ("2020-12", "2020-12")], ["2019"]),
        ([("2012", "")], ["2010–2011"]),
        ([("", "2015")], ["2016–2020"]),
        ([("", "")], ["2010–2020"]),
    ],
)
def test_years_of_a_priority_without_a_project_are_gaps(projects, gaps):
    rows = [_project(since, until, "completed") for since, until in projects]

    assert _gaps(_continuity([_priority()], rows)) == gaps


@pytest.mark.parametrize(
    ("since", "until", "gaps"),
    [
        ("2018-05", "2019", ["2018–2019"]),
        ("2018", "", ["2018–2020"]),
        ("", "2019", ["2019"]),
        ("", "", ["2020"]),
        ("2023", "", []),
        ("2019", "2030", ["2019–2020"]),
    ],
)
def test_there_is_no_gap_where_it_was_no_priority_or_nobody_knows(since, until, gaps):
    assert _gaps(_continuity([_priority(A, since, until)], [])) == gaps


def test_years_before_an_unknown_beginning_may_have_been_of_a_priority():
    rows = [_project("2015", "2016", "completed")]

    (row,) = _continuity([_priority(A, "", "2018")], rows).priority_rows

    assert row.cells[2015].priority == Priority.UNKNOWN
    assert row.cells[2018].priority == Priority.YES
    assert row.cells[2019].priority == Priority.NO
    assert row.ran_as_priority


def test_two_times_of_one_topic_are_one_row_with_a_pause():
    rows = [_priority(A, "2010", "2011"), _priority(A, "2014", "2015")]

    continuity = _continuity(rows, [])

    assert len(continuity.priority_rows) == 1
    assert _gaps(continuity) == ["2010–2011", "2014–2015"]


def test_a_topic_of_the_first_level_covers_those_below_it_and_not_the_other_way():
    below = _project("2010", "2020", "completed", topics=[BELOW])
    above = _project("2010", "2020", "completed", topics=[A])

    assert _gaps(_continuity([_priority(A)], [below])) == []
    assert _gaps(_continuity([_priority(BELOW)], [above])) == ["2010–2020"]


def test_what_is_on_no_priority_stands_apart_by_its_first_level():
    on = _project("2012", "2012", "completed", topics=[A, B])
    off = _project("2012", "2013", "completed", topics=[BELOW])
    none = _project("2014", "2014", "completed", topics=[])

    continuity = _continuity([_priority(B)], [on, off, none])

    found = [(row.topic, row.cells[2012].count) for row in continuity.other_rows]
    assert found == [(A, 1), (None, 0)]
    assert continuity.outside == [off, none]
    assert continuity.every.cells[2012].count == 2


def test_a_row_beside_a_priority_below_it_says_that_it_is_the_rest():
    continuity = _continuity(
        [_priority(BELOW)], [_project("2012", "2012", "completed")]
    )

    assert [row.is_rest for row in continuity.other_rows] == [True]


def test_ideas_and_other_countries_projects_fill_no_gap():
    idea = _project("2010", "2020", "idea")
    other = _project("2010", "2020", "completed", comparator="AU")

    continuity = _continuity([_priority()], [idea, other])

    assert _gaps(continuity) == ["2010–2020"]
    assert continuity.projects == []
    assert beside(continuity.priority_rows[0]) == "1 idea"


def test_a_project_of_unknown_period_is_named_and_never_dropped():
    project = _project("", "", "completed")

    continuity = _continuity([_priority()], [project])

    assert continuity.undated == [project]
    assert continuity.priority_rows[0].undated == [project]
    assert beside(continuity.priority_rows[0]) == "1 of unknown period"


def test_priorities_without_a_project_and_those_that_have_lost_theirs():
    rows = [_project("2012", "2014", "completed"), _project("2019", topics=[BELOW])]

    continuity = _continuity([_priority(B), _priority(A, "2010", "")], rows[:1])

    assert [row.topic for row in continuity.without_project] == [B]
    lost = [(row.topic, gap.first) for row, gap in continuity.without_project_now]
    assert lost == [(A, 2015)]
    assert _continuity([_priority(A)], rows).without_project_now == []


@pytest.mark.parametrize(
    ("priorities", "projects", "words"),
    [
        ([], [], ""),
        (
            [(A, "2010")],
            [],
            "The one priority topic has had no project while it was one. "
            "Longest gap: 2010–2020 (11 years), A.",
        ),
        (
            [(A, "2010"), (B, "2019")],
            [("2010", "2019", A)],
            "Of 2 priority topics, 1 have had a project while they were one. "
            "Longest gap: 2019–2020 (2 years), B.",
        ),
        (
            [(A, "2010")],
            [("2010", "2020", A)],
            "Of 1 priority topic, 1 has had a project while it was one.",
        ),
        (
            [(A, "2018"), (B, "2020")],
            [("2010", "", A), ("2020", "2020", B)],
            "Of 2 priority topics, 1 have had a project while they were one. "
            "Of 1 more it is not known.",
        ),
    ],
)
def test_the_continuity_is_told_in_a_sentence(priorities, projects, words):
    rows = [
        _project(since, until, "completed", topics=[topic])
        for since, until, topic in projects
    ]

    continuity = _continuity([_priority(*one) for one in priorities], rows)

    assert summary(continuity) == words


def test_a_project_before_it_was_a_priority_does_not_count_for_it():
    rows = [_project("2005", "2006", "completed")]

    continuity = _continuity([_priority(A, "2018")], rows)

    assert not continuity.priority_rows[0].ran_as_priority
    assert "has had no project while" in summary(continuity)


def test_a_slip_in_a_date_draws_no_thousand_columns():
    rows = [_project("1012", "2013", "completed"), _project("2019", "9999", "running")]

    years = _continuity([_priority()], rows).years

    assert len(years) == 400
    assert years[-1] == NOW + 20


def test_gaps_are_asked_of_all_projects_whatever_is_filtered():
    rows = [_project("2010", "2020", "completed")]
    whole = _continuity([_priority()], rows)

    shown = whole.narrowed(lambda project: False)

    assert shown.priority_rows[0].cells[2012].state is None
    assert _gaps(shown) == []
    assert shown.years == whole.years


# --- The page -------------------------------------------------------------------------


def _page_cells(page):
    """By topic and year, the state and number of each cell that is not empty."""
    return {
        (row.topic.code if row.topic else row.key, cell.year): (cell.state, cell.count)
        for label, rows in page.context["blocks"]
        for row, cells in rows
        for cell in cells
        if cell.state and label
    }


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
def test_who_may_open_the_continuity(signed_in, indonesia, marking, who, status):
    dialogue = make_dialogue(partner=indonesia, classification=marking)

    assert signed_in(who).get(_url(dialogue)).status_code == status


def _secrets(dialogue):
    """One project that is known, and on each way to a cell something that is not."""
    known, hidden, secret = list(
        Topic.objects.current().filter(parent__isnull=True)[:3]
    )
    make_priority_topic(dialogue=dialogue, topic=known, since="2010", until="2014")
    make_project(
        title="Known project",
        dialogues=[dialogue],
        topics=[known],
        since="2010",
        until="2011",
        status="completed",
    )
    out = {"classification": CONFIDENTIAL}
    more = {"dialogues": [dialogue], "status": "completed", **out}
    make_project(title="Hidden one", topics=[known], since="2012", until="2014", **more)
    make_project(title="Hidden two", topics=[hidden], since="1990", **more)
    make_project(title="Hidden three", topics=[known], since="", **more)
    make_project(title="Hidden four", partners=[dialogue.partner], **out)
    make_priority_topic(dialogue=dialogue, topic=secret, since="1980", **out)
    make_round(dialogue=dialogue, starts_on="1985", city="Bogor", **out)
    group = make_working_group(dialogue=dialogue, title="Hidden group", **out)
    Project.objects.get(title="Known project").working_groups.add(group)
    return known, hidden, secret


def test_nothing_hidden_shows_in_a_cell_a_gap_a_sentence_or_the_file(
    signed_in, dialogue
):
    known, hidden, secret = _secrets(dialogue)
    client = signed_in("junior")

    page = client.get(_url(dialogue))
    file = _lines(client.get(_url(dialogue), {"format": "csv"}))
    cell = client.get(_url(dialogue), {"cell": f"{known.code}:2012"})

    assert _page_cells(page) == {
        (known.code, 2010): ("ran", 1),
        (known.code, 2011): ("ran", 1),
    }
    assert page.context["summary"] == (
        "Of 1 priority topic, 1 has had a project while it was one. "
        f"Longest gap: 2012–2014 (3 years), {known}."
    )
    main = page.text.partition("<main")[2]
    for text in (main, cell.text):
        for word in ("Hidden", "Bogor", str(hidden), str(secret), "do not name this"):
            assert word not in text.replace(str(known), "")
    assert "Nothing" in cell.text or "No project is recorded of this topic" in cell.text
    assert min(int(line["year"]) for line in file) == 2010
    assert {line["topic"] for line in file} == {known.code, ""}


def test_who_may_see_it_all_sees_it_all(signed_in, dialogue):
    known, hidden, secret = _secrets(dialogue)

    page = signed_in("officer").get(_url(dialogue))

    cells = _page_cells(page)
    assert cells[(known.code, 2013)] == ("ran", 1)
    assert cells[(hidden.code, 1990)] == ("ran", 1)
    assert cells[(hidden.code, 1991)] == ("may", 1)
    assert "1980–" in page.context["summary"]
    assert str(secret) in page.text
    for word in ("Hidden three", "Hidden group", "does not name this dialogue"):
        assert word in page.text


def test_a_project_of_two_dialogues_stands_in_both_and_of_no_other(
    signed_in, dialogue, china
):
    other = make_dialogue(partner=china)
    topic = make_topic()
    make_project(
        dialogues=[dialogue, other],
        topics=[topic],
        since="2012",
        until="2012",
        status="completed",
    )
    make_priority_topic(dialogue=other, topic=topic, since="2012", until="2012")
    client = signed_in("analyst")

    here, there = client.get(_url(dialogue)), client.get(_url(other))

    assert here.context["whole"].priority_rows == []
    assert len(here.context["whole"].outside) == 1
    assert there.context["whole"].outside == []
    assert [row.ran for row in there.context["whole"].priority_rows] == [True]


def test_what_is_archived_is_left_out(signed_in, dialogue):
    gone = {"archived_at": timezone.now(), "archived_why": "By mistake"}
    make_project(dialogues=[dialogue], topics=[make_topic()], **gone)
    make_priority_topic(dialogue=dialogue, **gone)
    make_round(dialogue=dialogue, **gone)

    page = signed_in("officer").get(_url(dialogue))

    assert page.context["blocks"] == [] or page.context["whole"].projects == []
    assert "No project of this dialogue is recorded" in page.text


def test_a_cell_opens_the_projects_behind_it(signed_in, dialogue):
    topic = make_topic("torture")
    project = make_project(
        title="Prison staff",
        dialogues=[dialogue],
        topics=[topic],
        since="2012",
        status="completed",
    )
    make_priority_topic(dialogue=dialogue, topic=topic, since="2012")

    page = signed_in("officer").get(_url(dialogue), {"cell": f"{topic.code}:2013"})

    panel = page.text.partition('id="cell"')[2].partition("</section>")[0]
    assert project.get_absolute_url() in panel
    assert "May have run" in panel
    assert "end not known" in panel


@pytest.mark.parametrize("wrong", ["x", "torture:999999", ":", "a:b:c", "'"])
def test_a_cell_that_is_not_there_says_so(signed_in, dialogue, wrong):
    make_project(dialogues=[dialogue])

    page = signed_in("officer").get(_url(dialogue), {"cell": wrong})

    assert page.status_code == 200
    assert "No project is recorded of this topic in that year." in page.text


def test_the_table_is_narrowed_by_group_status_and_years(signed_in, dialogue):
    group = make_working_group(dialogue=dialogue)
    topic = make_topic("torture")
    make_project(
        dialogues=[dialogue],
        topics=[topic],
        since="2010",
        until="2010",
        status="completed",
        working_groups=[group],
    )
    make_project(
        dialogues=[dialogue], topics=[topic], since="2012", until="2012", status=""
    )
    client = signed_in("officer")

    def years(**asked):
        cells = _page_cells(client.get(_url(dialogue), asked))
        return {year for _topic, year in cells}

    assert years() == {2010, 2012}
    assert years(group=group.pk) == {2010}
    assert years(status="unknown") == {2012}
    assert years(status="completed") == {2010}
    assert years(since="2011") == {2012}
    assert years(until="2011") == {2010}


@pytest.mark.parametrize(
    "wrong", [{"since": "soon"}, {"group": "999"}, {"status": "idea"}]
)
def test_what_cannot_be_read_narrows_to_nothing_and_is_no_file(
    signed_in, dialogue, wrong
):
    make_project(dialogues=[dialogue])

    page = signed_in("officer").get(_url(dialogue), wrong | {"format": "csv"})

    assert page["Content-Type"].startswith("text/html")
    assert page.context["blocks"] == []


def test_the_file_says_what_the_page_says(signed_in, dialogue):
    topic = make_topic("torture")
    make_priority_topic(dialogue=dialogue, topic=topic, since="2010", until="2013")
    project = make_project(
        dialogues=[dialogue],
        topics=[topic],
        since="2011",
        until="2012",
        status="completed",
        fictional=True,
    )
    make_project(dialogues=[dialogue], since="", status="")
    client = signed_in("officer")

    page = client.get(_url(dialogue), {"until": "2014"})
    file = _lines(client.get(_url(dialogue), {"until": "2014", "format": "csv"}))

    on_page = [
        (str(cell.year), cell.priority, "yes" if cell.is_gap else "no", len(cell.all))
        for _label, rows in page.context["blocks"]
        for _row, cells in rows
        for cell in cells
    ]
    in_file = [
        (line["year"], line["priority"], line["gap"], len(line["project_ids"].split()))
        for line in file
        if line["year"]
    ]
    assert in_file == on_page
    line = next(line for line in file if line["year"] == "2011")
    assert (line["block"], line["topic"], line["ran"]) == ("priority", "torture", "1")
    assert (line["project_ids"], line["fictional"]) == (str(project.pk), "yes")
    assert {line["block"] for line in file if not line["year"]} == {
        "outside",
        "every_project",
    }
    logged = AuditEvent.objects.filter(action=AuditEvent.Action.EXPORTED).get()
    assert logged.detail["rows"] == len(file)


def test_reading_a_restricted_project_is_logged(signed_in, dialogue):
    client = signed_in("officer")
    client.get(_url(dialogue))
    before = AuditEvent.objects.filter(action=AuditEvent.Action.READ).count()
    make_project(dialogues=[dialogue], classification=RESTRICTED)

    client.get(_url(dialogue))

    assert before == 0
    assert AuditEvent.objects.filter(action=AuditEvent.Action.READ).count() == 1


@pytest.mark.parametrize("rows", [3, 300])
def test_it_costs_the_same_however_many_rows(
    signed_in, dialogue, rows, django_assert_num_queries
):
    topics = list(Topic.objects.current()[:12])
    group = make_working_group(dialogue=dialogue)
    for number in range(rows):
        make_round(dialogue=dialogue, starts_on=str(1720 + number))
        make_project(
            dialogues=[dialogue],
            topics=[topics[number % 12]],
            working_groups=[group],
            since=str(1720 + number),
            until=str(1722 + number),
        )
    for topic in topics[:3]:
        make_priority_topic(dialogue=dialogue, topic=topic, since="1730")
    client = signed_in("officer")
    client.get(_url(dialogue))

    with django_assert_num_queries(14):
        page = client.get(_url(dialogue))

    assert len(page.context["whole"].projects) == rows


def test_a_state_is_never_said_by_colour_alone(signed_in, dialogue):
    make_priority_topic(dialogue=dialogue, topic=make_topic("torture"), since="2015")
    make_project(dialogues=[dialogue], since="2010", status="completed")

    page = signed_in("officer").get(_url(dialogue))

    gap = page.text.partition('<span class="continuity__gap"')[2].partition("</td>")[0]
    assert "×" in gap
    assert "Gap: a priority without a project</span>" in gap
    assert re.search(r"continuity__mark--may.*?1\?.*?May have run", page.text, re.S)


# --- On other pages -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["continuity", "timeline"])
def test_the_dialogue_and_the_list_of_projects_lead_there(signed_in, dialogue, name):
    client = signed_in("analyst")
    way = f'href="{reverse(f"projects:{name}", args=[dialogue.slug])}"'

    assert way in client.get(dialogue.get_absolute_url()).text
    assert way in client.get(reverse("projects:project_list")).text


def test_the_list_of_projects_leads_to_no_hidden_dialogue(signed_in, dialogue):
    secret = make_dialogue(partner=dialogue.partner, classification=CONFIDENTIAL)

    page = signed_in("junior").get(reverse("projects:project_list"))

    assert dialogue.slug in page.text
    assert secret.slug not in page.text


def _held(dialogue, starts_on, **more):
    row = make_round(dialogue=dialogue, status="held", starts_on=starts_on, **more)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(
    ("since", "until", "status", "found"),
    [
        ("2005", "2012", "completed", "ran"),
        ("2010-09", "2010-10", "completed", "ran"),
        ("2005", "2010-03", "completed", ""),
        ("2011-07", "2012", "completed", ""),
        ("2011", "2012", "completed", "may"),
        ("2005", "2010", "completed", "may"),
        ("2005", "", "running", "ran"),
        ("2005", "", "completed", "may"),
        ("2005", "", "", "may"),
        ("", "2010-09", "completed", "ran"),
        ("", "2012", "completed", "may"),
        ("", "", "completed", ""),
        ("2005", "2012", "planned", ""),
        ("2005", "2012", "idea", ""),
    ],
)
def test_projects_between_two_rounds(dialogue, cast, since, until, status, found):
    first, second = _held(dialogue, "2010-06-01"), _held(dialogue, "2011-06-01")
    make_project(dialogues=[dialogue], since=since, until=until, status=status)

    between = projects_between(first, second, cast["officer"])

    assert ("ran" if between.ran else "may" if between.may else "") == found


def test_other_countries_and_hidden_projects_are_between_no_rounds(dialogue, cast):
    first, second = _held(dialogue, "2010-06-01"), _held(dialogue, "2011-06-01")
    make_project(dialogues=[dialogue], since="2005", until="2015", comparator="AU")
    make_project(
        dialogues=[dialogue], since="2005", until="2015", classification=CONFIDENTIAL
    )

    found = {
        who: len(projects_between(first, second, cast[who]).found)
        for who in ("junior", "officer")
    }

    assert found == {"junior": 0, "officer": 1}


def test_the_page_of_a_round_names_the_projects_since_the_one_before(
    signed_in, dialogue
):
    _held(dialogue, "2010-06-01", ordinal=1)
    later = _held(dialogue, "2011-06-01", ordinal=2)
    more = {"dialogues": [dialogue], "since": "2009", "until": "2012"}
    make_project(title="Prison staff", **more)
    make_project(title="Secret staff", classification=CONFIDENTIAL, **more)

    page = signed_in("junior").get(later.get_absolute_url())

    panel = page.text.partition('id="projects-between"')[2].partition("</section>")[0]
    assert "Prison staff" in panel
    assert "Secret staff" not in page.text


def test_the_first_round_has_no_projects_between(signed_in, dialogue):
    first = _held(dialogue, "2010-06-01", ordinal=1)

    page = signed_in("officer").get(first.get_absolute_url())

    assert 'id="projects-between"' not in page.text


def test_preparing_a_round_names_a_priority_without_a_project(signed_in, dialogue):
    coming = make_round(dialogue=dialogue, status="planned", starts_on="")
    torture, death = make_topic("torture"), make_topic("death-penalty")
    for topic in (torture, death):
        make_priority_topic(dialogue=dialogue, topic=topic, since="2010")
    make_project(
        dialogues=[dialogue],
        topics=[torture],
        since="2010",
        status="running",
        classification=CONFIDENTIAL,
    )
    url = reverse("dialogues:round_prepare", args=[coming.pk])

    def panel(who):
        text = signed_in(who).get(url).text
        return text.partition('id="priorities-without-project"')[2].partition(
            "</section>"
        )[0]

    assert str(death) in panel("officer")
    assert str(torture) not in panel("officer")
    assert str(torture) in panel("junior")


@pytest.mark.parametrize(
    ("periods", "words"),
    [
        ([("2012", "2012")], "1"),
        ([("2011", "")], "1?"),
        ([("2012", "2012"), ("2011", "")], "1+"),
    ],
)
def test_a_certain_project_does_not_hide_that_others_may_have_run(
    cast, indonesia, periods, words
):
    dialogue = make_dialogue(partner=indonesia)
    for since, until in periods:
        make_project(dialogues=[dialogue], since=since, until=until, status="")

    whole = ProjectsInTime(dialogue, cast["officer"]).continuity

    assert whole.every.cells[2012].words == words
