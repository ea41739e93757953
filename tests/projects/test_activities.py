"""Activities of a project, who took part in them, and ten of them in one form."""

import pytest
from django.urls import reverse

from core.models import Classification
from projects.models import Activity, Attendance
from tests.dialogues.test_follow_ups import _open_form
from tests.factories import (
    make_activity,
    make_attendance,
    make_institution,
    make_project,
)
from tests.who_may import DESK_RECORD

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
LIST = "projects:activity_list"


@pytest.fixture
def project(indonesia):
    return make_project(title="Training of judges")


@DESK_RECORD
@pytest.mark.parametrize("of_project", [True, False])
def test_who_may_read_and_change_an_activity(
    signed_in, project, marking, who, page, edit, of_project
):
    project.classification = marking if of_project else INTERNAL
    project.save()
    activity = make_activity(
        project=project, title="Course in Medan", classification=marking
    )
    client = signed_in(who)

    listed = client.get(reverse(LIST))

    for address in (activity.get_absolute_url(), activity.url_for("history")):
        assert client.get(address).status_code == page
    more = reverse("projects:attendance_new", args=[activity.pk])
    for address in (activity.url_for("edit"), more):
        assert client.get(address).status_code == edit
    assert ("Course in Medan" in listed.text) is (page == 200)
    if who != "visitor":
        file = client.get(reverse(LIST), {"format": "csv"}).getvalue().decode()
        assert ("Course in Medan" in file) is (page == 200)
        on_page = client.get(project.get_absolute_url())
        assert ("Course in Medan" in on_page.text) is (page == 200)


@DESK_RECORD
def test_who_may_read_how_many_took_part(signed_in, project, marking, who, page, edit):
    activity = make_activity(project=project)
    attendance = make_attendance(activity=activity, women=4711, classification=marking)
    client = signed_in(who)

    shown = client.get(activity.get_absolute_url())
    listed = client.get(reverse(LIST))

    assert client.get(attendance.url_for("edit")).status_code == edit
    assert ("4711" in shown.text) is (page == 200)
    assert ("4711" in listed.text) is (page == 200)


def test_numbers_of_several_countries_are_added_and_the_unknown_stays_unknown(
    signed_in, project
):
    activity = make_activity(project=project)
    make_attendance(activity=activity, country="ID", women=7, men=None)
    make_attendance(activity=activity, country="NO", women=2, men=3)

    row = signed_in("officer").get(reverse(LIST)).context["rows"][0]["record"]

    assert (row.women, row.men, row.unstated, row.participants) == (9, 3, None, 12)


def test_what_was_archived_is_not_counted(signed_in, project):
    activity = make_activity(project=project)
    make_attendance(
        activity=activity,
        archived_at="2026-03-02T10:00Z",
        archived_why="Counted twice",
    )

    row = signed_in("officer").get(reverse(LIST)).context["rows"][0]["record"]

    assert row.participants is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    signed_in, project, rows, django_assert_num_queries
):
    for _number in range(rows):
        make_attendance(activity=make_activity(project=project))
    client = signed_in("officer")
    client.get(reverse(LIST))

    with django_assert_num_queries(12):
        page = client.get(reverse(LIST))

    assert len(page.context["rows"]) == rows


