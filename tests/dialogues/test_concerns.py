"""Concerns, the occasions on which they were raised, and the replies."""

import uuid

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from core.models import AuditEvent, Classification
from dialogues.models import Concern, Raising, Reply
from partners.models import Person
from tests.factories import (
    make_concern,
    make_dialogue,
    make_follow_up,
    make_meeting,
    make_person,
    make_position,
    make_raising,
    make_reply,
    make_round,
    make_topic,
    make_user,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values

# What each person of the cast gets: (page, edit).
_ACCESS = [
    (INTERNAL, "officer", 200, 200),
    (INTERNAL, "lead", 200, 200),
    (INTERNAL, "other_desk", 200, 403),
    (INTERNAL, "analyst", 200, 403),
    (INTERNAL, "administrator", 200, 403),
    (INTERNAL, "visitor", 302, 302),
    (RESTRICTED, "officer", 200, 200),
    (RESTRICTED, "junior", 200, 200),
    (RESTRICTED, "other_desk", 404, 404),
    (RESTRICTED, "auditor", 200, 403),
    (RESTRICTED, "administrator", 404, 403),
    (CONFIDENTIAL, "officer", 200, 200),
    (CONFIDENTIAL, "junior", 404, 404),
    (CONFIDENTIAL, "other_desk", 404, 404),
    (CONFIDENTIAL, "visitor", 302, 302),
]


def _sent(form, **changes):
    """What a browser sends for an unbound form as it is shown."""
    data = {}
    for name, field in form.fields.items():
        value = field.prepare_value(form.get_initial_for_field(field, name))
        if value not in (None, False):
            data[name] = str(value)
    data["submission"] = str(uuid.uuid4())
    return data | changes


def _open_form(client, url, **changes):
    return _sent(client.get(url).context["form"], **changes)


def _new_raising(concern):
    return reverse("dialogues:raising_new", args=[concern.pk])


def _new_reply(raising):
    return reverse("dialogues:reply_new", args=[raising.pk])


# --- Who may see and change what ----------------------------------------------------


@pytest.mark.parametrize(("marking", "who", "page", "edit"), _ACCESS)
def test_who_may_read_and_change_a_concern(
    signed_in, indonesia, marking, who, page, edit
):
    concern = make_concern(
        partner=indonesia, title="Detained journalist", classification=marking
    )
    client = signed_in(who)

    shown = client.get(concern.get_absolute_url())
    history = client.get(concern.url_for("history"))
    form = client.get(concern.url_for("edit"))

    assert shown.status_code == history.status_code == page
    assert form.status_code == edit
    assert ("Detained journalist" in shown.text) is (page == 200)
    assert ("Detained journalist" in history.text) is (page == 200)


@pytest.mark.parametrize(("marking", "who", "page", "edit"), _ACCESS)
@pytest.mark.parametrize("kind", ["raising", "reply"])
def test_who_may_read_and_change_what_was_said(
    signed_in, indonesia, kind, marking, who, page, edit
):
    concern = make_concern(partner=indonesia)
    if kind == "raising":
        row = make_raising(
            concern=concern, wording="Detained journalist", classification=marking
        )
    else:
        row = make_reply(
            raising=make_raising(concern=concern, classification=OPEN),
            text="Detained journalist",
            classification=marking,
        )
    client = signed_in(who)

    shown = client.get(concern.get_absolute_url())
    history = client.get(row.url_for("history"))
    form = client.get(row.url_for("edit"))

    assert ("Detained journalist" in shown.text) is (page == 200)
    assert ("Detained journalist" in history.text) is (page == 200)
    assert history.status_code == page
    assert form.status_code == edit


def test_a_hidden_raising_leaves_no_trace_in_the_counts(signed_in, indonesia):
    concern = make_concern(partner=indonesia)
    make_raising(concern=concern, level="expert", date="2022-06-20")
    make_raising(
        concern=concern,
        level="head_of_government",
        date="1999-01-01",
        reply_due="1999-02-01",
        classification=CONFIDENTIAL,
    )

    junior = signed_in("junior").get(concern.get_absolute_url())
    officer = signed_in("officer").get(concern.get_absolute_url())

    assert junior.context["ledger"].times_raised == 1
    assert officer.context["ledger"].times_raised == 2
    for trace in ("Head of state", "1999", "overdue"):
        assert trace not in junior.text
        assert trace in officer.text


def test_a_hidden_reply_answers_nothing(signed_in, indonesia):
    concern = make_concern(partner=indonesia)
    raising = make_raising(concern=concern, date="2022-06-20", reply_due="2022-07-20")
    make_reply(raising=raising, text="A secret word", classification=CONFIDENTIAL)

    junior = signed_in("junior").get(concern.get_absolute_url())
    officer = signed_in("officer").get(concern.get_absolute_url())

    assert junior.context["ledger"].unanswered_since == "2022-06-20"
    assert str(junior.context["ledger"].reply_due) == "2022-07-20"
    assert "A secret word" not in junior.text
    assert officer.context["ledger"].unanswered_since == ""
    assert officer.context["ledger"].reply_due is None
    assert "A secret word" in officer.text


def test_a_protected_speaker_is_not_named(signed_in, indonesia):
    speaker = make_person(
        name="Somebody At Risk", protected=True, classification=RESTRICTED
    )
    concern = make_concern(partner=indonesia)
    make_raising(concern=concern, speaker=speaker, classification=INTERNAL)

    page = signed_in("analyst").get(concern.get_absolute_url())

    assert page.status_code == 200
    assert "Somebody At Risk" not in page.text


def test_hidden_follow_ups_are_left_out(signed_in, indonesia):
    concern = make_concern(partner=indonesia)
    make_follow_up(concern=concern, title="Ask again", classification=CONFIDENTIAL)

    assert "Ask again" not in signed_in("junior").get(concern.get_absolute_url()).text
    assert "Ask again" in signed_in("officer").get(concern.get_absolute_url()).text


def test_reading_a_restricted_wording_is_logged_on_an_internal_concern(
    signed_in, cast, indonesia
):
    concern = make_concern(partner=indonesia)
    make_raising(concern=concern)

    signed_in("officer").get(concern.get_absolute_url())

    event = AuditEvent.objects.get(action=AuditEvent.Action.READ)
    assert (event.user, event.kind) == (cast["officer"], "concern")
    assert event.object_id == concern.pk


# --- What the page adds up ----------------------------------------------------------


def test_the_page_says_how_often_how_high_and_since_when(signed_in, indonesia):
    concern = make_concern(partner=indonesia)
    answered = make_raising(concern=concern, date="2019", level="expert")
    make_reply(raising=answered, date="2019-05", quality=Reply.Quality.COMMITMENT)
    make_raising(concern=concern, date="2021-06", level="minister")
    make_raising(concern=concern, date="2023-06-16", level="director")

    ledger = signed_in("officer").get(concern.get_absolute_url()).context["ledger"]

    assert ledger.times_raised == 3
    assert ledger.highest_level == "Minister"
    assert ledger.first_raised == "2019"
    assert ledger.unanswered_since == "2021-06"
    assert [row.date for row in ledger.raisings] == ["2023-06-16", "2021-06", "2019"]


def test_no_reply_is_no_answer(signed_in, indonesia):
    concern = make_concern(partner=indonesia)
    raising = make_raising(concern=concern, date="2021")
    make_reply(raising=raising, quality=Reply.Quality.NONE, text="")

    ledger = signed_in("officer").get(concern.get_absolute_url()).context["ledger"]

    assert ledger.unanswered_since == "2021"


def test_page_and_lists_reckon_alike_since_when_a_concern_waits(
    signed_in, cast, indonesia
):
    concern = make_concern(partner=indonesia)
    answered = make_raising(concern=concern, date="2019")
    make_reply(raising=answered, date="2020")
    make_raising(concern=concern, date="2018")
    make_raising(concern=concern, date="2021-06")

    page = signed_in("officer").get(concern.get_absolute_url())
    rows = Concern.objects.longest_unanswered_first(cast["officer"])

    assert page.context["ledger"].unanswered_since == "2021-06"
    assert rows.get(pk=concern.pk).unanswered_since == "2021-06"


@pytest.mark.parametrize(
    ("quality", "marking", "waits"),
    [
        (Reply.Quality.GENERAL, INTERNAL, False),
        (Reply.Quality.NONE, INTERNAL, True),
        (Reply.Quality.GENERAL, CONFIDENTIAL, True),
    ],
)
def test_what_is_raised_again_and_answered_then_waits_no_more(
    signed_in, cast, indonesia, quality, marking, waits
):
    dialogue = make_dialogue(partner=indonesia)
    round_ = make_round(dialogue=dialogue, status="held", starts_on="2020")
    concern = make_concern(dialogue=dialogue)
    meeting = make_meeting(round=round_, date="2020")
    first = make_raising(
        concern=concern, meeting=meeting, date="2020", reply_due="2021-01-01"
    )
    again = make_raising(concern=concern, date="2022")
    make_reply(raising=again, date="2022", quality=quality, classification=marking)
    client = signed_in("junior")

    due = Raising.objects.due_to(cast["junior"])
    row = Concern.objects.with_ledger(cast["junior"]).get(pk=concern.pk)
    ledger = client.get(concern.get_absolute_url()).context["ledger"]
    of_round = client.get(round_.get_absolute_url())

    assert list(due) == [first] * waits
    assert bool(row.reply_due) is bool(ledger.reply_due) is waits
    assert bool(row.unanswered_since) is bool(ledger.unanswered_since) is waits
    assert of_round.context["record"].replies_due == [first] * waits
    for page in (concern, meeting):
        text = client.get(page.get_absolute_url()).text
        assert ("due--danger" in text) is waits


def test_an_archived_occasion_is_out_of_the_count_and_can_be_found(
    signed_in, indonesia
):
    concern = make_concern(partner=indonesia)
    raising = make_raising(concern=concern)
    client = signed_in("officer")
    client.post(raising.url_for("archive"), {"reason": "Entered twice"})

    page = client.get(concern.get_absolute_url())

    assert page.context["ledger"].times_raised == 0
    assert raising.url_for("history") in page.text


def test_what_was_said_in_an_archived_meeting_counts_nowhere_until_it_is_back(
    signed_in, cast, indonesia
):
    officer, client = cast["officer"], signed_in("officer")
    concern = make_concern(partner=indonesia)
    outside = make_raising(concern=concern, date="2019", level="expert")
    make_reply(raising=outside, date="2019-05", quality=Reply.Quality.GENERAL)
    meeting = make_meeting(partner=indonesia, date="2022-06-20")
    inside = make_raising(
        concern=concern, meeting=meeting, level="minister", reply_due="2022-09-01"
    )
    make_reply(raising=inside, date="2022-07", quality=Reply.Quality.NONE)

    def told():
        row = Concern.objects.with_ledger(officer).get(pk=concern.pk)
        ledger = client.get(concern.get_absolute_url()).context["ledger"]
        due = list(Raising.objects.due_to(officer))
        page = (ledger.times_raised, ledger.highest_level, ledger.unanswered_since)
        return page, (row.times_raised, row.last_raised, row.last_quality), due

    before = told()
    client.post(meeting.url_for("archive"), {"reason": "Entered twice"})
    archived = told()
    shown = client.get(meeting.get_absolute_url())
    on_page = client.get(concern.get_absolute_url()).text
    client.post(meeting.url_for("restore"))

    assert before == (
        (2, "Minister", "2022-06-20"),
        (2, "2022-06-20", "none"),
        [inside],
    )
    assert archived == ((1, "Expert", ""), (1, "2019", "general"), [])
    assert inside.url_for("history") in on_page
    assert concern.title in shown.text
    assert told() == before


def test_the_highest_level_is_that_of_the_speaker_then_where_no_other_is_known(
    signed_in, indonesia
):
    speaker = make_person(name="Kari Nordmann", country="NO")
    held = {"person": speaker, "level": "minister", "since": "2019", "until": "2021"}
    make_position(**held)
    make_position(person=speaker, level="head_of_government", since="2022", until="")
    hidden = {"level": "head_of_government", "classification": CONFIDENTIAL}
    make_position(person=speaker, since="2020", until="2021", **hidden)
    concern = make_concern(partner=indonesia)
    make_raising(concern=concern, date="2020-05", speaker=speaker, level="")
    make_raising(concern=concern, date="2020-06", level="expert")
    unknown = make_concern(partner=indonesia)
    make_raising(concern=unknown, date="2020-05", speaker=make_person(), level="")

    client = signed_in("junior")
    page = client.get(concern.get_absolute_url())

    assert page.context["ledger"].highest_level == "Minister"
    assert "Highest level" not in client.get(unknown.get_absolute_url()).text


def test_without_a_follow_up_none_is_recorded(signed_in, indonesia):
    page = signed_in("officer").get(make_concern(partner=indonesia).get_absolute_url())

    assert "No follow-up is recorded." in page.text
    assert "Nothing is left to do." not in page.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_much_was_said(
    signed_in, indonesia, rows, django_assert_num_queries
):
    concern = make_concern(dialogue=make_dialogue(partner=indonesia))
    meeting = make_meeting(partner=indonesia)
    for _row in range(rows):
        raising = make_raising(
            concern=concern,
            meeting=meeting,
            speaker=make_person(),
            classification=INTERNAL,
        )
        make_reply(raising=raising, by=make_person(), classification=INTERNAL)
        make_follow_up(concern=concern)
    client = signed_in("officer")
    client.get(concern.get_absolute_url())

    with django_assert_num_queries(23):
        page = client.get(concern.get_absolute_url())

    assert page.text.count('<article class="raising"') == rows


# --- Writing a concern --------------------------------------------------------------


def test_a_concern_starts_with_what_the_address_names(signed_in, indonesia):
    dialogue = make_dialogue(partner=indonesia)
    topic = make_topic()
    client = signed_in("officer")
    url = reverse("dialogues:concern_new")
    url = f"{url}?dialogue={dialogue.pk}&topic={topic.code}"

    saved = client.post(url, _open_form(client, url, title="Executions"))

    concern = Concern.objects.get()
    assert saved.url == concern.get_absolute_url()
    assert (concern.partner, concern.dialogue) == (indonesia, dialogue)
    assert concern.topic == topic
    assert concern.reference.startswith("ID-")
    assert concern.created_by.name == "Olav Officer"


@pytest.mark.parametrize(
    ("who", "query", "status"),
    [
        ("officer", "?partner=id", 200),
        ("officer", "?partner=CN", 403),
        ("officer", "?partner=XX", 404),
        ("officer", "?partner=%00", 200),
        ("officer", "?dialogue=99999999999999999999", 200),
        ("analyst", "", 403),
        ("auditor", "?partner=ID", 403),
        ("visitor", "", 302),
    ],
)
def test_new_concerns_only_on_the_own_desk(signed_in, who, query, status):
    page = signed_in(who).get(reverse("dialogues:concern_new") + query)

    assert page.status_code == status


def test_a_country_of_another_desk_cannot_be_sent(signed_in, china):
    client = signed_in("officer")
    url = reverse("dialogues:concern_new")

    page = client.post(url, _open_form(client, url, title="A", partner=str(china.pk)))

    assert page.status_code == 200
    assert "partner" in page.context["form"].errors
    assert not Concern.objects.exists()


def test_without_a_country_there_is_no_concern(signed_in):
    client = signed_in("officer")
    url = reverse("dialogues:concern_new")

    page = client.post(url, _open_form(client, url, title="A"))

    assert page.context["form"].errors["partner"] == ["Choose the country."]


def test_sending_twice_makes_one_concern(signed_in, indonesia):
    client = signed_in("officer")
    url = f"{reverse('dialogues:concern_new')}?partner=ID"
    data = _open_form(client, url, title="Once")

    first, second = client.post(url, data), client.post(url, data)

    assert first.url == second.url == Concern.objects.get().get_absolute_url()


def test_two_officers_on_one_concern_lose_nothing(signed_in, cast, indonesia):
    concern = make_concern(partner=indonesia, title="Old", summary="Old")
    edit = concern.url_for("edit")
    mine = _open_form(signed_in("officer"), edit, title="Mine")
    theirs = _open_form(signed_in("lead"), edit, title="Theirs", summary="Theirs")
    signed_in("lead").post(edit, theirs)

    page = signed_in("officer").post(edit, mine)

    conflicts = {c.name: c for c in page.context["form"].conflicts}
    assert (conflicts["title"].theirs, conflicts["title"].mine) == ("Theirs", "Mine")
    assert conflicts["summary"].keep == "theirs"
    concern.refresh_from_db()
    assert concern.title == "Theirs"

    again = mine | {
        "version": str(concern.version),
        "choose-title": "mine",
        "choose-summary": "theirs",
    }
    signed_in("officer").post(edit, again)

    concern.refresh_from_db()
    assert (concern.title, concern.summary) == ("Mine", "Theirs")


# --- Writing an occasion ------------------------------------------------------------


def test_what_was_said_starts_as_restricted_and_takes_the_meeting_s_date(
    signed_in, indonesia
):
    concern = make_concern(partner=indonesia)
    meeting = make_meeting(partner=indonesia, date="2022-06-20")
    client = signed_in("officer")
    url = f"{_new_raising(concern)}?meeting={meeting.pk}"

    saved = client.post(url, _open_form(client, url, wording="We asked."))

    raising = Raising.objects.get()
    assert saved.url == raising.get_absolute_url()
    assert (raising.meeting, raising.date) == (meeting, "2022-06-20")
    assert raising.classification == RESTRICTED


def test_a_new_speaker_becomes_a_person_of_the_side_that_raised_it(
    signed_in, indonesia
):
    ours = make_concern(partner=indonesia)
    theirs = make_concern(
        partner=indonesia, raised_by=Concern.RaisedBy.PARTNER_ABOUT_US
    )
    client = signed_in("officer")

    for concern, name in ((ours, "Kari Nordmann"), (theirs, "Budi Santoso")):
        url = _new_raising(concern)
        client.post(
            url,
            _open_form(client, url, channel="letter", date="2022", speaker_q=name),
        )

    countries = {row.name: row.country for row in Person.objects.all()}
    assert countries == {"Kari Nordmann": "NO", "Budi Santoso": "ID"}
    assert {row.speaker.name for row in Raising.objects.all()} == countries.keys()


def test_a_speaker_whom_the_writer_may_not_see_stays(signed_in, indonesia):
    speaker = make_person(name="Hidden", classification=CONFIDENTIAL)
    raising = make_raising(
        concern=make_concern(partner=indonesia), speaker=speaker, wording="Old"
    )
    client = signed_in("junior")
    edit = raising.url_for("edit")

    form = client.get(edit)
    client.post(edit, _sent(form.context["form"], wording="New"))

    raising.refresh_from_db()
    assert "Hidden" not in form.text
    assert (raising.wording, raising.speaker) == ("New", speaker)


def test_only_meetings_with_that_country_are_offered(signed_in, indonesia, china):
    mine = make_meeting(partner=indonesia, title="In Jakarta")
    hidden = make_meeting(
        partner=indonesia, title="In secret", classification=CONFIDENTIAL
    )
    other = make_meeting(partner=china, title="In Beijing")

    page = signed_in("junior").get(_new_raising(make_concern(partner=indonesia)))

    offered = set(page.context["form"].fields["meeting"].queryset)
    assert offered == {mine}
    assert hidden.title not in page.text
    assert other.title not in page.text


def test_a_hidden_meeting_is_refused_like_one_that_does_not_exist(signed_in, indonesia):
    hidden = make_meeting(partner=indonesia, classification=CONFIDENTIAL)
    client = signed_in("junior")
    url = _new_raising(make_concern(partner=indonesia))

    refusals = [
        client.post(url, _open_form(client, url, meeting=key)).context["form"].errors
        for key in (str(hidden.pk), "987654", "nonsense", "9" * 30)
    ]
    prefilled = client.get(f"{url}?meeting={hidden.pk}").context["form"]

    assert "meeting" in refusals[0]
    assert all(errors == refusals[0] for errors in refusals)
    assert "meeting" not in prefilled.initial or not prefilled.initial["meeting"]
    assert not Raising.objects.exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"channel": "meeting"}, "meeting"),
        ({"channel": "letter"}, "date"),
        ({"channel": "letter", "date": "30.2.2022"}, "date"),
        ({"channel": "letter", "date": "2022-13"}, "date"),
        ({"channel": "letter", "date": "0000"}, "date"),
        ({"channel": "letter", "date": "2022", "reply_due": "2021-12-31"}, "reply_due"),
        ({"channel": "letter", "date": "2022", "reply_due": "2022-02-30"}, "reply_due"),
        ({"channel": "shouting", "date": "2022"}, "channel"),
        ({"channel": "letter", "date": "2022", "speaker": "pk:98765"}, "speaker"),
    ],
)
def test_what_cannot_be_is_refused_where_it_was_typed(
    signed_in, indonesia, sent, field
):
    client = signed_in("officer")
    url = _new_raising(make_concern(partner=indonesia))

    page = client.post(url, _open_form(client, url, **sent))

    assert list(page.context["form"].errors) == [field]
    assert not Raising.objects.exists()


