"""Answering parliament from the record, in a real browser."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import no_sideways_scroll


def test_an_officer_answers_a_question_of_2006_from_the_record(open_as, axe):
    page = open_as("china", viewport={"width": 1280, "height": 900})
    page.goto("/parliamentary-questions/")
    page.get_by_role(
        "link", name=re.compile("New parliamentary question")
    ).first.click()
    page.fill("[name=subject]", "What has come of the talks in Beijing?")
    page.select_option("[name=kind]", "written")
    page.get_by_label("China", exact=True).check()
    page.fill("[name=asked_on]", "2006-05-26")
    page.click("form#record-form button[type=submit]")
    page.wait_for_url(re.compile(r"/parliamentary-questions/\d+/$"))
    question = page.url
    # Six working days after it was asked, not after today.
    expect(page.get_by_text("5 June 2006").first).to_be_visible()

    page.get_by_role("link", name="Find facts").click()
    page.fill("[name=q]", "beijing")
    page.fill("[name=since]", "1997")
    page.fill("[name=until]", "2006")
    page.get_by_role("button", name="Search").click()
    rounds = page.locator("#round .fact-line")
    expect(rounds.nth(1)).to_be_visible()
    assert axe(page) == []
    rounds.nth(0).get_by_role("checkbox").check()
    rounds.nth(1).get_by_role("checkbox").check()
    page.fill("[name=note]", "How often the two sides met")
    page.get_by_role("button", name="Note as facts used").click()

    page.wait_for_url(question)
    expect(page.locator("#facts-used li")).to_have_count(2)
    expect(page.get_by_text("How often the two sides met").first).to_be_visible()
    page.get_by_role("link", name="Edit").first.click()
    page.fill("[name=answer]", "The two sides met in Beijing twice.")
    page.fill("[name=answered_on]", "2006-06-01")
    page.click("form#record-form button[type=submit]")
    page.wait_for_url(question)
    expect(page.get_by_text("The two sides met in Beijing twice.")).to_be_visible()
    assert axe(page) == []


def test_the_account_answers_the_three_questions_on_one_page(open_as, axe):
    page = open_as("china", viewport={"width": 320, "height": 800})
    page.goto("/dialogues/")
    page.locator("#rows tbody th a").first.click()
    page.get_by_role("link", name=re.compile("account", re.IGNORECASE)).first.click()
    page.fill("[name=since]", "1997")
    page.fill("[name=until]", "2010")
    page.get_by_role("button", name="Show these years").click()

    for asked in ("By which criteria?", "With which resources?", "To what result?"):
        expect(
            page.get_by_role("heading", name=re.compile(re.escape(asked)))
        ).to_be_visible()
    assert no_sideways_scroll(page)
    assert axe(page) == []
