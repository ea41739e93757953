"""Projects: who sees and changes them, what they answer, who carries them."""

import csv
import io

import pytest
import time_machine
from django.contrib import admin
from django.urls import reverse

from core.models import Classification
from dialogues.models import FollowUp
from projects.models import Project, ProjectPartner
from tests.dialogues.test_follow_ups import _open_form
from tests.factories import (
    make_concern,
    make_dialogue,
    make_disbursement,
    make_evaluation,
    make_finding,
    make_follow_up,
    make_institution,
    make_measure,
    make_measure_status,
    make_project,
    make_project_partner,
    make_round,
    make_topic,
    make_working_group,
)
from tests.who_may import DESK_RECORD

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
LIST = "projects:project_list"
NEW = "projects:project_new"


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia)


@DESK_RECORD
def test_who_may_read_and_change_a_project(
    signed_in, dialogue, marking, who, page, edit
):
    project = make_project(
        dialogues=[dialogue], title="Judges together", classification=marking
    )
    client = signed_in(who)

    shown = client.get(project.get_absolute_url())
    listed = client.get(reverse(LIST))

    assert shown.status_code == client.get(project.url_for("history")).status_code
    assert shown.status_code == page
    for verb in ("edit", "answers", "archive", "source_new"):
        assert client.get(project.url_for(verb)).status_code == edit
    for name in ("project_partner_new", "project_follow_up_new"):
        new = reverse(f"projects:{name}", args=[project.pk])
        assert client.get(new).status_code == edit
    assert ("Judges together" in shown.text) is (page == 200)
    assert ("Judges together" in listed.text) is (page == 200)
    if who != "visitor":
        file = client.get(reverse(LIST), {"format": "csv"}).getvalue().decode()
        assert ("Judges together" in file) is (page == 200)


@DESK_RECORD
def test_who_may_read_and_change_the_role_of_an_institution(
    signed_in, dialogue, marking, who, page, edit
):
    role = make_project_partner(
        project=make_project(dialogues=[dialogue]),
        institution=make_institution(name="Supreme Court of Java"),
        classification=marking,
    )
    client = signed_in(who)

    shown = client.get(role.project.get_absolute_url())
    listed = client.get(reverse(LIST))

    assert client.get(role.url_for("history")).status_code == page
    assert client.get(role.url_for("edit")).status_code == edit
    assert ("Supreme Court of Java" in shown.text) is (page == 200)
    # Neither a cell nor a choice of the filter tells of it.
    assert ("Supreme Court of Java" in listed.text) is (page == 200)
    if who != "visitor":
        file = client.get(reverse(LIST), {"format": "csv"}).getvalue().decode()
        assert ("Supreme Court of Java" in file) is (page == 200)


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 302), ("other_desk", 403), ("analyst", 403)]
)
def test_a_new_project_has_a_country_of_the_desk(signed_in, indonesia, who, status):
    client = signed_in(who)
    url = f"{reverse(NEW)}?partner=ID"
    data = _open_form(client, url) if status == 302 else {}
    data |= {"title": "New", "partners": [indonesia.pk]}
    for name in ("dialogues", "topics"):
        data.pop(name, None)

    answer = client.post(url, data)

    assert answer.status_code == status
    assert Project.objects.exists() is (status == 302)


def test_a_country_of_another_desk_alone_is_refused(signed_in, china):
    client = signed_in("officer")
    data = {"title": "New", "partners": [china.pk], "classification": INTERNAL}

    page = client.post(reverse(NEW), data)

    assert "Choose at least one country of your desk." in page.text
    assert not Project.objects.exists()


def _origins(dialogue):
    topic = make_topic()
    round_ = make_round(dialogue=dialogue)
    evaluation = make_evaluation(dialogues=[dialogue])
    return {
        "measure": make_measure(round=round_, topic=topic),
        "concern": make_concern(partner=dialogue.partner, dialogue=dialogue),
        "working_group": make_working_group(dialogue=dialogue),
        "finding": make_finding(evaluation=evaluation),
    }


