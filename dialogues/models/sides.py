"""The two sides of a dialogue; either may propose, raise, host or withdraw."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    OURS = "ours", _("Our side")
    PARTNER = "partner", _("The partner")
    BOTH = "both", _("Both sides")
