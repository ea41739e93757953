"""A file of people is brought, tried, mended and taken in a real browser."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import no_sideways_scroll

ROWS = (
    "Navn;Land;Telefon;Hobby\n"
    "Journey Anna;Indonesia;+62 21 1;chess\n"
    "Journey Budi;Atlantis;+62 21 2;\n"
)


def choose(page, text):
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files("[name=file]", file)
    page.click("text=Try the file")


def test_an_officer_imports_people_and_mends_what_was_wrong(open_as, axe):
    page = open_as("indonesia", viewport={"width": 1280, "height": 900})
    page.goto("/people/")
    page.get_by_role("link", name="Import").click()
    assert axe(page) == []

    choose(page, ROWS)
    page.wait_for_url(re.compile(r"/imports/files/\d+/$"))
    expect(page.get_by_text("is no country")).to_be_visible()
    expect(page.get_by_text("Hobby").first).to_be_visible()
    assert axe(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    wrong = download.value.path().read_text(encoding="utf-8-sig")

    page.get_by_role("button", name="Take the 1 row").click()
    page.get_by_text("The rows were taken").wait_for()
    page.get_by_role("link", name="Bring another file").click()
    choose(page, wrong.replace("Atlantis", "Indonesia"))
    page.get_by_role("button", name="Take the 1 row").click()
    page.get_by_text("The rows were taken").wait_for()

    page.goto("/people/?q=journey")
    expect(page.locator("#rows tbody tr")).to_have_count(2)


def test_a_file_that_cannot_be_read_is_refused_on_a_phone(open_as, axe):
    page = open_as("indonesia", viewport={"width": 320, "height": 700})
    page.goto("/imports/people/")

    choose(page, "no,such\ncolumns,here\n")

    expect(
        page.get_by_text("The first row must name the columns").first
    ).to_be_visible()
    assert no_sideways_scroll(page)
    assert axe(page) == []

    choose(page, ROWS)
    page.wait_for_url(re.compile(r"/imports/files/\d+/$"))
    assert no_sideways_scroll(page)
    page.click("text=Give up")
    expect(page.get_by_text("Given up")).to_be_visible()
