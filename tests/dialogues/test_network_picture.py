"""Who meets whom, as a picture and a table: what is drawn, and for whom."""

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent
from dialogues.contacts.pairs import pairs
from dialogues.network.drawing import NARROW, WIDE, Drawing
from dialogues.network.picture import (
    FOLD_ABOVE,
    THINNEST,
    WIDEST,
    Picture,
    width_of,
)
from dialogues.network.wrapping import wrapped
from partners.models import Institution, Sector
from tests.factories import (
    make_agenda_item,
    make_dialogue,
    make_institution,
    make_link,
    make_meeting,
    make_participation,
    make_partner,
    make_person,
    make_position,
    make_round,
    make_topic,
    make_user,
)
from tests.partners.test_access import PROTECTED_TABLE, RESTRICTED, TABLE

TODAY = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(f"{TODAY} 12:00", tick=False):
        yield


def sector(code):
    return Sector.objects.get(code=code)


def ours(name, code="judicial_system", **more):
    return make_institution(name=name, country="NO", sector=sector(code), **more)


def theirs(name, code="judicial_system", **more):
    return make_institution(name=name, country="ID", sector=sector(code), **more)


def meet(dialogue, home, partner, day="2026-06-20", *, ours=None, theirs=None, **more):
    meeting = make_meeting(dialogue=dialogue, date=day, **more)
    make_participation(meeting=meeting, institution=home, person=ours, side="ours")
    make_participation(meeting=meeting, institution=partner, person=theirs)
    return meeting


def address(dialogue):
    return reverse("dialogues:dialogue_network", args=[dialogue.slug])


def file_of(client, dialogue, **query):
    sent = client.get(address(dialogue), query | {"format": "csv"})
    return b"".join(sent).decode()


def lines_in(page):
    """The lines of the wide picture, by their state."""
    wide = page.text.split('<svg class="net net--wide"')[1].split("</svg>")[0]
    return re.findall(r'<path class="net__line net__line--(\w+)"', wide)


@pytest.fixture
def dialogue(indonesia):
    return make_dialogue(partner=indonesia, slug="norway-indonesia")


@pytest.fixture
def courts(dialogue):
    return ours("Supreme Court of Norway"), theirs("Mahkamah Agung")


# --- Who sees what ----------------------------------------------------------------


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
def test_who_sees_an_institution_in_the_network(
    signed_in, dialogue, marking, who, seen
):
    home = ours("Supreme Court of Norway")
    hidden = theirs("Mahkamah Rahasia", classification=marking)
    meet(dialogue, home, hidden)
    client = signed_in(who)

    page = client.get(address(dialogue))
    file = file_of(client, dialogue)

    assert ("Mahkamah Rahasia" in page.text) is seen
    assert ("Mahkamah Rahasia" in file) is seen
    assert len(lines_in(page)) == seen
    count = "2 institutions, 1 pair" if seen else "1 institution, 0 pairs"
    assert count in page.text


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
def test_who_sees_that_two_institutions_met(
    signed_in, dialogue, courts, marking, who, seen
):
    meet(dialogue, *courts, classification=marking)
    client = signed_in(who)

    page = client.get(address(dialogue))
    file = file_of(client, dialogue)

    assert len(lines_in(page)) == seen
    assert ("Mahkamah Agung" in file) is seen


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
def test_who_sees_the_network_of_a_dialogue(signed_in, courts, marking, who, seen):
    secret = make_dialogue(partner=make_partner(), classification=marking)

    page = signed_in(who).get(address(secret))

    assert page.status_code == (200 if seen else 404)


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
def test_who_sees_a_link_in_the_network(
    signed_in, dialogue, courts, marking, who, seen
):
    home, partner = courts
    make_link(
        home_institution=home, partner_institution=partner, classification=marking
    )
    client = signed_in(who)

    page = client.get(address(dialogue))

    assert lines_in(page) == (["never"] if seen else [])
    assert ("Joint project" in page.text) is seen


