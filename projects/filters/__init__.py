"""What the lists of this app can be filtered by."""

from projects.filters.projects import ProjectFilter

__all__ = ["ProjectFilter"]
