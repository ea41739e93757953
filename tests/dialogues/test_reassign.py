"""Giving follow-ups to somebody else: a look at what would go, and one step."""

import pytest
from django.urls import reverse

from core.models import Classification
from dialogues.models import FollowUp
from tests.dialogues.test_follow_ups import _open_form
from tests.factories import make_follow_up, make_user

INTERNAL, RESTRICTED, CONFIDENTIAL = 2, Classification.RESTRICTED, 4
URL = "/follow-ups/reassign/"


@pytest.fixture
def theirs(cast, indonesia, china):
    """What an officer owns, on their own desk and on another one."""
    owner = cast["officer"]
    return {
        "plain": make_follow_up(partner=indonesia, owner=owner, title="Plain"),
        "secret": make_follow_up(
            partner=indonesia,
            owner=owner,
            title="Secret",
            classification=CONFIDENTIAL,
        ),
        "elsewhere": make_follow_up(partner=china, owner=owner, title="Elsewhere"),
        "closed": make_follow_up(
            partner=indonesia,
            owner=owner,
            title="Closed",
            status="done",
            closed_on="2026-01-01",
        ),
    }


def _address(cast, owner, to):
    return f"{URL}?owner={cast[owner].pk}&to={cast[to].pk}"


def _send(client, url, **changes):
    page = client.get(url)
    data = _open_form(client, url, reason="She takes over Indonesia")
    data["going"] = [str(row.pk) for row in page.context["plan"].going]
    return client.post(url, data | changes)


def _plan(page):
    plan = page.context["plan"]
    return {row.title for row in plan.going}, {row.title for row, _ in plan.staying}


@pytest.mark.parametrize(
    ("who", "going", "staying"),
    [
        # The owner: all of it, as far as the junior officer may read it.
        ("officer", {"Plain", "Elsewhere"}, {"Secret"}),
        # The lead of the desk: what is on the desk.
        ("lead", {"Plain"}, {"Secret", "Elsewhere"}),
        # A colleague who is neither: nothing.
        ("other_desk", set(), {"Plain", "Elsewhere"}),
    ],
)
def test_the_page_says_what_would_go_and_what_stays(
    signed_in, cast, theirs, who, going, staying
):
    page = signed_in(who).get(_address(cast, "officer", "junior"))

    assert _plan(page) == (going, staying)


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("analyst", 403), ("visitor", 302)]
)
def test_only_who_keeps_the_record_gives_anything_away(signed_in, cast, who, status):
    assert signed_in(who).get(URL).status_code == status


def test_what_goes_has_a_new_owner_and_a_line_in_its_history(signed_in, cast, theirs):
    client = signed_in("lead")

    _send(client, _address(cast, "officer", "junior"))

    rows = {row.title: row for row in FollowUp.objects.select_related("owner")}
    assert rows["Plain"].owner == cast["junior"]
    assert rows["Secret"].owner == rows["Elsewhere"].owner == cast["officer"]
    entry = rows["Plain"].history.first()
    assert entry.history_change_reason == "She takes over Indonesia"
    assert rows["Plain"].updated_by == cast["lead"]


def test_a_double_click_gives_it_away_once(signed_in, cast, theirs):
    client = signed_in("lead")
    url = _address(cast, "officer", "junior")
    data = _open_form(client, url, reason="Twice")
    data["going"] = [str(theirs["plain"].pk)]

    first, second = client.post(url, data), client.post(url, data)

    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert theirs["plain"].history.count() == 2


def test_only_what_was_on_the_page_goes(signed_in, cast, theirs, indonesia):
    client = signed_in("lead")
    url = _address(cast, "officer", "junior")
    client.get(url)
    make_follow_up(partner=indonesia, owner=cast["officer"], title="Come since")

    _send(client, url, going=[str(theirs["plain"].pk)])

    assert FollowUp.objects.get(title="Come since").owner == cast["officer"]
    assert FollowUp.objects.get(title="Plain").owner == cast["junior"]


@pytest.mark.parametrize("forged", ["secret", "elsewhere", "closed"])
def test_what_may_not_go_does_not_go_by_a_forged_form(signed_in, cast, theirs, forged):
    client = signed_in("lead")

    page = _send(
        client, _address(cast, "officer", "junior"), going=[str(theirs[forged].pk)]
    )

    assert "Nothing of this can be given away any more." in page.text
    theirs[forged].refresh_from_db()
    assert theirs[forged].owner == cast["officer"]


