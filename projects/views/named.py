"""What an address names beforehand of a new project: `?measure=3`, `?topic=torture`."""

from dialogues.views.named import named_in_address

# Where a row goes to that a project answers.
_ANSWERED = {
    "measure": "measures",
    "concern": "concerns",
    "working_group": "working_groups",
    "finding": "findings",
}


def named_beforehand(request):
    """What the form starts with, and the row that the writer comes from, or None."""
    named = named_in_address(request, *_ANSWERED, "dialogue", "topic", "partner")
    dialogues = [named["dialogue"]] if "dialogue" in named else []
    topics = [named["topic"]] if "topic" in named else []
    partners = [named["partner"]] if "partner" in named else []
    initial = {}
    for name, row in named.items():
        if name in _ANSWERED:
            initial[_ANSWERED[name]] = [row]
            dialogues += _dialogues_of(row, request.user)
            topics += _topics_of(row)
    for name in ("concern",):
        partners += [named[name].partner] if name in named else []
    partners += [dialogue.partner for dialogue in dialogues]
    initial |= {
        "partners": _once(partners),
        "dialogues": _once(dialogues),
        "topics": _once(topics),
    }
    return initial, next(iter(named.values()), None)


def _dialogues_of(row, user):
    if hasattr(row, "evaluation"):
        judged = row.evaluation.dialogues.visible_to(user).current()
        return list(judged.select_related("partner"))
    return [row.dialogue] if row.dialogue else []


def _topics_of(row):
    topic = getattr(row, "topic", None)
    if topic is None and getattr(row, "concern", None):
        topic = row.concern.topic
    return [topic] if topic else []


def _once(rows):
    return list(dict.fromkeys(rows))
