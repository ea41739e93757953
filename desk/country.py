"""Everything about one partner country, one click away."""

from functools import cached_property

from django.db.models import Max
from django.urls import NoReverseMatch, reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from desk.page_parts import hand_over_url
from desk.permissions import can_arrange_on
from desk.tasks import soonest_first
from dialogues import tones
from dialogues.contacts.silent import by_home, silent_contacts
from dialogues.models import (
    Concern,
    Dialogue,
    FollowUp,
    Measure,
    Meeting,
    Participation,
    Raising,
    Round,
)
from dialogues.page_parts import fact, link_to
from dialogues.political.contacts import political_contacts
from dialogues.political.line import line_of
from dialogues.political.rules import warnings_in_words
from dialogues.promises import promises_due
from partners.models import Institution, Partner, Person, Position

ON_THE_TIMELINE = 12
AT_MOST = 15
CONCERNS_AT_MOST = 40
POLITICAL_AT_MOST = 5


class CountryPage:
    """What `user` may know about `partner`; each part costs a fixed few queries."""

    def __init__(self, partner: Partner, user, today):
        self.partner, self.user, self.today = partner, user, today

    @cached_property
    def dialogues(self):
        """The visible dialogues, each with the colour of its status."""
        rows = Dialogue.objects.visible_to(self.user).current()
        rows = rows.filter(partner=self.partner)
        return [(row, tones.DIALOGUE_STATUS[row.status]) for row in rows]

    def _rounds(self):
        rows = Round.objects.visible_to(self.user).current()
        return rows.filter(dialogue__partner=self.partner)

    def next_round(self):
        return soonest_first(self._rounds().coming(self.today)).first()

    def last_round(self):
        held = self._rounds().filter(status=Round.Status.HELD)
        return held.exclude(starts_on="").order_by("-starts_on", "-pk").first()

    @cached_property
    def timeline(self):
        """The latest rounds and meetings together, the newest first."""
        meetings = Meeting.objects.visible_to(self.user).current()
        meetings = meetings.filter(partner=self.partner).newest_first()
        rounds = self._rounds().newest_first()[:ON_THE_TIMELINE]
        events = [(row.stands_at, _round_event(row)) for row in rounds]
        events += [
            (row.date, _meeting_event(row)) for row in meetings[:ON_THE_TIMELINE]
        ]
        events.sort(key=lambda event: event[0], reverse=True)
        return [event for _stands_at, event in events[:ON_THE_TIMELINE]]

    @cached_property
    def concerns(self):
        """Open concerns by who raised them, those longest without an answer first."""
        rows = Concern.objects.visible_to(self.user).current().open()
        rows = rows.filter(partner=self.partner).longest_unanswered_first(self.user)
        rows = list(rows.select_related("topic")[:CONCERNS_AT_MOST])
        sides = [
            (side, [_concern_line(row) for row in rows if row.raised_by == side])
            for side in Concern.RaisedBy
        ]
        return [(side.heading(self.partner), lines) for side, lines in sides if lines]

    @cached_property
    def replies_awaited(self):
        return list(self._replies_due().not_from_partner()[:AT_MOST])

    @cached_property
    def replies_owed(self):
        return list(self._replies_due().from_partner()[:AT_MOST])

    def _replies_due(self):
        rows = Raising.objects.due_to(self.user)
        rows = rows.filter(concern__partner=self.partner)
        return rows.with_visible(self.user, "concern")

    @cached_property
    def follow_ups(self):
        rows = FollowUp.objects.visible_to(self.user).current().open()
        rows = rows.filter(partner=self.partner).select_related("owner")
        return list(rows.order_by("due", "pk")[:AT_MOST])

    @cached_property
    def waiting(self):
        """Promises of this country's dialogues that fall due."""
        rows = Measure.objects.visible_to(self.user)
        rows = rows.filter(dialogue__partner=self.partner)
        return {"promises": promises_due(rows, self.user, self.today)}

    @cached_property
    def political(self):
        return political_contacts(self.user, self.partner, self.today)

    def political_line(self):
        found = self.political
        return line_of(found.contacts, found.other_rounds, self.today)

    def political_last(self):
        return self.political.contacts[:POLITICAL_AT_MOST]

    def rows(self):
        """The records that the page is told from, for the reading log."""
        promises = [
            line for _whose, lines in self.waiting["promises"] for line in lines
        ]
        concerns = [line for _side, lines in self.concerns for line in lines]
        replies = [*self.replies_awaited, *self.replies_owed]
        return [
            *(row for one in self.political_last() for row in one.rows),
            *(line.measure for line in promises),
            *(line["concern"] for line in concerns),
            *(event["record"] for event in self.timeline),
            *replies,
            *self.follow_ups,
        ]

    def political_warnings(self):
        return warnings_in_words(self.political.dated_levels, self.today)

    def people_met(self):
        """People of other sides than ours, with the date of the last contact."""
        return self._met("person", Person)

    def institutions_met(self):
        return self._met("institution", Institution)

    def _met(self, name, model):
        seen = Participation.objects.visible_to(self.user).current()
        seen = seen.filter(
            meeting__partner=self.partner,
            meeting__archived_at__isnull=True,
            attendance=Participation.Attendance.PRESENT,
            **{f"{name}__isnull": False},
        ).exclude(side=Participation.DelegationSide.OURS)
        # Grouped anew: the marking of each row must not split the groups.
        met = Participation.objects.filter(pk__in=seen.values("pk")).order_by()
        met = met.values(name).annotate(last=Max("meeting__date"))
        met = list(met.order_by("-last", name)[:AT_MOST])
        rows = model.objects.visible_to(self.user)
        rows = rows.in_bulk([one[name] for one in met])
        return [(rows[one[name]], one["last"]) for one in met if one[name] in rows]

    def in_office(self):
        """Who holds which position in the partner country now."""
        rows = Position.objects.visible_to(self.user).current().held_now()
        rows = rows.filter(
            person__country=self.partner.code,
            person__archived_at__isnull=True,
            person__do_not_contact=False,
        )
        rows = rows.order_by("-since", "pk")
        return rows.with_visible(self.user, "person", "institution")[:AT_MOST]

    def going_dormant(self):
        found = silent_contacts(self.user, [self.partner], today=self.today)
        return by_home(found)

    def officers(self):
        """Who is responsible for this country, and where that is handed over."""
        rows = self.partner.assignments.filter(user__is_active=True)
        rows = list(rows.select_related("user").order_by("role", "user__name"))
        for row in rows:
            may = can_arrange_on(self.user, row)
            row.hand_over_url = hand_over_url(row.user) if may else ""
        return rows


