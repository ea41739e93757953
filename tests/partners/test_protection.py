"""A protected person, through every door: neither named, counted nor hinted at.

Whoever may not know the name must find the product as if the person were not in it.
"""

import re

import pytest
from django.urls import reverse

from core.models import Classification, Source
from dialogues.models import Raising, Reply, Round
from partners.models import Assignment, Person
from tests.factories import (
    make_concern,
    make_dialogue,
    make_institution,
    make_link,
    make_meeting,
    make_membership,
    make_network,
    make_participation,
    make_partner,
    make_person,
    make_position,
    make_raising,
    make_reply,
    make_round,
    make_topic,
)

RESTRICTED = Classification.RESTRICTED
# Cleared for the record, but not for the name; of another desk; of no desk at all.
KEPT_OUT = ["analyst", "other_desk", "administrator"]
LET_IN = ["officer", "junior", "lead", "auditor"]
# Keys that occur nowhere else in a page.
WITNESS, NOBODY = 987651, 987652
NAMES = ("Budi Saksi", "布迪", "Si Penjahit")


class World:
    """A country with one meeting, at which others than the protected person were."""

    def __init__(self, partner):
        self.partner = partner
        self.dialogue = make_dialogue(partner=partner)
        self.round = make_round(dialogue=self.dialogue, status="held", ordinal=1)
        self.meeting = make_meeting(round=self.round, title="Plenary")
        self.ministry = make_institution(country="NO", name="Ministry")
        self.union = make_institution(name="Union of tailors")
        self.court = make_institution(name="Court")
        self.network = make_network(name="Judges", partners=[partner])
        self.link = make_link(
            home_institution=self.ministry, partner_institution=self.court
        )
        self.concern = make_concern(dialogue=self.dialogue, topic=make_topic())
        self.raising = make_raising(
            concern=self.concern, meeting=self.meeting, classification=2
        )
        self.reply = make_reply(raising=self.raising, classification=2)
        others = (
            (make_person(name="Kari", country="NO"), self.ministry, "ours"),
            (make_person(name="Siti"), self.court, "partner"),
        )
        for person, place, side in others:
            make_position(person=person, institution=place, since="2019")
            make_participation(
                meeting=self.meeting, person=person, institution=place, side=side
            )
        make_membership(network=self.network, institution=self.court)

    def protect(self):
        """Puts somebody protected everywhere where a person can be named."""
        self.witness = make_person(
            pk=WITNESS,
            name="Budi Saksi",
            name_original="布迪",
            other_names="Si Penjahit",
            email="budi@example.org",
            country="TL",
            protected=True,
            classification=RESTRICTED,
        )
        self.position = make_position(
            person=self.witness, institution=self.union, title="Tailor", since="2020"
        )
        self.participation = make_participation(
            meeting=self.meeting,
            person=self.witness,
            institution=self.union,
            title="Tailor",
        )
        self.membership = make_membership(
            network=self.network, person=self.witness, institution=self.union
        )
        who = {"head_partner": self.witness, "opener_partner": self.witness}
        Round.objects.filter(pk=self.round.pk).update(**who)
        Raising.objects.filter(pk=self.raising.pk).update(speaker=self.witness)
        if any(field.name == "by" for field in Reply._meta.fields):
            Reply.objects.filter(pk=self.reply.pk).update(by=self.witness)
        Source.objects.add(self.witness, citation="A letter of Budi Saksi")
        return self

    def addresses(self):
        """Every page and file on which a person, or a number of people, can show."""
        lists = [
            reverse(f"partners:{name}_list")
            for name in ("person", "institution", "network")
        ]
        lists += [
            reverse(f"dialogues:{name}_list")
            for name in ("dialogue", "round", "meeting", "concern", "link", "follow_up")
        ]
        people = reverse("partners:person_list")
        rows = (
            self.union,
            self.court,
            self.network,
            self.link,
            self.meeting,
            self.round,
            self.dialogue,
            self.concern,
            make_topic(),
        )
        histories = (self.union, self.network, self.meeting, self.raising, self.reply)
        return [
            reverse("desk:my_desk"),
            reverse("partners:duplicate_list"),
            self.partner.get_absolute_url(),
            *lists,
            *(f"{url}?format=csv" for url in lists),
            *(f"{people}?q={word}" for word in ("Budi", "saksi", "penjahit", "布迪")),
            *(f"{people}?q=budi&{more}" for more in ("format=csv", "archived=with")),
            *(
                f"{people}?sort={order}"
                for order in ("name", "-name", "name_original", "-last_contact")
            ),
            f"{people}?country=TL",
            f"{people}?level=director",
            f"{reverse('partners:institution_list')}?sort=-last_contact",
            f"{reverse('dialogues:meeting_list')}?q=budi",
            f"{reverse('dialogues:meeting_list')}?sort=-participants",
            f"{reverse('dialogues:meeting_list')}?institution={self.union.pk}",
            reverse("dialogues:dialogue_network", args=[self.dialogue.slug]),
            reverse("dialogues:dialogue_pairing", args=[self.dialogue.slug]),
            reverse("desk:political_contacts", args=[self.partner.code]),
            *(row.get_absolute_url() for row in rows),
            *(row.url_for("history") for row in histories),
        ]


