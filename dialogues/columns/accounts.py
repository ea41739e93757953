"""What the lists of statements and of parliamentary questions show."""

from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.lists import (
    Column,
    choice_column,
    date_column,
    field_column,
    marking_column,
    related_columns,
    to_record,
)
from dialogues import tones
from dialogues.columns.shared import (
    dates_of_record,
    dialogue_columns,
    in_file,
    in_file_only,
    partner_columns,
    status_column,
    title_column,
    topic_columns,
)
from dialogues.models import ParliamentaryQuestion, Statement

STATEMENTS = [
    title_column(_("Statement")),
    date_column(Statement, "date"),
    choice_column("side", _("Whose")),
    choice_column("kind", _("Kind")),
    field_column(Statement, "speaker", order=("speaker",)),
    *partner_columns("dialogue__partner", on_screen=False),
    *dialogue_columns(on_screen=False),
    *related_columns("round", _("Round"), order=("round__ordinal", "round__starts_on")),
    status_column(Statement, tones.STATEMENT_STATUS),
    *in_file_only("approved_on", "text"),
    marking_column(),
    *dates_of_record(),
]


def _partners_in_words(question):
    return ", ".join(str(partner) for partner in question.visible_partners)


def _partner_codes(question):
    return " ".join(partner.code for partner in question.visible_partners)


QUESTIONS = [
    Column(
        "subject",
        _("Subject"),
        order=(Lower("subject"),),
        link=to_record,
    ),
    field_column(ParliamentaryQuestion, "reference", order=("reference",)),
    choice_column("kind", _("Kind")),
    Column(
        "partners",
        _("Partner countries"),
        value=_partners_in_words,
        code=_partner_codes,
    ),
    *topic_columns(on_screen=False),
    field_column(ParliamentaryQuestion, "asked_by", order=("asked_by",)),
    in_file("party"),
    date_column(ParliamentaryQuestion, "asked_on"),
    Column(
        "due",
        _("Answer due"),
        order=("due",),
        kind="due",
        done=lambda row: bool(row.answered_on),
    ),
    date_column(ParliamentaryQuestion, "answered_on"),
    field_column(ParliamentaryQuestion, "answered_by", on_screen=False),
    *in_file_only("question", "answer"),
    *related_columns(
        "owner",
        _("Owner"),
        order=(Lower("owner__name"),),
        linked=False,
        on_screen=False,
    ),
    marking_column(),
    *dates_of_record(),
]