@pytest.mark.parametrize("name", ["measure", "concern", "working_group", "finding"])
def test_a_project_that_answers_something_starts_with_it(signed_in, dialogue, name):
    row = _origins(dialogue)[name]
    client = signed_in("officer")

    form = client.get(f"{reverse(NEW)}?{name}={row.pk}").context["form"]

    assert form.initial[f"{name}s"] == [row]
    assert form.initial["partners"] == [dialogue.partner]
    assert form.initial["dialogues"] == [dialogue]
    assert list(form.fields[f"{name}s"].queryset) == [row]


def test_a_project_keeps_what_it_was_made_for(signed_in, dialogue):
    measure = _origins(dialogue)["measure"]
    client = signed_in("officer")
    url = f"{reverse(NEW)}?measure={measure.pk}"
    sent = {
        "title": "Judges together",
        "partners": [dialogue.partner_id],
        "dialogues": [dialogue.pk],
        "topics": [measure.topic_id],
        "measures": [measure.pk],
        "classification": INTERNAL,
    }

    client.post(url, sent)

    project = Project.objects.get()
    assert list(project.measures.all()) == [measure]
    assert list(project.topics.all()) == [measure.topic]


def test_somebody_of_another_desk_makes_no_project_for_a_measure(signed_in, dialogue):
    measure = make_measure(dialogue=dialogue, classification=INTERNAL)

    page = signed_in("other_desk").get(f"{reverse(NEW)}?measure={measure.pk}")

    assert page.status_code == 403


def test_a_dialogue_with_another_country_is_refused(signed_in, indonesia, china):
    elsewhere = make_dialogue(partner=china)
    client = signed_in("officer")
    sent = {"title": "x", "partners": [indonesia.pk], "dialogues": [elsewhere.pk]}

    page = client.post(reverse(NEW), sent | {"classification": INTERNAL})

    assert list(page.context["form"].errors) == ["dialogues"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"status": "stopped"}, "stopped_why"),
        ({"agreed_amount": "100"}, "currency"),
        ({"since": "2012", "until": "2011"}, "__all__"),
        ({"title": ""}, "title"),
    ],
)
def test_what_is_missing_is_said_at_its_field(signed_in, indonesia, sent, field):
    client = signed_in("officer")
    whole = {"title": "x", "partners": [indonesia.pk], "classification": INTERNAL}

    page = client.post(reverse(NEW), whole | sent)

    assert list(page.context["form"].errors) == [field]
    assert not Project.objects.exists()


# --- What it answers ------------------------------------------------------------------


def test_the_page_leads_back_to_everything_that_it_answers(signed_in, dialogue):
    rows = _origins(dialogue)
    make_measure_status(measure=rows["measure"], voice="partner", state="under_way")
    project = make_project(
        dialogues=[dialogue], **{f"{name}s": [row] for name, row in rows.items()}
    )

    page = signed_in("officer").get(project.get_absolute_url())

    for row in (*rows.values(), rows["measure"].round, rows["measure"].topic, dialogue):
        assert f'href="{row.get_absolute_url()}"' in page.text
    assert "They report" in page.text


