"""Networks and who is in them: who sees what, who may change what."""

import csv
import io
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.template import Context, Template
from django.urls import reverse

from core.models import AuditEvent, Classification, Source, User
from core.record_file import load_file
from partners.models import Membership, Network, Sector
from tests.factories import (
    make_dialogue,
    make_institution,
    make_link,
    make_meeting,
    make_membership,
    make_network,
    make_person,
    make_user,
)

OPEN = Classification.OPEN
INTERNAL = Classification.INTERNAL
RESTRICTED = Classification.RESTRICTED
CONFIDENTIAL = Classification.CONFIDENTIAL
LIST = reverse("partners:network_list")
NEW = reverse("partners:network_new")
DATA = Path(__file__).resolve().parent.parent.parent / "data"

TABLE = [
    (INTERNAL, "officer", True),
    (INTERNAL, "other_desk", True),
    (INTERNAL, "analyst", True),
    (INTERNAL, "administrator", True),
    (RESTRICTED, "officer", True),
    (RESTRICTED, "junior", True),
    (RESTRICTED, "lead", True),
    (RESTRICTED, "analyst", True),
    (RESTRICTED, "auditor", True),
    (RESTRICTED, "other_desk", False),
    (RESTRICTED, "administrator", False),
    (CONFIDENTIAL, "officer", True),
    (CONFIDENTIAL, "analyst", True),
    (CONFIDENTIAL, "junior", False),
    (CONFIDENTIAL, "other_desk", False),
    (CONFIDENTIAL, "administrator", False),
]
# Those who may know the names of people at risk, and are cleared for their records.
PROTECTED_TABLE = [
    ("officer", True),
    ("junior", True),
    ("lead", True),
    ("auditor", True),
    ("analyst", False),
    ("other_desk", False),
    ("administrator", False),
]


@pytest.fixture
def network(indonesia):
    return make_network(name="Teachers of rights", partners=[indonesia])


def file_of(client, **query):
    sent = client.get(LIST, query | {"format": "csv"})
    text = b"".join(sent).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def names(client, **query):
    return [row["record"].name for row in client.get(LIST, query).context["rows"]]


def data_of(network, **overrides):
    data = {
        "name": network.name,
        "status": network.status,
        "partners": [partner.pk for partner in network.partners.all()],
        "classification": str(int(network.classification)),
        "version": str(network.version),
    }
    return data | overrides


def member_data(**overrides):
    return {"role": "member", "classification": "2"} | overrides


def add_member(network):
    return reverse("partners:membership_new", args=[network.pk])


def codes(network):
    return sorted(network.partners.values_list("code", flat=True))


def errors(page):
    return page.context["form"].errors


# --- Who sees it --------------------------------------------------------------------


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
def test_who_sees_a_network(signed_in, indonesia, marking, who, seen):
    network = make_network(
        name="Quiet circle", partners=[indonesia], classification=marking
    )
    client = signed_in(who)

    page = client.get(network.get_absolute_url())
    history = client.get(network.url_for("history"))
    listing = client.get(LIST).text
    meetings = client.get(reverse("dialogues:meeting_list")).text

    assert page.status_code == history.status_code == (200 if seen else 404)
    assert ("Quiet circle" in listing) is seen
    assert ("Quiet circle" in str(file_of(client))) is seen
    assert ("Quiet circle" in meetings) is seen


@pytest.mark.parametrize(
    ("who", "seen"),
    [("officer", True), ("other_desk", True), ("administrator", False)],
)
def test_a_network_of_no_partner_is_on_every_desk(signed_in, who, seen):
    network = make_network(classification=RESTRICTED)

    page = signed_in(who).get(network.get_absolute_url())

    assert page.status_code == (200 if seen else 404)


def all_that_names_members(client, membership):
    person, institution = membership.person, membership.institution
    pages = [client.get(membership.network.get_absolute_url()).text]
    listed = file_of(client)
    rows = [row for row in listed if row["name"] == membership.network.name]
    pages.append(rows[0]["member_names"] if rows else "")
    for record in (person, institution):
        page = client.get(record.get_absolute_url()).text
        pages.append(page if membership.network.name in page else "")
    return pages


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
@pytest.mark.parametrize("marked", ["network", "person", "institution", "membership"])
def test_who_sees_a_membership(signed_in, indonesia, marked, marking, who, seen):
    markings = {marked: {"classification": marking}}
    membership = make_membership(
        network=make_network(
            name="Circle", partners=[indonesia], **markings.get("network", {})
        ),
        person=make_person(name="Agus Tamu", **markings.get("person", {})),
        institution=make_institution(
            name="Agus Tamu Institute", **markings.get("institution", {})
        ),
        **markings.get("membership", {}),
    )
    client = signed_in(who)

    named = all_that_names_members(client, membership)
    history = client.get(membership.url_for("history"))
    edit = client.get(membership.url_for("edit"))

    assert ["Agus Tamu" in page for page in named] == [seen] * 4
    assert history.status_code == (200 if seen else 404)
    assert edit.status_code in ((200, 403) if seen else (404, 403))


