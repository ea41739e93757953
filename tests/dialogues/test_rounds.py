"""The page of a round, its agenda, and its forms."""

import uuid

import pytest
from django.urls import reverse

from core.models import Classification, Source
from dialogues.models import AgendaItem, Round
from tests.factories import (
    make_agenda_item,
    make_concern,
    make_dialogue,
    make_follow_up,
    make_institution,
    make_meeting,
    make_participation,
    make_person,
    make_raising,
    make_reply,
    make_round,
    make_topic,
    make_working_group,
)

INTERNAL = Classification.INTERNAL
RESTRICTED, CONFIDENTIAL = Classification.RESTRICTED, Classification.CONFIDENTIAL

MAKERS = {
    "round": lambda dialogue, level: make_round(
        dialogue=dialogue, summary="Quiet talks", classification=level
    ),
    "agenda_item": lambda dialogue, level: make_agenda_item(
        round=make_round(dialogue=dialogue), title="Quiet talks", classification=level
    ),
}


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia, title="Dialogue with Indonesia")


@pytest.fixture
def round_(dialogue):
    return make_round(
        dialogue=dialogue, ordinal=16, status="held", starts_on="2022-06-20"
    )


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize(
    ("level", "who", "sees", "changes"),
    [
        (INTERNAL, "officer", True, 200),
        (INTERNAL, "other_desk", True, 403),
        (INTERNAL, "analyst", True, 403),
        (RESTRICTED, "officer", True, 200),
        (RESTRICTED, "junior", True, 200),
        (RESTRICTED, "auditor", True, 403),
        (RESTRICTED, "other_desk", False, 404),
        (RESTRICTED, "administrator", False, 403),
        (CONFIDENTIAL, "officer", True, 200),
        (CONFIDENTIAL, "junior", False, 404),
        (CONFIDENTIAL, "other_desk", False, 404),
    ],
)
def test_who_may_read_and_change_a_round_and_its_agenda(
    signed_in, dialogue, kind, level, who, sees, changes
):
    record = MAKERS[kind](dialogue, level)
    client = signed_in(who)

    page = client.get(record.get_absolute_url())
    history = client.get(record.url_for("history"))
    edit = client.get(record.url_for("edit"))

    assert ("Quiet talks" in page.text) is sees
    assert history.status_code == (200 if sees else 404)
    assert edit.status_code == changes


def test_a_visitor_is_sent_to_sign_in(client, round_):
    assert client.get(round_.get_absolute_url()).status_code == 302


def test_a_round_of_a_restricted_dialogue_is_restricted(signed_in, indonesia):
    dialogue = make_dialogue(partner=indonesia, classification=RESTRICTED)
    round_ = make_round(dialogue=dialogue)

    assert signed_in("junior").get(round_.get_absolute_url()).status_code == 200
    assert signed_in("other_desk").get(round_.get_absolute_url()).status_code == 404


def test_the_page_tells_what_is_known_of_the_round(signed_in, dialogue):
    round_ = make_round(
        dialogue=dialogue,
        ordinal=13,
        partner_ordinal=12,
        starts_on="2018-10-28",
        ends_on="2018-10-29",
        city="Jakarta",
        host="ID",
        mode="hybrid",
        status="postponed",
        status_by="partner",
        status_why="An earthquake.",
        level_own="minister",
        level_partner="director_general",
        opener_own=make_person(name="Ine Minister", country="NO"),
        head_partner=make_person(name="Budi Head"),
        participants_count=80,
        participants_note="about",
        public_summary="The two sides met.",
        cost="120000.00",
        staff_days="31.5",
    )

    page = signed_in("officer").get(round_.get_absolute_url())

    for text in (
        "13 (the partner counts 12)",
        "28–29 October 2018",
        "Jakarta, Indonesia",
        "Hybrid",
        "Postponed",
        "The partner",
        "An earthquake.",
        "Minister",
        "Director general",
        "Ine Minister",
        "Budi Head",
        "80",
        "about",
        "The two sides met.",
        "120,000\N{NO-BREAK SPACE}NOK",
        "31.5",
    ):
        assert text in page.text


