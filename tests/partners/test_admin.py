"""The administration shows what other pages show, and logs every change of rights."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from core.models import AuditEvent, Classification, User
from partners.models import Assignment, Institution, Person, Sector
from tests.factories import (
    make_institution,
    make_person,
    make_position,
    make_user,
)

INTERNAL = Classification.INTERNAL
RESTRICTED = Classification.RESTRICTED
CHANGELISTS = (
    "core_user",
    "auth_group",
    "partners_sector",
    "partners_partner",
    "partners_institution",
    "partners_person",
    "partners_position",
)


@pytest.fixture
def staff(cast, indonesia):
    """Two administrators: of no desk and not cleared, and cleared on a desk."""
    cast["cleared"] = make_user(
        name="Carl Cleared", role="Administrator", is_staff=True, desks=[indonesia]
    )
    return cast


@pytest.fixture
def administrator(staff, signed_in):
    return signed_in("administrator")


def change(record, model="institution", app="partners"):
    return reverse(f"admin:{app}_{model}_change", args=[record.pk])


def rights_events():
    return AuditEvent.objects.filter(action=AuditEvent.Action.RIGHTS_CHANGED)


def user_data(user, **overrides):
    data = {
        "email": user.email,
        "name": user.name,
        "clearance": user.clearance,
        "groups": list(user.groups.values_list("pk", flat=True)),
        "is_active": "on",
        "language": "",
        "assignments-TOTAL_FORMS": 0,
        "assignments-INITIAL_FORMS": 0,
    }
    return data | overrides


# --- The way in -------------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer", "lead", "analyst", "auditor"])
def test_only_staff_may_open_the_administration(signed_in, who):
    assert signed_in(who).get(reverse("admin:index"), follow=True).status_code == 403


def test_there_is_one_sign_in(signed_in):
    response = signed_in("visitor").get(reverse("admin:login"))

    assert response.url.startswith(reverse("account_login"))


# --- Visibility -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "marking", "seen"),
    [
        ("administrator", INTERNAL, True),
        ("administrator", RESTRICTED, False),
        ("cleared", INTERNAL, True),
        ("cleared", RESTRICTED, True),
    ],
)
def test_records_show_as_on_every_other_page(staff, signed_in, who, marking, seen):
    court = make_institution(name="Mahkamah Rahasia", classification=marking)
    client = signed_in(who)

    listing = client.get(reverse("admin:partners_institution_changelist"))
    search = client.get(
        reverse("admin:partners_institution_changelist"), {"q": "RAHASIA"}
    )
    page = client.get(change(court))
    history = client.get(
        reverse("admin:partners_institution_history", args=[court.pk]), follow=True
    )
    choices = client.get(reverse("admin:partners_position_add"))

    assert ("Mahkamah Rahasia" in listing.text) is seen
    assert ("Mahkamah Rahasia" in search.text) is seen
    assert (page.status_code == 200) is seen
    assert ("Mahkamah Rahasia" in page.text) is seen
    assert ("Mahkamah Rahasia" in history.text) is seen
    assert ("Mahkamah Rahasia" in choices.text) is seen


def test_positions_are_searched_by_the_name_of_either_end(administrator):
    make_position(person=make_person(name="Siti"), title="Judge")
    url = reverse("admin:partners_position_changelist")

    assert "Judge" in administrator.get(url, {"q": "siti"}).text
    assert "Judge" not in administrator.get(url, {"q": "budi"}).text


@pytest.mark.parametrize("who", ["administrator", "cleared"])
def test_administrators_do_not_see_protected_people(staff, signed_in, who):
    witness = make_person(name="Budi Saksi", protected=True, classification=RESTRICTED)
    client = signed_in(who)

    listing = client.get(reverse("admin:partners_person_changelist"))
    choices = client.get(reverse("admin:partners_position_add"))

    assert "Budi" not in listing.text + choices.text
    assert client.get(change(witness, "person")).status_code == 302


def test_an_older_version_above_the_reader_is_not_shown(staff, signed_in):
    court = make_institution(name="Secret name", classification=RESTRICTED)
    court.name, court.classification = "Plain name", INTERNAL
    court.save()

    url = reverse("admin:partners_institution_history", args=[court.pk])
    history = signed_in("administrator").get(url, follow=True)

    assert history.status_code == 200
    assert "Secret name" not in history.text


def test_no_shortcut_leads_to_a_hidden_row(administrator):
    court = make_institution(classification=RESTRICTED)
    kind = ContentType.objects.get_for_model(court)

    page = administrator.get(f"/admin/r/{kind.pk}/{court.pk}/")

    assert page.status_code == 404


def test_a_hidden_parent_is_neither_shown_nor_lost(administrator):
    ministry = make_institution(name="Secret ministry", classification=RESTRICTED)
    office = make_institution(name="Office", parent=ministry)

    page = administrator.get(change(office))
    administrator.post(
        change(office),
        {"name": "New", "country": "ID", "classification": 2, "version": 1},
    )

    office.refresh_from_db()
    assert "Secret ministry" not in page.text
    assert (office.name, office.parent) == ("New", ministry)


def test_reading_a_restricted_record_in_the_administration_is_logged(staff, signed_in):
    court = make_institution(classification=RESTRICTED)

    signed_in("cleared").get(change(court))

    read = AuditEvent.objects.get(action=AuditEvent.Action.READ)
    assert (read.user, read.object_id) == (staff["cleared"], court.pk)


# --- Changing records -------------------------------------------------------------


def test_who_made_and_who_changed_a_record_is_kept(administrator, staff):
    url = reverse("admin:partners_institution_add")
    administrator.post(url, {"name": "Court", "country": "ID", "classification": 2})

    court = Institution.objects.get()
    assert court.created_by == court.updated_by == staff["administrator"]
    assert court.history.get().history_user == staff["administrator"]
    assert not LogEntry.objects.exists()


def test_a_marking_above_the_clearance_cannot_be_given(administrator):
    url = reverse("admin:partners_institution_add")

    page = administrator.post(
        url, {"name": "Court", "country": "ID", "classification": 3}
    )

    assert "classification" in page.context["adminform"].form.errors


def test_a_change_on_an_older_version_is_refused_until_it_is_read_again(administrator):
    court = make_institution(name="Court")
    sent = {"country": "ID", "classification": 2, "version": 1}
    administrator.post(change(court), sent | {"name": "First"})

    pages = [administrator.post(change(court), sent | {"name": "B"}) for _ in range(2)]

    assert all("Open the page again" in page.text for page in pages)
    assert Institution.objects.get().name == "First"


def test_nothing_is_deleted(administrator):
    court, sector = make_institution(), Sector.objects.first()

    for record, model in ((court, "institution"), (sector, "sector")):
        url = reverse(f"admin:partners_{model}_delete", args=[record.pk])
        assert administrator.post(url, {"post": "yes"}).status_code == 403


def test_an_archived_record_can_only_be_read(administrator):
    court = make_institution(archived_at="2026-01-01T00:00Z", archived_why="Twice.")

    assert administrator.get(change(court)).status_code == 200
    assert administrator.post(change(court), {"name": "X"}).status_code == 403


def test_who_may_not_know_names_at_risk_cannot_protect_anybody(administrator):
    person = make_person()

    page = administrator.get(change(person, "person"))

    assert "protected" not in page.context["adminform"].form.fields


def test_a_position_is_kept_in_the_administration(administrator):
    position = make_position(title="Judge")

    administrator.post(
        change(position, "position"),
        {
            "person": position.person.pk,
            "institution": position.institution.pk,
            "title": "Chief judge",
            "since": "2019-05",
            "classification": 2,
            "version": 1,
        },
    )

    position.refresh_from_db()
    assert (position.title, position.since) == ("Chief judge", "2019-05")


# --- Users and rights -------------------------------------------------------------


def test_a_new_user_can_sign_in_with_their_address(administrator):
    password = "Sju rimfrosne bjørker"
    administrator.post(
        reverse("admin:core_user_add"),
        {
            "email": "Ny.Ansatt@Example.org",
            "name": "Ny Ansatt",
            "usable_password": "true",
            "password1": password,
            "password2": password,
        },
    )

    user = User.objects.get(email="ny.ansatt@example.org")
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.primary, address.verified) == (
        user.email,
        True,
        True,
    )
    administrator.logout()
    signed = administrator.post(
        reverse("account_login"), {"login": user.email, "password": password}
    )
    assert signed.status_code == 302
    assert administrator.session["_auth_user_id"] == str(user.pk)


def test_a_changed_address_changes_what_one_signs_in_with(administrator, staff):
    officer = staff["officer"]
    EmailAddress.objects.create(
        user=officer, email=officer.email, primary=True, verified=True
    )

    administrator.post(
        change(officer, "user", "core"), user_data(officer, email="new@example.org")
    )

    assert EmailAddress.objects.get(user=officer).email == "new@example.org"


def test_an_address_of_somebody_else_is_refused(administrator, staff):
    lead, officer = staff["lead"], staff["officer"]
    EmailAddress.objects.create(user=lead, email="x@example.org", verified=True)

    page = administrator.post(
        change(officer, "user", "core"), user_data(officer, email="X@example.org")
    )

    assert page.context["adminform"].form.errors["email"] == [
        "This address is in use already."
    ]


def test_a_change_of_rights_is_logged_from_what_to_what(administrator, staff, china):
    officer = staff["officer"]
    lead = Group.objects.get(name="Desk lead")
    data = user_data(officer, clearance=3, groups=[lead.pk])
    row = Assignment.objects.get(user=officer)
    data |= {
        "assignments-TOTAL_FORMS": 2,
        "assignments-INITIAL_FORMS": 1,
        "assignments-0-id": row.pk,
        "assignments-0-user": officer.pk,
        "assignments-0-partner": row.partner.pk,
        "assignments-0-role": "deputy",
        "assignments-1-user": officer.pk,
        "assignments-1-partner": china.pk,
        "assignments-1-role": "lead",
    }

    response = administrator.post(change(officer, "user", "core"), data)

    assert response.status_code == 302
    event = rights_events().get()
    assert event.user == staff["administrator"]
    assert event.detail == {
        "user": officer.pk,
        "changes": {
            "clearance": ["confidential", "restricted"],
            "roles": [["Officer"], ["Desk lead"]],
            "desks": [["ID: responsible"], ["CN: lead", "ID: deputy"]],
        },
    }


def test_a_change_of_name_is_no_change_of_rights(administrator, staff):
    officer = staff["other_desk"]
    Assignment.objects.filter(user=officer).delete()

    administrator.post(
        change(officer, "user", "core"), user_data(officer, name="Oda Andre")
    )

    officer.refresh_from_db()
    assert officer.name == "Oda Andre"
    assert not rights_events().exists()


def test_nobody_changes_their_own_rights(administrator, staff, indonesia):
    own = staff["administrator"]
    officer_role = Group.objects.get(name="Officer")
    data = user_data(own, clearance=4, groups=[officer_role.pk])
    data |= {
        "assignments-TOTAL_FORMS": 1,
        "assignments-0-user": own.pk,
        "assignments-0-partner": indonesia.pk,
        "assignments-0-role": "lead",
    }

    administrator.post(change(own, "user", "core"), data)

    own = User.objects.get(pk=own.pk)
    assert own.clearance == INTERNAL
    assert [group.name for group in own.groups.all()] == ["Administrator"]
    assert own.is_staff
    assert not own.assignments.exists()


def test_only_a_superuser_changes_a_superuser(administrator, staff):
    chief = make_user(role=None, is_superuser=True, is_staff=True)

    response = administrator.post(
        change(chief, "user", "core"), user_data(chief, name="Taken over")
    )
    password = administrator.get(
        reverse("admin:auth_user_password_change", args=[chief.pk])
    )

    assert (response.status_code, password.status_code) == (403, 403)


def test_nobody_is_made_a_superuser_here(administrator, staff):
    officer = staff["other_desk"]

    administrator.post(
        change(officer, "user", "core"), user_data(officer, is_superuser="on")
    )

    assert not User.objects.get(pk=officer.pk).is_superuser


def test_a_password_that_is_set_for_somebody_is_logged_without_it(administrator, staff):
    officer = staff["officer"]
    password = "Sju rimfrosne bjørker"

    administrator.post(
        reverse("admin:auth_user_password_change", args=[officer.pk]),
        {"usable_password": "true", "password1": password, "password2": password},
    )

    event = rights_events().get()
    assert event.detail["user"] == officer.pk
    assert "password" in event.detail["changes"]
    assert password not in str(event.detail)
    assert User.objects.get(pk=officer.pk).check_password(password)


def test_the_history_of_a_user_brings_nothing_back(administrator, staff):
    officer = staff["officer"]
    entry = officer.history.first()
    listing = reverse("admin:core_user_history", args=[officer.pk])
    url = reverse("admin:core_user_simple_history", args=[officer.pk, entry.pk])

    assert "Created" in administrator.get(listing).text
    assert administrator.post(url, user_data(officer, clearance=1)).status_code == 403
    assert User.objects.get(pk=officer.pk).clearance == officer.clearance


# --- What is only read --------------------------------------------------------------


def test_roles_are_only_read(administrator):
    group = Group.objects.get(name="Officer")
    url = reverse("admin:auth_group_change", args=[group.pk])

    assert administrator.get(url).status_code == 200
    assert administrator.post(url, {"name": "X"}).status_code == 403
    assert administrator.get(reverse("admin:auth_group_add")).status_code == 403


def test_the_audit_log_is_read_by_its_readers_only(staff, signed_in):
    staff["auditor"].is_staff = True
    staff["auditor"].save()
    event = AuditEvent.objects.record(AuditEvent.Action.SIGNED_OUT)
    listing = reverse("admin:core_auditevent_changelist")
    page = reverse("admin:core_auditevent_change", args=[event.pk])

    assert signed_in("administrator").get(listing).status_code == 403
    auditor = signed_in("auditor")
    assert auditor.get(listing).status_code == 200
    assert auditor.get(page).status_code == 200
    assert auditor.post(page, {"action": "read"}).status_code == 403
    assert auditor.get(reverse("admin:core_auditevent_add")).status_code == 403
    delete = reverse("admin:core_auditevent_delete", args=[event.pk])
    assert auditor.post(delete, {"post": "yes"}).status_code == 403


# --- Pages ------------------------------------------------------------------------


def _inline(text):
    """What a strict Content-Security-Policy refuses."""
    return re.findall(r"<style|\sstyle=|<script>|\son[a-z]+=", text)


@pytest.mark.parametrize("name", CHANGELISTS)
def test_the_pages_hold_no_inline_script_or_style(administrator, staff, name):
    make_position()
    model = name.partition("_")[2]
    record = {
        "user": staff["officer"],
        "group": Group.objects.first(),
        "sector": Sector.objects.first(),
        "partner": staff["officer"].assignments.get().partner,
        "institution": Institution.objects.first(),
        "person": Person.objects.first(),
    }.get(model) or Person.objects.first().positions.get()
    urls = [
        reverse("admin:index"),
        reverse(f"admin:{name}_changelist"),
        reverse(f"admin:{name}_change", args=[record.pk]),
    ]
    if model != "group":
        urls.append(reverse(f"admin:{name}_add"))
    if model in ("user", "sector"):
        urls.append(reverse(f"admin:{name}_history", args=[record.pk]))

    for url in urls:
        page = administrator.get(url)
        assert page.status_code == 200
        assert _inline(page.text) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_however_long(
    administrator, rows, django_assert_num_queries
):
    administrator.get(reverse("admin:index"))
    for _ in range(rows):
        make_position()

    with django_assert_num_queries(7):
        administrator.get(reverse("admin:partners_position_changelist"))