def test_a_meeting_and_another_channel_contradict_each_other(signed_in, indonesia):
    meeting = make_meeting(partner=indonesia)
    client = signed_in("officer")
    url = _new_raising(make_concern(partner=indonesia))
    data = _open_form(client, url, channel="letter", meeting=str(meeting.pk))

    page = client.post(url, data)

    assert list(page.context["form"].errors) == ["channel"]


def test_raising_again_can_open_an_answered_concern(signed_in, indonesia):
    concern = make_concern(partner=indonesia, status=Concern.Status.ANSWERED)
    client = signed_in("officer")
    url = _new_raising(concern)

    client.post(url, _open_form(client, url, channel="letter", date="2022"))
    concern.refresh_from_db()
    untouched = concern.status
    again = _open_form(client, url, channel="letter", date="2023", reopen="on")
    client.post(url, again)
    concern.refresh_from_db()

    assert untouched == Concern.Status.ANSWERED
    assert concern.status == Concern.Status.OPEN


@pytest.mark.parametrize(
    "wording",
    [
        "Ø" * 100_000,
        "Tự do ngôn luận; Nguyễn Văn Đức 🕊️👩🏽‍⚖️",
        "关于死刑的对话：𠮷野家",
        "حرية التعبير — \u202bנאום חופשי\u202c",
        "<script>alert(1)</script> {{ x }} =1+1",
    ],
)
def test_every_wording_comes_back_as_it_was_typed(signed_in, indonesia, wording):
    concern = make_concern(partner=indonesia)
    client = signed_in("officer")
    url = _new_raising(concern)

    data = _open_form(client, url, channel="letter", date="2022", wording=wording)
    client.post(url, data)
    page = client.get(concern.get_absolute_url())

    assert Raising.objects.get().wording == wording
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert wording.replace("<", "&lt;").replace(">", "&gt;") in page.text


