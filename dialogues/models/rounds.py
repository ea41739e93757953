"""Rounds of a dialogue, from their planning to their close."""

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import typed_words
from core.models import Record, RecordQuerySet
from core.partial_dates import PartialDateField, between, not_before
from dialogues.models.counting import count_of, rows_naming
from dialogues.models.dialogue import Dialogue, WorkingGroup
from dialogues.models.sides import Side
from partners.countries import country_name
from partners.models import CountryField, Level, Person

CLOSED = _("The round is closed. A desk lead has to open it again first.")


class RoundQuerySet(RecordQuerySet):
    desk_path = "dialogue__partner"
    part_of = ("dialogue",)

    def why_closed(self, *keys):
        """Why nothing changes in any of these rounds; empty when none is closed."""
        keys = set(keys) - {None}
        closed = self.filter(pk__in=keys, closed_on__isnull=False)
        return CLOSED if keys and closed.exists() else ""

    def newest_first(self):
        """By date; rounds of unknown date stand where their number puts them.

        Without a date and a number, one that is to come stands first, any other last.
        """
        earlier = Round.objects.filter(
            dialogue=OuterRef("dialogue"), ordinal__lt=OuterRef("ordinal")
        )
        earlier = earlier.exclude(starts_on="").order_by("-ordinal")
        stands_at = Case(
            When(~Q(starts_on=""), then=F("starts_on")),
            When(ordinal__isnull=False, then=Subquery(earlier.values("starts_on")[:1])),
            When(status__in=Round.TO_COME, then=Value("9999")),
            output_field=models.CharField(),
        )
        return self.annotate(stands_at=Coalesce(stands_at, Value(""))).order_by(
            "-stands_at", F("ordinal").desc(nulls_last=True), "-pk"
        )

    def last_held_before(self, round_):
        """The round of the same dialogue held last before this one, or None."""
        rows = self.current().filter(dialogue=round_.dialogue_id, status="held")
        rows = rows.exclude(pk=round_.pk).newest_first()
        if round_.starts_on:
            rows = rows.filter(stands_at__lt=round_.starts_on)
        elif round_.ordinal:
            rows = rows.filter(Q(ordinal__isnull=True) | Q(ordinal__lt=round_.ordinal))
        return rows.first()

    def of_dialogue(self, dialogue):
        return self.filter(dialogue=dialogue)

    def that_may_follow(self, item):
        """The rounds to which an agenda item can move: later ones of its dialogue."""
        on = item.meeting or item.round
        rows = self.filter(dialogue=on.dialogue_id).exclude(pk=item.round_id)
        from_round = item.round or item.meeting.round
        if not (from_round and from_round.starts_on):
            return rows
        later = between("starts_on", since=from_round.starts_on)
        return rows.filter(later | Q(starts_on="") | Q(pk=item.moved_to_id))

    def about(self, topic, user):
        """Those that dealt with this topic, as far as this user may know.

        It stood on an agenda or was raised; a topic that belongs to it counts as well.
        """
        from dialogues.models.meetings import dealing_with

        items, raisings = dealing_with(topic, user)
        return self.filter(
            Q(pk__in=items.values("round"))
            | Q(pk__in=raisings.values("meeting__round"))
        )

    def matching(self, text):
        """Those in which every word occurs."""
        rows = self
        for word in typed_words(text):
            rows = rows.filter(
                Q(city__icontains=word)
                | Q(summary__icontains=word)
                | Q(public_summary__icontains=word)
                | Q(heads_note__icontains=word)
                | Q(dialogue__title__icontains=word)
            )
        return rows

    def led_by(self, person):
        """Those that somebody headed or opened, on either side."""
        return self.filter(
            Q(head_own=person)
            | Q(head_partner=person)
            | Q(opener_own=person)
            | Q(opener_partner=person)
        )

    def at_level(self, level):
        """Either side was represented at this level."""
        return self.filter(Q(level_own=level) | Q(level_partner=level))

    def with_counts(self, user):
        """Each row with `meetings_count`, `open_concerns` and `open_follow_ups`.

        All of them only from what this user may see. A concern counts where it was
        raised, a follow-up where it was agreed.
        """
        meetings = rows_naming(Round, "meetings").visible_to(user).current()
        raised = (
            rows_naming(meetings.model, "raisings")
            .visible_to(user)
            .current()
            .filter(meeting__round=OuterRef("pk"), concern__archived_at__isnull=True)
        )
        raised = raised.exclude(concern__status="closed")
        to_do = (
            rows_naming(meetings.model, "follow_ups").visible_to(user).current().open()
        )
        to_do = to_do.filter(meeting__round=OuterRef("pk"))
        return self.annotate(
            meetings_count=count_of(meetings.filter(round=OuterRef("pk")), "round"),
            open_concerns=count_of(raised, "meeting__round", "concern"),
            open_follow_ups=count_of(to_do, "meeting__round"),
        )

    def coming(self, today):
        """Planned or confirmed rounds that are not over yet."""
        not_over = between("starts_on", since=today.isoformat()[:7])
        return self.filter(not_over | Q(starts_on=""), status__in=Round.TO_COME)


