"""Which names are the same person or institution, and which only look like it."""

import pytest

from partners.duplicates.likeness import LIKELY, alike, likely_pairs
from partners.models import Institution, Person
from tests.factories import make_institution, make_person

SAME_PERSON = [
    ("Trần Đức", "Tran Duc"),
    ("Håkon Lie", "Haakon Lie"),
    ("Håkon Lie", "Hakon Lie"),
    ("Bjørn Øst", "Bjorn Oest"),
    ("Åse Bø", "Aase Boe"),
    ("Nguyen Van An", "An Nguyen Van"),
    ("Nguyễn Văn An", "Nguyen Van An"),
    ("Wang Yi", "Yi Wang"),
    ("WANG Yi", "Wang Yi"),
    ("王毅", "Wang Yi"),
    ("Li Keqiang", "Li Ke Qiang"),
    ("Мария Иванова", "Maria Ivanova"),
    ("Mohammed Hasan", "Muhammad Hassan"),
    ("محمد حسن", "Muhammad Hasan"),
    ("Müller Hans", "Hans Mueller"),
    ("Soekarno", "Sukarno"),
    ("Suharto", "Suharto"),
    ("Siti Nurhaliza", "Siti Nurhalizah"),
    ("Dr. Jan Hansen", "Jan Hansen"),
    ("H.E. Budi Santoso, S.H., M.H.", "Budi Santoso"),
    ("Hansen, Jan", "Jan Hansen"),
    ("J. Hansen", "Jan Hansen"),
    ("Jan Petter Hansen", "Jan Hansen"),
    ("Zeid Al-Hussein", "Zeid Hussein"),
]
OTHER_PERSON = [
    ("Hansen", "Jan Hansen"),
    ("Jan Hansen", "Erik Hansen"),
    ("Erik Hansen", "Erik Jansen"),
    ("Nguyen Van An", "Nguyen Thi An"),
    ("Nguyen An", "Nguyen Van An"),
    ("Nguyen Thanh Tung", "Nguyen Thanh Tuan"),
    ("Wang Yi", "Wang Yu"),
    ("Wang Yi", "Wang Ying"),
    ("Li Wei", "Li Wen"),
    ("Zhang Wei", "Zhao Wei"),
    ("Maria Hansen", "Marie Hansen"),
    ("Marit Lund", "Merete Lund"),
    ("Jan P. Hansen", "Jan K. Hansen"),
    ("J. Hansen", "Jan Petter Olsen Hansen"),
    ("Budi", "Budi Santoso"),
]
SAME_INSTITUTION = [
    (
        "Norwegian Centre for Human Rights",
        "Norwegian Centre for Human Rights, University of Oslo",
    ),
    ("Norwegian Centre for Human Rights", "NCHR"),
    ("Law and Ethics in Practice (LeIP)", "LeIP"),
    ("Supreme Court", "Supreme Court of Norway"),
    ("Ministry of Labour", "Ministry of Labor"),
    ("Høyesterett", "Hoyesterett"),
    ("National Human Rights Commision", "National Human Rights Commission"),
    ("Komnas HAM", "Komnas-HAM"),
]
OTHER_INSTITUTION = [
    ("University of Oslo", "University of Bergen"),
    ("University of Oslo", "Centre for Human Rights, University of Oslo"),
    ("Faculty of Law, University of Oslo", "Faculty of Law, University of Bergen"),
    ("Ministry of Foreign Affairs", "Ministry of Home Affairs"),
    ("Ministry of Law and Human Rights", "Ministry of Human Rights"),
    ("District Court No. 1", "District Court No. 2"),
    ("Hunan University", "Henan University"),
    ("Shanxi University", "Shaanxi University"),
]


def found(make, one, other):
    first, second = make(**one), make(**other)
    pairs = likely_pairs(type(first).objects.all())
    return [(pair.first, pair.second) for pair in pairs] == [(first.pk, second.pk)]