@pytest.mark.parametrize(("who", "status"), [("other_desk", 403), ("analyst", 403)])
def test_only_the_desk_raises_and_answers(signed_in, indonesia, who, status):
    raising = make_raising(
        concern=make_concern(partner=indonesia), classification=INTERNAL
    )
    client = signed_in(who)

    assert client.get(_new_raising(raising.concern)).status_code == status
    assert client.post(_new_reply(raising), {"text": "A"}).status_code == status
    assert not Reply.objects.exists()


# --- Writing a reply ----------------------------------------------------------------


def test_a_reply_keeps_our_assessment_apart_and_is_restricted(signed_in, indonesia):
    raising = make_raising(concern=make_concern(partner=indonesia))
    client = signed_in("officer")
    url = _new_reply(raising)

    client.post(
        url,
        _open_form(
            client,
            url,
            text="A law is coming.",
            assessment="We doubt it.",
            quality="commitment",
            by_q="Budi Santoso",
        ),
    )

    reply = Reply.objects.get()
    assert (reply.text, reply.assessment) == ("A law is coming.", "We doubt it.")
    assert reply.classification == RESTRICTED
    assert reply.by.country == "ID"
    page = client.get(raising.concern.get_absolute_url())
    assert "Our assessment" in page.text
    assert 'status--info">Commitment' in page.text


