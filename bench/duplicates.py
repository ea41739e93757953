"""Time the list of likely duplicates, and the question asked while typing.

    .venv/bin/python bench/duplicates.py            # 5 000 people on SQLite
    .venv/bin/python bench/duplicates.py 1000       # fewer
    tools/pgtmp.py -- .venv/bin/python bench/duplicates.py      # on PostgreSQL

Makes a database of its own and fills it with people of four countries and of none,
whose names are drawn from few, so that very many are alike. Prints the seconds of each
page, the number of pairs, and the most memory that Python held. The database is gone
afterwards.
"""

# ruff: noqa: E402, S311, T201 (Django is set up first; lots; this talks to a person)

import os
import random
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

from partners.models import Person
from tests.factories import make_partner, make_user

NAMES = {
    "VN": (
        "Nguyen Tran Le Pham Hoang Phan Vu Dang Bui Do",
        "Van Thi Duc Minh Thanh Quang Ngoc Huu",
        "An Binh Chau Cuong Dung Giang Ha Hai Hanh Hieu Hoa Hung Khanh Lan Linh Nam",
    ),
    "CN": (
        "Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu",
        "Wei Fang Na Min Jing Qiang Lei Jun Yong Yan Jie Tao Jianguo Xiaoming",
    ),
    "NO": (
        "Jan Per Bjørn Ole Lars Knut Anne Inger Kari Ingrid Erik Silje",
        "Petter Olav Marie Louise Henrik Sofie Magnus Ida",
        "Hansen Johansen Olsen Larsen Andersen Nilsen Lund Berg Moen Solberg Dahl",
    ),
    "ID": (
        "Budi Siti Agus Dewi Sri Eko Rina Putri Joko Ahmad Muhammad",
        "Nur Yudi Hadi Wahyu Tri Indah Adi",
        "Santoso Wijaya Susanto Saputra Hidayat Lestari Rahayu Kusuma Pratama",
    ),
}


def fill(number):
    drawn = random.Random(1)

    def person():
        country = drawn.choice(list(NAMES))
        name = " ".join(drawn.choice(part.split()) for part in NAMES[country])
        return Person(name=name, country=drawn.choice([country, country, ""]))

    Person.objects.bulk_create((person() for _n in range(number)), batch_size=500)


def measure(words, send):
    began = time.perf_counter()
    response = send()
    if response.status_code != 200:
        raise SystemExit(f"The server answers {response.status_code}.")
    size = len(response.getvalue())
    print(f"{words:26} {time.perf_counter() - began:6.2f} s  {size:>12,} B")
    return response


def main(number):
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        fill(number)
        client = Client(SERVER_NAME="localhost")
        client.force_login(make_user(desks=[make_partner()]))
        url = reverse("partners:duplicate_list")
        typed = {"name": "Hansen Jan Petter", "country": "NO"}
        alike = reverse("partners:person_alike")
        page = measure("first page, cold", lambda: client.get(url))
        measure("first page, warm", lambda: client.get(url))
        measure("CSV", lambda: client.get(url, {"format": "csv"}))
        measure("while typing", lambda: client.post(alike, typed))
        tracemalloc.start()
        client.get(url)
        _held, most = tracemalloc.get_traced_memory()
        pairs = page.context["page_obj"].paginator.count
        print(
            f"{pairs} pairs; at most {most / 2**20:.1f} MiB held; {connection.vendor}"
        )
    finally:
        runner.teardown_databases(databases)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
