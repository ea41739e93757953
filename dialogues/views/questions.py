"""Parliamentary questions: by when, what was answered, and on which facts."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
from dialogues.actions import note_facts
from dialogues.facts import AT_MOST, FactSearch, line_of
from dialogues.filters import QuestionFilter
from dialogues.forms.accounts import ParliamentaryQuestionForm
from dialogues.forms.facts import FactSearchForm, FactsForm
from dialogues.models import FactUsed, FollowUp, ParliamentaryQuestion
from dialogues.page_parts import around, crumb, edit_action, fact, link_to, new_url
from dialogues.permissions import require_write_on
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
        "facts_used": [(used, line_of(used.row)) for used in facts_used],
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
        require_write_on(request.user, partner)
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


@requires(writer)
@in_one_transaction
def fact_used_new(request, pk):
    """A search through what was raised and answered; what is ticked is noted."""
    user = request.user
    question = changeable_or_403(ParliamentaryQuestion.objects, user, pk=pk)
    form = FactsForm(request.POST or None, by=user, question=question)
    if request.method == "POST" and form.is_valid():
        noted = note_facts(question, by=user, **form.cleaned_data)
        messages.success(request, _noted(len(noted)))
        more = "go_on" in request.POST
        return redirect(request.get_full_path() if more else question)
    search = FactSearchForm(
        request.GET or None, by=user, initial=_asked_about(question)
    )
    groups = _found(search, question, user)
    lines = [line for group in groups for line in group["lines"]]
    shown = [row for line in lines for row in line.parts]
    log_reading(request, question, parts=shown)
    context = {
        "question": question,
        "search": search,
        "groups": groups,
        "at_most": AT_MOST,
        "ticked": request.POST.getlist("row"),
        "form": form,
        "breadcrumbs": [crumb(str(question), question.get_absolute_url())],
    }
    return render(request, "dialogues/fact_used_form.html", context)


def _asked_about(question):
    """What the search starts with, from the question itself."""
    partners = list(question.partners.values_list("pk", flat=True)[:2])
    partner = partners[0] if len(partners) == 1 else None
    return {"partner": partner, "topic": question.topic_id}


def _found(search, question, user):
    if not search.is_valid():
        return []
    used = FactUsed.objects.keys_used_for(question)
    groups = FactSearch(user, **search.cleaned_data).groups(used)
    return [group for group in groups if group["lines"]]


def _noted(number):
    words = ngettext("One fact noted.", "%(number)s facts noted.", number)
    return words % {"number": number}