def test_a_reply_answers_the_concern_only_where_somebody_says_so(
    signed_in, cast, indonesia
):
    concern = make_concern(partner=indonesia)
    url = _new_reply(make_raising(concern=concern))
    client = signed_in("officer")

    client.post(url, _open_form(client, url, text="Something general"))
    concern.refresh_from_db()
    before = concern.status
    client.post(url, _open_form(client, url, text="An answer", answered="on"))
    concern.refresh_from_db()

    assert before == Concern.Status.OPEN
    assert concern.status == Concern.Status.ANSWERED
    assert concern.updated_by == cast["officer"]
    assert concern.history.first().history_user == cast["officer"]


def test_a_reply_needs_words_unless_there_was_none(signed_in, indonesia):
    raising = make_raising(concern=make_concern(partner=indonesia))
    client = signed_in("officer")
    url = _new_reply(raising)

    refused = client.post(url, _open_form(client, url, quality="general"))
    client.post(url, _open_form(client, url, quality="none"))

    assert "Write what they replied." in refused.text
    assert Reply.objects.get().quality == "none"


@pytest.mark.parametrize(
    ("raised", "replied", "accepted"),
    [
        ("2022-06-20", "2022-06-19", False),
        ("2022-06-20", "2022-05", False),
        ("2022-06-20", "2021", False),
        ("2022-06-20", "2022-06-20", True),
        ("2022-06-20", "2022-06", True),
        ("2022-06-20", "2022", True),
        ("2022", "2021-12-31", False),
        ("2022-06-20", "", True),
    ],
)
def test_no_reply_is_older_than_what_it_answers(
    signed_in, indonesia, raised, replied, accepted
):
    raising = make_raising(concern=make_concern(partner=indonesia), date=raised)
    client = signed_in("officer")
    url = _new_reply(raising)

    page = client.post(url, _open_form(client, url, text="A", date=replied))

    assert Reply.objects.exists() is accepted
    if not accepted:
        assert "cannot be older" in page.context["form"].errors["date"][0]
        with pytest.raises(DatabaseError), transaction.atomic():
            Reply.objects.create(raising=raising, text="A", date=replied)