def test_an_unknown_date_is_said_to_be_unknown(signed_in, dialogue):
    round_ = make_round(dialogue=dialogue, ordinal=4, starts_on="", city="")

    page = signed_in("officer").get(round_.get_absolute_url())

    assert "Date not known" in page.text


def test_conflicting_head_counts_show_each_with_its_source(signed_in, round_):
    Round.objects.filter(pk=round_.pk).update(participants_count=80)
    for citation, value in (("Press agency", "80"), ("Ministry", "120")):
        Source.objects.add(
            round_, citation=citation, field="participants_count", value=value
        )

    page = signed_in("officer").get(round_.get_absolute_url())

    (conflict,) = page.context["conflicts"]
    assert conflict.held == "80"
    assert [value for value, _source in conflict.sources] == ["80", "120"]
    assert "Press agency" in page.text
    assert "Ministry" in page.text


def test_the_layers_come_in_the_order_of_the_field(signed_in, round_):
    for kind in ("debrief", "field_visit", "plenary", "political_consultation"):
        make_meeting(round=round_, kind=kind)

    page = signed_in("officer").get(round_.get_absolute_url())

    layers = [str(label) for label, _meetings in page.context["record"].layers]
    assert layers == ["Political consultation", "Plenary", "Field visit", "Debrief"]


def test_a_delegate_at_several_meetings_is_listed_once(signed_in, round_):
    person = make_person(name="Budi Santoso")
    ministry = make_institution(name="Ministry of Law")
    for title, role in (("Director", "member"), ("Chair", "rapporteur")):
        make_participation(
            meeting=make_meeting(round=round_),
            person=person,
            institution=ministry,
            title=title,
            role=role,
        )
    interpreter = make_person(name="Siti Interpreter")
    make_participation(
        meeting=make_meeting(round=round_), person=interpreter, role="interpreter"
    )

    page = signed_in("officer").get(round_.get_absolute_url())

    (delegation,) = page.context["record"].delegations
    (member,) = delegation["members"]
    (apart,) = delegation["apart"]
    assert (member.who, apart.who) == (person, interpreter)
    assert (member.titles, member.institutions) == (["Director", "Chair"], [ministry])
    assert [str(role) for role in member.roles] == ["Rapporteur"]
    assert page.text.count("Budi Santoso") == 1


def test_heads_stand_in_their_delegation_and_absence_is_said(signed_in, dialogue):
    head, absent = make_person(country="NO"), make_person(country="NO")
    round_ = make_round(dialogue=dialogue, head_own=head)
    make_participation(
        meeting=make_meeting(round=round_),
        person=absent,
        side="ours",
        attendance="absent",
    )

    page = signed_in("officer").get(round_.get_absolute_url())

    (delegation,) = page.context["record"].delegations
    assert [one.who for one in delegation["members"]] == [head, absent]
    assert [one.attendance for one in delegation["members"]] == ["", "Absent"]


def test_who_heads_a_meeting_does_not_head_the_rounds_delegation(signed_in, dialogue):
    head, chair, preparing = (make_person(country="NO") for _n in range(3))
    round_ = make_round(dialogue=dialogue, head_own=head)
    group = make_meeting(round=round_, kind="working_group", title="Prisons group")
    prepared = make_meeting(round=round_, kind="preparatory", title="First talks")
    for meeting, person in ((group, chair), (prepared, preparing), (prepared, head)):
        make_participation(meeting=meeting, person=person, side="ours", role="head")

    page = signed_in("officer").get(round_.get_absolute_url())

    (delegation,) = page.context["record"].delegations
    assert [one.who for one in delegation["members"]] == [head, chair]
    assert [one.who for one in delegation["prepared"]] == [preparing]
    first, second = delegation["members"]
    assert ([str(role) for role in first.roles], first.roles_at) == (
        ["Head of delegation"],
        [],
    )
    assert (second.roles, second.roles_at) == ([], [("Head of delegation", [group])])
    assert "Only at preparatory meetings" in page.text
    assert page.text.count("Head of delegation at:") == 2