def test_a_reader_sees_of_it_only_what_they_may(signed_in, indonesia, dialogue):
    hidden = {
        "measure": make_measure(
            dialogue=dialogue, title="Secret promise", classification=CONFIDENTIAL
        ),
        "concern": make_concern(
            partner=indonesia, title="Secret concern", classification=CONFIDENTIAL
        ),
        "working_group": make_working_group(
            dialogue=dialogue, title="Secret group", classification=CONFIDENTIAL
        ),
        "finding": make_finding(
            evaluation=make_evaluation(dialogues=[dialogue]),
            text="Secret finding",
            classification=CONFIDENTIAL,
        ),
    }
    talks = make_dialogue(
        partner=indonesia, title="Secret talks", classification=CONFIDENTIAL
    )
    task = make_follow_up(
        partner=indonesia, title="Secret task", classification=CONFIDENTIAL
    )
    project = make_project(
        dialogues=[dialogue, talks],
        follow_ups=[task],
        **{f"{name}s": [row] for name, row in hidden.items()},
    )

    client = signed_in("junior")
    pages = [
        client.get(url).text
        for url in (
            project.get_absolute_url(),
            project.url_for("edit"),
            project.url_for("answers"),
            project.url_for("history"),
            reverse(LIST),
        )
    ]
    file = client.get(reverse(LIST), {"format": "csv"}).getvalue().decode()
    seen = signed_in("officer").get(project.get_absolute_url()).text

    for text in (*pages, file):
        assert "Secret" not in text
    for name in ("promise", "concern", "group", "finding", "talks", "task"):
        assert f"Secret {name}" in seen


def test_what_is_hidden_stays_when_somebody_else_chooses(signed_in, dialogue):
    hidden = make_measure(dialogue=dialogue, classification=CONFIDENTIAL)
    shown = make_measure(dialogue=dialogue, classification=RESTRICTED)
    project = make_project(dialogues=[dialogue], measures=[hidden])
    client = signed_in("junior")
    url = project.url_for("answers")

    client.post(url, {"measures": [shown.pk], "version": project.version})

    assert set(project.measures.all()) == {hidden, shown}


def test_only_what_its_countries_have_to_do_with_is_offered(
    signed_in, cast, indonesia, china, dialogue
):
    ours = _origins(dialogue)
    _origins(make_dialogue(partner=china))
    project = make_project(dialogues=[dialogue])

    form = signed_in("officer").get(project.url_for("answers")).context["form"]

    for name, row in ours.items():
        assert list(form.fields[f"{name}s"].queryset) == [row]


# --- Who carries it -----------------------------------------------------------------


def test_an_institution_gets_a_role_and_stands_on_its_side(signed_in, dialogue):
    project = make_project(dialogues=[dialogue])
    court = make_institution(name="Supreme Court of Java", country="ID")
    client = signed_in("officer")
    url = reverse("projects:project_partner_new", args=[project.pk])
    sent = {"institution": f"pk:{court.pk}", "role": "implementing"}

    client.post(url, sent | {"classification": INTERNAL})
    page = client.get(project.get_absolute_url())

    role = ProjectPartner.objects.get()
    assert (role.institution, role.role) == (court, "implementing")
    assert [country for country, _roles in page.context["institutions"]] == [
        "Indonesia"
    ]
    assert f'href="{court.get_absolute_url()}"' in page.text
    assert role.url_for("edit") in page.text


def test_the_same_role_twice_is_refused(signed_in, dialogue):
    role = make_project_partner(project=make_project(dialogues=[dialogue]))
    client = signed_in("officer")
    url = reverse("projects:project_partner_new", args=[role.project_id])
    sent = {"institution": f"pk:{role.institution_id}", "role": role.role}

    page = client.post(url, sent | {"classification": INTERNAL})

    assert "has this role in the project already" in page.text


def test_a_hidden_institution_hides_its_role(signed_in, dialogue):
    court = make_institution(name="Secret court", classification=CONFIDENTIAL)
    role = make_project_partner(
        project=make_project(dialogues=[dialogue]), institution=court
    )
    client = signed_in("junior")

    assert "Secret court" not in client.get(role.project.get_absolute_url()).text
    assert client.get(role.url_for("history")).status_code == 404
    assert client.get(role.url_for("edit")).status_code == 404


# --- Follow-ups -----------------------------------------------------------------------


def _follow_up_form(client, project, **changes):
    url = reverse("projects:project_follow_up_new", args=[project.pk])
    return url, _open_form(client, url, title="Ask them", due="2027-03-01", **changes)


