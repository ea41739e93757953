"""What `core.lists` promises, shown on the list of concerns."""

import re
from html import unescape

import pytest
from django.urls import reverse

from core.lists import ROWS_ON_A_PAGE
from dialogues.models import Concern
from tests.factories import make_concern, make_dialogue, make_raising

URL = "dialogues:concern_list"
LISTS = ["dialogue", "round", "meeting", "concern", "follow_up"]


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


def titles(page):
    return [row["record"].title for row in page.context["rows"]]


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "page=-1",
        "page=99999999999999999999999",
        "page=%00",
        "sort=__class__",
        "sort=-",
        "sort=pk__partner",
        "sort=%00",
        "partner=999999999999999999999",
        "partner=abc",
        "partner=%00",
        "partner=1&partner=2",
        "dialogue=9223372036854775808",
        "topic=-1",
        "person=1e9",
        "owner=%00",
        "owner=9999999999999999999999",
        "status=%00",
        "status=%F0%9F%92%A9",
        "since=31.2.2020",
        "since=%00",
        "since=0000",
        "until=99999-01-01",
        "q=%00",
        "q=%ED%A0%80",
        "q=%25_%5C",
        "archived=maybe",
        "classification=99",
        "format=pdf",
        "unheard=of",
    ],
)
def test_an_impossible_address_is_answered_with_a_page(officer, kind, query):
    page = officer.get(f"{reverse(f'dialogues:{kind}_list')}?{query}")

    assert page.status_code == 200


@pytest.mark.parametrize("text", ["x" * 10_000, "x " * 5_000])
def test_a_text_too_long_to_look_for_is_refused_at_its_field(officer, text):
    page = officer.get(reverse(URL), {"q": text})

    assert page.status_code == 200
    assert "at most 200 characters" in page.context["filters"].form.errors["q"][0]


def test_an_impossible_value_shows_its_error_at_the_field_and_no_rows(officer):
    make_concern()

    page = officer.get(reverse(URL), {"since": "31.2.2020", "status": "open"})

    field = page.text[page.text.index('for="id_since"') :]
    assert "February 2020 has no day 31." in field[: field.index("</div>")]
    assert page.context["rows"] == []


def test_a_refused_value_can_be_taken_away(officer):
    page = officer.get(reverse(URL), {"partner": "999", "q": "prison"})

    chips = {chip["label"]: chip for chip in page.context["chips"]}
    assert chips["Partner country"]["value"] == "999"
    assert chips["Partner country"]["remove_url"] == "?q=prison"


def test_a_chip_takes_its_filter_away_and_leaves_the_others(officer):
    make_concern(title="Prison visits", status="open")
    make_concern(title="Prison food", status="answered")
    query = {"q": "prison", "status": "open", "page": "1", "sort": "title"}

    page = officer.get(reverse(URL), query)
    chips = {chip["label"]: chip for chip in page.context["chips"]}
    without = officer.get(reverse(URL) + chips["Status"]["remove_url"])

    assert titles(page) == ["Prison visits"]
    assert [str(chip["value"]) for chip in chips.values()] == ["prison", "Open"]
    assert chips["Status"]["remove_url"] == "?q=prison&sort=title"
    assert titles(without) == ["Prison food", "Prison visits"]


def test_every_chip_is_a_link_on_the_page(officer):
    page = officer.get(reverse(URL), {"q": "prison", "status": "open"})

    links = [
        unescape(url) for url in re.findall(r'class="chip" href="(.*?)"', page.text)
    ]
    assert links == ["?status=open", "?q=prison"]


def test_a_head_sorts_up_then_down(officer):
    for title in ("b", "C", "a"):
        make_concern(title=title)

    up = officer.get(reverse(URL), {"sort": "title"})
    head = next(h for h in up.context["columns"] if h["sorted"])
    down = officer.get(reverse(URL) + head["sort_url"])

    assert titles(up) == ["a", "b", "C"]
    assert titles(down) == ["C", "b", "a"]
    assert 'aria-sort="descending"' in down.text


def test_a_filter_that_is_not_in_use_says_any(officer):
    form = officer.get(reverse(URL)).context["filters"].form

    empty = {
        name: str(dict(field.choices)[""])
        for name, field in form.fields.items()
        if "" in dict(getattr(field, "choices", ()))
    }

    assert empty.pop("archived") == "Left out"
    assert len(empty) > 5
    assert set(empty.values()) == {"Any"}


