"""What the lists of a dialogue show, and their files."""

from dialogues.columns.accounts import QUESTIONS, STATEMENTS
from dialogues.columns.concerns import CONCERNS
from dialogues.columns.dialogues import DIALOGUES
from dialogues.columns.evaluations import EVALUATIONS
from dialogues.columns.events import INCIDENTS, OTHER_STEPS
from dialogues.columns.follow_ups import FOLLOW_UPS
from dialogues.columns.measures import MEASURES
from dialogues.columns.meetings import MEETINGS
from dialogues.columns.objectives import OBJECTIVES
from dialogues.columns.rounds import ROUNDS

__all__ = [
    "CONCERNS",
    "DIALOGUES",
    "EVALUATIONS",
    "FOLLOW_UPS",
    "INCIDENTS",
    "MEASURES",
    "MEETINGS",
    "OBJECTIVES",
    "OTHER_STEPS",
    "QUESTIONS",
    "ROUNDS",
    "STATEMENTS",
]
