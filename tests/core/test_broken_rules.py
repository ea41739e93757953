"""What a record breaks is told, and nobody learns by it what they may not see."""

import pytest
from django.contrib.admin import site
from django.urls import reverse

from core.models import Classification
from projects.models import Project
from tests.dialogues.test_follow_ups import _open_form
from tests.factories import make_project

INTERNAL, CONFIDENTIAL = Classification.INTERNAL, Classification.CONFIDENTIAL
NUMBER = "QZA-12/0345"
RULE = "Another project has this agreement number already."
HIDDEN = "Something that you may not see stands in the way of this."
# Who asks may see every marking but the highest.
BOTH_WAYS = pytest.mark.parametrize(
    ("marking", "told", "kept"),
    [(INTERNAL, RULE, HIDDEN), (CONFIDENTIAL, HIDDEN, RULE)],
)


def make_taken(partner, marking):
    return make_project(
        partners=[partner], agreement_number=NUMBER, classification=marking
    )


@BOTH_WAYS
def test_a_form_tells_of_what_its_writer_may_see(
    signed_in, indonesia, marking, told, kept
):
    make_taken(indonesia, marking)
    edit = make_project(partners=[indonesia]).url_for("edit")
    client = signed_in("junior")

    page = client.post(edit, _open_form(client, edit, agreement_number=NUMBER))

    assert told in page.text
    assert kept not in page.text
    assert Project.objects.filter(agreement_number=NUMBER).count() == 1


def test_it_is_told_at_the_field(signed_in, indonesia):
    make_taken(indonesia, INTERNAL)
    edit = make_project(partners=[indonesia]).url_for("edit")
    client = signed_in("junior")

    page = client.post(edit, _open_form(client, edit, agreement_number=NUMBER))

    assert page.context["form"].errors["agreement_number"] == [RULE]


@BOTH_WAYS
def test_bringing_back_tells_no_more(signed_in, indonesia, marking, told, kept):
    archived = make_taken(indonesia, INTERNAL)
    client = signed_in("junior")
    client.post(archived.url_for("archive"), {"reason": "Twice on record."})
    make_taken(indonesia, marking)

    page = client.post(archived.url_for("restore"), follow=True)

    assert told in page.text
    assert kept not in page.text
    archived.refresh_from_db()
    assert archived.is_archived


@BOTH_WAYS
def test_an_earlier_version_tells_no_more(signed_in, indonesia, marking, told, kept):
    project = make_taken(indonesia, INTERNAL)
    entry = project.history.first().history_id
    project.agreement_number = ""
    project.save()
    make_taken(indonesia, marking)
    revert = f"{project.url_for('history')}{entry}/revert/"

    page = signed_in("junior").post(revert, {"reason": "As it was"}, follow=True)

    assert told in page.text
    assert kept not in page.text
    project.refresh_from_db()
    assert project.agreement_number == ""


@BOTH_WAYS
def test_the_admin_tells_no_more(signed_in, indonesia, marking, told, kept):
    make_taken(indonesia, marking)
    project = make_project(partners=[indonesia])
    change = reverse("admin:projects_project_change", args=[project.pk])
    client = signed_in("administrator")
    form = client.get(change).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}

    page = client.post(change, sent | {"agreement_number": NUMBER})

    assert told in page.text
    assert kept not in page.text


def test_every_record_in_the_admin_has_the_form_that_knows_its_writer():
    from core.admin import AdminRecordForm, RecordAdmin

    admins = [one for one in site._registry.values() if isinstance(one, RecordAdmin)]

    assert admins
    assert all(issubclass(one.form, AdminRecordForm) for one in admins)
