"""What a round is prepared with: notes to speak from, group reports, briefings."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import ClosedRoomRecord, RecordQuerySet
from dialogues.models.dialogue import WorkingGroup
from dialogues.models.participations import AgendaItem
from dialogues.models.rounds import Round
from partners.models import Person


class SpeakingNoteQuerySet(RecordQuerySet):
    part_of = (
        "agenda_item",
        "agenda_item__meeting",
        "agenda_item__meeting__round",
        "agenda_item__meeting__dialogue",
        "agenda_item__round",
        "agenda_item__round__dialogue",
    )

    def on_item(self, item):
        """The one note of an item, whoever may see it, or None."""
        return self.with_marking().filter(agenda_item=item).first()

    def is_seen_by(self, note, user):
        return self.visible_to(user).filter(pk=note.pk).exists()

    def desk_condition(self, user):
        desk = user.desk_partner_ids
        return Q(agenda_item__meeting__partner__in=desk) | Q(
            agenda_item__round__dialogue__partner__in=desk
        )


class SpeakingNote(ClosedRoomRecord):
    """What our side means to say on an item; it never leaves the ministry."""

    agenda_item = models.OneToOneField(
        AgendaItem,
        verbose_name=_("agenda item"),
        on_delete=models.PROTECT,
        related_name="speaking_note",
    )
    text = models.TextField(_("speaking note"))

    objects = SpeakingNoteQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(ClosedRoomRecord.Meta):
        verbose_name = _("speaking note")
        verbose_name_plural = _("speaking notes")

    def __str__(self):
        return f"{_('Speaking note')} {self.pk}"

    def get_absolute_url(self):
        return self.agenda_item.get_absolute_url()

    def stands_fast(self):
        return self.agenda_item.stands_fast()


class GroupReportQuerySet(RecordQuerySet):
    desk_path = "round__dialogue__partner"
    part_of = ("round", "round__dialogue", "working_group")

    def told_to(self, user):
        """Those that this user may read, with who moderated and who reported."""
        rows = self.visible_to(user).current()
        return rows.with_visible(user, "moderator", "rapporteur")

    def of_round(self, round_):
        return self.filter(round=round_)

    def of_group(self, group):
        return self.filter(working_group=group)

    def is_taken(self, group, round_):
        """Whether the group has a report of this round, whoever may see it."""
        return self.current().filter(working_group=group, round=round_).exists()


class GroupReport(ClosedRoomRecord):
    """What a working group was asked at a round, and what it reported back."""

    working_group = models.ForeignKey(
        WorkingGroup,
        verbose_name=_("working group"),
        on_delete=models.PROTECT,
        related_name="reports",
    )
    round = models.ForeignKey(
        Round,
        verbose_name=_("round"),
        on_delete=models.PROTECT,
        related_name="group_reports",
    )
    moderator = models.ForeignKey(
        Person,
        verbose_name=_("moderator"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    rapporteur = models.ForeignKey(
        Person,
        verbose_name=_("rapporteur"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    guiding_questions = models.TextField(_("guiding questions"), blank=True)
    report = models.TextField(_("report back"), blank=True)

    objects = GroupReportQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(ClosedRoomRecord.Meta):
        verbose_name = _("report of a working group")
        verbose_name_plural = _("reports of working groups")
        ordering = ("round", "working_group")
        constraints = [
            *ClosedRoomRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["working_group", "round"],
                condition=Q(archived_at__isnull=True),
                name="groupreport_once_at_a_round",
                violation_error_message=_(
                    "This group has a report of this round already."
                ),
            ),
        ]

    def __str__(self):
        return f"{_('Report of a working group')} {self.pk}"

    def clean(self):
        super().clean()
        if not (self.round_id and self.working_group_id):
            return
        if self.round.dialogue_id != self.working_group.dialogue_id:
            raise ValidationError(
                {"working_group": _("This working group belongs to another dialogue.")}
            )

    def get_absolute_url(self):
        return self.round.get_absolute_url()


class BriefingQuerySet(RecordQuerySet):
    desk_path = "round__dialogue__partner"
    part_of = ("round", "round__dialogue")

    def of_round(self, round_, user):
        """Those of a round that this user may see, with whom they are for."""
        return self.visible_to(user).current().filter(round=round_).with_readings()

    def with_readings(self):
        """Each with `for_whom`, the people, and `read_by`, who has read it and when."""
        readings = BriefingRead.objects.select_related("user").order_by("at")
        return self.prefetch_related(
            Prefetch("readers", to_attr="for_whom"),
            Prefetch("readings", readings, to_attr="read_by"),
        )

    def unread_by(self, user):
        """Those made for this user, who has not yet said to have read them."""
        read = BriefingRead.objects.filter(user=user).values("briefing")
        rows = self.visible_to(user).current().filter(readers=user)
        return rows.exclude(pk__in=read)


class Briefing(ClosedRoomRecord):
    """What our own people are told before a round, or after it."""

    class Kind(models.TextChoices):
        BEFORE = "before", _("Before the round")
        AFTER = "after", _("After the round")

    round = models.ForeignKey(
        Round,
        verbose_name=_("round"),
        on_delete=models.PROTECT,
        related_name="briefings",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.TextField(_("briefing"))
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("for"),
        blank=True,
        related_name="briefings",
    )

    objects = BriefingQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[readers])

    class Meta(ClosedRoomRecord.Meta):
        verbose_name = _("briefing")
        verbose_name_plural = _("briefings")
        ordering = ("kind", "pk")

    def __str__(self):
        return str(self.get_kind_display())

    def get_absolute_url(self):
        return reverse("dialogues:briefing_read", args=[self.pk])

    @property
    def waiting_for(self):
        """For whom it was made and who have not read it; needs `with_readings`."""
        read = {reading.user_id for reading in self.read_by}
        return [user for user in self.for_whom if user.pk not in read]


class BriefingRead(models.Model):
    """That somebody for whom a briefing was made has read it."""

    briefing = models.ForeignKey(
        Briefing, on_delete=models.CASCADE, related_name="readings"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reading of a briefing")
        verbose_name_plural = _("readings of briefings")
        constraints = [
            models.UniqueConstraint(
                fields=["briefing", "user"],
                name="briefingread_once",
                violation_error_message=_("You have read it already."),
            ),
        ]

    def __str__(self):
        return f"{self.briefing_id}: {self.user}"