@pytest.mark.parametrize(
    ("status", "named"), [("planned", True), ("confirmed", True), ("held", False)]
)
def test_a_head_may_not_yet_be_named_before_the_round(
    signed_in, dialogue, status, named
):
    round_ = make_round(dialogue=dialogue, status=status)

    page = signed_in("officer").get(round_.get_absolute_url())

    assert page.text.count("Not yet named") == (2 if named else 0)


@pytest.mark.parametrize(("level", "told"), [("", False), ("minister", True)])
def test_levels_are_left_out_when_neither_is_known(signed_in, dialogue, level, told):
    round_ = make_round(dialogue=dialogue, level_partner=level)

    page = signed_in("officer").get(round_.get_absolute_url())

    labels = {str(fact["label"]) for fact in page.context["facts"]}
    assert ({"Our level", "The partner's level"} <= labels) is told


def test_a_round_of_one_day_has_no_unknown_end(signed_in, round_):
    client = signed_in("officer")

    page = client.get(round_.get_absolute_url())
    listed = client.get(reverse("dialogues:round_list"))

    facts = {str(fact["label"]): fact["value"] for fact in page.context["facts"]}
    assert "20 June 2022" in facts["Dates"]
    to = listed.text.split('data-label="To"')[1].split("</td>")[0]
    assert "Not known" not in to


@pytest.mark.parametrize(("status", "told"), [("planned", True), ("held", False)])
def test_the_rounds_own_agenda_comes_first_even_while_it_is_empty(
    signed_in, dialogue, status, told
):
    round_ = make_round(dialogue=dialogue, status=status)
    meeting = make_meeting(round=round_)
    item = make_agenda_item(meeting=meeting)

    page = signed_in("officer").get(round_.get_absolute_url())

    agenda = page.context["record"].agenda
    assert agenda == ([(None, [])] * told) + [(meeting, [item])]
    assert ("None yet" in page.text) is told


def test_the_agenda_holds_the_rounds_own_items_and_those_of_its_meetings(
    signed_in, round_
):
    make_agenda_item(
        round=round_,
        title="Juvenile justice",
        proposed_by="partner",
        status="agreed",
        discussed=False,
    )
    make_agenda_item(meeting=make_meeting(round=round_), title="Torture")
    make_agenda_item(meeting=make_meeting(title="Elsewhere"), title="Media")

    page = signed_in("officer").get(round_.get_absolute_url())

    assert "proposed by: The partner" in page.text
    assert "did not come up" in page.text
    assert page.text.count("Torture") >= 1
    assert "Media" not in page.text


def test_what_each_side_raised_stands_by_side_with_its_replies(signed_in, round_):
    meeting = make_meeting(round=round_)
    ours = make_concern(dialogue=round_.dialogue, title="Death penalty")
    theirs = make_concern(
        dialogue=round_.dialogue, title="Hate speech", raised_by="partner_about_us"
    )
    make_reply(
        raising=make_raising(concern=ours, meeting=meeting), quality="commitment"
    )
    make_raising(concern=theirs, meeting=meeting)

    page = signed_in("officer").get(round_.get_absolute_url())

    sides = [str(side) for side, _raised in page.context["record"].concerns]
    assert sides == ["Raised by Norway", "Indonesia about Norway"]
    assert "Commitment" in page.text
    assert "no reply written down" in page.text


