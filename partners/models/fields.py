"""What several models of this app are made of."""

from django import forms
from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partners.countries import country_choices


class CountryField(models.CharField):
    """An ISO 3166-1 alpha-2 code; its names are not part of any migration."""

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 2
        super().__init__(*args, **kwargs)
        self.validators = [
            *self.validators,
            RegexValidator(r"^[A-Z]{2}$", _("Choose a country from the list.")),
        ]

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def formfield(self, **kwargs):
        choices = [("", _("Not known")), *country_choices()]
        kwargs = {**kwargs, "choices": choices}
        return forms.ChoiceField(
            **{
                name: value
                for name, value in {
                    "required": not self.blank,
                    "label": capfirst(self.verbose_name),
                    "help_text": self.help_text,
                    **kwargs,
                }.items()
                if name in ("required", "label", "help_text", "choices", "initial")
            }
        )


class Level(models.TextChoices):
    """How high somebody stands, the highest first."""

    HEAD_OF_GOVERNMENT = "head_of_government", _("Head of state or government")
    MINISTER = "minister", _("Minister")
    DEPUTY_MINISTER = "deputy_minister", _("State secretary or vice minister")
    DIRECTOR_GENERAL = "director_general", _("Director general")
    DIRECTOR = "director", _("Director")
    SENIOR_OFFICIAL = "senior_official", _("Senior official")
    EXPERT = "expert", _("Expert")
