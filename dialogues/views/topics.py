"""The tree of topics, and the line of one topic through all rounds."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import any_member, log_reading, requires, visible_or_404, writer
from core.folding import words
from core.lists import Column, as_table, marking_column
from dialogues.models import Concern, Topic
from dialogues.models.raisings import with_replies
from dialogues.page_parts import crumb, fact
from dialogues.promises import measures_of
from dialogues.tones import CONCERN_STATUS
from dialogues.topic_record import Counts, TopicRecord

SHOWN = 50
CONCERNS = [
    Column(
        "concern",
        gettext_lazy("Concern"),
        value=str,
        link=lambda row: row.get_absolute_url(),
    ),
    Column("partner", gettext_lazy("Country")),
    Column("raised_by", gettext_lazy("Raised by"), value=Concern.get_raised_by_display),
    Column("kind", gettext_lazy("Kind"), value=Concern.get_kind_display),
    Column(
        "status",
        gettext_lazy("Status"),
        value=Concern.get_status_display,
        kind="status",
        tone=lambda row: CONCERN_STATUS[row.status],
    ),
    marking_column(),
]


@requires(any_member)
def topic_list(request):
    typed = request.GET.get("q", "")[:200]
    topics = list(Topic.objects.visible_to(request.user).current())
    context = {
        "q": typed,
        "groups": _tree(topics, words(typed), Counts(request.user)),
    }
    return render(request, "dialogues/topic_list.html", context)


def _tree(topics, looked_for, counts):
    """The topics of the first level with those below that fit what is looked for."""
    groups = []
    for parent in topics:
        if parent.parent_id:
            continue
        children = [row for row in topics if row.parent_id == parent.pk]
        fits = _fits(parent, looked_for)
        shown = [row for row in children if fits or _fits(row, looked_for)]
        if fits or shown:
            groups.append(
                {
                    **_counted(counts, parent, *children),
                    "children": [_counted(counts, row) for row in _by_name(shown)],
                }
            )
    return sorted(groups, key=lambda group: str(group["topic"]))


def _counted(counts, topic, *children):
    return {
        "topic": topic,
        "concerns": counts.concerns(topic, *children),
        "rounds": counts.rounds(topic, *children),
    }


def _by_name(topics):
    return sorted(topics, key=str)


def _fits(topic, looked_for):
    return all(word in topic.words for word in looked_for)


@requires(any_member)
def topic_detail(request, code):
    topics = Topic.objects.select_related("parent")
    topic = visible_or_404(topics, request.user, code=code)
    record = TopicRecord(topic, request.user, request.GET.get("partner", ""))
    measures = measures_of(request.user, topic, record.partner)
    parts = [*with_replies(record.raisings), *measures["rows"]]
    log_reading(request, topic, parts=parts)
    context = {
        "topic": topic,
        "breadcrumbs": _breadcrumbs(topic),
        "facts": _facts(topic),
        "record": record,
        "measures": measures,
        "can_change": writer(request.user),
        "concerns": as_table(record.concerns[:SHOWN], CONCERNS),
        "concerns_url": _concerns_url(record),
        "countries": _countries(record),
    }
    return render(request, "dialogues/topic_detail.html", context)


def _concerns_url(record):
    chosen = f"&partner={record.partner.pk}" if record.partner else ""
    return f"{reverse('dialogues:concern_list')}?topic={record.topic.pk}{chosen}"


def _countries(record):
    """Where the page leads to for one country alone; nothing for a single one."""
    if len(record.partners) < 2:
        return []
    here = record.topic.get_absolute_url()
    every = crumb(_("All countries"), here) | {"chosen": record.partner is None}
    return [every] + [
        crumb(row, f"{here}?partner={row.code}") | {"chosen": row == record.partner}
        for row in record.partners
    ]


def _breadcrumbs(topic):
    crumbs = [crumb(_("Topics"), reverse("dialogues:topic_list"))]
    if topic.parent:
        crumbs.append(crumb(topic.parent, topic.parent.get_absolute_url()))
    return crumbs


def _facts(topic):
    return [
        fact(_("In English"), topic.name_en),
        fact(_("In Norwegian"), topic.name_nb),
        fact(_("Scope"), topic.get_scope_display()),
        fact(_("UN themes"), "; ".join(topic.un_themes)),
        fact(_("Sustainable Development Goals"), ", ".join(map(str, topic.sdgs))),
    ]
