"""What the lists of a dialogue can be filtered by."""

from datetime import timedelta

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import (
    YES_NO,
    PartialDateFilter,
    RecordFilter,
    linked_filter,
    text_filter,
)
from core.models import User
from dialogues.models import (
    Concern,
    Dialogue,
    FollowUp,
    Meeting,
    Minutes,
    Reply,
    Round,
    Topic,
)
from partners.countries import country_name
from partners.models import Institution, Level, Network, Partner, Person

STILL_OPEN = ("still_open", _("Still open"))
# What is due within so many days is due soon.
SOON_DAYS = 14


class _TopicField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, topic):
        return f"– {topic}" if topic.parent_id else str(topic)


class TopicFilter(django_filters.ModelChoiceFilter):
    """A topic, chosen from the tree; one of the first level finds all below it."""

    field_class = _TopicField

    def __init__(self, **kwargs):
        def tree(request):
            return Topic.objects.in_tree_order()

        super().__init__(label=_("Topic"), queryset=tree, **kwargs)


def _partner_filter(**more):
    return django_filters.ModelChoiceFilter(
        label=_("Partner country"), queryset=Partner.objects.all(), **more
    )


def _dialogue_filter():
    return django_filters.ModelChoiceFilter(
        label=_("Dialogue"), queryset=Dialogue.objects.all()
    )


def _choice(label, choices, **more):
    return django_filters.ChoiceFilter(label=label, choices=choices, **more)


class DialogueFilter(RecordFilter):
    partner = _partner_filter()
    status = _choice(_("Status"), Dialogue.Status.choices)


class RoundFilter(RecordFilter):
    partner = _partner_filter(field_name="dialogue__partner")
    dialogue = _dialogue_filter()
    status = _choice(_("Status"), Round.Status.choices)
    host = _choice(_("Host"), [])
    level = _choice(_("Level of either side"), Level.choices, method="at_level")
    topic = TopicFilter(method="about")
    since = PartialDateFilter(label=_("Since"), field_name="starts_on", end="since")
    until = PartialDateFilter(label=_("Until"), field_name="starts_on", end="until")

    def __init__(self, request, queryset):
        super().__init__(request, queryset)
        hosts = queryset.order_by().values_list("host", flat=True).distinct()
        self.form.fields["host"].choices = sorted(
            ((code, country_name(code)) for code in hosts if code),
            key=lambda choice: choice[1],
        )

    def at_level(self, rows, name, level):
        return rows.at_level(level)

    def about(self, rows, name, topic):
        return rows.about(topic, self.request.user)


class MeetingFilter(RecordFilter):
    q = text_filter()
    partner = _partner_filter()
    dialogue = _dialogue_filter()
    kind = _choice(_("Kind"), Meeting.Kind.choices)
    topic = TopicFilter(method="about")
    since = PartialDateFilter(label=_("Since"), field_name="date", end="since")
    until = PartialDateFilter(label=_("Until"), field_name="date", end="until")
    minutes = _choice(
        _("Minutes"),
        [*Minutes.Status.choices, ("missing", _("None"))],
        method="with_minutes",
    )
    network = django_filters.ModelChoiceFilter(
        label=_("Network"), queryset=Network.objects.all()
    )
    round = linked_filter(Round.objects.all(), label=_("Round"))
    person = linked_filter(Person.objects.all(), label=_("Person"), method="attended")
    institution = linked_filter(
        Institution.objects.all(), label=_("Institution"), method="attended"
    )

    def about(self, rows, name, topic):
        return rows.about(topic, self.request.user)

    def attended(self, rows, name, who):
        return rows.attended_by(self.request.user, **{name: who})

    def with_minutes(self, rows, name, status):
        if status == "missing":
            return rows.filter(minutes_status=None)
        return rows.filter(minutes_status=status)


class ConcernFilter(RecordFilter):
    q = text_filter()
    partner = _partner_filter()
    dialogue = _dialogue_filter()
    topic = TopicFilter(method="about")
    status = _choice(
        _("Status"), [STILL_OPEN, *Concern.Status.choices], method="in_status"
    )
    priority = _choice(_("Priority"), Concern.Priority.choices)
    raised_by = _choice(_("Raised by"), Concern.RaisedBy.choices)
    kind = _choice(_("Kind"), Concern.Kind.choices)
    overdue = _choice(_("Reply overdue"), YES_NO, method="reply_overdue")
    quality = _choice(
        _("Last reply"),
        [*Reply.Quality.choices, ("missing", _("Nothing recorded"))],
        method="last_reply",
    )
    since = PartialDateFilter(
        label=_("Last raised since"), field_name="last_raised", end="since"
    )
    until = PartialDateFilter(
        label=_("Last raised until"), field_name="last_raised", end="until"
    )

    def about(self, rows, name, topic):
        return rows.about(topic)

    def in_status(self, rows, name, status):
        return rows.open() if status == "still_open" else rows.filter(status=status)

    def reply_overdue(self, rows, name, answer):
        overdue = rows.reply_overdue(timezone.localdate(), self.request.user)
        return overdue if answer == "yes" else rows.exclude(pk__in=overdue.values("pk"))

    def last_reply(self, rows, name, quality):
        if quality == "missing":
            return rows.filter(last_quality=None)
        return rows.filter(last_quality=quality)


class FollowUpFilter(RecordFilter):
    q = text_filter()
    owner = _choice(_("Owner"), [], method="owned")
    status = _choice(
        _("Status"), [STILL_OPEN, *FollowUp.Status.choices], method="in_status"
    )
    due = _choice(
        _("Due"),
        [
            ("overdue", _("Overdue")),
            ("soon", _("Within two weeks")),
            ("later", _("Later")),
        ],
        method="when_due",
    )
    priority = _choice(_("Priority"), Concern.Priority.choices)
    partner = _partner_filter()

    def __init__(self, request, queryset):
        super().__init__(request, queryset)
        owners = User.objects.filter(pk__in=queryset.order_by().values("owner"))
        self.form.fields["owner"].choices = [
            ("me", _("Me")),
            *((str(user.pk), str(user)) for user in owners),
        ]

    def owned(self, rows, name, owner):
        return rows.filter(owner=self.request.user.pk if owner == "me" else owner)

    def in_status(self, rows, name, status):
        if status == "still_open":
            return rows.open()
        return rows.filter(status=status)

    def when_due(self, rows, name, when):
        """Only of what is still to be done."""
        today = timezone.localdate()
        soon = today + timedelta(days=SOON_DAYS)
        if when == "overdue":
            return rows.overdue(today)
        if when == "soon":
            return rows.open().filter(due__range=(today, soon))
        return rows.open().filter(due__gt=soon)
