"""The page of a dialogue, its priorities and its working groups."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Classification, Document, Source
from dialogues.models import Dialogue, PriorityTopic, WorkingGroup
from tests.factories import (
    make_concern,
    make_dialogue,
    make_meeting,
    make_person,
    make_priority_topic,
    make_raising,
    make_round,
    make_topic,
    make_working_group,
)

OPEN, INTERNAL = Classification.OPEN, Classification.INTERNAL
RESTRICTED, CONFIDENTIAL = Classification.RESTRICTED, Classification.CONFIDENTIAL

MAKERS = {
    "dialogue": lambda dialogue, level: make_dialogue(
        partner=dialogue.partner, title="Quiet talks", classification=level
    ),
    "priority_topic": lambda dialogue, level: make_priority_topic(
        dialogue=dialogue, why="Quiet talks", classification=level
    ),
    "working_group": lambda dialogue, level: make_working_group(
        dialogue=dialogue, title="Quiet talks", classification=level
    ),
}


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia, title="Dialogue with Indonesia")


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize(
    ("level", "who", "sees", "changes"),
    [
        (INTERNAL, "officer", True, 200),
        (INTERNAL, "other_desk", True, 403),
        (INTERNAL, "analyst", True, 403),
        (INTERNAL, "administrator", True, 403),
        (RESTRICTED, "officer", True, 200),
        (RESTRICTED, "junior", True, 200),
        (RESTRICTED, "lead", True, 200),
        (RESTRICTED, "auditor", True, 403),
        (RESTRICTED, "other_desk", False, 404),
        (RESTRICTED, "administrator", False, 403),
        (CONFIDENTIAL, "officer", True, 200),
        (CONFIDENTIAL, "junior", False, 404),
        (CONFIDENTIAL, "other_desk", False, 404),
    ],
)
def test_who_may_read_and_change_a_dialogue_and_its_parts(
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


def test_a_visitor_is_sent_to_sign_in(client, dialogue):
    page = client.get(dialogue.get_absolute_url())

    assert page.status_code == 302


def test_the_page_says_where_the_dialogue_stands(signed_in, indonesia):
    dialogue = make_dialogue(
        partner=indonesia,
        title="Human rights dialogue",
        partner_title="Dialog HAM",
        status=Dialogue.Status.SUSPENDED,
        status_why="The elections come first.",
        resume_conditions="A new government.",
        aim="Adherence to the covenants.",
        intensity="Yearly",
        hosting_rule="In turn",
        started="2002-04",
    )

    page = signed_in("officer").get(dialogue.get_absolute_url())

    for text in (
        "Human rights dialogue",
        "Dialog HAM",
        "Suspended",
        "The elections come first.",
        "A new government.",
        "Adherence to the covenants.",
        "Yearly",
        "In turn",
        'datetime="2002-04"',
    ):
        assert text in page.text


def test_rounds_of_unknown_date_stand_where_their_number_puts_them(signed_in, dialogue):
    for ordinal, starts_on in ((3, "1999-06-16"), (4, ""), (8, "2004"), (1, "1997")):
        make_round(dialogue=dialogue, ordinal=ordinal, starts_on=starts_on, city="")
    make_round(dialogue=dialogue, starts_on="2011", city="Hanoi", status="held")
    make_round(dialogue=dialogue, starts_on="", city="Oslo", status="planned")

    page = signed_in("officer").get(dialogue.get_absolute_url())

    cells = [row["cells"][0]["value"] for row in page.context["rounds"]["rows"]]
    assert cells == [
        "Round, Oslo",
        "Round, Hanoi, 2011",
        "Round 8, 2004",
        "Round 4",
        "Round 3, 1999",
        "Round 1, 1997",
    ]
    assert "Date not known" in page.text


def test_both_numbers_show_when_the_partner_counts_otherwise(signed_in, dialogue):
    make_round(dialogue=dialogue, ordinal=9, partner_ordinal=8)
    make_round(dialogue=dialogue, ordinal=10, partner_ordinal=10)

    page = signed_in("officer").get(dialogue.get_absolute_url())

    assert "9 (the partner counts 8)" in page.text
    assert "the partner counts 10" not in page.text


def test_the_gap_since_the_last_round_is_told_in_words(
    signed_in, dialogue, time_machine
):
    time_machine.move_to("2023-07-19 12:00:00+02:00")
    make_round(
        dialogue=dialogue,
        status="held",
        starts_on="2022-06-19",
        ends_on="2022-06-20",
    )

    page = signed_in("officer").get(dialogue.get_absolute_url())

    assert "1\xa0year ago" in page.text


def test_the_gap_is_the_least_when_only_the_year_is_known(
    signed_in, dialogue, time_machine
):
    time_machine.move_to("2023-03-01 12:00:00+01:00")
    make_round(dialogue=dialogue, status="held", starts_on="2022")

    page = signed_in("officer").get(dialogue.get_absolute_url())

    assert "at least 2\xa0months" in page.text


def test_the_next_round_may_be_known_by_its_year_alone(signed_in, dialogue):
    year = str(timezone.localdate().year)
    make_round(dialogue=dialogue, ordinal=17, starts_on=year, city="Bandung")

    page = signed_in("officer").get(dialogue.get_absolute_url())

    facts = {str(fact["label"]): fact["value"] for fact in page.context["facts"]}
    assert facts["Next round"] == f"Round 17, Bandung, {year}"


def test_hidden_rows_of_a_dialogue_are_neither_shown_nor_counted(signed_in, dialogue):
    make_round(dialogue=dialogue, city="Molde", classification=CONFIDENTIAL)
    make_meeting(
        dialogue=dialogue,
        working_group=make_working_group(dialogue=dialogue, title="Prisons"),
        classification=CONFIDENTIAL,
    )
    make_concern(dialogue=dialogue, classification=CONFIDENTIAL)
    make_concern(dialogue=dialogue)
    make_concern(dialogue=dialogue, status="closed")

    page = signed_in("junior").get(dialogue.get_absolute_url())

    facts = {str(fact["label"]): fact["value"] for fact in page.context["facts"]}
    assert "Molde" not in page.text
    assert facts["Open concerns"] == 1
    assert "Not known in which rounds it met" in page.text


def test_a_working_group_names_the_rounds_in_which_it_met(signed_in, dialogue):
    group = make_working_group(dialogue=dialogue, title="Prisons")
    linked = make_round(dialogue=dialogue, ordinal=11, starts_on="2008")
    linked.working_groups.add(group)
    met = make_round(dialogue=dialogue, ordinal=12, starts_on="2009")
    make_meeting(round=met, working_group=group)
    make_round(dialogue=dialogue, ordinal=13, starts_on="2010")

    page = signed_in("officer").get(dialogue.get_absolute_url())

    (row,) = page.context["groups"]
    assert row["rounds"] == [met, linked]


def test_only_those_who_may_change_it_are_offered_to(signed_in, dialogue):
    own = signed_in("officer").get(dialogue.get_absolute_url())
    other = signed_in("other_desk").get(dialogue.get_absolute_url())

    for text in (f"/meetings/new/?dialogue={dialogue.pk}", "rounds/new/", "/archive/"):
        assert text in own.text
        assert text not in other.text


def test_open_concerns_are_listed_the_longest_unanswered_first(signed_in, dialogue):
    waiting = [make_concern(dialogue=dialogue) for _n in range(9)]
    for concern, date in zip(waiting, range(2019, 2010, -1), strict=True):
        make_raising(concern=concern, date=str(date))
    make_concern(dialogue=dialogue, title="Closed matter", status="closed")
    make_concern(partner=dialogue.partner, title="Outside of the dialogue")

    page = signed_in("officer").get(dialogue.get_absolute_url())

    shown = [concern for concern, _tone in page.context["concerns"]]
    assert shown == list(reversed(waiting))[:8]
    assert "status=still_open" in page.context["concerns_url"]
    assert "Closed matter" not in page.text
    assert "Outside of the dialogue" not in page.text


def test_hidden_concerns_and_raisings_are_not_among_the_open_ones(signed_in, dialogue):
    secret = {"classification": CONFIDENTIAL}
    hidden = make_concern(dialogue=dialogue, title="Hidden matter", **secret)
    make_raising(concern=hidden, reply_due="2026-01-01")
    concern = make_concern(dialogue=dialogue, title="Shown matter")
    make_raising(concern=concern, date="2011", reply_due="2026-01-02", **secret)

    page = signed_in("junior").get(dialogue.get_absolute_url())
    officer = signed_in("officer").get(dialogue.get_absolute_url())

    ((shown, _tone),) = page.context["concerns"]
    assert (shown, bool(shown.unanswered_since)) == (concern, False)
    assert "Hidden matter" not in page.text
    assert "We wait for a reply" not in page.text
    assert officer.text.count("Hidden matter") == 2
    assert len(officer.context["awaited"]) == 2


def test_replies_due_are_told_by_who_owes_them(signed_in, dialogue):
    ours, theirs = (
        make_raising(
            concern=make_concern(dialogue=dialogue, raised_by=side),
            reply_due="2026-01-01",
        )
        for side in ("ours", "partner_about_us")
    )
    other = make_dialogue(partner=dialogue.partner)
    make_raising(concern=make_concern(dialogue=other), reply_due="2026-01-01")

    page = signed_in("officer").get(dialogue.get_absolute_url())

    assert list(page.context["awaited"]) == [ours]
    assert list(page.context["owed"]) == [theirs]


def test_the_heads_of_the_last_held_round_are_named(signed_in, dialogue):
    hidden = make_person(name="Hidden Head", classification=CONFIDENTIAL)
    make_round(
        dialogue=dialogue,
        status="held",
        starts_on="2022",
        head_own=make_person(name="Kari Head", country="NO"),
        head_partner=hidden,
    )
    named = make_person(name="Coming Head", country="NO")
    make_round(dialogue=dialogue, status="planned", starts_on="2030", head_own=named)

    page = signed_in("junior").get(dialogue.get_absolute_url())

    facts = {str(fact["label"]): fact["value"] for fact in page.context["facts"]}
    assert facts["Our head at the last round"] == "Kari Head"
    assert facts["The partner's head at the last round"] is None
    assert "Hidden Head" not in page.text


def test_every_list_that_the_page_leads_to_opens(signed_in, dialogue):
    make_concern(dialogue=dialogue, title="Death penalty")
    make_concern(dialogue=dialogue, title="Closed matter", status="closed")
    client = signed_in("officer")
    page = client.get(dialogue.get_absolute_url())
    facts = {str(fact["label"]): fact for fact in page.context["facts"]}

    concerns = client.get(facts["Open concerns"]["url"])

    assert "Death penalty" in concerns.text
    assert "Closed matter" not in concerns.text
    for link in page.context["lists"]:
        assert client.get(link["url"]).status_code == 200


def _fill(dialogue, rows):
    for number in range(rows):
        group = make_working_group(dialogue=dialogue)
        round_ = make_round(
            dialogue=dialogue,
            ordinal=number + 1,
            status="held",
            head_own=make_person(country="NO"),
            head_partner=make_person(),
        )
        round_.working_groups.add(group)
        make_meeting(round=round_, working_group=group)
        make_priority_topic(dialogue=dialogue)
        for side in ("ours", "partner_about_us"):
            concern = make_concern(
                dialogue=dialogue, topic=make_topic(), raised_by=side
            )
            make_raising(concern=concern, reply_due="2026-01-01")
        Source.objects.add(dialogue, url=f"https://example.org/{number}")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_many_rows(
    signed_in, dialogue, rows, django_assert_num_queries
):
    _fill(dialogue, rows)
    client = signed_in("officer")
    client.get(dialogue.get_absolute_url())

    with django_assert_num_queries(34):
        page = client.get(dialogue.get_absolute_url())

    assert len(page.context["rounds"]["rows"]) == rows


def test_conflicting_sources_stand_side_by_side(signed_in, dialogue):
    Source.objects.add(dialogue, citation="Ministry", field="started", value="2002-04")
    Source.objects.add(dialogue, citation="Embassy", field="started", value="2003")
    Source.objects.add(dialogue, citation="Book", field="intensity", value="yearly")

    page = signed_in("officer").get(dialogue.get_absolute_url())

    assert page.text.count("The sources disagree") == 1
    assert "April 2002" in page.text
    assert "Embassy" in page.text


def test_a_coarser_date_of_a_source_is_no_conflict(signed_in, indonesia):
    dialogue = make_dialogue(partner=indonesia, started="2002-04-05")
    Source.objects.add(dialogue, citation="Ministry", field="started", value="2002-04")

    page = signed_in("officer").get(dialogue.get_absolute_url())

    assert "The sources disagree" not in page.text


def test_a_document_shows_by_its_own_marking(signed_in, dialogue):
    Document.objects.create(
        record=dialogue,
        title="Terms of reference",
        original_name="terms.pdf",
        size=1,
        classification=CONFIDENTIAL,
    )

    officer = signed_in("officer").get(dialogue.get_absolute_url())
    junior = signed_in("junior").get(dialogue.get_absolute_url())

    assert "Terms of reference" in officer.text
    assert "Terms of reference" not in junior.text


def test_an_archived_dialogue_says_why_and_can_be_brought_back(signed_in, dialogue):
    client = signed_in("officer")
    client.post(dialogue.url_for("archive"), {"reason": "Entered twice"})

    page = client.get(dialogue.get_absolute_url())
    other = signed_in("other_desk").get(dialogue.get_absolute_url())
    signed_in("officer").post(dialogue.url_for("restore"))
    dialogue.refresh_from_db()

    assert "Entered twice" in page.text
    assert "Bring back" in page.text
    assert "Bring back" not in other.text
    assert not dialogue.is_archived


# --- Forms ------------------------------------------------------------------------


def _typed(form_page, **changes):
    """What the form on this page sends when only `changes` are typed."""
    form = form_page.context["form"]
    sent = {}
    for field in form:
        value = field.value()
        if value not in (None, "", False):
            sent[field.html_name] = value
    return sent | {"submission": str(uuid.uuid4())} | changes


def test_a_new_dialogue_gets_its_address_from_its_title(signed_in, cast, indonesia):
    client = signed_in("officer")
    sent = {
        "partner": indonesia.pk,
        "title": "New",
        "status": "active",
        "started": "april 2002",
        "classification": INTERNAL,
        "submission": str(uuid.uuid4()),
    }

    first = client.post(reverse("dialogues:dialogue_new"), sent)
    second = client.post(reverse("dialogues:dialogue_new"), sent)

    dialogue = Dialogue.objects.get()
    assert dialogue.slug == "id-new"
    assert dialogue.started == "2002-04"
    assert dialogue.created_by == cast["officer"]
    assert first.url == second.url == dialogue.get_absolute_url()


def test_a_second_dialogue_of_the_same_title_gets_another_address(signed_in, indonesia):
    make_dialogue(partner=indonesia, slug="id-talks", classification=CONFIDENTIAL)

    signed_in("officer").post(
        reverse("dialogues:dialogue_new"),
        {
            "partner": indonesia.pk,
            "title": "Talks",
            "status": "active",
            "classification": INTERNAL,
        },
    )

    assert Dialogue.objects.get(title="Talks").slug.startswith("id-talks-")


def test_a_new_dialogue_can_only_be_with_a_country_on_the_desk(
    signed_in, indonesia, china
):
    client = signed_in("officer")

    page = client.post(
        reverse("dialogues:dialogue_new"),
        {"partner": china.pk, "title": "Talks", "status": "active"},
    )

    assert page.context["form"].errors["partner"]
    assert not Dialogue.objects.exists()
    assert (
        signed_in("analyst").get(reverse("dialogues:dialogue_new")).status_code == 403
    )


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"status": "suspended"}, "Say why the dialogue is suspended or has ended."),
        (
            {"started": "2002", "ended": "2001"},
            "A dialogue cannot end before it starts.",
        ),
        ({"started": "sometime"}, "Give a year (1998)"),
    ],
)
def test_what_a_dialogue_cannot_be_is_said_and_nothing_typed_is_lost(
    signed_in, dialogue, changes, refusal
):
    client = signed_in("officer")
    form = client.get(dialogue.url_for("edit"))

    page = client.post(
        dialogue.url_for("edit"), _typed(form, aim="Adherence", **changes)
    )

    assert page.status_code == 200
    assert refusal in page.text
    assert "Adherence" in page.text


def test_a_priority_topic_is_added_and_changed_with_partial_dates(signed_in, dialogue):
    client = signed_in("officer")
    new = reverse("dialogues:priority_topic_new", args=[dialogue.slug])
    sent = {
        "topic": make_topic("torture").pk,
        "since": "1998-6",
        "chosen_by": "both",
        "classification": INTERNAL,
    }

    added = client.post(new, sent)
    priority = PriorityTopic.objects.get()
    refused = client.post(
        priority.url_for("edit"), sent | {"version": 1, "until": "1997"}
    )
    changed = client.post(
        priority.url_for("edit"), sent | {"version": 1, "until": "1999"}
    )
    priority.refresh_from_db()

    assert added.url == changed.url == dialogue.get_absolute_url()
    assert "A priority cannot end before it begins." in refused.text
    assert (priority.since, priority.until) == ("1998-06", "1999")


def test_a_working_group_is_added_and_renamed(signed_in, dialogue):
    client = signed_in("officer")
    new = reverse("dialogues:working_group_new", args=[dialogue.slug])

    client.post(new, {"title": "Prisons", "classification": INTERNAL})
    group = WorkingGroup.objects.get()
    client.post(
        group.url_for("edit"),
        {"title": "Prisoners", "classification": INTERNAL, "version": 1},
    )
    group.refresh_from_db()

    assert (group.dialogue, group.title) == (dialogue, "Prisoners")


@pytest.mark.parametrize("name", ["priority_topic_new", "working_group_new"])
@pytest.mark.parametrize(("who", "status"), [("other_desk", 403), ("auditor", 403)])
def test_only_the_desk_adds_to_a_dialogue(signed_in, dialogue, name, who, status):
    page = signed_in(who).get(reverse(f"dialogues:{name}", args=[dialogue.slug]))

    assert page.status_code == status
