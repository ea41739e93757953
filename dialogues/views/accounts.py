"""The account of a dialogue for parliament, and what the dialogue costs."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
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
from core.exports import file_links, file_of_lines, wants_file
from core.filters import said_in
from core.models import Classification
from dialogues.account_record import Account
from dialogues.forms.account import SpanForm
from dialogues.forms.accounts import YearlyCostForm
from dialogues.models import Dialogue, YearlyCost
from dialogues.page_parts import crumb, fact

HEADER = ("part", "kind", "date", "what", "value", "detail", "side", "who")
HEADER += ("marking", "id", "url", "fictional")


@requires(any_member)
def dialogue_account(request, slug):
    """By which criteria, with which resources, to what result: for any years."""
    user = request.user
    dialogues = Dialogue.objects.with_visible(user, "partner")
    dialogue = visible_or_404(dialogues, user, slug=slug)
    span = SpanForm(request.GET)
    chosen = span.cleaned_data if span.is_valid() else {}
    account = Account(dialogue, user, **chosen)
    log_reading(request, dialogue, parts=account.rows)
    if wants_file(request) and span.is_valid():
        return _as_file(request, account, span)
    context = {
        "dialogue": dialogue,
        "account": account,
        "span": span,
        "today": timezone.localdate(),
        "facts": _at_a_glance(account),
        "files": file_links(request),
        "breadcrumbs": [
            crumb(_("Dialogues"), reverse("dialogues:dialogue_list")),
            crumb(dialogue.title, dialogue.get_absolute_url()),
        ],
    }
    return render(request, "dialogues/dialogue_account.html", context)


def _at_a_glance(account):
    """How much of each there is, before it is told one by one."""
    replies = sum(len(side.given) for side in account.answers)
    silences = sum(len(side.silences) for side in account.answers)
    return [
        fact(_("Rounds held"), len(account.held)),
        fact(_("Cost of the rounds"), account.costs.cost.words_with_currency),
        fact(_("Objectives"), len(account.objectives)),
        fact(_("Assessments"), len(account.assessments)),
        fact(_("Promises and finished measures"), len(account.measures)),
        fact(_("Held by us to be done"), len(account.done)),
        fact(_("Replies"), replies),
        fact(_("Raised without a reply"), silences),
        fact(_("Evaluations"), len(account.evaluations)),
    ]


def _as_file(request, account, span):
    return file_of_lines(
        request,
        HEADER,
        [_cells(request, line) for line in account.lines],
        f"account-{account.dialogue.slug}",
        title=_("Account: %(dialogue)s") % {"dialogue": account.dialogue.title},
        markings=[account.highest.marking],
        chips=lambda: said_in(span),
    )


def _cells(request, line):
    row = line.row
    url = request.build_absolute_uri(row.get_absolute_url())
    said = (line.part, line.kind, line.date, line.what, line.value, line.detail)
    said += (line.side, line.who)
    marking = getattr(row, "marking", row.classification)
    return (*said, Classification(marking).name.lower(), row.pk, url, row.fictional)


@requires(writer)
@in_one_transaction
def yearly_cost_new(request, slug):
    dialogue = changeable_or_403(Dialogue.objects, request.user, slug=slug)
    form = YearlyCostForm(
        *typed(request),
        by=request.user,
        instance=YearlyCost(dialogue=dialogue),
        initial={"year": timezone.localdate().year - 1},
    )
    return record_form(
        request,
        form,
        heading=_("Cost of a year: %(dialogue)s") % {"dialogue": dialogue},
        back=dialogue.get_absolute_url(),
    )


@requires(writer)
@in_one_transaction
def yearly_cost_edit(request, pk):
    cost = changeable_or_403(YearlyCost.objects, request.user, pk=pk)
    form = YearlyCostForm(*typed(request), by=request.user, instance=cost)
    return record_form(
        request,
        form,
        heading=_("Edit the cost of a year"),
        back=cost.get_absolute_url(),
        record=cost,
    )
