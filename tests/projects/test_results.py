"""Results: three levels kept apart, values over time, and how they compare."""

import csv
import io

import pytest
from django.urls import reverse

from core.models import Classification
from projects.attainment import attainment_of
from projects.models import Result, ResultValue
from tests.factories import (
    make_project,
    make_result,
    make_result_value,
    make_topic,
)
from tests.who_may import DESK_RECORD

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
LIST = "projects:result_list"
COMPARED = "projects:result_comparison"
KNOWN = {"kind": "actual", "evidence": "A survey of courts", "confidence": "medium"}


@pytest.fixture
def project(indonesia):
    return make_project(title="Training of judges")


@DESK_RECORD
def test_who_may_read_and_change_a_result(signed_in, project, marking, who, page, edit):
    result = make_result(
        project=project,
        title="Rulings cite the treaty",
        indicator="Share of rulings",
        unit="per cent",
        classification=marking,
    )
    client = signed_in(who)

    lists = [client.get(reverse(name)) for name in (LIST, COMPARED)]
    on_page = client.get(project.get_absolute_url())

    for address in (result.get_absolute_url(), result.url_for("history")):
        assert client.get(address).status_code == page
    more = reverse("projects:result_value_new", args=[result.pk])
    for address in (result.url_for("edit"), more):
        assert client.get(address).status_code == edit
    for listed in [*lists, on_page]:
        assert ("Rulings cite the treaty" in listed.text) is (page == 200)
    if who != "visitor":
        file = client.get(reverse(LIST), {"format": "csv"}).getvalue().decode()
        assert ("Rulings cite the treaty" in file) is (page == 200)


@DESK_RECORD
def test_who_may_read_a_value(signed_in, project, marking, who, page, edit):
    result = make_result(project=project, unit="judges", indicator="Judges", baseline=0)
    make_result_value(result=result, value=4000)
    value = make_result_value(
        result=result, value=4711, classification=marking, **KNOWN
    )
    client = signed_in(who)

    pages = [
        client.get(address)
        for address in (
            result.get_absolute_url(),
            project.get_absolute_url(),
            reverse(COMPARED),
        )
    ]

    assert client.get(value.url_for("edit")).status_code == edit
    for shown in pages:
        assert ("4,711" in shown.text) is (page == 200)
        assert ("118 % of the way" in shown.text) is (page == 200)
    if who != "visitor":
        file = client.get(reverse(LIST), {"format": "csv"}).getvalue().decode()
        assert ("4711" in file) is (page == 200)


@pytest.mark.parametrize("name", [LIST, COMPARED])
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_however_long(
    signed_in, project, rows, name, django_assert_num_queries
):
    for _number in range(rows):
        result = make_result(
            project=make_project(), topic=make_topic(), indicator="Share", unit="%"
        )
        make_result_value(result=result)
    client = signed_in("officer")
    client.get(reverse(name))

    with django_assert_num_queries({LIST: 13, COMPARED: 12}[name]):
        page = client.get(reverse(name))

    assert page.text.count("/results/") >= rows


def _attained(baseline, *values, user):
    result = make_result(indicator="Judges", unit="judges", baseline=baseline)
    for values_of_row in values:
        known = KNOWN if values_of_row.get("kind") == "actual" else {}
        make_result_value(result=result, **(known | values_of_row))
    row = Result.objects.with_values(user).get(pk=result.pk)
    return attainment_of(row)


def _target(value, **more):
    return {"kind": "target", "value": value, **more}


def _actual(value, **more):
    return {"kind": "actual", "value": value, **more}


@pytest.mark.parametrize(
    ("baseline", "values", "percent"),
    [
        (0, [_target(40), _actual(10)], 25),
        (20, [_target(40), _actual(30)], 50),
        (40, [_target(20), _actual(30)], 50),
        (20, [_target(40), _actual(10)], -50),
        (0, [_target(40), _actual(50)], 125),
        (0, [_target(3), _actual(2)], 67),
        (0, [_target(8), _actual(1)], 13),
        (0, [_target(40)], None),
        (0, [_actual(40)], None),
        (None, [_target(40), _actual(10)], None),
        (40, [_target(40), _actual(10)], None),
        (0, [_target(40), _actual(None, in_words="More than before")], None),
        # The latest of each kind counts, and no part of the whole.
        (0, [_target(40), _actual(10), _actual(20, date="2015")], 50),
        (0, [_target(40), _actual(10), _actual(39, date="2016", group="women")], 25),
    ],
)
def test_how_much_of_the_way_is_gone(cast, baseline, values, percent):
    attained = _attained(baseline, *values, user=cast["officer"])

    assert attained.percent == percent


