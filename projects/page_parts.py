"""What the pages of projects are made of."""

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.templatetags.ui import span_of_dates
from dialogues.page_parts import crumb, edit_action


def in_currency(amount, currency):
    """For example "2,500,000 USD"; nothing where no amount is known."""
    if amount is None:
        return ""
    places = 0 if amount == amount.to_integral_value() else 2
    return (
        f"{number_format(amount, decimal_pos=places, force_grouping=True)} {currency}"
    )


def project_crumbs(project):
    """The way back from a part of a project; a hidden one is left out."""
    crumbs = [crumb(_("Projects"), reverse("projects:project_list"))]
    if project is None:
        return crumbs
    return [*crumbs, crumb(str(project), project.get_absolute_url())]


def result_actions(result):
    """What is done with a result."""
    new = reverse("projects:result_value_new", args=[result.pk])
    add = {"label": _("Add a value"), "url": new, "icon": "Plus", "primary": True}
    return [add, *edit_action(result)]


def period_of(project):
    """From when to when, as far as is known; None for nothing."""
    if not (project.since or project.until):
        return None
    if project.since and not project.until:
        return _("since %(date)s") % {"date": project.since.words}
    return span_of_dates(project.since, project.until)
