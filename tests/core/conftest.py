"""Tests in which several officers act at the very same time."""

import threading
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from core.models import AuditEvent

_append_only = import_module("core.migrations.0003_audit_events_are_append_only")


@pytest.fixture
def all_at_once(django_db_serialized_rollback, transactional_db):
    """Runs each task in a thread of its own, from one starting shot.

    Everything is truly committed; afterwards the database is emptied, audit events
    included.
    """
    yield _run
    with connection.schema_editor() as editor:
        _append_only.drop_triggers(apps, editor)
        AuditEvent.objects.all().delete()
        _append_only.make_triggers(apps, editor)


def _run(tasks):
    start, outcomes = threading.Barrier(len(tasks)), []

    def run(task):
        try:
            start.wait()
            outcomes.append(task())
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
    return outcomes
