"""What the ministry remembers of its dialogues."""

from dialogues.models.accounts import Statement, YearlyCost
from dialogues.models.concerns import Concern
from dialogues.models.confidence import Confidence
from dialogues.models.dialogue import Dialogue, PriorityTopic, WorkingGroup
from dialogues.models.evaluations import Evaluation, Finding
from dialogues.models.events import Incident, OtherStep
from dialogues.models.follow_up import FollowUp
from dialogues.models.measures import Measure, MeasureStatus
from dialogues.models.meetings import Meeting, Minutes
from dialogues.models.objectives import Assessment, Objective, Trust
from dialogues.models.participations import AgendaItem, Participation
from dialogues.models.preparation import (
    Briefing,
    BriefingRead,
    GroupReport,
    SpeakingNote,
)
from dialogues.models.questions import FactUsed, ParliamentaryQuestion
from dialogues.models.raisings import Raising, Reply
from dialogues.models.rounds import Round
from dialogues.models.sides import Side
from dialogues.models.topics import Topic

__all__ = [
    "AgendaItem",
    "Assessment",
    "Briefing",
    "BriefingRead",
    "Concern",
    "Confidence",
    "Dialogue",
    "Evaluation",
    "FactUsed",
    "Finding",
    "FollowUp",
    "GroupReport",
    "Incident",
    "Measure",
    "MeasureStatus",
    "Meeting",
    "Minutes",
    "Objective",
    "OtherStep",
    "ParliamentaryQuestion",
    "Participation",
    "PriorityTopic",
    "Raising",
    "Reply",
    "Round",
    "Side",
    "SpeakingNote",
    "Statement",
    "Topic",
    "Trust",
    "WorkingGroup",
    "YearlyCost",
]
