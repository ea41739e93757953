"""The page of a dialogue, its priorities and its working groups."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import (
    any_member,
    changeable_or_403,
    in_one_transaction,
    log_reading,
    requires,
    visible_or_404,
    writer,
)
from core.editing import record_form, typed
from core.lists import Column, as_table, marking_column
from core.templatetags.ui import span_of_dates
from dialogues.forms.dialogues import (
    DialogueForm,
    PriorityTopicForm,
    WorkingGroupForm,
)
from dialogues.models import Dialogue, PriorityTopic, Raising, Round, WorkingGroup
from dialogues.page_parts import around, crumb, fact, link_to, long_facts
from dialogues.progress import DialogueProgress
from dialogues.promises import measures_of, promises_since
from dialogues.tones import CONCERN_STATUS, DIALOGUE_STATUS, ROUND_STATUS

# Of what is open, so many are named; the list has them all.
OPEN_AT_MOST = 8


def _address(row):
    return row.get_absolute_url()


def _dates(row):
    if not row.starts_on:
        return _("Date not known")
    return span_of_dates(row.starts_on, row.ends_on)


ROUNDS = [
    Column("round", gettext_lazy("Round"), value=str, link=_address),
    Column("numbers", gettext_lazy("Number"), value=lambda row: row.numbers),
    Column("dates", gettext_lazy("Dates"), value=_dates),
    Column("place", gettext_lazy("Place"), value=lambda row: row.place),
    Column("level_own", gettext_lazy("Our level"), value=Round.get_level_own_display),
    Column(
        "level_partner",
        gettext_lazy("Their level"),
        value=Round.get_level_partner_display,
    ),
    Column(
        "status",
        gettext_lazy("Status"),
        value=Round.get_status_display,
        kind="status",
        tone=lambda row: ROUND_STATUS[row.status],
    ),
    marking_column(),
]


@requires(any_member)
def dialogue_detail(request, slug):
    user = request.user
    dialogues = Dialogue.objects.with_visible(user, "partner")
    dialogue = visible_or_404(dialogues, user, slug=slug)
    measures = measures_of(user, dialogue)
    rounds = dialogue.rounds.visible_to(user).current().newest_first()
    rounds = list(rounds.with_visible(user, "head_own", "head_partner"))
    progress = DialogueProgress(dialogue, user, rounds)
    log_reading(request, dialogue, parts=[*measures["rows"], *progress.rows])
    priorities = dialogue.priority_topics.visible_to(user).current()
    groups = dialogue.working_groups.visible_to(user).current()
    context = {
        "dialogue": dialogue,
        "status_tone": DIALOGUE_STATUS[dialogue.status],
        "breadcrumbs": _breadcrumbs(dialogue),
        "facts": _facts(dialogue, user, rounds),
        "parts": _parts(),
        "concerns": _open_concerns(dialogue, user),
        "concerns_url": _concerns_url(dialogue),
        **_replies_due(dialogue, user),
        "rounds": as_table(rounds, ROUNDS),
        "priorities": priorities.select_related("topic"),
        "groups": _groups(groups, user, rounds),
        "lists": _lists(dialogue),
        "measures": measures,
        "progress": progress,
        "promises_since": promises_since(dialogue, timezone.localdate()),
        "matrix_url": reverse("dialogues:dialogue_matrix", args=[dialogue.slug]),
        **around(request, dialogue),
    }
    context["actions"] = _actions(dialogue) if context["can_change"] else []
    context["progress_links"] = progress.links if context["can_change"] else {}
    return render(request, "dialogues/dialogue_detail.html", context)


def _parts():
    """The parts of the page, in their order."""
    return [
        ("concerns", _("Concerns")),
        ("measures", _("Promises")),
        ("projects", _("Projects")),
        ("rounds", _("Rounds")),
        ("objectives", _("Objectives")),
        ("evaluations", _("Evaluations")),
        ("other-steps", _("Beside the dialogue")),
        ("costs", _("Costs")),
        ("priority-topics", _("Priorities")),
        ("working-groups", _("Working groups")),
        ("network", _("Networks")),
        ("lists", _("Everything")),
    ]


def _breadcrumbs(dialogue):
    crumbs = [crumb(_("Dialogues"), reverse("dialogues:dialogue_list"))]
    if dialogue.partner:
        crumbs.append(crumb(dialogue.partner, dialogue.partner.get_absolute_url()))
    return crumbs


def _actions(dialogue):
    meeting = f"{reverse('dialogues:meeting_new')}?dialogue={dialogue.pk}"
    plan = reverse("dialogues:round_new", args=[dialogue.slug])
    return [
        {"label": _("Record a meeting"), "url": meeting, "icon": "Plus"}
        | {"primary": True},
        {"label": _("Plan a round"), "url": plan, "icon": "Calendar"},
        {"label": _("Edit"), "url": dialogue.url_for("edit"), "icon": "Pencil"},
    ]


def _lists(dialogue):
    """Where everything in the dialogue can be filtered and sent as a file."""
    of_dialogue, of_partner = (
        f"dialogue={dialogue.pk}",
        f"partner={dialogue.partner_id}",
    )
    named = [
        (_("Rounds"), "round_list", of_dialogue),
        (_("Meetings"), "meeting_list", of_dialogue),
        (_("Concerns"), "concern_list", of_dialogue),
        (_("Measures"), "measure_list", of_dialogue),
        (_("Follow-ups"), "follow_up_list", of_dialogue),
        (_("Objectives"), "objective_list", of_dialogue),
        (_("Statements"), "statement_list", of_dialogue),
        (_("Incidents"), "incident_list", of_dialogue),
        (_("Evaluations"), "evaluation_list", of_dialogue),
        (_("Other steps"), "other_step_list", of_dialogue),
        (_("Follow-ups with this country"), "follow_up_list", of_partner),
        (
            _("Parliamentary questions about this country"),
            "parliamentary_question_list",
            of_partner,
        ),
    ]
    account = reverse("dialogues:dialogue_account", args=[dialogue.slug])
    return [
        crumb(_("The account: criteria, resources, results"), account),
        *(
            crumb(label, f"{reverse(f'dialogues:{name}')}?{query}")
            for label, name, query in named
        ),
    ]


def _concerns_url(dialogue):
    query = f"dialogue={dialogue.pk}&status=still_open"
    return f"{reverse('dialogues:concern_list')}?{query}"


def _open_concerns(dialogue, user):
    """Each with the colour of its status, those longest without an answer first."""
    rows = dialogue.concerns.visible_to(user).current().open()
    rows = rows.longest_unanswered_first(user).select_related("topic")
    return [(row, CONCERN_STATUS[row.status]) for row in rows[:OPEN_AT_MOST]]


def _replies_due(dialogue, user):
    """Those that the other side owes, and those that we owe."""
    rows = Raising.objects.due_to(user).of_dialogue(dialogue)
    rows = rows.with_visible(user, "concern")
    return {
        "awaited": rows.not_from_partner()[:OPEN_AT_MOST],
        "owed": rows.from_partner()[:OPEN_AT_MOST],
    }


def _facts(dialogue, user, rounds):
    coming = dialogue.rounds.visible_to(user).current().coming(timezone.localdate())
    held = [row for row in rounds if row.status == Round.Status.HELD]
    concerns = dialogue.concerns.visible_to(user).current().open().count()
    return [
        fact(_("Title used by the partner"), dialogue.partner_title),
        *_last_round(held[0] if held else None),
        link_to(_("Next round"), coming.newest_first().last()),
        fact(_("Open concerns"), concerns, url=_concerns_url(dialogue)),
        fact(_("Informal since"), dialogue.informal_since, kind="date"),
        fact(_("Started"), dialogue.started, kind="date"),
        *([fact(_("Ended"), dialogue.ended, kind="date")] if dialogue.ended else []),
        fact(_("Intensity"), dialogue.intensity),
        fact(_("Hosting rule"), dialogue.hosting_rule),
        *long_facts(
            (_("Why suspended or ended"), dialogue.status_why),
            (_("Conditions to resume"), dialogue.resume_conditions),
            (_("Aim"), dialogue.aim),
            (_("Working methods"), dialogue.working_methods),
            (_("Note"), dialogue.note),
        ),
    ]


def _last_round(last):
    if last is None:
        return [fact(_("Last round held"), None)]
    ended = last.ends_on or last.starts_on
    note = _gap(ended) if ended else _("Date not known")
    return [
        link_to(_("Last round held"), last, note=note),
        link_to(_("Our head at the last round"), last.head_own),
        link_to(_("The partner's head at the last round"), last.head_partner),
    ]


def _gap(ended):
    """How long ago that was; the least, where the day is not known."""
    today = timezone.localdate()
    if ended.latest >= today:
        return ""
    words = _("%(span)s ago") if ended.day_is_known else _("at least %(span)s ago")
    return words % {"span": timesince(ended.latest, today)}


def _groups(groups, user, rounds):
    """Each working group with the rounds in which it met, the newest first."""
    groups = groups.select_related("topic").with_visible_rounds(user)
    met = {
        group.pk: {row.pk for row in group.visible_rounds}
        | {row.round_id for row in group.visible_meetings}
        for group in groups
    }
    return [
        {"group": group, "rounds": [row for row in rounds if row.pk in met[group.pk]]}
        for group in groups
    ]


@requires(writer)
@in_one_transaction
def dialogue_new(request):
    if not request.user.desk_partner_ids:
        raise PermissionDenied
    form = DialogueForm(*typed(request), by=request.user)
    return record_form(
        request,
        form,
        heading=_("New dialogue"),
        back=reverse("dialogues:dialogue_list"),
    )


@requires(writer)
@in_one_transaction
def dialogue_edit(request, slug):
    dialogue = changeable_or_403(Dialogue.objects, request.user, slug=slug)
    form = DialogueForm(*typed(request), by=request.user, instance=dialogue)
    return record_form(
        request,
        form,
        heading=_("Edit the dialogue"),
        back=dialogue.get_absolute_url(),
        record=dialogue,
    )


@requires(writer)
@in_one_transaction
def priority_topic_new(request, slug):
    return _new_part(request, slug, PriorityTopic, PriorityTopicForm, _("New priority"))


@requires(writer)
@in_one_transaction
def priority_topic_edit(request, pk):
    priority = changeable_or_403(PriorityTopic.objects, request.user, pk=pk)
    form = PriorityTopicForm(*typed(request), by=request.user, instance=priority)
    return _edit_part(request, form, _("Edit the priority"))


@requires(writer)
@in_one_transaction
def working_group_new(request, slug):
    heading = _("New working group")
    return _new_part(request, slug, WorkingGroup, WorkingGroupForm, heading)


@requires(writer)
@in_one_transaction
def working_group_edit(request, pk):
    group = changeable_or_403(WorkingGroup.objects, request.user, pk=pk)
    form = WorkingGroupForm(*typed(request), by=request.user, instance=group)
    return _edit_part(request, form, _("Edit the working group"))


def _new_part(request, slug, model, form_class, heading):
    """A new row that belongs to a dialogue and is shown on its page."""
    dialogue = changeable_or_403(Dialogue.objects, request.user, slug=slug)
    form = form_class(
        *typed(request), by=request.user, instance=model(dialogue=dialogue)
    )
    return record_form(request, form, heading=heading, back=dialogue.get_absolute_url())


def _edit_part(request, form, heading):
    part = form.instance
    return record_form(
        request, form, heading=heading, back=part.get_absolute_url(), record=part
    )
