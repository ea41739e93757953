"""Who took part in a meeting, and what was on the agenda."""

from django.db import models
from django.db.models import F, Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record, RecordQuerySet
from dialogues.models.counting import rows_naming
from dialogues.models.meetings import Meeting
from dialogues.models.rounds import Round
from dialogues.models.sides import Side
from dialogues.models.topics import Topic
from partners.models import Institution, Person


class ParticipationQuerySet(RecordQuerySet):
    desk_path = "meeting__partner"
    part_of = ("meeting", "meeting__round", "meeting__dialogue")
    seen_with = ("person", "institution")

    def of_meeting(self, meeting):
        return self.current().filter(meeting=meeting)

    def delegations_of(self, meeting, user):
        """The two delegations and the others, as `(side, participations)`.

        Heads and openers come first, interpreters and observers last; absent sides are
        left out. Only what this user may see.
        """
        rows = self.visible_to(user).of_meeting(meeting)
        rows = rows.with_visible(user, "person", "institution")
        rank = {role: number for number, role in enumerate(Participation.Role.values)}
        ordered = sorted(rows, key=lambda row: (rank[row.role], row.pk))
        return [
            (label, [row for row in ordered if row.side == side])
            for side, label in Participation.DelegationSide.choices
            if any(row.side == side for row in ordered)
        ]


class Participation(Record):
    """Somebody, or an institution whose people are not named, at a meeting."""

    class DelegationSide(models.TextChoices):
        OURS = "ours", _("Our side")
        PARTNER = "partner", _("The partner")
        OTHER = "other", _("Others")

    class Role(models.TextChoices):
        OPENER = "opener", _("Opener")
        HEAD = "head", _("Head of delegation")
        MEMBER = "member", _("Member")
        MODERATOR = "moderator", _("Moderator")
        DISCUSSANT = "discussant", _("Discussant")
        RAPPORTEUR = "rapporteur", _("Rapporteur")
        EXPERT = "expert", _("Expert")
        INTERPRETER = "interpreter", _("Interpreter")
        OBSERVER = "observer", _("Observer")

    class Attendance(models.TextChoices):
        EXPECTED = "expected", _("Expected")
        PRESENT = "present", _("Present")
        ABSENT = "absent", _("Absent")
        EXCLUDED = "excluded", _("Excluded")

    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("meeting"),
        on_delete=models.PROTECT,
        related_name="participations",
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
    )
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        help_text=_("For which this person came."),
    )
    title = models.CharField(_("title at the time"), max_length=200, blank=True)
    side = models.CharField(
        _("side"),
        max_length=10,
        choices=DelegationSide,
        default=DelegationSide.PARTNER,
    )
    role = models.CharField(_("role"), max_length=15, choices=Role, default=Role.MEMBER)
    attendance = models.CharField(
        _("attendance"), max_length=10, choices=Attendance, default=Attendance.PRESENT
    )

    objects = ParticipationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ("side", "pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(institution__isnull=False),
                name="participation_names_someone",
                violation_error_message=_("Name a person or an institution."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(archived_at__isnull=True),
                name="participation_once_in_a_meeting",
                violation_error_message=_("This person is on the list already."),
            ),
        ]

    def __str__(self):
        return f"{_('Participant')} {self.pk}"

    def get_absolute_url(self):
        return self.meeting.get_absolute_url()


