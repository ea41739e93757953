"""Who does what by when."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import Folded, FoldedQuerySet
from core.models import Record, RecordQuerySet
from dialogues.models.concerns import Concern
from dialogues.models.evaluations import Finding
from dialogues.models.measures import Measure
from dialogues.models.meetings import Meeting
from dialogues.models.questions import ParliamentaryQuestion
from dialogues.models.rounds import Round
from partners.models import Link, Partner


class FollowUpQuerySet(FoldedQuerySet, RecordQuerySet):
    part_of = (
        "meeting",
        "meeting__round",
        "meeting__dialogue",
        "concern",
        "concern__dialogue",
        "link",
        "link__home_institution",
        "link__partner_institution",
        "round",
        "round__dialogue",
        "measure",
        "measure__dialogue",
        "measure__round",
        "measure__meeting",
        "measure__concern",
        "finding",
        "finding__evaluation",
        "question",
    )

    def changeable_by(self, user):
        """Whoever has to do it may say that it is done, on any desk."""
        return self.filter(self.desk_condition(user) | Q(owner=user))

    def open(self):
        return self.filter(status__in=FollowUp.STILL_OPEN)

    def of_meeting(self, meeting, user):
        """What a meeting led to, the next due first, as this user may see it."""
        rows = self.visible_to(user).current().filter(meeting=meeting)
        return rows.select_related("owner").with_visible(user, "concern")

    def of_concern(self, concern, user):
        """What a concern led to, the next due first, as this user may see it."""
        rows = self.visible_to(user).current().filter(concern=concern)
        return rows.select_related("owner")

    def of_measure(self, measure, user):
        """What is done so that a measure comes about, as this user may see it."""
        rows = self.visible_to(user).current().filter(measure=measure)
        return rows.select_related("owner")

    def of_question(self, question, user):
        """What is done to answer parliament, as this user may see it."""
        rows = self.visible_to(user).current().filter(question=question)
        return rows.select_related("owner")

    def of_round(self, round_, user):
        """What is still to be done because of a round, its meetings apart."""
        rows = self.visible_to(user).current().open().filter(round=round_)
        return rows.select_related("owner").order_by("due", "pk")

    def of_link(self, link, user):
        """What was done to keep a link alive, as this user may see it."""
        rows = self.visible_to(user).current().filter(link=link)
        return rows.select_related("owner")

    def owned_by(self, user):
        return self.filter(owner=user)

    def to_verify(self):
        return self.filter(status=FollowUp.Status.TO_VERIFY)

    def of_others(self, user):
        return self.exclude(owner=user)

    def about_dialogue(self, dialogue):
        """Those of which the origin belongs to this dialogue."""
        return self.annotate(about=_dialogue_of_origin()).filter(about=dialogue.pk)

    def belonging_to(self, name):
        """Those that come from a record of this kind, or from none."""
        if name:
            return self.filter(**{f"{name}__isnull": False})
        return self.filter(**{f"{origin}__isnull": True for origin in FollowUp.ORIGINS})

    def counted_by_owner(self, today):
        """`(owner, count, overdue)` of these rows, most overdue first."""
        rows = self._anew().values_list("owner", "owner__name")
        counted = rows.annotate(**_counts(today)).order_by(
            "-overdue", "-count", "owner"
        )
        return list(counted)

    def counted_by_dialogue(self, today):
        """`(dialogue, count, overdue)` of these rows, as far as they have one."""
        rows = self._anew().annotate(about=_dialogue_of_origin())
        rows = rows.filter(about__isnull=False).values_list("about")
        counted = rows.annotate(**_counts(today)).order_by(
            "-overdue", "-count", "about"
        )
        return list(counted)

    def _anew(self):
        # The marking of each row must not split the groups.
        return FollowUp.objects.filter(pk__in=self.order_by().values("pk")).order_by()

    def open_first(self):
        """What is still to be done by when it is due, then what was closed last."""
        return self.order_by(F("closed_on").desc(nulls_first=True), "due", "pk")

    def due_by(self, day):
        return self.filter(due__lte=day)

    def overdue(self, today):
        return self.open().filter(due__lt=today)


def _counts(today):
    late = Q(due__lt=today)
    return {"count": Count("pk"), "overdue": Count("pk", filter=late)}


def _dialogue_of_origin():
    return Coalesce(
        "meeting__dialogue", "concern__dialogue", "round__dialogue", "measure__dialogue"
    )


class FollowUp(Folded, Record):
    """What one person has to do by a day, and to what it belongs."""

    folded_from = ("title", "note")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        IN_PROGRESS = "in_progress", _("In progress")
        TO_VERIFY = "to_verify", _("To be verified")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    STILL_OPEN = (Status.OPEN, Status.IN_PROGRESS, Status.TO_VERIFY)

    # What a follow-up can come from, the nearest first.
    ORIGINS = (
        "concern",
        "meeting",
        "measure",
        "round",
        "finding",
        "question",
        "link",
    )

    title = models.CharField(_("what to do"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner country"),
        on_delete=models.PROTECT,
        related_name="follow_ups",
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("meeting"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
    )
    concern = models.ForeignKey(
        Concern,
        verbose_name=_("concern"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
    )
    round = models.ForeignKey(
        Round,
        verbose_name=_("round"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
    )
    measure = models.ForeignKey(
        Measure,
        verbose_name=_("measure"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
    )
    finding = models.ForeignKey(
        Finding,
        verbose_name=_("finding"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
    )
    question = models.ForeignKey(
        ParliamentaryQuestion,
        verbose_name=_("parliamentary question"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
    )
    link = models.ForeignKey(
        Link,
        verbose_name=_("link"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        help_text=_("A contact between two institutions that this keeps alive."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="follow_ups",
    )
    due = models.DateField(_("due"))
    status = models.CharField(
        _("status"), max_length=15, choices=Status, default=Status.OPEN
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    outcome = models.TextField(_("what came of it"), blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("verified by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text=_("A second person, for what has high priority."),
    )
    verified_on = models.DateField(_("verified on"), null=True, editable=False)
    priority = models.CharField(
        _("priority"),
        max_length=10,
        choices=Concern.Priority,
        default=Concern.Priority.NORMAL,
    )

    objects = FollowUpQuerySet.as_manager()
    # What a second person checked is kept here, and may take more than a line.
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta(Record.Meta):
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ("due", "pk")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(
                    status__in=("open", "in_progress", "to_verify"),
                    closed_on__isnull=True,
                )
                | Q(status__in=("done", "dropped"), closed_on__isnull=False),
                name="followup_closed_has_a_date",
                violation_error_message=_(
                    "A closed follow-up has the date on which it was closed, "
                    "an open one has none."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(priority="high", status="done")
                | Q(verified_by__isnull=False),
                name="followup_of_high_priority_is_verified",
                violation_error_message=_(
                    "A second person verifies what has high priority before it is done."
                ),
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("owner")),
                name="followup_is_verified_by_another",
                violation_error_message=_(
                    "Somebody else than the owner verifies a follow-up."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        # What it belongs to decides the country.
        if origin := self.meeting or self.concern:
            self.partner = origin.partner
        elif within := self.measure or self.round:
            self.partner = within.dialogue.partner
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if not (self.meeting and self.concern):
            return
        if self.meeting.partner_id != self.concern.partner_id:
            raise ValidationError(
                {"concern": _("This concern is about another country.")}
            )

    def get_absolute_url(self):
        return reverse("dialogues:follow_up_detail", args=[self.pk])

    @property
    def is_open(self):
        return self.status in self.STILL_OPEN

    def stays_on_revert(self):
        return {"verified_by", "verified_on"}

    def before_revert_is_saved(self):
        """What comes back unverified waits for a second person again."""
        if self.is_open or self.verified_by_id == self.owner_id:
            self.forget_verification()
        if self.waits_for_another(self.status):
            self.status, self.closed_on = self.Status.TO_VERIFY, None

    def waits_for_another(self, status):
        """Whether it is not to be closed like this before somebody has verified it."""
        high = self.priority == Concern.Priority.HIGH
        return high and status == self.Status.DONE and not self.verified_by_id

    def forget_verification(self):
        self.verified_by = self.verified_on = None

    def find_origin(self):
        """What it belongs to, of the rows that were loaded as visible; or None."""
        return next(filter(None, (getattr(self, name) for name in self.ORIGINS)), None)

    def find_who_said_done(self):
        """The key of who reported it as done, while it waits to be verified."""
        who = None
        for status, user in self.history.values_list("status", "history_user"):
            if status != self.Status.TO_VERIFY:
                break
            who = user
        return who
