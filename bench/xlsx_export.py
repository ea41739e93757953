"""Time the Excel workbook of a long list, and measure what memory it takes.

    .venv/bin/python bench/xlsx_export.py            # 20 000 concerns on SQLite
    .venv/bin/python bench/xlsx_export.py 5000       # fewer
    tools/pgtmp.py -- .venv/bin/python bench/xlsx_export.py     # on PostgreSQL

Makes a database of its own with the concerns of `csv_export.py`, and asks for their
list as CSV and as a workbook as an officer would. Prints the seconds until each file
begins and ends, its size, the most memory that Python held while the workbook was
made, and what was left on the disk. The database is gone afterwards.
"""

# ruff: noqa: T201 (Django is set up before it is imported; this talks to a person)

import os
import sys
import tempfile
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from csv_export import fill, measure
from django.db import connection
from django.test import Client
from django.test.runner import DiscoverRunner

from tests.factories import make_partner, make_user


def main(number):
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        fill(number)
        client = Client(SERVER_NAME="localhost")
        client.force_login(make_user(desks=[make_partner()]))
        measure(client, {})
        with tempfile.TemporaryDirectory() as folder:
            tempfile.tempdir = folder
            for words, query in (
                ("CSV", {"format": "csv"}),
                ("Excel", {"format": "xlsx"}),
                ("Excel, searched", {"format": "xlsx", "q": "length 1999"}),
            ):
                first, whole, size = measure(client, query)
                print(
                    f"{words:26} {first:6.2f} s to begin {whole:6.2f} s  {size:>12,} B"
                )
            tracemalloc.start()
            measure(client, {"format": "xlsx"})
            _held, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            left = os.listdir(folder)
        print(
            f"Excel: at most {most / 2**20:.1f} MiB held, {len(left)} files left; "
            f"{connection.vendor}, {number}"
        )
    finally:
        runner.teardown_databases(databases)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