class AgendaItemQuerySet(RecordQuerySet):
    part_of = (
        "meeting",
        "meeting__round",
        "meeting__dialogue",
        "round",
        "round__dialogue",
    )

    def of_meeting(self, meeting, user):
        """The agenda of a meeting in its order, as far as this user may see it."""
        rows = self.visible_to(user).current().filter(meeting=meeting)
        return rows.select_related("topic")

    def in_rounds_of(self, dialogue):
        """Those on an agenda of its rounds, with `in_round` and `of_group` as keys.

        The round of a meeting counts before the one that the item itself names.
        """
        rows = self.annotate(
            in_round=Coalesce("meeting__round", "round"),
            of_group=F("meeting__working_group"),
        )
        return rows.filter(
            Q(meeting__isnull=True, round__dialogue=dialogue)
            | Q(meeting__round__dialogue=dialogue, meeting__archived_at__isnull=True)
        ).select_related("meeting")

    def with_notes(self, user):
        """Each with its topic, `visible_note` to speak from, and where it moved to."""
        notes = rows_naming(AgendaItem, "speaking_note").visible_to(user).current()
        rows = self.select_related("topic").with_visible(user, "moved_to")
        # No to_attr: inside another prefetch it would cost a query for each row.
        return rows.prefetch_related(Prefetch("speaking_note", notes))

    def for_partner(self):
        """What the agenda holds that is handed over: nothing of ours alone.

        What was refused, dropped or moved away is on it no longer.
        """
        gone = (
            AgendaItem.Status.MOVED,
            AgendaItem.Status.REFUSED,
            AgendaItem.Status.DROPPED,
        )
        return self.filter(internal=False).exclude(status__in=gone)

    def handed_over(self, round_, user):
        """By meeting (None for the round as a whole), what goes to the partner.

        What we do before and after among ourselves is no part of it.
        """
        items = self.visible_to(user).current().for_partner().select_related("topic")
        own = list(items.filter(round=round_, meeting__isnull=True))
        meetings = round_.meetings.visible_to(user).current().with_partner(user)
        meetings = meetings.order_by("date", "time", "pk").prefetch_related(
            Prefetch("agenda_items", items, to_attr="handed_over")
        )
        parts = [(row, row.handed_over) for row in meetings]
        return [part for part in [(None, own), *parts] if part[1]]

    def desk_condition(self, user):
        desk = user.desk_partner_ids
        return Q(meeting__partner__in=desk) | Q(round__dialogue__partner__in=desk)


class AgendaItem(Record):
    """One item on the agenda of a meeting, or of a round as a whole."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Agreed")
        MOVED = "moved", _("Moved")
        REFUSED = "refused", _("Refused")
        DROPPED = "dropped", _("Dropped")

    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("meeting"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
    )
    round = models.ForeignKey(
        Round,
        verbose_name=_("round"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
    )
    title = models.CharField(_("item"), max_length=300)
    proposed_by = models.CharField(
        _("proposed by"), max_length=10, choices=Side, blank=True
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        blank=True,
        help_text=_("Empty when the record does not say."),
    )
    moved_to = models.ForeignKey(
        Round,
        verbose_name=_("moved to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="items_moved_here",
    )
    discussed = models.BooleanField(_("came up"), null=True, blank=True)
    internal = models.BooleanField(
        _("only for us"),
        default=False,
        help_text=_("Never leaves the ministry with the agenda."),
    )

    objects = AgendaItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ("order", "pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(meeting__isnull=False) | Q(round__isnull=False),
                name="agendaitem_is_on_an_agenda",
                violation_error_message=_("Choose a meeting or a round."),
            ),
            models.CheckConstraint(
                condition=Q(moved_to__isnull=True) | Q(status="moved"),
                name="agendaitem_is_moved_to_a_round",
                violation_error_message=_(
                    "Only an item with the status “Moved” is moved to a round."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if self.meeting_id:
            self.round = self.meeting.round
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return f"{(self.meeting or self.round).get_absolute_url()}#item-{self.pk}"

    def stands_fast(self):
        of_meeting = self.meeting.round_id if self.meeting else None
        return Round.objects.why_closed(self.round_id, of_meeting)

    def came_up_although(self):
        """The status that speaks against it, in words, of an item that came up."""
        against = (self.Status.MOVED, self.Status.REFUSED, self.Status.DROPPED)
        if not self.discussed or self.status not in against:
            return ""
        return self.get_status_display()

    @property
    def visible_note(self):
        """What `with_notes` loaded for its reader, or None; never more than that."""
        return self._state.fields_cache.get("speaking_note")
