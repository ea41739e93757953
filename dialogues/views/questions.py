"""Parliamentary questions: by when, what was answered, and on which facts."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

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
from core.lists import list_page
from dialogues import columns
from dialogues.filters import QuestionFilter
from dialogues.forms.accounts import ParliamentaryQuestionForm
from dialogues.models import FactUsed, FollowUp, ParliamentaryQuestion
from dialogues.page_parts import around, edit_action, fact, link_to, new_url
from dialogues.views.named import breadcrumbs, named_in_address, named_partner


@requires(any_member)
def parliamentary_question_list(request):
    user = request.user
    rows = ParliamentaryQuestion.objects.visible_to(user).with_visible_partners(user)
    return list_page(
        request,
        QuestionFilter(request, rows.with_visible(user, "topic", "owner")),
        columns.QUESTIONS,
        name="parliamentary-questions",
        heading=_("Parliamentary questions"),
        new_url=new_url(user, "parliamentary_question_new"),
    )


@requires(any_member)
def parliamentary_question_detail(request, pk):
    user = request.user
    rows = ParliamentaryQuestion.objects.with_visible(user, "topic", "owner")
    question = visible_or_404(rows.with_visible_partners(user), user, pk=pk)
    facts_used = FactUsed.objects.used_for(question, user)
    log_reading(request, question, parts=[used.row for used in facts_used])
    parts = around(request, question)
    context = parts | {
        "question": question,
        "facts_used": facts_used,
        "follow_ups": FollowUp.objects.of_question(question, user),
        "facts": _facts(question),
        "breadcrumbs": breadcrumbs(
            _("Parliamentary questions"), "parliamentary_question_list", None
        ),
        "actions": _actions(question) if parts["can_change"] else [],
    }
    return render(request, "dialogues/parliamentary_question_detail.html", context)


def _facts(question):
    answered = question.answered_on
    return [
        fact(_("Reference"), question.reference),
        fact(_("Kind"), question.get_kind_display()),
        fact(_("Partner countries"), _countries(question)),
        link_to(_("Topic"), question.topic),
        fact(_("Asked by"), _asked_by(question)),
        fact(_("Asked"), question.asked_on, kind="date"),
        fact(_("Answer due"), question.due, kind="due", done=bool(answered)),
        fact(_("Answered"), answered, kind="date"),
        fact(_("Answered by"), question.answered_by),
        fact(_("Owner"), str(question.owner or "")),
    ]


def _countries(question):
    return ", ".join(str(partner) for partner in question.visible_partners)


def _asked_by(question):
    party = f"({question.party})" if question.party else ""
    return " ".join(filter(None, [question.asked_by, party]))


def _actions(question):
    task = f"{reverse('dialogues:follow_up_new')}?question={question.pk}"
    find = reverse("dialogues:fact_used_new", args=[question.pk])
    return [
        {"label": _("Find facts"), "url": find, "icon": "MagnifyingGlass"},
        {"label": _("Add follow-up"), "url": task, "icon": "TasklistStart"},
        *edit_action(question),
    ]


@requires(writer)
@in_one_transaction
def parliamentary_question_new(request):
    named = named_in_address(request, "topic")
    if partner := named_partner(request):
        named["partners"] = [partner]
    form = ParliamentaryQuestionForm(*typed(request), by=request.user, initial=named)
    return record_form(
        request,
        form,
        heading=_("New parliamentary question"),
        back=reverse("dialogues:parliamentary_question_list"),
    )


@requires(writer)
@in_one_transaction
def parliamentary_question_edit(request, pk):
    question = changeable_or_403(ParliamentaryQuestion.objects, request.user, pk=pk)
    form = ParliamentaryQuestionForm(
        *typed(request), by=request.user, instance=question
    )
    return record_form(
        request,
        form,
        heading=_("Edit the parliamentary question"),
        back=question.get_absolute_url(),
        record=question,
    )
