"""Evaluations, what they found, and what changed in the dialogue because of it."""

import pytest
from django.urls import reverse

from core.models import Classification
from dialogues.models import Evaluation
from tests.dialogues.test_follow_ups import _open_form
from tests.factories import make_dialogue, make_evaluation, make_finding
from tests.who_may import DESK_RECORD

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
LIST = "dialogues:evaluation_list"


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia)


@DESK_RECORD
def test_who_may_read_and_change_an_evaluation(
    signed_in, dialogue, marking, who, page, edit
):
    evaluation = make_evaluation(
        dialogues=[dialogue], title="Ten years on", classification=marking
    )
    client = signed_in(who)

    shown = [client.get(reverse(LIST)), client.get(dialogue.get_absolute_url())]

    for address in (evaluation.get_absolute_url(), evaluation.url_for("history")):
        assert client.get(address).status_code == page
    new = reverse("dialogues:finding_new", args=[evaluation.pk])
    for address in (evaluation.url_for("edit"), new):
        assert client.get(address).status_code == edit
    for listed in shown:
        assert ("Ten years on" in listed.text) is (page == 200)
    if who != "visitor":
        file = client.get(reverse(LIST), {"format": "csv"}).getvalue().decode()
        assert ("Ten years on" in file) is (page == 200)


@DESK_RECORD
def test_who_may_read_and_change_a_finding(
    signed_in, dialogue, marking, who, page, edit
):
    evaluation = make_evaluation(dialogues=[dialogue])
    finding = make_finding(
        evaluation=evaluation,
        text="No goals were set.",
        what_changed="Goals are set now.",
        classification=marking,
    )
    client = signed_in(who)

    shown = client.get(evaluation.get_absolute_url())
    around = client.get(dialogue.get_absolute_url())
    listed = client.get(reverse(LIST), {"open": "yes"})

    assert client.get(finding.url_for("history")).status_code == page
    assert client.get(finding.url_for("edit")).status_code == edit
    assert ("No goals were set." in shown.text) is (page == 200)
    assert ("Goals are set now." in around.text) is (page == 200)
    if who != "visitor":
        assert bool(listed.context["rows"]) is (page == 200)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    signed_in, dialogue, rows, django_assert_num_queries
):
    for _number in range(rows):
        make_finding(evaluation=make_evaluation(dialogues=[dialogue]))
    client = signed_in("officer")
    client.get(reverse(LIST))

    with django_assert_num_queries(10):
        page = client.get(reverse(LIST))

    assert len(page.context["rows"]) == rows


def test_a_form_leaves_the_dialogues_of_others_as_they_are(
    signed_in, indonesia, china, dialogue
):
    hidden = make_dialogue(partner=indonesia, classification=CONFIDENTIAL)
    elsewhere = make_dialogue(partner=china)
    evaluation = make_evaluation(dialogues=[dialogue, hidden, elsewhere])
    client = signed_in("junior")
    edit = evaluation.url_for("edit")
    form = client.get(edit).context["form"]
    offered = set(form.fields["dialogues"].queryset)

    client.post(edit, _open_form(client, edit, title="Clearer", dialogues=[]))

    evaluation.refresh_from_db()
    assert offered == {dialogue}
    assert evaluation.title == "Clearer"
    assert set(evaluation.dialogues.values_list("pk", flat=True)) == {
        hidden.pk,
        elsewhere.pk,
    }


def test_a_hidden_dialogue_is_found_by_no_filter(signed_in, indonesia, china, dialogue):
    hidden = make_dialogue(
        partner=china, title="In secret", classification=CONFIDENTIAL
    )
    evaluation = make_evaluation(dialogues=[dialogue, hidden])
    client = signed_in("officer")

    rows = client.get(reverse(LIST), {"partner": china.pk}).context["rows"]
    mine = client.get(reverse(LIST), {"partner": indonesia.pk}).context["rows"]

    assert rows == []
    assert [row["record"] for row in mine] == [evaluation]
    assert "In secret" not in client.get(evaluation.get_absolute_url()).text


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("other_desk", 403), ("analyst", 403)]
)
def test_an_evaluation_starts_at_a_dialogue_of_the_desk(
    signed_in, dialogue, who, status
):
    url = f"{reverse('dialogues:evaluation_new')}?dialogue={dialogue.pk}"

    assert signed_in(who).get(url).status_code == status


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"publication": "withheld"}, "publication_ground"), ({"title": ""}, "title")],
)
def test_what_is_missing_is_said_at_its_field(signed_in, dialogue, sent, field):
    client = signed_in("officer")
    url = reverse("dialogues:evaluation_new")

    page = client.post(
        url, _open_form(client, url, **({"title": "A", "dialogues": []} | sent))
    )

    assert list(page.context["form"].errors) == [field]
    assert not Evaluation.objects.exists()


# --- Whoever sees to it ---------------------------------------------------------------


def test_the_owner_sees_a_finding_on_their_desk_and_says_what_came_of_it(
    signed_in, cast, dialogue
):
    finding = make_finding(
        evaluation=make_evaluation(dialogues=[dialogue], title="Ten years on"),
        owner=cast["other_desk"],
        due="2027-01-01",
    )
    client = signed_in("other_desk")
    edit = finding.url_for("edit")
    before = client.get("/").text

    refused = client.post(edit, _open_form(client, edit, status="done"))
    client.post(
        edit, _open_form(client, edit, status="done", what_changed="Goals are set.")
    )

    finding.refresh_from_db()
    assert "Ten years on" in before
    assert "what_changed" in refused.context["form"].errors
    assert finding.status == "done"
    assert "Ten years on" not in client.get("/").text


def test_an_owner_who_could_not_read_it_is_refused(signed_in, cast, dialogue):
    evaluation = make_evaluation(dialogues=[dialogue], classification=RESTRICTED)
    client = signed_in("officer")
    url = reverse("dialogues:finding_new", args=[evaluation.pk])

    page = client.post(
        url, _open_form(client, url, text="x", owner=str(cast["other_desk"].pk))
    )

    assert "This person may not read this finding." in page.text