@pytest.mark.parametrize(("who", "seen"), PROTECTED_TABLE)
def test_who_reads_the_name_of_a_protected_person_on_whom_all_depends(
    signed_in, dialogue, courts, who, seen
):
    witness = make_person(name="Budi Saksi", protected=True, classification=RESTRICTED)
    for day in ("2026-01-10", "2026-06-20"):
        meet(dialogue, *courts, day, theirs=witness)
    client = signed_in(who)

    page = client.get(address(dialogue))
    file = file_of(client, dialogue)

    assert ("Budi Saksi" in page.text) is seen
    assert ("Budi Saksi" in file) is seen


def test_a_sector_of_hidden_institutions_alone_is_no_choice(
    signed_in, dialogue, courts
):
    theirs("Markas Rahasia", "armed_forces", classification=RESTRICTED)

    cleared = signed_in("officer").get(address(dialogue))
    other = signed_in("other_desk").get(address(dialogue))

    assert 'value="armed_forces"' in cleared.text
    assert 'value="armed_forces"' not in other.text


def test_archived_institutions_are_left_out(signed_in, dialogue, courts):
    gone = theirs("Departemen Lama", archived_at=timezone.now(), archived_why="Closed.")
    meet(dialogue, courts[0], gone)

    page = signed_in("officer").get(address(dialogue))

    assert "Departemen Lama" not in page.text
    assert lines_in(page) == []


def test_reading_about_a_restricted_institution_is_logged(signed_in, dialogue, courts):
    theirs("Mahkamah Rahasia", classification=RESTRICTED)

    signed_in("officer").get(address(dialogue))

    read = AuditEvent.objects.filter(action=AuditEvent.Action.READ)
    assert read.get().object_id == dialogue.pk


@pytest.mark.parametrize(("who", "offered"), [("officer", True), ("analyst", False)])
def test_who_may_is_offered_to_record_a_link(signed_in, dialogue, courts, who, offered):
    meet(dialogue, *courts)
    home, partner = courts

    page = signed_in(who).get(address(dialogue))

    query = f"?home={home.pk}&amp;partner={partner.pk}"
    assert (f"{reverse('partners:link_new')}{query}" in page.text) is offered


# --- What is drawn ----------------------------------------------------------------


def test_a_line_says_how_alive_the_contact_is(signed_in, dialogue):
    home = ours("Supreme Court of Norway")
    for name, day in (
        ("Recent", "2026-06-20"),
        ("Silent", "2025-06-20"),
        ("Long ago", "2009-06-20"),
    ):
        meet(dialogue, home, theirs(name), day)
    make_link(home_institution=home, partner_institution=theirs("On paper"))

    page = signed_in("officer").get(address(dialogue))

    # What is alive is drawn last, over what is not.
    assert lines_in(page) == ["never", "dormant", "going_dormant", "active"]
    assert "1 active, 1 going dormant, 1 dormant, 1 without contact" in page.text


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
def test_what_has_ended_is_remembered_by_who_may_see_it(
    signed_in, dialogue, courts, marking, who, seen
):
    make_link(
        home_institution=courts[0],
        partner_institution=courts[1],
        since="2005-03",
        until="2017",
        classification=marking,
    )
    client = signed_in(who)

    page = client.get(address(dialogue))
    file = file_of(client, dialogue)

    assert lines_in(page) == ["ended"] * seen
    assert ("1 pair: 1 ended." in page.text) is seen
    assert ("Joint project 2005–2017" in page.text) is seen
    assert (",ended,,Joint project 2005–2017," in file) is seen


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("", "2017-05", "Joint project until 2017"),
        ("2017-01", "2017-05", "Joint project 2017"),
    ],
)
def test_years_of_what_has_ended_are_said_as_far_as_known(
    signed_in, dialogue, courts, since, until, words
):
    home, partner = courts
    make_link(
        home_institution=home, partner_institution=partner, since=since, until=until
    )

    assert f"{words}," in file_of(signed_in("officer"), dialogue)


