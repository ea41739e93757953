"""What parliament asks: by when, on which facts, and the account of a dialogue."""

import datetime
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse
from django.utils.html import strip_tags

from core.models import AuditEvent, Classification
from dialogues.forms.accounts import answer_due
from dialogues.models import FactUsed, ParliamentaryQuestion, YearlyCost
from tests.dialogues.test_follow_ups import _open_form
from tests.factories import (
    make_assessment,
    make_concern,
    make_dialogue,
    make_evaluation,
    make_fact_used,
    make_finding,
    make_measure,
    make_measure_status,
    make_meeting,
    make_minutes,
    make_objective,
    make_person,
    make_priority_topic,
    make_question,
    make_raising,
    make_reply,
    make_round,
    make_statement,
    make_yearly_cost,
)
from tests.who_may import DESK_RECORD

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
LIST = "dialogues:parliamentary_question_list"


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia)


# --- Questions ------------------------------------------------------------------------


@DESK_RECORD
def test_who_may_read_and_change_a_question(
    signed_in, indonesia, marking, who, page, edit
):
    question = make_question(
        partners=[indonesia], subject="The visit to Aceh", classification=marking
    )
    client = signed_in(who)

    listed = client.get(reverse(LIST))
    find = reverse("dialogues:fact_used_new", args=[question.pk])

    for address in (question.get_absolute_url(), question.url_for("history")):
        assert client.get(address).status_code == page
    for address in (question.url_for("edit"), find):
        assert client.get(address).status_code == edit
    assert ("The visit to Aceh" in listed.text) is (page == 200)
    if who != "visitor":
        file = client.get(reverse(LIST), {"format": "csv"}).getvalue().decode()
        assert ("The visit to Aceh" in file) is (page == 200)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    signed_in, indonesia, rows, django_assert_num_queries
):
    for _number in range(rows):
        make_question(partners=[indonesia])
    client = signed_in("officer")
    client.get(reverse(LIST))

    with django_assert_num_queries(10):
        page = client.get(reverse(LIST))

    assert len(page.context["rows"]) == rows


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-23", "2026-12-01"),
        ("2026-11-27", "2026-12-07"),
        ("2026-11-28", "2026-12-07"),
    ],
)
def test_an_answer_is_due_after_six_working_days(asked, due):
    day = datetime.date.fromisoformat

    assert answer_due(day(asked)) == day(due)


