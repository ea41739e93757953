"""Two records are made one and two again, and nobody learns what they may not see."""

import pytest
from django.apps import apps
from django.urls import reverse

from core.models import AuditEvent, Classification, Document, Record, Source
from partners.duplicates.merging import merge
from partners.duplicates.naming_rows import ways_to
from partners.models import Institution, KeptApart, Merge, Person
from tests import factories as f

RESTRICTED = Classification.RESTRICTED
CONFIDENTIAL = Classification.CONFIDENTIAL
# Counts and marks of the house itself: they go on, whatever comes back.
GO_ON = ("version", "updated_at", "updated_by_id")


def snapshot():
    """Every value of every record and source, but for what goes on."""
    models = [m for m in apps.get_models() if issubclass(m, Record)] + [Source]
    return {
        (model.__name__, row["id"]): {k: v for k, v in row.items() if k not in GO_ON}
        for model in models
        for row in model._base_manager.values()
    }


def merge_url(kept, merged):
    return f"{kept.url_for('merge')}?with={merged.pk}"


def post(client, kept, merged, **data):
    kept.refresh_from_db()
    merged.refresh_from_db()
    versions = {"kept_version": kept.version, "merged_version": merged.version}
    page = client.get(merge_url(kept, merged))
    assert page.status_code == 200
    chosen = {
        name: field.initial
        for name, field in page.context["form"].fields.items()
        if name.startswith("field_")
    }
    return client.post(merge_url(kept, merged), {**versions, **chosen, **data})


def undo(client, made):
    return client.post(reverse("partners:merge_undo", args=[made.pk]))


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


@pytest.fixture
def two(db, indonesia):
    """A person twice, with everything that may name one."""
    kept = f.make_person(name="Tran Duc Van", note="Old friend")
    merged = f.make_person(
        name="Văn Trần Đức",
        name_original="陳德文",
        other_names="Duc",
        email="duc@example.org",
        consent_to_be_listed=False,
        do_not_contact=True,
        classification=RESTRICTED,
    )
    f.make_position(person=merged, title="Judge")
    meeting = f.make_meeting()
    f.make_participation(person=merged, meeting=meeting)
    f.make_participation(person=kept, meeting=meeting)
    f.make_participation(person=merged)
    network = f.make_network()
    f.make_membership(person=merged, network=network, note="Since the beginning")
    f.make_membership(person=kept, network=network)
    round_ = f.make_round(head_partner=merged, opener_partner=merged)
    raising = f.make_raising(speaker=merged)
    f.make_reply(raising=raising, by=merged)
    Source.objects.add(merged, citation="A letter")
    Document.objects.create(record=merged, title="CV", size=1, original_name="a.pdf")
    return kept, merged, round_


def test_everything_that_names_one_names_the_other(officer, two):
    kept, merged, round_ = two

    response = post(officer, kept, merged, reason="Same judge")

    assert response.url == kept.get_absolute_url()
    round_.refresh_from_db()
    assert (round_.head_partner, round_.opener_partner) == (kept, kept)
    assert kept.positions.count() == 1
    assert kept.raisings.count() == kept.replies.count() == 1
    assert Source.objects.of(kept).count() == Document.objects.of(kept).count() == 1
    # Of the two in one meeting, and of the two in one network, the second is archived.
    assert kept.participations.count() == 2
    assert merged.participations.get().archived_why
    assert merged.memberships.get().note == "Since the beginning"
    for way in ways_to(Person):
        left = way.rows(merged)
        assert not [row for row in left if not getattr(row, "archived_at", None)]


def test_the_one_that_stays_takes_names_and_the_more_careful_marks(officer, two):
    kept, merged, _round = two

    post(officer, kept, merged, reason="Same judge")

    kept.refresh_from_db()
    merged.refresh_from_db()
    assert kept.name == "Tran Duc Van"
    assert kept.name_original == "陳德文"
    assert kept.other_names.splitlines() == ["Văn Trần Đức", "Duc"]
    assert (kept.email, kept.note) == ("duc@example.org", "Old friend")
    assert kept.classification == RESTRICTED
    assert (kept.do_not_contact, kept.consent_to_be_listed) == (True, False)
    assert Person.objects.matching("văn trần").count() == 2
    assert (merged.merged_into, merged.is_archived) == (kept, True)
    assert "Same judge" in merged.archived_why


def test_a_chosen_value_stays(officer):
    kept = f.make_person(name="Budi", phone="1", note="One")
    merged = f.make_person(name="Budi S", phone="2", note="Two")
    choices = {"field_name": "merged", "field_phone": "merged", "field_note": "both"}

    post(officer, kept, merged, **choices)

    kept.refresh_from_db()
    assert (kept.name, kept.phone, kept.note) == ("Budi S", "2", "One\n\nTwo")
    assert kept.other_names == "Budi"


