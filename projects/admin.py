"""The frame of projects, and the rates at which their money is counted.

What a project answers (measures, concerns, findings) is of the talks, and not here.
"""

from django.contrib import admin

from core.admin import HistoryAdmin, RecordAdmin
from projects.models import ExchangeRate, Project


@admin.register(Project)
class ProjectAdmin(RecordAdmin):
    fields = (
        "title",
        "partners",
        "status",
        "stopped_why",
        "since",
        "until",
        "agreement_number",
        "agreed_on",
        "agreed_amount",
        "currency",
        "comparator",
        "partners_in_words",
        "funding_in_words",
    )
    list_display = ("title", "status", "since", "until", "classification")
    list_filter = ("status",)
    search_fields = ("folded",)


@admin.register(ExchangeRate)
class ExchangeRateAdmin(HistoryAdmin):
    """Rates are added, and corrected; a payment uses the latest that was known."""

    actions = None
    list_display = ("currency", "date", "rate", "source")
    list_filter = ("currency",)
    date_hierarchy = "date"