@pytest.mark.parametrize(("who", "seen"), PROTECTED_TABLE)
def test_who_sees_a_protected_member(signed_in, network, who, seen):
    witness = make_person(name="Budi Saksi", protected=True, classification=RESTRICTED)
    hidden = make_membership(network=network, person=witness, role="coordinator")
    make_membership(network=network, institution=make_institution(country="NO"))
    client = signed_in(who)

    page = client.get(network.get_absolute_url()).text
    [row] = file_of(client)
    history = client.get(hidden.url_for("history"))

    assert ("Budi Saksi" in page) is seen
    assert ("Budi Saksi" in row["member_names"]) is seen
    assert row["members"] == ("2" if seen else "1")
    assert ("Indonesia: 1" in page) is seen
    assert history.status_code == (200 if seen else 404)
    found = names(client, country="ID")
    assert found == (["Teachers of rights"] if seen else [])


def test_a_hidden_member_leaves_no_zero_behind(signed_in, network):
    make_membership(network=network, classification=CONFIDENTIAL)

    [row] = file_of(signed_in("junior"))

    assert row["members"] == ""


def test_the_tab_of_the_form_names_no_protected_member(signed_in, network):
    witness = make_person(name="Budi Saksi", protected=True, classification=RESTRICTED)
    membership = make_membership(network=network, person=witness)

    page = signed_in("officer").get(membership.url_for("edit")).text

    assert "Budi" not in page.split("<main")[0]
    assert str(membership) == f"Membership {membership.pk}"


@pytest.mark.parametrize(("marking", "who", "seen"), TABLE)
def test_who_sees_the_meetings_that_it_gave_rise_to(
    signed_in, network, indonesia, marking, who, seen
):
    make_meeting(
        title="Quiet talk",
        date="2021-03-04",
        network=network,
        partner=indonesia,
        classification=marking,
    )
    client = signed_in(who)

    page = client.get(network.get_absolute_url()).text
    [row] = file_of(client)

    assert ("Quiet talk" in page) is seen
    assert row["last_meeting"] == ("2021-03-04" if seen else "")


def test_a_meeting_does_not_name_a_network_that_is_hidden(signed_in, indonesia):
    network = make_network(
        name="Quiet circle", partners=[indonesia], classification=RESTRICTED
    )
    meeting = make_meeting(network=network, partner=indonesia)
    url = reverse("dialogues:meeting_list")

    for who, seen in (("officer", True), ("other_desk", False)):
        client = signed_in(who)
        page = client.get(meeting.get_absolute_url()).text
        file = b"".join(client.get(url, {"format": "csv"})).decode()
        assert ("Quiet circle" in page) is seen
        assert ("Quiet circle" in file) is seen


def test_a_reading_is_logged_for_a_restricted_member_too(signed_in, cast, network):
    client = signed_in("officer")
    client.get(network.get_absolute_url())
    make_membership(network=network, classification=RESTRICTED)
    client.get(network.get_absolute_url())

    read = AuditEvent.objects.filter(action=AuditEvent.Action.READ)
    assert [(event.kind, event.object_id) for event in read] == [
        ("network", network.pk)
    ]


def test_a_reading_is_logged_for_a_restricted_meeting_too(
    signed_in, indonesia, network
):
    make_meeting(network=network, partner=indonesia, classification=RESTRICTED)

    signed_in("officer").get(network.get_absolute_url())

    read = AuditEvent.objects.get(action=AuditEvent.Action.READ)
    assert (read.kind, read.object_id) == ("network", network.pk)


