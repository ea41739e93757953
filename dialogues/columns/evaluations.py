"""What the list of evaluations shows, and its file."""

from django.utils.translation import gettext_lazy as _

from core.lists import (
    Column,
    choice_column,
    date_column,
    field_column,
    marking_column,
)
from dialogues.columns.shared import (
    dates_of_record,
    in_file,
    in_file_only,
    number_column,
    title_column,
)
from dialogues.models import Evaluation


def _dialogues_in_words(evaluation):
    return ", ".join(row.title for row in evaluation.visible_dialogues)


EVALUATIONS = [
    title_column(_("Evaluation")),
    date_column(Evaluation, "date"),
    choice_column("kind", _("Kind")),
    field_column(Evaluation, "evaluator", order=("evaluator",)),
    Column("dialogues", _("Dialogues"), value=_dialogues_in_words),
    choice_column("publication", _("Publication")),
    in_file("publication_ground"),
    number_column("findings", _("Findings"), value="findings_seen"),
    number_column("open_findings", _("Open"), value="findings_open"),
    *in_file_only("summary", "consequence"),
    marking_column(),
    *dates_of_record(),
]
