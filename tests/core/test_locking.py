"""Nothing is lost: two officers on one record, and one officer who clicks twice."""

import threading
import uuid

import pytest
from django.http import QueryDict
from django.test import Client

from core.models import Classification, Stale, Submission
from dialogues.models import Concern, Round
from tests.core.urls import ConcernForm, RoundForm
from tests.factories import (
    make_concern,
    make_dialogue,
    make_person,
    make_round,
    make_user,
    make_working_group,
)

CONFIDENTIAL = Classification.CONFIDENTIAL


def _data(form, **changes):
    """What a browser sends for a form as it was shown, with some fields changed."""
    shown = form(by=changes.pop("by"), instance=changes.pop("instance"))
    data = QueryDict(mutable=True)
    for field in shown:
        value = field.field.prepare_value(field.value())
        if isinstance(value, list):
            data.setlist(field.name, value)
        else:
            data[field.name] = "" if value is None else value
    return _with(data, **changes)


def _with(data, **changes):
    data = data.copy()
    for name, value in changes.items():
        data[name.replace("__", "-")] = value
    return data


class TestVersions:
    def test_each_saving_counts_one_version(self, db):
        concern = make_concern()
        for _number in range(3):
            concern.save()

        assert Concern.objects.get(pk=concern.pk).version == 4

    def test_saving_what_somebody_else_has_saved_since_is_refused(self, db):
        mine = make_concern(title="As it was")
        theirs = Concern.objects.get(pk=mine.pk)
        theirs.title = "Theirs"
        theirs.save()
        mine.title = "Mine"

        with pytest.raises(Stale) as refusal:
            mine.save()

        assert refusal.value.record.title == "Theirs"
        assert Concern.objects.get(pk=mine.pk).title == "Theirs"

    def test_saving_some_fields_counts_as_well(self, db):
        concern = make_concern()
        before = concern.updated_at
        concern.title = "New"
        concern.save(update_fields=["title"])

        stored = Concern.objects.get(pk=concern.pk)
        assert (stored.title, stored.version) == ("New", 2)
        assert stored.updated_at > before

    def test_of_officers_saving_at_once_one_wins_the_others_are_told(self, all_at_once):
        pk = make_concern(title="As it was").pk
        copies = [Concern.objects.get(pk=pk) for _number in range(6)]
        outcomes = all_at_once([lambda c=c: _save(c) for c in copies])

        assert sorted(outcomes) == ["saved"] + ["stale"] * 5
        stored = Concern.objects.get(pk=pk)
        assert stored.version == 2
        assert stored.history.count() == 2


def _save(concern):
    concern.title = threading.current_thread().name
    try:
        concern.save()
    except Stale:
        return "stale"
    return "saved"


