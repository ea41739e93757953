"""Columns that several lists of a dialogue have."""

from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.lists import Column, choice_column, ranked, related_columns, to_record


def title_column(label):
    return Column("title", label, order=(Lower("title"),), link=to_record)


def partner_columns(path="partner", **more):
    return [
        *related_columns(path, _("Partner country"), order=(f"{path}__name",), **more),
        in_file(f"{path}__code", "partner_code"),
    ]


def dialogue_columns(**more):
    return related_columns(
        "dialogue", _("Dialogue"), order=(Lower("dialogue__title"),), **more
    )


def topic_columns(**more):
    return [
        *related_columns("topic", _("Topic"), order=("topic__name_en",), **more),
        in_file("topic__code", "topic_code"),
    ]


def status_column(model, toned, name="status", **more):
    return choice_column(
        name,
        more.pop("label", _("Status")),
        kind="status",
        order=(ranked(name, model._meta.get_field(name).choices),),
        tone=lambda row: toned.get(getattr(row, name)),
        **more,
    )


def in_file(path, name=""):
    return Column(name or path, name or path, value=path, on_screen=False)


def in_file_only(*names):
    return [in_file(name) for name in names]


def number_column(name, label, value="", **more):
    return Column(
        name, label, value=value, order=(value or name,), kind="number", **more
    )


def dates_of_record():
    return in_file_only("created_at", "updated_at")
