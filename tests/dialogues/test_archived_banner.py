"""An archived record says so at the top of its page, whatever it is."""

import pytest
from django.utils import timezone

from tests.factories import (
    make_concern,
    make_dialogue,
    make_follow_up,
    make_institution,
    make_meeting,
    make_partner,
    make_person,
    make_round,
)

MAKERS = {
    "dialogue": make_dialogue,
    "round": make_round,
    "meeting": make_meeting,
    "concern": make_concern,
    "follow_up": make_follow_up,
    "institution": make_institution,
    "person": make_person,
    "country": make_partner,
}


def _archived(kind):
    record = MAKERS[kind]()
    record.archived_at, record.archived_why = timezone.now(), "Entered twice."
    record.save()
    return record


@pytest.mark.parametrize("kind", MAKERS)
def test_the_reason_stands_once_right_below_the_head(signed_in, kind):
    record = _archived(kind)

    page = signed_in("officer").get(record.get_absolute_url())

    assert page.text.count('id="archived"') == 1
    head, below = page.text.split('id="archived"')
    assert "page-head__title" in head
    assert "<section" not in head.split("page-head__title")[1].rsplit("<", 1)[0]
    assert "facts__pair" not in head
    assert "Entered twice." in below
    assert "Bring back" in below


@pytest.mark.parametrize("kind", MAKERS)
def test_a_record_in_use_says_nothing_of_an_archive(signed_in, kind):
    record = MAKERS[kind]()

    page = signed_in("officer").get(record.get_absolute_url())

    assert 'id="archived"' not in page.text
