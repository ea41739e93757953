import pytest
from django.urls import reverse
from tests.factories import *

@pytest.mark.parametrize("name", ["dialogue_list","round_list","meeting_list","concern_list","follow_up_list"])
def test_smoke(signed_in, indonesia, name):
    m = make_meeting(round=make_round())
    make_follow_up(meeting=m); make_reply(raising=make_raising(meeting=m, concern=make_concern(dialogue=m.dialogue)))
    c = signed_in("officer")
    r = c.get(reverse("dialogues:"+name))
    assert r.status_code == 200
    print(r.text[r.text.index("<main"):])
    r = c.get(reverse("dialogues:"+name), {"format": "csv"})
    print(b"".join(r.streaming_content).decode())
