"""Databases for the tests, copied from one that was migrated once.

Migrating takes a minute, and each process of a run needs a database of its own. The
copy is named after all that it is made of, so that a changed migration makes a new one.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

FOLDER = Path(settings.BASE_DIR) / "build" / "migrated"
OURS = ("core", "partners", "dialogues", "projects", "desk")


def prepare():
    """Puts a migrated copy where Django is about to look for its test database."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    {"sqlite": _copy_file, "postgresql": _copy_database}[connection.vendor]()


def _made_of():
    """A short name for everything that decides what the migrations lead to."""
    folder = Path(settings.BASE_DIR)
    files = [folder / "uv.lock", folder / "config/settings/base.py"]
    for app in OURS:
        files += sorted((folder / app / "migrations").glob("*.py"))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _one_at_a_time():
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(address):
    """Runs the migrations in a process of its own, against another database."""
    environment = os.environ | {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)


def _copy_file():
    migrated = FOLDER / f"{_made_of()}.sqlite3"
    with _one_at_a_time():
        if not migrated.exists():
            for old in FOLDER.glob("*.sqlite3*"):
                old.unlink()
            half_done = migrated.with_suffix(".sqlite3-half")
            _migrate(f"sqlite:///{half_done}")
            half_done.rename(migrated)
    shutil.copyfile(migrated, settings.DATABASES["default"]["TEST"]["NAME"])


def _copy_database():
    name = f"migrated_{_made_of()}"
    own = connection.creation._get_test_db_name()
    with _one_at_a_time(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            _drop_earlier(cursor)
            half_done = f"{name}_half"
            _anew(cursor, half_done)
            _migrate(_address_of(half_done))
            cursor.execute(f'ALTER DATABASE "{half_done}" RENAME TO "{name}"')
        _anew(cursor, own, template=f'TEMPLATE "{name}"')


def _drop_earlier(cursor):
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'migrated_%%'")
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP DATABASE "{name}"')


def _anew(cursor, name, template=""):
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
    cursor.execute(f'CREATE DATABASE "{name}" {template}')


def _address_of(name):
    """The address under which the tests found the server, with another database."""
    server = urlsplit(os.environ["DATABASE_URL"])
    return server._replace(path=f"/{name}").geturl()
