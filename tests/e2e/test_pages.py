"""Every page that a person can reach, with the accessibility checker and no noise."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import no_sideways_scroll

PAGES = [
    "/",
    "/partners/ID/",
    "/partners/CN/",
    "/dialogues/",
    "/dialogues/norway-indonesia/",
    "/dialogues/norway-indonesia/edit/",
    "/dialogues/norway-indonesia/continuity/",
    "/dialogues/norway-indonesia/timeline/",
    "/dialogues/norway-indonesia/time/",
    "/dialogues/norway-indonesia/topics/",
    "/dialogues/norway-indonesia/account/",
    "/dialogues/norway-indonesia/network/",
    "/dialogues/norway-indonesia/pairing/",
    "/projects/",
    "/projects/new/",
    "/projects/money/",
    "/projects/iati/",
    "/activities/",
    "/results/",
    "/results/comparison/",
    "/disbursements/",
    "/exchange-rates/",
    "/imports/public-aid/",
    "/imports/disbursements/",
    "/imports/iati/",
    "/dialogues/norway-indonesia/rounds/new/",
    "/rounds/",
    "/meetings/",
    "/meetings/new/",
    "/concerns/",
    "/concerns/?q=zzzz",
    "/concerns/?raised_by=partner_priority&sort=title",
    "/concerns/new/?dialogue=2",
    "/follow-ups/",
    "/follow-ups/new/?partner=2",
    "/follow-ups/reassign/",
    "/topics/",
    "/topics/death-penalty/",
    "/institutions/",
    "/institutions/new/",
    "/people/",
    "/people/new/",
    "/accounts/password/change/",
]
# The first row of each list, and what can be opened from its page.
DETAILS = ["rounds", "meetings", "concerns", "follow-ups", "institutions", "people"]
OF_A_PROJECT = [
    "edit/",
    "answers/",
    "institutions/new/",
    "activities/new/",
    "activities/several/",
    "results/new/",
    "budget-lines/new/",
    "disbursements/new/",
    "follow-ups/new/",
    "history/",
    "archive/",
    "sources/new/",
    "documents/new/",
]
SIZES = {"desktop": (1280, 900), "phone": (320, 640)}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_clean(open_as, axe, size, scheme):
    width, height = SIZES[size]
    page = open_as(
        "indonesia",
        viewport={"width": width, "height": height},
        color_scheme=scheme,
    )
    found = {}

    for path in PAGES:
        page.goto(path)
        found[path] = axe(page) + ([] if no_sideways_scroll(page) else ["sideways"])

    assert {path: what for path, what in found.items() if what} == {}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", DETAILS)
def test_every_kind_of_record_is_clean(open_as, axe, kind, size):
    width, height = SIZES[size]
    page = open_as("lead", viewport={"width": width, "height": height})
    page.goto(f"/{kind}/")
    page.locator("#rows tbody th a").first.click()
    page.wait_for_url(re.compile(r"/\d+/$"))
    record = page.url
    found = {record: axe(page)}

    for verb in ("edit/", "history/", "archive/", "sources/new/", "documents/new/"):
        page.goto(record + verb)
        found[verb] = axe(page) + ([] if no_sideways_scroll(page) else ["sideways"])

    assert {path: what for path, what in found.items() if what} == {}


def look_at(page, axe, paths):
    """What is wrong with each of these pages, if anything."""
    found = {}
    for path in paths:
        page.goto(path)
        assert page.locator("h1").count() == 1, path
        found[path] = axe(page) + ([] if no_sideways_scroll(page) else ["sideways"])
    return {path: what for path, what in found.items() if what}


def first_link(page, start, end=""):
    """Where the first link goes whose address is `start`, a number and `end`."""
    found = page.eval_on_selector_all(
        "main a", "links => links.map(link => link.getAttribute('href'))"
    )
    wanted = re.compile(rf"/{start}/\d+/{end}(?:[?#].*)?")
    return next(href for href in found if href and wanted.fullmatch(href))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_a_project_is_clean(open_as, axe, size, scheme):
    width, height = SIZES[size]
    page = open_as(
        "indonesia",
        viewport={"width": width, "height": height},
        color_scheme=scheme,
    )
    page.goto("/projects/?q=first+hearing")
    project = first_link(page, "projects")
    page.goto(project)
    attended = page.locator("[data-label=Women]", has_text=re.compile(r"\d"))
    held = page.locator("#activities tbody tr", has=attended).first
    activity = held.locator("th a").get_attribute("href")
    result = first_link(page, "results")
    parts = [
        first_link(page, prefix, "edit/")
        for prefix in ("project-partners", "budget-lines", "disbursements")
    ]
    page.goto(result)
    parts.append(first_link(page, "result-values", "edit/"))
    page.goto(activity)
    parts.append(first_link(page, "attendance", "edit/"))

    found = look_at(
        page,
        axe,
        [
            project,
            *(project + verb for verb in OF_A_PROJECT),
            *(activity + verb for verb in ("", "edit/", "participants/new/")),
            *(result + verb for verb in ("", "edit/", "values/new/")),
            *parts,
        ],
    )

    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_a_round_is_clean(open_as, axe, size, scheme):
    width, height = SIZES[size]
    page = open_as(
        "lead", viewport={"width": width, "height": height}, color_scheme=scheme
    )
    page.goto("/rounds/?status=planned")
    planned = first_link(page, "rounds")
    page.goto("/dialogues/norway-indonesia/")
    held = page.locator("#rounds tr", has_text="Held").first
    held = held.locator("a[href^='/rounds/']").first.get_attribute("href")

    found = look_at(
        page,
        axe,
        [
            *(planned + verb for verb in ("", "prepare/", "status/", "agenda/")),
            planned + "agenda/order/",
            *(held + verb for verb in ("", "close/", "agenda/", "agenda/order/")),
        ],
    )

    assert found == {}


@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("/meetings/new/", "text=Save the meeting"),
        ("/concerns/new/?dialogue=2", "#record-form .form__actions button"),
        ("/people/new/", "#record-form .form__actions button"),
        ("/institutions/new/", "#record-form .form__actions button"),
        ("/projects/new/", "#record-form .form__actions button"),
        ("/dialogues/norway-indonesia/rounds/new/", None),
    ],
)
def test_forms_with_errors_are_clean_and_take_the_focus(open_as, axe, path, button):
    page = open_as("indonesia")
    page.goto(path)
    if path.endswith("rounds/new/"):
        page.fill("[name=starts_on]", "31.2.2027")
    page.click(button or "#record-form .form__actions button")

    page.locator(".error-summary").wait_for()
    expect(page.locator(".error-summary")).to_be_focused()
    assert axe(page) == []
    page.locator(".error-summary a").first.click()
    expect(page.locator(":is(input, select, textarea):focus")).to_have_count(1)


def test_filters_work_in_place_and_stay_in_the_address(open_as):
    page = open_as("indonesia")
    page.goto("/concerns/")
    before = page.locator("#rows tbody tr").count()

    page.fill("[name=q]", "juvenile")
    page.wait_for_url("**/concerns/?*q=juvenile*")
    page.locator(".chip").first.wait_for()

    assert 0 < page.locator("#rows tbody tr").count() < before
    page.locator(".chip").first.click()
    page.wait_for_url(re.compile(r"/concerns/\??$"))
    expect(page.locator("#rows tbody tr")).to_have_count(before)


def test_hidden_pages_answer_in_the_same_words_as_missing_ones(open_as):
    page = open_as("china")
    page.expected += ["404", "403"]

    page.goto("/meetings/999999/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_what_is_made_up_says_so(open_as):
    page = open_as("indonesia")

    page.goto("/concerns/?q=custody")

    rows = page.locator("#rows tbody tr")
    assert rows.count() == page.locator("#rows tbody .fictional").count() > 0


def test_the_administration_opens_under_the_same_policy(open_as):
    page = open_as("admin")

    for path in ("/admin/", "/admin/core/user/", "/admin/dialogues/topic/"):
        page.goto(path)
        assert page.get_by_role("link", name=re.compile("Log out|View site")).count()
