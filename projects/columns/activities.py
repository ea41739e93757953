"""What the list of activities shows, and its file."""

from django.utils.translation import gettext_lazy as _

from core.lists import (
    Column,
    choice_column,
    date_column,
    field_column,
    marking_column,
    related_columns,
)
from dialogues.columns.shared import (
    dates_of_record,
    in_file_only,
    number_column,
    status_column,
    title_column,
)
from projects import tones
from projects.models import Activity

ACTIVITIES = [
    title_column(_("Activity")),
    *related_columns("project", _("Project"), order=("project__title",)),
    choice_column("kind", _("Kind")),
    status_column(Activity, tones.ACTIVITY_STATUS),
    date_column(Activity, "date"),
    date_column(Activity, "ends_on", on_screen=False),
    field_column(Activity, "place", order=("place",)),
    field_column(Activity, "country", on_screen=False),
    *related_columns("institution", _("Held with"), on_screen=False),
    number_column("women", _("Women")),
    number_column("men", _("Men")),
    number_column("unstated", _("Sex not stated")),
    number_column("participants", _("All"), on_screen=False),
    Column(
        "lacks_report",
        _("Report missing"),
        value="lacks_report",
        kind="yes_no",
        on_screen=False,
    ),
    date_column(Activity, "reported_on", on_screen=False),
    *in_file_only("description", "completion_report"),
    marking_column(),
    *dates_of_record(),
]
