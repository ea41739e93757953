"""The cast: people with names and roles instead of anonymous users."""

import pytest

from core.models import Classification
from tests import migrated
from tests.factories import make_partner, make_user


@pytest.fixture(scope="session")
def django_db_keepdb():
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_blocker
):
    with django_db_blocker.unblock():
        migrated.prepare()


@pytest.fixture
def indonesia(db):
    return make_partner("ID")


@pytest.fixture
def china(db):
    return make_partner("CN")


@pytest.fixture
def cast(indonesia, china):
    """Who may see what differs between these, and between no two others."""
    return {
        "officer": make_user(name="Olav Officer", desks=[indonesia]),
        "junior": make_user(
            name="Jorunn Junior",
            desks=[indonesia],
            clearance=Classification.RESTRICTED,
        ),
        "other_desk": make_user(name="Oda Other", desks=[china]),
        "lead": make_user(name="Liv Lead", role="Desk lead", desks=[indonesia]),
        "analyst": make_user(name="Anne Analyst", role="Analyst"),
        "auditor": make_user(name="Arne Auditor", role="Auditor"),
        "administrator": make_user(
            name="Ada Administrator",
            role="Administrator",
            is_staff=True,
            clearance=Classification.INTERNAL,
        ),
        "visitor": None,
    }


@pytest.fixture
def signed_in(client, cast):
    """`signed_in("junior")` is a client in that person's hands."""

    def sign_in(who):
        client.logout()
        if cast[who] is not None:
            client.force_login(cast[who])
        return client

    return sign_in
