"""The lists and the frame that administrators keep.

SECURITY: meetings, minutes, concerns, raisings, replies and follow-ups are not here,
nor is the summary of a round: an administrator never sees the text of the talks.
"""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.admin import HistoryAdmin, RecordAdmin
from dialogues.models import Dialogue, PriorityTopic, Round, Topic, WorkingGroup


class LinesField(forms.CharField):
    """A list of short texts, one on each line."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = (
            " ".join(line.split()) for line in super().to_python(value).split("\n")
        )
        return list(dict.fromkeys(filter(None, lines)))

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


def _lines(name):
    field = Topic._meta.get_field(name)
    return LinesField(
        label=capfirst(field.verbose_name),
        required=False,
        help_text=_("One on each line."),
    )


class TopicForm(forms.ModelForm):
    aliases = _lines("aliases")
    un_themes = _lines("un_themes")
    sdgs = _lines("sdgs")

    class Meta:
        model = Topic
        fields = (
            "code",
            "parent",
            "name_en",
            "name_nb",
            "scope",
            "aliases",
            "un_themes",
            "sdgs",
            "retired",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if parent := self.fields.get("parent"):
            others = Topic.objects.exclude(pk=self.instance.pk)
            parent.queryset = others.filter(parent=None)

    def clean_aliases(self):
        return [alias.lower() for alias in self.cleaned_data["aliases"]]

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        if parent and self.instance.pk and self.instance.children.exists():
            raise ValidationError(
                _("Other topics belong to this one, so it stays on the first level.")
            )
        return parent


@admin.register(Topic)
class TopicAdmin(HistoryAdmin):
    """Topics in two levels. One that is no longer used is retired, never deleted."""

    form = TopicForm
    actions = None
    list_display = ("in_tree", "code", "scope", "retired")
    list_display_links = ("in_tree",)
    list_filter = ("retired", "scope")
    list_select_related = ("parent",)
    search_fields = ("code", "name_en", "name_nb", "aliases")

    def get_ordering(self, request):
        return Topic.objects.in_tree_order().query.order_by

    @admin.display(description=_("topic"))
    def in_tree(self, topic):
        return f"– {topic}" if topic.parent_id else str(topic)

    def get_readonly_fields(self, request, obj=None):
        # Links and files name a topic by its code.
        return ("code",) if obj else ()

    def view_on_site(self, topic):
        return topic.get_absolute_url()


@admin.register(Dialogue)
class DialogueAdmin(RecordAdmin):
    fields = (
        "partner",
        "title",
        "partner_title",
        "slug",
        "informal_since",
        "started",
        "ended",
        "status",
        "status_why",
        "resume_conditions",
        "aim",
        "working_methods",
        "intensity",
        "hosting_rule",
        "note",
    )
    list_display = ("title", "status", "started", "classification")
    list_filter = ("status",)
    search_fields = ("title", "partner_title")


@admin.register(PriorityTopic)
class PriorityTopicAdmin(RecordAdmin):
    fields = ("dialogue", "topic", "since", "until", "chosen_by", "why")
    list_display = ("topic", "dialogue", "since", "until", "classification")
    list_select_related = ("topic", "dialogue")


@admin.register(WorkingGroup)
class WorkingGroupAdmin(RecordAdmin):
    fields = ("dialogue", "title", "topic")
    list_display = ("title", "dialogue", "classification")
    list_select_related = ("dialogue",)
    search_fields = ("title",)


@admin.register(Round)
class RoundAdmin(RecordAdmin):
    fields = (
        "dialogue",
        "ordinal",
        "partner_ordinal",
        "starts_on",
        "ends_on",
        "host",
        "city",
        "mode",
        "status",
        "status_by",
        "status_why",
        "level_own",
        "level_partner",
        "participants_count",
        "participants_note",
    )
    list_display = ("__str__", "dialogue", "starts_on", "status", "classification")
    list_select_related = ("dialogue",)
    list_filter = ("status",)
    search_fields = ("city", "dialogue__title")
