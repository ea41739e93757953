"""A person is not entered twice, and two records of one are made one and two again."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import no_sideways_scroll


def save_new(page, name):
    page.goto("/people/new/")
    page.fill("[name=name]", name)
    page.press("[name=name]", "Control+Enter")


def test_a_duplicate_is_seen_while_typing_and_merged(open_as, axe):
    page = open_as("indonesia", viewport={"width": 1280, "height": 900})
    save_new(page, "Håkon Prøve")
    page.wait_for_url("**/people/*/")
    first = page.url

    page.goto("/people/new/")
    page.locator("[name=name]").press_sequentially("Prove Haakon")
    page.locator("#id_name_alike >> text=Håkon Prøve").wait_for()
    assert axe(page) == []
    page.press("[name=name]", "Control+Enter")
    page.locator(".error-summary").wait_for()
    page.get_by_label("It is somebody else").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/people/*/")
    second = page.url

    page.goto("/duplicates/?state=apart")
    page.get_by_role("button", name="Look at it again").click()
    page.locator(".messages, .message, [role=status]").first.wait_for()
    page.goto("/duplicates/")
    couple = page.locator(".couple", has_text="Håkon Prøve")
    assert axe(page) == []
    couple.get_by_role("link", name="The same: merge").click()
    assert axe(page) == []
    page.get_by_role("button", name="Make them one").click()
    page.wait_for_url(first)
    expect(page.get_by_text("Prove Haakon").first).to_be_visible()

    page.goto(second)
    expect(
        page.locator("#merged").get_by_role("link", name="Håkon Prøve")
    ).to_be_visible()
    page.get_by_role("link", name="Undo the merge").click()
    assert axe(page) == []
    page.get_by_role("button", name="Undo the merge").click()
    page.wait_for_url(second)
    expect(page.locator("#merged")).to_have_count(0)


def test_it_works_without_javascript(open_as):
    page = open_as("indonesia", java_script_enabled=False)
    for time in range(2):
        page.goto("/people/new/")
        page.fill("[name=name]", "Solveig Uten Skript")
        page.get_by_role("button", name="Save").click()
        if time:
            page.get_by_label("It is somebody else").check()
            page.get_by_role("button", name="Save").click()
        page.wait_for_url("**/people/*/")


@pytest.mark.parametrize("path", ["/people/new/", "/duplicates/"])
def test_nothing_scrolls_sideways_on_a_phone(open_as, path):
    page = open_as("indonesia", viewport={"width": 320, "height": 700})

    page.goto(path)

    assert no_sideways_scroll(page)
