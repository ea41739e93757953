"""What went wrong around a round, and what was done beside the dialogue."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded, FoldedQuerySet
from core.models import ClosedRoomRecord, Record, RecordQuerySet
from core.partial_dates import PartialDateField, not_before
from dialogues.models.concerns import Concern
from dialogues.models.dialogue import Dialogue
from dialogues.models.meetings import Meeting
from dialogues.models.rounds import Round
from dialogues.models.sides import Side
from dialogues.models.topics import OnTopicQuerySet, Topic
from partners.models import Partner


class IncidentQuerySet(FoldedQuerySet, RecordQuerySet):
    desk_path = "dialogue__partner"
    part_of = ("dialogue", "round", "meeting")

    def without_outcome(self):
        return self.filter(outcome="")

    def of_round(self, round_, user):
        """What kept a round from going as agreed, as this user may see it."""
        return self.visible_to(user).current().filter(round=round_)

    def of_meeting(self, meeting, user):
        return self.visible_to(user).current().filter(meeting=meeting)

    def of_dialogue(self, dialogue, user):
        return self.visible_to(user).current().filter(dialogue=dialogue)


class Incident(Folded, ClosedRoomRecord):
    """Somebody or something kept a round from going as agreed."""

    folded_from = ("title", "what_happened", "outcome")

    class Kind(models.TextChoices):
        VISA = "visa", _("Visa refused or in doubt")
        VETO = "veto", _("Objection to a participant")
        PRESS = "press", _("Press barred")
        ACCESS = "access", _("Access refused to a place or a person")
        WITHDRAWAL = "withdrawal", _("Late withdrawal")
        REPRISAL = "reprisal", _("Reprisal")
        OTHER = "other", _("Other")

    title = models.CharField(_("in short"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    dialogue = models.ForeignKey(
        Dialogue,
        verbose_name=_("dialogue"),
        on_delete=models.PROTECT,
        related_name="incidents",
    )
    round = models.ForeignKey(
        Round,
        verbose_name=_("round"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("meeting"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
    )
    caused_by = models.CharField(
        _("caused by"), max_length=10, choices=Side, blank=True
    )
    date = PartialDateField(_("date"), blank=True)
    what_happened = models.TextField(
        _("what happened"),
        blank=True,
        help_text=_("No name of anybody who may be at risk."),
    )
    outcome = models.TextField(_("outcome"), blank=True)

    objects = IncidentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(ClosedRoomRecord.Meta):
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ("-date", "-pk")

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if self.meeting_id and self.meeting.round_id:
            self.round = self.meeting.round
        if self.round_id:
            self.dialogue = self.round.dialogue
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if not (self.meeting and self.dialogue_id):
            return
        if self.meeting.partner_id != self.dialogue.partner_id:
            raise ValidationError(
                {"meeting": _("This meeting was with another country.")}
            )

    def get_absolute_url(self):
        return reverse("dialogues:incident_detail", args=[self.pk])


class OtherStepQuerySet(OnTopicQuerySet, FoldedQuerySet, RecordQuerySet):
    part_of = ("dialogue", "concern")

    def of_dialogue(self, dialogue, user):
        """What was done beside a dialogue, as this user may see it."""
        rows = self.visible_to(user).current()
        return rows.filter(
            Q(dialogue=dialogue) | Q(dialogue=None, concern__dialogue=dialogue)
        )

    def beside(self, dialogue, user):
        """As `of_dialogue`, and what was done with its country beside any dialogue."""
        rows = self.visible_to(user).current()
        none = Q(concern__isnull=True) | Q(concern__dialogue__isnull=True)
        return rows.filter(
            Q(dialogue=dialogue)
            | Q(dialogue__isnull=True, concern__dialogue=dialogue)
            | Q(none, dialogue__isnull=True, partner=dialogue.partner_id)
        )

    def of_concern(self, concern, user):
        return self.visible_to(user).current().filter(concern=concern)


class OtherStep(Folded, Record):
    """A measure outside the dialogue, on the same matter."""

    folded_from = ("title", "text")

    class Kind(models.TextChoices):
        DEMARCHE = "demarche", _("Démarche")
        LETTER = "letter", _("Letter")
        TRIAL = "trial_observation", _("Trial observation")
        VISIT = "visit", _("Visit")
        STATEMENT = "statement", _("Statement")
        AID = "aid", _("Aid or support")
        SANCTION = "sanction", _("Restrictive measure")
        OTHER = "other", _("Other")

    title = models.CharField(_("in short"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner country"),
        on_delete=models.PROTECT,
        related_name="other_steps",
    )
    dialogue = models.ForeignKey(
        Dialogue,
        verbose_name=_("beside the dialogue"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="other_steps",
    )
    concern = models.ForeignKey(
        Concern,
        verbose_name=_("concern"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="other_steps",
    )
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="other_steps",
    )
    date = PartialDateField(_("date"), blank=True)
    ends_on = PartialDateField(_("last day"), blank=True)
    text = models.TextField(_("what was done, and what came of it"), blank=True)

    objects = OtherStepQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("other step")
        verbose_name_plural = _("other steps")
        ordering = ("-date", "-pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=not_before("ends_on", "date"),
                name="otherstep_ends_after_it_begins",
                violation_error_message=_("A step cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on="") | ~Q(date=""),
                name="otherstep_with_an_end_has_a_date",
                violation_error_message=_("Say on which day it began."),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if origin := self.concern or self.dialogue:
            self.partner = origin.partner
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("dialogues:other_step_detail", args=[self.pk])
