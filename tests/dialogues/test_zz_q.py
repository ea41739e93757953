import pytest
from django.test.utils import CaptureQueriesContext
from django.db import connection
from django.urls import reverse
from tests.dialogues.test_topics import _fill, make_dialogue, make_topic
from tests.dialogues import test_rounds
import re
@pytest.mark.django_db
def test_q(signed_in, cast, indonesia, capsys):
    d=make_dialogue(partner=indonesia); t=make_topic("death-penalty")
    _fill(d,t,1); c=signed_in("officer")
    r=d.rounds.first()
    for url in (reverse("dialogues:topic_list"), t.get_absolute_url(), r.get_absolute_url()):
        c.get(url)
        with CaptureQueriesContext(connection) as q:
            c.get(url)
        with capsys.disabled():
            print(url)
            for x in q: print("  ", re.sub(r'^SELECT .*? FROM "(\w+)".*?(WHERE.*)?$', r'\1 \2', x["sql"])[:170])
