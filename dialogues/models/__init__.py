"""What the ministry remembers of its dialogues."""

from dialogues.models.concerns import Concern, Raising, Reply
from dialogues.models.dialogue import Dialogue, PriorityTopic, Round, WorkingGroup
from dialogues.models.follow_up import FollowUp
from dialogues.models.meetings import AgendaItem, Meeting, Minutes, Participation
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
