"""Plain makers of records with safe defaults; every one takes overrides."""

import itertools

from django.contrib.auth.models import Group

from core.models import Classification, User
from dialogues.models import (
    AgendaItem,
    Assessment,
    Briefing,
    Concern,
    Dialogue,
    Evaluation,
    FactUsed,
    Finding,
    FollowUp,
    GroupReport,
    Incident,
    Measure,
    MeasureStatus,
    Meeting,
    Minutes,
    Objective,
    OtherStep,
    ParliamentaryQuestion,
    Participation,
    PriorityTopic,
    Raising,
    Reply,
    Round,
    SpeakingNote,
    Statement,
    Topic,
    Trust,
    WorkingGroup,
    YearlyCost,
)
from partners.models import (
    Assignment,
    Institution,
    Link,
    LinkKind,
    Membership,
    Network,
    Partner,
    Person,
    Position,
)
from projects.models import (
    Activity,
    Attendance,
    BudgetLine,
    Disbursement,
    ExchangeRate,
    Project,
    ProjectPartner,
    Result,
    ResultValue,
)

_count = itertools.count(1)


def make_user(*, role="Officer", desks=(), **overrides):
    number = next(_count)
    values = {
        "email": f"user{number}@example.org",
        "name": f"User {number}",
        "clearance": Classification.CONFIDENTIAL,
    }
    user = User.objects.create_user(password=None, **(values | overrides))
    if role:
        user.groups.add(Group.objects.get(name=role))
    for partner in desks:
        Assignment.objects.create(user=user, partner=partner)
    return User.objects.get(pk=user.pk)


def make_partner(code="ID", **overrides):
    known = Partner.objects.filter(code=code).first()
    if known:
        return known
    names = {"ID": "Indonesia", "CN": "China", "VN": "Vietnam"}
    return Partner.objects.create(
        **({"code": code, "name": names.get(code, code)} | overrides)
    )


def make_topic(code="death-penalty"):
    """One of the topics that come with the product."""
    return Topic.objects.get(code=code)


def make_institution(**overrides):
    values = {"name": f"Institution {next(_count)}", "country": "ID"}
    return Institution.objects.create(**(values | overrides))


def make_person(**overrides):
    values = {"name": f"Person {next(_count)}", "country": "ID"}
    return Person.objects.create(**(values | overrides))


def make_position(**overrides):
    values = {"title": "Director", "level": "director"}
    values |= overrides
    values.setdefault("person", None) or values.update(person=make_person())
    values.setdefault("institution", None) or values.update(
        institution=make_institution()
    )
    return Position.objects.create(**(values | overrides))


def make_network(*, partners=(), sectors=(), **overrides):
    network = Network.objects.create(
        **({"name": f"Network {next(_count)}"} | overrides)
    )
    network.partners.add(*partners)
    network.sectors.add(*sectors)
    return network


def make_membership(**overrides):
    values = overrides.copy()
    if "network" not in values:
        values["network"] = make_network()
    if not {"person", "institution"} & values.keys():
        values["institution"] = make_institution()
    return Membership.objects.create(**values)


def make_link(**overrides):
    values = overrides.copy()
    if "home_institution" not in values:
        values["home_institution"] = make_institution(country="NO")
    if "partner_institution" not in values:
        values["partner_institution"] = make_institution()
    if "kind" not in values:
        values["kind"] = LinkKind.objects.get(code="joint_project")
    return Link.objects.create(**values)


def make_dialogue(**overrides):
    number = next(_count)
    values = {"title": f"Dialogue {number}", "slug": f"dialogue-{number}"}
    values |= overrides
    if "partner" not in values:
        values["partner"] = make_partner()
    return Dialogue.objects.create(**values)


def _of_dialogue(model, overrides, **values):
    values |= overrides
    if "dialogue" not in values:
        values["dialogue"] = make_dialogue()
    return model.objects.create(**values)


def make_round(**overrides):
    return _of_dialogue(Round, overrides, starts_on="2022-06-20", city="Oslo")


def make_working_group(**overrides):
    return _of_dialogue(WorkingGroup, overrides, title=f"Group {next(_count)}")


