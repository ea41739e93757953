"""Meetings, in a round or between rounds: who took part, the agenda, the minutes."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded, FoldedQuerySet
from core.models import ClosedRoomRecord, Record, RecordQuerySet
from core.partial_dates import PartialDateField, not_before
from dialogues.models.counting import count_of
from dialogues.models.dialogue import Dialogue, Round, WorkingGroup
from dialogues.models.sides import Side
from dialogues.models.topics import Topic
from partners.models import Institution, Partner, Person


class MeetingQuerySet(FoldedQuerySet, RecordQuerySet):
    part_of = ("dialogue", "round")

    def newest_first(self):
        return self.order_by("-date", "-pk")

    def about(self, topic, user):
        """Those with this topic on the agenda or raised, as far as this user may know.

        A topic that belongs to it counts as well.
        """
        items, raisings = dealing_with(topic, user)
        return self.filter(
            Q(pk__in=items.values("meeting")) | Q(pk__in=raisings.values("meeting"))
        )

    def attended_by(self, user, **who):
        """Those at which a person or institution was, as far as this user may know."""
        there = Participation.objects.visible_to(user).current().filter(**who)
        return self.filter(pk__in=there.values("meeting"))

    def with_counts(self, user):
        """Each row with `people`, `raised` and `minutes_status` as this user sees them.

        `people` is who took part, `raised` how many concerns came up.
        """
        mine = {"meeting": OuterRef("pk")}
        there = (
            Participation.objects.visible_to(user)
            .current()
            .filter(**mine, attendance__in=("expected", "present"))
        )
        raised = _raisings().visible_to(user).current().filter(**mine)
        minutes = Minutes.objects.visible_to(user).current().filter(**mine)
        return self.annotate(
            people=count_of(there, "meeting"),
            raised=count_of(raised, "meeting", "concern"),
            minutes_status=Subquery(minutes.values("status")[:1]),
        )


def _raisings():
    return Meeting._meta.get_field("raisings").related_model.objects


def dealing_with(topic, user):
    """The agenda items and the raisings on a topic that this user may see."""
    family = Topic.objects.family_of(topic).order_by().values("pk")
    items = AgendaItem.objects.visible_to(user).current().order_by()
    raisings = _raisings().visible_to(user).current().order_by()
    return items.filter(topic__in=family), raisings.filter(concern__topic__in=family)


class Meeting(Folded, Record):
    """People of both sides in one place, or on one line, at one time."""

    folded_from = ("title", "city", "place", "summary")

    class Kind(models.TextChoices):
        POLITICAL_CONSULTATION = "political_consultation", _("Political consultation")
        PLENARY = "plenary", _("Plenary")
        WORKING_GROUP = "working_group", _("Working group")
        EXPERT_SEMINAR = "expert_seminar", _("Expert seminar")
        FIELD_VISIT = "field_visit", _("Field visit")
        SIDE_MEETING = "side_meeting", _("Side meeting")
        CIVIL_SOCIETY = "civil_society_consultation", _("Civil-society consultation")
        DEBRIEF = "debrief", _("Debrief")
        PREPARATORY = "preparatory", _("Preparatory meeting")
        POLITICAL_CONTACT = "political_contact", _("Contact at political level")
        DEMARCHE = "demarche", _("Démarche")

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner country"),
        on_delete=models.PROTECT,
        related_name="meetings",
    )
    dialogue = models.ForeignKey(
        Dialogue,
        verbose_name=_("dialogue"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
    )
    round = models.ForeignKey(
        Round,
        verbose_name=_("round"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        help_text=_("Leave empty for a meeting between rounds."),
    )
    working_group = models.ForeignKey(
        WorkingGroup,
        verbose_name=_("working group"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
    )
    date = PartialDateField(_("date"), blank=True)
    ends_on = PartialDateField(_("last day"), blank=True)
    time = models.TimeField(_("time"), null=True, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    mode = models.CharField(_("mode"), max_length=10, choices=Round.Mode, blank=True)
    chair = models.CharField(_("chair"), max_length=200, blank=True)
    access_conditions = models.TextField(
        _("conditions of access"),
        blank=True,
        help_text=_("What the host allowed or refused: press, civil society, places."),
    )
    summary = models.TextField(_("summary"), blank=True)

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-date", "-pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(round__isnull=True) | Q(dialogue__isnull=False),
                name="meeting_in_a_round_is_in_its_dialogue",
                violation_error_message=_("Choose the dialogue of this round."),
            ),
            models.CheckConstraint(
                condition=not_before("ends_on", "date"),
                name="meeting_ends_after_it_begins",
                violation_error_message=_("A meeting cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on="") | ~Q(date=""),
                name="meeting_with_an_end_has_a_date",
                violation_error_message=_("Say on which day the meeting began."),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        # A round decides the dialogue, and a dialogue the partner.
        if self.round_id:
            self.dialogue = self.round.dialogue
        if self.dialogue_id:
            self.partner = self.dialogue.partner
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.round and self.dialogue and self.round.dialogue_id != self.dialogue_id:
            raise ValidationError(
                {"round": _("This round belongs to another dialogue.")}
            )

    def get_absolute_url(self):
        return reverse("dialogues:meeting_detail", args=[self.pk])


class MinutesQuerySet(RecordQuerySet):
    desk_path = "meeting__partner"
    part_of = ("meeting", "meeting__round", "meeting__dialogue")

    def of_meeting(self, meeting, user):
        """The minutes that this user may read, or None."""
        return self.visible_to(user).current().filter(meeting=meeting).first()


class Minutes(ClosedRoomRecord):
    """What was said: a row of its own, since it is for fewer eyes than the meeting."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        FINAL = "final", _("Final")
        AGREED = "agreed", _("Agreed with the partner")

    meeting = models.OneToOneField(
        Meeting,
        verbose_name=_("meeting"),
        on_delete=models.PROTECT,
        related_name="minutes",
    )
    text = models.TextField(_("minutes"))
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT
    )

    objects = MinutesQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")

    def __str__(self):
        return f"{_('Minutes')}: {self.meeting}"

    def get_absolute_url(self):
        return self.meeting.get_absolute_url()


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
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if self.meeting_id:
            self.round = self.meeting.round
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return (self.meeting or self.round).get_absolute_url()
