"""Whatever is sent, the answer is a page, and never a failure of the server."""

import re
from urllib.parse import urlencode

import pytest
from django.urls import get_resolver

from dialogues.models import Concern, Round
from tests.factories import make_concern, make_dialogue, make_round

HUGE = ["9" * 19, "9" * 25, "9" * 400, str(2**63), str(2**63 - 1)]


def _paths_with_a_number():
    """One address for every view that takes a number."""
    for pattern in _flat(get_resolver("config.urls").url_patterns):
        route = pattern[0]
        if "<int:" in route and not route.startswith(("admin/", "accounts/")):
            yield route


def _flat(patterns, prefix=""):
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from _flat(entry.url_patterns, route)
        else:
            yield route, entry


def _address(route, number):
    return "/" + re.sub(r"<\w+:\w+>", number, route)


@pytest.mark.parametrize("route", sorted(_paths_with_a_number()))
def test_a_number_that_no_database_has_is_not_found(signed_in, route):
    client = signed_in("officer")

    for number in HUGE:
        response = client.get(_address(route, number))
        assert response.status_code in (404, 405), number


@pytest.mark.urls("tests.core.urls")
class TestForms:
    @pytest.fixture
    def data(self, indonesia):
        return {
            "dialogue": str(make_dialogue(partner=indonesia).pk),
            "title": "A title",
            "kind": "concern",
            "classification": "2",
        }

    def test_null_bytes_are_taken_out_of_what_is_sent(self, signed_in, data):
        data |= {"title": "A\0 title\0", "summary": "\0"}

        response = signed_in("officer").post("/try/new/", data)

        assert response.status_code == 302
        concern = Concern.objects.get()
        assert (concern.title, concern.summary) == ("A title", "")

    @pytest.mark.parametrize("multipart", [True, False])
    @pytest.mark.parametrize(
        "field",
        [
            "dialogue",
            "kind",
            "classification",
            "version",
            "submission",
            "draft_owner",
            "draft_path",
            "choose-title",
            "\x00",
        ],
    )
    def test_null_bytes_in_any_field_do_no_harm(
        self, signed_in, data, field, multipart
    ):
        client, data = signed_in("officer"), data | {field: "1\0", "title": ""}
        sent = (
            {"data": data}
            if multipart
            else {
                "data": urlencode(data),
                "content_type": "application/x-www-form-urlencoded",
            }
        )

        assert client.post("/try/new/", **sent).status_code == 200
        assert client.post("/drafts/keep/", **sent).status_code in (200, 403)

    @pytest.mark.parametrize("field", ["dialogue", "version", "classification"])
    @pytest.mark.parametrize("value", [*HUGE, "-1", "1e9", "٣", "NaN", "\ufffd", "[]"])
    def test_a_wrong_choice_is_an_error_of_the_form(
        self, signed_in, data, field, value
    ):
        concern = make_concern()
        data |= {field: value, "title": ""}

        response = signed_in("officer").post(f"/try/{concern.pk}/edit/", data)

        assert response.status_code == 200
        assert response.context["form"].errors

    @pytest.mark.parametrize("key", HUGE)
    def test_a_choice_of_several_rows_that_are_not_there(
        self, signed_in, indonesia, key
    ):
        round_ = make_round(dialogue=make_dialogue(partner=indonesia))
        data = {"working_groups": ["1", key], "classification": "2", "ordinal": key}

        response = signed_in("officer").post(f"/try/rounds/{round_.pk}/edit/", data)

        assert response.status_code in (200, 400)
        assert "<html" in response.content.decode()
        assert Round.objects.get(pk=round_.pk).version == 1

    def test_bytes_that_are_no_text_are_kept_as_marks_of_that(self, signed_in, data):
        body = f"dialogue={data['dialogue']}&kind=concern&classification=2&title="
        body = body.encode() + b"%FF%FE%ED%A0%80"

        response = signed_in("officer").post(
            "/try/new/", body, content_type="application/x-www-form-urlencoded"
        )

        assert response.status_code == 302
        assert set(Concern.objects.get().title) == {"\ufffd"}

    def test_a_file_that_breaks_off_is_a_bad_request(self, signed_in, indonesia):
        concern = make_concern(partner=indonesia)
        response = signed_in("officer").post(
            concern.url_for("document_new"),
            b"--x\r\nContent-Disposition: form-data",
            content_type="multipart/form-data",
        )

        assert response.status_code == 400


QUERIES = [
    "q=%00",
    "q=a%00b",
    "%00=1",
    "q=%FF%FE",
    "q=%ED%A0%80",
    "q=%F0%9F%95%8A",
    "page=%00",
    "page=99999999999999999999999",
    "page=-1",
    "page=x",
    "sort=%00",
    "sort=password",
    "sort=-created_by__password",
    "sort=%3B%20DROP%20TABLE",
    "format=exe",
    "classification=%00",
    "classification=9999999999999999999999",
    "archived=%00",
    "partner=99999999999999999999999",
    "partner=%00",
    "dialogue=99999999999999999999999",
    "topic=99999999999999999999999",
    "since=%00",
    "until=99999999",
    "q=" + "a+" * 3000,
    "q=" + "%25_" * 50,
    "=&&==&",
]
LISTS = ["/concerns/", "/meetings/", "/rounds/", "/follow-ups/", "/dialogues/"]
LISTS += ["/institutions/", "/people/"]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_answers_whatever_its_query_says(signed_in, path):
    client = signed_in("officer")
    make_concern()

    for query in QUERIES:
        assert client.get(path, QUERY_STRING=query).status_code == 200, query


@pytest.mark.parametrize("kind", ["institutions", "people", "concerns"])
def test_suggestions_answer_whatever_is_typed(signed_in, kind):
    client = signed_in("officer")

    for text in ("\x00", "a" * 10_000, "%_", "\ud83d\ude00", "'; --", "(((", "　　"):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        assert client.post(f"/{kind}/suggest/", {"q": text}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/partners/%00/",
        "/partners/I%00/edit/",
        "/partners/ID%00/history/",
        "/%00",
        "/dialogues/%00/",
        "/%FF/",
        "/partners/%ED%A0%80/",
        "/partners/%F0%9F%95%8A/",
        "/partners/" + "x" * 5000 + "/",
        "/partners/..%2F..%2Fetc/",
        "/concerns/-1/",
        "/concerns/1.5/",
    ],
)
def test_an_impossible_address_is_not_found(signed_in, path):
    assert signed_in("officer").get(path).status_code == 404


class TestTooMuch:
    @pytest.fixture(autouse=True)
    def limits(self, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 20

    @pytest.mark.parametrize(
        "data",
        [
            {"title": "x" * 2000},
            {f"field{number}": "" for number in range(40)},
        ],
    )
    @pytest.mark.parametrize("who", ["officer", "visitor"])
    def test_it_is_refused_on_a_readable_page(self, signed_in, data, who):
        response = signed_in(who).post("/drafts/keep/", data)

        assert response.status_code in (400, 413)
        assert "<html" in response.content.decode()

    def test_a_query_of_too_many_fields(self, signed_in):
        query = {f"field{number}": "" for number in range(40)}

        response = signed_in("officer").get("/concerns/", query)

        assert response.status_code == 400