def make_priority_topic(**overrides):
    overrides = {"topic": make_topic()} | overrides
    return _of_dialogue(PriorityTopic, overrides)


def make_meeting(**overrides):
    values = {
        "title": f"Meeting {next(_count)}",
        "kind": Meeting.Kind.PLENARY,
        "date": "2022-06-20",
    }
    values |= overrides
    if not {"round", "dialogue", "partner"} & values.keys():
        values["dialogue"] = make_dialogue()
    return Meeting.objects.create(**values)


def _of_meeting(model, overrides, **values):
    values |= overrides
    if "meeting" not in values:
        values["meeting"] = make_meeting()
    return model.objects.create(**values)


def make_minutes(**overrides):
    return _of_meeting(Minutes, overrides, text="What was said.")


def make_participation(**overrides):
    if not {"person", "institution"} & overrides.keys():
        overrides = {"person": make_person()} | overrides
    return _of_meeting(Participation, overrides)


def make_agenda_item(**overrides):
    if "round" in overrides:
        return AgendaItem.objects.create(**({"title": "An item"} | overrides))
    return _of_meeting(AgendaItem, overrides, title="An item")


def make_concern(**overrides):
    values = {"title": f"Concern {next(_count)}"} | overrides
    if not {"dialogue", "partner"} & values.keys():
        values["dialogue"] = make_dialogue()
    return Concern.objects.create(**values)


def make_raising(**overrides):
    values = {"wording": "Asked about it.", "date": "2022-06-20"} | overrides
    if "concern" not in values:
        values["concern"] = make_concern()
    if "meeting" not in values:
        values.setdefault("channel", Raising.Channel.LETTER)
    return Raising.objects.create(**values)


def make_reply(**overrides):
    values = {"text": "They answered.", "date": "2022-07-01"} | overrides
    if "raising" not in values:
        values["raising"] = make_raising()
    return Reply.objects.create(**values)


def make_follow_up(**overrides):
    values = {"title": f"Follow-up {next(_count)}", "due": "2027-01-15"} | overrides
    if not {"meeting", "concern", "partner"} & values.keys():
        values["partner"] = make_partner()
    if "owner" not in values:
        values["owner"] = make_user()
    follow_up = FollowUp.objects.create(**values)
    follow_up.refresh_from_db()
    return follow_up


def make_measure(**overrides):
    values = {
        "title": f"Measure {next(_count)}",
        "wording": "Will do what was promised.",
        "firmness": Measure.Firmness.COMMITMENT,
        "side": "partner",
    }
    values |= overrides
    if not {"dialogue", "round"} & values.keys():
        values["dialogue"] = make_dialogue()
    return Measure.objects.create(**values)


def make_measure_status(**overrides):
    values = {"voice": "partner", "state": "under_way", "date": "2023-03"} | overrides
    if "measure" not in values:
        values["measure"] = make_measure()
    return MeasureStatus.objects.create(**values)


def make_objective(**overrides):
    values = {
        "title": f"Objective {next(_count)}",
        "indicator": "Number of executions in a year",
        "target": "None",
    }
    values |= overrides
    if not {"dialogue", "round"} & values.keys():
        values["dialogue"] = make_dialogue()
    return Objective.objects.create(**values)


def make_assessment(**overrides):
    values = {"date": "2023-03", "rating": "no_change"} | overrides
    if "objective" not in values:
        values["objective"] = make_objective()
    return Assessment.objects.create(**values)


def _of_round(model, overrides, **values):
    values |= overrides
    if "round" not in values:
        values["round"] = make_round()
    return model.objects.create(**values)


def make_trust(**overrides):
    return _of_round(Trust, overrides, frankness=3)


def make_briefing(**overrides):
    return _of_round(Briefing, overrides, kind="before", text="What to know.")


def make_group_report(**overrides):
    if "working_group" in overrides:
        return _of_round(GroupReport, overrides)
    round_ = overrides.get("round") or make_round()
    group = make_working_group(dialogue=round_.dialogue)
    return _of_round(GroupReport, {"round": round_, "working_group": group} | overrides)