class TestConflict:
    """Two officers opened version 1; the lead has saved version 2."""

    @pytest.fixture
    def concern(self, indonesia):
        return make_concern(partner=indonesia, title="Title 1", summary="Summary 1")

    def _saved_by_lead(self, cast, concern, **values):
        theirs = Concern.objects.get(pk=concern.pk)
        for name, value in values.items():
            setattr(theirs, name, value)
        theirs.updated_by = cast["lead"]
        theirs.save()

    def _form(self, cast, concern, data):
        stored = Concern.objects.get(pk=concern.pk)
        return ConcernForm(data, by=cast["officer"], instance=stored)

    def test_both_texts_are_shown_and_nothing_is_overwritten(self, cast, concern):
        data = _data(ConcernForm, by=cast["officer"], instance=concern, title="Mine")
        self._saved_by_lead(cast, concern, title="Theirs")

        form = self._form(cast, concern, data)

        assert not form.is_valid()
        assert "Liv Lead" in str(form.non_field_errors())
        (conflict,) = form.conflicts
        assert (conflict.label, conflict.theirs, conflict.mine) == (
            "Title",
            "Theirs",
            "Mine",
        )
        assert Concern.objects.get(pk=concern.pk).title == "Theirs"

    def test_what_only_one_of_them_changed_is_chosen_beforehand(self, cast, concern):
        data = _data(ConcernForm, by=cast["officer"], instance=concern, title="Mine")
        self._saved_by_lead(cast, concern, summary="Theirs", kind="criticism")

        form = self._form(cast, concern, data)

        assert not form.is_valid()
        assert {c.name: c.keep for c in form.conflicts} == {
            "title": "mine",
            "summary": "theirs",
            "kind": "theirs",
        }
        words = {c.name: (c.theirs, c.mine) for c in form.conflicts}
        assert words["kind"] == ("Criticism", "Concern")

    def test_each_field_is_saved_as_chosen(self, cast, concern):
        data = _data(
            ConcernForm,
            by=cast["officer"],
            instance=concern,
            title="Mine",
            summary="Mine",
        )
        self._saved_by_lead(cast, concern, title="Theirs", summary="Theirs")
        first = self._form(cast, concern, data)
        assert not first.is_valid()

        chosen = {"choose__title": "theirs", "choose__summary": "mine"}
        second = self._form(cast, concern, _with(first.data, **chosen))

        assert second.is_valid(), second.errors
        second.save()
        stored = Concern.objects.get(pk=concern.pk)
        assert (stored.title, stored.summary) == ("Theirs", "Mine")
        assert stored.version == 3
        assert stored.history.filter(summary="Theirs").exists()

    def test_a_third_saving_meanwhile_is_a_conflict_again(self, cast, concern):
        data = _data(ConcernForm, by=cast["officer"], instance=concern, title="Mine")
        self._saved_by_lead(cast, concern, title="Theirs")
        first = self._form(cast, concern, data)
        assert not first.is_valid()
        self._saved_by_lead(cast, concern, title="Theirs again")

        second = self._form(cast, concern, _with(first.data, choose__title="mine"))

        assert not second.is_valid()
        assert second.conflicts[0].theirs == "Theirs again"

    def test_the_same_text_from_both_is_no_conflict(self, cast, concern):
        data = _data(ConcernForm, by=cast["officer"], instance=concern, title="Same")
        self._saved_by_lead(cast, concern, title="Same")

        assert self._form(cast, concern, data).is_valid()

    @pytest.mark.parametrize("version", ["99", "9" * 30, "0", "-1"])
    def test_a_version_that_never_was_overwrites_nothing(self, cast, concern, version):
        data = _data(ConcernForm, by=cast["officer"], instance=concern, title="Mine")

        assert not self._form(cast, concern, _with(data, version=version)).is_valid()

    def test_lists_of_rows_are_compared_too(self, cast, indonesia):
        dialogue = make_dialogue(partner=indonesia)
        round_ = make_round(dialogue=dialogue)
        group = make_working_group(dialogue=dialogue, title="Prisons")
        data = _data(RoundForm, by=cast["officer"], instance=round_, city="Bergen")
        theirs = Round.objects.get(pk=round_.pk)
        theirs.save()
        theirs.working_groups.add(group)

        form = RoundForm(data, by=cast["officer"], instance=theirs)

        assert not form.is_valid()
        conflicts = {c.name: c for c in form.conflicts}
        assert conflicts["working_groups"].theirs == "Prisons"
        assert conflicts["working_groups"].keep == "theirs"
        assert conflicts["city"].keep == "mine"
        chosen = {"choose__working_groups": "theirs", "choose__city": "mine"}
        again = RoundForm(
            _with(form.data, **chosen), by=cast["officer"], instance=theirs
        )
        assert again.is_valid(), again.errors
        assert list(again.save().working_groups.all()) == [group]

    def test_the_page_shows_both_texts(self, settings, signed_in, cast, concern):
        settings.ROOT_URLCONF = "tests.core.urls"
        data = _data(ConcernForm, by=cast["officer"], instance=concern, title="Mine")
        self._saved_by_lead(cast, concern, title="Theirs")

        response = signed_in("officer").post(f"/try/{concern.pk}/edit/", data)

        page = response.content.decode()
        assert response.status_code == 200
        assert "Theirs" in page
        assert "Mine" in page
        assert 'name="choose-title"' in page
        assert 'name="version" value="2"' in page


class TestHiddenChoices:
    """What an officer may not see, their saving leaves as it is."""

    @pytest.fixture
    def round_(self, indonesia):
        dialogue = make_dialogue(partner=indonesia)
        hidden = make_person(name="Ibu Rahasia", classification=CONFIDENTIAL)
        round_ = make_round(dialogue=dialogue, head_partner=hidden)
        for title, marking in (("Known", 2), ("Delicate", CONFIDENTIAL)):
            group = make_working_group(
                dialogue=dialogue, title=title, classification=marking
            )
            round_.working_groups.add(group)
        return round_

    def test_saving_keeps_what_is_hidden(self, cast, round_):
        data = _data(RoundForm, by=cast["junior"], instance=round_, city="Bergen")
        form = RoundForm(data, by=cast["junior"], instance=round_)

        assert form.is_valid(), form.errors
        form.save()

        stored = Round.objects.get(pk=round_.pk)
        assert stored.city == "Bergen"
        assert stored.head_partner.name == "Ibu Rahasia"
        assert stored.working_groups.count() == 2

    def test_what_is_seen_can_be_taken_away(self, cast, round_):
        data = _data(RoundForm, by=cast["junior"], instance=round_)
        del data["working_groups"]
        form = RoundForm(data, by=cast["junior"], instance=round_)

        assert form.is_valid(), form.errors
        form.save()

        titles = [group.title for group in round_.working_groups.all()]
        assert titles == ["Delicate"]

    def test_the_form_names_nothing_hidden(self, cast, round_):
        page = RoundForm(by=cast["junior"], instance=round_).as_p()

        assert "Known" in page
        assert "Delicate" not in page
        assert "Rahasia" not in page

    def test_a_hidden_row_cannot_be_chosen(self, cast, round_):
        bare = make_round(dialogue=round_.dialogue)
        data = _data(RoundForm, by=cast["junior"], instance=bare)
        data["head_partner"] = round_.head_partner_id
        form = RoundForm(data, by=cast["junior"], instance=bare)

        assert "head_partner" in form.errors

    def test_no_marking_above_the_own_clearance_is_offered_or_taken(self, cast, round_):
        data = _data(RoundForm, by=cast["junior"], instance=round_, classification="4")
        form = RoundForm(data, by=cast["junior"], instance=round_)

        assert "classification" in form.errors
        assert "Confidential" not in form.as_p()


