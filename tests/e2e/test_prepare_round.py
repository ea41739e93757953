"""Preparing round 17 with Indonesia from round 16, in a real browser."""

import re

from tests.e2e.conftest import no_sideways_scroll


def _round(page, number):
    """Goes to a round of the dialogue with Indonesia by its number."""
    page.goto("/dialogues/")
    page.get_by_role("link", name="Norway-Indonesia Human Rights Dialogue").click()
    name = re.compile(rf"^(Round )?{number}\b")
    page.locator("#rounds").get_by_role("link", name=name).first.click()
    page.wait_for_url(re.compile(r"/rounds/\d+/$"))


def _add_to_agenda(page, title, status):
    page.get_by_role("link", name="Add to the agenda").click()
    page.fill("[name=title]", title)
    page.select_option("[name=status]", status)
    page.click("form#record-form button[type=submit]")
    page.wait_for_url(re.compile(r"/rounds/\d+/$"))


def test_round_17_is_prepared_from_round_16(open_as, axe):
    page = open_as("indonesia", viewport={"width": 1280, "height": 900})
    _round(page, 16)
    _add_to_agenda(page, "Prison conditions", "moved")
    _add_to_agenda(page, "Trade unions", "dropped")

    _round(page, 17)
    page.get_by_role("link", name="Prepare", exact=True).click()
    page.wait_for_url(re.compile(r"/prepare/$"))
    assert page.get_by_text("Last held:").is_visible()
    assert (
        page.locator("#checklist").get_by_text("Agenda agreed", exact=True).is_visible()
    )
    assert page.get_by_label("Prison conditions").is_checked()
    assert not page.get_by_label("Trade unions").is_checked()
    assert axe(page) == []

    page.get_by_role("button", name="Take the ticked ones over as proposed").click()
    assert page.get_by_text("1 item was taken over as proposed.").is_visible()
    assert page.get_by_label("Prison conditions").count() == 0
    assert "1 proposed and not decided" in page.locator("#checklist").inner_text()

    page.get_by_role("link", name="Draft the briefing").click()
    assert "Trade unions" in page.input_value("[name=text]")
    page.click("form#record-form button[type=submit]")
    page.wait_for_url(re.compile(r"/briefings/\d+/$"))
    page.get_by_role("button", name="I have read it").click()
    assert page.get_by_text("Noted that you have read it.").is_visible()
    assert axe(page) == []

    _round(page, 17)
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="What becomes of it").click()
    page.get_by_label("Held").check()
    page.click("form#record-form button[type=submit]")
    refusal = "A round that is still to begin was not held yet."
    assert page.get_by_text(refusal).first.is_visible()
    assert axe(page) == []
    page.get_by_label("Confirmed").check()
    page.click("form#record-form button[type=submit]")
    page.wait_for_url(re.compile(r"/rounds/\d+/$"))
    assert page.locator(".page-head__tags").get_by_text("Confirmed").is_visible()


def test_a_round_is_prepared_on_a_narrow_phone_without_javascript(open_as):
    page = open_as(
        "indonesia",
        viewport={"width": 320, "height": 640},
        java_script_enabled=False,
    )
    _round(page, 17)

    page.get_by_role("link", name="Prepare", exact=True).click()

    assert page.locator("h1").inner_text().startswith("Prepare: Round 17")
    assert no_sideways_scroll(page)
