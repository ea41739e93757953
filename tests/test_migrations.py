"""The schema that the migrations lead to, and how they are named."""

import re
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction

from core.models import AuditEvent
from dialogues.models import Topic
from partners.models import Sector

OUR_APPS = ("core", "partners", "dialogues", "projects", "desk")


def _id(file):
    return f"{file.parts[-3]}/{file.stem}"


FILES = [
    file
    for app in OUR_APPS
    for file in sorted((Path(settings.BASE_DIR) / app / "migrations").glob("0*.py"))
]


@pytest.mark.parametrize("file", FILES, ids=_id)
def test_a_migration_is_named_as_a_sentence(file):
    number, _, name = file.stem.partition("_")

    assert re.fullmatch(r"\d{4}", number)
    assert name == "initial" or len(name.split("_")) >= 3
    assert "auto" not in name.split("_")


@pytest.mark.parametrize("app", OUR_APPS)
def test_they_are_counted_without_gaps(app):
    numbers = [int(file.stem[:4]) for file in FILES if file.parts[-3] == app]

    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("file", FILES, ids=_id)
def test_every_step_can_be_taken_back(file):
    module = import_module(f"{file.parts[-3]}.migrations.{file.stem}")

    for operation in module.Migration.operations:
        assert operation.reversible, operation


def _triggers():
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(query[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def test_the_triggers_are_there_in_the_final_schema(db):
    audit = {
        "sqlite": {"audit_no_update", "audit_no_delete"},
        "postgresql": {"audit_no_change"},
    }
    replies = {"reply_date_insert", "reply_date_update", "raising_date_update"}

    assert _triggers() >= audit[connection.vendor] | replies


def test_no_constraint_of_a_migration_got_lost(db):
    from tests.core.test_constraints import CONSTRAINTS

    query = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL",
        "postgresql": "SELECT conname FROM pg_constraint "
        "UNION SELECT indexname FROM pg_indexes",
    }
    with connection.cursor() as cursor:
        cursor.execute(query[connection.vendor])
        schema = "\n".join(text for (text,) in cursor.fetchall())
    known = set(re.findall(r"\w+", schema))

    assert CONSTRAINTS.keys() <= known


@pytest.mark.parametrize(
    ("app", "name"),
    [
        ("core", "0003_audit_events_are_append_only"),
        ("dialogues", "0003_a_reply_is_not_older_than_what_it_answers"),
    ],
)
def test_triggers_go_and_come_with_their_migration(db, app, name):
    module = import_module(f"{app}.migrations.{name}")
    before = _triggers()

    with connection.cursor() as cursor:
        # SQLite's own editor does not work inside the transaction of a test.
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        module.drop_triggers(apps, editor)
        without = _triggers()
        module.make_triggers(apps, editor)

    assert without < before
    assert _triggers() == before


def test_the_roles_come_with_the_product(db):
    permissions = {
        group.name: set(group.permissions.values_list("codename", flat=True))
        for group in Group.objects.all()
    }

    assert permissions == {
        "Officer": {"write_record", "read_names_at_risk"},
        "Desk lead": {"write_record", "lead_desk", "read_names_at_risk"},
        "Analyst": {"read_all_desks"},
        "Auditor": {"read_all_desks", "read_names_at_risk", "read_audit"},
        "Administrator": permissions["Administrator"],
    }
    assert not permissions["Administrator"] & {
        "write_record",
        "read_all_desks",
        "read_names_at_risk",
    }


def test_topics_and_sectors_come_in_both_languages(db):
    for model in (Topic, Sector):
        assert model.objects.count() >= 10
        for row in model.objects.all():
            assert row.name_en
            assert row.name_nb


def test_a_topic_is_named_once(db):
    topic = Topic.objects.first()

    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.create(code="x", name_en=topic.name_en, name_nb="x")
    assert not AuditEvent.objects.exists()
