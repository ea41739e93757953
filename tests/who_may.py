"""Who may read and change a record of the desk for Indonesia, for the tests of each."""

import pytest

from core.models import Classification

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values

# What the page of the record answers, and the form to change it.
DESK_RECORD = pytest.mark.parametrize(
    ("marking", "who", "page", "edit"),
    [
        (INTERNAL, "officer", 200, 200),
        (INTERNAL, "other_desk", 200, 403),
        (INTERNAL, "analyst", 200, 403),
        (INTERNAL, "administrator", 200, 403),
        (INTERNAL, "visitor", 302, 302),
        (RESTRICTED, "junior", 200, 200),
        (RESTRICTED, "analyst", 200, 403),
        (RESTRICTED, "auditor", 200, 403),
        (RESTRICTED, "other_desk", 404, 404),
        (CONFIDENTIAL, "officer", 200, 200),
        (CONFIDENTIAL, "lead", 200, 200),
        (CONFIDENTIAL, "junior", 404, 404),
        (CONFIDENTIAL, "other_desk", 404, 404),
    ],
)
