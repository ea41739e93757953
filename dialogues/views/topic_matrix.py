"""The matrix of topics and rounds of a dialogue, and the file behind it."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access import any_member, log_reading, marking_of, requires, visible_or_404
from core.exports import RowsInHand, file_links, file_of_rows, wants_file
from core.filters import said_in
from dialogues.columns.topic_matrix import TOPIC_MATRIX
from dialogues.focus_chart import chart
from dialogues.forms.topic_matrix import MatrixFilterForm
from dialogues.mentions import Mentions, State
from dialogues.models import Dialogue, WorkingGroup
from dialogues.page_parts import crumb
from dialogues.topic_matrix import (
    GROUP_LETTER,
    LETTERS,
    TopicMatrix,
    between_years,
    focus_in_words,
    side_in_words,
    year_of,
)


@requires(any_member)
def dialogue_matrix(request, slug):
    user = request.user
    dialogue = visible_or_404(Dialogue.objects, user, slug=slug)
    groups = WorkingGroup.objects.visible_to(user).current().of_dialogue(dialogue)
    form = MatrixFilterForm(request.GET, groups=groups)
    mentions = Mentions(dialogue, user)
    matrix = _matrix(mentions, form)
    unknown = {row.pk for row in matrix.unknown}
    parts = [*matrix.rounds, *matrix.mentions]
    log_reading(request, dialogue, parts=parts)
    if wants_file(request) and form.is_valid():
        return _as_file(request, dialogue, matrix, form)
    context = {
        "dialogue": dialogue,
        "highest": max(marking_of(row) for row in [dialogue, *parts]),
        "breadcrumbs": [crumb(dialogue, dialogue.get_absolute_url())],
        "form": form,
        "is_narrowed": not form.is_valid() or any(form.cleaned_data.values()),
        "columns": [(row, year_of(row), row.pk in unknown) for row in matrix.rounds],
        "rows": [(row, matrix.longest_run(row)) for row in matrix.rows],
        "unknown": unknown,
        "without_topic": mentions.without_topic,
        "focus": matrix.focus[::-1] if matrix.known else [],
        "focus_words": focus_in_words(matrix.known),
        "chart": chart(matrix.focus),
        "legend": [(state, LETTERS[state], state.label) for state in State],
        "group_letter": GROUP_LETTER,
        **_opened(request, matrix),
    }
    return render(request, "dialogues/topic_matrix.html", context)


def _as_file(request, dialogue, matrix, form):
    return file_of_rows(
        request,
        RowsInHand([*matrix.mentions, *matrix.unknown]),
        TOPIC_MATRIX,
        f"topics-{dialogue.slug}",
        title=_("Topics by round: %(dialogue)s") % {"dialogue": dialogue},
        chips=lambda: said_in(form),
    )


def _matrix(mentions, form):
    """Of what the address asks for; nothing of it where that cannot be read."""
    asked = form.cleaned_data if form.is_valid() else None
    rounds, shown = mentions.rounds, mentions.all
    if asked is None:
        rounds = []
    else:
        rounds = between_years(rounds, asked["since"], asked["until"])
        if asked["group"]:
            shown = [row for row in shown if row.group == asked["group"]]
    return TopicMatrix(
        mentions.topics,
        rounds,
        shown,
        mentions.outcomes,
        first_level=bool(asked and asked["level"]),
        everything=mentions.all,
    )


def _opened(request, matrix):
    """The cell that the address opens, and how any other is opened or the file got."""
    asked = request.GET.get("cell", "")[:100]
    cell = matrix.cell(asked)
    query = request.GET.copy()
    query.pop("cell", None)
    query.pop("format", None)
    kept = query.urlencode()
    parts = [
        (label, [(row, side_in_words(row.side)) for row in rows])
        for label, rows in (cell.parts if cell else [])
    ]
    return {
        "cell": cell,
        # SECURITY: the same words whether there is nothing or only what is hidden.
        "cell_is_empty": bool(asked) and cell is None,
        "cell_parts": parts,
        "cell_title": cell and _("%(topic)s: %(round)s") % vars(cell),
        "open_cell": f"?{kept}&cell=" if kept else "?cell=",
        "closed_url": f"?{kept}",
        "files": file_links(request, "cell"),
    }
