"""Sectors by sectors: who is in contact, what is missing, how it grew, and for whom."""

import re
from collections import Counter
from types import SimpleNamespace

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from core.models import AuditEvent
from dialogues.network.growth import Growth
from tests.dialogues.test_network_picture import TODAY, meet, ours, theirs
from tests.factories import (
    make_dialogue,
    make_link,
    make_person,
    make_position,
    make_round,
)
from tests.partners.test_access import PROTECTED_TABLE, RESTRICTED, TABLE


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(f"{TODAY} 12:00", tick=False):
        yield


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia, slug="norway-indonesia")


def address(dialogue):
    return reverse("dialogues:dialogue_pairing", args=[dialogue.slug])


def cells(page):
    """The rows of the matrix, each cell as its words."""
    table = page.text.split('<table class="pairing__table">')[1].split("</table>")[0]
    return [
        [
            " ".join(strip_tags(cell).replace("–none", "none").split())
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)
    ]


def lead(page):
    found = re.search(r'page-head__lead">(.*?)</p>', page.text, re.DOTALL)
    return found.group(1)


# --- Who sees what ----------------------------------------------------------------


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
def test_who_sees_a_sector_in_the_matrix(signed_in, dialogue, marking, who, seen):
    home = ours("Supreme Court of Norway")
    theirs("Pengadilan Negeri")
    hidden = theirs("Markas Besar", "armed_forces", classification=marking)
    meet(dialogue, home, hidden)

    page = signed_in(who).get(address(dialogue))

    assert ("Armed forces" in page.text) is seen
    assert ("1 active" in page.text) is seen
    sectors = "2 of 2 sectors are" if seen else "0 of 1 sectors are"
    assert lead(page).startswith(f"{sectors} in contact.")


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
def test_who_sees_a_contact_in_the_matrix(signed_in, dialogue, marking, who, seen):
    meet(dialogue, ours("Court"), theirs("Mahkamah"), classification=marking)

    page = signed_in(who).get(address(dialogue))

    assert ("1 active" in page.text) is seen
    assert ("Missing" in cells(page)[1][1]) is not seen
    assert ('class="growth__met"' in page.text) is seen


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
def test_who_sees_the_matrix_of_a_dialogue(signed_in, indonesia, marking, who, seen):
    secret = make_dialogue(partner=indonesia, classification=marking)

    page = signed_in(who).get(address(secret))

    assert page.status_code == (200 if seen else 404)


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
def test_who_sees_that_a_round_was_held(signed_in, dialogue, marking, who, seen):
    meet(dialogue, ours("Court"), theirs("Mahkamah"))
    make_round(dialogue=dialogue, status="held", classification=marking)

    page = signed_in(who).get(address(dialogue))

    assert ('class="growth__round"' in page.text) is seen
    assert ('<th scope="row">2022</th>' in page.text) is seen


@pytest.mark.parametrize(("who", "seen"), PROTECTED_TABLE)
def test_who_learns_that_all_hangs_on_a_protected_person(
    signed_in, dialogue, who, seen
):
    witness = make_person(name="Budi Saksi", protected=True, classification=RESTRICTED)
    court, mahkamah = ours("Court"), theirs("Mahkamah")
    for day in ("2026-01-10", "2026-06-20"):
        meet(dialogue, court, mahkamah, day, theirs=witness)

    page = signed_in(who).get(address(dialogue))

    assert ("Budi Saksi" in page.text) is seen
    assert ("depends on one person" in page.text) is seen


def test_archived_institutions_are_left_out(signed_in, dialogue):
    gone = {"archived_at": timezone.now(), "archived_why": "Closed."}
    meet(dialogue, ours("Court"), theirs("Markas", "armed_forces", **gone))

    page = signed_in("officer").get(address(dialogue))

    assert "Armed forces" not in page.text
    assert "There is nothing to pair yet" in page.text


def test_reading_about_a_restricted_contact_is_logged(signed_in, dialogue):
    court, mahkamah = ours("Court"), theirs("Mahkamah")
    meet(dialogue, court, mahkamah, classification=RESTRICTED)

    signed_in("officer").get(address(dialogue))

    read = AuditEvent.objects.filter(action=AuditEvent.Action.READ)
    assert read.get().object_id == dialogue.pk


# --- What the matrix says ---------------------------------------------------------