@time_machine.travel("2026-11-23 12:00")
@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ({}, datetime.date(2026, 12, 1)),
        ({"asked_on": "2026-11-20"}, datetime.date(2026, 11, 30)),
        ({"asked_on": "2006"}, None),
        ({"due": "2027-01-15"}, datetime.date(2027, 1, 15)),
    ],
)
def test_the_day_that_the_form_suggests_follows_the_question(
    signed_in, cast, indonesia, sent, due
):
    client = signed_in("officer")
    url = f"{reverse('dialogues:parliamentary_question_new')}?partner=ID"

    client.post(
        url,
        _open_form(client, url, subject="Aceh", kind="written", partners=["1"])
        | {"partners": [str(indonesia.pk)]}
        | sent,
    )

    question = ParliamentaryQuestion.objects.get()
    assert question.due == due
    assert question.owner == cast["officer"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"asked_on": "2026-11-20", "answered_on": "2026-11-19"}, "answered_on"),
        ({"asked_on": "2026-11-20", "due": "2026-11-19"}, "due"),
        ({"subject": ""}, "subject"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(signed_in, sent, field):
    client = signed_in("officer")
    url = reverse("dialogues:parliamentary_question_new")

    page = client.post(
        url, _open_form(client, url, **({"subject": "x", "kind": "oral"} | sent))
    )

    assert list(page.context["form"].errors) == [field]


def test_only_the_desk_of_a_country_writes_its_questions_down(signed_in, china):
    client = signed_in("officer")
    url = reverse("dialogues:parliamentary_question_new")
    sent = _open_form(client, url, subject="x", kind="oral")

    page = client.post(url, sent | {"partners": [str(china.pk)]})

    assert client.get(f"{url}?partner=CN").status_code == 403
    assert "Choose at least one country of your desk." in page.text


@time_machine.travel("2026-11-23 12:00")
def test_what_is_overdue_stands_on_the_desk_of_its_owner(signed_in, cast, indonesia):
    late = make_question(
        partners=[indonesia], due="2026-11-20", owner=cast["officer"], subject="Late"
    )
    make_question(
        due="2026-11-20",
        answered_on="2026-11-19",
        owner=cast["officer"],
        subject="Answered",
    )
    client = signed_in("officer")

    desk = client.get("/").text
    rows = client.get(reverse(LIST), {"answered": "overdue"}).context["rows"]

    assert "Late" in desk
    assert "3 days overdue" in desk
    assert "Answered" not in desk
    assert [row["record"] for row in rows] == [late]


# --- Finding facts --------------------------------------------------------------------


def _find(client, question, **asked):
    url = reverse("dialogues:fact_used_new", args=[question.pk])
    page = client.get(url, asked)
    return page, {
        group["kind"]: [line.title for line in group["lines"]]
        for group in page.context["groups"]
    }


def _record_about_prisons(dialogue, **more):
    """One row of each kind that a search for "Wamena" finds."""
    round_ = make_round(
        dialogue=dialogue, starts_on="2006-05-29", public_summary="Wamena", **more
    )
    meeting = make_meeting(round=round_, date="2006-05-29", title="Talk on Wamena")
    concern = make_concern(dialogue=dialogue, title="Prison at Wamena", **more)
    raising = make_raising(
        concern=concern,
        meeting=meeting,
        channel="meeting",
        date="2006-05-29",
        wording="Asked for a visit.",
        speaker=make_person(name="Kari Asker", country="NO"),
        classification=more.get("classification", RESTRICTED),
    )
    reply = make_reply(raising=raising, date="2006-06-01", text="They said no.")
    return {
        "round": round_,
        "meeting": meeting,
        "concern": concern,
        "raising": raising,
        "reply": reply,
        "measure": make_measure(
            dialogue=dialogue, made_on="2006", wording="Open Wamena", **more
        ),
        "statement": make_statement(
            dialogue=dialogue, date="2006-05-30", title="On Wamena", **more
        ),
    }


def test_a_search_tells_what_was_raised_when_by_whom_and_the_answer(
    signed_in, indonesia, dialogue
):
    rows = _record_about_prisons(dialogue)
    question = make_question(partners=[indonesia])

    page, found = _find(
        signed_in("officer"), question, q="WAMENA", since="2006", until="2006"
    )

    assert set(found) == set(rows)
    for text in ("Kari Asker", "29 May 2006", "They said no.", "Asked for a visit."):
        assert text in page.text


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "Wamena", "since": "2007"},
        {"q": "Wamena", "until": "2005"},
        {"q": "Wamena Oslofjord"},
        {"q": "Wamena", "topic": "death-penalty"},
        {"q": "Wamena", "partner": "CN"},
    ],
)
def test_a_search_leaves_out_what_was_not_asked_for(
    signed_in, indonesia, china, dialogue, asked
):
    from tests.factories import make_topic

    _record_about_prisons(dialogue)
    keys = {"topic": make_topic().pk, "partner": china.pk}
    asked = {name: keys.get(name, value) for name, value in asked.items()}

    _page, found = _find(signed_in("officer"), make_question(), **asked)

    assert found == {}


