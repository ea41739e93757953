"""Time the export of a long list, and measure what memory it takes.

    .venv/bin/python bench/csv_export.py            # 20 000 concerns on SQLite
    .venv/bin/python bench/csv_export.py 5000       # fewer
    tools/pgtmp.py -- .venv/bin/python bench/csv_export.py      # on PostgreSQL

Makes a database of its own, fills it with concerns that were each raised twice and
answered once, and asks for the list and for its file as an officer would. Prints the
seconds of the first page and of the whole file, the time until the file begins, its
size, and the most memory that Python held while it was sent. The database is gone
afterwards.
"""

# ruff: noqa: E402, T201 (Django is set up before it is imported; this talks to a person)

import os
import sys
import time
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.runner import DiscoverRunner
from django.urls import reverse

from core.folding import fold
from dialogues.models import Concern, Raising, Reply
from tests.factories import make_dialogue, make_partner, make_topic, make_user


def fill(number):
    dialogue = make_dialogue()
    topic = make_topic()
    text = "What was said about it, at some length. " * 10
    concerns = Concern.objects.bulk_create(
        (
            Concern(
                reference=f"ID-{n:07d}",
                title=f"Concern {n}",
                summary=text,
                partner=dialogue.partner,
                dialogue=dialogue,
                topic=topic,
                folded=fold(f"Concern {n} {text}"),
            )
            for n in range(number)
        ),
        batch_size=500,
    )
    raisings = Raising.objects.bulk_create(
        (
            Raising(concern=concern, channel="letter", date=date, wording=text)
            for concern in concerns
            for date in ("2019-05-14", "2022-06-20")
        ),
        batch_size=500,
    )
    Reply.objects.bulk_create(
        (
            Reply(raising=raising, date="2019-09", text=text)
            for raising in raisings
            if raising.date == "2019-05-14"
        ),
        batch_size=500,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(client, query):
    """Seconds until it begins, seconds until it ends, and its size in bytes."""
    began = time.perf_counter()
    response = client.get(reverse("dialogues:concern_list"), query)
    if response.status_code != 200:
        raise SystemExit(f"The server answers {response.status_code}.")
    parts = response.streaming_content if response.streaming else [response.content]
    size, first = 0, None
    for part in parts:
        size += len(part)
        if first is None and len(part) > len("\ufeff".encode()):
            first = time.perf_counter() - began
    return first, time.perf_counter() - began, size


def main(number):
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        fill(number)
        client = Client(SERVER_NAME="localhost")
        client.force_login(make_user(desks=[make_partner()]))
        measure(client, {})
        for words, query in (
            ("first page", {}),
            ("sorted by days unanswered", {"sort": "-days_unanswered"}),
            ("reply overdue", {"overdue": "yes"}),
            ("searched", {"q": "length 1999"}),
            ("CSV", {"format": "csv"}),
        ):
            first, whole, size = measure(client, query)
            print(f"{words:26} {first:6.2f} s to begin {whole:6.2f} s  {size:>12,} B")
        tracemalloc.start()
        measure(client, {"format": "csv"})
        _held, most = tracemalloc.get_traced_memory()
        print(
            f"CSV: at most {most / 2**20:.1f} MiB held; {connection.vendor}, {number}"
        )
    finally:
        runner.teardown_databases(databases)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