@pytest.fixture
def world(indonesia, cast):
    timor = make_partner("TL", name="Timor-Leste")
    for who in ("officer", "junior", "lead"):
        Assignment.objects.create(user=cast[who], partner=timor)
    return World(indonesia)


def what_is_shown(client, url):
    """The text of a page, without what is new at every request."""
    answer = client.get(url, follow=True)
    if answer.streaming:
        return b"".join(answer).decode()
    text = re.sub(
        r'(name="(?:csrfmiddlewaretoken|submission|draft_owner)" )[^>]*',
        "",
        answer.text,
    )
    text = re.sub(r"[A-Za-z0-9]{64}", "", text)
    return re.sub(r'nonce="[^"]*"', "", text)


@pytest.mark.parametrize("who", KEPT_OUT)
def test_who_may_not_know_the_name_finds_everything_as_if_it_were_not_there(
    signed_in, world, who
):
    client = signed_in(who)
    urls = world.addresses()
    before = {url: what_is_shown(client, url) for url in urls}
    world.protect()

    after = {url: what_is_shown(client, url) for url in urls}

    assert [url for url in urls if before[url] != after[url]] == []
    # What one types oneself is shown again.
    shown = {url: after[url] for url in urls if "q=" not in url}
    assert not [url for url in shown for name in NAMES if name in shown[url]]


@pytest.mark.parametrize("who", LET_IN)
def test_who_may_know_the_name_finds_it_where_it_belongs(signed_in, world, who):
    world.protect()
    client = signed_in(who)
    urls = [
        reverse("partners:person_list"),
        f"{reverse('partners:person_list')}?format=csv",
        f"{reverse('partners:person_list')}?q=penjahit",
        world.union.get_absolute_url(),
        world.network.get_absolute_url(),
        world.meeting.get_absolute_url(),
        world.round.get_absolute_url(),
        world.dialogue.get_absolute_url(),
        world.witness.get_absolute_url(),
    ]

    assert [url for url in urls if "Budi Saksi" not in what_is_shown(client, url)] == []


def own_addresses(world):
    """What belongs to the protected person alone."""
    witness, position = world.witness, world.position
    return [
        witness.get_absolute_url(),
        *(
            row.url_for(verb)
            for row in (witness, position, world.participation, world.membership)
            for verb in ("history", "edit", "archive", "source_new", "document_new")
        ),
        witness.url_for("change_post"),
        witness.url_for("vcard"),
        reverse("partners:position_new", args=[witness.pk]),
    ]


@pytest.mark.parametrize("who", KEPT_OUT)
def test_no_address_of_a_protected_person_tells_that_there_is_one(
    signed_in, world, who
):
    world.protect()
    client = signed_in(who)

    for url in own_addresses(world):
        nobody = re.sub(r"/\d+/", f"/{NOBODY}/", url, count=1)
        assert client.get(url).status_code == client.get(nobody).status_code
        assert client.post(url).status_code == client.post(nobody).status_code
        assert client.get(url).status_code in (403, 404)


@pytest.mark.parametrize("who", KEPT_OUT)
def test_a_filter_by_a_protected_person_says_what_one_by_nobody_says(
    signed_in, world, who
):
    world.protect()
    client = signed_in(who)
    url = reverse("dialogues:meeting_list")

    theirs = what_is_shown(client, f"{url}?person={WITNESS}")
    nobodys = what_is_shown(client, f"{url}?person={NOBODY}")

    assert theirs.replace(str(WITNESS), "") == nobodys.replace(str(NOBODY), "")