def test_undoing_restores_every_value_twice_in_a_row(officer, two):
    kept, merged, _round = two
    before = snapshot()

    for _time in range(2):
        post(officer, kept, merged)
        assert snapshot() != before
        made = Merge.objects.get(undone_at=None)
        assert officer.get(reverse("partners:merge_undo", args=[made.pk])).context
        response = undo(officer, made)
        assert response.url == merged.get_absolute_url()
        assert snapshot() == before

    assert Merge.objects.of(kept).count() == 0


def test_undoing_an_institution_restores_every_value(officer):
    whole = f.make_institution(name="Government")
    kept = f.make_institution(name="Ministry")
    merged = f.make_institution(name="The Ministry", parent=whole)
    f.make_institution(parent=merged)
    home = f.make_institution(country="NO")
    f.make_link(home_institution=home, partner_institution=kept)
    f.make_link(home_institution=home, partner_institution=merged, note="Ours")
    f.make_position(institution=merged)
    before = snapshot()

    post(officer, kept, merged)
    kept.refresh_from_db()

    assert kept.parent == whole
    assert kept.parts.count() == kept.positions.count() == 1
    assert kept.links_from_home.count() == 1
    assert merged.links_from_home.get().archived_why
    undo(officer, Merge.objects.get())
    assert snapshot() == before


def test_what_was_changed_since_stays_and_is_named(officer, two):
    kept, merged, _round = two
    post(officer, kept, merged)
    position = kept.positions.get()
    position.title = "President"
    position.save()
    kept.refresh_from_db()
    kept.email, kept.other_names = "new@example.org", kept.other_names + "\nNew"
    kept.save()
    made = Merge.objects.get()

    page = officer.get(reverse("partners:merge_undo", args=[made.pk]))
    undo(officer, made)

    [staying] = page.context["staying"]
    assert "President" in staying.lines[0].text
    assert [field.name for field in page.context["fields_left"]] == ["email"]
    position.refresh_from_db()
    kept.refresh_from_db()
    assert position.person == kept
    assert (kept.email, kept.other_names) == ("new@example.org", "New")
    assert kept.classification == Classification.INTERNAL


def test_a_merged_record_leads_on_and_a_chain_to_its_end(officer):
    one, two, three = (f.make_person(name=f"Budi {n}") for n in "abc")
    post(officer, two, one)
    post(officer, three, two)

    page = officer.get(one.get_absolute_url())

    assert f'href="{three.get_absolute_url()}"' in page.text
    one.refresh_from_db()
    assert one.merged_into == three
    first, second = Merge.objects.order_by("pk")
    refused = officer.get(reverse("partners:merge_undo", args=[first.pk]))
    assert refused.context["is_merged_itself"]
    undo(officer, first)
    assert Merge.objects.filter(undone_at=None).count() == 2
    before = three.pk
    undo(officer, second)
    undo(officer, first)
    assert not Person.objects.exclude(archived_at=None).exists()
    assert not Person.objects.exclude(merged_into=None).exists()
    assert before == three.pk


def test_who_was_kept_apart_from_the_one_is_kept_apart_from_the_other(officer, cast):
    kept, merged, third = (f.make_person(name="Budi Santoso") for _n in range(3))
    KeptApart.objects.keep(Person, merged.pk, third.pk, by=cast["officer"])

    post(officer, kept, merged)

    assert KeptApart.objects.of(kept).count() == 1
    undo(officer, Merge.objects.get())
    assert KeptApart.objects.of(kept).count() == 0


@pytest.mark.parametrize("depth", [1, 2])
def test_a_part_takes_the_place_of_its_whole(officer, depth):
    top = f.make_institution(name="Top")
    merged = f.make_institution(name="Whole", parent=top)
    middle = f.make_institution(parent=merged)
    kept = middle if depth == 1 else f.make_institution(parent=middle)
    before = snapshot()

    post(officer, kept, merged)

    kept.refresh_from_db()
    middle.refresh_from_db()
    assert kept.parent == top
    assert depth == 1 or middle.parent == kept
    undo(officer, Merge.objects.get())
    assert snapshot() == before