def test_what_was_raised_stands_under_its_meeting_named_once(signed_in, round_):
    first = make_meeting(round=round_, title="First plenary", date="2022-06-20")
    second = make_meeting(round=round_, title="Second plenary", date="2022-06-21")
    concerns = [
        make_concern(dialogue=round_.dialogue, title=title) for title in ("B", "A")
    ]
    raisings = [
        make_raising(concern=concern, meeting=meeting)
        for meeting in (second, first)
        for concern in concerns
    ]

    page = signed_in("officer").get(round_.get_absolute_url())

    ((_side, raised),) = page.context["record"].concerns
    assert raised == [
        (first, [raisings[3], raisings[2]]),
        (second, [raisings[1], raisings[0]]),
    ]
    panel = page.text.split('id="concerns"')[1].split("</section>")[0]
    assert panel.count("First plenary") == 1


def test_what_is_open_after_the_round_is_listed(signed_in, round_):
    meeting = make_meeting(round=round_)
    waiting = make_raising(
        concern=make_concern(dialogue=round_.dialogue),
        meeting=meeting,
        reply_due="2022-12-01",
    )
    answered = make_raising(
        concern=make_concern(dialogue=round_.dialogue),
        meeting=meeting,
        reply_due="2022-12-01",
    )
    make_reply(raising=answered)
    follow_up = make_follow_up(meeting=meeting)
    make_follow_up(meeting=meeting, status="done", closed_on="2022-07-01")

    page = signed_in("officer").get(round_.get_absolute_url())

    assert page.context["record"].replies_due == [waiting]
    assert page.context["record"].follow_ups == [follow_up]


def test_hidden_rows_leave_no_trace_on_the_round(signed_in, dialogue):
    open_to_see = make_round(dialogue=dialogue, ordinal=16)
    empty = signed_in("junior").get(open_to_see.get_absolute_url())
    secret = {"classification": CONFIDENTIAL}
    head = make_person(name="Hidden Head", **secret)
    Round.objects.filter(pk=open_to_see.pk).update(head_partner=head)
    hidden = make_meeting(round=open_to_see, title="Hidden meeting", **secret)
    make_participation(meeting=hidden, person=make_person(name="Shown Person"))
    make_agenda_item(meeting=hidden, title="Hidden item")
    make_agenda_item(round=open_to_see, title="Hidden round item", **secret)
    make_follow_up(meeting=hidden, title="Hidden task")
    concern = make_concern(dialogue=dialogue, title="Hidden question")
    make_raising(concern=concern, meeting=hidden, reply_due="2022-12-01")
    make_round(dialogue=dialogue, ordinal=15, city="Molde", **secret)
    make_round(dialogue=dialogue, ordinal=17, city="Molde", **secret)

    page = signed_in("junior").get(open_to_see.get_absolute_url())
    officer = signed_in("officer").get(open_to_see.get_absolute_url())

    strip = _without_tokens
    assert strip(page.text) == strip(empty.text)
    for text in ("Hidden Head", "Hidden meeting", "Hidden item", "Hidden round item"):
        assert text in officer.text
    for text in ("Hidden task", "Hidden question", "Molde"):
        assert text in officer.text


def _without_tokens(text):
    """The page without what differs between any two showings of it."""
    lines = text.splitlines()
    return [line for line in lines if "csrf" not in line.lower()]


def test_a_hidden_person_raising_or_reply_leaves_no_trace(signed_in, dialogue):
    round_ = make_round(dialogue=dialogue)
    meeting = make_meeting(round=round_, title="Plenary session")
    empty = signed_in("junior").get(round_.get_absolute_url())
    secret = {"classification": CONFIDENTIAL}
    make_participation(meeting=meeting, person=make_person(name="X1", **secret))
    concern = make_concern(dialogue=dialogue, title="X3")
    make_raising(concern=concern, meeting=meeting, **secret)

    page = signed_in("junior").get(round_.get_absolute_url())

    assert _without_tokens(page.text) == _without_tokens(empty.text)


def test_a_protected_person_shows_only_to_those_who_read_names_at_risk(
    signed_in, round_
):
    empty = signed_in("analyst").get(round_.get_absolute_url())
    make_participation(
        meeting=make_meeting(round=round_, title="Lunch"),
        person=make_person(name="Name", protected=True, classification=RESTRICTED),
        title="Editor",
    )

    page = signed_in("analyst").get(round_.get_absolute_url())
    officer = signed_in("officer").get(round_.get_absolute_url())

    assert "Lunch" in page.text
    assert "Editor" not in page.text
    assert "Nobody is listed yet." in page.text
    assert "Nobody is listed yet." in empty.text
    assert "Editor" in officer.text


