"""Every rule that the database keeps: it refuses the row and says why."""

import datetime

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from core.models import Classification, Record, Source
from desk.models import HandOver, HandOverItem
from dialogues.models import BriefingRead, Topic
from partners.models import Assignment, KeptApart, Merge, Person
from tests import factories as f
from tests.core.test_visibility import _document

OUR_APPS = ("core", "partners", "dialogues", "projects", "desk")


def _named_constraints():
    return {
        constraint.name: (model, constraint)
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS
        for constraint in model._meta.constraints
    }


CONSTRAINTS = _named_constraints()
RECORDS = {
    model._meta.model_name: model
    for model in apps.get_models()
    if issubclass(model, Record)
}


def _part_of_itself(row):
    row.parent = row
    row.save()


def _twice_on_a_desk():
    assignment = Assignment.objects.create(user=f.make_user(), partner=f.make_partner())
    Assignment.objects.create(user=assignment.user, partner=assignment.partner)


def _twice_in_a_meeting():
    meeting, person = f.make_meeting(), f.make_person()
    for _number in range(2):
        f.make_participation(meeting=meeting, person=person)


def _two_rounds(ordinal):
    dialogue = f.make_dialogue()
    for _number in range(2):
        f.make_round(dialogue=dialogue, ordinal=ordinal)


def _two_drafts():
    from core.models import Draft

    user = f.make_user()
    for _number in range(2):
        Draft.objects.create(user=user, path="/", data="")


def _twice_a_member(**who):
    network = f.make_network()
    for _number in range(2):
        f.make_membership(network=network, **who)


def _twice_linked():
    link = f.make_link()
    f.make_link(
        home_institution=link.home_institution,
        partner_institution=link.partner_institution,
    )


def _linked_to_itself():
    institution = f.make_institution(country="NO")
    f.make_link(home_institution=institution, partner_institution=institution)


def _merge(**overrides):
    values = {"kept_id": 1, "merged_id": 2, "by": f.make_user()} | overrides
    kind = ContentType.objects.get_for_model(Person)
    return Merge.objects.create(kind=kind, **values)


def _merged_twice():
    _merge()
    _merge(kept_id=3)


def _kept_apart(*pairs):
    for first, second in pairs:
        KeptApart.objects.create(
            kind=ContentType.objects.get_for_model(Person),
            first_id=first,
            second_id=second,
            by=f.make_user(),
        )


def _hand_over(**overrides):
    user = f.make_user()
    values = {"given_by": user, "taken_by": f.make_user(), "arranged_by": user}
    return HandOver.objects.create(**(values | overrides))


def _handed_over_to_oneself():
    user = f.make_user()
    _hand_over(given_by=user, taken_by=user)


def _twice_handed_over():
    hand_over = _hand_over()
    kind = ContentType.objects.get_for_model(Person)
    for _number in range(2):
        HandOverItem.objects.create(hand_over=hand_over, kind=kind, object_id=1)


def _verified_alone():
    user = f.make_user()
    f.make_follow_up(owner=user, verified_by=user)


def _twice_in_a_round(make, *, group=False, **values):
    values["round"] = f.make_round()
    if group:
        values["working_group"] = f.make_working_group(
            dialogue=values["round"].dialogue
        )
    for _number in range(2):
        make(**values)


def _used_twice():
    question, concern = f.make_question(), f.make_concern()
    for _number in range(2):
        f.make_fact_used(question=question, record=concern)


def _year_twice():
    dialogue = f.make_dialogue()
    for _number in range(2):
        f.make_yearly_cost(dialogue=dialogue)


def _read_twice():
    briefing, user = f.make_briefing(), f.make_user()
    for _number in range(2):
        BriefingRead.objects.create(briefing=briefing, user=user)


def _two_rates_of_a_day():
    for _number in range(2):
        f.make_exchange_rate()


def _twice_in_a_project(make, **values):
    values["project"] = f.make_project()
    for _number in range(2):
        make(**values)


def _twice_from_a_country():
    activity = f.make_activity()
    for _number in range(2):
        f.make_attendance(activity=activity)


def _without(model, **values):
    """A row past `save`, which would fill in what is missing."""
    row = model(**values)
    models.Model.save(row)


