"""Forms of a dialogue, its priorities and its working groups."""

from django import forms
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from dialogues.models import Dialogue, PriorityTopic, WorkingGroup

DATE_HINT = _("1998, 1998-06 or 1998-06-16")


class SectionedForm(RecordForm):
    """A form for a record whose fields stand in groups: `layout` names them."""

    layout = ()

    @property
    def sections(self):
        """What belongs together on the page: legend and fields."""
        return [
            (legend, [self[name] for name in names if name in self.fields])
            for legend, names in self.layout
        ]


class DialogueForm(SectionedForm):
    """A dialogue; its country is chosen once, since everything in it follows."""

    class Meta:
        model = Dialogue
        fields = (
            "partner",
            "title",
            "partner_title",
            "status",
            "status_why",
            "resume_conditions",
            "informal_since",
            "started",
            "ended",
            "aim",
            "working_methods",
            "intensity",
            "hosting_rule",
            "note",
            "classification",
        )
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in (
                "status_why",
                "resume_conditions",
                "aim",
                "working_methods",
                "note",
            )
        }
        help_texts = {
            "informal_since": DATE_HINT,
            "started": DATE_HINT,
            "ended": DATE_HINT,
            "hosting_rule": _("For example: in turn, every second year in Oslo."),
        }

    layout = (
        (_("The dialogue"), ("partner", "title", "partner_title", "classification")),
        (
            _("Where it stands"),
            (
                "status",
                "status_why",
                "resume_conditions",
                "informal_since",
                "started",
                "ended",
            ),
        ),
        (
            _("What it is for, and how it works"),
            ("aim", "working_methods", "intensity", "hosting_rule", "note"),
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["partner"]
        else:
            partner = self.fields["partner"]
            partner.queryset = partner.queryset.of_desk(self.by)

    def save(self, commit=True):
        if not self.instance.slug:
            self.instance.slug = _free_slug(self.instance)
        return super().save(commit)


def _free_slug(dialogue):
    slug = slugify(f"{dialogue.partner.code} {dialogue.title}")[:60].strip("-")
    if Dialogue.objects.filter(slug=slug).exists():
        # SECURITY: drawn by lot; a running number would count hidden dialogues.
        slug = f"{slug}-{get_random_string(6, 'bcdfghjkmnpqrstvwxz')}"
    return slug


class PriorityTopicForm(RecordForm):
    class Meta:
        model = PriorityTopic
        fields = ("topic", "since", "until", "chosen_by", "why", "classification")
        widgets = {"why": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"since": DATE_HINT, "until": DATE_HINT}


class WorkingGroupForm(RecordForm):
    class Meta:
        model = WorkingGroup
        fields = ("title", "topic", "classification")