def test_a_hidden_reply_leaves_its_raising_as_it_was(signed_in, dialogue):
    round_ = make_round(dialogue=dialogue)
    raising = make_raising(
        concern=make_concern(dialogue=dialogue),
        meeting=make_meeting(round=round_),
        reply_due="2022-12-01",
    )
    empty = signed_in("junior").get(round_.get_absolute_url())
    make_reply(raising=raising, classification=CONFIDENTIAL)

    page = signed_in("junior").get(round_.get_absolute_url())

    assert _without_tokens(page.text) == _without_tokens(empty.text)


def test_archived_parts_are_left_out(signed_in, round_, cast):
    meeting = make_meeting(round=round_, title="Entered twice")
    client = signed_in("officer")
    client.post(meeting.url_for("archive"), {"reason": "Double"})

    page = client.get(round_.get_absolute_url())

    assert "Entered twice" not in page.text


def test_the_rounds_before_and_after_are_a_click_away(signed_in, dialogue):
    rounds = [
        make_round(dialogue=dialogue, ordinal=number, starts_on=starts_on)
        for number, starts_on in ((3, "1999"), (4, ""), (7, "2003"))
    ]

    page = signed_in("officer").get(rounds[1].get_absolute_url())

    assert page.context["previous"] == rounds[0]
    assert page.context["next"] == rounds[2]


def _fill(round_, rows):
    for number in range(rows):
        meeting = make_meeting(
            round=round_, working_group=make_working_group(dialogue=round_.dialogue)
        )
        make_participation(
            meeting=meeting, person=make_person(), institution=make_institution()
        )
        make_agenda_item(meeting=meeting, topic=make_topic())
        make_agenda_item(round=round_, topic=make_topic())
        concern = make_concern(dialogue=round_.dialogue, topic=make_topic())
        raising = make_raising(
            concern=concern,
            meeting=meeting,
            speaker=make_person(),
            reply_due="2022-12-01",
        )
        make_reply(raising=raising, by=make_person(), quality="none")
        make_follow_up(meeting=meeting)
        make_round(dialogue=round_.dialogue, ordinal=number + 1)
        Source.objects.add(round_, url=f"https://example.org/{number}")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_many_rows(
    signed_in, round_, rows, django_assert_num_queries
):
    for name in ("head_own", "head_partner", "opener_own", "opener_partner"):
        setattr(round_, name, make_person())
    round_.save()
    _fill(round_, rows)
    client = signed_in("officer")
    client.get(round_.get_absolute_url())

    with django_assert_num_queries(52):
        page = client.get(round_.get_absolute_url())

    assert len(page.context["record"].meetings) == rows


def test_only_those_who_may_change_it_are_offered_to(signed_in, round_):
    own = signed_in("officer").get(round_.get_absolute_url())
    other = signed_in("other_desk").get(round_.get_absolute_url())

    for text in (f"/meetings/new/?round={round_.pk}", "agenda-items/new/", "/edit/"):
        assert text in own.text
        assert text not in other.text


# --- Forms ------------------------------------------------------------------------


def _sent(**changes):
    sent = {"status": "planned", "classification": INTERNAL}
    return sent | {"submission": str(uuid.uuid4())} | changes


def _new(dialogue):
    return reverse("dialogues:round_new", args=[dialogue.slug])


def test_a_new_round_has_the_next_number_and_the_other_host(signed_in, dialogue):
    make_round(dialogue=dialogue, ordinal=15, starts_on="2021", host="ID")
    make_round(dialogue=dialogue, ordinal=16, starts_on="2022", host="NO")

    form = signed_in("officer").get(_new(dialogue)).context["form"]

    assert (form["ordinal"].value(), form["host"].value()) == (17, "ID")


