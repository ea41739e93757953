"""What every page shows around its content."""

from django.urls import reverse
from django.utils.translation import gettext as _


def house(request):
    """`nav`, `home_country`, and the hidden fields that forms carry."""
    from django.conf import settings

    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": [], "home_country": settings.HOME_COUNTRY}
    return {
        "nav": [
            {"label": label, "url": url, "current": _is_current(request.path, url)}
            for label, url in _pages()
        ],
        "home_country": settings.HOME_COUNTRY,
        "user_initials": user.initials,
    }


def _pages():
    return [
        (_("My desk"), reverse("desk:my_desk")),
        (_("Dialogues"), reverse("dialogues:dialogue_list")),
        (_("Rounds"), reverse("dialogues:round_list")),
        (_("Meetings"), reverse("dialogues:meeting_list")),
        (_("Concerns"), reverse("dialogues:concern_list")),
        (_("Measures"), reverse("dialogues:measure_list")),
        (_("Projects"), reverse("projects:project_list")),
        (_("Follow-ups"), reverse("dialogues:follow_up_list")),
        (_("Objectives"), reverse("dialogues:objective_list")),
        (_("Evaluations"), reverse("dialogues:evaluation_list")),
        (_("Parliament"), reverse("dialogues:parliamentary_question_list")),
        (_("Topics"), reverse("dialogues:topic_list")),
        (_("Institutions"), reverse("partners:institution_list")),
        (_("People"), reverse("partners:person_list")),
        (_("Networks"), reverse("partners:network_list")),
        (_("Links"), reverse("dialogues:link_list")),
    ]


def _is_current(path, url):
    return path == url if url == "/" else path.startswith(url)
