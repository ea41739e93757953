"""What the lists of a dialogue can be filtered by."""

from dialogues.filters.accounts import QuestionFilter, StatementFilter
from dialogues.filters.concerns import ConcernFilter
from dialogues.filters.dialogues import DialogueFilter
from dialogues.filters.evaluations import EvaluationFilter
from dialogues.filters.events import IncidentFilter, OtherStepFilter
from dialogues.filters.follow_ups import FollowUpFilter
from dialogues.filters.measures import MeasureFilter
from dialogues.filters.meetings import MeetingFilter
from dialogues.filters.objectives import ObjectiveFilter
from dialogues.filters.rounds import RoundFilter

__all__ = [
    "ConcernFilter",
    "DialogueFilter",
    "EvaluationFilter",
    "FollowUpFilter",
    "IncidentFilter",
    "MeasureFilter",
    "MeetingFilter",
    "ObjectiveFilter",
    "OtherStepFilter",
    "QuestionFilter",
    "RoundFilter",
    "StatementFilter",
]