@pytest.mark.parametrize("who", KEPT_OUT)
def test_no_choice_of_a_filter_tells_of_a_protected_person(signed_in, world, who):
    world.protect()
    page = signed_in(who).get(reverse("partners:person_list"))
    form = page.context["filters"].form

    assert "TL" not in dict(form.fields["country"].choices)
    # An officer of another desk may know protected names, of their own desk.
    assert ("protected" in form.fields) is (who == "other_desk")


@pytest.mark.parametrize("who", [*KEPT_OUT, *LET_IN])
def test_nobody_is_offered_a_protected_name(signed_in, world, who):
    world.protect()
    client = signed_in(who)

    for text in ("budi", "saksi", "penjahit", "布迪", "tailor"):
        page = client.post(reverse("partners:person_suggest"), {"q": text})
        assert "Budi" not in page.text


@pytest.mark.parametrize("who", KEPT_OUT)
def test_an_institution_that_met_only_a_protected_person_was_not_met(
    signed_in, world, who
):
    world.protect()
    page = signed_in(who).get(world.union.get_absolute_url())
    rows = signed_in(who).get(reverse("partners:institution_list")).context["rows"]
    [union] = [row["record"] for row in rows if row["record"] == world.union]

    assert not page.context["institution"].last_contact
    assert page.context["held"]["rows"] == []
    assert not union.last_contact


@pytest.mark.parametrize("who", LET_IN)
def test_titles_and_messages_name_nobody_who_is_protected(signed_in, world, who):
    world.protect()
    client = signed_in(who)

    for url in own_addresses(world):
        page = client.get(url, follow=True)
        head = page.text.split("<main")[0]
        assert "Budi" not in head
        assert "Budi" not in url


@pytest.mark.parametrize("who", ["administrator", "analyst", "officer"])
def test_the_administration_tells_nobody_who_is_not_let_in(signed_in, cast, world, who):
    world.protect()
    cast[who].is_staff = True
    cast[who].save()
    client = signed_in(who)
    hidden = (
        ("person", world.witness),
        ("position", world.position),
    )
    lists = [reverse(f"admin:partners_{kind}_changelist") for kind, _row in hidden]
    lists += [f"{lists[0]}?q=budi", f"{lists[0]}?country=TL", f"{lists[1]}?q=budi"]
    pages = [client.get(url, follow=True).text for url in lists]

    assert not [page for page in pages for name in NAMES if name in page]
    assert not [page for page in pages if ">TL<" in page] or who == "officer"
    for kind, row in hidden:
        url = reverse(f"admin:partners_{kind}_change", args=[row.pk])
        assert "Budi" not in client.get(url, follow=True).text


@pytest.mark.parametrize("who", [*LET_IN, "analyst"])
def test_e_mail_and_telephone_of_a_protected_person_are_in_no_file(
    signed_in, world, who
):
    world.protect()

    sent = signed_in(who).get(reverse("partners:person_list"), {"format": "csv"})

    assert b"budi@example.org" not in b"".join(sent)


def test_an_earlier_version_from_before_the_protection_does_not_take_it_away(
    signed_in,
):
    witness = make_person(name="Budi Saksi")
    witness.protected, witness.classification = True, RESTRICTED
    witness.save()
    before = witness.history.earliest()

    signed_in("officer").post(
        witness.url_for("revert", before.pk), {"reason": "The name was better."}
    )

    witness.refresh_from_db()
    assert witness.version == 3
    assert witness.protected


@pytest.mark.parametrize("who", KEPT_OUT)
def test_who_becomes_protected_disappears_with_their_history(signed_in, who):
    witness = make_person(name="Budi Saksi")
    position = make_position(person=witness, title="Tailor")
    witness.protected, witness.classification = True, RESTRICTED
    witness.save()
    client = signed_in(who)

    assert client.get(witness.url_for("history")).status_code == 404
    assert client.get(position.url_for("history")).status_code == 404


def test_a_name_that_one_may_not_know_can_be_typed_as_a_new_one(signed_in, world):
    """Nothing refuses it, so that nothing tells of the other record."""
    world.protect()
    typed = {"name": "Budi Saksi", "country": "CN", "classification": "2"}

    signed_in("other_desk").post(reverse("partners:person_new"), typed)

    assert Person.objects.filter(name="Budi Saksi").count() == 2
