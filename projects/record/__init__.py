"""How the sections of a record file about projects are taken, in this order."""

from projects.record import projects, parts  # isort: skip

__all__ = ["parts", "projects"]
