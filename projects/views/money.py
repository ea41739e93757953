"""Budget lines, payments, rates, and what projects cost together."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import (
    any_member,
    changeable_or_403,
    in_one_transaction,
    requires,
    writer,
)
from core.editing import record_form, typed
from core.exports import file_links, file_of_lines, wants_file
from core.lists import ROWS_ON_A_PAGE, as_table, list_page
from dialogues.page_parts import crumb
from projects import columns
from projects.columns.money import TOTALS_HEADER, lines_of_totals
from projects.filters import DisbursementFilter, MoneyFilter
from projects.forms.money import BudgetLineForm, DisbursementForm
from projects.models import BudgetLine, Disbursement, ExchangeRate, Project
from projects.money.rates import rate_rule
from projects.money.totals import Totals, to_be_counted


@requires(writer)
@in_one_transaction
def budget_line_new(request, pk):
    project = changeable_or_403(Project.objects, request.user, pk=pk)
    form = BudgetLineForm(
        *typed(request),
        by=request.user,
        instance=BudgetLine(project=project),
        initial={"classification": project.marking},
    )
    heading = _("New budget line: %(project)s") % {"project": project}
    back = f"{project.get_absolute_url()}#money"
    return record_form(request, form, heading=heading, back=back)


@requires(writer)
@in_one_transaction
def budget_line_edit(request, pk):
    line = changeable_or_403(BudgetLine.objects, request.user, pk=pk)
    form = BudgetLineForm(*typed(request), by=request.user, instance=line)
    return record_form(
        request,
        form,
        heading=_("Edit the budget line"),
        back=line.get_absolute_url(),
        record=line,
    )


@requires(writer)
@in_one_transaction
def disbursement_new(request, pk):
    project = changeable_or_403(Project.objects, request.user, pk=pk)
    form = DisbursementForm(
        *typed(request),
        by=request.user,
        instance=Disbursement(project=project),
        initial={"classification": project.marking},
    )
    heading = _("New disbursement: %(project)s") % {"project": project}
    back = f"{project.get_absolute_url()}#money"
    return record_form(request, form, heading=heading, back=back)


@requires(writer)
@in_one_transaction
def disbursement_edit(request, pk):
    payment = changeable_or_403(Disbursement.objects, request.user, pk=pk)
    form = DisbursementForm(*typed(request), by=request.user, instance=payment)
    return record_form(
        request,
        form,
        heading=_("Edit the disbursement"),
        back=payment.get_absolute_url(),
        record=payment,
    )


@requires(any_member)
def disbursement_list(request):
    user = request.user
    rows = Disbursement.objects.visible_to(user)
    return list_page(
        request,
        DisbursementFilter(
            request, rows.with_visible(user, "project", "recipient", "partner")
        ),
        columns.DISBURSEMENTS,
        name="disbursements",
        heading=_("Disbursements"),
        lead=_(
            "Payments of all projects, planned and paid. They are added up on the page "
            "of totals."
        ),
        breadcrumbs=[_projects(), _totals()],
    )


@requires(any_member)
def money_totals(request):
    """What projects cost together; only of what the reader may see."""
    rows = Project.objects.visible_to(request.user).ours_to_count()
    filters = MoneyFilter(request, rows)
    totals = Totals(to_be_counted(filters.qs, request.user), **filters.asked())
    if wants_file(request) and filters.is_valid():
        return _totals_file(request, totals, filters)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "asked": filters.asked(),
        "totals": totals,
        "tables": _tables(totals),
        "rate_rule": rate_rule(),
        "files": file_links(request),
        "breadcrumbs": [_projects()],
    }
    return render(request, "projects/money_totals.html", context)


def _totals_file(request, totals, filters):
    return file_of_lines(
        request,
        TOTALS_HEADER,
        list(lines_of_totals(totals)),
        "project-money",
        title=_("What projects cost together"),
        markings=totals.markings,
        chips=filters.chips,
    )


def _tables(totals):
    """Every table of the page, the grand total first."""
    groups = [("together", _("Together"), [totals.whole]), *totals.groups]
    return [
        {
            "name": name,
            "heading": heading,
            "rows": [
                (line, [totals.rates.shown(sum_) for sum_ in line.sums.values()])
                for line in lines
            ],
        }
        for name, heading, lines in groups
    ]


@requires(any_member)
def exchange_rate_list(request):
    """A reference list; administrators keep it on pages of their own."""
    page = Paginator(ExchangeRate.objects.all(), ROWS_ON_A_PAGE)
    page_obj = page.get_page(request.GET.get("page"))
    keeps = request.user.is_staff and request.user.has_perm("projects.add_exchangerate")
    url = reverse("admin:projects_exchangerate_changelist")
    context = {
        "table": as_table(page_obj.object_list, columns.RATES),
        "page_obj": page_obj,
        "rate_rule": rate_rule(),
        "keep_url": url if keeps else "",
        "breadcrumbs": [_projects(), _totals()],
    }
    return render(request, "projects/exchange_rate_list.html", context)


def _projects():
    return crumb(_("Projects"), reverse("projects:project_list"))


def _totals():
    return crumb(_("Money of projects"), reverse("projects:money_totals"))