def test_a_search_finds_nothing_that_is_hidden(signed_in, indonesia, dialogue):
    _record_about_prisons(dialogue, classification=CONFIDENTIAL)
    open_meeting = make_meeting(dialogue=dialogue, title="Plenary")
    make_minutes(
        meeting=open_meeting, text="Wamena once more", classification=CONFIDENTIAL
    )
    question = make_question(partners=[indonesia])

    _page, officer = _find(signed_in("officer"), question, q="Wamena")
    _page, junior = _find(signed_in("junior"), question, q="Wamena")

    assert "Plenary" in officer["meeting"]
    assert junior == {}


def test_what_was_found_is_shown_however_far_down_it_stands(signed_in, dialogue):
    long = "He spoke of the law at length. " * 100
    raising = make_raising(
        concern=make_concern(dialogue=dialogue), wording=f"{long} Then of Wamena."
    )
    make_reply(raising=raising, text=f"{long} Nothing happened at Wamena.")
    meeting = make_meeting(dialogue=dialogue, title="Plenary", summary="A long day.")
    make_minutes(
        meeting=meeting,
        text=f"{long} The doctors of Wamena were named.",
        classification=CONFIDENTIAL,
    )

    asked = {"q": "WAMENA"}
    officer, _found = _find(signed_in("officer"), make_question(), **asked)
    junior, _found = _find(signed_in("junior"), make_question(), **asked)

    for text in ("Then of <mark>Wamena</mark>.", "happened at <mark>Wamena</mark>."):
        assert text in officer.text
        assert text in junior.text
    assert "The doctors of <mark>Wamena</mark> were named." in officer.text
    assert "doctors" not in junior.text


@pytest.mark.parametrize("asked", ["Wamena", "Biak"])
def test_reading_what_stands_beside_what_was_found_is_logged(
    signed_in, dialogue, asked
):
    opened = {"classification": INTERNAL}
    meeting = make_meeting(dialogue=dialogue, title="Biak", **opened)
    make_minutes(meeting=meeting, text="Of Wamena.", classification=RESTRICTED)
    raising = make_raising(
        concern=make_concern(dialogue=dialogue), wording="Of Wamena.", **opened
    )
    make_reply(raising=raising, text="Nothing.", classification=RESTRICTED)
    question = make_question(classification=INTERNAL)

    _find(signed_in("officer"), question, q=asked)

    read = AuditEvent.objects.filter(action=AuditEvent.Action.READ)
    assert read.exists() is (asked == "Wamena")


def test_what_is_marked_as_found_is_no_markup_of_its_own(signed_in, dialogue):
    make_raising(
        concern=make_concern(dialogue=dialogue),
        wording="<b>Wamena</b><script>alert(1)</script>",
    )

    page, _found = _find(signed_in("officer"), make_question(), q="Wamena script")

    assert "&lt;b&gt;<mark>Wamena</mark>&lt;/b&gt;" in page.text
    assert "<script>alert" not in page.text


def test_an_empty_search_asks_for_a_word(signed_in):
    page, found = _find(signed_in("officer"), make_question(), q=" ")

    assert "Say what to look for" in page.text
    assert found == {}


@pytest.mark.parametrize("typed", ["Hue", "Huế", "HUẾ", "hue prison"])
def test_what_was_said_is_found_without_accents(signed_in, dialogue, typed):
    raising = make_raising(
        concern=make_concern(dialogue=dialogue), wording="The prison at Huế."
    )
    make_reply(raising=raising, text="Huế has no prison.")
    make_minutes(
        meeting=make_meeting(dialogue=dialogue, title="Plenary"),
        text="On Huế and its prison.",
    )

    _page, found = _find(signed_in("officer"), make_question(), q=typed)

    assert found.keys() == {"raising", "reply", "meeting"}


