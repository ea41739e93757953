"""The rule of visibility: a record shows to members of staff within their clearance,
when it is Open or Internal, or on their desk, or their role reads all desks.
"""

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import Classification, Document, User
from dialogues.models import Concern, Meeting, Minutes, Participation, Round
from partners.models import Partner, Person
from tests.factories import (
    make_concern,
    make_dialogue,
    make_institution,
    make_meeting,
    make_minutes,
    make_participation,
    make_partner,
    make_person,
    make_round,
    make_user,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification


def _document(record, **overrides):
    values = {
        "record": record,
        "title": "A note",
        "file": "2026/01/0.pdf",
        "original_name": "note.pdf",
        "size": 1,
        "sha256": "0" * 64,
    }
    return Document.objects.create(**(values | overrides))


# Everybody not named sees nothing of that marking.
SEEN_BY = {
    OPEN: {"officer", "junior", "other_desk", "lead", "analyst", "auditor"}
    | {"administrator"},
    INTERNAL: {"officer", "junior", "other_desk", "lead", "analyst", "auditor"}
    | {"administrator"},
    RESTRICTED: {"officer", "junior", "lead", "analyst", "auditor"},
    CONFIDENTIAL: {"officer", "lead", "analyst", "auditor"},
}
PEOPLE = sorted(SEEN_BY[OPEN])


@pytest.mark.parametrize("marking", Classification)
@pytest.mark.parametrize("who", PEOPLE)
def test_a_record_shows_to_those_whom_the_rule_names(cast, indonesia, marking, who):
    concern = make_concern(partner=indonesia, classification=marking)

    seen = Concern.objects.visible_to(cast[who]).filter(pk=concern.pk).exists()

    assert seen == (who in SEEN_BY[marking])


@pytest.mark.parametrize("marking", Classification)
def test_nobody_without_an_active_account_sees_anything(indonesia, marking):
    concern = make_concern(partner=indonesia, classification=marking)
    _document(concern, classification=marking)
    left = make_user(desks=[indonesia], is_active=False)

    for user in (left, AnonymousUser()):
        for model in (Concern, Document, Partner, Person):
            assert not model.objects.visible_to(user).exists()


def test_a_superuser_is_bound_by_their_clearance(indonesia):
    secret = make_concern(partner=indonesia, classification=CONFIDENTIAL)
    root = make_user(role=None, is_superuser=True, clearance=INTERNAL)

    assert not Concern.objects.visible_to(root).filter(pk=secret.pk).exists()


PARTS = {
    "round of a dialogue": lambda m: make_round(
        dialogue=make_dialogue(classification=m), classification=OPEN
    ),
    "meeting of a round": lambda m: make_meeting(
        round=make_round(classification=m), classification=OPEN
    ),
    "meeting of a dialogue": lambda m: make_meeting(
        dialogue=make_dialogue(classification=m), classification=OPEN
    ),
    "minutes of a meeting": lambda m: make_minutes(
        meeting=make_meeting(classification=m), classification=OPEN
    ),
    "minutes two steps below a dialogue": lambda m: make_minutes(
        meeting=make_meeting(
            round=make_round(dialogue=make_dialogue(classification=m))
        ),
        classification=OPEN,
    ),
    "participation in a meeting": lambda m: make_participation(
        meeting=make_meeting(classification=m), classification=OPEN
    ),
    "concern of a dialogue": lambda m: make_concern(
        dialogue=make_dialogue(classification=m), classification=OPEN
    ),
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("marking", [RESTRICTED, CONFIDENTIAL])
def test_a_record_is_never_less_protected_than_what_it_is_part_of(cast, part, marking):
    row = PARTS[part](marking)
    rows = type(row).objects

    assert rows.with_marking().get(pk=row.pk).marking == marking
    assert not rows.visible_to(cast["other_desk"]).filter(pk=row.pk).exists()
    seen_by_junior = rows.visible_to(cast["junior"]).filter(pk=row.pk).exists()
    assert seen_by_junior == (marking == RESTRICTED)
    assert rows.visible_to(cast["officer"]).filter(pk=row.pk).exists()


def test_a_record_keeps_its_own_marking_when_that_is_the_higher(cast):
    minutes = make_minutes(
        meeting=make_meeting(classification=OPEN), classification=CONFIDENTIAL
    )

    assert Minutes.objects.with_marking().get(pk=minutes.pk).marking == CONFIDENTIAL
    assert not Minutes.objects.visible_to(cast["junior"]).exists()


def test_hidden_related_rows_come_back_as_none(cast, indonesia):
    hidden = make_person(classification=CONFIDENTIAL)
    round_ = make_round(head_partner=hidden, head_own=make_person(country="NO"))
    meeting = make_meeting(round=round_)

    rows = Meeting.objects.visible_to(cast["junior"])
    seen = rows.with_visible(cast["junior"], "round__head_partner", "round__head_own")
    row = seen.get(pk=meeting.pk)

    assert row.round == round_
    assert row.round.head_partner is None
    assert row.round.head_own is not None
    rows = Meeting.objects.visible_to(cast["officer"])
    row = rows.with_visible(cast["officer"], "round__head_partner").get(pk=meeting.pk)
    assert row.round.head_partner == hidden


def test_related_rows_cost_one_query_for_each_step(cast, django_assert_num_queries):
    for _number in range(3):
        make_meeting(round=make_round(head_partner=make_person()))
    user = User.objects.get(pk=cast["officer"].pk)
    rows = Meeting.objects.visible_to(user).with_visible(user, "round__head_partner")
    list(rows)

    with django_assert_num_queries(3):
        assert all(row.round.head_partner for row in rows.all())


@pytest.mark.parametrize("named", ["person", "institution"])
def test_a_row_shows_only_with_what_it_names(cast, named):
    make = {"person": make_person, "institution": make_institution}[named]
    row = make_participation(**{named: make(classification=CONFIDENTIAL)})

    def seen(who):
        rows = Participation.objects.visible_to(cast[who])
        return rows.filter(pk=row.pk).exists()

    assert seen("officer")
    assert not seen("junior")
    assert not seen("other_desk")


def test_a_protected_person_shows_only_to_roles_that_read_names_at_risk(cast):
    person = make_person(name="Saksi Mata", protected=True, classification=RESTRICTED)

    def seen(who):
        return Person.objects.visible_to(cast[who]).filter(pk=person.pk).exists()

    assert seen("junior")
    assert seen("auditor")
    assert not seen("analyst")
    assert "Saksi" not in str(person)


class TestDocuments:
    @pytest.mark.parametrize("who", PEOPLE)
    @pytest.mark.parametrize("marking", Classification)
    def test_a_document_shows_only_where_its_record_does(self, cast, who, marking):
        meeting = make_meeting(round=make_round(classification=marking))
        document = _document(meeting, classification=OPEN)

        rows = Document.objects.visible_to(cast[who]).filter(pk=document.pk)

        assert rows.exists() == (who in SEEN_BY[marking])

    @pytest.mark.parametrize("who", PEOPLE)
    @pytest.mark.parametrize("marking", Classification)
    def test_a_document_obeys_its_own_marking_as_well(self, cast, who, marking):
        document = _document(make_concern(classification=OPEN), classification=marking)

        rows = Document.objects.visible_to(cast[who]).filter(pk=document.pk)

        assert rows.exists() == (who in SEEN_BY[marking])

    def test_documents_of_several_kinds_of_records_are_found_together(self, cast):
        for record in (make_concern(), make_meeting(), make_person()):
            _document(record)

        assert Document.objects.visible_to(cast["officer"]).count() == 3


def test_a_queryset_shows_no_row_when_it_is_printed(indonesia):
    make_concern(partner=indonesia, title="Nama korban")

    assert "Nama" not in repr(Concern.objects.all())
    assert repr(Concern.objects.all()) == "<ConcernQuerySet of dialogues.Concern>"


marks = st.sampled_from(list(Classification))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    clearance=marks,
    desk=st.booleans(),
    all_desks=st.booleans(),
    active=st.booleans(),
    above=marks,
    own=st.lists(marks, min_size=1, max_size=4),
)
def test_whoever_asks_gets_every_row_of_the_rule_and_no_other(
    db, clearance, desk, all_desks, active, above, own
):
    home = make_partner("ID")
    user = make_user(
        role="Analyst" if all_desks else "Officer",
        desks=[home] if desk else [],
        clearance=clearance,
        is_active=active,
    )
    dialogue = make_dialogue(classification=above)
    rows = [make_round(dialogue=dialogue, classification=m) for m in own]

    seen = set(Round.objects.visible_to(user).filter(dialogue=dialogue))

    def may_see(row):
        marking = max(row.classification, above)
        shared = marking <= INTERNAL
        return active and marking <= clearance and (shared or desk or all_desks)

    assert seen == {row for row in rows if may_see(row)}
