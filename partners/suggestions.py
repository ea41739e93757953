"""What is offered while somebody types the name of a person or an institution."""

import re

from django.shortcuts import render
from django.utils.translation import gettext as _

from core.folding import words
from core.widgets import ROW

MOST = 12
# One of these is a word by itself; of other letters it takes two to search.
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def typed_in(request):
    """What has been typed, or nothing as long as that is too short to search for."""
    typed = request.POST.get("q", "")
    letters = "".join(words(typed))
    return typed if len(letters) > 1 or _IDEOGRAPH.search(letters) else ""


def suggestions(request, rows, label, detail):
    """Answers with what `rows`, a sliced queryset, has to offer."""
    options = [
        {"value": f"{ROW}{row.pk}", "label": label(row), "detail": detail(row)}
        for row in rows
    ]
    template = "components/suggestion_options.html"
    return render(request, template, {"options": options})


def describe_person(person):
    """Name, title and institution, so that people of the same name differ.

    Needs rows from `PersonQuerySet.with_held_positions`.
    """
    return _listed(person.name, *_post_of(person))


def describe_institution(institution):
    """Name and country: a supreme court there is in every one."""
    return _listed(institution.name, institution.country_name)


def detail_of_person(person):
    """What tells somebody apart from others of the same name, and a warning.

    Who holds nothing any more is told by what they were; see `with_former_positions`.
    """
    warning = _("do not contact") if person.do_not_contact else ""
    return _listed(
        person.name_original, _formerly(person), person.country_name, warning
    )


def detail_of_institution(institution):
    return _listed(
        institution.name_original,
        str(institution.sector or ""),
        "" if institution.active else _("no longer exists"),
    )


def _post_of(person):
    for position in getattr(person, "held", [])[:1]:
        return position.title, getattr(position.institution, "name", "")
    return ()


def _formerly(person):
    if getattr(person, "held", []):
        return ""
    for position in getattr(person, "former", [])[:1]:
        post = _listed(position.title, getattr(position.institution, "name", ""))
        return _("formerly %(post)s") % {"post": post} if post else ""
    return ""


def _listed(*parts):
    return ", ".join(filter(None, parts))
