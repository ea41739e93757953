"""What the list of projects can be filtered by."""

from core.filters import RecordFilter, text_filter


class ProjectFilter(RecordFilter):
    q = text_filter()