@pytest.mark.urls("tests.core.urls")
class TestSentTwice:
    def _new(self, dialogue, key):
        return {
            "dialogue": dialogue.pk,
            "title": "Sent twice",
            "kind": "concern",
            "classification": "2",
            "submission": str(key),
        }

    def test_a_second_sending_makes_no_second_record(self, signed_in, indonesia):
        data = self._new(make_dialogue(partner=indonesia), uuid.uuid4())
        client = signed_in("officer")

        first, second = (client.post("/try/new/", data) for _n in range(2))

        assert first.status_code == second.status_code == 302
        assert first.url == second.url
        assert Concern.objects.filter(title="Sent twice").count() == 1

    def test_a_second_sending_is_not_checked_again(self, signed_in, indonesia):
        data = self._new(make_dialogue(partner=indonesia), uuid.uuid4())
        client = signed_in("officer")
        first = client.post("/try/new/", data)

        # Its own record could forbid it, as an unfit value does here.
        second = client.post("/try/new/", data | {"kind": "?"})

        assert second.status_code == 302
        assert second.url == first.url

    def test_two_forms_make_two_records(self, signed_in, indonesia):
        dialogue = make_dialogue(partner=indonesia)
        client = signed_in("officer")

        for _number in range(2):
            client.post("/try/new/", self._new(dialogue, uuid.uuid4()))

        assert Concern.objects.filter(title="Sent twice").count() == 2

    def test_the_mark_of_somebody_elses_sending_is_of_no_use(
        self, signed_in, cast, indonesia
    ):
        data = self._new(make_dialogue(partner=indonesia), uuid.uuid4())
        theirs = signed_in("officer").post("/try/new/", data)

        mine = signed_in("lead").post("/try/new/", data)

        assert mine.status_code == 302
        assert mine.url != theirs.url
        assert Concern.objects.filter(created_by=cast["lead"]).count() == 1

    @pytest.mark.parametrize("key", ["", "x", "0" * 5000, "ø"])
    def test_a_mark_that_is_none_does_no_harm(self, signed_in, indonesia, key):
        data = self._new(make_dialogue(partner=indonesia), key)

        assert signed_in("officer").post("/try/new/", data).status_code == 302

    def test_a_refused_form_can_be_sent_again(self, signed_in, indonesia):
        data = self._new(make_dialogue(partner=indonesia), uuid.uuid4())
        client = signed_in("officer")

        refused = client.post("/try/new/", data | {"title": ""})
        saved = client.post("/try/new/", data)

        assert refused.status_code == 200
        assert saved.status_code == 302
        assert Concern.objects.filter(title="Sent twice").count() == 1

    def test_six_sendings_at_once_make_one_record(self, all_at_once):
        dialogue = make_dialogue()
        user = make_user(desks=[dialogue.partner])
        data = self._new(dialogue, uuid.uuid4())
        clients = [Client() for _number in range(6)]
        for client in clients:
            client.force_login(user)

        urls = all_at_once([lambda c=c: c.post("/try/new/", data).url for c in clients])

        assert len(urls) == 6
        assert len(set(urls)) == 1
        assert Concern.objects.filter(title="Sent twice").count() == 1
        assert Submission.objects.count() == 1

    def test_of_edits_sent_at_once_none_is_overwritten(self, all_at_once):
        concern = make_concern(title="As it was")
        user = make_user(desks=[concern.partner])
        clients = [Client() for _number in range(4)]
        for client in clients:
            client.force_login(user)
        data = _data(ConcernForm, by=user, instance=concern)

        def send(client, title):
            url = f"/try/{concern.pk}/edit/"
            return client.post(url, _with(data, title=title)).status_code

        codes = all_at_once(
            [lambda c=c, n=n: send(c, f"By {n}") for n, c in enumerate(clients)]
        )

        assert sorted(codes) == [200, 200, 200, 302]
        assert Concern.objects.get(pk=concern.pk).version == 2
