"""Joint projects in a real browser: the chain, ten activities, a file of payments."""

import csv
import io
import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import no_sideways_scroll
from tests.projects.planted import grant_payments

DIALOGUE = "Norway-Indonesia Human Rights Dialogue"
RECOMMENDATION = "2. Yearly figures on permits for places of worship"
TOPIC = "Freedom of religion or belief"


def save(page):
    page.click("form#record-form .form__actions button[type=submit]")


def path_of(page):
    return re.sub(r"^https?://[^/]+|[?#].*$", "", page.url)


def new_project(page, title):
    """Made on the officer's desk, with what a project cannot be without."""
    page.goto("/projects/new/")
    page.fill("[name=title]", title)
    page.check("label:text-is('Indonesia') >> xpath=.. >> input[name=partners]")
    save(page)
    page.wait_for_url(re.compile(r"/projects/\d+/$"))
    return path_of(page)


def follow(page, link, address):
    """One click, and one is there."""
    link.first.click()
    page.wait_for_url(re.compile(re.escape(address) + "$"))


# --- From a numbered recommendation to an outcome, and back --------------------------


def test_a_recommendation_becomes_a_project_with_an_outcome(open_as, axe):
    page = open_as("indonesia")
    page.goto("/dialogues/norway-indonesia/")
    page.locator("#rounds").get_by_role("link", name="Round 16, Oslo").first.click()
    page.wait_for_url(re.compile(r"/rounds/\d+/$"))
    page.locator("#measures").get_by_role("link", name=RECOMMENDATION).click()
    page.wait_for_url(re.compile(r"/measures/\d+/$"))
    recommendation = path_of(page)

    # It starts at the recommendation, which the form already names.
    page.locator("#projects").get_by_role("link", name="New project").click()
    page.wait_for_url("**/projects/new/?measure=*")
    for label in ("Indonesia", DIALOGUE, RECOMMENDATION):
        expect(page.get_by_label(label).first).to_be_checked()
    page.fill("[name=title]", "Open registers of permits")
    page.select_option("[name=status]", "running")
    page.fill("[name=since]", "2023-02")
    page.fill("[name=agreement_number]", "QZA-23/0016")
    page.fill("[name=agreed_amount]", "2400000")
    page.select_option("[name=currency]", "NOK")
    save(page)
    page.wait_for_url(re.compile(r"/projects/\d+/$"))
    project = path_of(page)
    expect(page.locator("#answers").get_by_text(RECOMMENDATION)).to_be_visible()
    assert axe(page) == []

    # An institution carries it.
    page.get_by_role("link", name="Add an institution").click()
    page.fill("[name=institution_q]", "Ministry of Law")
    page.get_by_role("option", name="Ministry of Law and Human Rights").click()
    page.select_option("[name=role]", "implementing")
    save(page)
    page.wait_for_url(re.compile(project))
    carriers = page.locator("#institutions")
    expect(carriers.get_by_text("Implementing institution")).to_be_visible()

    # What is to change, from where, to where.
    page.get_by_role("link", name="Add a result").click()
    page.select_option("[name=level]", "outcome")
    page.fill("[name=title]", "Districts publish what they decide on permits")
    page.select_option("[name=topic]", label=TOPIC)
    page.fill("[name=indicator]", "Districts with a public register")
    page.fill("[name=unit]", "districts")
    page.fill("[name=baseline]", "4")
    page.fill("[name=baseline_on]", "2022")
    save(page)
    page.wait_for_url(re.compile(r"/results/\d+/$"))
    outcome = path_of(page)
    add_value(page, outcome, kind="target", date="2025", value="24")
    add_value(
        page,
        outcome,
        kind="actual",
        date="2024-06",
        value="14",
        evidence="Count of the registers by the ombudsman.",
        confidence="medium",
    )
    expect(page.get_by_text("50 % of the way from baseline to target")).to_be_visible()
    assert axe(page) == []

    # Back along the chain, one click each.
    follow(page, page.get_by_role("link", name="Open registers of permits"), project)
    expect(page.locator("#results").get_by_text("14 districts")).to_be_visible()
    follow(page, page.locator("#answers a", has_text=RECOMMENDATION), recommendation)
    line = page.locator("#projects").get_by_role("link", name="Open registers")
    expect(line).to_be_visible()
    page.locator("main").get_by_role("link", name=TOPIC).first.click()
    page.wait_for_url(re.compile(r"/topics/[\w-]+/"))

    # And forward again, from the topic to what was reached.
    projects = page.locator("#projects")
    follow(page, projects.get_by_role("link", name="Open registers"), project)
    follow(page, page.locator("#results a", has_text="Districts publish"), outcome)

    # Whoever answers to parliament is told of it.
    page.goto("/dialogues/norway-indonesia/account/")
    told = page.locator("#project-results tr", has_text="Districts publish")
    for text in ("Open registers of permits", "14 districts", "by the ombudsman"):
        expect(told.get_by_text(text).first).to_be_visible()