def test_a_new_round_suggests_no_host_when_the_last_is_not_known(signed_in, dialogue):
    make_round(dialogue=dialogue, ordinal=16)

    form = signed_in("officer").get(_new(dialogue)).context["form"]

    assert (form["ordinal"].value(), form["host"].value()) == (17, "")


def test_a_hidden_round_is_not_counted_in_the_suggestion(signed_in, dialogue):
    make_round(dialogue=dialogue, ordinal=1)
    make_round(dialogue=dialogue, ordinal=2, classification=CONFIDENTIAL)

    form = signed_in("junior").get(_new(dialogue)).context["form"]

    assert form["ordinal"].value() == 2


def test_a_round_sent_twice_is_made_once(signed_in, dialogue, cast):
    client = signed_in("officer")
    sent = _sent(ordinal=17, starts_on="june 2027")

    first = client.post(_new(dialogue), sent)
    second = client.post(_new(dialogue), sent)

    round_ = Round.objects.get()
    assert first.url == second.url == round_.get_absolute_url()
    assert (round_.starts_on, round_.created_by) == ("2027-06", cast["officer"])


@pytest.mark.parametrize("who", ["other_desk", "auditor", "analyst"])
def test_only_the_desk_plans_a_round(signed_in, dialogue, who):
    assert signed_in(who).get(_new(dialogue)).status_code == 403


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        (
            {"starts_on": "2022-06-20", "ends_on": "2022-06-19"},
            "A round cannot end before it begins.",
        ),
        ({"ends_on": "2022"}, "Say when the round begins as well."),
        ({"starts_on": "2022-02-30"}, "February 2022 has no day 30."),
        ({"ordinal": "16"}, "This dialogue has a round with this number already."),
        ({"ordinal": "0"}, "Rounds are counted from 1."),
        (
            {"status": "postponed"},
            "Say why the round is postponed, suspended or cancelled.",
        ),
        ({"cost": "-1"}, "A cost cannot be negative."),
        ({"head_partner_q": "Nobody Known"}, "Add the person first"),
    ],
)
def test_what_a_round_cannot_be_is_said_and_nothing_typed_is_lost(
    signed_in, round_, changes, refusal
):
    sent = _sent(city="Yogyakarta", summary="Long talks.", **changes)

    page = signed_in("officer").post(_new(round_.dialogue), sent)

    assert page.status_code == 200
    assert refusal in page.text
    assert "Yogyakarta" in page.text
    assert "Long talks." in page.text
    assert Round.objects.count() == 1


def test_a_number_taken_by_an_archived_round_is_refused(signed_in, round_):
    client = signed_in("officer")
    client.post(round_.url_for("archive"), {"reason": "Double"})

    page = client.post(_new(round_.dialogue), _sent(ordinal=16))

    assert page.context["form"].errors["ordinal"]


def test_a_new_name_as_head_is_refused_as_text(signed_in, round_):
    sent = _sent(head_own_q="<script>alert(1)</script>")

    page = signed_in("officer").post(_new(round_.dialogue), sent)

    assert reverse("partners:person_new") in page.text
    assert "<script>alert(1)" not in page.text


def test_a_known_person_heads_a_delegation_by_choice_or_by_name(signed_in, dialogue):
    chosen, typed = make_person(), make_person(name="Kari Nordmann", country="NO")

    signed_in("officer").post(
        _new(dialogue),
        _sent(head_partner=f"pk:{chosen.pk}", head_own_q="kari nordmann"),
    )

    round_ = Round.objects.get()
    assert (round_.head_partner, round_.head_own) == (chosen, typed)