def test_levels_are_kept_apart_in_their_order(signed_in, project):
    for level in ("impact", "output", "outcome"):
        make_result(project=project, level=level, title=f"One {level}")

    page = signed_in("officer").get(project.get_absolute_url())

    places = [page.text.index(f"One {level}") for level in Result.Level.values]
    assert places == sorted(places)


COUNT_IS_NO_RESULT = "what changed because of it is not"


@pytest.mark.parametrize(
    ("beyond", "said"),
    [
        (None, True),
        ({"kind": "target"}, True),
        (KNOWN, False),
    ],
)
def test_a_training_count_is_not_a_result_in_the_courts(
    signed_in, project, beyond, said
):
    output = make_result(project=project, level="output", title="Judges trained")
    make_result_value(result=output, **KNOWN)
    if beyond:
        outcome = make_result(project=project, level="outcome")
        make_result_value(result=outcome, **beyond)

    page = signed_in("officer").get(project.get_absolute_url())

    assert (COUNT_IS_NO_RESULT in page.text) is said


def test_results_of_several_projects_stand_side_by_side(signed_in, project, china):
    topic = make_topic("fair-trial")
    here = make_result(
        project=project, topic=topic, title="Here", indicator="Rulings", unit="%"
    )
    make_result(
        project=make_project(partners=[china]),
        title="There",
        indicator="Rulings",
        unit="%",
    )
    make_result(project=project, title="Of a project on another topic")
    of_project = make_project(topics=[topic])
    make_result(project=of_project, title="Of a project on the topic")
    client = signed_in("officer")

    everything = client.get(reverse(COMPARED)).text
    of_topic = client.get(reverse(COMPARED), {"topic": topic.pk}).text

    assert "Here" in everything
    assert "There" in everything
    assert "Of a project on the topic" in of_topic
    assert "Of a project on another topic" not in of_topic
    assert "Here" in of_topic
    assert "There" not in of_topic
    assert here.project.title in of_topic


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"kind": "actual", "value": "3", "confidence": "low"}, "evidence"),
        ({"kind": "actual", "value": "3", "evidence": "A survey"}, "confidence"),
        ({"kind": "target", "value": ""}, "value"),
        ({"kind": "target", "value": "a lot"}, "value"),
        ({"kind": "target", "value": "1e400"}, "value"),
        ({"kind": "target", "value": "3", "date": ""}, "date"),
        (KNOWN | {"value": "3", "date": "3018"}, "date"),
    ],
)
def test_what_is_missing_of_a_value_is_said_once_at_its_field(
    signed_in, project, sent, field
):
    result = make_result(project=project)
    url = reverse("projects:result_value_new", args=[result.pk])
    data = {"date": "2014", "classification": str(INTERNAL)} | sent

    page = signed_in("officer").post(url, data)

    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}
    assert len(page.context["form"].errors[field]) == 1
    assert not ResultValue.objects.exists()


def test_a_value_in_words_is_enough(signed_in, project):
    result = make_result(project=project)
    url = reverse("projects:result_value_new", args=[result.pk])
    data = {
        "kind": "actual",
        "date": "2014",
        "in_words": "Courts cite the treaty more often",
        "evidence": "A survey",
        "confidence": "low",
        "classification": str(INTERNAL),
    }

    response = signed_in("officer").post(url, data)

    assert response.status_code == 302
    page = signed_in("officer").get(result.get_absolute_url())
    assert "Courts cite the treaty more often" in page.text


def test_a_file_writes_figures_as_people_do(signed_in, project):
    result = make_result(
        project=project, indicator="Judges", unit="judges", baseline="0.00"
    )
    make_result_value(result=result, value=60)
    make_result_value(result=result, value="12.50", **KNOWN)

    file = signed_in("officer").get(reverse(LIST), {"format": "csv"})

    (line,) = csv.DictReader(io.StringIO(file.getvalue().decode("utf-8-sig")))
    assert (line["baseline"], line["target"], line["actual"]) == ("0", "60", "12.5")