def make_speaking_note(**overrides):
    values = {"text": "We are concerned."} | overrides
    if "agenda_item" not in values:
        values["agenda_item"] = make_agenda_item()
    return SpeakingNote.objects.create(**values)


def make_evaluation(*, dialogues=(), **overrides):
    values = {"title": f"Evaluation {next(_count)}"} | overrides
    evaluation = Evaluation.objects.create(**values)
    evaluation.dialogues.add(*dialogues)
    return evaluation


def make_finding(**overrides):
    values = {"text": "No goals were set."} | overrides
    if "evaluation" not in values:
        values["evaluation"] = make_evaluation()
    return Finding.objects.create(**values)


def make_statement(**overrides):
    values = {"title": f"Statement {next(_count)}", "kind": "speech", "side": "ours"}
    return _of_dialogue(Statement, overrides, **values)


def make_question(*, partners=(), **overrides):
    values = {"kind": "written", "subject": f"Subject {next(_count)}"} | overrides
    question = ParliamentaryQuestion.objects.create(**values)
    question.partners.add(*partners)
    return question


def make_fact_used(**overrides):
    values = overrides.copy()
    if "question" not in values:
        values["question"] = make_question()
    if "record" not in values:
        values["record"] = make_concern()
    return FactUsed.objects.create(**values)


def make_yearly_cost(**overrides):
    return _of_dialogue(YearlyCost, overrides, year=2022)


def make_incident(**overrides):
    values = {"title": f"Incident {next(_count)}", "kind": "visa"}
    return _of_dialogue(Incident, overrides, **values)


def make_other_step(**overrides):
    values = {"title": f"Step {next(_count)}", "kind": "letter"} | overrides
    if not {"dialogue", "partner", "concern"} & values.keys():
        values["partner"] = make_partner()
    return OtherStep.objects.create(**values)


def make_project(*, partners=None, **overrides):
    """A project with Indonesia, or with `partners`; lists of rows go in by name."""
    names = {field.name for field in Project._meta.many_to_many}
    named = {name: overrides.pop(name) for name in names & overrides.keys()}
    values = {"title": f"Project {next(_count)}", "status": "running", "since": "2012"}
    project = Project.objects.create(**(values | overrides))
    dialogues = named.get("dialogues", ())
    of_dialogues = [dialogue.partner for dialogue in dialogues] or [make_partner()]
    project.partners.add(*(of_dialogues if partners is None else partners))
    for name, rows in named.items():
        getattr(project, name).add(*rows)
    return project


def _of_project(model, overrides, **values):
    values |= overrides
    if "project" not in values:
        values["project"] = make_project()
    return model.objects.create(**values)


def make_project_partner(**overrides):
    if "institution" not in overrides:
        overrides["institution"] = make_institution()
    return _of_project(ProjectPartner, overrides)


def make_activity(**overrides):
    values = {"title": f"Activity {next(_count)}", "kind": "training"}
    return _of_project(Activity, overrides, date="2013-05-06", **values)


def make_attendance(**overrides):
    values = {"country": "ID", "women": 7} | overrides
    if "activity" not in values:
        values["activity"] = make_activity()
    return Attendance.objects.create(**values)


def make_result(**overrides):
    values = {"title": f"Result {next(_count)}", "level": "outcome"}
    return _of_project(Result, overrides, **values)


def make_result_value(**overrides):
    values = {"kind": "target", "date": "2014", "value": 10} | overrides
    if "result" not in values:
        values["result"] = make_result()
    return ResultValue.objects.create(**values)


def make_budget_line(**overrides):
    return _of_project(
        BudgetLine, overrides, year=2012, amount=1_000_000, currency="NOK"
    )


def make_disbursement(**overrides):
    return _of_project(
        Disbursement, overrides, date="2012-03-01", amount=500_000, currency="NOK"
    )


def make_exchange_rate(**overrides):
    values = {"currency": "USD", "date": "2012-12-31", "rate": "5.5664"}
    return ExchangeRate.objects.create(
        **(values | {"source": "The central bank"} | overrides)
    )