def test_what_the_writer_may_not_see_survives_their_editing(signed_in, dialogue):
    head = make_person(name="Hidden Head", classification=CONFIDENTIAL)
    group = make_working_group(
        dialogue=dialogue, title="Hidden group", classification=CONFIDENTIAL
    )
    round_ = make_round(dialogue=dialogue, head_partner=head)
    round_.working_groups.add(group)
    client = signed_in("junior")

    form = client.get(round_.url_for("edit"))
    client.post(round_.url_for("edit"), _sent(version=1, city="Bandung"))
    round_.refresh_from_db()

    assert "Hidden" not in form.text
    assert (round_.city, round_.head_partner) == ("Bandung", head)
    assert list(round_.working_groups.all()) == [group]


def test_only_groups_of_this_dialogue_can_be_chosen(signed_in, dialogue):
    own = make_working_group(dialogue=dialogue)
    other = make_working_group(dialogue=make_dialogue(partner=dialogue.partner))
    client = signed_in("officer")

    refused = client.post(_new(dialogue), _sent(working_groups=[other.pk]))
    client.post(_new(dialogue), _sent(working_groups=[own.pk]))

    assert refused.context["form"].errors["working_groups"]
    assert list(Round.objects.get().working_groups.all()) == [own]


def test_the_second_of_two_officers_sees_both_texts_and_chooses(signed_in, round_):
    edit = round_.url_for("edit")
    as_read = {"ordinal": 16, "version": 1, "starts_on": "2022-06-20"}
    signed_in("officer").post(
        edit,
        _sent(summary="Text of Olav", city="Oslo", **as_read),
    )
    client = signed_in("lead")
    sent = _sent(summary="Text of Liv", city="Bergen", **as_read)

    shown = client.post(edit, sent)
    round_.refresh_from_db()
    untouched = round_.summary
    chosen = {"choose-summary": "theirs", "choose-city": "mine"}
    for conflict in shown.context["form"].conflicts:
        chosen.setdefault(f"choose-{conflict.name}", conflict.keep)
    saved = client.post(
        edit, sent | chosen | {"version": 2, "submission": str(uuid.uuid4())}
    )
    round_.refresh_from_db()

    assert "Text of Olav" in shown.text
    assert "Text of Liv" in shown.text
    assert untouched == "Text of Olav"
    assert saved.url == round_.get_absolute_url()
    assert (round_.summary, round_.city) == ("Text of Olav", "Bergen")


def test_two_officers_naming_different_heads_see_both_names(signed_in, round_):
    one, two = make_person(name="First Head"), make_person(name="Second Head")
    edit = round_.url_for("edit")
    sent = _sent(ordinal=16, version=1, starts_on="2022-06-20", city="Oslo")
    signed_in("officer").post(edit, sent | {"head_partner": f"pk:{one.pk}"})

    shown = signed_in("lead").post(
        edit,
        sent | {"head_partner": f"pk:{two.pk}", "submission": str(uuid.uuid4())},
    )

    pairs = [(c.theirs, c.mine) for c in shown.context["form"].conflicts]
    assert ("First Head", "Second Head") in pairs


def test_an_agenda_item_is_added_to_the_round_and_changed(signed_in, round_):
    client = signed_in("officer")
    new = reverse("dialogues:agenda_item_new", args=[round_.pk])
    sent = {
        "title": "Torture",
        "order": 1,
        "proposed_by": "ours",
        "status": "proposed",
        "discussed": "unknown",
        "classification": INTERNAL,
    }

    added = client.post(new, sent)
    item = AgendaItem.objects.get()
    changed = client.post(
        item.url_for("edit"),
        sent | {"version": 1, "status": "refused", "discussed": "false"},
    )
    item.refresh_from_db()

    at_the_item = f"{round_.get_absolute_url()}#item-{item.pk}"
    assert added.url == changed.url == at_the_item
    assert (item.round, item.status, item.discussed) == (round_, "refused", False)
    assert client.get(new).context["form"]["order"].value() == 2


@pytest.mark.parametrize(("who", "status"), [("other_desk", 403), ("auditor", 403)])
def test_only_the_desk_adds_to_the_agenda(signed_in, round_, who, status):
    page = signed_in(who).get(reverse("dialogues:agenda_item_new", args=[round_.pk]))

    assert page.status_code == status
