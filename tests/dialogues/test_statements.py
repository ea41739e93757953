"""Statements: what each side says in public, side by side, and who released it."""

import pytest
from django.urls import reverse

from core.models import Classification
from dialogues.models import Statement
from tests.dialogues.test_follow_ups import _open_form
from tests.factories import make_dialogue, make_round, make_statement
from tests.who_may import DESK_RECORD

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
LIST = "dialogues:statement_list"


@pytest.fixture
def round_(indonesia):
    return make_round(dialogue=make_dialogue(partner=indonesia))


@DESK_RECORD
def test_who_may_read_and_change_a_statement(
    signed_in, round_, marking, who, page, edit
):
    statement = make_statement(
        round=round_, dialogue=round_.dialogue, title="To the press"
    )
    other = make_statement(round=round_, dialogue=round_.dialogue, title="Of both")
    statement.classification = marking
    statement.save()
    client = signed_in(who)

    listed = client.get(reverse(LIST))
    beside = client.get(other.get_absolute_url())
    at_round = client.get(round_.get_absolute_url())

    for address in (statement.get_absolute_url(), statement.url_for("history")):
        assert client.get(address).status_code == page
    assert client.get(statement.url_for("edit")).status_code == edit
    for shown in (listed, beside, at_round):
        assert ("To the press" in shown.text) is (page == 200)
    if who != "visitor":
        file = client.get(reverse(LIST), {"format": "csv"}).getvalue().decode()
        assert ("To the press" in file) is (page == 200)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    signed_in, round_, rows, django_assert_num_queries
):
    for _number in range(rows):
        make_statement(round=round_, dialogue=round_.dialogue)
    client = signed_in("officer")
    client.get(reverse(LIST))

    with django_assert_num_queries(12):
        page = client.get(reverse(LIST))

    assert len(page.context["rows"]) == rows


def test_the_round_shows_each_side_beside_the_other(signed_in, round_):
    for side in ("ours", "partner"):
        make_statement(round=round_, dialogue=round_.dialogue, side=side, title=side)

    page = signed_in("officer").get(round_.get_absolute_url())

    shown = [
        [row.title for row, _tone in rows]
        for _side, rows in page.context["progress"].by_side
    ]
    assert shown == [["ours"], ["partner"], []]


# --- Releasing it ---------------------------------------------------------------------


def _approve(client, statement, version=None):
    statement.refresh_from_db()
    version = statement.version if version is None else version
    client.post(statement.url_for("approve"), {"version": version})
    statement.refresh_from_db()


@pytest.mark.parametrize(
    ("who", "status"),
    [("lead", "approved"), ("officer", "draft"), ("other_desk", "draft")],
)
def test_only_a_desk_lead_approves(signed_in, cast, round_, who, status):
    statement = make_statement(round=round_, dialogue=round_.dialogue)

    _approve(signed_in(who), statement)

    assert statement.status == status
    assert statement.approved_by == (cast["lead"] if who == "lead" else None)


def test_a_statement_of_the_partner_is_not_ours_to_approve(signed_in, round_):
    statement = make_statement(
        round=round_, dialogue=round_.dialogue, side="partner", status="draft"
    )

    _approve(signed_in("lead"), statement)

    assert statement.status == "draft"


def test_a_wording_that_the_lead_has_not_read_is_not_approved(signed_in, round_):
    statement = make_statement(round=round_, dialogue=round_.dialogue)
    read = statement.version
    statement.text = "Other words"
    statement.save()

    _approve(signed_in("lead"), statement, version=read)

    assert statement.status == "draft"


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"text": "Other words"}, "draft"), ({"date": "2024"}, "approved")],
)
def test_other_words_take_the_approval_back(signed_in, round_, changed, status):
    statement = make_statement(round=round_, dialogue=round_.dialogue, text="Words")
    client = signed_in("lead")
    _approve(client, statement)
    edit = statement.url_for("edit")

    client.post(edit, _open_form(client, edit, **changed))

    statement.refresh_from_db()
    assert statement.status == status
    assert (statement.approved_by is None) is (status == "draft")


def test_an_earlier_wording_does_not_come_back_as_approved(signed_in, round_):
    statement = make_statement(round=round_, dialogue=round_.dialogue, text="First")
    client = signed_in("lead")
    first = statement.history.first()
    edit = statement.url_for("edit")
    client.post(edit, _open_form(client, edit, text="Second"))
    _approve(client, statement)
    revert = statement.url_for("revert", first.pk)

    client.post(revert, _open_form(client, revert, reason="Back"))

    statement.refresh_from_db()
    assert (statement.text, statement.status) == ("First", "draft")
    assert statement.approved_by is None


def test_what_is_approved_is_published_with_a_date(signed_in, round_):
    statement = make_statement(round=round_, dialogue=round_.dialogue)
    client = signed_in("lead")
    publish = reverse("dialogues:statement_publish", args=[statement.pk])

    client.post(publish)
    statement.refresh_from_db()
    too_early = statement.status
    _approve(client, statement)
    client.post(publish)

    statement.refresh_from_db()
    assert too_early == "draft"
    assert statement.status == "published"
    assert statement.date.day_is_known


def test_a_joint_statement_is_of_both_sides(signed_in, round_):
    client = signed_in("officer")
    url = f"{reverse('dialogues:statement_new')}?round={round_.pk}"
    said = {"title": "x", "kind": "joint_statement", "side": "ours"}

    page = client.post(url, _open_form(client, url, **said))

    assert "A joint statement is of both sides." in page.text
    assert not Statement.objects.exists()
