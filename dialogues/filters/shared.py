"""Filters that several lists of a dialogue have."""

import django_filters
from django.utils.translation import gettext_lazy as _

from dialogues.models import Dialogue, Topic
from partners.models import Partner

STILL_OPEN = ("still_open", _("Still open"))
# What is due within so many days is due soon.
SOON_DAYS = 14


class _TopicField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, topic):
        return f"– {topic}" if topic.parent_id else str(topic)


class TopicFilter(django_filters.ModelChoiceFilter):
    """A topic, chosen from the tree; one of the first level finds all below it."""

    field_class = _TopicField

    def __init__(self, **kwargs):
        def tree(request):
            return Topic.objects.in_tree_order()

        super().__init__(label=_("Topic"), queryset=tree, **kwargs)


def partner_filter(**more):
    return django_filters.ModelChoiceFilter(
        label=_("Partner country"), queryset=Partner.objects.all(), **more
    )


def dialogue_filter(**more):
    return django_filters.ModelChoiceFilter(
        label=_("Dialogue"), queryset=Dialogue.objects.all(), **more
    )


def choice(label, choices, **more):
    return django_filters.ChoiceFilter(label=label, choices=choices, **more)