def test_a_link_of_the_two_with_one_another_is_archived(cast):
    # Older than the rule that a link has one end at home.
    kept, merged = (f.make_institution(country="NO") for _n in range(2))
    link = f.make_link(home_institution=kept, partner_institution=merged)

    merge(kept, merged, by=cast["officer"])

    link.refresh_from_db()
    assert link.is_archived
    assert link.partner_institution == merged


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ({"country": "NO"}, {"country": "ID"}, "at home and the other abroad"),
        ({"fictional": True}, {}, "made up"),
    ],
)
def test_what_cannot_be_one_is_refused_in_words(officer, one, other, words):
    kept, merged = f.make_institution(**one), f.make_institution(**other)

    page = post(officer, kept, merged)

    assert words in page.text
    assert not Merge.objects.exists()


def test_a_change_by_somebody_else_is_shown_first(officer):
    kept, merged = f.make_person(), f.make_person()
    Person.objects.get(pk=merged.pk).save()
    versions = {"kept_version": 1, "merged_version": 1, "field_name": "kept"}

    page = officer.post(merge_url(kept, merged), versions)

    assert "Somebody has changed one of the two" in page.text
    assert not Merge.objects.exists()


def test_a_form_sent_twice_merges_once(officer):
    kept, merged = f.make_person(), f.make_person()
    key = {"submission": "3d1c2f9e-7c67-4d3c-8a55-0c7c9f5a3b11"}
    sent = key | {"kept_version": 1, "merged_version": 1, "field_name": "kept"}

    urls = {officer.post(merge_url(kept, merged), sent).url for _time in range(2)}

    assert urls == {kept.get_absolute_url()}
    assert Merge.objects.count() == 1


def test_history_and_audit_say_who(officer, cast, two):
    kept, merged, _round = two

    post(officer, kept, merged, reason="Same judge")
    undo(officer, Merge.objects.get())

    entry = kept.history.all()[1]
    moved = kept.participations.get().history.model.objects.first()
    assert entry.history_change_reason == "Same judge"
    assert {entry.history_user, moved.history_user} == {cast["officer"]}
    events = AuditEvent.objects.filter(kind="person", object_id=merged.pk)
    actions = set(events.values_list("action", "user"))
    assert {("archived", cast["officer"].pk), ("reverted", cast["officer"].pk)} <= (
        actions
    )


# --- Who --------------------------------------------------------------------------

WHO = [
    ("officer", 200),
    ("lead", 200),
    ("junior", 200),
    ("other_desk", 403),
    ("analyst", 403),
    ("auditor", 403),
    ("administrator", 403),
    ("visitor", 302),
]


@pytest.mark.parametrize(("who", "status"), WHO)
@pytest.mark.parametrize("make", [f.make_person, f.make_institution])
def test_only_the_desk_of_both_merges_and_undoes(signed_in, cast, make, who, status):
    kept, merged = make(), make()
    client = signed_in(who)

    page = client.get(merge_url(kept, merged))
    choosing = client.get(kept.url_for("merge"))
    made = merge(kept, merged, by=cast["officer"])
    undoing = client.get(reverse("partners:merge_undo", args=[made.pk]))

    statuses = {page.status_code, choosing.status_code, undoing.status_code}
    assert statuses == {status}
    assert undo(client, made).status_code == (302 if status == 200 else status)


def test_both_must_be_on_the_desk(officer, china):
    mine, theirs = f.make_person(), f.make_person(country="CN")

    assert officer.get(merge_url(mine, theirs)).status_code == 403
    assert officer.get(merge_url(theirs, mine)).status_code == 403
    assert officer.post(merge_url(mine, theirs)).status_code == 403
    page = officer.post(mine.url_for("merge"), {"other": f"pk:{theirs.pk}"})
    assert "Another desk looks after this record" in page.text


@pytest.mark.parametrize("hidden", [0, 1])
def test_a_hidden_record_answers_404(signed_in, cast, hidden):
    rows = [f.make_person(), f.make_person()]
    rows[hidden].classification = CONFIDENTIAL
    rows[hidden].save()
    client = signed_in("junior")

    assert client.get(merge_url(*rows)).status_code == 404
    assert client.post(merge_url(*rows)).status_code == 404
    made = merge(*rows, by=cast["officer"])
    assert undo(client, made).status_code == 404


def test_the_other_is_chosen_and_swapped(officer):
    kept, merged = f.make_person(name="Budi Santoso"), f.make_person(name="Budi")
    alike = f.make_person(name="Santoso Budi")

    page = officer.get(kept.url_for("merge"))
    chosen = officer.post(kept.url_for("merge"), {"other": f"pk:{merged.pk}"})
    swapped = officer.get(chosen.url).context["swap_url"]

    assert merge_url(kept, alike) in page.text
    assert chosen.url == merge_url(kept, merged)
    assert swapped == merge_url(merged, kept)