def test_a_date_and_a_number_sort_with_the_newest_and_the_most_first(officer):
    make_concern(title="a")

    page = officer.get(reverse(URL))
    meetings = officer.get(reverse("dialogues:meeting_list"))
    turned = officer.get(reverse(URL), {"sort": "-days_unanswered"})

    urls = {head["sort_url"] for head in page.context["columns"]}
    assert {"?sort=title", "?sort=-days_unanswered"} <= urls
    assert "?sort=-date" in {head["sort_url"] for head in meetings.context["columns"]}
    head = next(h for h in turned.context["columns"] if h["sorted"])
    assert head["sort_url"] == "?sort=days_unanswered"


def test_what_is_not_known_comes_last_either_way(officer):
    for title, date in (("new", "2022"), ("old", "1998-06")):
        make_raising(concern=make_concern(title=title), date=date)
    make_concern(title="never")

    up = officer.get(reverse(URL), {"sort": "last_raised"})
    down = officer.get(reverse(URL), {"sort": "-last_raised"})

    assert titles(up) == ["old", "new", "never"]
    assert titles(down) == ["new", "old", "never"]


@pytest.mark.parametrize("sort", ["", "status", "-status", "partner", "-times_raised"])
def test_rows_that_are_alike_stand_on_one_page_only(officer, sort):
    dialogue = make_dialogue()
    moment = make_concern(dialogue=dialogue).updated_at
    for _ in range(ROWS_ON_A_PAGE + 4):
        make_concern(dialogue=dialogue, updated_at=moment)

    pages = [
        officer.get(reverse(URL), {"sort": sort, "page": number}) for number in (1, 2)
    ]

    first, second = ([row["record"].pk for row in p.context["rows"]] for p in pages)
    assert (len(first), len(second)) == (ROWS_ON_A_PAGE, 5)
    assert sorted(first + second) == sorted(
        Concern.objects.values_list("pk", flat=True)
    )


def test_a_page_past_the_end_is_the_last_page(officer):
    dialogue = make_dialogue()
    for _ in range(ROWS_ON_A_PAGE + 1):
        make_concern(dialogue=dialogue)

    page = officer.get(reverse(URL), {"page": "12"})

    assert page.context["page_obj"].number == 2
    assert len(page.context["rows"]) == 1
    assert "51 concerns" in page.text


def test_typing_into_the_filter_changes_the_rows_alone(officer):
    make_concern(title="Prison visits")

    part = officer.get(reverse(URL), {"q": "prison"}, headers={"HX-Request": "true"})

    assert part.text.lstrip().startswith('<div id="rows">')
    assert "Prison visits" in part.text
    assert 'id="id_q"' not in part.text
    assert "HX-Request" in part.headers["Vary"]


def test_going_back_in_the_browser_shows_the_whole_page(officer):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    page = officer.get(reverse(URL), headers=headers)

    assert "<!DOCTYPE html>" in page.text


def test_an_empty_list_shows_a_way_on(officer):
    nothing_yet = officer.get(reverse(URL))
    nothing_found = officer.get(reverse(URL), {"q": "prison"})

    assert f'href="{reverse("dialogues:concern_new")}"' in nothing_yet.text
    assert "Nothing matches" in nothing_found.text
    assert f'href="{reverse(URL)}">Show all' in nothing_found.text
    assert "format=csv" not in nothing_found.text


def test_only_those_who_write_are_offered_a_new_record(signed_in):
    page = signed_in("analyst").get(reverse(URL))

    assert reverse("dialogues:concern_new") not in page.text


def test_archived_records_are_shown_only_when_asked_for(officer):
    make_concern(title="Kept")
    gone = make_concern(title="Gone", archived_why="Twice")
    Concern.objects.filter(pk=gone.pk).update(archived_at=gone.created_at)

    def listed(**query):
        return sorted(titles(officer.get(reverse(URL), query)))

    assert listed() == ["Kept"]
    assert listed(archived="with") == ["Gone", "Kept"]
    assert listed(archived="only") == ["Gone"]


def test_fictional_records_are_marked_and_can_be_left_out(officer):
    make_concern(title="True")
    make_concern(title="Made up", fictional=True)

    everything = officer.get(reverse(URL))
    true_only = officer.get(reverse(URL), {"fictional": "no"})

    assert everything.text.count('class="fictional') == 1
    assert titles(true_only) == ["True"]


def test_only_markings_within_the_clearance_are_offered(signed_in):
    page = signed_in("junior").get(reverse(URL))

    field = page.context["filters"].form.fields["classification"]
    offered = [str(label) for code, label in field.choices if code]
    assert offered == ["Open", "Internal", "Restricted"]