@pytest.mark.parametrize("until", ["", "2019"])
def test_a_member_shows_where_it_is_known_from(signed_in, network, until):
    told = make_membership(network=network, until=until)
    make_membership(network=network, until=until)
    Source.objects.add(told, url="https://example.org/members", citation="A list")
    Source.objects.add(told, citation="A letter", field="role")

    page = signed_in("officer").get(network.get_absolute_url()).text

    members = page.split('id="members"')[1].split("</section>")[0]
    assert members.count("2 sources") == members.count('class="sources-folded"') == 1
    assert 'href="https://example.org/members"' in members
    assert "A letter" in members


@pytest.mark.parametrize(
    ("marking", "seen"), [(INTERNAL, True), (RESTRICTED, False), (CONFIDENTIAL, False)]
)
def test_the_administration_shows_the_same(signed_in, marking, seen):
    membership = make_membership(
        network=make_network(name="Quiet circle", classification=marking)
    )
    client = signed_in("administrator")

    for kind, record in (("network", membership.network), ("membership", membership)):
        listed = client.get(reverse(f"admin:partners_{kind}_changelist")).text
        url = reverse(f"admin:partners_{kind}_change", args=[record.pk])
        assert ("Quiet circle" in listed) is seen
        assert client.get(url).status_code == (200 if seen else 302)


def test_the_administration_names_no_protected_member(signed_in, cast):
    cast["administrator"] = make_user(
        role="Administrator", is_staff=True, clearance=CONFIDENTIAL
    )
    witness = make_person(name="Budi Saksi", protected=True, classification=RESTRICTED)
    membership = make_membership(person=witness)
    client = signed_in("administrator")

    listed = client.get(reverse("admin:partners_membership_changelist"))
    form = client.get(reverse("admin:partners_membership_add"))
    url = reverse("admin:partners_membership_change", args=[membership.pk])

    assert listed.context["cl"].result_count == 0
    assert "Budi" not in listed.text + form.text
    assert "Protected person" not in listed.text + form.text
    assert client.get(url).status_code == 302


# --- Who changes it -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("junior", 200),
        ("lead", 200),
        ("other_desk", 403),
        ("analyst", 403),
        ("auditor", 403),
        ("administrator", 403),
        ("visitor", 302),
    ],
)
@pytest.mark.parametrize("address", ["network", "membership", "membership_new"])
def test_only_the_desk_changes_what_all_may_see(
    signed_in, network, address, who, status
):
    membership = make_membership(network=network)
    urls = {
        "network": network.url_for("edit"),
        "membership": membership.url_for("edit"),
        "membership_new": add_member(network),
    }

    assert signed_in(who).get(urls[address]).status_code == status


def test_a_network_of_two_partners_is_changed_by_either_desk(
    signed_in, indonesia, china
):
    network = make_network(partners=[indonesia, china])

    for who in ("officer", "other_desk"):
        assert signed_in(who).get(network.url_for("edit")).status_code == 200


def test_a_network_of_no_partner_is_changed_by_every_desk(signed_in):
    network = make_network()

    for who in ("officer", "other_desk"):
        assert signed_in(who).get(network.url_for("edit")).status_code == 200


def test_a_new_network_starts_on_the_only_desk(signed_in, cast, indonesia):
    client = signed_in("officer")
    page = client.get(NEW)

    response = client.post(
        NEW, {"name": "Jurists", "partners": indonesia.pk, "classification": "2"}
    )

    network = Network.objects.get()
    assert page.context["form"]["partners"].value() == [indonesia.pk]
    assert response.url == network.get_absolute_url()
    assert (network.created_by, codes(network)) == (cast["officer"], ["ID"])


def test_nobody_puts_in_a_partner_of_another_desk(signed_in, indonesia, china):
    client = signed_in("officer")

    page = client.post(
        NEW,
        {
            "name": "Jurists",
            "partners": [indonesia.pk, china.pk],
            "classification": "2",
        },
    )

    assert "partners" in errors(page)
    assert not Network.objects.exists()


def test_partners_of_other_desks_stay_in(signed_in, indonesia, china):
    network = make_network(partners=[indonesia, china])
    client = signed_in("officer")

    page = client.get(network.url_for("edit"))
    client.post(
        network.url_for("edit"),
        data_of(network, name="Renamed", partners=[indonesia.pk]),
    )

    network.refresh_from_db()
    assert "Those of other desks stay in: China." in page.text
    assert (network.name, codes(network)) == ("Renamed", ["CN", "ID"])


def test_nobody_gives_a_network_away(signed_in, indonesia, china):
    network = make_network(partners=[indonesia, china])

    page = signed_in("officer").post(
        network.url_for("edit"), data_of(network, partners=[])
    )

    assert "Keep a partner of your own desk in." in errors(page)["partners"][0]
    assert codes(network) == ["CN", "ID"]