def test_a_follow_up_of_a_project_stands_on_its_page(signed_in, indonesia, dialogue):
    project = make_project(dialogues=[dialogue], classification=RESTRICTED)
    client = signed_in("officer")
    url, sent = _follow_up_form(client, project, partner=str(indonesia.pk))

    client.post(url, sent)

    follow_up = FollowUp.objects.get()
    assert list(project.follow_ups.all()) == [follow_up]
    assert follow_up.partner == indonesia
    assert follow_up.classification == RESTRICTED
    assert "Ask them" in client.get(project.get_absolute_url()).text


def test_a_follow_up_is_marked_no_lower_than_its_project(
    signed_in, indonesia, dialogue
):
    project = make_project(dialogues=[dialogue], classification=RESTRICTED)
    client = signed_in("officer")
    url, sent = _follow_up_form(client, project, partner=str(indonesia.pk))

    page = client.post(url, sent | {"classification": str(INTERNAL)})

    assert "No lower than the project, which is Restricted." in page.text
    assert not FollowUp.objects.exists()


# --- The list -------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    signed_in, dialogue, rows, django_assert_num_queries
):
    for _number in range(rows):
        project = make_project(dialogues=[dialogue], topics=[make_topic()])
        make_project_partner(project=project)
    client = signed_in("officer")
    client.get(reverse(LIST))

    with django_assert_num_queries(20):
        page = client.get(reverse(LIST))

    assert len(page.context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_much_it_answers(
    signed_in, dialogue, rows, django_assert_num_queries
):
    named = {"measures": [], "concerns": [], "working_groups": [], "findings": []}
    for _number in range(rows):
        for name, row in _origins(dialogue).items():
            named[f"{name}s"].append(row)
    project = make_project(dialogues=[dialogue], **named)
    for _number in range(rows):
        make_project_partner(project=project)
    client = signed_in("officer")
    client.get(project.get_absolute_url())

    with django_assert_num_queries(33):
        client.get(project.get_absolute_url())


def _found(client, **asked):
    rows = client.get(reverse(LIST), asked).context["rows"]
    return {row["record"].title for row in rows}


def test_the_list_is_narrowed_by_what_one_asks(signed_in, indonesia, china, dialogue):
    topic, part = make_topic("civil-political"), make_topic("death-penalty")
    court = make_institution(name="Court")
    make_project(
        title="A", dialogues=[dialogue], topics=[part], since="2010", until="2012"
    )
    make_project(title="B", partners=[china], status="", since="2013", comparator="AU")
    role = make_project_partner(
        project=make_project(
            title="C", partners=[china], since="2011", until="2011", status="completed"
        ),
        institution=court,
    )
    ended = {"since": "", "until": "2016-05", "status": "stopped", "stopped_why": "x"}
    make_project(title="D", partners=[china], reported_on="2017", **ended)
    make_project(title="E", partners=[china], status="", since="")
    client = signed_in("officer")

    assert _found(client) == {"A", "B", "C", "D", "E"}
    assert _found(client, partner=indonesia.pk) == {"A"}
    assert _found(client, dialogue=dialogue.pk) == {"A"}
    assert _found(client, topic=topic.pk) == {"A"}
    assert _found(client, status="not_known") == {"B", "E"}
    assert _found(client, institution=role.institution_id) == {"C"}
    # Of D nobody knows when it began, of E neither that nor when it ended.
    assert _found(client, running_in="2012") == {"A", "D"}
    assert _found(client, running_in="2016") == {"B", "D"}
    assert _found(client, running_in="2017") == {"B"}
    assert _found(client, whose="others") == {"B"}
    assert _found(client, whose="ours") == {"A", "C", "D", "E"}
    assert _found(client, report="yes") == {"A", "C"}
    assert _found(client, without="topics") == {"B", "C", "D", "E"}
    assert _found(client, without="dialogues") == {"B", "C", "D", "E"}


def test_a_project_of_a_hidden_dialogue_alone_is_without_one_for_who_does_not_know(
    signed_in, indonesia
):
    hidden = make_dialogue(partner=indonesia, classification=CONFIDENTIAL)
    make_project(title="A", partners=[indonesia], dialogues=[hidden])

    found = {
        who: _found(signed_in(who), without="dialogues")
        for who in ("junior", "officer")
    }

    assert found == {"junior": {"A"}, "officer": set()}


@time_machine.travel("2020-06-01")
@pytest.mark.parametrize(
    ("values", "lacks"),
    [
        ({"status": "completed"}, True),
        ({"status": "completed", "reported_on": "2015"}, False),
        ({"status": "stopped", "stopped_why": "x", "completion_report": "y"}, False),
        ({"status": "running", "until": "2020-06"}, False),
        ({"status": "running", "until": "2020-05-31"}, True),
        ({"status": "running", "until": "2019", "reported_on": "2020"}, False),
        ({"status": "running"}, False),
        ({"status": "", "until": "2015"}, False),
    ],
)
def test_page_and_list_agree_on_which_report_is_missing(
    signed_in, dialogue, values, lacks
):
    make_project(title="A", dialogues=[dialogue], **values)
    project = Project.objects.get()
    client = signed_in("officer")

    page = client.get(project.get_absolute_url())
    found = _found(client, report="yes")

    assert project.lacks_report is lacks
    assert (found == {"A"}) is lacks
    assert ("Missing" in page.text) is lacks


def test_what_is_to_be_seen_to_stands_in_one_column_and_in_two_of_the_file(
    signed_in, dialogue
):
    ended = {"dialogues": [dialogue], "status": "completed", "currency": "NOK"}
    both = make_project(title="Both", agreed_amount=10, **ended)
    make_disbursement(project=both, amount=12)
    make_project(title="Neither", reported_on="2015", **ended)
    client = signed_in("officer")

    page = client.get(reverse(LIST), {"sort": "title"})
    file = client.get(reverse(LIST), {"sort": "title", "format": "csv"})

    cells = [
        [tag["label"] for tag in cell["value"]]
        for row in page.context["rows"]
        for cell in row["cells"]
        if cell["kind"] == "tags"
    ]
    lines = csv.DictReader(io.StringIO(file.getvalue().decode("utf-8-sig")))
    told = [(line["beyond_agreed"], line["lacks_report"]) for line in lines]
    assert cells == [["2 NOK beyond the agreed", "Report missing"], []]
    assert told == [("2.00", "yes"), ("", "")]
    assert "to_see_to" not in lines.fieldnames
    assert page.text.count("status--danger") == 1


def test_another_countrys_project_says_so(signed_in, dialogue):
    project = make_project(dialogues=[dialogue], comparator="AU")
    client = signed_in("officer")

    page = client.get(project.get_absolute_url()).text
    listed = client.get(reverse(LIST)).text

    assert "Kept for comparison" in page
    assert "Australia" in page
    assert "Australia" in listed


# --- In the admin ---------------------------------------------------------------------


def test_an_administrator_keeps_the_frame_of_what_they_may_see(signed_in, dialogue):
    hidden = make_project(
        dialogues=[dialogue], title="Hidden judges", classification=RESTRICTED
    )
    known = make_project(dialogues=[dialogue], title="Known judges")
    client = signed_in("administrator")

    listed = client.get(reverse("admin:projects_project_changelist")).text
    form = client.get(reverse("admin:projects_project_change", args=[known.pk]))
    closed = client.get(reverse("admin:projects_project_change", args=[hidden.pk]))

    assert "Known judges" in listed
    assert "Hidden judges" not in listed
    assert form.status_code == 200
    assert "measures" not in form.context["adminform"].form.fields
    assert closed.status_code != 200


def test_who_carries_a_project_has_no_place_in_the_admin():
    assert not admin.site.is_registered(ProjectPartner)


def test_an_officer_is_not_let_into_the_admin(signed_in):
    answer = signed_in("officer").get(reverse("admin:projects_project_changelist"))

    assert answer.status_code in (302, 403)
