"""When an officer leaves: what goes to whom, who may arrange it, and who signs."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent, Classification, Draft, User
from desk.models import HandOver
from partners.models import Assignment
from tests.factories import (
    make_dialogue,
    make_evaluation,
    make_finding,
    make_follow_up,
    make_link,
    make_network,
    make_partner,
    make_person,
    make_question,
    make_user,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification.values
NEW = "/hand-overs/new/"
LIST = "/hand-overs/"


def new_url(giver):
    return f"{NEW}?from={giver.pk}"


def _in(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def successor(cast, indonesia):
    return make_user(name="Nils Newcomer", desks=[indonesia])


@pytest.fixture
def owned(cast, indonesia):
    """One thing of each kind that the officer owns."""
    officer = cast["officer"]
    return {
        "follow_up": make_follow_up(
            title="Write to the court", owner=officer, partner=indonesia
        ),
        "person": make_person(name="Agus Tamu", responsible=officer),
        "link": make_link(responsible=officer),
        "network": make_network(
            name="Judges' network", partners=[indonesia], responsible=officer
        ),
    }


def keys_of(owned):
    return {f"{kind}:{row.pk}" for kind, row in owned.items()}


def preview(client, giver, taker, items=None, **data):
    """The second step, with all that is ticked beforehand unless `items` says else."""
    if items is None:
        items = client.get(new_url(giver)).context["form"].ticked
    data = {"taken_by": taker.pk, "items": sorted(items), "step": "preview"} | data
    return client.post(new_url(giver), data)


def hand_over(client, giver, taker, items=None, **data):
    """All three steps; the answer to the last."""
    page = preview(client, giver, taker, items, **data)
    return client.post(new_url(giver), to_do(page, **data), follow=True)


def to_do(page, **data):
    """What the preview sends on when its button is pressed."""
    sent = {"step": "do", "submission": str(uuid.uuid4())}
    for field in page.context["hidden"]:
        if field["name"] in ("items", "agreed"):
            sent.setdefault(field["name"], []).append(field["value"])
        elif field["name"] != "submission":
            sent[field["name"]] = field["value"]
    return sent | data | {"step": "do"}


def made(giver, taker, *records, arranged_by=None, **more):
    row = HandOver.objects.create(
        given_by=giver, taken_by=taker, arranged_by=arranged_by or giver, **more
    )
    for record in records:
        row.items.create(record=record)
    return row


# --- What is on the page ------------------------------------------------------------


def test_it_lists_what_is_owned_and_still_open_all_ticked(signed_in, cast, owned):
    officer = cast["officer"]
    make_follow_up(title="Long done", owner=officer, status="done", closed_on=_in(-1))
    make_person(
        name="Gone Person",
        responsible=officer,
        archived_at=timezone.now(),
        archived_why="Twice",
    )
    make_follow_up(title="Of somebody else", owner=cast["junior"])

    page = signed_in("officer").get(NEW)

    assert page.context["form"].ticked == keys_of(owned)
    assert page.text.count(" checked>") == 4
    for title in ("Write to the court", "Agus Tamu", "Judges&#x27; network"):
        assert title in page.text
    for title in ("Long done", "Gone Person", "Of somebody else"):
        assert title not in page.text


def test_things_stand_by_country_and_what_is_overdue_comes_first(
    signed_in, cast, indonesia, china
):
    mine = {"owner": cast["officer"]}
    coming = make_follow_up(title="Coming", due=_in(3), partner=indonesia, **mine)
    late = make_follow_up(title="Late", due=_in(-3), partner=indonesia, **mine)
    chinese = make_follow_up(title="Chinese", due=_in(1), partner=china, **mine)

    page = signed_in("officer").get(NEW)

    [group] = page.context["groups"]
    found = [
        (country, [t.record for t in things]) for country, things in group.countries
    ]
    assert found == [("China", [chinese]), ("Indonesia", [late, coming])]
    assert "3 days overdue" in page.text


def test_the_page_says_so_when_nothing_is_owned(signed_in):
    assert "nothing to hand over" in signed_in("officer").get(NEW).text


# --- Who may arrange it -------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("lead", 200),
        ("junior", 403),
        ("other_desk", 403),
        ("analyst", 403),
        ("auditor", 403),
        ("administrator", 403),
        ("visitor", 302),
    ],
)
def test_who_may_hand_over_what_an_officer_owns(
    signed_in, cast, owned, successor, who, status
):
    client, officer = signed_in(who), cast["officer"]
    data = {
        "step": "do",
        "taken_by": successor.pk,
        "items": sorted(keys_of(owned)),
        "agreed": sorted(keys_of(owned)),
    }

    page = client.get(new_url(officer))
    sent = client.post(new_url(officer), data)

    assert page.status_code == status
    assert sent.status_code == (302 if status == 200 else status)
    assert HandOver.objects.exists() is (status == 200)
    if status != 200:
        assert "Write to the court" not in page.text
        owned["follow_up"].refresh_from_db()
        assert owned["follow_up"].owner == officer


def test_a_lead_of_another_desk_may_not(client, cast, china, owned):
    client.force_login(make_user(role="Desk lead", desks=[china]))

    assert client.get(new_url(cast["officer"])).status_code == 403


@pytest.mark.parametrize("key", ["0", "999999", "x", "-1", "1" * 40])
def test_nobody_is_no_page(signed_in, key):
    assert signed_in("lead").get(f"{NEW}?from={key}").status_code == 404


@pytest.mark.parametrize(
    ("marking", "seen"), [(INTERNAL, True), (RESTRICTED, True), (CONFIDENTIAL, False)]
)
@pytest.mark.parametrize("kind", ["follow_up", "person", "link", "network"])
def test_a_lead_sees_and_passes_on_only_what_they_may_read(
    client, cast, owned, indonesia, successor, kind, marking, seen
):
    lead = make_user(role="Desk lead", desks=[indonesia], clearance=RESTRICTED)
    hidden = owned[kind]
    hidden.classification = marking
    hidden.save()
    key = f"{kind}:{hidden.pk}"
    client.force_login(lead)

    page = client.get(new_url(cast["officer"]))
    hand_over(client, cast["officer"], successor, items=keys_of(owned))

    assert page.context["form"].ticked == (
        keys_of(owned) if seen else keys_of(owned) - {key}
    )
    assert (f'value="{key}"' in page.text) is seen
    shown = sum(group.count for group in page.context["groups"])
    assert shown == (4 if seen else 3)
    hidden.refresh_from_db()
    owner = hidden.owner if kind == "follow_up" else hidden.responsible
    assert owner == (successor if seen else cast["officer"])
    event = AuditEvent.objects.get(action=AuditEvent.Action.HANDED_OVER)
    assert (kind in event.detail["counts"]) is seen
    client.force_login(cast["officer"])
    own = client.get(new_url(cast["officer"])).text
    assert (f'value="{key}"' in own) is not seen


def test_who_may_not_know_the_names_at_risk_learns_of_no_protected_person(
    client, cast, indonesia, successor
):
    lead = make_user(role=None, desks=[indonesia])
    for codename in ("write_record", "lead_desk"):
        lead.user_permissions.add(Permission.objects.get(codename=codename))
    witness = make_person(
        name="Budi Saksi",
        responsible=cast["officer"],
        protected=True,
        classification=RESTRICTED,
    )
    client.force_login(lead)

    page = client.get(new_url(cast["officer"]))
    hand_over(client, cast["officer"], successor, items=[f"person:{witness.pk}"])

    assert "Budi" not in page.text
    assert "Protected person" not in page.text
    assert page.context["groups"] == page.context["elsewhere"] == []
    assert not HandOver.objects.exists()


def test_the_name_of_a_protected_person_stands_on_no_page(
    signed_in, cast, successor, client
):
    witness = make_person(
        name="Budi Saksi",
        responsible=cast["officer"],
        protected=True,
        classification=RESTRICTED,
    )
    officer = signed_in("officer")

    choice = officer.get(NEW)
    before = preview(officer, cast["officer"], successor)
    after = hand_over(officer, cast["officer"], successor)
    client.force_login(successor)
    taken = client.get(HandOver.objects.get().get_absolute_url())

    for page in (choice, before, after, taken):
        assert "Budi" not in page.text
        assert f"Protected person {witness.pk}" in page.text


def test_what_lies_on_another_desk_is_not_the_leads_to_pass_on(
    signed_in, cast, china, successor
):
    chinese = make_follow_up(title="In Beijing", partner=china, owner=cast["officer"])
    key = f"follow_up:{chinese.pk}"
    client = signed_in("lead")

    page = client.get(new_url(cast["officer"]))
    hand_over(client, cast["officer"], cast["other_desk"], items=[key])

    assert "In Beijing" in page.text
    assert f'value="{key}"' not in page.text
    assert not HandOver.objects.exists()
    own = signed_in("officer").get(NEW)
    assert f'value="{key}"' in own.text


def test_a_lead_hands_over_for_somebody_who_has_left(signed_in, cast, owned, successor):
    officer = cast["officer"]
    officer.is_active = False
    officer.save()
    client = signed_in("lead")

    listed = client.get(LIST)
    hand_over(client, officer, successor)

    assert new_url(officer) in listed.text
    assert "Has left" in listed.text
    assert HandOver.objects.get().items.count() == 4


def test_a_lead_hands_over_for_somebody_who_was_taken_off_the_desk(
    signed_in, cast, owned, successor
):
    Assignment.objects.get(user=cast["officer"]).delete()

    hand_over(signed_in("lead"), cast["officer"], successor)

    assert HandOver.objects.get().items.count() == 4


# --- Who takes it -------------------------------------------------------------------


def test_only_active_users_who_write_are_offered(signed_in, cast, owned, successor):
    left = make_user(name="Lars Left", is_active=False)

    field = signed_in("officer").get(NEW).context["form"].fields["taken_by"]

    offered = set(field.queryset)
    assert offered == {cast["junior"], cast["other_desk"], cast["lead"], successor}
    assert left not in offered


def test_nobody_hands_over_to_themselves(signed_in, cast, owned):
    page = preview(signed_in("officer"), cast["officer"], cast["officer"])

    assert page.context["form"].errors["taken_by"]


@pytest.mark.parametrize("kind", ["follow_up", "person", "link", "network"])
def test_what_is_above_the_new_owner_stays_and_is_named(signed_in, cast, owned, kind):
    owned[kind].classification = CONFIDENTIAL
    owned[kind].save()
    client = signed_in("officer")

    page = preview(client, cast["officer"], cast["junior"])
    after = hand_over(client, cast["officer"], cast["junior"])

    assert "Cannot go to Jorunn Junior" in page.text
    [staying] = page.context["staying"]
    assert (staying.code, staying.count) == (kind, 1)
    owned[kind].refresh_from_db()
    row = owned[kind]
    assert (row.owner if kind == "follow_up" else row.responsible) == cast["officer"]
    assert HandOver.objects.get().items.count() == 3
    assert "left out" not in after.text


def test_nothing_goes_to_somebody_of_another_desk(signed_in, cast, owned):
    client = signed_in("officer")

    page = preview(client, cast["officer"], cast["other_desk"])
    after = hand_over(client, cast["officer"], cast["other_desk"])

    # A link, a person and a network of this desk are no more theirs than a follow-up.
    assert [group.code for group in page.context["staying"]] == list(owned)
    assert 'value="do"' not in page.text
    assert not HandOver.objects.exists()
    assert "Nothing of this can go to Oda Other any more" in after.text


# --- What it does -------------------------------------------------------------------


def test_all_of_it_changes_owner_with_its_history(signed_in, cast, owned, successor):
    client = signed_in("lead")

    page = preview(client, cast["officer"], successor)
    assert page.context["in_words"] == "1 follow-up, 1 person, 1 link, 1 network"
    owned["follow_up"].refresh_from_db()
    assert owned["follow_up"].owner == cast["officer"]
    hand_over(client, cast["officer"], successor, note="Mind the deadline.")

    row = HandOver.objects.get()
    assert (row.given_by, row.taken_by) == (cast["officer"], successor)
    assert (row.arranged_by, row.note) == (cast["lead"], "Mind the deadline.")
    assert not row.is_signed
    for kind, record in owned.items():
        record.refresh_from_db()
        owner = record.owner if kind == "follow_up" else record.responsible
        assert owner == successor
        assert (record.version, record.updated_by) == (2, cast["lead"])
        entry = record.history.first()
        assert entry.history_user == cast["lead"]
        assert entry.history_change_reason == (
            "Handed over from Olav Officer to Nils Newcomer"
        )
    assert owned["network"].partners.count() == 1


def test_it_is_logged_by_kind_and_number_and_without_any_title(
    signed_in, cast, owned, successor
):
    hand_over(signed_in("lead"), cast["officer"], successor)

    event = AuditEvent.objects.get(action=AuditEvent.Action.HANDED_OVER)
    assert (event.user, event.kind) == (cast["lead"], "hand_over")
    assert event.object_id == HandOver.objects.get().pk
    assert event.detail == {
        "from": cast["officer"].pk,
        "to": successor.pk,
        "counts": {"follow_up": 1, "link": 1, "network": 1, "person": 1},
    }


def test_what_is_not_ticked_stays(signed_in, cast, owned, successor):
    key = f"person:{owned['person'].pk}"

    hand_over(signed_in("officer"), cast["officer"], successor, items=[key])

    owned["person"].refresh_from_db()
    owned["follow_up"].refresh_from_db()
    assert owned["person"].responsible == successor
    assert owned["follow_up"].owner == cast["officer"]


def test_nothing_ticked_is_refused(signed_in, cast, owned, successor):
    page = preview(signed_in("officer"), cast["officer"], successor, items=[])

    assert "Tick at least one thing." in page.text


def test_sent_twice_it_is_done_once(signed_in, cast, owned, successor):
    client = signed_in("officer")
    sent = to_do(preview(client, cast["officer"], successor))

    first = client.post(NEW, sent)
    second = client.post(NEW, sent)

    assert first.url == second.url == HandOver.objects.get().get_absolute_url()
    assert owned["follow_up"].history.count() == 2


def test_a_second_hand_over_of_the_same_things_does_nothing(
    signed_in, cast, owned, successor
):
    client = signed_in("officer")
    first = to_do(preview(client, cast["officer"], successor))
    second = to_do(preview(client, cast["officer"], cast["junior"]))

    client.post(NEW, first)
    refused = client.post(NEW, second)

    assert "Nothing of this can go to Jorunn Junior any more" in refused.text
    assert HandOver.objects.count() == 1


@pytest.mark.parametrize("change", ["closed", "passed_on", "marked", "archived"])
def test_what_changed_after_the_preview_is_left_out_and_said(
    signed_in, cast, owned, change
):
    client, task = signed_in("officer"), owned["follow_up"]
    sent = to_do(preview(client, cast["officer"], cast["junior"]))
    changes = {
        "closed": {"status": "done", "closed_on": _in(0)},
        "passed_on": {"owner": cast["lead"]},
        "marked": {"classification": CONFIDENTIAL},
        "archived": {"archived_at": timezone.now(), "archived_why": "Twice"},
    }
    for name, value in changes[change].items():
        setattr(task, name, value)
    task.save()

    page = client.post(NEW, sent, follow=True)

    assert "One thing had changed in the meantime and was left out" in page.text
    task.refresh_from_db()
    assert task.owner == (cast["lead"] if change == "passed_on" else cast["officer"])
    assert HandOver.objects.get().items.count() == 3


def test_it_is_done_as_a_whole_or_not_at_all(
    signed_in, cast, owned, successor, monkeypatch
):
    client = signed_in("officer")
    sent = to_do(preview(client, cast["officer"], successor))

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("desk.handing_over.action._log", fail)
    with pytest.raises(RuntimeError):
        client.post(NEW, sent)

    owned["follow_up"].refresh_from_db()
    assert owned["follow_up"].owner == cast["officer"]
    assert not HandOver.objects.exists()


def test_one_may_go_back_from_the_preview_with_everything_filled_in(
    signed_in, cast, owned, successor
):
    client = signed_in("officer")
    kept = keys_of(owned) - {f"link:{owned['link'].pk}"}
    sent = to_do(preview(client, cast["officer"], successor, kept, note="Beware."))

    page = client.post(NEW, sent | {"step": "choose"})

    assert page.context["form"].ticked == kept
    assert "Beware." in page.text
    assert not HandOver.objects.exists()


# --- Drafts -------------------------------------------------------------------------


@pytest.fixture
def draft(cast):
    path = "/meetings/new/?dialogue=1"
    return Draft.objects.create(
        user=cast["officer"], path=path, title="Half a meeting", data="title=Half"
    )


def test_an_officer_gives_their_drafts_one_by_one(
    signed_in, cast, draft, successor, client
):
    other = Draft.objects.create(user=cast["officer"], path="/concerns/new/")
    officer = signed_in("officer")

    page = officer.get(NEW)
    hand_over(officer, cast["officer"], successor, items=[f"draft:{draft.pk}"])

    assert "Half a meeting" in page.text
    assert page.context["form"].ticked == set()
    draft.refresh_from_db()
    other.refresh_from_db()
    assert (draft.user, other.user) == (successor, cast["officer"])
    client.force_login(successor)
    assert (
        "Half a meeting" in client.get(HandOver.objects.get().get_absolute_url()).text
    )


def test_a_lead_is_told_of_no_draft_and_gives_none(
    signed_in, cast, draft, owned, successor
):
    client = signed_in("lead")

    page = client.get(new_url(cast["officer"]))
    hand_over(
        client,
        cast["officer"],
        successor,
        items=[*keys_of(owned), f"draft:{draft.pk}"],
    )
    own = made(cast["officer"], successor, draft, owned["link"])
    detail = client.get(own.get_absolute_url())
    listed = client.get(LIST)

    for shown in (page, detail, listed):
        assert "Half a meeting" not in shown.text
        assert "draft:" not in shown.text
    assert detail.context["in_words"] == "1 link"
    draft.refresh_from_db()
    assert draft.user == cast["officer"]


def test_a_draft_goes_only_to_who_may_read_as_much(
    signed_in, cast, draft, owned, china
):
    officer, items = cast["officer"], [f"draft:{draft.pk}"]
    client = signed_in("officer")

    below = preview(client, officer, cast["junior"], items)
    elsewhere = preview(client, officer, cast["other_desk"], items)
    lead = preview(client, officer, cast["lead"], items)
    Assignment.objects.create(user=officer, partner=china)
    one_of_two_desks = preview(signed_in("officer"), officer, cast["lead"], items)

    going = [page.context["plan"].drafts for page in (below, elsewhere, lead)]
    assert [len(drafts) for drafts in going] == [0, 0, 1]
    assert "Half a meeting" in below.text
    assert one_of_two_desks.context["plan"].drafts == []


def test_a_draft_does_not_replace_one_that_the_new_owner_has_there(
    signed_in, cast, draft, owned, successor
):
    own = Draft.objects.create(user=successor, path=draft.path, title="Mine")
    client = signed_in("officer")

    hand_over(
        client, cast["officer"], successor, [*keys_of(owned), f"draft:{draft.pk}"]
    )

    own.refresh_from_db()
    draft.refresh_from_db()
    assert (own.title, draft.user) == ("Mine", cast["officer"])


# --- Places on desks ----------------------------------------------------------------


def test_a_lead_gives_a_place_and_what_needs_it_goes_along(
    signed_in, cast, owned, indonesia
):
    newcomer = make_user(name="Nora Newcomer")
    place = Assignment.objects.get(user=cast["officer"])
    client = signed_in("lead")
    items = [*keys_of(owned), f"place:{place.pk}"]

    page = preview(client, cast["officer"], newcomer, items, end_places="on")
    hand_over(client, cast["officer"], newcomer, items, end_places="on")

    assert "Nora Newcomer gets a place on the desk of Indonesia." in page.text
    assert "Olav Officer leaves the desk of Indonesia." in page.text
    desks = Assignment.objects.filter(partner=indonesia, role="responsible")
    users = set(desks.values_list("user", flat=True))
    assert newcomer.pk in users
    assert cast["officer"].pk not in users
    owned["network"].refresh_from_db()
    assert owned["network"].responsible == newcomer
    rights = AuditEvent.objects.filter(action=AuditEvent.Action.RIGHTS_CHANGED)
    assert {event.detail["user"] for event in rights} == {
        newcomer.pk,
        cast["officer"].pk,
    }
    newcomer = User.objects.get(pk=newcomer.pk)
    assert newcomer.clearance == CONFIDENTIAL


def test_a_place_is_given_only_when_it_is_ticked(signed_in, cast, owned, indonesia):
    newcomer = make_user(name="Nora Newcomer")
    client = signed_in("lead")

    page = client.get(new_url(cast["officer"]))
    hand_over(client, cast["officer"], newcomer)

    place = Assignment.objects.get(user=cast["officer"])
    assert f'value="place:{place.pk}"' in page.text
    assert f"place:{place.pk}" not in page.context["form"].ticked
    assert not newcomer.assignments.exists()
    assert not HandOver.objects.exists()


def test_somebody_on_leave_keeps_their_place(signed_in, cast, owned):
    newcomer = make_user()
    place = Assignment.objects.get(user=cast["officer"])

    hand_over(signed_in("lead"), cast["officer"], newcomer, [f"place:{place.pk}"])

    assert newcomer.assignments.exists()
    assert cast["officer"].assignments.exists()


def test_an_officer_gives_no_place_and_ends_none(signed_in, cast, owned, successor):
    place = Assignment.objects.get(user=cast["officer"])
    newcomer = make_user()
    client = signed_in("officer")
    items = [*keys_of(owned), f"place:{place.pk}"]

    page = client.get(NEW)
    hand_over(client, cast["officer"], newcomer, items, end_places="on")
    hand_over(client, cast["officer"], successor, items, end_places="on")

    assert "The administrator changes these: Indonesia." in page.text
    assert f"place:{place.pk}" not in page.text
    assert not newcomer.assignments.exists()
    assert Assignment.objects.filter(pk=place.pk).exists()


def test_a_lead_does_not_take_themselves_off_a_desk(signed_in, cast, indonesia):
    place = Assignment.objects.get(user=cast["lead"])
    newcomer = make_user()
    items = [f"place:{place.pk}"]

    hand_over(signed_in("lead"), cast["lead"], newcomer, items, end_places="on")

    assert newcomer.assignments.get().partner == indonesia
    assert Assignment.objects.filter(pk=place.pk).exists()


def test_a_lead_gives_no_place_on_a_desk_of_others(signed_in, cast, china):
    place = Assignment.objects.create(user=cast["officer"], partner=china)
    make_follow_up(owner=cast["officer"])
    newcomer = make_user()
    client = signed_in("lead")

    page = client.get(new_url(cast["officer"]))
    items = [*page.context["form"].ticked, f"place:{place.pk}"]
    hand_over(client, cast["officer"], newcomer, items, end_places="on")

    assert "The administrator changes these: China." in page.text
    assert not newcomer.assignments.exists()
    assert Assignment.objects.filter(pk=place.pk).exists()


def test_the_deputy_steps_up_and_who_is_no_lead_becomes_none(
    signed_in, cast, indonesia, successor
):
    deputy = Assignment.objects.get(user=successor)
    deputy.role = Assignment.Role.DEPUTY
    deputy.save()
    place = Assignment.objects.get(user=cast["officer"])
    place.role = Assignment.Role.LEAD
    place.save()

    hand_over(signed_in("lead"), cast["officer"], successor, [f"place:{place.pk}"])

    deputy.refresh_from_db()
    assert deputy.role == Assignment.Role.RESPONSIBLE


# --- Signing, and who knows of it ---------------------------------------------------


def test_the_new_owner_signs_once(client, cast, owned, successor):
    row = made(cast["officer"], successor, *owned.values())
    url = reverse("desk:hand_over_sign", args=[row.pk])
    client.force_login(successor)

    desk = client.get("/")
    page = client.get(row.get_absolute_url())
    first = client.post(url, follow=True)
    signed_at = HandOver.objects.get().signed_at
    second = client.post(url, follow=True)

    assert "Hand-over from Olav Officer: 4 things. Read and sign" in desk.text
    assert url in page.text
    assert signed_at
    assert "Signed. It is yours now." in first.text
    assert "signed already" in second.text
    assert HandOver.objects.get().signed_at == signed_at
    assert url not in first.text
    assert "Read and sign" not in client.get("/").text
    event = AuditEvent.objects.get(action=AuditEvent.Action.SIGNED_FOR)
    assert (event.user, event.object_id) == (successor, row.pk)


def test_looking_at_the_address_signs_nothing(client, cast, successor):
    row = made(cast["officer"], successor)
    client.force_login(successor)

    response = client.get(reverse("desk:hand_over_sign", args=[row.pk]))

    assert response.status_code == 405
    assert not HandOver.objects.get().is_signed


@pytest.mark.parametrize(
    ("who", "status", "signs"),
    [
        ("officer", 200, 403),
        ("taker", 200, 302),
        ("lead", 200, 403),
        ("arranger", 200, 403),
        ("former", 404, 404),
        ("junior", 404, 404),
        ("other_desk", 404, 404),
        ("other_lead", 404, 404),
        ("analyst", 404, 404),
        ("auditor", 404, 404),
        ("administrator", 404, 404),
        ("visitor", 302, 302),
    ],
)
def test_who_may_know_of_a_hand_over(
    signed_in, cast, china, indonesia, owned, successor, who, status, signs
):
    cast["taker"] = successor
    cast["other_lead"] = make_user(role="Desk lead", desks=[china])
    cast["arranger"] = make_user(role="Desk lead", desks=[china])
    cast["former"] = make_user(role="Desk lead", desks=[china])
    # The officer was on that desk once, before what is passed on here.
    Assignment.objects.create(user=cast["officer"], partner=china).delete()
    row = made(
        cast["officer"],
        successor,
        *owned.values(),
        arranged_by=cast["arranger"],
        note="Beware of the typist",
    )
    client = signed_in(who)

    page = client.get(row.get_absolute_url())
    listed = client.get(LIST)
    signing = client.post(reverse("desk:hand_over_sign", args=[row.pk]))

    assert page.status_code == status
    assert signing.status_code == signs
    assert ("Beware of the typist" in page.text) is (status == 200)
    assert (row.get_absolute_url() in listed.text) is (status == 200)
    assert ("Not signed" in listed.text) is (status == 200)
    assert HandOver.objects.get().is_signed is (who == "taker")


def test_the_lead_still_knows_of_it_when_the_officer_has_left_the_desk(
    signed_in, cast, indonesia, successor
):
    row = made(cast["officer"], successor)
    Assignment.objects.get(user=cast["officer"]).delete()

    assert signed_in("lead").get(row.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("hidden", ["marking", "name"])
def test_everybody_sees_and_counts_only_what_they_may_read(
    client, cast, indonesia, hidden
):
    taker = cast["junior"]
    reader = make_user(role=None, desks=[indonesia])
    for codename in ("write_record", "lead_desk"):
        reader.user_permissions.add(Permission.objects.get(codename=codename))
    shown = make_person(name="Agus Tamu")
    marking = {"marking": CONFIDENTIAL, "name": RESTRICTED}[hidden]
    secret = make_person(
        name="Budi Saksi", classification=marking, protected=hidden == "name"
    )
    row = made(cast["officer"], taker, shown, secret)
    who = {"marking": taker, "name": reader}[hidden]
    client.force_login(who)

    page = client.get(row.get_absolute_url())
    listed = client.get(LIST)

    assert page.context["in_words"] == "1 person"
    assert [thing.record for thing in row_of(listed).things] == [shown]
    for text in (page.text, listed.text):
        assert "Budi" not in text
        assert "Protected person" not in text
    if hidden == "marking":
        assert "Hand-over from Olav Officer: 1 thing." in client.get("/").text
    client.force_login(cast["officer"])
    assert client.get(row.get_absolute_url()).context["in_words"] == "2 people"


def row_of(listed):
    return listed.context["page_obj"].object_list[0]


def test_reading_what_is_restricted_is_logged(client, cast, successor):
    row = made(cast["officer"], successor, make_person(classification=RESTRICTED))
    plain = made(cast["officer"], successor, make_person())
    client.force_login(successor)

    client.get(row.get_absolute_url())
    client.get(plain.get_absolute_url())

    event = AuditEvent.objects.get(action=AuditEvent.Action.READ)
    assert (event.kind, event.object_id) == ("hand_over", row.pk)


def test_it_is_reached_from_the_country_by_who_may_do_it(signed_in, cast, indonesia):
    url, page = new_url(cast["officer"]), indonesia.get_absolute_url()

    shown = {
        who: url in signed_in(who).get(page).text
        for who in ("officer", "lead", "junior", "other_desk", "analyst")
    }

    assert shown == {
        "officer": True,
        "lead": True,
        "junior": False,
        "other_desk": False,
        "analyst": False,
    }


# --- Findings and questions of parliament --------------------------------------------


@pytest.fixture
def to_answer(cast, indonesia):
    """A finding and a question of parliament that the officer owns."""
    officer = cast["officer"]
    return {
        "finding": make_finding(
            evaluation=make_evaluation(
                title="Review of 2024", dialogues=[make_dialogue(partner=indonesia)]
            ),
            number=3,
            owner=officer,
        ),
        "parliamentary_question": make_question(
            subject="What came of round 16", partners=[indonesia], owner=officer
        ),
    }


def test_a_finding_is_told_by_its_evaluation_and_country(signed_in, to_answer):
    page = signed_in("officer").get(NEW)

    group = next(g for g in page.context["groups"] if g.code == "finding")
    [(country, [thing])] = group.countries
    assert (country, thing.title) == ("Indonesia", "Review of 2024: Finding 3")


def test_what_is_settled_or_answered_is_not_passed_on(signed_in, cast, to_answer):
    settled = {"status": "dropped", "owner": cast["officer"]}
    make_finding(**settled)
    make_question(owner=cast["officer"], answered_on="2026-01-15")

    page = signed_in("officer").get(NEW)

    assert page.context["form"].ticked == keys_of(to_answer)


@pytest.mark.parametrize("kind", ["finding", "parliamentary_question"])
def test_a_finding_and_a_question_have_their_new_owner_in_the_history(
    signed_in, cast, to_answer, successor, kind
):
    row = to_answer[kind]

    hand_over(
        signed_in("officer"), cast["officer"], successor, items={f"{kind}:{row.pk}"}
    )

    row.refresh_from_db()
    assert row.owner == successor
    assert "Handed over from" in row.history.first().history_change_reason


def test_a_country_that_the_arranger_may_not_connect_with_it_is_not_named(
    signed_in, cast, indonesia
):
    hidden = make_dialogue(partner=make_partner("VN"), classification=CONFIDENTIAL)
    make_finding(
        owner=cast["officer"],
        evaluation=make_evaluation(
            dialogues=[make_dialogue(partner=indonesia), hidden]
        ),
    )

    page = signed_in("lead").get(new_url(cast["officer"]))

    group = next(g for g in page.context["groups"] if g.code == "finding")
    assert [country for country, _things in group.countries] == ["Indonesia"]


# --- What it costs ------------------------------------------------------------------


def own_many(officer, indonesia, rows):
    records = []
    for _number in range(rows):
        records += [
            make_follow_up(owner=officer, partner=indonesia),
            make_finding(
                owner=officer,
                evaluation=make_evaluation(
                    dialogues=[make_dialogue(partner=indonesia)]
                ),
            ),
            make_question(owner=officer, partners=[indonesia]),
            make_person(responsible=officer),
            make_link(responsible=officer),
            make_network(partners=[indonesia], responsible=officer),
        ]
    return records


@pytest.mark.parametrize("rows", [3, 30])
def test_choosing_and_the_preview_cost_the_same_however_much_there_is(
    signed_in, cast, indonesia, successor, rows, django_assert_num_queries
):
    own_many(cast["officer"], indonesia, rows)
    make_partner("VN")
    client = signed_in("lead")
    url = new_url(cast["officer"])

    with django_assert_num_queries(35):
        page = client.get(url)
    data = {"taken_by": successor.pk, "items": sorted(page.context["form"].ticked)}
    with django_assert_num_queries(43):
        seen = client.post(url, data | {"step": "preview"})

    assert len(seen.context["plan"].things) == 6 * rows


@pytest.mark.parametrize("rows", [3, 30])
def test_reading_costs_the_same_however_much_there_is(
    signed_in, cast, indonesia, successor, rows, django_assert_num_queries
):
    records = own_many(cast["officer"], indonesia, rows)
    for _number in range(rows):
        row = made(cast["officer"], successor, *records)
    client = signed_in("lead")

    with django_assert_num_queries(26):
        page = client.get(row.get_absolute_url())
    with django_assert_num_queries(24):
        listed = client.get(LIST)

    assert sum(group.count for group in page.context["groups"]) == 6 * rows
    assert len(listed.context["table"]["rows"]) == rows
