"""An officer passes something on, and the new owner signs for it."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import no_sideways_scroll

PHONE = {"width": 360, "height": 780}


def new_follow_up(page, title):
    page.goto("/follow-ups/new/")
    page.fill("[name=title]", title)
    page.select_option("[name=partner]", label="Indonesia")
    page.fill("[name=due]", "2026-12-10")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"/follow-ups/\d+/$"))


def tick_only(page, title):
    for box in page.locator("input[name=items]").all():
        box.uncheck()
    page.get_by_label(title, exact=True).check()


def test_a_hand_over_on_a_phone_and_without_javascript(open_as):
    page = open_as("indonesia", viewport=PHONE, java_script_enabled=False)
    new_follow_up(page, "Journey hand-over")

    page.goto("/hand-overs/new/")
    tick_only(page, "Journey hand-over")
    page.select_option("[name=taken_by]", label="Torunn Ekrehagen")
    page.fill("[name=note]", "They wait for an answer.")
    assert no_sideways_scroll(page)
    page.get_by_role("button", name="See what will happen").click()
    expect(page.get_by_text("Torunn Ekrehagen gets 1 follow-up")).to_be_visible()
    assert no_sideways_scroll(page)
    page.get_by_role("button", name="Hand over", exact=True).click()

    page.wait_for_url(re.compile(r"/hand-overs/\d+/$"))
    expect(page.get_by_text("Not signed")).to_be_visible()
    assert no_sideways_scroll(page)


def test_the_new_owner_reads_and_signs(open_as, axe):
    giver = open_as("indonesia", viewport={"width": 1280, "height": 900})
    new_follow_up(giver, "Journey to be signed")
    giver.goto("/hand-overs/new/")
    tick_only(giver, "Journey to be signed")
    giver.select_option("[name=taken_by]", label="Torunn Ekrehagen")
    assert axe(giver) == []
    giver.get_by_role("button", name="See what will happen").click()
    expect(giver.get_by_role("button", name="Hand over", exact=True)).to_be_visible()
    assert axe(giver) == []
    giver.get_by_role("button", name="Hand over", exact=True).click()
    giver.wait_for_url(re.compile(r"/hand-overs/\d+/$"))

    taker = open_as("lead", viewport={"width": 1280, "height": 900})
    taker.goto("/")
    taker.get_by_role("link", name="Read and sign").first.click()
    expect(taker.get_by_role("link", name="Journey to be signed")).to_be_visible()
    assert axe(taker) == []
    taker.get_by_role("button", name="I have read this").click()
    expect(taker.get_by_text("Signed. It is yours now.")).to_be_visible()
    taker.goto("/hand-overs/")
    expect(
        taker.get_by_role("link", name="Ingunn Skarvatn to Torunn").first
    ).to_be_visible()
    assert axe(taker) == []
