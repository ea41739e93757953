"""Choosing a row by typing part of its name."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from core.models import Classification
from core.widgets import RowOrName
from partners.models import Institution, Person
from tests.factories import make_institution, make_person

CONFIDENTIAL = Classification.CONFIDENTIAL


@pytest.fixture
def field(cast):
    """The field as the junior of the desk meets it."""
    return RowOrName(
        queryset=Institution.objects.visible_to(cast["junior"]),
        search="partners:institution_suggest",
        required=False,
    )


def test_a_chosen_row_is_that_row(field):
    court = make_institution(name="Supreme Court")

    assert field.clean(f"pk:{court.pk}") == court


@pytest.mark.parametrize(
    "key", ["", "0", "-1", "1.5", "x", " 1", "²", "1 OR 1=1", "999999999", "9" * 30]
)
def test_a_wrong_key_is_refused(field, key):
    with pytest.raises(ValidationError) as refusal:
        field.clean(f"pk:{key}")

    assert refusal.value.code == "gone"


def test_the_key_of_a_hidden_row_is_refused_like_a_wrong_one(field):
    hidden = make_institution(classification=CONFIDENTIAL)

    with pytest.raises(ValidationError) as refusal:
        field.clean(f"pk:{hidden.pk}")

    with pytest.raises(ValidationError) as wrong:
        field.clean("pk:999999999")
    assert refusal.value.messages == wrong.value.messages


@pytest.mark.parametrize(
    "typed",
    ["Tòa án Đà Nẵng", "toa an da nang", "  TOA  AN da nang ", "Toà Án Đà Nẵng"],
)
def test_names_are_compared_without_case_and_accents(field, typed):
    court = make_institution(name="Tòa án Đà Nẵng")

    assert field.clean(typed) == court


def test_part_of_a_name_is_a_new_name(field):
    make_institution(name="Supreme Court of Appeal")

    assert field.clean("Supreme  Court") == "Supreme Court"


def test_the_name_of_a_hidden_row_is_a_new_name(field):
    make_institution(name="Secret Institute", classification=CONFIDENTIAL)

    assert field.clean("Secret Institute") == "Secret Institute"


def test_a_name_that_several_bear_is_refused_with_what_tells_them_apart(field):
    for country in ("ID", "NO"):
        make_institution(name="Supreme Court", country=country)

    with pytest.raises(ValidationError) as refusal:
        field.clean("supreme court")

    message = refusal.value.messages[0]
    assert "Supreme Court (ID); Supreme Court (NO)" in message
    assert field.clean("Supreme Court (NO)").country == "NO"


def test_a_hidden_namesake_is_not_told(field):
    shown = make_institution(name="Supreme Court")
    make_institution(name="Supreme Court", classification=CONFIDENTIAL)

    assert field.clean("Supreme Court") == shown


def test_the_row_of_that_very_name_is_found_among_many_longer_ones(field):
    for number in range(60):
        make_institution(name=f"A Ministry {number:02d}")
    ministry = make_institution(name="Ministry")

    assert field.clean("ministry") == ministry


@pytest.mark.parametrize("typed", ["", "   ", "\t\n", None])
def test_nothing_is_none(field, typed):
    assert field.clean(typed) is None


@pytest.mark.parametrize("typed", ["🕊", "!!!", "名前", "'; DROP TABLE", "%", "_"])
def test_free_text_is_kept_as_typed(field, typed):
    make_institution()

    assert field.clean(typed) == typed


def test_a_text_that_is_too_long_is_refused(field):
    assert field.clean("x" * 200) == "x" * 200
    with pytest.raises(ValidationError, match="At most 200"):
        field.clean("x" * 201)


class TestInAForm:
    @pytest.fixture
    def form(self, cast):
        class Form(forms.Form):
            who = RowOrName(
                queryset=Person.objects.visible_to(cast["junior"]),
                search="partners:person_suggest",
            )

        return Form

    def test_a_choice_counts_before_the_text_beside_it(self, form):
        person = make_person(name="Ana")

        filled = form({"who": f"pk:{person.pk}", "who_q": "Somebody else"})

        assert filled.is_valid()
        assert filled.cleaned_data["who"] == person

    def test_the_text_counts_without_a_choice(self, form):
        filled = form({"who": "", "who_q": "Ana"})

        assert filled.is_valid()
        assert filled.cleaned_data["who"] == "Ana"

    def test_what_is_missing_is_asked_for(self, form):
        assert "who" in form({"who": "", "who_q": " "}).errors

    def test_the_field_shows_the_name_of_the_chosen_row(self, form):
        person = make_person(name="Ana Å")

        page = form(initial={"who": person.pk}).as_p()

        assert 'value="Ana Å"' in page

    def test_a_refused_form_shows_what_was_typed(self, form):
        page = form({"who": "pk:999999999", "who_q": "<b>Ana"}).as_p()

        assert "<b>" not in page

    def test_the_field_does_not_name_a_hidden_row(self, form):
        hidden = make_person(name="Ibu Rahasia", classification=CONFIDENTIAL)

        assert "Rahasia" not in form(initial={"who": hidden.pk}).as_p()
