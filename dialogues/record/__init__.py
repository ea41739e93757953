"""How the sections of a record file about dialogues are taken, in this order."""

from dialogues.record import rounds, meetings, concerns  # isort: skip
from dialogues.record import promises, preparation, evaluations  # isort: skip
from dialogues.record import accounts, events, follow_ups  # isort: skip

__all__ = [
    "accounts",
    "concerns",
    "evaluations",
    "events",
    "follow_ups",
    "meetings",
    "preparation",
    "promises",
    "rounds",
]
