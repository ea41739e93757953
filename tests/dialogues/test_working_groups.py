"""Working groups: threads over many rounds, and what they reported at each."""

import pytest
from django.urls import reverse

from core.models import AuditEvent, Classification
from dialogues.models import GroupReport
from tests.dialogues.test_follow_ups import _open_form
from tests.factories import (
    make_agenda_item,
    make_concern,
    make_dialogue,
    make_group_report,
    make_meeting,
    make_person,
    make_raising,
    make_round,
    make_topic,
    make_working_group,
)
from tests.who_may import DESK_RECORD

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia, title="Dialogue with Indonesia")


@pytest.fixture
def group(dialogue):
    return make_working_group(dialogue=dialogue, title="Rights of workers")


def _send(client, url, **values):
    return client.post(url, _open_form(client, url, **values))


@DESK_RECORD
def test_who_may_read_and_change_a_working_group(
    signed_in, dialogue, marking, who, page, edit
):
    group = make_working_group(dialogue=dialogue, classification=marking)
    client = signed_in(who)

    assert client.get(group.get_absolute_url()).status_code == page
    assert client.get(group.url_for("edit")).status_code == edit
    new = reverse("dialogues:group_report_new", args=[group.pk])
    assert client.get(new).status_code == edit


@pytest.mark.parametrize(
    ("marking", "who", "sees", "edit"),
    [
        (INTERNAL, "other_desk", True, 403),
        (RESTRICTED, "officer", True, 200),
        (RESTRICTED, "junior", True, 200),
        (RESTRICTED, "auditor", True, 403),
        (RESTRICTED, "other_desk", False, 404),
        (CONFIDENTIAL, "officer", True, 200),
        (CONFIDENTIAL, "junior", False, 404),
    ],
)
def test_who_may_read_and_change_a_report(signed_in, group, marking, who, sees, edit):
    report = make_group_report(
        working_group=group,
        round=make_round(dialogue=group.dialogue),
        report="Strikes were discussed.",
        guiding_questions="Who may strike?",
        classification=marking,
    )
    client = signed_in(who)

    pages = [client.get(row.get_absolute_url()).text for row in (group, report.round)]

    for text in pages:
        assert ("Strikes were discussed." in text) is sees
        assert ("Who may strike?" in text) is sees
    assert client.get(report.url_for("history")).status_code == (200 if sees else 404)
    assert client.get(report.url_for("edit")).status_code == edit


def test_the_thread_of_a_group_through_the_rounds(signed_in, group):
    dialogue = group.dialogue
    named = make_round(dialogue=dialogue, starts_on="2019", ordinal=1)
    named.working_groups.add(group)
    met = make_round(dialogue=dialogue, starts_on="2020", ordinal=2)
    meeting = make_meeting(round=met, working_group=group, title="On strikes")
    make_agenda_item(meeting=meeting, topic=make_topic("labour-rights"))
    told = make_round(dialogue=dialogue, starts_on="2021", ordinal=3)
    make_group_report(
        working_group=group, round=told, moderator=make_person(name="Mona Moderator")
    )
    make_round(dialogue=dialogue, starts_on="2022", ordinal=4)
    make_meeting(dialogue=dialogue, working_group=group, title="In between")

    page = signed_in("officer").get(group.get_absolute_url())
    record = page.context["record"]

    assert record.rounds == [told, met, named]
    assert [topic.code for topic, _number in record.topics] == ["labour-rights"]
    for text in ("On strikes", "Mona Moderator", "In between"):
        assert text in page.text


