"""What several models of this app are made of."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class CurrencyField(models.CharField):
    """An ISO 4217 code; which ones there are is asked of the list in a form."""

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 3
        super().__init__(*args, **kwargs)
        self.validators = [
            *self.validators,
            RegexValidator(
                r"^[A-Z]{3}$", _("Write the currency with three letters, such as USD.")
            ),
        ]

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs
