from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Joint projects")

    def ready(self):
        # All are known to the apps below by being imported.
        from projects import accounting, contacts, lanes  # noqa: F401
