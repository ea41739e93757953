import pytest
from django.contrib import admin
from django.urls import reverse

from core.models import Classification
from dialogues.models import (
    AgendaItem,
    Concern,
    FollowUp,
    Meeting,
    Minutes,
    Participation,
    Raising,
    Reply,
    Topic,
)
from tests.factories import make_dialogue, make_round, make_topic

KEPT = ["topic", "dialogue", "prioritytopic", "workinggroup", "round"]


@pytest.fixture
def administrator(signed_in):
    return signed_in("administrator")


def form_of(topic, **changes):
    return {
        "parent": topic.parent_id or "",
        "name_en": topic.name_en,
        "name_nb": topic.name_nb,
        "scope": topic.scope,
        "aliases": "\n".join(topic.aliases),
        "un_themes": "\n".join(topic.un_themes),
        "sdgs": "\n".join(topic.sdgs),
    } | changes


def send(client, topic, **changes):
    url = reverse("admin:dialogues_topic_change", args=[topic.pk])
    return client.post(url, form_of(topic, **changes))


@pytest.mark.parametrize(
    "model",
    [AgendaItem, Concern, FollowUp, Meeting, Minutes, Participation, Raising, Reply],
)
def test_what_was_said_has_no_place_in_the_admin(model):
    assert not admin.site.is_registered(model)


@pytest.mark.parametrize("name", KEPT)
def test_an_administrator_opens_every_list_and_every_new_form(administrator, name):
    make_round()

    for page in ("changelist", "add"):
        url = reverse(f"admin:dialogues_{name}_{page}")
        assert administrator.get(url, {"q": ""}).status_code == 200


@pytest.mark.parametrize("name", KEPT)
def test_an_officer_is_not_let_in(signed_in, name):
    answer = signed_in("officer").get(reverse(f"admin:dialogues_{name}_changelist"))

    assert answer.status_code in (302, 403)


def test_an_administrator_sees_no_dialogue_above_their_clearance(administrator):
    make_dialogue(title="Hidden talks", classification=Classification.RESTRICTED)
    make_dialogue(title="Known talks")

    page = administrator.get(reverse("admin:dialogues_dialogue_changelist"))

    assert "Known talks" in page.text
    assert "Hidden talks" not in page.text


def test_the_summary_of_a_round_is_not_shown_to_an_administrator(administrator):
    held = make_round(summary="They spoke of one man", heads_note="His brother")

    page = administrator.get(reverse("admin:dialogues_round_change", args=[held.pk]))

    assert page.status_code == 200
    assert "They spoke" not in page.text
    assert "His brother" not in page.text


def test_other_wordings_are_written_one_on_each_line(administrator):
    topic = make_topic()

    answer = send(administrator, topic, aliases="Executions \n\n capital  punishment")

    topic.refresh_from_db()
    assert answer.status_code == 302
    assert topic.aliases == ["executions", "capital punishment"]


def test_a_topic_is_retired_and_keeps_its_code(administrator):
    topic = make_topic()

    send(administrator, topic, retired="on", code="changed")

    topic.refresh_from_db()
    assert topic.retired
    assert topic.code == "death-penalty"


def test_topics_keep_to_two_levels(administrator):
    above = make_topic().parent
    other = Topic.objects.filter(parent=None).exclude(pk=above.pk).first()

    page = send(administrator, above, parent=other.pk)

    assert "stays on the first level" in page.text


def test_topics_are_listed_as_a_tree_and_found_by_other_wordings(administrator):
    Topic.objects.filter(code="death-penalty").update(aliases=["gallows"])
    url = reverse("admin:dialogues_topic_changelist")

    tree = administrator.get(url).context["cl"].result_list
    found = administrator.get(url, {"q": "gallows"}).context["cl"].result_list

    parents = [topic.parent_id or topic.pk for topic in tree]
    assert [p for n, p in enumerate(parents) if p not in parents[:n]] == [
        topic.pk for topic in tree if topic.parent_id is None
    ]
    assert [topic.code for topic in found] == ["death-penalty"]


def test_a_topic_is_never_deleted(administrator):
    url = reverse("admin:dialogues_topic_delete", args=[make_topic().pk])

    assert administrator.get(url).status_code == 403