# What breaks each constraint. One that is not here fails the test below.
BREAKS = {
    "user_clearance_is_a_marking": lambda: f.make_user(clearance=5),
    "draft_one_per_form": _two_drafts,
    "source_says_where": lambda: Source.objects.add(f.make_concern(), citation=""),
    "assignment_once": _twice_on_a_desk,
    "institution_is_not_part_of_itself": lambda: _part_of_itself(f.make_institution()),
    "partner_is_known_to_all_staff": lambda: f.make_partner(
        "CN", classification=Classification.RESTRICTED
    ),
    "person_protected_is_at_least_restricted": lambda: f.make_person(
        protected=True, classification=Classification.INTERNAL
    ),
    "position_ends_after_it_begins": lambda: f.make_position(
        since="2001", until="2000"
    ),
    "position_is_left_on_a_date": lambda: f.make_position(left_because="retired"),
    "network_ends_after_it_begins": lambda: f.make_network(
        since="2001", until="2000", status="ended"
    ),
    "network_with_an_end_has_ended": lambda: f.make_network(
        until="2000", status="active"
    ),
    "membership_names_someone": lambda: f.make_membership(institution=None),
    "membership_ends_after_it_begins": lambda: f.make_membership(
        since="2001", until="2000"
    ),
    "membership_of_a_person_once": lambda: _twice_a_member(person=f.make_person()),
    "membership_of_an_institution_once": lambda: _twice_a_member(
        institution=f.make_institution()
    ),
    "link_is_between_two_institutions": _linked_to_itself,
    "link_ends_after_it_begins": lambda: f.make_link(since="2001", until="2000"),
    "link_of_a_kind_once": _twice_linked,
    "merge_is_of_two": lambda: _merge(merged_id=1),
    "merge_of_a_record_once": _merged_twice,
    "keptapart_is_in_order": lambda: _kept_apart((2, 1)),
    "keptapart_once": lambda: _kept_apart((1, 2), (1, 2)),
    "handover_is_to_somebody_else": _handed_over_to_oneself,
    "handoveritem_once": _twice_handed_over,
    "topic_does_not_belong_to_itself": lambda: _part_of_itself(
        Topic.objects.create(code="x", name_en="x", name_nb="x")
    ),
    "dialogue_ends_after_it_starts": lambda: f.make_dialogue(
        started="1998", ended="1997"
    ),
    "dialogue_starts_after_informal_contact": lambda: f.make_dialogue(
        informal_since="1998", started="1997"
    ),
    "dialogue_stops_for_a_reason": lambda: f.make_dialogue(status="ended"),
    "prioritytopic_ends_after_it_begins": lambda: f.make_priority_topic(
        since="2001", until="2000"
    ),
    "round_ordinal_once_in_a_dialogue": lambda: _two_rounds(1),
    "round_ordinal_counts_from_one": lambda: f.make_round(ordinal=0),
    "round_ends_after_it_begins": lambda: f.make_round(
        starts_on="2022-06", ends_on="2022-05"
    ),
    "round_with_an_end_has_a_beginning": lambda: f.make_round(
        starts_on="", ends_on="2022"
    ),
    "round_is_stopped_for_a_reason": lambda: f.make_round(status="cancelled"),
    "round_cost_is_not_negative": lambda: f.make_round(cost="-1"),
    "round_staff_days_are_not_negative": lambda: f.make_round(staff_days="-1"),
    "meeting_in_a_round_is_in_its_dialogue": lambda: _without(
        type(f.make_meeting()),
        title="x",
        kind="plenary",
        partner=f.make_partner(),
        round=f.make_round(),
    ),
    "meeting_ends_after_it_begins": lambda: f.make_meeting(
        date="2022-06-20", ends_on="2022-06-19"
    ),
    "meeting_with_an_end_has_a_date": lambda: f.make_meeting(date="", ends_on="2022"),
    "participation_names_someone": lambda: f.make_participation(
        person=None, institution=None
    ),
    "participation_once_in_a_meeting": _twice_in_a_meeting,
    "agendaitem_is_on_an_agenda": lambda: f.make_agenda_item(round=None),
    "raising_in_a_meeting_names_it": lambda: f.make_raising(channel="meeting"),
    "raising_outside_a_meeting_has_a_date": lambda: f.make_raising(date=""),
    "reply_has_words": lambda: f.make_reply(text=""),
    "followup_closed_has_a_date": lambda: f.make_follow_up(status="done"),
    "followup_of_high_priority_is_verified": lambda: f.make_follow_up(
        status="done", closed_on="2026-03-02", priority="high"
    ),
    "followup_is_verified_by_another": _verified_alone,
    "agendaitem_is_moved_to_a_round": lambda: f.make_agenda_item(
        moved_to=f.make_round(), status="agreed"
    ),
    "round_closed_was_held": lambda: f.make_round(closed_on="2026-03-02"),
    "minutes_are_corrected_for_a_reason": lambda: f.make_minutes(edition=2),
    "measure_number_once_in_a_round": lambda: _twice_in_a_round(
        f.make_measure, number=1
    ),
    "measure_with_a_number_has_a_round": lambda: f.make_measure(number=1),
    "measure_number_counts_from_one": lambda: f.make_measure(
        number=0, round=f.make_round()
    ),
    "measurestatus_done_has_evidence": lambda: f.make_measure_status(
        voice="ours", state="done"
    ),
    "objective_locked_can_be_measured": lambda: f.make_objective(
        indicator="", locked_on="2026-03-02"
    ),
    "assessment_once_at_a_round": lambda: _twice_in_a_round(
        f.make_assessment, objective=f.make_objective()
    ),
    "assessment_contribution_has_evidence": lambda: f.make_assessment(
        contribution="plausible"
    ),
    "trust_frankness_is_a_score": lambda: f.make_trust(frankness=6),
    "trust_openness_is_a_score": lambda: f.make_trust(openness=6),
    "trust_access_is_a_score": lambda: f.make_trust(access=6),
    "evaluation_withheld_on_a_ground": lambda: f.make_evaluation(
        publication="withheld"
    ),
    "finding_done_says_what_changed": lambda: f.make_finding(status="done"),
    "statement_approved_on_a_day": lambda: f.make_statement(approved_by=f.make_user()),
    "factused_once": _used_twice,
    "yearlycost_once_a_year": _year_twice,
    "yearlycost_year_is_a_year": lambda: f.make_yearly_cost(year=22),
    "yearlycost_is_not_negative": lambda: f.make_yearly_cost(cost="-1"),
    "otherstep_ends_after_it_begins": lambda: f.make_other_step(
        date="2001", ends_on="2000"
    ),
    "otherstep_with_an_end_has_a_date": lambda: f.make_other_step(ends_on="2000"),
    "groupreport_once_at_a_round": lambda: _twice_in_a_round(
        f.make_group_report, group=True
    ),
    "briefingread_once": _read_twice,
    "project_ends_after_it_begins": lambda: f.make_project(since="2012", until="2011"),
    "project_is_stopped_for_a_reason": lambda: f.make_project(status="stopped"),
    "project_agreed_amount_has_a_currency": lambda: f.make_project(agreed_amount=1),
    "project_of_an_agreement_once": lambda: [
        f.make_project(agreement_number="IDN-12/0001") for _number in range(2)
    ],
    "projectpartner_once_in_a_role": lambda: _twice_in_a_project(
        f.make_project_partner, institution=f.make_institution()
    ),
    "projectpartner_ends_after_it_begins": lambda: f.make_project_partner(
        since="2012", until="2011"
    ),
    "activity_ends_after_it_begins": lambda: f.make_activity(
        date="2012", ends_on="2011"
    ),
    "activity_with_an_end_has_a_date": lambda: f.make_activity(date="", ends_on="2011"),
    "attendance_of_a_country_once": _twice_from_a_country,
    "attendance_counts_someone": lambda: f.make_attendance(women=None),
    "result_baseline_has_a_unit": lambda: f.make_result(baseline=1),
    "resultvalue_says_something": lambda: f.make_result_value(value=None),
    "resultvalue_actual_has_evidence": lambda: f.make_result_value(kind="actual"),
    "budgetline_year_is_a_year": lambda: f.make_budget_line(year=12),
    "budgetline_is_not_negative": lambda: f.make_budget_line(amount=-1),
    "disbursement_of_a_reference_once": lambda: _twice_in_a_project(
        f.make_disbursement, reference="1"
    ),
    "disbursement_is_not_nothing": lambda: f.make_disbursement(amount=0),
    "exchangerate_of_a_day_once": _two_rates_of_a_day,
    "exchangerate_is_positive": lambda: f.make_exchange_rate(rate=0),
}
MAKERS = {
    "partner": f.make_partner,
    "institution": f.make_institution,
    "person": f.make_person,
    "position": f.make_position,
    "network": f.make_network,
    "membership": f.make_membership,
    "link": f.make_link,
    "dialogue": f.make_dialogue,
    "prioritytopic": f.make_priority_topic,
    "workinggroup": f.make_working_group,
    "round": f.make_round,
    "meeting": f.make_meeting,
    "minutes": f.make_minutes,
    "participation": f.make_participation,
    "agendaitem": f.make_agenda_item,
    "concern": f.make_concern,
    "raising": f.make_raising,
    "reply": f.make_reply,
    "followup": f.make_follow_up,
    "measure": f.make_measure,
    "measurestatus": f.make_measure_status,
    "objective": f.make_objective,
    "assessment": f.make_assessment,
    "trust": f.make_trust,
    "briefing": f.make_briefing,
    "groupreport": f.make_group_report,
    "speakingnote": f.make_speaking_note,
    "evaluation": f.make_evaluation,
    "finding": f.make_finding,
    "statement": f.make_statement,
    "parliamentaryquestion": f.make_question,
    "factused": f.make_fact_used,
    "yearlycost": f.make_yearly_cost,
    "incident": f.make_incident,
    "otherstep": f.make_other_step,
    "project": f.make_project,
    "projectpartner": f.make_project_partner,
    "activity": f.make_activity,
    "attendance": f.make_attendance,
    "result": f.make_result,
    "resultvalue": f.make_result_value,
    "budgetline": f.make_budget_line,
    "disbursement": f.make_disbursement,
    "document": lambda **values: _document(f.make_concern(), **values),
}