def add_value(page, result, *, kind, confidence="", **texts):
    page.get_by_role("link", name="Add a value").click()
    page.select_option("[name=kind]", kind)
    for name, text in texts.items():
        page.fill(f"[name={name}]", text)
    if confidence:
        page.select_option("[name=confidence]", confidence)
    save(page)
    page.wait_for_url(re.compile(re.escape(result) + "$"))


# --- Ten activities in one form ------------------------------------------------------


def fill_row(page, number):
    """The activity of that number; the first is in January 2024."""
    row = f"activities-{number}"
    page.fill(f"[name={row}-title]", f"Course {number + 1}")
    page.select_option(f"[name={row}-kind]", "training")
    page.fill(f"[name={row}-date]", f"2024-{number + 1:02}")
    page.fill(f"[name={row}-place]", "Bandung")
    page.fill(f"[name={row}-women]", str(10 + number))
    page.fill(f"[name={row}-men]", "8")


def open_several(page, project):
    page.goto(project)
    page.get_by_role("link", name="Add several at once").click()
    page.wait_for_url("**/activities/several/")


def listed(page, project):
    """Women and men of each activity of the project, as the list has them."""
    page.goto(f"/activities/?project={re.search(r'[0-9]+', project).group()}")
    rows = page.locator("#rows tbody tr")
    return {
        rows.nth(number).locator("th a").inner_text(): (
            rows.nth(number).locator("[data-label=Women]").inner_text(),
            rows.nth(number).locator("[data-label=Men]").inner_text(),
        )
        for number in range(rows.count())
    }


def test_ten_activities_are_one_form_and_a_mistake_costs_nothing(open_as, axe):
    page = open_as("indonesia")
    project = new_project(page, "Ten courses in a year")
    open_several(page, project)
    for number in range(10):
        fill_row(page, number)
    page.fill("[name=activities-6-date]", "31.2.2024")

    # The mistake is told beside its field, and nothing that was typed is lost.
    page.click("text=Save the activities")
    page.locator(".error-summary a").click()
    expect(page.locator("[name=activities-6-date]")).to_be_focused()
    wrong = page.locator("[data-row]", has=page.locator("[name=activities-6-date]"))
    expect(wrong.locator(".ds-validation-message")).to_have_count(1)
    expect(page.locator("[data-row] .ds-validation-message")).to_have_count(1)
    expect(page.locator("[name=activities-6-date]")).to_have_value("31.2.2024")
    expect(page.locator("[name=activities-9-title]")).to_have_value("Course 10")
    expect(page.locator("[name=activities-9-women]")).to_have_value("19")
    assert axe(page) == []
    assert listed(open_as("indonesia"), project) == {}

    # Mended and clicked twice, they are ten and not twenty.
    page.fill("[name=activities-6-date]", "2024-07-12")
    page.dblclick("text=Save the activities")
    page.wait_for_url(f"**{project}*")
    expect(page.locator("#activities .panel__count")).to_have_text("10")
    women = {f"Course {number + 1}": (str(10 + number), "8") for number in range(10)}
    assert listed(page, project) == women
    assert axe(page) == []


def test_ten_activities_and_one_more_without_javascript(open_as):
    page = open_as("indonesia", java_script_enabled=False)
    project = new_project(page, "Courses without scripts")
    open_several(page, project)
    for number in range(10):
        fill_row(page, number)

    page.click("button[name=add-activities]")
    expect(page.locator("[name=activities-0-title]")).to_have_value("Course 1")
    expect(page.locator("[name=activities-9-women]")).to_have_value("19")
    fill_row(page, 10)
    page.click("text=Save the activities")

    page.wait_for_url(f"**{project}")
    found = listed(page, project)
    assert len(found) == 11
    assert found["Course 11"] == ("20", "8")


