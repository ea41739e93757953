"""What the list of dialogues can be filtered by."""

from django.utils.translation import gettext_lazy as _

from core.filters import (
    RecordFilter,
)
from dialogues.filters.shared import (
    choice,
    partner_filter,
)
from dialogues.models import (
    Dialogue,
)


class DialogueFilter(RecordFilter):
    partner = partner_filter()
    status = choice(_("Status"), Dialogue.Status.choices)