@pytest.mark.parametrize(("one", "other"), SAME_PERSON)
def test_these_may_be_one_person(db, one, other):
    assert found(make_person, {"name": one}, {"name": other})


@pytest.mark.parametrize(("one", "other"), OTHER_PERSON)
def test_these_are_two_people(db, one, other):
    assert not found(make_person, {"name": one}, {"name": other})


@pytest.mark.parametrize(("one", "other"), SAME_INSTITUTION)
def test_these_may_be_one_institution(db, one, other):
    country = {"country": "NO"}

    assert found(make_institution, {"name": one} | country, {"name": other} | country)


@pytest.mark.parametrize(("one", "other"), OTHER_INSTITUTION)
def test_these_are_two_institutions(db, one, other):
    country = {"country": "NO"}

    assert not found(
        make_institution, {"name": one} | country, {"name": other} | country
    )


@pytest.mark.parametrize(
    ("one", "other", "same"), [("ID", "", True), ("", "", True), ("ID", "VN", False)]
)
def test_a_country_that_is_not_known_is_no_other_country(db, one, other, same):
    rows = [{"name": "Budi Santoso", "country": code} for code in (one, other)]

    assert found(make_person, *rows) is same


def test_a_supreme_court_is_in_every_country(db):
    rows = [{"name": "Supreme Court", "country": code} for code in ("NO", "ID")]

    assert not found(make_institution, *rows)


def test_an_initial_and_an_unknown_country_are_too_little(db):
    rows = {"name": "J. Hansen", "country": "NO"}, {"name": "Jan Hansen", "country": ""}

    assert not found(make_person, *rows)


def test_every_letter_of_a_chinese_name_counts(db):
    rows = [{"name": name, "country": "CN"} for name in ("Xu Yongli", "Xu Yonglei")]

    assert not found(make_person, *rows)


def test_the_original_script_joins_and_parts(db):
    rows = [
        {"name": "Wang Wei", "name_original": script, "country": "CN"}
        for script in ("王伟", "王维", "")
    ]
    first, second, third = (make_person(**row) for row in rows)

    pairs = {(p.first, p.second) for p in likely_pairs(Person.objects.all())}

    assert pairs == {(first.pk, third.pk), (second.pk, third.pk)}


def test_other_names_count_as_names(db):
    row = {"name": "Kartini", "other_names": "Raden Ajeng\nKartini Djojo"}

    assert found(make_person, row, {"name": "Djojo Kartini"})


def test_a_whole_and_its_part_are_two_however_deep(db):
    ministry = make_institution(name="Ministry of Law")
    office = make_institution(name="Office", parent=ministry)
    make_institution(name="Ministry of Law", parent=office)

    assert likely_pairs(Institution.objects.all()) == []


def test_the_most_alike_come_first(db):
    one = make_person(name="Jan Petter Hansen")
    two = make_person(name="Jan Hansen")
    same = make_person(name="Jan Hansen")

    pairs = likely_pairs(Person.objects.all())

    assert (pairs[0].first, pairs[0].second, pairs[0].score) == (two.pk, same.pk, 100)
    assert {pair.first for pair in pairs[1:]} == {one.pk}
    assert all(pair.score >= LIKELY for pair in pairs)


def test_a_row_that_is_not_saved_yet_finds_those_like_it(db):
    known = make_person(name="Trần Đức")
    make_person(name="Tran Dung")

    found = alike(Person(name="Tran Duc", country="ID"), Person.objects.all())

    assert found == [known.pk]


def test_all_rows_are_read_in_one_query(db, django_assert_num_queries):
    for number in range(30):
        make_person(name=f"Budi Santoso {number}")

    with django_assert_num_queries(1):
        likely_pairs(Person.objects.all())


def test_many_of_one_name_do_not_all_meet(db):
    Person.objects.bulk_create(
        Person(name="Nguyen Van An", country="VN") for _number in range(300)
    )

    pairs = likely_pairs(Person.objects.all())

    assert 299 <= len(pairs) <= 300 * 10
