"""The four markings, in order: a higher number is for fewer eyes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Classification(models.IntegerChoices):
    OPEN = 1, _("Open")
    INTERNAL = 2, _("Internal")
    RESTRICTED = 3, _("Restricted")
    CONFIDENTIAL = 4, _("Confidential")
