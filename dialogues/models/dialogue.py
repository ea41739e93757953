"""The dialogue itself, its priorities, its rounds and its working groups."""

from django.db import models
from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record, RecordQuerySet
from core.partial_dates import PartialDateField, not_before
from dialogues.models.counting import count_of, rows_naming
from dialogues.models.sides import Side
from dialogues.models.topics import Topic
from partners.models import Partner


class DialogueQuerySet(RecordQuerySet):
    def with_counts(self, user):
        """Each row with `rounds_held`, `last_round` and `open_concerns`.

        All of them only from what this user may see.
        """
        held = (
            rows_naming(Dialogue, "rounds")
            .visible_to(user)
            .current()
            .filter(dialogue=OuterRef("pk"), status="held")
        )
        concerns = rows_naming(Dialogue, "concerns").visible_to(user).current().open()
        concerns = concerns.filter(dialogue=OuterRef("pk"))
        return self.annotate(
            rounds_held=count_of(held, "dialogue"),
            last_round=Subquery(held.order_by("-starts_on").values("starts_on")[:1]),
            open_concerns=count_of(concerns, "dialogue"),
        )


class Dialogue(Record):
    """The long series of talks with one partner."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        ENDED = "ended", _("Ended")

    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner country"),
        on_delete=models.PROTECT,
        related_name="dialogues",
    )
    title = models.CharField(_("title"), max_length=200)
    partner_title = models.CharField(
        _("title used by the partner"), max_length=200, blank=True
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    informal_since = PartialDateField(_("informal since"), blank=True)
    started = PartialDateField(_("started"), blank=True)
    ended = PartialDateField(_("ended"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.ACTIVE
    )
    status_why = models.TextField(_("why suspended or ended"), blank=True)
    resume_conditions = models.TextField(_("conditions to resume"), blank=True)
    aim = models.TextField(_("aim"), blank=True)
    working_methods = models.TextField(_("working methods"), blank=True)
    intensity = models.CharField(
        _("intensity"),
        max_length=200,
        blank=True,
        help_text=_("For example: yearly, with expert seminars in between."),
    )
    hosting_rule = models.CharField(_("hosting rule"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = DialogueQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("dialogue")
        verbose_name_plural = _("dialogues")
        ordering = ("title",)
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=not_before("ended", "started"),
                name="dialogue_ends_after_it_starts",
                violation_error_message=_("A dialogue cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=not_before("started", "informal_since"),
                name="dialogue_starts_after_informal_contact",
                violation_error_message=_(
                    "Informal contact cannot begin after the dialogue has started."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status="active") | ~Q(status_why=""),
                name="dialogue_stops_for_a_reason",
                violation_error_message=_(
                    "Say why the dialogue is suspended or has ended."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    url_key = "slug"

    def get_absolute_url(self):
        return reverse("dialogues:dialogue_detail", args=[self.slug])


class PriorityTopicQuerySet(RecordQuerySet):
    desk_path = "dialogue__partner"
    part_of = ("dialogue",)


class PriorityTopic(Record):
    """A topic that a dialogue gives priority to for some time."""

    dialogue = models.ForeignKey(
        Dialogue,
        verbose_name=_("dialogue"),
        on_delete=models.PROTECT,
        related_name="priority_topics",
    )
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        on_delete=models.PROTECT,
        related_name="priorities",
    )
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)
    chosen_by = models.CharField(
        _("chosen by"), max_length=10, choices=Side, blank=True
    )
    why = models.TextField(_("why"), blank=True)

    objects = PriorityTopicQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("priority topic")
        verbose_name_plural = _("priority topics")
        ordering = ("-since", "pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=not_before("until", "since"),
                name="prioritytopic_ends_after_it_begins",
                violation_error_message=_("A priority cannot end before it begins."),
            ),
        ]

    def __str__(self):
        return str(self.topic)

    def get_absolute_url(self):
        return self.dialogue.get_absolute_url()


class WorkingGroupQuerySet(RecordQuerySet):
    desk_path = "dialogue__partner"
    part_of = ("dialogue",)

    def of_dialogue(self, dialogue):
        return self.filter(dialogue=dialogue)

    def with_visible_rounds(self, user):
        """Each group with `visible_rounds` that name it and its `visible_meetings`."""
        rounds = rows_naming(self.model, "rounds").visible_to(user).current()
        meetings = rows_naming(self.model, "meetings").visible_to(user).current()
        return self.prefetch_related(
            Prefetch("rounds", rounds, to_attr="visible_rounds"),
            Prefetch("meetings", meetings, to_attr="visible_meetings"),
        )


class WorkingGroup(Record):
    """A group of experts that goes on over many rounds."""

    dialogue = models.ForeignKey(
        Dialogue,
        verbose_name=_("dialogue"),
        on_delete=models.PROTECT,
        related_name="working_groups",
    )
    title = models.CharField(_("title"), max_length=200)
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="working_groups",
    )

    objects = WorkingGroupQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering = ("title", "pk")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("dialogues:working_group_detail", args=[self.pk])