def test_a_network_may_become_one_of_no_partner(signed_in, network):
    signed_in("officer").post(network.url_for("edit"), data_of(network, partners=[]))

    assert codes(network) == []


def test_a_network_that_has_an_end_has_ended(signed_in, network):
    page = signed_in("officer").post(
        network.url_for("edit"), data_of(network, status="active", until="2020")
    )

    assert "A network with an end has the status “Ended”." in page.text


def test_it_is_kept_by_somebody_who_writes(signed_in, cast, network):
    page = signed_in("officer").get(network.url_for("edit"))

    offered = page.context["form"].fields["responsible"].queryset
    assert cast["officer"] in offered
    assert cast["analyst"] not in offered


# --- Members --------------------------------------------------------------------------


def test_members_are_added_one_after_the_other(signed_in, cast, network):
    client, url = signed_in("officer"), add_member(network)
    court, judge = make_institution(name="Court"), make_person(name="Sri")

    again = client.post(
        url, member_data(institution=f"pk:{court.pk}", another="1"), follow=True
    )
    done = client.post(url, member_data(person_q="Sri", role="coordinator"))

    assert again.request["PATH_INFO"] == url
    assert "Members so far" in again.text
    assert "Court" in again.text
    assert done.url == network.get_absolute_url()
    rows = Membership.objects.order_by("pk").values_list("institution", "person")
    assert list(rows) == [(court.pk, None), (None, judge.pk)]
    assert Membership.objects.first().created_by == cast["officer"]


def test_a_membership_is_never_open_of_itself(signed_in, network):
    network.classification = OPEN
    network.save()

    page = signed_in("officer").get(add_member(network))

    assert page.context["form"]["classification"].value() == INTERNAL


def test_a_member_is_somebody_of_the_record(signed_in, network):
    page = signed_in("officer").post(
        add_member(network), member_data(person_q="Nobody")
    )

    assert "is not among the people in the record" in page.text
    assert not Membership.objects.exists()


def test_a_member_is_named(signed_in, network):
    page = signed_in("officer").post(add_member(network), member_data())

    assert "Name a person or an institution." in page.text


@pytest.mark.parametrize("kind", ["person", "institution"])
def test_nobody_is_a_member_twice_at_a_time(signed_in, network, kind):
    known = {"person": make_person, "institution": make_institution}[kind]()
    make_membership(network=network, **{kind: known})
    client, data = signed_in("officer"), member_data(**{kind: f"pk:{known.pk}"})

    refused = client.post(add_member(network), data)
    earlier = client.post(add_member(network), data | {"until": "2001"})

    assert errors(refused)[kind] == [f"This {kind} is a member already."]
    assert earlier.status_code == 302


def test_a_hidden_membership_is_not_told_of(signed_in, network):
    known = make_institution()
    make_membership(network=network, institution=known, classification=CONFIDENTIAL)

    page = signed_in("junior").post(
        add_member(network), member_data(institution=f"pk:{known.pk}")
    )

    assert page.status_code == 200
    assert "is a member already" not in page.text
    assert Membership.objects.count() == 1


def test_two_people_of_one_institution_can_be_members(signed_in, network):
    court = make_institution()
    make_membership(network=network, institution=court, person=make_person())
    make_membership(network=network, institution=court)

    response = signed_in("officer").post(
        add_member(network),
        member_data(institution=f"pk:{court.pk}", person=f"pk:{make_person().pk}"),
    )

    assert response.status_code == 302


def test_hidden_people_cannot_be_chosen(signed_in, network):
    hidden = make_person(name="Budi Saksi", classification=CONFIDENTIAL)
    client = signed_in("junior")

    by_key = client.post(add_member(network), member_data(person=f"pk:{hidden.pk}"))
    by_name = client.post(add_member(network), member_data(person_q="Budi Saksi"))

    assert errors(by_key)["person"] == ["Choose from the list, or type a name."]
    assert "is not among the people" in errors(by_name)["person"][0]


def test_somebody_who_left_is_among_the_former_members(signed_in, network):
    membership = make_membership(network=network, person=make_person(name="Sri"))
    client = signed_in("officer")

    client.post(
        membership.url_for("edit"),
        member_data(person=f"pk:{membership.person_id}", until="2020", version="1"),
    )
    page = client.get(network.get_absolute_url())

    assert [row["record"].pk for row in page.context["former"]["rows"]] == [
        membership.pk
    ]
    assert page.context["by_sector"] == []
    assert "Former members" in page.text