def test_nothing_hidden_shows_on_the_page_of_a_group(signed_in, group):
    hidden = {"classification": CONFIDENTIAL}
    secret = make_round(
        dialogue=group.dialogue, city="Bogor", starts_on="2019", **hidden
    )
    secret.working_groups.add(group)
    round_ = make_round(dialogue=group.dialogue)
    round_.working_groups.add(group)
    meeting = make_meeting(
        round=round_, working_group=group, title="Hidden meeting", **hidden
    )
    make_agenda_item(meeting=meeting, topic=make_topic())
    seen = make_meeting(round=round_, working_group=group)
    concern = make_concern(
        dialogue=group.dialogue, topic=make_topic("torture"), **hidden
    )
    make_raising(concern=concern, meeting=seen, channel="meeting")

    page = signed_in("junior").get(group.get_absolute_url())
    officer = signed_in("officer").get(group.get_absolute_url())

    assert page.context["record"].rounds == [round_]
    assert page.context["record"].topics == []
    assert "Bogor" not in page.text
    assert "Hidden meeting" not in page.text
    assert len(officer.context["record"].topics) == 2
    assert "Bogor" in officer.text


def test_a_report_is_written_of_the_round_that_one_comes_from(signed_in, group):
    round_ = make_round(dialogue=group.dialogue)
    other = make_round(starts_on="2019")
    url = reverse("dialogues:group_report_new", args=[group.pk])
    client = signed_in("officer")

    form = client.get(f"{url}?round={round_.pk}").context["form"]
    response = _send(client, f"{url}?round={round_.pk}", report="They agreed.")

    assert other not in form.fields["round"].queryset
    report = GroupReport.objects.get()
    assert (report.round, report.working_group) == (round_, group)
    assert report.classification == RESTRICTED
    assert response.url == f"{group.get_absolute_url()}#round-{round_.pk}"


@pytest.mark.parametrize("marking", [RESTRICTED, CONFIDENTIAL])
def test_a_group_reports_once_of_a_round(signed_in, group, marking):
    round_ = make_round(dialogue=group.dialogue)
    make_group_report(working_group=group, round=round_, classification=marking)
    url = reverse("dialogues:group_report_new", args=[group.pk])

    page = _send(signed_in("junior"), url, round=str(round_.pk), report="Again")

    assert "This group has a report of this round already." in page.text
    assert GroupReport.objects.count() == 1


def test_a_report_is_changed_and_keeps_its_round(signed_in, group):
    report = make_group_report(
        working_group=group, round=make_round(dialogue=group.dialogue), report="Old"
    )

    _send(signed_in("officer"), report.url_for("edit"), report="New")

    report.refresh_from_db()
    assert report.report == "New"
    assert report.history.count() == 2


def test_reading_a_report_is_logged(signed_in, group):
    make_group_report(working_group=group, round=make_round(dialogue=group.dialogue))

    signed_in("officer").get(group.get_absolute_url())

    assert AuditEvent.objects.filter(action=AuditEvent.Action.READ).count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_group_costs_the_same_however_long(
    signed_in, group, rows, django_assert_num_queries
):
    for number in range(rows):
        round_ = make_round(dialogue=group.dialogue, starts_on=str(2000 + number))
        round_.working_groups.add(group)
        meeting = make_meeting(round=round_, working_group=group)
        make_agenda_item(meeting=meeting, topic=make_topic())
        concern = make_concern(dialogue=group.dialogue, topic=make_topic("torture"))
        make_raising(concern=concern, meeting=meeting, channel="meeting")
        make_group_report(
            working_group=group,
            round=round_,
            moderator=make_person(),
            rapporteur=make_person(),
        )
    client = signed_in("officer")
    client.get(group.get_absolute_url())

    with django_assert_num_queries(24):
        page = client.get(group.get_absolute_url())

    assert len(page.context["record"].rounds) == rows


def test_a_group_is_linked_from_its_dialogue_its_rounds_and_meetings(signed_in, group):
    round_ = make_round(dialogue=group.dialogue)
    round_.working_groups.add(group)
    meeting = make_meeting(round=round_, working_group=group)
    client = signed_in("analyst")

    for row in (group.dialogue, round_, meeting):
        page = client.get(row.get_absolute_url())
        assert f'href="{group.get_absolute_url()}"' in page.text
