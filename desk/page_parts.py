"""What the pages of this app have in common."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dialogues.page_parts import fact


def record_a_meeting(query=""):
    return {
        "label": _("Record a meeting"),
        "url": f"{reverse('dialogues:meeting_new')}{query}",
        "icon": "Plus",
        "primary": True,
    }


def hand_over_url(officer):
    """Where what this officer owns can be passed on."""
    return f"{reverse('desk:hand_over_new')}?from={officer.pk}"


def facts_of(hand_over):
    facts = [
        fact(_("Handed over by"), str(hand_over.given_by)),
        fact(_("Taken over by"), str(hand_over.taken_by)),
        fact(_("Arranged by"), str(hand_over.arranged_by)),
        fact(_("Handed over"), hand_over.at, kind="date"),
    ]
    if hand_over.is_signed:
        return [*facts, fact(_("Signed"), hand_over.signed_at, kind="date")]
    return [*facts, fact(_("Signed"), _("Not signed"), kind="status", tone="warning")]


def hand_over_table(hand_overs):
    """As `components/table.html` takes it; each hand-over with its `things`."""
    labels = (
        (_("Hand-over"), "text"),
        (_("Handed over"), "date"),
        (_("Arranged by"), "text"),
        (_("Things"), "number"),
        (_("Signed"), "date"),
    )
    return {
        "columns": [
            {"label": label, "numeric": kind == "number"} for label, kind in labels
        ],
        "rows": [
            {
                "cells": [
                    {"label": label, "kind": kind} | cell
                    for (label, kind), cell in zip(labels, _cells(row), strict=True)
                ]
            }
            for row in hand_overs
        ],
    }


def _cells(hand_over):
    signed = {"value": hand_over.signed_at}
    if not hand_over.is_signed:
        signed = {"value": _("Not signed"), "kind": "status", "tone": "warning"}
    names = {"giver": hand_over.given_by, "taker": hand_over.taken_by}
    return [
        {
            "value": _("%(giver)s to %(taker)s") % names,
            "url": hand_over.get_absolute_url(),
        },
        {"value": hand_over.at},
        {"value": hand_over.arranged_by},
        {"value": len(hand_over.things)},
        signed,
    ]
