"""What the lists of a dialogue show, and their files."""

from dialogues.columns.concerns import CONCERNS
from dialogues.columns.dialogues import DIALOGUES
from dialogues.columns.follow_ups import FOLLOW_UPS
from dialogues.columns.measures import MEASURES
from dialogues.columns.meetings import MEETINGS
from dialogues.columns.rounds import ROUNDS

__all__ = ["CONCERNS", "DIALOGUES", "FOLLOW_UPS", "MEASURES", "MEETINGS", "ROUNDS"]