def test_what_was_said_before_is_found_without_accents_as_well(dialogue):
    concern = make_concern(dialogue=dialogue)
    raising = make_raising(concern=concern, wording="The prison at Huế.")
    reply = make_reply(raising=raising, text="No prison at Huế.")
    minutes = make_minutes(
        meeting=make_meeting(dialogue=dialogue), text="Huế, once more"
    )
    rows = (raising, reply, minutes)
    for row in rows:
        type(row)._base_manager.filter(pk=row.pk).update(folded="")

    module = "dialogues.migrations.0009_what_was_said_is_found_without_accents"
    import_module(module).fold_what_was_said(apps, None)

    for row in rows:
        row.refresh_from_db()
    assert [row.folded for row in rows] == [
        "the prison at hue",
        "no prison at hue",
        "hue once more",
    ]


def test_a_found_row_leads_to_what_its_link_says(signed_in, dialogue):
    _record_about_prisons(dialogue)

    page, _found = _find(signed_in("officer"), make_question(), q="Wamena")

    for link in ("Go to the concern", "Go to the meeting", "Go to the round"):
        assert link in page.text
    assert ">Open<span" not in page.text


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_costs_the_same_however_much_is_found(
    signed_in, indonesia, dialogue, rows, django_assert_num_queries
):
    for _number in range(rows):
        _record_about_prisons(dialogue)
    question = make_question(partners=[indonesia])
    client = signed_in("officer")
    _find(client, question, q="Wamena")

    with django_assert_num_queries(36):
        _page, found = _find(client, question, q="Wamena")

    assert {len(titles) for titles in found.values()} == {rows}


# --- Noting facts ---------------------------------------------------------------------


def _note(client, question, *keys, **more):
    url = f"{reverse('dialogues:fact_used_new', args=[question.pk])}?q=Wamena"
    return client.post(url, {"row": keys} | more, follow=True)


def test_ticked_rows_are_noted_once(signed_in, indonesia, dialogue):
    rows = _record_about_prisons(dialogue)
    question = make_question(partners=[indonesia])
    client = signed_in("officer")
    keys = [f"{kind}:{row.pk}" for kind, row in rows.items()]

    page = _note(client, question, *keys, note="Second paragraph")
    _note(client, question, *keys)

    assert FactUsed.objects.count() == len(rows)
    assert page.redirect_chain[-1][0] == question.get_absolute_url()
    assert page.text.count("Second paragraph") == len(rows)
    assert "Prison at Wamena" in page.text


def test_a_fact_reads_as_a_sentence(signed_in, indonesia, dialogue):
    rows = _record_about_prisons(dialogue)
    question = make_question(partners=[indonesia])
    for row in rows.values():
        make_fact_used(question=question, record=row)

    page = strip_tags(signed_in("officer").get(question.get_absolute_url()).text)

    for told in (
        "Our concern “Prison at Wamena”, ",
        ", last raised 29 May 2006, status: open.",
        "Kari Asker raised “Prison at Wamena”, 29 May 2006, at “Talk on Wamena”.",
        "The partner replied to “Prison at Wamena” (general), 1 June 2006.",
        "Meeting “Talk on Wamena”, 29 May 2006, ",
        "29 May 2006, ",
        "Commitment (The partner) “",
        "“On Wamena”, 30 May 2006, ",
    ):
        assert told in page, told


def test_other_kinds_and_hidden_rows_are_refused_alike(signed_in, indonesia, dialogue):
    hidden = make_concern(
        dialogue=dialogue, title="In secret", classification=CONFIDENTIAL
    )
    seen = make_concern(dialogue=dialogue)
    question = make_question(partners=[indonesia])
    client = signed_in("junior")

    for key in (
        f"concern:{hidden.pk}",
        "concern:987654",
        f"partner:{indonesia.pk}",
        "user:1",
        "concern:x",
        "concern:²",
        "",
    ):
        page = _note(client, question, f"concern:{seen.pk}", key)
        assert page.context["form"].errors, key
        assert "In secret" not in page.text
    assert not FactUsed.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("junior", 404), ("other_desk", 404)]
)
def test_a_fact_shows_only_to_those_who_may_see_the_row(
    signed_in, indonesia, dialogue, who, status
):
    concern = make_concern(
        dialogue=dialogue, title="In secret", classification=CONFIDENTIAL
    )
    question = make_question(partners=[indonesia])
    used = make_fact_used(question=question, record=concern, note="What was hidden")
    client = signed_in(who)

    page = client.get(question.get_absolute_url())

    assert client.get(used.url_for("history")).status_code == status
    assert ("In secret" in page.text) is (status == 200)
    assert ("What was hidden" in page.text) is (status == 200)


