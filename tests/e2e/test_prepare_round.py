"""Preparing round 17 with Indonesia from round 16, in a real browser."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import go_to_round, no_sideways_scroll


def _add_to_agenda(page, title, status):
    page.get_by_role("link", name="Add to the agenda").click()
    page.fill("[name=title]", title)
    page.select_option("[name=status]", status)
    page.click("form#record-form button[type=submit]")
    page.wait_for_url(re.compile(r"/rounds/\d+/#item-\d+$"))


def test_round_17_is_prepared_from_round_16(open_as, axe):
    page = open_as("indonesia", viewport={"width": 1280, "height": 900})
    go_to_round(page, 16)
    _add_to_agenda(page, "Prison conditions", "moved")
    _add_to_agenda(page, "Trade unions", "dropped")

    go_to_round(page, 17)
    page.get_by_role("link", name="Prepare", exact=True).click()
    page.wait_for_url(re.compile(r"/prepare/$"))
    expect(page.get_by_text("Last held:")).to_be_visible()
    expect(
        page.locator("#checklist").get_by_text("Agenda agreed", exact=True)
    ).to_be_visible()
    expect(page.get_by_label("Prison conditions")).to_be_checked()
    expect(page.get_by_label("Trade unions")).not_to_be_checked()
    assert axe(page) == []

    page.get_by_role("button", name="Take the ticked ones over as proposed").click()
    expect(page.get_by_text("1 item was taken over as proposed.")).to_be_visible()
    expect(page.get_by_label("Prison conditions")).to_have_count(0)
    expect(page.locator("#checklist")).to_contain_text("1 proposed and not decided")

    page.get_by_role("link", name="Draft the briefing").click()
    expect(page.locator("[name=text]")).to_have_value(re.compile("Trade unions"))
    page.click("form#record-form button[type=submit]")
    page.wait_for_url(re.compile(r"/briefings/\d+/$"))
    page.get_by_role("button", name="I have read it").click()
    expect(page.get_by_text("Noted that you have read it.")).to_be_visible()
    assert axe(page) == []

    go_to_round(page, 17)
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="What becomes of it").click()
    page.get_by_label("Held").check()
    page.click("form#record-form button[type=submit]")
    refusal = "A round that is still to begin was not held yet."
    expect(page.get_by_text(refusal).first).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Confirmed").check()
    page.click("form#record-form button[type=submit]")
    page.wait_for_url(re.compile(r"/rounds/\d+/$"))
    expect(page.locator(".page-head__tags").get_by_text("Confirmed")).to_be_visible()


def test_a_round_is_prepared_on_a_narrow_phone_without_javascript(open_as):
    page = open_as(
        "indonesia",
        viewport={"width": 320, "height": 640},
        java_script_enabled=False,
    )
    go_to_round(page, 17)

    page.get_by_role("link", name="Prepare", exact=True).click()

    expect(page.locator("h1")).to_have_text(re.compile("^Prepare: Round 17"))
    assert no_sideways_scroll(page)
