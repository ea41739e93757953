"""The settings of production: no start without a key, and nothing left open."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import include, path

ROOT = Path(settings.BASE_DIR)
SETTINGS = sorted((ROOT / "config" / "settings").glob("*.py"))
KEY = "k" * 25 + "0123456789" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _manage(*arguments, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={
            **kept,
            "DJANGO_SETTINGS_MODULE": "config.settings.base",
            "DATABASE_URL": "sqlite://:memory:",
        }
        | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_without_a_secret_key_there_is_no_start():
    done = _manage("check")

    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


def test_the_checks_for_deployment_have_nothing_to_say():
    done = _manage(
        "check",
        "--deploy",
        "--fail-level=WARNING",
        SECRET_KEY=KEY,
        ALLOWED_HOSTS="record.example.org",
    )

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert "silenced)" not in done.stdout.replace("(0 silenced)", "")


def test_production_listens_to_no_foreign_host_and_shows_no_traces():
    done = _manage(
        "shell",
        "-c",
        "from django.conf import settings as s; import json; print(json.dumps("
        "[s.DEBUG, '*' in s.ALLOWED_HOSTS, s.SESSION_COOKIE_SECURE, "
        "s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_NAME]))",
        SECRET_KEY=KEY,
    )

    assert '[false, false, true, true, true, "__Host-sid"]' in done.stdout, done.stderr


def test_migrations_are_current():
    done = _manage("makemigrations", "--check", "--dry-run", SECRET_KEY=KEY)

    assert done.returncode == 0, done.stdout


def _variables():
    """The names that the settings read from the environment."""
    for file in SETTINGS:
        if file.name == "test.py":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and re.match(
                r"(env|os\.environ)\b", ast.unparse(node.func)
            ):
                for argument in node.args[:1]:
                    if isinstance(argument, ast.Constant):
                        yield argument.value


def test_the_readme_names_every_variable_of_the_environment():
    readme = ROOT / "README.md"
    assert readme.exists(), "README.md is missing"
    text = readme.read_text(encoding="utf-8")

    missing = sorted({name for name in _variables() if f"`{name}`" not in text})

    assert {"SECRET_KEY", "DATABASE_URL", "HOME_COUNTRY"} <= set(_variables())
    assert missing == [], f"README.md does not name {missing}"


def _breaks(request):
    raise RuntimeError("The text of a record")


urlpatterns = [path("breaks/", _breaks), path("", include("config.urls"))]
PAGES = [
    ("/concerns/", 200),
    ("/concerns/999999999/", 404),
    ("/no-such-page/", 404),
    ("/accounts/login/", 302),
    ("/healthz", 200),
    ("/admin/", 302),
    ("/people/new/", 200),
    ("/drafts/keep/", 405),
    ("/breaks/", 500),
]


class TestHeaders:
    @pytest.mark.urls("tests.test_settings")
    @pytest.mark.parametrize(("path", "status"), PAGES)
    def test_every_page_carries_them(self, signed_in, path, status):
        client = signed_in("officer")
        client.raise_request_exception = False

        response = client.get(path)

        assert response.status_code == status
        headers = response.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "style-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "base-uri 'none'" in policy
        assert "form-action 'self'" in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "no-store" in headers["Cache-Control"]
        assert "camera=()" in headers["Permissions-Policy"]

    @pytest.mark.urls("tests.test_settings")
    def test_a_failure_shows_nothing_of_what_failed(self, signed_in):
        client = signed_in("officer")
        client.raise_request_exception = False

        page = client.get("/breaks/").content.decode()

        assert "<html" in page
        assert "The text of a record" not in page
        assert "Traceback" not in page

    def test_the_cookies_are_for_the_server_only(self, signed_in):
        client = signed_in("officer")
        client.get("/people/new/")

        for name in ("sid", "csrf"):
            assert client.cookies[name]["httponly"]
            assert client.cookies[name]["samesite"] == "Lax"

    @override_settings(SECURE_SSL_REDIRECT=True)
    def test_plain_http_is_led_to_https_except_for_the_health_check(self, db):
        assert Client().get("/concerns/").url.startswith("https://")
        assert Client().get("/healthz").status_code == 200

    def test_a_foreign_host_is_refused(self, db):
        response = Client().get("/healthz", headers={"Host": "evil.example"})

        assert response.status_code == 400


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Concerns"), ("", "Concerns"), ("nb", "nb")]
)
def test_a_page_is_in_the_language_of_its_reader(client, db, language, word):
    from tests.factories import make_user

    client.force_login(make_user(language=language))

    response = client.get("/concerns/", headers={"Accept-Language": "fr"})

    assert response.headers["Content-Language"] == (language or "en")
    assert word in response.content.decode()
