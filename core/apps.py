from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("House")

    def ready(self):
        from core import signin  # noqa: F401  (connects the sign-in log)
