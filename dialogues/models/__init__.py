"""What the ministry remembers of its dialogues."""

from dialogues.models.concerns import Concern
from dialogues.models.dialogue import Dialogue, PriorityTopic, WorkingGroup
from dialogues.models.follow_up import FollowUp
from dialogues.models.meetings import Meeting, Minutes
from dialogues.models.participations import AgendaItem, Participation
from dialogues.models.raisings import Raising, Reply
from dialogues.models.rounds import Round
from dialogues.models.sides import Side
from dialogues.models.topics import Topic

__all__ = [
    "AgendaItem",
    "Concern",
    "Dialogue",
    "FollowUp",
    "Meeting",
    "Minutes",
    "Participation",
    "PriorityTopic",
    "Raising",
    "Reply",
    "Round",
    "Side",
    "Topic",
    "WorkingGroup",
]
