"""The base of every record: marking, who and when, version, archive, and one door."""

import re

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Prefetch, Q, Value
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.broken_rules import check_rules
from core.models.classification import Classification


class Stale(Exception):
    """Somebody else saved the record after it was read."""

    def __init__(self, record):
        super().__init__(f"{record._meta.label} {record.pk} was saved by someone else")
        self.record = record


class RecordQuerySet(models.QuerySet):
    """Rows of records. Everything that a person is shown starts at `visible_to`."""

    # The path from a row to the partner whose desk it belongs to.
    desk_path = "partner"
    # The records that a row is part of; it is never less protected than any of them.
    part_of = ()
    # Records that a row names: it shows only to those who may see these as well.
    seen_with = ()

    def visible_to(self, user):
        """The rows that this user may see, each with its `marking`.

        A member of staff sees a record when its marking is within their clearance and
        it is Open or Internal, or its partner is on their desk, or their role reads
        all desks.
        """
        if not user.is_active:
            return self.none()
        rows = self.with_marking().filter(marking__lte=user.clearance)
        for name in self.seen_with:
            named = self.model._meta.get_field(name).related_model.objects
            seen = named.visible_to(user).order_by().values("pk")
            rows = rows.filter(Q(**{name: None}) | Q(**{f"{name}__in": seen}))
        if user.reads_all_desks:
            return rows
        return rows.filter(
            Q(marking__lte=Classification.INTERNAL) | self.desk_condition(user)
        )

    def with_marking(self):
        """Each row with `marking`: the highest of its own and what it is part of."""
        own = F("classification")
        above = [
            Coalesce(F(f"{path}__classification"), Value(Classification.OPEN.value))
            for path in self.part_of
        ]
        return self.annotate(marking=Greatest(own, *above) if above else own)

    def of_desk(self, user):
        """The rows whose partner is on this user's desk, whatever their marking."""
        return self.filter(self.desk_condition(user))

    def changeable_by(self, user):
        """The rows that somebody who writes may change: those of their desk."""
        return self.of_desk(user)

    def desk_condition(self, user):
        return Q(**{f"{self.desk_path}__in": user.desk_partner_ids})

    def current(self):
        """Leaves out what has been archived."""
        return self.filter(archived_at__isnull=True)

    def with_visible(self, user, *paths):
        """Loads related records; those that the user may not see come back as None.

        Takes paths of foreign keys such as `meeting__round`. One query for each step,
        however many rows; use it instead of `select_related` for records.
        """
        nested = {}
        for path in paths:
            first, _, rest = path.partition("__")
            nested.setdefault(first, []).extend([rest] if rest else [])
        rows = self
        for name, rest in nested.items():
            related = self.model._meta.get_field(name).related_model.objects
            if hasattr(related, "visible_to"):
                related = related.visible_to(user)
                if rest:
                    related = related.with_visible(user, *rest)
            else:
                related = related.all()
            rows = rows.prefetch_related(Prefetch(name, queryset=related))
        return rows

    def __repr__(self):
        # SECURITY: a repr ends in logs and error reports; it must show no row.
        return f"<{type(self).__name__} of {self.model._meta.label}>"


class Record(models.Model):
    """Anything that the ministry remembers about its dialogues."""

    classification = models.PositiveSmallIntegerField(
        _("marking"), choices=Classification, default=Classification.INTERNAL
    )
    fictional = models.BooleanField(_("fictional"), default=False, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(
        _("created"), default=timezone.now, editable=False
    )
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    updated_at = models.DateTimeField(
        _("changed"), default=timezone.now, editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, editable=False)
    archived_why = models.TextField(
        _("reason for archiving"), blank=True, editable=False
    )
    # Where a row loaded from a file came from, so that a second load finds it again.
    loaded_as = models.CharField(max_length=200, blank=True, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(classification__in=Classification.values),
                name="%(class)s_classification_is_a_marking",
                violation_error_message=_("Choose one of the four markings."),
            ),
            models.CheckConstraint(
                condition=Q(archived_at__isnull=True) | ~Q(archived_why=""),
                name="%(class)s_archived_with_a_reason",
                violation_error_message=_("Say why it is archived."),
            ),
            models.UniqueConstraint(
                fields=["loaded_as"],
                condition=~Q(loaded_as=""),
                name="%(class)s_loaded_once",
            ),
        ]

    def save(self, *args, **kwargs):
        """Saves and counts the version up; raises Stale when the row has moved on."""
        if self._state.adding:
            return super().save(*args, **kwargs)
        with transaction.atomic():
            rows = type(self)._base_manager.filter(pk=self.pk, version=self.version)
            if not rows.update(version=F("version") + 1):
                raise Stale(type(self)._base_manager.get(pk=self.pk))
            self.version += 1
            self.updated_at = timezone.now()
            if fields := kwargs.get("update_fields"):
                kwargs["update_fields"] = {*fields, "version", "updated_at"}
            return super().save(*args, **kwargs)

    def validate_constraints(self, exclude=None):
        """As Django's, and tells `updated_by` no more than that user may know.

        Nor are the rules for what is not archived left out where a form, as every form
        does, has no field for it.
        """
        check_rules(self, self.updated_by, {*(exclude or ())} - {"archived_at"})

    @property
    def is_archived(self):
        return self.archived_at is not None

    def stays_on_revert(self):
        """The names of fields that no earlier version brings back."""
        return set()

    def before_revert_is_saved(self):
        """What else changes with the words, when an earlier version comes back."""

    def stands_fast(self):
        """Why nobody may change it as things are, in a sentence; empty if they may."""
        return ""

    def stands_in_place(self):
        """Why nobody may archive it or bring it back; empty where they may."""
        return self.stands_fast()

    @classmethod
    def kind_name(cls):
        """The name of this kind of record in addresses and in the audit log."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    # What stands for the row in an address, and as which argument of its views.
    url_key = "pk"

    def url_for(self, verb, *more):
        """The address where this record is edited, archived, …: `<kind>_<verb>`."""
        name = f"{self._meta.app_label}:{self.kind_name()}_{verb}"
        return reverse(name, args=[getattr(self, self.url_key), *more])


class ClosedRoomRecord(Record):
    """A record of what was said in a closed room: it starts as Restricted."""

    classification = models.PositiveSmallIntegerField(
        _("marking"), choices=Classification, default=Classification.RESTRICTED
    )

    class Meta(Record.Meta):
        abstract = True
