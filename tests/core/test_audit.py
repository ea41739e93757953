"""The audit log: only added to, and any tampering shows."""

from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from core.access import log_reading
from core.models import AuditEvent, AuditHead, Classification
from dialogues.models import Concern
from tests.factories import make_concern, make_dialogue, make_meeting, make_user

OPEN, INTERNAL, RESTRICTED, CONFIDENTIAL = Classification
READ = AuditEvent.Action.READ


@pytest.fixture
def events(cast):
    return [
        AuditEvent.objects.record(READ, by=cast["officer"], detail={"number": number})
        for number in range(4)
    ]


def _drop_triggers():
    names = {
        "sqlite": ["audit_no_update", "audit_no_delete"],
        "postgresql": ["audit_no_change ON core_auditevent"],
    }
    with connection.cursor() as cursor:
        for name in names[connection.vendor]:
            cursor.execute(f"DROP TRIGGER {name}")


@pytest.mark.parametrize(
    "tamper",
    [
        lambda event: AuditEvent.objects.filter(pk=event.pk).update(action="read"),
        lambda event: AuditEvent.objects.filter(pk=event.pk).delete(),
        lambda event: event.delete(),
        lambda event: event.save(),
        lambda event: _sql("UPDATE core_auditevent SET detail = '{}'"),
        lambda event: _sql("DELETE FROM core_auditevent"),
    ],
)
def test_the_database_refuses_to_change_or_delete_an_event(events, tamper):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        tamper(events[1])

    assert AuditEvent.objects.count() == 4
    assert AuditEvent.objects.first_broken() is None


def _sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_chain_holds_from_the_first_event(events):
    stored = AuditEvent.objects.order_by("pk")

    assert stored[0].previous == ""
    for before, after in pairwise(stored):
        assert after.previous == before.digest
    assert AuditHead.objects.get().digest == stored.last().digest
    assert AuditEvent.objects.first_broken() is None


def test_an_empty_log_is_whole(db):
    assert AuditEvent.objects.first_broken() is None


@pytest.mark.parametrize(
    "change",
    [
        {"detail": {"number": 99}},
        {"action": "exported"},
        {"kind": "concern"},
        {"object_id": 7},
        {"ip": "192.0.2.1"},
        {"user": None},
        {"previous": "0" * 64},
        {"digest": "0" * 64},
    ],
)
def test_a_changed_event_is_found(events, change):
    _drop_triggers()

    AuditEvent.objects.filter(pk=events[2].pk).update(**change)

    assert AuditEvent.objects.first_broken() == events[2]


def test_a_missing_event_is_found_at_the_one_after(events):
    _drop_triggers()

    AuditEvent.objects.filter(pk=events[1].pk).delete()

    assert AuditEvent.objects.first_broken() == events[2]


def test_missing_last_events_are_found(events):
    _drop_triggers()

    AuditEvent.objects.filter(pk=events[3].pk).delete()

    assert AuditEvent.objects.first_broken() == AuditHead.objects.get()


def test_events_that_changed_places_are_found(events):
    _drop_triggers()
    one, other = events[1], events[2]

    AuditEvent.objects.filter(pk=one.pk).update(detail=other.detail)
    AuditEvent.objects.filter(pk=other.pk).update(detail=one.detail)

    assert AuditEvent.objects.first_broken() == one


@pytest.mark.parametrize(
    "ip",
    [
        "192.0.2.1",
        "2001:db8::1",
        "2001:DB8:0:0::1",
        "::ffff:192.0.2.1",
        "::ffff:c000:201",
        "::1",
        None,
    ],
)
def test_an_address_is_read_back_as_it_was_signed(db, ip):
    AuditEvent.objects.record(READ, ip=ip)

    assert AuditEvent.objects.first_broken() is None


def test_details_of_any_kind_are_read_back_as_they_were_signed(db):
    detail = {"ø": "Trần Đức 陈", "n": [1, None, True, {"b": 1, "a": 2}], "e": "\\ \"'"}

    AuditEvent.objects.record(READ, detail=detail)

    assert AuditEvent.objects.first_broken() is None


def test_events_recorded_at_once_form_one_chain(all_at_once):
    all_at_once([lambda: AuditEvent.objects.record(READ)] * 6)
    all_at_once([lambda: AuditEvent.objects.record(READ)] * 12)

    assert AuditEvent.objects.count() == 18
    assert AuditEvent.objects.first_broken() is None


class TestReading:
    def _read(self, user, record):
        request = RequestFactory().get("/")
        request.user = user
        log_reading(request, record)

    def _count(self):
        return AuditEvent.objects.filter(action=READ).count()

    @pytest.mark.parametrize(
        ("marking", "events"),
        [(OPEN, 0), (INTERNAL, 0), (RESTRICTED, 1), (CONFIDENTIAL, 1)],
    )
    def test_only_restricted_and_above_is_logged(self, cast, marking, events):
        self._read(cast["officer"], make_concern(classification=marking))

        assert self._count() == events

    def test_what_counts_is_the_marking_of_what_it_is_part_of(self, cast):
        dialogue = make_dialogue(classification=RESTRICTED)
        concern = make_concern(dialogue=dialogue, classification=OPEN)

        self._read(cast["officer"], Concern.objects.with_marking().get(pk=concern.pk))

        assert self._count() == 1

    def test_a_reading_is_logged_once_in_ten_minutes(self, cast, time_machine):
        concern = make_concern(classification=RESTRICTED)
        time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
        for _number in range(3):
            self._read(cast["officer"], concern)
        assert self._count() == 1

        time_machine.shift(10 * 60 - 1)
        self._read(cast["officer"], concern)
        assert self._count() == 1

        time_machine.shift(2)
        self._read(cast["officer"], concern)
        assert self._count() == 2

    def test_every_reader_and_every_record_counts_by_itself(self, cast):
        concern, other = (make_concern(classification=RESTRICTED) for _n in range(2))
        meeting = make_meeting(classification=RESTRICTED)

        for who in ("officer", "junior"):
            for record in (concern, other, meeting):
                self._read(cast[who], record)

        assert self._count() == 6
        event = AuditEvent.objects.order_by("pk").first()
        assert (event.user, event.kind) == (cast["officer"], "concern")
        assert (event.object_id, event.ip) == (concern.pk, "127.0.0.1")

    def test_opening_the_history_is_reading(self, signed_in, cast, indonesia):
        concern = make_concern(partner=indonesia, classification=RESTRICTED)

        signed_in("auditor").get(concern.url_for("history"))

        assert AuditEvent.objects.get(action=READ).user == cast["auditor"]


def test_no_event_holds_the_text_of_a_record(signed_in, indonesia):
    concern = make_concern(
        partner=indonesia, title="Nama korban", classification=RESTRICTED
    )
    client = signed_in("officer")

    client.get(concern.url_for("history"))
    client.post(concern.url_for("archive"), {"reason": "Nama korban sudah bebas"})

    for event in AuditEvent.objects.all():
        assert "Nama" not in str(vars(event))


def test_a_list_as_a_file_is_logged_with_its_filter_and_count(signed_in, indonesia):
    for _number in range(3):
        make_concern(partner=indonesia)
    query = {"format": "csv", "classification": "2"}

    response = signed_in("analyst").get("/concerns/", query)
    b"".join(response.streaming_content)

    event = AuditEvent.objects.get(action="exported")
    assert event.detail["rows"] == 3
    assert "classification=2" in event.detail["filter"]


def test_who_left_stays_in_the_log(db):
    user = make_user()
    AuditEvent.objects.record(READ, by=user)

    with pytest.raises(DatabaseError), transaction.atomic():
        user.delete()
