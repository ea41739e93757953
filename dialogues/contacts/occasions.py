"""The meetings and rounds at which institutions of two countries were in touch."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, NullIf

from core.models import User
from core.partial_dates import PartialDate, PartialDateField
from dialogues.models import Meeting, Participation, Round
from partners.models import Institution, Partner, Position

LED_BY_US = ("head_own", "opener_own")
LED_BY_THEM = ("head_partner", "opener_partner")

# The people of each institution; None stands for those of whom no name is recorded.
Delegations = dict[int, set[int | None]]


@dataclass(slots=True)
class Occasion:
    """A meeting or a round, and who was there of either country."""

    date: PartialDate
    event: Meeting | Round
    dialogue_id: int | None
    home: Delegations = field(default_factory=lambda: defaultdict(set))
    partner: Delegations = field(default_factory=lambda: defaultdict(set))

    def is_reduced_to(self, institution: int) -> bool:
        """Forgets the others of its side; False when it was on neither side."""
        for side in (self.home, self.partner):
            if institution in side:
                for other in side.keys() - {institution}:
                    del side[other]
                return True
        return False


def over(rows, of_meeting: str, today: date):
    """Rows whose meeting is over, with its day and the country's code.

    They are `held_on` and `code`; `of_meeting` is the path to the meeting. One without
    a date has that of its round, when that was held. What has no date at all is left
    out.
    """
    held = {"round__status": Round.Status.HELD, "round__archived_at__isnull": True}
    held = Q(**{f"{of_meeting}{name}": value for name, value in held.items()})
    day_of_round = Case(
        When(held, then=F(f"{of_meeting}round__starts_on")), default=Value("")
    )
    day = Coalesce(
        NullIf(F(f"{of_meeting}date"), Value("")),
        day_of_round,
        output_field=PartialDateField(),
    )
    rows = rows.annotate(held_on=day, code=F(f"{of_meeting}partner__code"))
    return rows.filter(held_on__lte=today.isoformat()).exclude(held_on="")


def rounds_held(user: User, today: date):
    """Rounds that are over, each with `held_on` and the `code` of the country."""
    rows = Round.objects.visible_to(user).current().filter(status=Round.Status.HELD)
    rows = rows.annotate(held_on=F("starts_on"), code=F("dialogue__partner__code"))
    return rows.filter(held_on__lte=today.isoformat()).exclude(held_on="")


def representations(user: User):
    """Who was present for an institution."""
    rows = Participation.objects.visible_to(user).current()
    present = Participation.Attendance.PRESENT
    return rows.filter(attendance=present, institution__isnull=False)


def occasions(
    user: User,
    today: date,
    *,
    partners: Sequence[Partner] = (),
    institution: Institution | None = None,
) -> list[Occasion]:
    """Those of some partner countries, or of one institution; newest first.

    Takes four queries, however many there are.
    """
    found = _meetings(user, today, partners, institution)
    found += _rounds(user, today, partners, institution)
    if institution:
        found = [one for one in found if one.is_reduced_to(institution.pk)]
    found.sort(key=lambda one: (one.date, one.event.pk), reverse=True)
    return found


def _meetings(user, today, partners, institution):
    rows = over(Meeting.objects.visible_to(user).current(), "", today).order_by()
    there = representations(user).order_by()
    if partners:
        rows = rows.filter(partner__in=partners)
        there = there.filter(meeting__partner__in=partners)
    if institution:
        attended = there.filter(institution=institution).values("meeting")
        rows, there = rows.filter(pk__in=attended), there.filter(meeting__in=attended)
    known = {}
    for row in rows.defer("summary", "access_conditions", "folded"):
        known[row.pk] = Occasion(row.held_on, row, row.dialogue_id), row.code
    there = there.values_list(
        "meeting", "institution", "institution__country", "person"
    )
    for meeting, whose, country, person in there:
        if meeting in known:
            _add(*known[meeting], whose, country, person)
    return [occasion for occasion, _code in known.values()]


def _rounds(user, today, partners, institution):
    rows = rounds_held(user, today).order_by()
    if partners:
        rows = rows.filter(dialogue__partner__in=partners)
    positions = Position.objects.visible_to(user).current().order_by()
    if institution:
        people = positions.filter(institution=institution).values("person")
        led = [Q(**{f"{name}__in": people}) for name in (*LED_BY_US, *LED_BY_THEM)]
        rows = rows.filter(led[0] | led[1] | led[2] | led[3])
    rows = list(rows.defer("summary", "public_summary", "heads_note"))
    held = defaultdict(list)
    leaders = {
        getattr(row, f"{name}_id") for row in rows for name in LED_BY_US + LED_BY_THEM
    }
    # Asked with 0 as well, so that it is one query whether or not there is anybody.
    positions = positions.filter(person__in={*leaders, 0} - {None})
    for row in positions.select_related(None).annotate(of=F("institution__country")):
        held[row.person_id].append(row)
    return [_led(row, held) for row in rows]


def _led(row, held):
    """A round with the institutions of those who led or opened it."""
    occasion = Occasion(row.held_on, row, row.dialogue_id)
    for names, is_ours in ((LED_BY_US, True), (LED_BY_THEM, False)):
        for name in names:
            for position in held.get(getattr(row, f"{name}_id"), []):
                ours = position.of == settings.HOME_COUNTRY
                if ours is is_ours and position.held_on(row.held_on):
                    whose, person = position.institution_id, position.person_id
                    _add(occasion, row.code, whose, position.of, person)
    return occasion


def _add(occasion, code, institution, country, person):
    """Who was there of a third country is in touch with neither."""
    if country == settings.HOME_COUNTRY:
        occasion.home[institution].add(person)
    elif country == code:
        occasion.partner[institution].add(person)