class TestTenAtOnce:
    def url(self, project):
        return reverse("projects:activity_several", args=[project.pk])

    def sent(self, rows, **more):
        data = {
            "activities-TOTAL_FORMS": "10",
            "activities-INITIAL_FORMS": "0",
            "classification": str(INTERNAL),
        }
        for number in range(10):
            data |= {
                f"activities-{number}-status": "held",
                f"activities-{number}-country": "ID",
            }
        for number, row in enumerate(rows):
            data |= {f"activities-{number}-{name}": v for name, v in row.items()}
        return data | more

    def row(self, number=1, **more):
        return {"title": f"Course {number}", "kind": "training", **more}

    def test_ten_rows_become_ten_activities_with_those_who_took_part(
        self, signed_in, project
    ):
        rows = [self.row(n, date=f"2013-{n:02}", women=str(n)) for n in range(1, 11)]

        response = signed_in("officer").post(self.url(project), self.sent(rows))

        assert response.status_code == 302
        made = Activity.objects.order_by("pk")
        assert [row.title for row in made] == [f"Course {n}" for n in range(1, 11)]
        assert {row.project for row in made} == {project}
        counted = Attendance.objects.order_by("pk").values_list(
            "country", "women", "men"
        )
        assert list(counted) == [("ID", n, None) for n in range(1, 11)]

    def test_a_row_without_numbers_counts_nobody(self, signed_in, project):
        signed_in("officer").post(self.url(project), self.sent([self.row()]))

        assert Activity.objects.count() == 1
        assert not Attendance.objects.exists()

    def test_sent_twice_it_is_saved_once(self, signed_in, project):
        client = signed_in("officer")
        submission = client.get(self.url(project)).context["submission"]
        sent = self.sent([self.row()], submission=str(submission))

        for _number in range(2):
            assert client.post(self.url(project), sent).status_code == 302

        assert Activity.objects.count() == 1

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"title": ""}, "title"),
            ({"kind": ""}, "kind"),
            ({"kind": "party"}, "kind"),
            ({"date": "2013-13"}, "date"),
            ({"ends_on": "2013"}, "date"),
            ({"date": "2013", "ends_on": "2012"}, "ends_on"),
            ({"women": "-1"}, "women"),
            ({"women": "99999999999"}, "women"),
            ({"date": "3000"}, "date"),
            ({"country": "XX"}, "country"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
        self, signed_in, project, wrong, field
    ):
        rows = [self.row(1), self.row(2, place="Medan") | wrong]

        page = signed_in("officer").post(self.url(project), self.sent(rows))

        assert page.status_code == 200
        bad = page.context["form"].activities.forms[1]
        assert set(bad.errors) == {field}
        assert 'value="Medan"' in page.text
        assert not Activity.objects.exists()

    def test_an_empty_form_says_so(self, signed_in, project):
        page = signed_in("officer").post(self.url(project), self.sent([]))

        assert "Fill in at least one row." in page.text

    def test_another_row_comes_without_javascript_and_keeps_what_was_typed(
        self, signed_in, project
    ):
        sent = self.sent([self.row()], **{"add-activities": "1"})

        page = signed_in("officer").post(self.url(project), sent)

        assert len(page.context["form"].activities.forms) == 11
        assert 'value="Course 1"' in page.text
        assert not Activity.objects.exists()

    def test_they_are_no_less_protected_than_the_project(self, signed_in, project):
        project.classification = RESTRICTED
        project.save()
        client = signed_in("officer")
        offered = client.get(self.url(project)).context["form"].marking.fields
        sent = self.sent([self.row()], classification=str(INTERNAL))

        client.post(self.url(project), sent)

        choices = [key for key, _label in offered["classification"].choices]
        assert choices == [RESTRICTED, CONFIDENTIAL]
        assert not Activity.objects.exists()

    @pytest.mark.parametrize(
        ("who", "status"), [("officer", 200), ("other_desk", 403), ("analyst", 403)]
    )
    def test_only_the_desk_adds_to_a_project(self, signed_in, project, who, status):
        assert signed_in(who).get(self.url(project)).status_code == status


def test_a_hidden_institution_stays_when_the_activity_is_changed(signed_in, project):
    hidden = make_institution(name="In secret", classification=CONFIDENTIAL)
    activity = make_activity(project=project, institution=hidden)
    client = signed_in("junior")
    edit = activity.url_for("edit")

    client.post(edit, _open_form(client, edit, title="Another title"))

    activity.refresh_from_db()
    assert (activity.title, activity.institution) == ("Another title", hidden)
    assert "In secret" not in client.get(activity.get_absolute_url()).text
    assert "In secret" not in client.get(edit).text


def test_what_was_carried_out_without_a_report_is_pointed_out(signed_in, project):
    lacking = make_activity(project=project)
    make_activity(project=project, reported_on="2013-06")
    make_activity(project=project, status="planned")
    client = signed_in("officer")

    listed = client.get(reverse(LIST), {"report": "yes"}).context["rows"]

    assert [row["record"] for row in listed] == [lacking]
    assert "no completion report" in client.get(lacking.get_absolute_url()).text
    assert (
        "One activity was carried out without"
        in client.get(project.get_absolute_url()).text
    )


def test_a_planned_activity_may_lie_ahead(signed_in, project):
    activity = make_activity(project=project)
    client = signed_in("officer")
    edit = activity.url_for("edit")

    held = client.post(edit, _open_form(client, edit, date="2999"))
    client.post(edit, _open_form(client, edit, date="2999", status="planned"))

    activity.refresh_from_db()
    assert set(held.context["form"].errors) == {"date"}
    assert activity.date == "2999"


def test_nobody_counts_more_participants_than_there_can_be(signed_in, project):
    url = reverse("projects:attendance_new", args=[make_activity(project=project).pk])
    sent = {"country": "ID", "women": "9999999999", "classification": INTERNAL}

    page = signed_in("officer").post(url, sent)

    assert set(page.context["form"].errors) == {"women"}