def test_every_institution_is_a_link_outside_of_the_image(signed_in, dialogue, courts):
    meet(dialogue, *courts)

    page = signed_in("officer").get(address(dialogue))

    wide = page.text.split('<svg class="net net--wide"')[1].split("</svg>")[0]
    image = wide.split('<g role="img"')[1].split("</g>")[0]
    assert "<a " not in image
    for row in courts:
        assert f'href="{row.get_absolute_url()}"' in wide
        assert f"<title>{row.name}. 1 pair, 1 contact.</title>" in wide


def test_an_institution_that_nobody_meets_is_paler_and_says_so(
    signed_in, dialogue, courts
):
    page = signed_in("officer").get(address(dialogue))

    assert page.text.count("net__node--alone") == 2 * 2
    assert "Mahkamah Agung. No contact in this picture." in page.text


def test_the_table_says_what_the_picture_says(signed_in, dialogue, courts):
    judge = make_person(name="Siti Hakim")
    first = meet(dialogue, *courts, "2024-02", theirs=judge)
    last = meet(dialogue, *courts, "2026-06-20", theirs=judge)
    link = make_link(home_institution=courts[0], partner_institution=courts[1])

    client = signed_in("officer")
    page = client.get(address(dialogue))
    file = file_of(client, dialogue)

    table = page.text.split("<table")[1]
    for row in (*courts, judge, link, first, last):
        assert f'href="{row.get_absolute_url()}"' in table
    assert "20 June 2026" in table
    assert "February 2024" in table
    assert "Active" in table
    home, partner = courts
    assert (
        f"Supreme Court of Norway,{home.pk},Mahkamah Agung,{partner.pk},"
        "judicial_system judicial_system,2,2024-02,2026-06-20,active,Siti Hakim,"
        "Joint project,no," in file
    )


def test_sending_the_table_is_logged(signed_in, dialogue, courts):
    meet(dialogue, *courts)

    file_of(signed_in("officer"), dialogue, only="contacts")

    event = AuditEvent.objects.get(action=AuditEvent.Action.EXPORTED)
    assert event.detail["rows"] == 1
    assert "only=contacts" in event.detail["filter"]


# --- Filters ----------------------------------------------------------------------


@pytest.fixture
def varied(dialogue, courts):
    university, campus = ours("Oslo", "academia"), theirs("Gadjah Mada", "academia")
    item = make_agenda_item(
        meeting=meet(dialogue, *courts, "2010-06-20"), topic=make_topic()
    )
    meet(dialogue, university, campus, "2026-06-20")
    meet(dialogue, university, courts[1], "2020-06-20")
    theirs("Polri", "police_and_prisons")
    return item.topic


@pytest.mark.parametrize(
    ("query", "lines", "drawn", "not_drawn"),
    [
        ({}, 3, ["Polri", "Oslo"], []),
        ({"sector": "academia"}, 2, ["Oslo", "Mahkamah Agung"], ["Polri"]),
        ({"sector": "police_and_prisons"}, 0, ["Polri"], ["Gadjah Mada"]),
        (
            {"home_sector": "academia", "partner_sector": "judicial_system"},
            1,
            ["Oslo", "Mahkamah Agung"],
            ["Supreme Court of Norway", "Gadjah Mada"],
        ),
        ({"since": "2020"}, 2, ["Polri"], []),
        ({"until": "2010"}, 1, ["Polri"], []),
        ({"since": "2011", "until": "2019"}, 0, ["Polri"], []),
        ({"only": "contacts"}, 3, ["Oslo"], ["Polri"]),
        ({"only": "contacts", "until": "2010"}, 1, ["Mahkamah Agung"], ["Oslo"]),
    ],
)
def test_the_picture_is_filtered(
    signed_in, dialogue, varied, query, lines, drawn, not_drawn
):
    client = signed_in("officer")
    page = client.get(address(dialogue), query)

    picture = page.text.split('id="rows"')[1]
    assert len(lines_in(page)) == lines
    assert [name for name in drawn if f">{name}" not in picture] == []
    assert [name for name in not_drawn if f">{name}" in picture] == []
    assert picture.count('class="chip"') == len(query)


