from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialoguesConfig(AppConfig):
    name = "dialogues"
    verbose_name = _("Dialogues")

    def ready(self):
        from dialogues.contacts import dates  # noqa: F401  (knows when people met)
        from dialogues.in_time import own_lanes  # noqa: F401  (knows what went on)