def test_a_fact_is_withdrawn_and_can_be_noted_again(signed_in, indonesia, dialogue):
    concern = make_concern(dialogue=dialogue, title="Prison at Wamena")
    question = make_question(partners=[indonesia])
    used = make_fact_used(question=question, record=concern)
    client = signed_in("officer")
    archive = used.url_for("archive")

    client.post(archive, _open_form(client, archive, reason="Wrong year"))
    without = client.get(question.get_absolute_url()).text
    _note(client, question, f"concern:{concern.pk}")

    assert "Prison at Wamena" not in without
    assert FactUsed.objects.current().count() == 1


# --- Costs ----------------------------------------------------------------------------


@DESK_RECORD
def test_who_may_read_and_change_the_cost_of_a_year(
    signed_in, dialogue, marking, who, page, edit
):
    cost = make_yearly_cost(
        dialogue=dialogue, cost=123456, note="Travel", classification=marking
    )
    client = signed_in(who)
    account = reverse("dialogues:dialogue_account", args=[dialogue.slug])

    assert client.get(cost.url_for("history")).status_code == page
    assert client.get(cost.url_for("edit")).status_code == edit
    for address in (dialogue.get_absolute_url(), account):
        shown = client.get(address).text
        assert ("123,456" in shown) is (page == 200)


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("other_desk", 403), ("analyst", 403)]
)
def test_only_the_desk_writes_costs_down(signed_in, dialogue, who, status):
    url = reverse("dialogues:yearly_cost_new", args=[dialogue.slug])

    assert signed_in(who).get(url).status_code == status


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"year": "22", "cost": "1"}, "year"),
        ({"year": "2020", "cost": "1"}, "__all__"),
        ({"year": "2021"}, "cost"),
        ({"year": "2021", "cost": "-1"}, "__all__"),
    ],
)
def test_an_impossible_cost_is_refused(signed_in, dialogue, sent, field):
    make_yearly_cost(dialogue=dialogue, year=2020, cost=5)
    client = signed_in("officer")
    url = reverse("dialogues:yearly_cost_new", args=[dialogue.slug])

    page = client.post(url, _open_form(client, url, **sent))

    assert page.context["form"].errors, field
    assert YearlyCost.objects.count() == 1


def test_a_sum_says_of_how_many_rounds_it_knows_a_figure(signed_in, dialogue):
    for cost, days in ((100, None), (250, None), (None, None)):
        make_round(
            dialogue=dialogue,
            starts_on="2020-05",
            status="held",
            cost=cost,
            staff_days=days,
        )
    make_round(
        dialogue=dialogue,
        starts_on="2020",
        status="cancelled",
        status_why="Illness",
        cost=9000,
    )

    page = signed_in("officer").get(dialogue.get_absolute_url())

    costs = page.context["progress"].costs
    assert costs.cost.words == "350"
    assert costs.cost.of_how_many == "2 of 3 rounds with a figure"
    assert costs.staff_days.words == "Not known"


# --- The account ----------------------------------------------------------------------


