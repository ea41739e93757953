"""Time the trial and the taking of a file with many rows and some errors.

    .venv/bin/python bench/imports.py            # 5 000 rows of each kind on SQLite
    .venv/bin/python bench/imports.py 3000 disbursements        # of one kind alone
    .venv/bin/python bench/imports.py 1000       # fewer
    tools/pgtmp.py -- .venv/bin/python bench/imports.py         # on PostgreSQL

Makes a database of its own and brings institutions, people, positions and payments of
the grant system as an officer would, each file with errors planted. Prints the seconds
of the trial, of a page of its report, of the taking and of the trial of the same file
again, and stops where not exactly the planted rows are refused. The database is gone
afterwards.
"""

# ruff: noqa: E402, T201 (Django is set up before it is imported; this talks to a person)

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.runner import DiscoverRunner
from django.urls import reverse

from core.models import ImportedFile
from tests.factories import make_partner, make_project, make_user
from tests.partners.planted import KINDS, planted, prepare
from tests.projects.planted import grant_payments

PAYMENTS = "disbursements"


def timed(act):
    began = time.perf_counter()
    answer = act()
    if answer.status_code not in (200, 302):
        raise SystemExit(f"The server answers {answer.status_code}.")
    return time.perf_counter() - began, answer


def try_file(client, kind, content):
    url = reverse("partners:import_new", args=[kind])
    file = SimpleUploadedFile(f"{kind}.csv", content)
    seconds, answer = timed(lambda: client.post(url, {"file": file}))
    if answer.status_code != 302:
        raise SystemExit(answer.context["form"].errors.as_text())
    return seconds, answer.url


def refused(kind):
    rows = ImportedFile.objects.first().report["rows"]
    return [told["row"] for told in rows if told["outcome"] == "error"]


def made(kind, number):
    """What the file runs into, its content, and the rows of it that are wrong."""
    if kind != PAYMENTS:
        prepare(kind, number)
        return planted(kind, number)
    china = make_partner("CN")
    make_project(agreement_number="hidden-1", partners=[china], classification=4)
    payments = grant_payments(number)
    return payments.content, payments.wrong


def measure(client, kind, number):
    content, wrong = made(kind, number)
    trial, url = try_file(client, kind, content)
    page, _answer = timed(lambda: client.get(url))
    taking, _answer = timed(lambda: client.post(url))
    if refused(kind) != wrong:
        raise SystemExit(f"{kind}: refused {refused(kind)}, planted {wrong}")
    taken = ImportedFile.objects.first().report["counts"]
    again, _url = try_file(client, kind, content)
    after = ImportedFile.objects.first().report["counts"]
    if after["new"] or after["changed"]:
        raise SystemExit(f"{kind}: the second trial would change something: {after}")
    print(
        f"{kind:13} trial {trial:5.1f} s  page {page:4.2f} s  taking {taking:5.1f} s  "
        f"again {again:5.1f} s  {taken['new']} taken, {taken['error']} refused, "
        f"again {after['unchanged']} unchanged"
    )


def main(number, kinds):
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        client = Client(SERVER_NAME="localhost")
        client.force_login(make_user(desks=[make_partner()]))
        print(f"{connection.vendor}, {number} rows of each kind, with errors in each")
        for kind in kinds:
            measure(client, kind, number)
    finally:
        runner.teardown_databases(databases)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 5000,
        sys.argv[2:] or [*KINDS, PAYMENTS],
    )