def test_members_stand_by_sector_and_within_it_by_country(signed_in, network):
    media = Sector.objects.get(code="media")
    judges = Sector.objects.get(code="judicial_system")
    for name, country, sector in (
        ("Paper", "NO", media),
        ("Radio", "ID", media),
        ("Court", "ID", judges),
        ("Office", "ID", None),
    ):
        institution = make_institution(name=name, country=country, sector=sector)
        make_membership(network=network, institution=institution)
    make_membership(network=network, person=make_person(name="Sri"))

    page = signed_in("officer").get(network.get_absolute_url())

    assert [
        (group["title"], [row["cells"][0]["value"] for row in group["rows"]])
        for group in page.context["by_sector"]
    ] == [
        (str(judges), ["Court"]),
        (str(media), ["Radio", "Paper"]),
        ("Sector not known", ["Office"]),
        ("By themselves", ["Sri"]),
    ]
    assert page.context["countries"] == "Indonesia: 4 · Norway: 1"


def test_members_in_words_are_said_to_have_no_names(signed_in, network):
    network.members_in_words = "university lecturers"
    network.save()

    page = signed_in("officer").get(network.get_absolute_url()).text

    assert "university lecturers" in page
    assert "The source says no names of these." in page


# --- The list -------------------------------------------------------------------------


def test_the_list_is_filtered(signed_in, indonesia, china):
    media = Sector.objects.get(code="media")
    press = make_network(
        name="Press", partners=[indonesia], sectors=[media], status="active"
    )
    jurists = make_network(name="Jurists", partners=[china], purpose="Fair trials")
    make_membership(network=press, institution=make_institution(country="NO"))
    make_membership(network=press, person=make_person(country="ID"))
    make_membership(
        network=jurists, institution=make_institution(country="SE"), until="2001"
    )
    client = signed_in("officer")

    assert names(client) == ["Jurists", "Press"]
    assert names(client, q="fair TRIALS") == ["Jurists"]
    assert names(client, partner=indonesia.pk) == ["Press"]
    assert names(client, sector=media.pk) == ["Press"]
    assert names(client, status="active") == ["Press"]
    assert names(client, country="NO") == names(client, country="ID") == ["Press"]
    # Only countries of present members are offered.
    assert names(client, country="SE") == []


def test_the_file_gives_codes_and_names(signed_in, indonesia):
    media = Sector.objects.get(code="media")
    network = make_network(
        name="Press",
        partners=[indonesia],
        sectors=[media],
        since="2001",
        size="60 teachers",
        members_in_words="teachers",
    )
    make_membership(network=network, institution=make_institution(name="Paper"))

    [row] = file_of(signed_in("officer"))

    assert (row["partners"], row["sectors"], row["since"]) == ("ID", "media", "2001")
    assert (row["members"], row["member_names"]) == ("1", "Paper")
    assert (row["members_in_words"], row["size"]) == ("teachers", "60 teachers")


def _busy_network(partner):
    network = make_network(partners=[partner], sectors=[Sector.objects.first()])
    _busy_member(network)
    make_meeting(network=network, partner=partner)
    return network


