"""How the sections of a record file about dialogues are taken, in this order."""

from dialogues.record import rounds, meetings, concerns  # isort: skip

__all__ = ["concerns", "meetings", "rounds"]