def test_a_topic_leaves_the_contacts_about_it(signed_in, dialogue, varied):
    page = signed_in("officer").get(address(dialogue), {"topic": varied.pk})

    assert lines_in(page) == ["dormant"]


def test_only_with_contacts_leaves_out_what_is_a_link_alone(
    signed_in, dialogue, courts
):
    make_link(home_institution=courts[0], partner_institution=courts[1])

    page = signed_in("officer").get(address(dialogue), {"only": "contacts"})

    assert "Nothing matches" in page.text
    assert "Mahkamah Agung" not in page.text


@pytest.mark.parametrize(
    "query",
    [{"since": "abc"}, {"since": "2020", "until": "2010"}, {"sector": "nonsense"}],
)
def test_a_filter_that_cannot_be_is_named_and_can_be_taken_away(
    signed_in, dialogue, courts, query
):
    client = signed_in("officer")
    page = client.get(address(dialogue), query)
    file = client.get(address(dialogue), query | {"format": "csv"})

    assert "The picture cannot be filtered like this" in page.text
    assert 'class="chip"' in page.text
    assert "net--wide" not in page.text
    assert file["Content-Type"].startswith("text/html")


def test_what_changes_comes_alone_when_the_page_asks_for_it(
    signed_in, dialogue, courts
):
    page = signed_in("officer").get(address(dialogue), headers={"HX-Request": "true"})

    assert page.text.lstrip().startswith('<div id="rows"')
    assert "<html" not in page.text


def test_an_empty_network_says_so(signed_in, dialogue):
    page = signed_in("officer").get(address(dialogue))

    assert "No institution is recorded yet" in page.text


# --- Order and folding ------------------------------------------------------------


def picture_of(dialogue, **more):
    rows = Institution.objects.select_related("sector").order_by("name")
    home, partner = (list(rows.filter(country=code)) for code in ("NO", "ID"))
    user = make_user(desks=[dialogue.partner])
    met = pairs(user, today=TODAY, dialogue=dialogue)
    return Picture(home, partner, met, **more)


def test_bands_stand_in_the_order_of_the_sectors_and_without_one_last(dialogue):
    ours("Oslo", "academia")
    theirs("Kementerian", "civil_service")
    make_institution(name="Anybody")

    bands = picture_of(dialogue).bands

    assert [band.code for band in bands] == ["civil_service", "academia", "none"]


def test_lines_within_a_band_do_not_cross_where_they_need_not(dialogue):
    names = "ABCDEF"
    at_home = [ours(f"Home {name}") for name in names]
    abroad = [theirs(f"Partner {name}") for name in names]
    for home, partner in zip(at_home, reversed(abroad), strict=True):
        meet(dialogue, home, partner)

    picture = picture_of(dialogue)

    assert len(picture.lines) == 6
    assert picture.crossings() == 0


def test_both_sides_of_a_band_stand_at_the_same_height(dialogue, courts):
    meet(dialogue, *courts)
    ours("Amnesty", "ngo")

    for sheet in (WIDE, NARROW):
        drawing = Drawing(picture_of(dialogue), sheet)
        court, ngo = drawing.stripes
        assert court.home.nodes[0].y == court.partner.nodes[0].y
        assert court.top + court.height < ngo.top
        assert ngo.top + ngo.height < drawing.height


def institutions(count):
    """So many on each side, in three sectors; two of each are in contact."""
    codes = ("academia", "ngo", "judicial_system")
    make = {"NO": ours, "ID": theirs}
    return {
        country: [
            row(f"{country} {number:03d}", codes[number % 3]) for number in range(count)
        ]
        for country, row in make.items()
    }