def _loaded_twice(kind):
    MAKERS[kind](loaded_as="a.json#1")
    if kind == "partner":
        f.make_partner("CN", loaded_as="a.json#1")
    else:
        MAKERS[kind](loaded_as="a.json#1")


def _change(kind, **values):
    row = MAKERS[kind]()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


for _kind in RECORDS:
    BREAKS |= {
        f"{_kind}_classification_is_a_marking": (
            lambda kind=_kind: _change(kind, classification=5)
        ),
        f"{_kind}_archived_with_a_reason": (
            lambda kind=_kind: _change(
                kind, archived_at=datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)
            )
        ),
        f"{_kind}_loaded_once": lambda kind=_kind: _loaded_twice(kind),
    }


def test_every_constraint_has_a_row_that_breaks_it():
    assert CONSTRAINTS.keys() == BREAKS.keys()


def test_every_kind_of_record_has_a_maker_and_the_constraints_of_all():
    assert RECORDS.keys() == MAKERS.keys()
    for name, model in RECORDS.items():
        own = {constraint.name for constraint in model._meta.constraints}
        for rule in ("classification_is_a_marking", "archived_with_a_reason"):
            assert f"{name}_{rule}" in own


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_the_database_refuses_what_breaks_it(db, name):
    constraint = CONSTRAINTS[name][1]

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BREAKS[name]()

    # SQLite names a check by its name, and what is to be unique by its columns.
    said = str(refusal.value)
    columns = [f".{field}" for field in getattr(constraint, "fields", ())]
    assert name in said or (columns and all(column in said for column in columns)), said


