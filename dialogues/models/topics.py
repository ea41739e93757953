"""The controlled list of human rights topics."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.folding import fold


class TopicQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Topics are a reference list: every member of staff sees them all."""
        return self if user.is_active else self.none()

    def current(self):
        """Leaves out retired topics, which old records still name."""
        return self.filter(retired=False)

    def family_of(self, topic):
        """A topic and those that belong to it, itself first."""
        family = self.filter(Q(pk=topic.pk) | Q(parent=topic))
        return family.order_by(F("parent").asc(nulls_first=True), "name_en")

    def in_tree_order(self):
        """Each topic of the first level, followed by those that belong to it."""
        name = "name_nb" if get_language() == "nb" else "name_en"
        above = Coalesce(f"parent__{name}", name)
        return self.order_by(above, F("parent").asc(nulls_first=True), name)


class OnTopicQuerySet(models.QuerySet):
    """Rows that have a topic."""

    def about(self, topic):
        """Those on a topic or on one that belongs to it."""
        family = Topic.objects.family_of(topic).order_by()
        return self.filter(topic__in=family.values("pk"))


class Topic(models.Model):
    """A human rights topic, in two levels, named in English and Norwegian."""

    class Scope(models.TextChoices):
        DOMESTIC = "domestic", _("Situation in a country")
        INTERNATIONAL = "international", _("International cooperation")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    name_en = models.CharField(_("name in English"), max_length=150, unique=True)
    name_nb = models.CharField(_("name in Norwegian"), max_length=150)
    scope = models.CharField(
        _("scope"), max_length=15, choices=Scope, default=Scope.DOMESTIC
    )
    un_themes = models.JSONField(
        _("UN themes"),
        default=list,
        blank=True,
        help_text=_("As the Universal Human Rights Index names them."),
    )
    sdgs = models.JSONField(
        _("Sustainable Development Goals"), default=list, blank=True
    )
    aliases = models.JSONField(
        _("other wordings"),
        default=list,
        blank=True,
        help_text=_("In small letters; files are matched by these."),
    )
    retired = models.BooleanField(
        _("retired"),
        default=False,
        help_text=_("No longer offered as a choice; old records keep it."),
    )

    objects = TopicQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("name_en",)
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("pk")),
                name="topic_does_not_belong_to_itself",
                violation_error_message=_("A topic cannot belong to itself."),
            )
        ]

    def __str__(self):
        return self.name_nb if get_language() == "nb" else self.name_en

    def get_absolute_url(self):
        return reverse("dialogues:topic_detail", args=[self.code])

    @classmethod
    def kind_name(cls):
        """The word for it in the audit log, as records have one."""
        return "topic"

    def clean(self):
        super().clean()
        if self.parent and self.parent.parent_id:
            raise ValidationError(
                {"parent": _("Topics have two levels; this one is on the second.")}
            )

    @property
    def words(self):
        """Everything that it may be looked for by, folded."""
        return fold(" ".join([self.code, self.name_en, self.name_nb, *self.aliases]))
