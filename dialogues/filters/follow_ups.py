"""What the list of follow-ups can be filtered by."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import (
    RecordFilter,
    linked_filter,
    text_filter,
)
from core.models import User
from dialogues.filters.shared import (
    SOON_DAYS,
    STILL_OPEN,
    choice,
    dialogue_filter,
    partner_filter,
)
from dialogues.models import (
    Concern,
    Finding,
    FollowUp,
    Measure,
    Meeting,
    ParliamentaryQuestion,
    Round,
)

# What a follow-up can belong to, as the list is asked for it.
_KINDS = [
    ("meeting", _("A meeting")),
    ("concern", _("A concern")),
    ("round", _("A round")),
    ("measure", _("A measure")),
    ("finding", _("A finding of an evaluation")),
    ("question", _("A parliamentary question")),
    ("link", _("A link")),
    ("nothing", _("Nothing in particular")),
]


class FollowUpFilter(RecordFilter):
    q = text_filter()
    owner = choice(_("Owner"), [], method="owned")
    status = choice(
        _("Status"), [STILL_OPEN, *FollowUp.Status.choices], method="in_status"
    )
    due = choice(
        _("Due"),
        [
            ("overdue", _("Overdue")),
            ("soon", _("Within two weeks")),
            ("later", _("Later")),
        ],
        method="when_due",
    )
    priority = choice(_("Priority"), Concern.Priority.choices)
    partner = partner_filter()
    dialogue = dialogue_filter(method="about")
    belongs_to = choice(_("Belongs to"), _KINDS, method="from_kind")
    meeting = linked_filter(Meeting.objects.all(), label=_("Meeting"))
    concern = linked_filter(Concern.objects.all(), label=_("Concern"))
    round = linked_filter(Round.objects.all(), label=_("Round"))
    measure = linked_filter(Measure.objects.all(), label=_("Measure"))
    finding = linked_filter(Finding.objects.all(), label=_("Finding"))
    question = linked_filter(
        ParliamentaryQuestion.objects.all(), label=_("Parliamentary question")
    )

    def __init__(self, request, queryset):
        super().__init__(request, queryset)
        owners = User.objects.filter(pk__in=queryset.order_by().values("owner"))
        self.form.fields["owner"].choices = [
            ("me", _("Me")),
            *((str(user.pk), str(user)) for user in owners),
        ]

    def owned(self, rows, name, owner):
        return rows.filter(owner=self.request.user.pk if owner == "me" else owner)

    def about(self, rows, name, dialogue):
        return rows.about_dialogue(dialogue)

    def from_kind(self, rows, name, kind):
        return rows.belonging_to("" if kind == "nothing" else kind)

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