def _busy_member(network):
    institution = make_institution(sector=Sector.objects.first())
    make_membership(network=network, person=make_person(), institution=institution)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_and_its_file_cost_the_same_however_long(
    signed_in, indonesia, django_assert_num_queries, rows
):
    for _ in range(rows):
        _busy_network(indonesia)
    client = signed_in("officer")
    # What happens once, and is then remembered, is not counted.
    ContentType.objects.get_for_model(Network)
    client.get(LIST)

    with django_assert_num_queries(17):
        page = client.get(LIST)
    with django_assert_num_queries(20):
        b"".join(client.get(LIST, {"format": "csv"}))

    assert len(page.context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_many_members(
    signed_in, indonesia, django_assert_num_queries, rows
):
    network = _busy_network(indonesia)
    for _ in range(rows - 1):
        _busy_member(network)
        make_meeting(network=network, partner=indonesia)
    client = signed_in("officer")
    client.get(network.get_absolute_url())

    with django_assert_num_queries(21):
        client.get(network.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("tag", "queries"),
    [
        ("networks_of_person record", 8),
        ("networks_of_institution record", 8),
        ("links_of_institution record", 6),
    ],
)
def test_ties_cost_the_same_however_many(
    rf, cast, indonesia, django_assert_num_queries, rows, tag, queries
):
    person, court = make_person(), make_institution()
    for _ in range(rows):
        network = make_network(partners=[indonesia])
        make_membership(network=network, person=person, institution=court)
        make_link(partner_institution=court)
    request = rf.get("/")
    request.user = User.objects.get(pk=cast["officer"].pk)
    record = person if "person" in tag else court
    template = Template("{% load ties %}{% " + tag + " %}")

    with django_assert_num_queries(queries):
        shown = template.render(Context({"request": request, "record": record}))

    assert shown.count("<tr>") == rows + 1


# --- A meeting names the network that gave rise to it -------------------------------


def test_a_meeting_names_the_network_that_gave_rise_to_it(
    signed_in, indonesia, network
):
    dialogue = make_dialogue(partner=indonesia)
    client = signed_in("officer")
    url = reverse("dialogues:meeting_new")

    page = client.get(url, {"network": network.pk})
    meeting = make_meeting(dialogue=dialogue, network=network)
    other = make_meeting(dialogue=dialogue)
    form = client.get(meeting.url_for("edit"))
    shown = client.get(meeting.get_absolute_url()).text
    listed = client.get(reverse("dialogues:meeting_list"), {"network": network.pk})

    assert f'<option value="{network.pk}" selected>' in page.text
    assert form.context["form"]["network"].value() == network.pk
    assert network.get_absolute_url() in shown
    assert [row["record"] for row in listed.context["rows"]] == [meeting]
    assert other not in [row["record"] for row in listed.context["rows"]]


# --- What the record knows ----------------------------------------------------------


@pytest.fixture
def norway(db):
    return load_file(DATA / "record-norway.json")


def test_the_networks_of_the_record_are_taken(norway):
    assert Network.objects.count() == 11
    assert norway.of("networks").taken == 11
    assert norway.of("networks.memberships").taken == 8
    assert norway.not_taken == {}
    alumni = Network.objects.get(name="NCHR Indonesia alumni network")
    assert (alumni.since, codes(alumni)) == ("2019-02-25", ["ID"])
    assert alumni.size == "from a pool of over 30"
    assert alumni.members_in_words == "former Indonesian students and guest researchers"
    oslo = Network.objects.get(name__startswith="Oslo Coalition")
    assert (codes(oslo), oslo.since) == ([], "1998")


def test_members_that_the_record_names_are_members(norway):
    nordic = Network.objects.get(name__startswith="Nordic")
    meeting = Network.objects.get(name__startswith="National Human Rights Education")
    four = Network.objects.get(name__startswith="Group of four")

    assert sorted(
        nordic.memberships.values_list("institution__name", "institution__country")
    ) == [
        ("Danish Institute for Human Rights", "DK"),
        ("Norwegian Centre for Human Rights, University of Oslo", "NO"),
        ("Raoul Wallenberg Institute", "SE"),
    ]
    assert nordic.members_in_words == ""
    assert {row.role for row in meeting.memberships.all()} == {"coordinator"}
    assert meeting.members_in_words.startswith("human rights teachers")
    assert not four.memberships.exists()
    assert four.members_in_words == "Canada, New Zealand, Norway, Switzerland"


def test_words_beside_a_date_are_kept_with_the_source(norway):
    nordic = Network.objects.get(name__startswith="Nordic")

    said = Source.objects.of(nordic).filter(field="since").get()

    assert nordic.since == "2001"
    assert said.value == "2001 (joint annual courses to 2007)"


def test_a_second_load_changes_nothing(norway):
    def counts():
        return [
            (model.objects.count(), model.history.count())
            for model in (Network, Membership, Source)
        ]

    before = counts()

    again = load_file(DATA / "record-norway.json")

    assert counts() == before
    assert (again.taken, again.not_taken) == ({}, {})
    assert again.of("networks.memberships").there == 8


def test_a_member_that_was_taken_out_stays_out(norway):
    gone = Membership.objects.filter(network__name__startswith="Nordic").first()
    gone.until = "2007"
    gone.save()

    load_file(DATA / "record-norway.json")

    assert Membership.objects.count() == 8


def test_the_invented_file_shows_people_in_a_network(norway):
    report = load_file(DATA / "fictional-norway.json")

    people = Membership.objects.exclude(person=None)
    assert report.of("memberships").taken == people.count() == 2
    assert all(row.fictional for row in people)
