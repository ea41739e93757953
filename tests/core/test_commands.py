"""The commands of the house, as the person at the console meets them."""

import io
import json

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.models import AuditEvent, AuditHead, Classification, User
from tests.factories import make_partner, make_user

pytestmark = pytest.mark.django_db


def run(name, *arguments, **options):
    out = io.StringIO()
    call_command(name, *arguments, stdout=out, **options)
    return out.getvalue()


# --- load_record ------------------------------------------------------------------


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "record.json"
    data = {
        "_about": {"home_country": "NO"},
        "countries": [{"code": "ID", "name": "Indonesia", "hat": "blue"}],
        "dialogues": [{"id": "NO-ID", "country": "ID", "title": "Dialogue"}],
        "multilateral": [{"title": "One"}, {"title": "Two"}],
    }
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_load_record_prints_what_became_of_each_section(file):
    lines = run("load_record", str(file)).splitlines()

    assert lines[0].split() == ["Section", "taken", "already", "there", "skipped"]
    assert lines[1].split() == ["countries", "1", "0", "0"]
    assert "  multilateral: 2 rows, no place for it yet" in lines
    assert "  countries: hat (rows: 1)" in lines


def test_load_record_can_be_tried_first(file):
    said = run("load_record", str(file), dry_run=True)

    assert "Dry run: nothing was loaded." in said
    assert not AuditEvent.objects.exists()


def test_load_record_says_what_is_broken(file):
    file.write_text('{"_about": {}}')

    with pytest.raises(CommandError) as caught:
        run("load_record", str(file))

    assert str(caught.value).splitlines() == [
        "Nothing was loaded:",
        "  _about, home_country: is missing",
    ]


def test_load_record_speaks_english_whatever_the_pages_speak(file, settings):
    settings.LANGUAGE_CODE = "nb"
    file.write_text(
        json.dumps(
            {
                "_about": {"home_country": "NO"},
                "countries": [{"code": "ID", "name": "I" * 101}],
                "dialogues": [{"country": "ID"}],
            }
        )
    )

    with pytest.raises(CommandError, match="at most 100 characters"):
        run("load_record", str(file))


# --- example_users ----------------------------------------------------------------


@pytest.fixture
def desks(monkeypatch):
    monkeypatch.setenv("EXAMPLE_PASSWORD", "four-words-and-more")
    return [make_partner(code) for code in ("ID", "VN", "CN")]


@pytest.mark.parametrize(
    ("name", "role", "clearance", "codes", "is_staff"),
    [
        ("indonesia", "Officer", Classification.CONFIDENTIAL, "ID VN", False),
        ("china", "Officer", Classification.CONFIDENTIAL, "CN", False),
        ("lead", "Desk lead", Classification.CONFIDENTIAL, "CN ID VN", False),
        ("analyst", "Analyst", Classification.RESTRICTED, "", False),
        ("auditor", "Auditor", Classification.CONFIDENTIAL, "", False),
        ("admin", "Administrator", Classification.INTERNAL, "", True),
    ],
)
def test_example_people_get_their_role_and_desks(
    desks, name, role, clearance, codes, is_staff
):
    email = f"{name}@example.org"

    run("example_users")

    user = User.objects.get(email=email)
    assert user.check_password("four-words-and-more")
    assert [group.name for group in user.groups.all()] == [role]
    assert user.clearance == clearance
    assert sorted(user.desk_countries) == codes.split()
    assert (user.is_staff, user.is_superuser) == (is_staff, False)
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == (email, True, True)


def test_a_second_run_changes_nothing_and_signs_nobody_out(desks, client):
    run("example_users")
    user = User.objects.get(email="lead@example.org")
    client.force_login(user)
    events, versions = AuditEvent.objects.count(), User.history.count()

    said = run("example_users")

    assert said.count("as it was") == 6
    assert (AuditEvent.objects.count(), User.history.count()) == (events, versions)
    now = User.objects.get(pk=user.pk)
    assert now.get_session_auth_hash() == user.get_session_auth_hash()


def test_example_people_are_set_right_again(desks, monkeypatch):
    run("example_users")
    china = User.objects.filter(email="china@example.org")
    china.update(clearance=Classification.OPEN, is_superuser=True)
    monkeypatch.setenv("EXAMPLE_PASSWORD", "other-words-and-more")

    run("example_users")

    user = china.get()
    assert (user.clearance, user.is_superuser) == (Classification.CONFIDENTIAL, False)
    assert user.check_password("other-words-and-more")
    event = AuditEvent.objects.filter(detail__user=user.pk).first()
    assert event.action == AuditEvent.Action.RIGHTS_CHANGED
    assert event.detail["changes"]["clearance"] == Classification.CONFIDENTIAL
    assert "words" not in json.dumps(event.detail)


def test_example_people_need_a_password(monkeypatch):
    monkeypatch.delenv("EXAMPLE_PASSWORD", raising=False)

    with pytest.raises(CommandError, match="Set EXAMPLE_PASSWORD"):
        run("example_users")

    assert not User.objects.exists()


def test_example_people_stay_out_of_a_ministrys_own_record(desks, settings):
    make_user(email="real@ministry.example")

    with pytest.raises(CommandError, match="other users here"):
        run("example_users")

    assert User.objects.count() == 1
    settings.DEBUG = True
    run("example_users")
    assert User.objects.count() == 7


def test_missing_desks_are_named(monkeypatch):
    monkeypatch.setenv("EXAMPLE_PASSWORD", "four-words-and-more")
    make_partner("ID")

    assert "No such desk yet: CN, VN" in run("example_users")


# --- verify_audit -----------------------------------------------------------------


def test_a_whole_chain_is_counted():
    AuditEvent.objects.record(AuditEvent.Action.SIGNED_IN)
    event = AuditEvent.objects.record(AuditEvent.Action.SIGNED_OUT)

    said = run("verify_audit")

    assert said.splitlines() == [
        "Events: 2",
        f"Head: {event.digest}",
        "The chain is whole.",
    ]


def test_an_empty_chain_is_whole():
    assert "Events: 0" in run("verify_audit")


def test_the_first_event_that_does_not_follow_is_named():
    AuditEvent.objects.record(AuditEvent.Action.SIGNED_IN)
    forged = AuditEvent.objects.create(
        at=timezone.now(), action=AuditEvent.Action.READ, digest="0" * 64
    )
    AuditEvent.objects.record(AuditEvent.Action.SIGNED_OUT)

    with pytest.raises(CommandError, match=f"broken at event {forged.pk} "):
        run("verify_audit")


def test_missing_last_events_are_noticed():
    AuditEvent.objects.record(AuditEvent.Action.SIGNED_IN)
    AuditHead.objects.update(digest="1" * 64)

    with pytest.raises(CommandError, match="its last events are missing"):
        run("verify_audit")