def test_a_small_picture_folds_nothing(dialogue):
    institutions(FOLD_ABOVE // 2)

    picture = picture_of(dialogue)

    assert not picture.is_folded
    assert sum(len(b.home) + len(b.partner) for b in picture.bands) == FOLD_ABOVE


@pytest.mark.parametrize("count", [33, 100])
def test_a_large_picture_shows_the_most_active_and_folds_the_others(dialogue, count):
    rows = institutions(count)
    for number in range(6):
        meet(dialogue, rows["NO"][number], rows["ID"][number])
        meet(dialogue, rows["NO"][number], rows["ID"][number])

    picture = picture_of(dialogue, band_url=lambda code: f"?band={code}")

    nodes = [node for band in picture.bands for node in [*band.home, *band.partner]]
    folded = [node for node in nodes if node.is_folded]
    assert len(nodes) == 3 * 2 * 3
    assert sum(len(node.institutions) for node in nodes) == 2 * count
    assert {node.name for node in folded} <= {
        f"and {count // 3 - 2} more",
        f"and {count // 3 - 1} more",
    }
    assert folded[0].url.startswith("?band=")
    assert folded[0].institutions[0].name in folded[0].title
    assert all(not node.is_folded for node in nodes if node.lines)


def test_the_lines_of_what_is_folded_are_put_together(dialogue):
    rows = institutions(33)
    court = theirs("Mahkamah Agung")
    for number, home in enumerate(rows["NO"]):
        meet(dialogue, home, court, "2026-06-20" if number else "2010-01-01")

    picture = picture_of(dialogue)

    assert len(picture.pairs) == 33
    assert sum(line.times for line in picture.lines) == 33
    folded = [line for line in picture.lines if line.home.is_folded]
    assert len(folded) == 3
    assert all(line.times > 1 and line.health == "active" for line in folded)
    assert "contacts, the last 20 June 2026, Active" in folded[0].title


def test_a_band_is_unfolded_alone(signed_in, dialogue):
    institutions(33)
    client = signed_in("officer")

    folded = client.get(address(dialogue))
    whole = client.get(address(dialogue), {"band": "academia"})

    assert "11 institutions" in folded.text
    assert "NO 000</tspan>" not in folded.text.replace(" </tspan>", "</tspan>")
    assert "?band=academia" in folded.text
    assert "NO 000" in whole.text
    assert "?band=ngo" in whole.text
    assert "?band=academia" not in whole.text
    assert "Shown whole" in whole.text


# --- Widths and words -------------------------------------------------------------


def test_a_line_grows_with_its_contacts_within_bounds():
    widths = [width_of(times) for times in (0, 1, 2, 5, 9, 400)]

    assert widths[:2] == [THINNEST, THINNEST]
    assert widths[-2:] == [WIDEST, WIDEST]
    assert widths == sorted(widths)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Court", ["Court"]),
        ("Ministry of Justice", ["Ministry", "of Justice"]),
        ("Ministry of Justice and Police", ["Ministry", "of Justic…"]),
        ("Donaudampfschiff", ["Donaudam", "pfschiff"]),
        ("", []),
    ],
)
def test_a_name_is_broken_into_lines(text, expected):
    assert wrapped(text, width=62, size=12, lines=2) == expected


def test_a_name_that_does_not_fit_stands_whole_in_the_title(signed_in, dialogue):
    long = "Directorate for the Coordination of " * 5 + "Everything"
    theirs(long)

    page = signed_in("officer").get(address(dialogue))

    assert "…" in page.text
    assert f"<title>{long}. No contact in this picture.</title>" in page.text


# --- What it costs ----------------------------------------------------------------


@pytest.mark.parametrize("rounds", [3, 300])
def test_the_picture_costs_the_same_however_much_is_recorded(
    signed_in, dialogue, courts, rounds, django_assert_num_queries
):
    head_own = make_position(institution=courts[0], since="1990").person
    head_partner = make_position(institution=courts[1], since="1990").person
    for number in range(rounds):
        make_round(
            dialogue=dialogue,
            ordinal=number + 1,
            starts_on=f"{1990 + number % 30}-05",
            status="held",
            head_own=head_own,
            head_partner=head_partner,
        )
    client = signed_in("officer")
    client.get(address(dialogue))

    with django_assert_num_queries(18):
        page = client.get(address(dialogue))

    assert f"{rounds} contacts" in page.text
