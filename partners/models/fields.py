"""What several models of this app are made of."""

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
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


class Term(models.Model):
    """A word of a list that administrators keep, in English and Norwegian."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_en = models.CharField(_("name in English"), max_length=100)
    name_nb = models.CharField(_("name in Norwegian"), max_length=100)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        abstract = True
        ordering = ("order", "code")

    def __str__(self):
        return self.name_nb if get_language() == "nb" else self.name_en


def responsible_field():
    """The user who keeps a contact alive; a hand-over passes it on."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("kept by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who in the ministry keeps this contact alive."),
    )


def other_names_field():
    """Names under which a record is found as well, also after a merge."""
    return models.TextField(
        _("other names"),
        blank=True,
        help_text=_(
            "Earlier names, short names and other spellings, one on each line. "
            "Searches find them."
        ),
    )
