"""A real server, as `make run` serves it, and a real browser in an officer's hands.

A click ends when the next page begins to arrive, not when it is there: what a journey
then looks at, it looks at with `expect`, which waits, and never with `is_visible`.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "correct-horse-battery-staple"
INDONESIA = "Norway-Indonesia Human Rights Dialogue"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/e2e/" in item.nodeid:
            item.add_marker(pytest.mark.e2e)


def _chromium():
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        return found
    said = "No Chromium on this machine: apt-get install chromium"
    # Never silently green where it counts.
    (pytest.fail if os.environ.get("CI") else pytest.skip)(said)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": _chromium(),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of a server with the example record and the example users."""
    folder = tmp_path_factory.mktemp("server")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.base",
        "SECRET_KEY": "for-browser-journeys-only-0123456789-0123456789",
        "HTTPS": "off",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "documents"),
        "EXAMPLE_PASSWORD": PASSWORD,
    }

    def manage(*words):
        subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    manage("migrate", "-v0")
    manage("createcachetable")
    manage("collectstatic", "--noinput", "-v0")
    manage("load_record", "data/record-norway.json")
    manage("example_users")
    manage("load_record", "data/fictional-norway.json")
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "config.wsgi",
            "--workers=2",
            "--log-level=warning",
            f"--bind=127.0.0.1:{port}",
        ],
        cwd=ROOT,
        env=environment,
    )
    try:
        _wait_for(f"{address}/healthz")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(url):
    for _attempt in range(100):
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The server does not answer at {url}")


@pytest.fixture(scope="session")
def signed_in_states(browser, server):
    """The cookies of each example user, so that nobody signs in twice."""
    states = {}

    def state_of(name):
        if name not in states:
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{server}/accounts/login/")
            page.fill("input[name=login]", f"{name}@example.org")
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_url(f"{server}/")
            states[name] = context.storage_state()
            context.close()
        return states[name]

    return state_of


@pytest.fixture
def open_as(browser, server, signed_in_states):
    """`open_as("indonesia")` is a page in that officer's browser.

    Any console error, CSP violation or answer of 400 and above fails the test, unless
    the page says `expected` for it.
    """
    pages = []

    def open_page(name, **context_options):
        state = signed_in_states(name) if name else None
        context = browser.new_context(
            storage_state=state, base_url=server, **context_options
        )
        page = context.new_page()
        _watch(page)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        problems = [p for p in page.problems if not any(e in p for e in page.expected)]
        page.context.close()
        assert problems == []


def _watch(page):
    page.problems, page.expected = [], []
    page.on(
        "console",
        lambda m: page.problems.append(m.text) if m.type == "error" else None,
    )
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on(
        "response",
        lambda r: (
            page.problems.append(f"{r.status} {r.url}") if r.status >= 400 else None
        ),
    )
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => "
        "console.error('CSP ' + e.effectiveDirective + ' ' + e.sourceFile))"
    )


@pytest.fixture
def axe():
    """`axe(page)` lists what the accessibility checker finds: nothing, we hope."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def run(page):
        page.wait_for_load_state()
        page.evaluate(AXE.read_text(encoding="utf-8") + "\n;undefined")
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", tags
        )
        return [
            (v["id"], [node["target"] for node in v["nodes"]][:5])
            for v in found["violations"]
        ]

    return run


def no_sideways_scroll(page):
    page.wait_for_load_state()
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def go_to_round(page, number):
    """Opens a round of the dialogue with Indonesia, as an officer would find it."""
    page.goto("/dialogues/")
    page.get_by_role("link", name=INDONESIA).click()
    name = re.compile(rf"^(Round )?{number}\b")
    page.locator("#rounds").get_by_role("link", name=name).first.click()
    page.wait_for_url(re.compile(r"/rounds/\d+/$"))