def ways_to_contacts(dialogues, partner):
    """Where the contacts between the two countries are shown; only what there is."""
    ways = []
    for dialogue, _tone in dialogues:
        picture = _url("dialogues:dialogue_network", dialogue.slug)
        matrix = _url("dialogues:dialogue_pairing", dialogue.slug)
        pages = [
            (_("The network in a picture"), picture),
            (_("Who meets whom"), matrix),
        ]
        ways.append((dialogue, [page for page in pages if page[1]]))
    networks = _url("partners:network_list", query=partner.pk)
    return {
        "dialogues": [way for way in ways if way[1]],
        "lists": [(_("All networks"), networks)] if networks else [],
    }


def _url(name, *args, query=None):
    """The address of a page, or "" when the product has none of that name."""
    try:
        url = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    return f"{url}?partner={query}" if query else url


def facts(partner, last_round, next_round, today):
    """The state of things in a few lines."""
    rows = [
        fact(_("Partner since"), partner.since, kind="date"),
        _round_fact(_("Next round"), next_round),
        _round_fact(_("Last round"), last_round),
    ]
    if last_round:
        ended = (last_round.ends_on or last_round.starts_on).latest
        gap = timesince(ended, now=today, depth=2) if ended < today else ""
        rows.append(fact(_("Since the last round"), gap))
    return rows


def _round_fact(label, row):
    return link_to(label, row) if row else fact(label, _("None"))


def _round_event(row):
    return {
        "date": row.starts_on,
        "end": row.ends_on,
        "title": str(row),
        "url": row.get_absolute_url(),
        "icon": "Handshake",
        "kind": _("Round"),
        "status": row.get_status_display(),
        "status_tone": tones.ROUND_STATUS[row.status],
        "record": row,
    }


def _meeting_event(row):
    return {
        "date": row.date,
        "end": row.ends_on,
        "title": row.title,
        "url": row.get_absolute_url(),
        "icon": "PersonGroup",
        "kind": row.get_kind_display(),
        "record": row,
    }


def _concern_line(row):
    return {
        "concern": row,
        "status_tone": tones.CONCERN_STATUS[row.status],
        "since": row.unanswered_since,
    }
