"""A promise in a real browser: made at one round, followed over the next two."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import INDONESIA, go_to_round, no_sideways_scroll


def save(page):
    page.click("form#record-form button[type=submit]")


def rounds_of(page):
    """The addresses of the three rounds that were held last, the oldest first."""
    page.goto("/dialogues/")
    page.get_by_role("link", name=INDONESIA, exact=True).first.click()
    page.wait_for_url(re.compile(r"/dialogues/[\w-]+/$"))
    page.wait_for_load_state()
    held = page.locator("#rounds tbody tr", has_text="Held")
    links = held.locator("a[href^='/rounds/']")
    addresses = dict.fromkeys(
        links.nth(number).get_attribute("href") for number in range(links.count())
    )
    return [*addresses][2::-1]


def say_how_far(page, measure, round_, voice, state, date, **texts):
    page.goto(measure)
    page.get_by_role("link", name="How far it is").click()
    page.check(f"[name=voice][value={voice}]")
    page.select_option("[name=state]", state)
    page.fill("[name=date]", date)
    page.select_option("[name=round]", re.search(r"\d+", round_).group())
    for name, text in texts.items():
        page.fill(f"[name={name}]", text)
    save(page)
    page.wait_for_url(f"**{measure}")


def test_a_promise_is_recorded_and_followed_over_three_rounds(open_as, axe):
    page = open_as("indonesia")
    first, second, third = rounds_of(page)

    # At a meeting of the first round they promise something.
    page.goto(first)
    page.get_by_role("link", name="Record a meeting in this round").click()
    page.fill("[name=title]", "Plenary with a promise")
    page.select_option("[name=kind]", "plenary")
    page.fill("[name=date]", "2016-01")
    page.click("text=Save the meeting")
    page.wait_for_url(re.compile(r"/meetings/\d+/$"))
    page.locator("#measures").get_by_role("link", name="New measure").click()
    page.fill("[name=title]", "Moratorium on executions")
    page.fill("[name=wording]", "We shall carry out no execution from now on.")
    page.select_option("[name=firmness]", "commitment")
    page.select_option("[name=side]", "partner")
    page.fill("[name=made_on]", "2016-01")
    page.fill("[name=due]", "2020")
    save(page)
    page.wait_for_url(re.compile(r"/measures/\d+/$"))
    measure = re.sub(r"^https?://[^/]+", "", page.url)
    assert axe(page) == []

    # At the second they report; at the third we assess, and somebody else has looked.
    say_how_far(
        page,
        measure,
        second,
        "partner",
        "done",
        "2018-01",
        text="It is observed everywhere.",
    )
    say_how_far(
        page,
        measure,
        third,
        "ours",
        "partly_done",
        "2020-01",
        text="No execution, and the law is unchanged.",
    )
    say_how_far(
        page,
        measure,
        third,
        "independent",
        "not_done",
        "2020-01",
        evidence="Report of an organisation",
    )
    for text in (
        "It is observed everywhere.",
        "No execution, and the law is unchanged.",
        "Report of an organisation",
    ):
        expect(page.locator("#voices").get_by_text(text)).to_be_visible()

    # Each of the three rounds tells of it, with all three voices.
    for round_ in (first, second, third):
        page.goto(round_)
        line = page.locator("#measures li", has_text="Moratorium on executions")
        expect(line.get_by_text("Partly done")).to_be_visible()
        expect(line.get_by_text("Not done in time")).to_be_visible()

    # What did they promise since then, and what became of it?
    page.goto("/dialogues/")
    page.get_by_role("link", name=INDONESIA, exact=True).first.click()
    page.get_by_role("link", name=re.compile("What each side promised since")).click()
    row = page.locator("#rows tbody tr", has_text="Moratorium on executions")
    for text in ("Done", "Partly done", "Not done in time"):
        expect(row.get_by_text(text, exact=True)).to_be_visible()
    assert axe(page) == []
    assert no_sideways_scroll(page)

    # Whoever prepares the next round is reminded of it.
    go_to_round(page, 17)
    page.get_by_role("link", name="Prepare", exact=True).click()
    promises = page.locator("#promises")
    expect(promises.get_by_text("Moratorium on executions").first).to_be_visible()
    assert axe(page) == []