def _can_be_broken_on_a_form(model, constraint):
    if constraint.name == "draft_one_per_form":
        return False  # a draft replaces the one before
    if isinstance(constraint, models.UniqueConstraint):
        return any(model._meta.get_field(name).editable for name in constraint.fields)
    return True


@pytest.mark.parametrize("name", sorted(CONSTRAINTS))
def test_it_says_why_in_a_sentence(name):
    model, constraint = CONSTRAINTS[name]
    if not _can_be_broken_on_a_form(model, constraint):
        return

    message = str(constraint.violation_error_message)

    assert message != str(constraint.default_violation_error_message)
    assert message[0].isupper()
    assert message.endswith(".")
    assert len(message.split()) >= 4


@pytest.mark.parametrize(
    ("make", "values", "sentence"),
    [
        (f.make_round, {"cost": "-1"}, "A cost cannot be negative."),
        (f.make_round, {"ends_on": "1999"}, "A round cannot end before it begins."),
        (f.make_dialogue, {"status": "ended"}, "Say why the dialogue is suspended"),
    ],
)
def test_a_form_reports_it_before_the_database_does(db, make, values, sentence):
    row = make()
    for name, value in values.items():
        setattr(row, name, row._meta.get_field(name).to_python(value))

    with pytest.raises(ValidationError) as refusal:
        row.full_clean()

    assert sentence in str(refusal.value)


class TestAcrossTwoRows:
    """A reply is not older than what it answers: kept by triggers."""

    @pytest.mark.parametrize(
        ("raised", "replied", "goes"),
        [
            ("2022-06-20", "2022-06-19", False),
            ("2022-06", "2022-05-31", False),
            ("2022", "2021", False),
            ("2022-06-20", "2022-06-20", True),
            ("2022-06-20", "2022", True),
            ("2022-06-20", "", True),
        ],
    )
    def test_on_adding_a_reply(self, db, raised, replied, goes):
        raising = f.make_raising(date=raised)

        if goes:
            assert f.make_reply(raising=raising, date=replied).pk
            return
        with (
            pytest.raises(IntegrityError, match="not_older"),
            transaction.atomic(),
        ):
            f.make_reply(raising=raising, date=replied)

    def test_on_changing_either_date(self, db):
        reply = f.make_reply(raising=f.make_raising(date="2022-06-20"))
        raising = reply.raising

        reply.date, raising.date = "2022-01", "2023"

        for row in (reply, raising):
            with (
                pytest.raises(IntegrityError, match="not_older"),
                transaction.atomic(),
            ):
                row.save()


def test_what_is_named_by_others_cannot_be_deleted(db):
    for row in (
        f.make_meeting(round=f.make_round()).round,
        f.make_participation().person,
        f.make_reply().raising,
    ):
        with pytest.raises(models.ProtectedError):
            row.delete()


def test_no_record_vanishes_with_what_it_names():
    for model in RECORDS.values():
        for field in model._meta.fields:
            if isinstance(field, models.ForeignKey):
                assert field.remote_field.on_delete is models.PROTECT, field