@pytest.fixture
def varied(dialogue):
    court, mahkamah = ours("Court"), theirs("Mahkamah")
    oslo, campus = ours("Oslo", "academia"), theirs("Gadjah Mada", "academia")
    meet(dialogue, court, mahkamah, "2026-06-20")
    meet(dialogue, court, theirs("Pengadilan"), "2025-06-20")
    meet(dialogue, oslo, mahkamah, "2010-06-20")
    ours("Amnesty", "ngo")
    theirs("Markas", "armed_forces")
    make_link(home_institution=oslo, partner_institution=campus)


def test_each_cell_counts_pairs_by_their_state(signed_in, dialogue, varied):
    page = signed_in("officer").get(address(dialogue))

    assert cells(page) == [
        ["Norway ↓ Indonesia →", "Judicial system", "Academia", "Armed forces", "All"],
        [
            "Judicial system",
            "1 active 1 going dormant last June 2026",
            "none",
            "none",
            "1 active 1 going dormant last June 2026",
        ],
        [
            "Academia",
            "1 dormant last June 2010",
            "1 without contact",
            "none",
            "1 dormant 1 without contact last June 2010",
        ],
        ["NGO", "none", "none", "none", "none"],
        [
            "All",
            "1 active 1 going dormant 1 dormant last June 2026",
            "1 without contact",
            "none",
            "1 active 1 going dormant 1 dormant 1 without contact last June 2026",
        ],
    ]
    assert "Only in Norway: NGO." in page.text
    assert "Only in Indonesia: Armed forces." in page.text


def test_a_sentence_says_what_it_comes_to(signed_in, dialogue, varied):
    page = signed_in("officer").get(address(dialogue))

    assert lead(page) == (
        "1 of 4 sectors is in contact. 1 pair is going dormant. 1 pair is dormant."
    )


def test_the_same_sector_without_a_pair_is_missing(signed_in, dialogue):
    meet(dialogue, ours("Court"), theirs("Gadjah Mada", "academia"))
    theirs("Mahkamah")

    page = signed_in("officer").get(address(dialogue))

    assert cells(page)[1][1:3] == ["Missing", "1 active last June 2026"]
    assert lead(page).endswith(
        "neither a contact in this dialogue nor a link between them is recorded: "
        "judicial system."
    )


def test_what_has_ended_is_counted_and_not_missing(signed_in, dialogue):
    make_link(
        home_institution=ours("LO", "unions_and_employers"),
        partner_institution=theirs("KSBSI", "unions_and_employers"),
        until="2011",
    )

    page = signed_in("officer").get(address(dialogue))

    assert cells(page)[1][1] == "1 ended"
    assert lead(page) == "0 of 1 sectors are in contact."


def test_institutions_without_a_sector_have_a_row_and_no_gap(signed_in, dialogue):
    ours("Court")
    for name, country in (("Anybody", "NO"), ("Siapa", "ID")):
        row = ours(name) if country == "NO" else theirs(name)
        row.sector = None
        row.save()

    page = signed_in("officer").get(address(dialogue))

    assert [row[0] for row in cells(page)] == [
        "Norway ↓ Indonesia →",
        "Judicial system",
        "Sector not known",
        "All",
    ]
    assert "Missing" not in {cell for row in cells(page) for cell in row}


@pytest.mark.parametrize("query_of", ["cell", "row", "column", "gap"])
def test_a_cell_leads_to_the_institutions_behind_it(
    signed_in, dialogue, varied, query_of
):
    theirs("Walhi", "ngo")
    network = reverse("dialogues:dialogue_network", args=[dialogue.slug])
    queries = {
        "cell": "home_sector=academia&partner_sector=judicial_system",
        "row": "home_sector=academia",
        "column": "partner_sector=judicial_system",
        "gap": "home_sector=ngo&partner_sector=ngo",
    }
    client = signed_in("officer")

    page = client.get(address(dialogue))
    behind = client.get(f"{network}?{queries[query_of]}")

    link = f'href="{network}?{queries[query_of]}"'.replace("&", "&amp;")
    assert link in page.text
    assert behind.status_code == 200
    assert ("Amnesty" in behind.text) is (query_of == "gap" or query_of == "column")


# --- Who depends on whom ----------------------------------------------------------


def test_what_hangs_on_one_person_names_that_person(signed_in, dialogue):
    judge = make_person(name="Siti Hakim")
    court, mahkamah = ours("Court"), theirs("Mahkamah")
    meet(dialogue, court, mahkamah, "2026-01-10", theirs=judge)
    # Another institution at home, and yet the same person alone.
    meet(dialogue, ours("Oslo", "academia"), mahkamah, "2026-02-10", theirs=judge)

    page = signed_in("officer").get(address(dialogue))

    assert "only through Siti Hakim" in cells(page)[-1][1]
    assert "only through" not in cells(page)[1][1]
    assert f'href="{judge.get_absolute_url()}"' in page.text
    assert "Judicial system depends on one person." in lead(page)


