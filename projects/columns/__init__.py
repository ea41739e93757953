"""What the lists of this app show, and their files."""

from projects.columns.projects import PROJECTS

__all__ = ["PROJECTS"]
