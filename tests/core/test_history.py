"""Who changed what and when, who is shown it, and how an earlier version comes back."""

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from core.history import history_of, revert
from core.models import AuditEvent, Classification
from dialogues.models import Concern, Round
from tests.factories import (
    make_concern,
    make_dialogue,
    make_meeting,
    make_participation,
    make_person,
    make_raising,
    make_reply,
    make_round,
    make_working_group,
)

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification


def _change(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    return record


def _texts(record, user):
    return [
        (change.label, change.old, change.new)
        for entry in history_of(record, user)
        for change in entry.changes
    ]


def _words(record, user):
    return " ".join(" ".join(parts) for parts in _texts(record, user))


def test_the_first_entry_says_what_the_record_began_with(cast):
    concern = make_concern(title="Fair trials", summary="")

    (entry,) = history_of(concern, cast["officer"])

    assert entry.created
    assert entry.version == 1
    labels = [change.label for change in entry.changes]
    assert "Title" in labels
    assert "Summary" not in labels  # nothing was said there


def test_an_entry_says_who_when_and_from_what_to_what(client, cast):
    concern = make_concern(title="Fair trials")
    concern._history_user = cast["officer"]
    _change(concern, title="Fair and public trials", kind="criticism")

    newest, _first = history_of(concern, cast["officer"])

    assert newest.by == "Olav Officer"
    assert newest.at == concern.history.latest().history_date
    assert newest.version == 2
    assert [(c.label, c.old, c.new) for c in newest.changes] == [
        ("Title", "Fair trials", "Fair and public trials"),
        ("Kind", "Concern", "Criticism"),
    ]


def test_a_change_of_what_the_house_keeps_for_itself_is_no_entry(cast):
    concern = make_concern()
    concern.updated_by = cast["lead"]
    concern.save()

    assert len(history_of(concern, cast["officer"])) == 1


def test_rows_added_and_taken_away_are_in_the_history(cast):
    dialogue = make_dialogue()
    round_ = make_round(dialogue=dialogue)
    group = make_working_group(dialogue=dialogue, title="Prisons")
    round_.working_groups.add(group)
    round_.working_groups.clear()

    assert _texts(round_, cast["officer"])[:2] == [
        ("Working groups", "Prisons", ""),
        ("Working groups", "", "Prisons"),
    ]


def test_a_change_through_the_pages_names_the_person(signed_in, cast, indonesia):
    concern = make_concern(partner=indonesia)
    signed_in("officer").post(concern.url_for("archive"), {"reason": "Answered."})

    newest = history_of(Concern.objects.get(pk=concern.pk), cast["auditor"])[0]

    assert newest.by == "Olav Officer"
    assert newest.reason == "Answered."


def test_what_no_person_did_is_by_the_system(cast):
    assert history_of(make_concern(), cast["officer"])[0].by == "The system"


class TestMarking:
    def test_downgrading_a_record_does_not_open_its_old_wording(self, cast):
        concern = make_concern(title="The secret", classification=CONFIDENTIAL)
        _change(concern, title="The public part", classification=INTERNAL)
        _change(concern, title="The public part, again")

        for who in ("junior", "other_desk"):
            assert "secret" not in _words(concern, cast[who])
            assert "again" in _words(concern, cast[who])
        assert "The secret" in _words(concern, cast["officer"])

    def test_an_entry_stands_at_the_higher_of_old_and_new_marking(self, cast):
        concern = make_concern(classification=INTERNAL)
        _change(concern, classification=CONFIDENTIAL)
        _change(concern, classification=RESTRICTED)

        markings = [entry.marking for entry in history_of(concern, cast["officer"])]

        assert markings == [CONFIDENTIAL, CONFIDENTIAL, INTERNAL]
        assert len(history_of(concern, cast["junior"])) == 1

    def test_restricted_entries_stay_on_the_desk(self, cast):
        concern = make_concern(title="The delicate", classification=RESTRICTED)
        _change(concern, title="The plain", classification=INTERNAL)

        assert "delicate" not in _words(concern, cast["other_desk"])
        for who in ("officer", "junior", "analyst", "auditor"):
            assert "delicate" in _words(concern, cast[who])

    def test_a_field_that_names_a_hidden_row_says_not_shown(self, cast):
        hidden = make_person(name="Ibu Rahasia", classification=CONFIDENTIAL)
        round_ = make_round(head_partner=hidden)
        _change(round_, head_partner=make_person(name="Pak Umum"))

        assert ("The partner's head of delegation", "(not shown)", "Pak Umum") in (
            _texts(round_, cast["junior"])
        )
        assert "Rahasia" in _words(round_, cast["officer"])

    def test_a_hidden_row_of_a_list_says_not_shown(self, cast):
        dialogue = make_dialogue()
        round_ = make_round(dialogue=dialogue)
        for title, marking in (("Known", INTERNAL), ("Delicate", CONFIDENTIAL)):
            round_.working_groups.add(
                make_working_group(
                    dialogue=dialogue, title=title, classification=marking
                )
            )

        assert "(not shown), Known" in _words(round_, cast["junior"])
        assert "Delicate" not in _words(round_, cast["junior"])


class TestRevert:
    def test_it_brings_the_text_back_as_a_new_version(self, cast):
        concern = make_concern(title="First", summary="As it was.")
        first = concern.history.latest()
        _change(concern, title="Second", summary="")

        revert(concern, first, by=cast["officer"], reason="Lost by mistake.")

        concern = Concern.objects.get(pk=concern.pk)
        assert (concern.title, concern.summary) == ("First", "As it was.")
        assert concern.version == 3
        assert concern.updated_by == cast["officer"]
        assert concern.history.latest().history_change_reason == "Lost by mistake."

    @pytest.mark.parametrize(
        ("then", "now", "after"),
        [
            (OPEN, CONFIDENTIAL, CONFIDENTIAL),
            (CONFIDENTIAL, OPEN, CONFIDENTIAL),
            (INTERNAL, INTERNAL, INTERNAL),
        ],
    )
    def test_an_old_wording_never_comes_back_for_more_eyes(
        self, cast, then, now, after
    ):
        concern = make_concern(title="The old wording", classification=then)
        old = concern.history.latest()
        _change(concern, title="The new wording", classification=now)

        revert(concern, old, by=cast["officer"], reason="Back.")

        assert Concern.objects.get(pk=concern.pk).classification == after

    def test_it_restores_lists_of_rows(self, cast):
        dialogue = make_dialogue()
        round_ = make_round(dialogue=dialogue)
        group = make_working_group(dialogue=dialogue)
        round_.working_groups.add(group)
        with_group = round_.history.latest()
        round_.working_groups.clear()

        revert(round_, with_group, by=cast["officer"], reason="Back.")

        assert list(Round.objects.get(pk=round_.pk).working_groups.all()) == [group]

    def test_it_leaves_what_the_house_keeps(self, cast):
        concern = make_concern()
        first = concern.history.latest()
        made_at = concern.created_at
        _change(concern, title="Second")

        revert(concern, first, by=cast["lead"], reason="Back.")

        concern = Concern.objects.get(pk=concern.pk)
        assert concern.created_at == made_at
        assert concern.created_by is None
        assert not concern.is_archived


class TestRevertPage:
    @pytest.fixture
    def concern(self, indonesia):
        concern = make_concern(partner=indonesia, title="First")
        return _change(concern, title="Second")

    def _url(self, concern, version=1):
        entry = concern.history.get(version=version)
        return concern.url_for("history") + f"{entry.history_id}/revert/"

    def test_an_officer_of_the_desk_brings_a_version_back(
        self, signed_in, cast, concern
    ):
        client = signed_in("officer")

        response = client.post(self._url(concern), {"reason": "By mistake."})

        assert response.status_code == 302
        assert Concern.objects.get(pk=concern.pk).title == "First"
        assert [str(m) for m in get_messages(response.wsgi_request)]
        event = AuditEvent.objects.get(action="reverted")
        assert (event.user, event.object_id) == (cast["officer"], concern.pk)

    @pytest.mark.parametrize("reason", ["", "   ", "x" * 101])
    def test_nothing_comes_back_without_a_reason_that_can_be_kept(
        self, signed_in, concern, reason
    ):
        response = signed_in("officer").post(self._url(concern), {"reason": reason})

        assert response.status_code == 200
        assert Concern.objects.get(pk=concern.pk).title == "Second"

    @pytest.mark.parametrize(
        ("who", "status"),
        [("other_desk", 403), ("analyst", 403), ("auditor", 403), ("visitor", 302)],
    )
    def test_nobody_else_does(self, signed_in, concern, who, status):
        response = signed_in(who).post(self._url(concern), {"reason": "Mine."})

        assert response.status_code == status
        assert Concern.objects.get(pk=concern.pk).title == "Second"

    def test_an_entry_that_is_hidden_cannot_be_brought_back(self, signed_in, indonesia):
        concern = make_concern(
            partner=indonesia, title="Secret", classification=CONFIDENTIAL
        )
        _change(concern, title="Plain", classification=INTERNAL)

        response = signed_in("junior").post(self._url(concern), {"reason": "Why not"})

        assert response.status_code == 404
        assert Concern.objects.get(pk=concern.pk).title == "Plain"

    def test_an_entry_of_another_record_cannot_be_brought_back(
        self, signed_in, indonesia, concern
    ):
        other = make_concern(partner=indonesia, title="Another")
        entry = other.history.latest().history_id
        url = concern.url_for("history") + f"{entry}/revert/"

        assert signed_in("officer").post(url, {"reason": "Mixed"}).status_code == 404


class TestArchive:
    def test_archiving_asks_for_a_reason_and_keeps_everything(
        self, signed_in, cast, indonesia
    ):
        concern = make_concern(partner=indonesia)
        client = signed_in("officer")

        assert (
            client.post(concern.url_for("archive"), {"reason": ""}).status_code == 200
        )
        assert not Concern.objects.get(pk=concern.pk).is_archived
        client.post(concern.url_for("archive"), {"reason": "Made twice. " * 50})

        concern = Concern.objects.get(pk=concern.pk)
        assert concern.is_archived
        assert concern.archived_why == ("Made twice. " * 50).strip()
        assert concern not in Concern.objects.current()
        assert Concern.objects.visible_to(cast["officer"]).filter(pk=concern.pk)
        assert AuditEvent.objects.filter(action="archived").count() == 1

    def test_an_archived_record_is_changed_by_nobody_until_it_is_back(
        self, signed_in, indonesia
    ):
        concern = make_concern(partner=indonesia)
        client = signed_in("officer")
        client.post(concern.url_for("archive"), {"reason": "Made twice."})

        again = client.post(concern.url_for("archive"), {"reason": "Once more."})
        back = client.post(concern.url_for("restore"))

        assert again.status_code == 403
        assert back.status_code == 302
        concern = Concern.objects.get(pk=concern.pk)
        assert not concern.is_archived
        assert concern.archived_why == ""
        assert concern.history.filter(archived_why="Made twice.").exists()

    @pytest.mark.parametrize(
        ("who", "status"),
        [("other_desk", 403), ("analyst", 403), ("administrator", 403)],
    )
    def test_another_desk_neither_archives_nor_restores(
        self, signed_in, indonesia, who, status
    ):
        concern = make_concern(partner=indonesia)
        client = signed_in(who)

        for verb in ("archive", "restore"):
            response = client.post(concern.url_for(verb), {"reason": "Not mine."})
            assert response.status_code == status
        assert Concern.objects.get(pk=concern.pk).version == 1

    @pytest.mark.parametrize("verb", ["history", "archive", "restore"])
    def test_a_hidden_record_answers_as_one_that_is_not_there(
        self, signed_in, indonesia, verb
    ):
        concern = make_concern(partner=indonesia, classification=CONFIDENTIAL)
        client = signed_in("junior")
        missing = concern.url_for(verb).replace(str(concern.pk), "999999999")

        for url in (concern.url_for(verb), missing):
            ask = client.post if verb == "restore" else client.get
            assert ask(url, {"reason": "Curious."}).status_code == 404


# --- What does not go together with the record as it is now ---------------------------


def test_what_has_been_entered_anew_is_not_brought_back_beside_it(signed_in, indonesia):
    meeting, person = make_meeting(partner=indonesia), make_person()
    archived = {"archived_at": timezone.now(), "archived_why": "By mistake"}
    first = make_participation(meeting=meeting, person=person, **archived)
    make_participation(meeting=meeting, person=person)

    answer = signed_in("officer").post(first.url_for("restore"), follow=True)

    assert "This person is on the list already." in answer.text
    first.refresh_from_db()
    assert first.is_archived


def test_an_earlier_number_that_is_taken_meanwhile_is_refused_in_words(
    signed_in, indonesia
):
    dialogue = make_dialogue(partner=indonesia)
    round_ = make_round(dialogue=dialogue, ordinal=1)
    _change(round_, ordinal=2)
    make_round(dialogue=dialogue, ordinal=1)
    earlier = round_.history.earliest()

    page = signed_in("officer").post(
        round_.url_for("revert", earlier.pk), {"reason": "As it was"}
    )

    assert "This dialogue has a round with this number already." in page.text
    assert "As it was" in page.text
    round_.refresh_from_db()
    assert round_.ordinal == 2


def test_a_reply_is_not_brought_back_to_before_what_it_answers(signed_in, indonesia):
    raising = make_raising(concern=make_concern(partner=indonesia), date="2020")
    reply = make_reply(raising=raising, date="2020-05")
    _change(reply, date="2023")
    _change(raising, date="2022")
    earlier = reply.history.earliest()

    page = signed_in("officer").post(
        reply.url_for("revert", earlier.pk), {"reason": "As it was"}
    )

    assert "A reply cannot be older than what it answers." in page.text
    reply.refresh_from_db()
    assert reply.date == "2023"
