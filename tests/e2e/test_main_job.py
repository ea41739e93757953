"""The officer's main job in a real browser, from signing in to finding it again."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PASSWORD, no_sideways_scroll


def add_row(page, part):
    page.click(f"[data-add-row={part}]")


def fill_meeting(page, title):
    page.fill("[name=title]", title)
    page.select_option("[name=kind]", "political_consultation")
    page.select_option(
        "[name=dialogue]", label="Norway-Indonesia Human Rights Dialogue"
    )
    page.fill("[name=date]", "2026-11-20")


def test_an_officer_records_a_whole_meeting_and_finds_it_again(browser, open_as, axe):
    page = open_as(None, viewport={"width": 1280, "height": 900})
    page.goto("/meetings/new/")
    page.fill("[name=login]", "indonesia@example.org")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/meetings/new/")

    fill_meeting(page, "Consultations before round 17")
    for number in range(12):
        if number > 1:
            add_row(page, "participants")
        page.fill(f"[name=participants-{number}-person_q]", f"Guest Number {number}")
        page.fill(f"[name=participants-{number}-title]", "Adviser")
    page.fill("[name=participants-0-institution_q]", "Ministry of Law")
    page.get_by_role("option", name="Ministry of Law and Human Rights").click()
    for number in range(6):
        if number:
            add_row(page, "agenda")
        page.fill(f"[name=agenda-{number}-title]", f"Agenda item {number}")
    for number in range(5):
        if number:
            add_row(page, "concerns")
        page.fill(f"[name=concerns-{number}-concern_q]", f"Journey concern {number}")
        page.fill(f"[name=concerns-{number}-wording]", f"Asked about {number}.")
        page.select_option(
            f"[name=concerns-{number}-topic]", label="Freedom of religion or belief"
        )
    page.fill("[name=concerns-0-reply]", "They promised figures by spring.")
    page.select_option("[name=concerns-0-quality]", "commitment")
    for number in range(4):
        if number:
            add_row(page, "follow_ups")
        page.fill(f"[name=follow_ups-{number}-title]", f"Journey task {number}")
        page.select_option(f"[name=follow_ups-{number}-owner]", index=1)
        page.fill(f"[name=follow_ups-{number}-due]", "2026-12-10")
    page.click("text=Save the meeting")

    page.wait_for_url(re.compile(r"/meetings/\d+/$"))
    expect(page.locator(".people__one")).to_have_count(12)
    expect(page.locator(".raising")).to_have_count(5)
    expect(page.locator(".agenda__item")).to_have_count(6)
    expect(page.get_by_text("They promised figures by spring.")).to_be_visible()
    assert axe(page) == []

    page.goto("/partners/ID/")
    timeline = page.locator("#timeline")
    expect(timeline.get_by_text("Consultations before round 17").first).to_be_visible()
    page.goto("/concerns/?q=journey+concern")
    expect(page.locator("#rows tbody tr")).to_have_count(5)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("CSV")).click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.count("Journey concern") == 5


def test_a_person_is_found_while_typing_and_chosen_by_keyboard(open_as):
    page = open_as("indonesia")
    page.goto("/meetings/new/")

    page.focus("[name=participants-0-person_q]")
    page.keyboard.type("brattested", delay=30)
    page.get_by_role("option", name=re.compile("Merete Brattested")).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator("[name=participants-0-person]")).to_have_value(
        re.compile("^pk:")
    )
    expect(page.locator("[name=participants-0-person_q]")).to_have_value(
        re.compile("^Merete")
    )
    assert "/meetings/new/" in page.url


def test_the_whole_form_is_filled_with_the_keyboard_alone(open_as):
    page = open_as("indonesia")
    page.goto("/meetings/new/")
    page.focus("[name=title]")
    keyboard = page.keyboard

    def tab_to(name):
        for _step in range(80):
            if page.evaluate("document.activeElement.name") == name:
                return
            keyboard.press("Tab")
        pytest.fail(f"{name} is not reached with the Tab key")

    keyboard.type("By keyboard")
    tab_to("kind")
    page.select_option("[name=kind]", "demarche")
    tab_to("dialogue")
    keyboard.press("ArrowDown")
    tab_to("date")
    keyboard.type("2026-11")
    tab_to("participants-1-person_q")
    keyboard.type("Somebody Typed")
    tab_to("add-participants")
    keyboard.press("Enter")
    expect(page.locator("[name=participants-2-person_q]")).to_be_focused()
    keyboard.type("One More")
    keyboard.press("Control+Enter")

    page.wait_for_url(re.compile(r"/meetings/\d+/$"))
    expect(page.get_by_role("link", name="One More", exact=True)).to_be_visible()


def test_a_row_is_removed_and_brought_back(open_as):
    page = open_as("indonesia")
    page.goto("/meetings/new/")
    page.fill("[name=participants-0-person_q]", "Kept After All")

    row = page.locator("#participants [data-row]").first
    row.locator("[data-remove-row]").click()
    expect(page.locator("[name=participants-0-person_q]")).to_be_hidden()
    row.locator("[data-undo-row]").click()

    expect(page.locator("[name=participants-0-person_q]")).to_have_value(
        "Kept After All"
    )
    expect(page.locator("[name=participants-0-person_q]")).to_be_visible()


def test_return_in_a_field_does_not_save_half_a_meeting(open_as):
    page = open_as("indonesia")
    page.goto("/meetings/new/")
    fill_meeting(page, "Not finished")

    page.press("[name=city]", "Enter")
    page.wait_for_timeout(300)

    assert page.url.endswith("/meetings/new/")


def test_a_draft_keeps_itself_and_comes_back(open_as):
    page = open_as("china")
    page.goto("/meetings/new/")
    page.fill("[name=title]", "Half typed")
    page.fill("[name=participants-0-person_q]", "Half a name")
    page.get_by_text(re.compile("Draft kept at")).wait_for(timeout=10_000)

    page.goto("/")
    page.get_by_role("link", name=re.compile("Half typed")).first.click()

    expect(page.locator("[name=title]")).to_have_value("Half typed")
    expect(page.locator("[name=participants-0-person_q]")).to_have_value("Half a name")
    expect(page.locator(".ds-validation-message")).to_have_count(0)


def test_an_ended_sign_in_loses_nothing(open_as):
    page = open_as("lead")
    page.goto("/meetings/new/")
    fill_meeting(page, "Typed while signed out")
    page.context.clear_cookies(name="sid")

    page.click("text=Save the meeting")
    page.wait_for_url("**/accounts/login/**")
    page.fill("[name=login]", "lead@example.org")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/meetings/new/")
    expect(page.locator("[name=title]")).to_have_value("Typed while signed out")
    page.click("text=Save the meeting")

    page.wait_for_url(re.compile(r"/meetings/\d+/$"))


def test_the_second_of_two_officers_chooses_between_both_texts(open_as, axe):
    first, second = open_as("indonesia"), open_as("lead")
    first.goto("/meetings/new/")
    fill_meeting(first, "Two at once")
    first.click("text=Save the meeting")
    first.wait_for_url(re.compile(r"/meetings/\d+/$"))
    meeting = first.url
    first.goto(f"{meeting}edit/")
    second.goto(f"{meeting}edit/")

    first.fill("[name=city]", "Jakarta")
    first.click("form#record-form button[type=submit]")
    first.wait_for_url(meeting)
    second.fill("[name=city]", "Bandung")
    second.click("form#record-form button[type=submit]")

    second.get_by_text("Somebody else saved first").wait_for()
    expect(second.get_by_text("Jakarta", exact=True)).to_be_visible()
    assert axe(second) == []
    second.click("form#record-form button[type=submit] >> nth=-1")
    second.wait_for_url(meeting)
    expect(second.get_by_text("Bandung")).to_be_visible()


def test_a_double_click_saves_one_meeting(open_as):
    page = open_as("indonesia")
    page.goto("/meetings/new/")
    fill_meeting(page, "Clicked twice")

    page.dblclick("text=Save the meeting")
    page.wait_for_url(re.compile(r"/meetings/\d+/$"))
    page.goto("/meetings/?q=clicked+twice")

    expect(page.locator("#rows tbody tr")).to_have_count(1)


def test_going_back_after_saving_shows_a_form_as_the_server_sends_it(open_as):
    page = open_as("indonesia")
    page.goto("/meetings/new/")
    fill_meeting(page, "Saved and gone back")
    page.click("text=Save the meeting")
    page.wait_for_url(re.compile(r"/meetings/\d+/$"))
    meeting = page.url

    page.go_back()
    page.wait_for_url("**/meetings/new/")
    expect(page.locator("[name=title]")).to_have_value("")
    expect(page.locator("[name=date]")).to_have_value("")

    page.goto(f"{meeting}edit/")
    page.fill("[name=city]", "Bandung")
    page.click("form#record-form button[type=submit]")
    page.wait_for_url(meeting)
    page.go_back()
    page.wait_for_url(f"{meeting}edit/")
    expect(page.locator("[name=city]")).to_have_value("Bandung")
    expect(page.locator("[name=title]")).to_have_value("Saved and gone back")


def test_one_comes_back_to_a_form_that_was_refused(open_as):
    page = open_as("indonesia")
    page.goto("/meetings/new/")
    page.fill("[name=title]", "Refused at first")
    page.click("text=Save the meeting")
    page.locator(".error-summary").wait_for()

    page.goto("/")
    page.go_back()

    page.wait_for_url("**/meetings/new/")
    expect(page.locator("[name=title]")).to_be_visible()


def test_the_parts_of_a_meeting_are_counted_while_they_are_filled(open_as):
    page = open_as("indonesia")
    page.goto("/meetings/new/")
    count = page.locator("[data-count-of=participants]")
    expect(page.locator("[data-count-of]")).to_have_text(["0"] * 4)

    page.fill("[name=participants-0-person_q]", "First Guest")
    add_row(page, "participants")
    page.fill("[name=participants-2-person_q]", "Second Guest")
    expect(count).to_have_text("2")
    page.locator("#participants [data-remove-row]").first.click()

    expect(count).to_have_text("1")


def test_the_end_of_a_short_field_is_told_before_it_is_reached(open_as):
    page = open_as("indonesia")
    page.goto("/meetings/new/")
    longest = int(page.get_attribute("[name=title]", "maxlength"))
    top = page.locator("[name=title]").bounding_box()["y"]

    page.fill("[name=title]", "x" * 10)
    expect(page.locator(".field__left")).to_have_count(0)
    page.fill("[name=title]", "x" * (longest - 12))

    expect(page.locator(".field__left")).to_have_text("12 characters left")
    assert page.locator("[name=title]").bounding_box()["y"] == top
    page.locator("#announce", has_text="12 characters left").wait_for(state="attached")


def test_a_meeting_is_recorded_without_javascript(open_as):
    page = open_as("indonesia", java_script_enabled=False)
    page.goto("/meetings/new/")
    fill_meeting(page, "Without scripts")
    page.fill("[name=participants-0-person_q]", "Plain Html")

    page.click("button[name=add-participants]")
    page.fill("[name=participants-2-person_q]", "Third Person")
    expect(page.locator("[name=title]")).to_have_value("Without scripts")
    page.click("text=Save the meeting")

    page.wait_for_url(re.compile(r"/meetings/\d+/$"))
    expect(page.locator(".people__one")).to_have_count(2)
    page.goto("/concerns/")
    page.fill("[name=q]", "death")
    page.click("form[role=search] button[type=submit]")
    assert "q=death" in page.url


def test_a_narrow_phone_is_enough(open_as, axe):
    page = open_as("indonesia", viewport={"width": 320, "height": 640})
    page.goto("/meetings/new/")
    fill_meeting(page, "On a phone")
    page.click("[data-add-row=participants]")
    page.keyboard.type("Typed on the way")

    assert no_sideways_scroll(page)
    assert axe(page) == []
    page.click("text=Save the meeting")
    page.wait_for_url(re.compile(r"/meetings/\d+/$"))
    assert no_sideways_scroll(page)