def test_only_what_is_ticked_goes_and_the_page_says_what_stayed(
    signed_in, cast, theirs, indonesia
):
    make_follow_up(partner=indonesia, owner=cast["officer"], title="Unticked")
    client = signed_in("lead")
    url = _address(cast, "officer", "junior")

    sent = _send(client, url, going=[str(theirs["plain"].pk)])
    page = client.get(sent.url)

    assert FollowUp.objects.get(title="Plain").owner == cast["junior"]
    assert FollowUp.objects.get(title="Unticked").owner == cast["officer"]
    assert f"1 follow-up is now with {cast['junior']}." in page.text
    assert "1 that was not ticked stays where it is." in page.text


def test_all_are_ticked_at_first_and_stay_as_they_were_left(signed_in, cast, theirs):
    client = signed_in("officer")
    url = _address(cast, "officer", "junior")
    plain, elsewhere = theirs["plain"].pk, theirs["elsewhere"].pk

    first = client.get(url)
    again = _send(client, url, going=[str(plain)], reason="")

    assert first.context["form"].ticked == {plain, elsewhere}
    assert f'id="going-{plain}" checked' in again.text
    assert f'id="going-{elsewhere}" checked' not in again.text


def test_at_least_one_is_ticked(signed_in, cast, theirs):
    page = _send(signed_in("lead"), _address(cast, "officer", "junior"), going=[])

    assert "Tick at least one follow-up." in page.text
    assert not FollowUp.objects.filter(owner=cast["junior"]).exists()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("closed", "It has been closed in the meantime."),
        ("elsewhere", "It is not yours, and you do not lead its desk."),
    ],
)
def test_what_was_ticked_and_did_not_go_is_named_with_the_reason(
    signed_in, cast, theirs, name, why
):
    client = signed_in("lead")
    going = [str(theirs["plain"].pk), str(theirs[name].pk)]

    sent = _send(client, _address(cast, "officer", "junior"), going=going)
    page = client.get(sent.url)

    assert f"“{theirs[name].title}” was not given away. {why}" in page.text
    theirs[name].refresh_from_db()
    assert theirs[name].owner == cast["officer"]


def test_what_one_may_not_see_is_neither_given_away_nor_counted(
    signed_in, cast, theirs, indonesia
):
    cast["junior"].groups.set(cast["lead"].groups.all())
    make_follow_up(partner=indonesia, owner=cast["junior"], title="Own")
    own = FollowUp.objects.get(title="Own")
    client = signed_in("junior")
    going = [str(own.pk), str(theirs["secret"].pk), "9" * 18]

    sent = _send(client, _address(cast, "junior", "lead"), going=going)
    page = client.get(sent.url)

    assert f"1 follow-up is now with {cast['lead']}." in page.text
    assert "not given away" not in page.text
    theirs["secret"].refresh_from_db()
    assert theirs["secret"].owner == cast["officer"]


def test_it_asks_why(signed_in, cast, theirs):
    page = _send(signed_in("lead"), _address(cast, "officer", "junior"), reason="")

    assert "Say why they get a new owner." in page.text
    assert not FollowUp.objects.filter(owner=cast["junior"]).exists()


@pytest.mark.parametrize("to", ["", "x", "999999999999999999999", "0"])
def test_an_impossible_owner_is_refused(signed_in, cast, theirs, to):
    client = signed_in("lead")

    shown = client.get(f"{URL}?to={to}")
    sent = client.post(f"{URL}?to={to}", {"reason": "x", "going": theirs["plain"].pk})

    assert shown.status_code == sent.status_code == 200
    assert FollowUp.objects.filter(owner=cast["officer"]).count() == 4


def test_somebody_who_has_left_is_not_offered(signed_in, indonesia):
    gone = make_user(is_active=False, desks=[indonesia])

    page = signed_in("lead").get(f"{URL}?to={gone.pk}")

    assert page.context["plan"].to is None


def test_what_is_hidden_is_not_in_it(signed_in, cast, theirs):
    cast["junior"].groups.set(cast["lead"].groups.all())

    page = signed_in("junior").get(_address(cast, "officer", "lead"))

    assert "Secret" not in page.text
    assert "Plain" in page.text


def test_the_list_leads_there_with_its_filter(signed_in, cast, theirs):
    listed = reverse("dialogues:follow_up_list")

    page = signed_in("lead").get(listed, {"status": "still_open", "sort": "due"})
    reader = signed_in("analyst").get(listed)

    assert f"{URL}?status=still_open" in page.text
    assert URL not in reader.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_much_goes(
    signed_in, cast, indonesia, rows, django_assert_num_queries
):
    for _row in range(rows):
        make_follow_up(partner=indonesia, owner=cast["officer"])
    client = signed_in("lead")
    url = _address(cast, "officer", "junior")

    with django_assert_num_queries(20):
        page = client.get(url)

    assert len(page.context["plan"].going) == rows