def test_a_protected_name_stays_where_it_may_be_read(signed_in, officer):
    kept = f.make_person(name="Budi Santoso")
    merged = f.make_person(name="Saksi Rahasia", protected=True, classification=3)

    page = officer.get(merge_url(kept, merged))
    shown = officer.get(post(officer, kept, merged).url)
    kept.refresh_from_db()
    made = Merge.objects.get()

    assert "Rahasia" not in page.text.split("</title>")[0]
    assert "Rahasia" not in page.text.split("<main")[1].split("<form")[0]
    assert (kept.protected, kept.classification) == (True, RESTRICTED)
    assert "Rahasia" not in shown.text.split("</title>")[0]
    assert "Rahasia" not in f"{made} {made.moved} {made.reason}"
    for who in ("analyst", "other_desk"):
        client = signed_in(who)
        # Nor does the one that everybody knew say any longer what became of it.
        assert client.get(kept.get_absolute_url()).status_code == 404
        assert client.get(merged.get_absolute_url()).status_code == 404
    undo(signed_in("officer"), made)
    kept.refresh_from_db()
    assert (kept.protected, kept.other_names) == (False, "")


def test_what_is_hidden_moves_and_is_never_told(signed_in):
    kept, merged = f.make_person(), f.make_person()
    f.make_position(person=merged, title="Known post")
    secret = f.make_position(
        person=merged, title="Secret post", classification=CONFIDENTIAL
    )
    junior = signed_in("junior")

    page = junior.get(merge_url(kept, merged)).text
    post(junior, kept, merged)
    undoing = junior.get(reverse("partners:merge_undo", args=[Merge.objects.get().pk]))

    assert "Known post" in page
    assert "Secret post" not in page + undoing.text
    secret.refresh_from_db()
    assert secret.person == kept


def test_a_known_row_does_not_vanish_because_of_a_hidden_one(signed_in):
    kept, merged = f.make_person(), f.make_person()
    meeting = f.make_meeting(title="Open talk")
    hidden = f.make_participation(
        meeting=meeting, person=kept, classification=CONFIDENTIAL
    )
    known = f.make_participation(meeting=meeting, person=merged)
    before = snapshot()
    junior = signed_in("junior")

    page = junior.get(merge_url(kept, merged))
    post(junior, kept, merged)

    assert page.context["giving_way"] == []
    known.refresh_from_db()
    hidden.refresh_from_db()
    assert (known.person, known.is_archived) == (kept, False)
    assert hidden.is_archived
    undo(junior, Merge.objects.get())
    assert snapshot() == before


def test_a_hidden_whole_is_not_offered_and_is_kept(signed_in):
    whole = f.make_institution(name="Secret whole", classification=CONFIDENTIAL)
    kept, merged = f.make_institution(), f.make_institution(parent=whole)
    junior = signed_in("junior")

    page = junior.get(merge_url(kept, merged))
    post(junior, kept, merged)

    assert "field_parent" not in page.context["form"].fields
    assert "Secret whole" not in page.text
    kept.refresh_from_db()
    assert kept.parent == whole


@pytest.mark.parametrize("page", ["merge", "undo"])
def test_the_pages_cost_the_same_for_one_row_and_for_three(officer, cast, page):
    def queries(number):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        kept, merged = f.make_person(), f.make_person()
        for _n in range(number):
            f.make_position(person=merged)
            f.make_participation(person=merged)
            f.make_reply(by=merged)
        url = merge_url(kept, merged)
        if page == "undo":
            made = merge(kept, merged, by=cast["officer"])
            url = reverse("partners:merge_undo", args=[made.pk])
        officer.get(url)
        with CaptureQueriesContext(
            connection,
        ) as found:
            officer.get(url)
        return len(found)

    assert queries(1) == queries(3)


def test_every_way_to_name_a_person_or_an_institution_is_known():
    ways = {
        (way.model.__name__, way.field)
        for model in (Person, Institution)
        for way in ways_to(model)
    }

    assert {
        ("Round", "head_own"),
        ("Reply", "by"),
        ("Raising", "speaker"),
        ("Participation", "institution"),
        ("Membership", "person"),
        ("Link", "home_institution"),
        ("Institution", "parent"),
        ("Person", "merged_into"),
        ("Source", "object_id"),
        ("Document", "object_id"),
    } <= ways
    assert not [name for name, _field in ways if name.startswith("Historical")]
    for model in (Person, Institution):
        many = [r for r in model._meta.get_fields(True) if r.many_to_many]
        assert many == [], "rows of a list of people would have to move as well"
