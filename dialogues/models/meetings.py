"""Meetings, in a round or between rounds: who took part, the agenda, the minutes."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded, FoldedQuerySet, words
from core.models import ClosedRoomRecord, Record, RecordQuerySet
from core.partial_dates import PartialDateField, not_before
from dialogues.models.counting import count_of, rows_naming
from dialogues.models.dialogue import Dialogue, WorkingGroup
from dialogues.models.rounds import Round
from dialogues.models.topics import Topic
from partners.models import Network, Partner


class MeetingQuerySet(FoldedQuerySet, RecordQuerySet):
    part_of = ("dialogue", "round")

    def newest_first(self):
        return self.order_by("-date", "-pk")

    def of_round(self, round_):
        return self.filter(round=round_)

    def between_rounds_of(self, dialogue):
        """Those in no round: of the dialogue, or of none with its country."""
        own = Q(dialogue=dialogue)
        beside = Q(dialogue__isnull=True, partner=dialogue.partner_id)
        return self.filter(own | beside, round__isnull=True)

    def with_partner(self, user):
        """Leaves out what is before and after the talks, unless the partner was there.

        As far as this user knows who was there. SECURITY: above all, the partner does
        not learn from an agenda that we met its civil society.
        """
        there = rows_naming(Meeting, "participations").visible_to(user).current()
        there = there.filter(meeting=OuterRef("pk"), side="partner")
        return self.filter(~Q(kind__in=Meeting.BESIDE) | Exists(there))

    def with_agendas(self, round_, user):
        """Those of a round, each with its `visible_agenda_items`, in time order."""
        items = rows_naming(Meeting, "agenda_items").visible_to(user).current()
        rows = self.visible_to(user).current().of_round(round_)
        return rows.order_by("date", "pk").prefetch_related(
            Prefetch("agenda_items", items, to_attr="visible_agenda_items")
        )

    def of_network(self, network):
        return self.filter(network=network)

    def about(self, topic, user):
        """Those with this topic on the agenda or raised, as far as this user may know.

        A topic that belongs to it counts as well.
        """
        items, raisings = dealing_with(topic, user)
        return self.filter(
            Q(pk__in=items.values("meeting")) | Q(pk__in=raisings.values("meeting"))
        )

    def telling_of(self, text, user):
        """Those in which every word occurs, also in the minutes that this user sees."""
        rows = self
        minutes = Minutes.objects.visible_to(user).current().order_by()
        for word in words(text)[:12]:
            said = minutes.filter(folded__contains=word)
            rows = rows.filter(
                Q(folded__contains=word) | Q(pk__in=said.values("meeting"))
            )
        return rows

    def with_minutes_telling_of(self, text, user):
        """Each with `telling_minutes`: those with one of the words, or None."""
        said = Q()
        for word in words(text)[:12]:
            said |= Q(folded__contains=word)
        minutes = Minutes.objects.visible_to(user).current()
        minutes = minutes.filter(said) if said else minutes.none()
        return self.prefetch_related(
            Prefetch("minutes", minutes, to_attr="telling_minutes")
        )

    def attended_by(self, user, **who):
        """Those at which a person or institution was, as far as this user may know."""
        there = (
            rows_naming(Meeting, "participations")
            .visible_to(user)
            .current()
            .filter(**who)
        )
        return self.filter(pk__in=there.values("meeting"))

    def with_counts(self, user):
        """Each row with `people`, `raised` and `minutes_status` as this user sees them.

        `people` is who took part, `raised` how many concerns came up.
        """
        mine = {"meeting": OuterRef("pk")}
        there = (
            rows_naming(Meeting, "participations")
            .visible_to(user)
            .current()
            .filter(**mine, attendance__in=("expected", "present"))
        )
        raised = (
            rows_naming(Meeting, "raisings")
            .visible_to(user)
            .filter(**mine, archived_at__isnull=True)
        )
        minutes = Minutes.objects.visible_to(user).current().filter(**mine)
        return self.annotate(
            people=count_of(there, "meeting"),
            raised=count_of(raised, "meeting", "concern"),
            minutes_status=Subquery(minutes.values("status")[:1]),
        )


def dealing_with(topic, user):
    """The agenda items and the raisings on a topic that this user may see."""
    family = Topic.objects.family_of(topic).order_by().values("pk")
    items = rows_naming(Meeting, "agenda_items").visible_to(user).current().order_by()
    raisings = rows_naming(Meeting, "raisings").visible_to(user).current().order_by()
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

    # About a round, and no part of its own programme.
    BESIDE = (Kind.PREPARATORY, Kind.DEBRIEF, Kind.CIVIL_SOCIETY)

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
    network = models.ForeignKey(
        Network,
        verbose_name=_("network"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        help_text=_("The network that gave rise to this meeting."),
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

    @property
    def is_beside(self):
        return self.kind in self.BESIDE

    def agenda_stands_fast(self, *rounds):
        """Why it neither comes to these rounds nor leaves them with its agenda."""
        items = rows_naming(Meeting, "agenda_items").current()
        if not items.filter(meeting=self.pk).exists():
            return ""
        return Round.objects.why_closed(*rounds)

    def stands_in_place(self):
        return self.agenda_stands_fast(self.round_id)

    def before_revert_is_saved(self):
        was = type(self).objects.get(pk=self.pk).round_id
        if was != self.round_id and (
            why := self.agenda_stands_fast(was, self.round_id)
        ):
            raise ValidationError(why)

    def get_absolute_url(self):
        return reverse("dialogues:meeting_detail", args=[self.pk])


class MinutesQuerySet(RecordQuerySet):
    desk_path = "meeting__partner"
    part_of = ("meeting", "meeting__round", "meeting__dialogue")

    def changeable_by(self, user):
        """Final minutes are locked: no form, no archiving, no earlier version."""
        return super().changeable_by(user).filter(status=Minutes.Status.DRAFT)

    def of_meeting(self, meeting, user):
        """The minutes that this user may read, or None."""
        return self.visible_to(user).current().filter(meeting=meeting).first()


class Minutes(Folded, ClosedRoomRecord):
    """What was said: a row of its own, since it is for fewer eyes than the meeting."""

    folded_from = ("text",)

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

    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)
    correction_why = models.CharField(
        _("why it was corrected"), max_length=300, blank=True, editable=False
    )

    objects = MinutesQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints = [
            *ClosedRoomRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(edition=1) | ~Q(correction_why=""),
                name="minutes_are_corrected_for_a_reason",
                violation_error_message=_("Say why the minutes are corrected."),
            ),
        ]

    def __str__(self):
        return f"{_('Minutes')}: {self.meeting}"

    def stays_on_revert(self):
        return {"status", "edition", "correction_why"}

    @property
    def is_locked(self):
        """Final minutes are changed by a correction only, which keeps the original."""
        return self.status != self.Status.DRAFT

    def get_absolute_url(self):
        return self.meeting.get_absolute_url()