def test_activities_are_filled_in_with_the_keyboard_alone(open_as):
    page = open_as("indonesia")
    project = new_project(page, "Courses by keyboard")
    open_several(page, project)
    keyboard = page.keyboard

    def tab_to(what, by="name"):
        for _step in range(250):
            if page.evaluate(f"document.activeElement.{by}.trim()") == what:
                return
            keyboard.press("Tab")
        pytest.fail(f"{what} is not reached with the Tab key")

    tab_to("Add an activity", by="textContent")
    keyboard.press("Enter")
    for number in (10, 11):
        tab_to(f"activities-{number}-title")
        keyboard.type(f"Typed {number}")
        tab_to(f"activities-{number}-kind")
        keyboard.type("Sem")
        tab_to(f"activities-{number}-date")
        keyboard.type("2024-05")
        tab_to(f"activities-{number}-women")
        keyboard.type("12")
        if number == 10:
            tab_to("Add an activity", by="textContent")
            keyboard.press("Enter")
    tab_to("Save the activities", by="textContent")
    keyboard.press("Enter")

    page.wait_for_url(f"**{project}")
    assert {*listed(page, project)} == {"Typed 10", "Typed 11"}


def test_activities_are_filled_in_on_a_narrow_phone(open_as, axe):
    page = open_as("indonesia", viewport={"width": 320, "height": 640})
    project = new_project(page, "Courses on the way")
    assert no_sideways_scroll(page)
    open_several(page, project)
    fill_row(page, 0)
    page.fill("[name=activities-1-place]", "A place without a title")

    page.click("text=Save the activities")
    page.locator(".error-summary").wait_for()
    assert no_sideways_scroll(page)
    assert axe(page) == []
    page.fill("[name=activities-1-title]", "Course 2")
    page.select_option("[name=activities-1-kind]", "seminar")
    page.click("text=Save the activities")

    page.wait_for_url(f"**{project}")
    assert no_sideways_scroll(page)
    assert len(listed(page, project)) == 2
    assert no_sideways_scroll(page)


# --- A file of the grant system ------------------------------------------------------


def bring(page, content):
    file = {"name": "payments.csv", "mimeType": "text/csv", "buffer": content}
    page.set_input_files("[name=file]", file)
    page.click("text=Try the file")
    page.wait_for_url(re.compile(r"/imports/files/\d+/$"))


def disbursed(planted, number):
    """What a hand would add up of the file's good rows, in kroner."""
    rows = csv.DictReader(
        io.StringIO(planted.content.decode("utf-8-sig")), delimiter=";"
    )
    left_out = {*planted.wrong, *planted.skipped}
    amounts = [
        Decimal(re.sub(r"\s", "", row["Amount"]).replace(",", "."))
        for line, row in enumerate(rows, start=2)
        if row["Agreement no."] == number and line not in left_out
    ]
    return f"{sum(amounts) * 1000:,.0f}"


def test_payments_of_the_grant_system_are_tried_taken_and_brought_again(open_as, axe):
    planted = grant_payments(12, every=4)
    page = open_as("indonesia")
    page.goto("/projects/")
    page.get_by_role("link", name="Import", exact=True).click()
    page.locator(".import-others").get_by_role("link", name="grant system").click()
    assert axe(page) == []

    # The trial says of every row what is wrong with it, and takes nothing.
    bring(page, planted.content)
    assert len(planted.wrong) == 3
    page.locator(".import-counts a", has_text=re.compile("error", re.I)).click()
    for line, said in zip(
        planted.wrong,
        ("is no amount", "This is missing", "month number 13"),
        strict=True,
    ):
        row = page.locator(".import-table tbody tr", has_text=said)
        expect(row).to_be_visible()
        assert row.locator("th").inner_text().split()[-1] == str(line)
    assert axe(page) == []
    page.goto("/projects/?q=QZA-00/0000")
    expect(page.locator("#rows tbody tr")).to_have_count(0)
    page.go_back()

    # Taken, the money is on the page of the project.
    take = page.get_by_role("button", name=re.compile(r"^Take the \d+ row"))
    expect(take).to_contain_text(f" {planted.payments} ")
    take.click()
    page.get_by_text("The rows were taken").wait_for()
    for number in sorted(planted.numbers):
        page.goto(f"/projects/?q={number}")
        page.locator("#rows tbody th a").click()
        page.wait_for_url(re.compile(r"/projects/\d+/$"))
        money = page.locator("#money tfoot")
        expect(money).to_contain_text(disbursed(planted, number))

    # Brought again it changes nothing.
    page.goto("/imports/disbursements/")
    bring(page, planted.content)
    expect(page.get_by_role("button", name=re.compile("^Take the"))).to_have_count(0)
    alike = page.locator(
        ".import-counts a", has_text=re.compile("unchanged|like", re.I)
    )
    expect(alike).to_contain_text(str(planted.payments))