def _fill(dialogue, marking, tag):
    """One row of everything that the account tells of, in 2022."""
    known = {"classification": marking}
    round_ = make_round(
        dialogue=dialogue,
        starts_on="2022-05",
        status="held",
        city=f"Town {tag}",
        head_own=make_person(name=f"Head {tag}"),
    )
    speaker = make_person(name=f"Speaker {tag}")
    objective = make_objective(dialogue=dialogue, title=f"Objective {tag}", **known)
    make_assessment(
        objective=objective,
        round=round_,
        date="2022-06",
        evidence=f"Evidence {tag}",
        **known,
    )
    measure = make_measure(
        dialogue=dialogue, made_on="2022", title=f"Promise {tag}", **known
    )
    make_measure_status(measure=measure, classification=marking)
    concern = make_concern(dialogue=dialogue, title=f"Concern {tag}", **known)
    said = {"concern": concern, "speaker": speaker} | known
    raising = make_raising(date="2022-05", **said)
    make_reply(
        raising=raising, date="2022-06", quality="commitment", by=speaker, **known
    )
    make_raising(date="2022-05", reply_due="2022-07-01", **said)
    evaluation = make_evaluation(
        dialogues=[dialogue], date="2022", title=f"Evaluation {tag}", **known
    )
    make_finding(evaluation=evaluation, what_changed=f"Changed {tag}", **known)
    make_priority_topic(dialogue=dialogue, since="2020", why=f"Priority {tag}", **known)


TOLD = ("Objective", "Evidence", "Promise", "Concern", "Evaluation", "Changed")
TOLD += ("Priority",)


@pytest.mark.parametrize(
    ("marking", "who", "told"),
    [
        (INTERNAL, "other_desk", True),
        (RESTRICTED, "junior", True),
        (RESTRICTED, "analyst", True),
        (RESTRICTED, "other_desk", False),
        (CONFIDENTIAL, "officer", True),
        (CONFIDENTIAL, "junior", False),
    ],
)
def test_the_account_tells_only_what_the_reader_may_see(
    signed_in, dialogue, marking, who, told
):
    _fill(dialogue, marking, "Xyz")
    client = signed_in(who)
    url = reverse("dialogues:dialogue_account", args=[dialogue.slug])

    page = client.get(url)
    file = client.get(url, {"format": "csv"}).getvalue().decode()

    for word in TOLD:
        assert (f"{word} Xyz" in page.text) is told, word
        assert (f"{word} Xyz" in file) is told, word


def test_an_account_of_other_years_says_its_gaps(signed_in, dialogue):
    _fill(dialogue, INTERNAL, "Xyz")
    url = reverse("dialogues:dialogue_account", args=[dialogue.slug])

    page = signed_in("officer").get(url, {"since": "2003", "until": "2006"})

    for gap in (
        "No aim is written down.",
        "No priority topic is recorded for this time.",
        "No objective was recorded before",
        "No round is recorded for this time.",
        "No objective was assessed in this time.",
        "No promise and no finished measure",
        "No reply is recorded for this time.",
        "No evaluation is recorded for this time.",
    ):
        assert gap in page.text, gap
    assert "Promise Xyz" not in page.text


@pytest.mark.parametrize(
    "asked", [{"since": "2006", "until": "2003"}, {"since": "soon"}, {"until": "0"}]
)
def test_impossible_years_are_refused_at_their_field(signed_in, dialogue, asked):
    url = reverse("dialogues:dialogue_account", args=[dialogue.slug])

    page = signed_in("officer").get(url, asked | {"format": "csv"})

    assert page.context["span"].errors


def test_a_hidden_dialogue_has_no_account(signed_in, indonesia):
    dialogue = make_dialogue(partner=indonesia, classification=CONFIDENTIAL)
    url = reverse("dialogues:dialogue_account", args=[dialogue.slug])

    assert signed_in("junior").get(url).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_account_costs_the_same_however_long(
    signed_in, dialogue, rows, django_assert_num_queries
):
    for number in range(rows):
        _fill(dialogue, INTERNAL, number)
    client = signed_in("officer")
    url = reverse("dialogues:dialogue_account", args=[dialogue.slug])
    client.get(url)

    with django_assert_num_queries(30):
        page = client.get(url)

    assert len(page.context["account"].assessments) == rows