@pytest.mark.parametrize("besides", ["unnamed", "another", "once"])
def test_it_hangs_on_nobody_when_others_were_there(signed_in, dialogue, besides):
    judge = make_person(name="Siti Hakim")
    court, mahkamah = ours("Court"), theirs("Mahkamah")
    meet(dialogue, court, mahkamah, "2026-01-10", theirs=judge)
    if besides == "unnamed":
        meet(dialogue, court, mahkamah, "2026-02-10")
    if besides == "another":
        meet(dialogue, court, mahkamah, "2026-02-10", theirs=make_person())

    page = signed_in("officer").get(address(dialogue))

    assert "only through" not in page.text
    assert "depends on" not in page.text


def test_one_meeting_of_many_institutions_hangs_on_nobody(signed_in, dialogue):
    """Several pairs of the same day are one occasion."""
    judge = make_person(name="Siti Hakim")
    meeting = meet(dialogue, ours("Court"), theirs("Mahkamah"), theirs=judge)
    meeting.participations.create(institution=ours("Bar"), side="ours")

    page = signed_in("officer").get(address(dialogue))

    assert "2 active" in page.text
    assert "only through" not in page.text


# --- How it grew ------------------------------------------------------------------


def pair_with(*years):
    return SimpleNamespace(years=Counter(years))


def test_growth_counts_pairs_and_new_pairs_by_year():
    growth = Growth(
        [pair_with(2022, 2024, 2024), pair_with(2024), pair_with()],
        [2021, 2024, 2024],
        until=2025,
    )

    assert [(y.year, y.pairs, y.new, y.rounds) for y in growth.years] == [
        (2021, 0, 0, 1),
        (2022, 1, 1, 0),
        (2023, 0, 0, 0),
        (2024, 2, 1, 2),
        (2025, 0, 0, 0),
    ]


def test_the_bars_stand_on_the_line_and_within_the_chart():
    years = [pair_with(*range(1990, 1990 + n)) for n in range(1, 37)]
    growth = Growth(years, [], until=2026)

    for chart in growth.charts:
        named = [bar for bar in chart.bars if bar.named]
        assert len(named) * 26 < chart.width
        for bar in chart.bars:
            left, top, wide, tall = bar.met
            assert top >= 0
            assert left >= chart.left
            assert left + wide <= chart.width
            assert top + tall == pytest.approx(chart.foot, abs=0.2)


def test_growth_is_shown_as_bars_and_as_a_table(signed_in, dialogue):
    meet(dialogue, ours("Court"), theirs("Mahkamah"), "2024-06-20")
    make_round(dialogue=dialogue, status="held", starts_on="2023-06-20")
    make_round(dialogue=dialogue, status="planned", starts_on="2025-06-20")

    page = signed_in("officer").get(address(dialogue))

    table = page.text.split('class="growth-table"')[1]
    rows = re.findall(r"<td>(\d+)</td>", table)
    assert rows == [*"001", *"110", *"000", *"000"]


def test_a_dialogue_without_contacts_says_so(signed_in, dialogue):
    ours("Court")
    theirs("Mahkamah")

    page = signed_in("officer").get(address(dialogue))

    assert "No contact between institutions is recorded yet." in page.text
    assert lead(page).startswith("0 of 1 sectors are in contact.")


def test_the_page_of_the_dialogue_leads_to_both(signed_in, dialogue):
    page = signed_in("officer").get(dialogue.get_absolute_url())

    assert f'href="{address(dialogue)}"' in page.text
    network = reverse("dialogues:dialogue_network", args=[dialogue.slug])
    assert f'href="{network}"' in page.text


@pytest.mark.parametrize("rounds", [3, 300])
def test_the_matrix_costs_the_same_however_much_is_recorded(
    signed_in, dialogue, rounds, django_assert_num_queries
):
    heads = [
        make_position(institution=row, since="1990").person
        for row in (ours("Court"), theirs("Mahkamah"))
    ]
    for number in range(rounds):
        make_round(
            dialogue=dialogue,
            ordinal=number + 1,
            starts_on=f"{1990 + number % 30}-05",
            status="held",
            head_own=heads[0],
            head_partner=heads[1],
        )
    client = signed_in("officer")
    client.get(address(dialogue))

    with django_assert_num_queries(19):
        page = client.get(address(dialogue))

    assert "1 dormant" in page.text