class Round(Record):
    """One round of a dialogue, from its planning to its close."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        CONFIRMED = "confirmed", _("Confirmed")
        HELD = "held", _("Held")
        POSTPONED = "postponed", _("Postponed")
        SUSPENDED = "suspended", _("Suspended")
        CANCELLED = "cancelled", _("Cancelled")

    TO_COME = (Status.PLANNED, Status.CONFIRMED)
    STOPPED = (Status.POSTPONED, Status.SUSPENDED, Status.CANCELLED)

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")
        HYBRID = "hybrid", _("Hybrid")

    dialogue = models.ForeignKey(
        Dialogue,
        verbose_name=_("dialogue"),
        on_delete=models.PROTECT,
        related_name="rounds",
    )
    ordinal = models.PositiveSmallIntegerField(
        _("number"),
        null=True,
        blank=True,
        help_text=_("Our own count. Leave empty when it is not known."),
    )
    partner_ordinal = models.PositiveSmallIntegerField(
        _("number used by the partner"), null=True, blank=True
    )
    starts_on = PartialDateField(_("from"), blank=True)
    ends_on = PartialDateField(_("to"), blank=True)
    host = CountryField(_("host"), blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PLANNED
    )
    status_by = models.CharField(
        _("postponed, suspended or cancelled by"),
        max_length=10,
        choices=Side,
        blank=True,
    )
    status_why = models.TextField(_("why"), blank=True)
    resume_conditions = models.TextField(_("conditions to resume"), blank=True)
    next_agreed = models.CharField(
        _("agreed on the next round"),
        max_length=200,
        blank=True,
        help_text=_("Host and year, as the two sides agreed at the close."),
    )
    closed_on = models.DateField(_("closed on"), null=True, editable=False)
    closed_without = models.TextField(
        _("why it was closed all the same"),
        blank=True,
        editable=False,
    )
    level_own = models.CharField(
        _("our level"), max_length=20, choices=Level, blank=True
    )
    level_partner = models.CharField(
        _("the partner's level"), max_length=20, choices=Level, blank=True
    )
    head_own = models.ForeignKey(
        Person,
        verbose_name=_("our head of delegation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    head_partner = models.ForeignKey(
        Person,
        verbose_name=_("the partner's head of delegation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    opener_own = models.ForeignKey(
        Person,
        verbose_name=_("opened for us by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    opener_partner = models.ForeignKey(
        Person,
        verbose_name=_("opened for the partner by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    heads_note = models.TextField(_("note on the heads"), blank=True)
    participants_count = models.PositiveIntegerField(
        _("number of participants"), null=True, blank=True
    )
    participants_note = models.CharField(
        _("note on the number"), max_length=300, blank=True
    )
    working_groups = models.ManyToManyField(
        WorkingGroup,
        verbose_name=_("working groups"),
        blank=True,
        related_name="rounds",
    )
    summary = models.TextField(_("summary"), blank=True)
    public_summary = models.TextField(
        _("public summary"), blank=True, help_text=_("May be published as it stands.")
    )
    cost = models.DecimalField(
        _("cost in home currency"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
    )
    staff_days = models.DecimalField(
        _("staff days"), max_digits=6, decimal_places=1, null=True, blank=True
    )

    objects = RoundQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[working_groups])

    class Meta(Record.Meta):
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = (F("ordinal").desc(nulls_last=True), "-starts_on", "-pk")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["dialogue", "ordinal"],
                name="round_ordinal_once_in_a_dialogue",
                violation_error_message=_(
                    "This dialogue has a round with this number already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ordinal__isnull=True) | Q(ordinal__gte=1),
                name="round_ordinal_counts_from_one",
                violation_error_message=_("Rounds are counted from 1."),
            ),
            models.CheckConstraint(
                condition=not_before("ends_on", "starts_on"),
                name="round_ends_after_it_begins",
                violation_error_message=_("A round cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on="") | ~Q(starts_on=""),
                name="round_with_an_end_has_a_beginning",
                violation_error_message=_("Say when the round begins as well."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=("planned", "confirmed", "held"))
                | ~Q(status_why=""),
                name="round_is_stopped_for_a_reason",
                violation_error_message=_(
                    "Say why the round is postponed, suspended or cancelled."
                ),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(status="held"),
                name="round_closed_was_held",
                violation_error_message=_("Only a round that was held is closed."),
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0),
                name="round_cost_is_not_negative",
                violation_error_message=_("A cost cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(staff_days__isnull=True) | Q(staff_days__gte=0),
                name="round_staff_days_are_not_negative",
                violation_error_message=_("Staff days cannot be negative."),
            ),
        ]

    def __str__(self):
        place = ", ".join(filter(None, [self.city, self.starts_on[:4]]))
        if self.ordinal:
            name = _("Round %(ordinal)s") % {"ordinal": self.ordinal}
            return f"{name}, {place}" if place else name
        return f"{_('Round')}, {place}" if place else str(_("Round"))

    def get_absolute_url(self):
        return reverse("dialogues:round_detail", args=[self.pk])

    @property
    def numbers(self):
        """The number, and the partner's where it counts otherwise."""
        if not self.partner_ordinal or self.partner_ordinal == self.ordinal:
            return str(self.ordinal or "")
        both = {"own": self.ordinal or "–", "other": self.partner_ordinal}
        return _("%(own)s (the partner counts %(other)s)") % both

    @property
    def place(self):
        """City and country, as far as they are known."""
        host = country_name(self.host) if self.host else ""
        return ", ".join(filter(None, [self.city, host]))

    @property
    def is_closed(self):
        return self.closed_on is not None

    def stays_on_revert(self):
        """No way back past the rules of its life, which old versions do not know."""
        return {"status", "status_by", "status_why", "closed_on", "closed_without"}

    def stands_fast(self):
        return CLOSED if self.is_closed else ""

    def stands_in_place(self):
        """Only what is not archived can be opened again."""
        return "" if self.is_archived else self.stands_fast()

    def agenda_as_a_whole(self, user):
        """What is on the agenda of the round itself, not of one of its meetings."""
        items = self.agenda_items.visible_to(user).current()
        return items.filter(meeting__isnull=True).select_related("topic")

    def next_host(self):
        """Who hosts the round after this one, where the two sides take turns."""
        partner = self.dialogue.partner.code
        turns = {settings.HOME_COUNTRY: partner, partner: settings.HOME_COUNTRY}
        return turns.get(self.host, "")