def test_an_occasion_is_not_moved_behind_its_reply(signed_in, indonesia):
    raising = make_raising(concern=make_concern(partner=indonesia), date="2022-06-20")
    make_reply(raising=raising, date="2022-07-01")
    client = signed_in("officer")
    edit = raising.url_for("edit")

    page = client.post(edit, _open_form(client, edit, date="2022-08-01"))

    assert "A reply to this is older" in page.context["form"].errors["date"][0]
    with pytest.raises(DatabaseError), transaction.atomic():
        Raising.objects.filter(pk=raising.pk).update(date="2022-08-01")


def test_a_meeting_s_date_is_held_against_the_replies_as_well(signed_in, indonesia):
    raising = make_raising(concern=make_concern(partner=indonesia), date="2022-06-20")
    make_reply(raising=raising, date="2022-07-01")
    later = make_meeting(partner=indonesia, date="2023-01-10")
    client = signed_in("officer")
    edit = raising.url_for("edit")
    data = _open_form(client, edit, channel="meeting", meeting=str(later.pk), date="")

    page = client.post(edit, data)

    assert "A reply to this is older" in page.context["form"].errors["date"][0]


def test_nothing_is_added_to_an_archived_concern(signed_in, indonesia):
    raising = make_raising(concern=make_concern(partner=indonesia))
    client = signed_in("officer")
    client.post(raising.concern.url_for("archive"), {"reason": "Entered twice"})

    assert client.get(_new_raising(raising.concern)).status_code == 403
    assert client.get(_new_reply(raising)).status_code == 403


def test_somebody_cleared_for_internal_only_writes_internal(client, indonesia):
    client.force_login(make_user(desks=[indonesia], clearance=INTERNAL))
    url = _new_raising(make_concern(partner=indonesia))

    form = client.get(url).context["form"]

    assert form.initial["classification"] == INTERNAL
    assert max(key for key, _label in form.fields["classification"].choices) == INTERNAL
